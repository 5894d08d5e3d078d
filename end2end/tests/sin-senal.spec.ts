import { expect, test } from '../support/test';
import { Campo } from '../pages/campo';

// Deep links open from the phone alone, in a new browser process, with the server gone.
for (const route of ['/app/ruta', '/app/clientes', '/app/por-enviar', '/app/mas', '/app/caja']) {
  test(`${route} opens cold and offline`, async ({ demo, open }) => {
    const phone = await open('phone');
    await new Campo(phone.page, phone.address).preparar('gestor1');
    await demo.server.kill();
    await phone.restart();
    await phone.goto(route);
    await expect(phone.page.locator('h1')).toBeVisible();
    await expect(phone.page.locator('.sync-chip')).toContainText('Sin señal');
  });
}

test('a client and the collecting screen open cold and offline by their own address', async ({ demo, open }) => {
  const phone = await open('phone');
  const field = new Campo(phone.page, phone.address);
  await field.preparar('gestor1');
  const href = (await field.visitas().first().getAttribute('href')) ?? '';
  const name = ((await field.visitas().first().getAttribute('aria-label')) ?? '').replace('Cobrar a ', '');
  demo.cable.cut();
  await phone.restart();
  await phone.goto(href);
  await expect(phone.page.getByRole('button', { name: /^Guardar cobro/ })).toBeVisible();
  await phone.goto(href.replace('cobrar', 'clientes'));
  await expect(phone.page.getByText(name).first()).toBeVisible();
});

for (const moment of ['break-before', 'break-after'] as const) {
  test(`a push whose line breaks (${moment}) is repeated and booked once`, async ({ demo, open }) => {
    const before = await demo.server.audit();
    await demo.server.up();
    const phone = await open('phone');
    const field = new Campo(phone.page, phone.address);
    await field.preparar('gestor1');
    demo.cable.breakNext('/sync/push', moment, 2);
    await field.cobrarEnEfectivo();
    await field.enviarTodo();
    expect(await demo.server.audit()).toEqual({ payments: before.payments + 1, findings: '' });
  });
}

test('the server is killed in the middle, and everything acknowledged or not arrives once', async ({ demo, open }) => {
  const before = await demo.server.audit();
  await demo.server.up();
  const phone = await open('phone');
  const field = new Campo(phone.page, phone.address);
  await field.preparar('gestor1');
  demo.cable.cut();
  const folios: string[] = [];
  for (let n = 0; n < 3; n += 1) {
    await field.ruta();
    folios.push(await field.cobrarEnEfectivo());
  }
  demo.cable.mend();
  const killed = phone.page.waitForRequest(/\/sync\/push/).then(() => demo.server.kill());
  await field.porEnviar();
  await killed;
  await demo.server.up();
  await field.enviarTodo();
  expect(new Set(folios).size).toBe(3);
  expect(await demo.server.audit()).toEqual({ payments: before.payments + 3, findings: '' });
});

test('while the office does not answer, the phone waits between its tries', async ({ demo, open }) => {
  const phone = await open('phone');
  const field = new Campo(phone.page, phone.address);
  await field.preparar('gestor1');
  demo.cable.breakNext('/sync/push', 'break-before', 1_000);
  await field.cobrarEnEfectivo();
  const tries = 6;
  await expect.poll(() => demo.cable.pushes.length, { timeout: 60_000 }).toBeGreaterThanOrEqual(tries);
  const [first = 0] = demo.cable.pushes;
  const sixth = demo.cable.pushes[tries - 1] ?? 0;
  expect(sixth - first, 'six tries in a row would mean no pause at all').toBeGreaterThan(2_000);
});
