//! Contrarecibo: the client takes invoices in for review.

use crate::{domain::money::Money, ui::format};

pub struct CounterReceiptText {
    pub title: &'static str,
    pub of: fn(&str) -> String,
    pub explain: &'static str,
    pub invoices: &'static str,
    pub invoice_line: fn(&str) -> String,
    pub folio: &'static str,
    pub folio_hint: &'static str,
    pub pay_on: &'static str,
    pub pay_on_hint: &'static str,
    pub photo: &'static str,
    pub save: fn(usize, Money) -> String,
    pub save_empty: &'static str,
    pub saved: &'static str,
    pub missing_invoices: &'static str,
    pub date_passed: &'static str,
    pub bad_date: &'static str,
    pub no_invoices: &'static str,
    pub too_long: &'static str,
}

pub static ES: CounterReceiptText = CounterReceiptText {
    title: "Contrarecibo",
    of: |name| format!("De {name}"),
    explain: "El cliente se queda las facturas en revisión. No es un pago: el saldo no cambia.",
    invoices: "¿Qué facturas recibió?",
    invoice_line: |due| format!("vence {due}"),
    folio: "Folio que puso el cliente",
    folio_hint: "Si no trae, déjalo vacío.",
    pay_on: "¿Qué día paga?",
    pay_on_hint: "Ese día volverá a tu ruta. Si no lo sabes, déjalo vacío.",
    photo: "Foto del contrarecibo",
    save: |number, amount| match number {
        1 => format!("Guardar contrarecibo de 1 factura por {}", format::money(amount)),
        _ => format!("Guardar contrarecibo de {number} facturas por {}", format::money(amount)),
    },
    save_empty: "Guardar contrarecibo",
    saved: "Contrarecibo guardado en este teléfono.",
    missing_invoices: "Marca al menos una factura.",
    date_passed: "Ese día ya pasó. Elige hoy o un día después.",
    bad_date: "Esa fecha no existe. Corrígela o déjala vacía.",
    no_invoices: "Este cliente no tiene facturas que dejar en revisión.",
    too_long: "El folio es muy largo. Acórtalo.",
};
