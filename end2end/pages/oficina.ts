import { type Page, expect } from '@playwright/test';
import { demoPassword, entrar } from './entrar';

/** The office's screens of money, in its words. */
export class Oficina {
  constructor(
    readonly page: Page,
    readonly address: string,
  ) {}

  async entrar(login: string): Promise<void> {
    await entrar(this.page, this.address, login, demoPassword);
  }

  /** A new account at a bank. */
  async agregarBanco(banco: string, digitos: string): Promise<void> {
    await this.page.goto(`${this.address}/oficina/ajustes`);
    await this.page.getByRole('tab', { name: 'Bancos' }).click();
    await this.page.getByRole('button', { name: 'Agregar cuenta' }).click();
    await this.page.getByLabel('Banco', { exact: true }).fill(banco);
    await this.page.getByLabel('Últimos 4 dígitos de la cuenta').fill(digitos);
    await this.page.getByRole('button', { name: 'Agregar cuenta' }).last().click();
    await expect(this.page.getByText('Cuenta agregada.')).toBeVisible();
  }

  /** Opens a part of the cash desk. */
  async caja(parte: 'Cortes' | 'Lo que traen' | 'Depósitos' | 'Cheques' | 'Dónde está el dinero'): Promise<void> {
    await this.page.goto(`${this.address}/oficina/caja`);
    await this.page.getByRole('tab', { name: parte }).click();
    await expect(this.page.getByRole('tab', { name: parte })).toHaveAttribute('aria-selected', 'true');
  }

  /** Counts the corte that somebody handed over, in pieces. */
  async contarCorte(persona: string, piezas: Record<string, number>, nota = ''): Promise<void> {
    await this.caja('Cortes');
    await this.page.getByRole('button', { name: new RegExp(persona) }).first().click();
    for (const [pieza, numero] of Object.entries(piezas)) {
      await this.page.getByLabel(pieza, { exact: true }).and(this.page.locator('input')).fill(String(numero));
      await this.page.keyboard.press('Tab');
    }
    if (nota) await this.page.getByLabel('Nota').fill(nota);
    await this.page.getByRole('button', { name: /^Recibir \$/ }).click();
    await expect(this.page.getByText(nota ? /^Corte objetado/ : 'Corte confirmado.')).toBeVisible();
  }

  /** Takes cash of a safe to the bank. */
  async depositar(sucursal: string, banco: string, pesos: string, ficha: string): Promise<void> {
    await this.caja('Depósitos');
    await this.page.getByRole('button', { name: 'Depositar de la caja fuerte' }).click();
    await this.page.getByLabel('Sucursal', { exact: true }).selectOption({ label: sucursal });
    await this.page.getByLabel('Banco', { exact: true }).selectOption({ label: banco });
    await this.page.getByLabel('Folio de la ficha').fill(ficha);
    await this.page.getByLabel('Efectivo', { exact: true }).fill(pesos);
    await this.page.getByRole('button', { name: /^Registrar depósito de/ }).click();
    await expect(this.page.getByText('Depósito registrado.')).toBeVisible();
  }

  /** Approves the request about somebody. */
  async autorizar(sobre: RegExp): Promise<void> {
    await this.page.goto(`${this.address}/oficina/solicitudes`);
    await this.page.getByRole('button', { name: sobre }).first().click();
    await this.page.getByRole('button', { name: 'Autorizar' }).click();
    await expect(this.page.getByText('Solicitud autorizada y aplicada.')).toBeVisible();
  }
}
