import { expect, test } from '../support/test';
import { Campo } from '../pages/campo';
import { Oficina } from '../pages/oficina';

test('a peso goes from the debt to the bank, the street part without signal', async ({ demo, open }) => {
  test.slow();
  const phone = await open('phone');
  const campo = new Campo(phone.page, phone.address);
  await campo.preparar('gestor1');
  const desktop = await open('desktop');
  const admin = new Oficina(desktop.page, desktop.address);
  await admin.entrar('admin');
  await admin.agregarBanco('Banco de Prueba', '4821');
  demo.cable.cut();

  // In the street: two payments, one in cash and one by cheque, a spoilt folio, and the corte.
  await campo.ruta();
  await campo.visitas().first().click();
  await campo.teclear('1500');
  await campo.guardar();
  await campo.ruta();
  await campo.visitas().first().click();
  await campo.teclear('250');
  await campo.formaDePago('Cheque');
  await campo.guardar();
  await campo.cancelarFolio('Se manchó el recibo');
  await campo.corte({ 'Billete de $500': 3 });
  await expect(phone.page.getByText(/\$1,500\.00/).first()).toBeVisible();
  demo.cable.mend();
  await campo.enviarTodo();

  // The office counts, and takes it to the bank.
  const tablet = await open('tablet');
  const caja = new Oficina(tablet.page, tablet.address);
  await caja.entrar('cartera');
  await caja.contarCorte('\\$1,500\\.00', { 'Billete de $500': 3 });
  await caja.depositar('Tecate', 'Banco de Prueba ···4821', '1500', 'FICHA-900001');

  const after = await demo.server.audit();
  expect(after.findings).toBe('');
});

test('two phones collect the same invoice without signal, and both payments are booked', async ({ demo, open }) => {
  test.slow();
  const before = await demo.server.audit();
  await demo.server.up();
  const one = await open('phone');
  const two = await open('phone');
  const first = new Campo(one.page, one.address);
  const second = new Campo(two.page, two.address);
  await first.preparar('gestor1');
  await second.preparar('gestor1');
  demo.cable.cut();
  const folios = [await first.cobrarEnEfectivo(), await second.cobrarEnEfectivo()];
  expect(new Set(folios).size).toBe(2);
  demo.cable.mend();
  await first.enviarTodo();
  await second.enviarTodo();
  expect(await demo.server.audit()).toEqual({ payments: before.payments + 2, findings: '' });
});

test('a payment is reversed only by somebody else', async ({ demo, open }) => {
  const phone = await open('phone');
  const campo = new Campo(phone.page, phone.address);
  await campo.preparar('gestor1');
  const folio = await campo.cobrarEnEfectivo();
  await campo.pedirCancelacion(folio, 'Era de otro cliente');
  await campo.enviarTodo();

  const tablet = await open('tablet');
  const gerente = new Oficina(tablet.page, tablet.address);
  await gerente.entrar('gerente');
  await gerente.autorizar(/Cancelar un cobro/);
  const after = await demo.server.audit();
  expect(after.findings).toBe('');
});
