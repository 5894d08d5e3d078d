import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cable } from '../support/cable';
import { Phone } from '../support/phone';
import { Server } from '../support/server';
import { expect, expectNoOverflow, test } from '../support/test';
import { Campo } from '../pages/campo';
import { demoPassword, entrar } from '../pages/entrar';

const clients = [
  'Clave,Nombre,RFC,Calle y número,Colonia,CP,Municipio,Estado,Teléfono,Correo,Límite de crédito,Días de crédito,Ruta',
  'C1,Ferretería La Prueba,FPR010101AB1,Av. Juárez 10,Centro,21400,Tecate,Baja California,' +
    '6651234567,a@ejemplo.mx,"$50,000.00",30,R1',
  'C2,Tlapalería El Ensayo,,Calle Hidalgo 22,Centro,21400,Tecate,Baja California,6657654321,,"$20,000.00",15,R1',
  'C3,,,Sin nombre 1,Centro,21400,Tecate,Baja California,,,,,R1',
].join('\r\n');

const invoices = [
  'Folio,Fecha,Vencimiento,Cliente,Nombre,Total,Saldo,Moneda',
  'F-101,01/09/2026,01/10/2026,C1,Ferretería La Prueba,"$15,000.00","$15,000.00",MXN',
  'F-102,20/09/2026,20/10/2026,C1,Ferretería La Prueba,"$8,000.00","$8,000.00",MXN',
  'F-201,05/10/2026,20/10/2026,C2,Tlapalería El Ensayo,"$1,200.50","$1,200.50",MXN',
  'F-202,31/02/2026,20/10/2026,C2,Tlapalería El Ensayo,"$900.00","$900.00",MXN',
].join('\r\n');

async function importar(phone: Phone, name: string, text: string, applied: RegExp): Promise<void> {
  const file = join(tmpdir(), `${process.pid}-${name}`);
  writeFileSync(file, text);
  const page = phone.page;
  await phone.goto('/oficina/importar');
  await page.locator('input[type=file]').setInputFiles(file);
  await page.getByRole('button', { name: 'Subir y leer' }).click();
  await page.getByRole('button', { name: 'Revisar filas' }).click();
  await expect(page.getByText(/1 fila rechazadas?/).first()).toBeVisible();
  await page.getByRole('button', { name: /^Aplicar \d+ filas?/ }).click();
  await expect(page.getByText('Importación aplicada')).toBeVisible();
  await expect(page.getByText(applied).first()).toBeVisible();
}

test('from an empty installation to the first payment that the manager sees', async () => {
  const server = await Server.start('empty');
  const cable = await Cable.lay(server.port);
  const office = await Phone.open('desktop', cable.address);
  const street = await Phone.open('phone', cable.address);
  try {
    // The first administrator, with the code that only the console shows.
    const page = office.page;
    await office.goto('/');
    await expect(page).toHaveURL(/\/instalar/);
    const code = /setup code (\S+)/.exec(server.output)?.[1];
    expect(code, 'the console prints a code').toBeTruthy();
    await page.getByLabel('Código de instalación').fill(code ?? '');
    await page.getByLabel('Nombre de la empresa').fill('Materiales de Prueba');
    await page.getByLabel('Primera sucursal').fill('Matriz');
    await page.getByLabel('Zona horaria de la sucursal').selectOption('America/Tijuana');
    await page.getByLabel('Tu nombre').fill('Ana Prueba');
    await page.getByLabel('Usuario').fill('ana');
    await page.getByLabel('Contraseña', { exact: true }).fill('una frase bien larga');
    await page.getByLabel('Repite la contraseña').fill('una frase bien larga');
    await page.getByRole('button', { name: 'Crear empresa y administrador' }).click();
    await page.waitForURL(/\/(oficina|entrar)/);
    if (page.url().includes('/entrar')) await entrar(page, cable.address, 'ana', 'una frase bien larga');

    // Clients and invoices; the bad rows stay out; the same file again changes nothing.
    await importar(office, 'clientes.csv', clients, /2 filas nuevas/);
    await importar(office, 'facturas.csv', invoices, /3 filas nuevas/);
    await importar(office, 'facturas.csv', invoices, /3 filas sin cambio/);

    // A collector, and his clients.
    await office.goto('/oficina/personas');
    await page.getByRole('button', { name: 'Invitar persona' }).first().click();
    await page.getByLabel('Nombre completo').fill('Luis Mora');
    await page.getByLabel('Usuario').fill('luis.mora');
    await page.getByLabel('Gestor de cobranza').check();
    await page.getByRole('button', { name: 'Crear cuenta' }).click();
    const shown = page.locator('code.secret');
    await expect(shown).toBeVisible();
    const temporary = ((await shown.textContent()) ?? '').trim();
    await page.getByRole('button', { name: 'Ya la anoté' }).click();

    await office.goto('/oficina/asignar');
    await page.getByRole('button', { name: 'Marcar los 2 del filtro' }).click();
    const collector = page.getByLabel('¿Quién les va a cobrar?');
    const luis = await collector.locator('option', { hasText: 'Luis Mora' }).getAttribute('value');
    await collector.selectOption(luis);
    await page.getByRole('button', { name: /^Asignar 2 clientes a Luis Mora/ }).first().click();
    await page.getByRole('button', { name: /^Asignar 2 clientes a Luis Mora/ }).last().click();
    await expect(page.getByText(/Listo: 2 clientes ahora con Luis Mora/)).toBeVisible();

    // The collector chooses his password, prepares the phone, loses the signal and collects.
    const field = new Campo(street.page, cable.address);
    await entrar(street.page, cable.address, 'luis.mora', temporary).catch(() => undefined);
    const fresh = street.page.getByLabel('Contraseña nueva');
    await expect(fresh).toBeVisible();
    await fresh.fill('otra frase bien larga');
    await street.page.getByLabel('Repite la contraseña').fill('otra frase bien larga');
    await street.page.getByRole('button', { name: 'Guardar y entrar' }).click();
    await field.descargar();
    await expect(field.visitas()).toHaveCount(2);
    cable.cut();
    await street.restart();
    const cold = new Campo(street.page, cable.address);
    await cold.ruta();
    await cold.abrirCobro('Ferretería La Prueba');
    await cold.teclear('18000.50');
    const folio = await cold.guardar();
    await expect(street.page.getByText(/F-102/).first()).toBeVisible();
    await expect(cold.chip()).toContainText('1 sin enviar');
    cable.mend();
    await cold.enviarTodo();

    // The office sees it.
    await office.goto('/oficina/tablero');
    await expect(page.getByText('$18,000.50').first()).toBeVisible();
    await expect(page.getByText('Luis Mora').first()).toBeVisible();
    await expectNoOverflow(page);
    expect(folio).toMatch(/^[A-Z]\d+-000001-\d$/);
    expect([...office.complaints, ...street.complaints]).toEqual([]);
  } finally {
    await office.remove();
    await street.remove();
    await cable.remove();
    await server.remove();
  }
});

test('a collector of the demo company works without signal and everything goes up once', async ({ demo, open }) => {
  const phone = await open('phone');
  const field = new Campo(phone.page, phone.address);
  await field.preparar('gestor1');
  demo.cable.cut();
  await phone.restart();
  const cold = new Campo(phone.page, phone.address);
  await cold.ruta();

  const folios = [await cold.cobrarEnEfectivo()];
  for (const form of ['Transferencia', 'Cheque', 'Tarjeta'] as const) {
    await cold.ruta();
    await cold.visitas().first().click();
    await cold.teclear('150');
    await cold.formaDePago(form);
    folios.push(await cold.guardar());
  }
  expect(new Set(folios).size).toBe(4);

  await cold.ruta();
  await cold.sinPago('Prometió pagar');
  await cold.ruta();
  await cold.sinPago('No estaba');
  await expect(cold.chip()).toContainText('6 sin enviar');
  await cold.porEnviar();
  await expectNoOverflow(phone.page);

  demo.cable.mend();
  await cold.enviarTodo();

  const tablet = await open('tablet');
  await entrar(tablet.page, tablet.address, 'gerente', demoPassword);
  await tablet.goto('/oficina/tablero');
  await expect(tablet.page.getByRole('heading', { name: 'Tablero' })).toBeVisible();
  await expect(tablet.page.getByText('Antigüedad de saldos').first()).toBeVisible();
});
