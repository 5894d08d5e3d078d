import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cable } from '../support/cable';
import { site } from '../support/paths';
import { Phone } from '../support/phone';
import { Server } from '../support/server';
import { expect, test } from '../support/test';
import { Campo } from '../pages/campo';

test('a new version waits, is taken by the person, and the full outbox survives it', async () => {
  const copy = mkdtempSync(join(tmpdir(), 'senda-site-'));
  cpSync(site, copy, { recursive: true });
  const server = await Server.start('demo', { SENDA_SITE: copy });
  const cable = await Cable.lay(server.port);
  const phone = await Phone.open('phone', cable.address);
  try {
    const field = new Campo(phone.page, cable.address);
    await field.preparar('gestor1');
    await field.ruta();
    cable.cut();
    const folio = await field.cobrarEnEfectivo();
    await expect(field.chip()).toContainText('1 sin enviar');

    // Another build is served: any byte of any file makes it another version.
    await server.kill();
    appendFileSync(join(copy, 'manifest.webmanifest'), '\n');
    rmSync(join(copy, 'manifest.webmanifest.br'), { force: true });
    await server.up();
    cable.breakNext('/sync/push', 'break-before', 1_000);
    cable.mend();
    await phone.goto('/app/ruta');
    await phone.page.evaluate(async () => {
      await (await navigator.serviceWorker.getRegistration())?.update();
    });
    const update = phone.page.getByRole('button', { name: 'Actualizar' });
    await expect(update).toBeVisible();
    await update.click();
    await expect(field.visitas().first()).toBeVisible();
    await expect(field.chip()).toContainText('1 sin enviar');

    cable.breakNext('/never', 'break-before', 0);
    await field.enviarTodo();
    await phone.goto(`/app/recibo/${folio}`);
    await expect(phone.page.getByText(folio).first()).toBeVisible();
    expect(phone.complaints).toEqual([]);
  } finally {
    await phone.remove();
    await cable.remove();
    await server.remove();
    rmSync(copy, { recursive: true, force: true });
  }
});

test('the rescue page exports what is unsent without the app', async ({ demo, open }) => {
  const phone = await open('phone');
  const field = new Campo(phone.page, phone.address);
  await field.preparar('gestor1');
  demo.cable.cut();
  const folio = await field.cobrarEnEfectivo();
  await phone.goto('/rescate.html');
  const download = phone.page.waitForEvent('download');
  await phone.page.getByRole('button', { name: /Exportar|Descargar|Guardar/ }).first().click();
  const stream = await (await download).createReadStream();
  let text = '';
  for await (const chunk of stream) text += chunk;
  expect(text).toContain(folio);
});

test('signing out is refused while something is unsent', async ({ demo, open }) => {
  const phone = await open('phone');
  const field = new Campo(phone.page, phone.address);
  await field.preparar('gestor1');
  demo.cable.cut();
  await field.cobrarEnEfectivo();
  await phone.goto('/app/mas');
  await expect(phone.page.getByRole('button', { name: 'Cerrar sesión' })).toBeDisabled();
  await expect(phone.page.getByText(/Tienes 1 sin enviar/)).toBeVisible();
});
