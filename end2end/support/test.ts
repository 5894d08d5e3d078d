import AxeBuilder from '@axe-core/playwright';
import { type Page, test as base, expect } from '@playwright/test';
import { Cable } from './cable';
import { Phone, type sizes } from './phone';
import { Server } from './server';

type World = {
  /** The server with the demo company, behind a cable. */
  demo: { server: Server; cable: Cable };
  /** Opens a phone, tablet or desktop on the demo company; closed, and its complaints checked, at the end. */
  open: (size: keyof typeof sizes) => Promise<Phone>;
};

export const test = base.extend<World>({
  // biome-ignore lint: Playwright wants the empty pattern
  demo: async ({}, use) => {
    const server = await Server.start('demo');
    const cable = await Cable.lay(server.port);
    await use({ server, cable });
    await cable.remove();
    await server.remove();
  },
  open: async ({ demo }, use) => {
    const phones: Phone[] = [];
    await use(async (size) => {
      const phone = await Phone.open(size, demo.cable.address);
      phones.push(phone);
      return phone;
    });
    const complaints = phones.flatMap((phone) => phone.complaints);
    for (const phone of phones) await phone.remove();
    expect(complaints, 'the console stays without errors').toEqual([]);
  },
});

export { expect };

/** No screen may be wider than the device, at any of the widths that ux.md names. */
export async function expectNoOverflow(page: Page, widths = [320, 360, 820, 1280]): Promise<void> {
  const before = page.viewportSize();
  for (const width of widths) {
    await page.setViewportSize({ width, height: 800 });
    await expect
      .poll(() => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), {
        message: `nothing is wider than ${width} px`,
      })
      .toBeLessThanOrEqual(0);
  }
  if (before) await page.setViewportSize(before);
}

/** WCAG A and AA, as axe-core checks them, on a page tall enough that no sticky bar covers what scrolls under it. */
export async function expectAccessible(page: Page): Promise<void> {
  const before = page.viewportSize();
  if (before) await page.setViewportSize({ width: before.width, height: 2_400 });
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
  const found = await new AxeBuilder({ page }).withTags(tags).analyze();
  if (before) await page.setViewportSize(before);
  const lines = found.violations.flatMap((violation) =>
    violation.nodes.map((node) => `${violation.id}: ${node.target.join(' ')}: ${node.failureSummary ?? ''}`),
  );
  expect(lines).toEqual([]);
}
