import { type BrowserContext, type Page, chromium as browser } from '@playwright/test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from './paths';

export const sizes = {
  phone: { width: 360, height: 800 },
  tablet: { width: 820, height: 1180 },
  desktop: { width: 1280, height: 800 },
} as const;

/** A browser with its own profile on disk, which can be closed and opened again cold. */
export class Phone {
  context!: BrowserContext;
  page!: Page;
  /** What the console or the page complained of. Every test ends by finding it empty. */
  readonly complaints: string[] = [];

  private constructor(
    private readonly profile: string,
    private readonly size: keyof typeof sizes,
    readonly address: string,
  ) {}

  static async open(size: keyof typeof sizes, address: string): Promise<Phone> {
    const phone = new Phone(mkdtempSync(join(tmpdir(), 'senda-phone-')), size, address);
    await phone.boot();
    return phone;
  }

  private async boot(): Promise<void> {
    this.context = await browser.launchPersistentContext(this.profile, {
      executablePath: chromium,
      headless: true,
      viewport: sizes[this.size],
      hasTouch: this.size !== 'desktop',
      locale: 'es-MX',
      timezoneId: 'America/Tijuana',
      acceptDownloads: true,
      args: [
        '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
        '--disable-background-networking', '--disable-component-update', '--disable-sync',
      ],
    });
    this.context.on('page', (page) => this.listen(page));
    this.page = this.context.pages()[0] ?? (await this.context.newPage());
    this.listen(this.page);
  }

  private readonly heard = new WeakSet<Page>();
  private listen(page: Page): void {
    if (this.heard.has(page)) return;
    this.heard.add(page);
    page.on('pageerror', (error) => this.complaints.push(`error: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() !== 'error') return;
      // The browser itself reports each request that found no network: that is what these tests bring about.
      if (/Failed to load resource: net::ERR_|net::ERR_INTERNET_DISCONNECTED/.test(message.text())) return;
      this.complaints.push(`console: ${message.text()}`);
    });
  }

  goto(path: string) {
    return this.page.goto(`${this.address}${path}`);
  }

  /** Closes the browser process and opens it again on the same profile. */
  async restart(): Promise<void> {
    await this.context.close();
    await this.boot();
  }

  async remove(): Promise<void> {
    await this.context.close();
    rmSync(this.profile, { recursive: true, force: true });
  }
}
