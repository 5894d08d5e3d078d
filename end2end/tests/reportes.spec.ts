import { readFileSync } from 'node:fs';
import { Campo } from '../pages/campo';
import { entrar } from '../pages/entrar';
import { expect, expectAccessible, expectNoOverflow, test } from '../support/test';

/** $1,234.50 → 123450 */
const centavos = (text: string): number => Number(text.replace(/[^\d]/g, ''));

test('the office reads a report, narrows it, and its files say the same', async ({ open }) => {
  const desk = await open('desktop');
  const page = desk.page;
  await entrar(page, desk.address, 'admin');
  await desk.goto('/oficina/reportes');
  await page.getByRole('link', { name: /Cobranza por persona/ }).click();
  const from = new Date(Date.now() - 90 * 86_400_000).toISOString().slice(0, 10);
  await page.getByLabel('Desde').fill(from);
  const total = page.locator('.report-view tfoot td[data-label="Cobrado"]');
  await expect(total).toContainText('$');
  await expect(page.locator('.report-view tbody tr').nth(1)).toBeVisible();
  await expect(page.getByText(/^Datos al /)).toBeVisible();
  await expectAccessible(page);
  await expectNoOverflow(page);
  const shown = centavos((await total.textContent()) ?? '');
  expect(shown).toBeGreaterThan(0);

  const fetched = new Map<string, Buffer>();
  for (const [label, ending] of [['CSV', 'csv'], ['Excel', 'xlsx'], ['PDF', 'pdf']] as const) {
    const waiting = page.waitForEvent('download');
    await page.getByRole('link', { name: label, exact: true }).click();
    const download = await waiting;
    expect(download.suggestedFilename()).toMatch(new RegExp(`^cobranza-por-persona-\\d{4}-\\d\\d-\\d\\d\\.${ending}$`));
    fetched.set(ending, readFileSync(await download.path()));
  }
  const rows = (fetched.get('csv') ?? Buffer.of()).toString('utf8').trim().split('\r\n').map((row) => row.split(','));
  const place = rows[0].indexOf('Cobrado');
  const sum = rows.slice(1).reduce((all, row) => all + Math.round(Number(row[place]) * 100), 0);
  expect(sum).toBe(shown);
  expect(fetched.get('pdf')?.subarray(0, 5).toString()).toBe('%PDF-');
  expect(fetched.get('xlsx')?.subarray(0, 2).toString()).toBe('PK');

  await desk.goto('/oficina/auditoria');
  await expect(page.getByText('Bajó un reporte').nth(3)).toBeVisible();

  await page.emulateMedia({ media: 'print' });
  await desk.goto('/oficina/reportes/adeudos');
  await expect(page.locator('.report-view')).toBeVisible();
  await expect(page.locator('.filters')).toBeHidden();
  expect(desk.complaints).toEqual([]);
});

test('the statement of a client is made in the office and on the phone without signal', async ({ demo, open }) => {
  const phone = await open('phone');
  const campo = new Campo(phone.page, phone.address);
  await campo.preparar('gestor1');
  const href = (await campo.visitas().first().getAttribute('href')) ?? '';
  demo.cable.cut();
  await phone.goto(href.replace('cobrar', 'clientes'));
  await phone.page.getByRole('link', { name: 'Estado de cuenta' }).click();
  const street = phone.page.locator('.report-view');
  await expect(street.getByRole('heading', { name: 'Estado de cuenta' })).toBeVisible();
  const balance = (view: typeof street) =>
    view.locator('.data-table').first().locator('tfoot td[data-label="Saldo"]').textContent();
  const onPhone = await balance(street);
  await expectAccessible(phone.page);
  await expectNoOverflow(phone.page);
  demo.cable.mend();

  const desk = await open('desktop');
  await entrar(desk.page, desk.address, 'admin');
  await desk.goto(`/oficina/reportes/estado-de-cuenta?cliente=${href.split('/').at(-1)}`);
  const office = desk.page.locator('.report-view');
  await expect(office.getByRole('heading', { name: 'Estado de cuenta' })).toBeVisible();
  expect(await balance(office)).toBe(onPhone);
  expect([...phone.complaints, ...desk.complaints]).toEqual([]);
});
