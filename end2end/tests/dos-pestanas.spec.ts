import { expect, test } from '../support/test';
import { Campo } from '../pages/campo';

test('two tabs that record at the same time never give the same folio', async ({ demo, open }) => {
  const phone = await open('phone');
  const first = new Campo(phone.page, phone.address);
  await first.preparar('gestor1');
  demo.cable.cut();
  const second = new Campo(await phone.context.newPage(), phone.address);
  await second.ruta();
  await first.ruta();
  const ready = async (tab: Campo, nth: number) => {
    await tab.visitas().nth(nth).click();
    await tab.teclear('250');
  };
  await ready(first, 0);
  await ready(second, 1);
  const folios = await Promise.all([first.guardar(), second.guardar()]);
  expect(new Set(folios).size).toBe(2);
  await expect(first.chip()).toContainText('2 sin enviar');
  await expect(second.chip()).toContainText('2 sin enviar');
  demo.cable.mend();
  await first.enviarTodo();
  await expect(second.chip()).toContainText('Todo enviado');
});
