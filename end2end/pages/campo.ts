import { type Locator, type Page, expect } from '@playwright/test';
import { entrar } from './entrar';

/** The collector's screens, in his words. */
export class Campo {
  constructor(
    readonly page: Page,
    readonly address: string,
  ) {}

  /** Logs in, prepares the phone and waits until the route is there and the app is kept for offline. */
  async preparar(login: string): Promise<void> {
    await entrar(this.page, this.address, login);
    await this.page.getByRole('button', { name: 'Preparar y descargar' }).click();
    await expect(this.visitas().first()).toBeVisible({ timeout: 60_000 });
    await this.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await expect.poll(() => this.page.evaluate(() => navigator.serviceWorker.controller !== null || caches.keys().then((k) => k.length > 0))).toBeTruthy();
  }

  visitas(): Locator {
    return this.page.getByRole('button', { name: /^Cobrar a / }).or(this.page.getByRole('link', { name: /^Cobrar a / }));
  }

  chip(): Locator {
    return this.page.locator('.sync-chip');
  }

  async ruta(): Promise<void> {
    await this.page.goto(`${this.address}/app/ruta`);
    await expect(this.visitas().first()).toBeVisible();
  }

  /** Full payment in cash of the first client on the route: three taps. Gives the receipt's folio. */
  async cobrarTodoEnEfectivo(): Promise<string> {
    await this.visitas().first().click();
    await this.page.getByRole('button', { name: /^Todo lo vencido/ }).first().click();
    return this.guardar();
  }

  /** Types pesos on the app's own keypad. */
  async teclear(pesos: string): Promise<void> {
    for (const key of pesos) await this.page.getByRole('button', { name: key, exact: true }).click();
  }

  async guardar(): Promise<string> {
    await this.page.getByRole('button', { name: /^Guardar cobro de \$/ }).click();
    const si = this.page.getByRole('button', { name: 'Sí', exact: true });
    const folio = this.page.getByText(/^Recibo [A-Z]\d+-\d{6}-\d$/).first();
    await expect(si.or(folio)).toBeVisible();
    if (await si.isVisible()) await si.click();
    await expect(folio).toBeVisible();
    return ((await folio.textContent()) ?? '').replace('Recibo ', '').trim();
  }

  async porEnviar(): Promise<void> {
    await this.page.goto(`${this.address}/app/por-enviar`);
    await expect(this.page.getByRole('heading', { name: 'Por enviar' })).toBeVisible();
  }
}
