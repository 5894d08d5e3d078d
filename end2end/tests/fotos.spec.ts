import { join } from 'node:path';
import { expect, expectAccessible, expectNoOverflow, test } from '../support/test';
import { root } from '../support/paths';
import { Campo } from '../pages/campo';

/** 2,400 × 1,800 px, to be turned by a quarter, with the maker and the place of the phone in its EXIF. */
const picture = join(root, 'end2end', 'support', 'foto-con-lugar.jpg');

test('a photo taken without signal follows the money and arrives without its place', async ({ demo, open }) => {
  const phone = await open('phone');
  const field = new Campo(phone.page, phone.address);
  await field.preparar('gestor1');
  demo.cable.cut();
  await field.ruta();
  await field.visitas().first().click();
  await field.formaDePago('Transferencia');
  await field.tomarFoto(picture);
  await expectNoOverflow(phone.page);
  await expectAccessible(phone.page);
  await phone.page.getByRole('button', { name: /^Todo lo vencido/ }).first().click();
  await field.guardar();

  await phone.restart();
  await phone.goto('/app/por-enviar');
  await expect(phone.page.getByText(/^1 foto por enviar · \d+ KB$/)).toBeVisible();
  await phone.goto('/app/mas');
  await expect(phone.page.getByText(/sin enviar\. Conéctate/)).toBeVisible();

  const sent: string[] = [];
  phone.page.on('request', (request) => {
    const path = new URL(request.url()).pathname;
    if (path.startsWith('/sync/push') || path.startsWith('/sync/photo/')) sent.push(path);
  });
  const arrived = phone.page.waitForResponse(/\/sync\/photo\//, { timeout: 60_000 });
  demo.cable.mend();
  await phone.goto('/app/por-enviar');
  const answer = await arrived;
  expect(answer.status()).toBe(200);
  expect(sent[0], 'money goes first').toBe('/sync/push');
  await expect(phone.page.getByText(/foto por enviar/)).toHaveCount(0);
  await expect(phone.page.locator('.sync-chip')).toContainText('Todo enviado');

  const sha256 = new URL(answer.url()).pathname.split('/').pop();
  const office = await phone.page.request.get(`${phone.address}/office/photos/${sha256}`);
  expect(office.headers()['content-type']).toBe('image/jpeg');
  const bytes = await office.body();
  expect(bytes.includes('Exif'), 'neither place nor phone').toBe(false);
  expect(bytes.includes('TelefonoDePrueba')).toBe(false);
  const sides = await phone.page.evaluate(async (address) => {
    const image = await createImageBitmap(await (await fetch(address)).blob());
    return [image.width, image.height];
  }, `/office/photos/${sha256}`);
  expect(sides, 'upright, and no longer than 1,600 px').toEqual([1200, 1600]);
});

test('a photo whose answer is lost is sent again until it is there', async ({ demo, open }) => {
  const phone = await open('phone');
  const field = new Campo(phone.page, phone.address);
  await field.preparar('gestor1');
  // The browser itself repeats a request on a line that it has used before: more than once each.
  demo.cable.breakNext('/sync/photo/', 'break-after', 4);
  await field.visitas().first().click();
  await field.formaDePago('Transferencia');
  await field.tomarFoto(picture);
  await phone.page.getByRole('button', { name: /^Todo lo vencido/ }).first().click();
  await field.guardar();
  await field.porEnviar();
  await expect(phone.page.getByText(/^1 foto por enviar/)).toBeVisible();
  const send = phone.page.getByRole('button', { name: 'Enviar fotos ahora' });
  await expect(async () => {
    // It may go up by itself between the look and the tap.
    await send.click({ timeout: 1_000 }).catch(() => undefined);
    await expect(phone.page.getByText(/foto por enviar/)).toHaveCount(0, { timeout: 1_000 });
  }).toPass({ timeout: 60_000 });
});

test('what is no photo is refused with a sentence, and nothing is kept', async ({ open }) => {
  const phone = await open('phone');
  const field = new Campo(phone.page, phone.address);
  await field.preparar('gestor1');
  await field.visitas().first().click();
  await field.formaDePago('Transferencia');
  const text = { name: 'foto.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('<script>alert(1)</script>') };
  await phone.page.getByLabel('Tomar foto').setInputFiles(text);
  await expect(phone.page.getByRole('alert').filter({ hasText: 'No se pudo leer la foto.' })).toBeVisible();
  await field.tomarFoto(picture);
  await phone.page.getByRole('button', { name: 'Quitar foto' }).click();
  await field.porEnviar();
  await expect(phone.page.getByText(/foto por enviar/)).toHaveCount(0);
});
