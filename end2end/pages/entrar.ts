import type { Page } from '@playwright/test';

/** The demo company's one documented password. */
export const demoPassword = 'cemento-gris-42';

export async function entrar(page: Page, address: string, login: string, password = demoPassword): Promise<void> {
  await page.goto(`${address}/entrar`);
  await page.getByLabel('Usuario').fill(login);
  await page.getByLabel('Contraseña', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Entrar', exact: true }).click();
  await page.waitForURL(/\/(app|oficina)\//);
}
