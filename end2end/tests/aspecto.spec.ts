import { expect, expectAccessible, expectNoOverflow, test } from '../support/test';
import { Campo } from '../pages/campo';
import { entrar } from '../pages/entrar';

const reports = ['reportes', 'reportes/cobranza-por-dia', 'reportes/adeudos', 'reportes/cortes-abiertos'];
const sections = [
  'tablero', 'cartera', 'caja', 'solicitudes', 'importar', 'asignar', 'por-aclarar', 'conciliacion', 'rep',
  'personas', 'dispositivos', 'auditoria', 'ajustes',
];
const office = [...sections, ...reports];
const field = ['ruta', 'clientes', 'por-enviar', 'caja', 'corte', 'deposito', 'folio-cancelado', 'mas'];
const ofOneClient = ['cobrar', 'clientes', 'visita', 'estado-de-cuenta', 'contrarecibo', 'convenio', 'solicitud'];

test('the screens of the street are accessible and fit', async ({ open }) => {
  test.slow();
  const phone = await open('phone');
  const campo = new Campo(phone.page, phone.address);
  await campo.preparar('gestor1');
  const href = (await campo.visitas().first().getAttribute('href')) ?? '';
  const ofClient = ofOneClient.map((screen) => href.replace('cobrar', screen));
  const pages = [...field.map((name) => `/app/${name}`), ...ofClient];
  for (const path of pages) {
    await phone.goto(path);
    await expect(phone.page.locator('h1')).toBeVisible();
    await expectAccessible(phone.page);
    await expectNoOverflow(phone.page);
  }
  await campo.ruta();
  await campo.cobrarEnEfectivo();
  await expectAccessible(phone.page);
  await expectNoOverflow(phone.page);
});

test('the screens of the office are accessible and fit', async ({ open }) => {
  test.slow();
  const tablet = await open('tablet');
  await entrar(tablet.page, tablet.address, 'admin');
  for (const name of office) {
    await tablet.goto(`/oficina/${name}`);
    await expect(tablet.page.locator('h1')).toBeVisible();
    await expect(tablet.page.locator('[aria-busy=true]')).toHaveCount(0);
    await expectAccessible(tablet.page);
    await expectNoOverflow(tablet.page);
  }
});

test('the pages before the login are accessible, fit, and work in both schemes', async ({ open }) => {
  const phone = await open('phone');
  for (const scheme of ['light', 'dark'] as const) {
    await phone.page.emulateMedia({ colorScheme: scheme });
    for (const path of ['/entrar', '/r']) {
      await phone.goto(path);
      await expect(phone.page.locator('h1')).toBeVisible();
      await expectAccessible(phone.page);
      await expectNoOverflow(phone.page);
    }
  }
});
