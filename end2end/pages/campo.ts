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

  /** Full payment in cash of the first client on the route: three taps. Gives the receipt's folio. */
  async cobrarTodoEnEfectivo(): Promise<string> {
    await this.visitas().first().click();
    await this.page.getByRole('button', { name: /^Todo lo vencido/ }).first().click();
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
          const canSend = (await send.isVisible()) && (await send.isEnabled());
          if (canSend) await send.click({ timeout: 2_000 }).catch(() => undefined);
          return this.chip().textContent();
        },
        { timeout: 60_000 },
      )
      .toContain('Todo enviado');
  }
}
