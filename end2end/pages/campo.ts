import { type Locator, type Page, expect } from '@playwright/test';
import { entrar } from './entrar';

/** The collector's screens, in his words. */
export class Campo {
  constructor(
    readonly page: Page,
    readonly address: string,
  ) {}

  /** Logs in, prepares the phone and waits until the route is there and the app is kept for offline. */
  async preparar(login: string): Promise<void> {
    await entrar(this.page, this.address, login);
    await this.descargar();
  }

  /** The first download, until the route is there and the app is kept for offline. */
  async descargar(): Promise<void> {
    await this.page.getByRole('button', { name: 'Preparar y descargar' }).click();
    await expect(this.visitas().first()).toBeVisible({ timeout: 60_000 });
    await this.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  }

  visitas(): Locator {
    return this.page.getByRole('link', { name: /^Cobrar a / });
  }

  chip(): Locator {
    return this.page.locator('.sync-chip');
  }

  async ruta(): Promise<void> {
    await this.page.goto(`${this.address}/app/ruta`);
    await expect(this.visitas().first()).toBeVisible();
  }

  /** A payment in cash of the first client on the route, below what a person may carry. Gives the receipt's folio. */
  async cobrarEnEfectivo(pesos = '500'): Promise<string> {
    await this.visitas().first().click();
    await this.teclear(pesos);
    return this.guardar();
  }

  async abrirCobro(cliente: string): Promise<void> {
    await this.page.getByRole('link', { name: `Cobrar a ${cliente}` }).click();
  }

  /** Chooses the form of payment and fills the fields that it needs. */
  async formaDePago(form: 'Transferencia' | 'Cheque' | 'Tarjeta'): Promise<void> {
    await this.page.locator('label').filter({ hasText: form }).click();
    if (form === 'Transferencia') {
      await this.page.getByLabel('Clave de rastreo').fill('MBAN01002611210001');
      await this.page.getByLabel('Banco').fill('BBVA');
    } else if (form === 'Cheque') {
      await this.page.getByLabel('Número de cheque').fill('0001234');
      await this.page.getByLabel('Banco').fill('Banorte');
    } else {
      await this.page.getByLabel('Número de autorización').fill('778899');
      await this.page.getByLabel('Últimos 4 dígitos').fill('1111');
    }
  }

  /** What the camera would give. */
  async tomarFoto(file: string): Promise<void> {
    await this.page.getByLabel('Tomar foto').setInputFiles(file);
    await expect(this.page.getByText('Foto guardada en este teléfono.')).toBeVisible();
  }

  /** A visit of the first client on the route without payment. */
  async sinPago(why: 'No estaba' | 'Prometió pagar'): Promise<void> {
    await this.page.getByRole('link', { name: /^No pagó / }).first().click();
    await this.page.locator('label').filter({ hasText: why }).click();
    if (why === 'Prometió pagar') {
      await this.page.getByRole('button', { name: /^Todo lo vencido/ }).first().click();
      const next = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
      await this.page.getByLabel('¿Para qué día?').fill(next);
      await this.page.getByRole('button', { name: /^Guardar promesa de/ }).click();
    } else {
      await this.page.getByRole('button', { name: 'Guardar visita' }).click();
    }
    await expect(this.page).toHaveURL(/\/app\/ruta/);
  }

  /** Types pesos on the app's own keypad. */
  async teclear(pesos: string): Promise<void> {
    for (const key of pesos) {
      await this.page.getByRole('button', { name: key === '.' ? 'Punto decimal' : key, exact: true }).click();
    }
  }

  async guardar(): Promise<string> {
    await this.page.getByRole('button', { name: /^Guardar cobro de \$/ }).click();
    const si = this.page.getByRole('button', { name: 'Sí', exact: true });
    const folio = this.page.getByText(/^Recibo [A-Z]\d+-\d{6}-\d$/).first();
    await expect(si.or(folio)).toBeVisible();
    if (await si.isVisible()) await si.click();
    await expect(folio).toBeVisible();
    return ((await folio.textContent()) ?? '').replace('Recibo ', '').trim();
  }

  async porEnviar(): Promise<void> {
    await this.page.goto(`${this.address}/app/por-enviar`);
    await expect(this.page.getByRole('heading', { name: 'Por enviar' })).toBeVisible();
  }

  /** Sends whatever is left, by the button where the app has not done it by itself. */
  async enviarTodo(): Promise<void> {
    await this.porEnviar();
    const send = this.page.getByRole('button', { name: 'Enviar ahora' });
    await expect
      .poll(
        async () => {
          // It may vanish between the look and the tap: then everything has gone up by itself.
          const canSend = (await send.isVisible()) && (await send.isEnabled({ timeout: 2_000 }).catch(() => false));
          if (canSend) await send.click({ timeout: 2_000 }).catch(() => undefined);
          return this.chip().textContent();
        },
        { timeout: 60_000 },
      )
      .toContain('Todo enviado');
  }

  /** Draws a signature in the box named so. */
  async firmar(caja: string): Promise<void> {
    const box = this.page.locator(`#${caja}`);
    await box.scrollIntoViewIfNeeded();
    const at = await box.boundingBox();
    if (!at) throw new Error(`no box ${caja}`);
    const point = (x: number, y: number): [number, number] => [at.x + at.width * x, at.y + at.height * y];
    await this.page.mouse.move(...point(0.2, 0.6));
    await this.page.mouse.down();
    for (const [x, y] of [[0.3, 0.3], [0.4, 0.7], [0.5, 0.3], [0.6, 0.7], [0.75, 0.4]] as const) {
      await this.page.mouse.move(...point(x, y), { steps: 4 });
    }
    await this.page.mouse.up();
  }

  /** Writes how many there are of a piece, or of anything counted. */
  async cuantos(que: string, numero: number): Promise<void> {
    const words = new RegExp(`^${que.replace(/[$.]/g, '\\$&')}(\\s|$)`);
    await this.page.getByLabel(words).and(this.page.locator('input')).fill(String(numero));
    await this.page.keyboard.press('Tab');
  }

  /** The figure beside a term, as pesos: `En mano`, `Esperado`. */
  async cifra(termino: string): Promise<string> {
    const term = this.page.locator('dt').filter({ hasText: new RegExp(`^${termino}$`) });
    return ((await term.locator('xpath=following-sibling::dd[1]').textContent()) ?? '').trim();
  }

  async caja(): Promise<void> {
    await this.page.goto(`${this.address}/app/caja`);
    await expect(this.page.getByRole('heading', { name: 'Mi caja' })).toBeVisible();
  }

  /** The corte: counts `piezas` (label and number), and hands all over. `motivo` where the count differs. */
  async corte(piezas: Record<string, number>, motivo?: string, recibe?: string): Promise<void> {
    await this.page.goto(`${this.address}/app/corte`);
    for (const [pieza, numero] of Object.entries(piezas)) await this.cuantos(pieza, numero);
    await this.page.getByRole('button', { name: /^Terminé de contar/ }).click();
    if (motivo) {
      await this.page.getByLabel('¿A qué se debe la diferencia?').selectOption({ label: motivo });
      await this.page.getByLabel('Explica la diferencia').fill(motivo);
    }
    await this.firmar('firma');
    if (recibe) {
      await this.page.getByRole('group', { name: 'Quien recibe firma en este teléfono' }).getByText('Sí').click();
      await this.page.getByLabel('Nombre de quien recibe').fill(recibe);
      await this.firmar('firma-recibe');
    }
    await this.page.getByRole('button', { name: /^Entregar corte de/ }).click();
    await expect(this.page).toHaveURL(/\/app\/corte\/[0-9a-f-]+$/);
  }

  /** A deposit of all the cash in hand, with every cheque. */
  async deposito(ficha: string): Promise<void> {
    await this.page.goto(`${this.address}/app/deposito`);
    await this.page.getByLabel('¿A qué cuenta?').selectOption({ index: 1 });
    await this.page.getByLabel('Folio de la ficha').fill(ficha);
    const all = this.page.getByRole('button', { name: /^Todo el efectivo/ });
    if (await all.isVisible()) await all.click();
    for (const cheque of await this.page.locator('input[name=cheques]').all()) await cheque.check();
    await this.page.getByRole('button', { name: /^Guardar depósito de/ }).click();
    await expect(this.page).toHaveURL(/\/app\/caja/);
  }

  /** A contrarecibo of every invoice of the client, paid on `dia` (ISO). */
  async contrarecibo(cliente: string, folio: string, dia: string): Promise<void> {
    await this.page.goto(`${this.address}/app/contrarecibo/${cliente}`);
    for (const invoice of await this.page.locator('input[name=facturas]').all()) await invoice.check();
    await this.page.getByLabel('Folio que puso el cliente').fill(folio);
    await this.page.getByLabel('¿Qué día paga?').fill(dia);
    await this.page.getByRole('button', { name: /^Guardar contrarecibo de/ }).click();
    await expect(this.page).toHaveURL(/\/app\/ruta/);
  }

  /** A convenio over what is overdue, in `abonos` weeks; gives the words of its state. */
  async convenio(cliente: string, abonos: number, firmante: string): Promise<string> {
    await this.page.goto(`${this.address}/app/convenio/${cliente}`);
    await this.cuantos('Número de abonos', abonos);
    await this.page.getByLabel('¿Quién firma?').fill(firmante);
    await this.firmar('firma');
    await this.page.getByRole('button', { name: /^Guardar convenio de/ }).click();
    await expect(this.page).toHaveURL(/\/app\/convenio\/[0-9a-f-]+\/[0-9a-f-]+$/);
    return ((await this.page.locator('.status-tag').first().textContent()) ?? '').trim();
  }

  /** Cancels the next folio of the series; gives it. */
  async cancelarFolio(motivo: string): Promise<string> {
    await this.page.goto(`${this.address}/app/folio-cancelado`);
    await this.page.getByRole('textbox', { name: '¿Por qué se cancela?' }).fill(motivo);
    const save = this.page.getByRole('button', { name: /^Cancelar el folio/ });
    const folio = ((await save.textContent()) ?? '').replace('Cancelar el folio', '').trim();
    await save.click();
    await expect(this.page).toHaveURL(/\/app\/caja/);
    return folio;
  }

  /** Asks the office to reverse a payment, from its receipt. */
  async pedirCancelacion(folio: string, motivo: string): Promise<void> {
    await this.page.goto(`${this.address}/app/recibo/${folio}`);
    await this.page.getByRole('link', { name: 'Pedir que se cancele este cobro' }).click();
    await this.page.getByRole('textbox', { name: 'Motivo' }).fill(motivo);
    await this.page.getByRole('button', { name: 'Enviar solicitud' }).click();
    await expect(this.page).toHaveURL(/\/app\/clientes\//);
  }
}
