//! The public page where a client verifies his receipt: *usted*.

use crate::{domain::money::Money, ui::format};

pub struct ReceiptCheckText {
    pub title: &'static str,
    pub checking: &'static str,
    pub found: fn(&str) -> String,
    pub amount: &'static str,
    pub when: &'static str,
    pub not_yet: &'static str,
    pub not_yet_hint: &'static str,
    pub no_fragment: &'static str,
    pub retry: &'static str,
    pub legend: &'static str,
    pub summary: fn(Money) -> String,
}

pub static ES: ReceiptCheckText = ReceiptCheckText {
    title: "Verificar un recibo",
    checking: "Buscando su recibo…",
    found: |folio| format!("La empresa tiene registrado su recibo {folio}."),
    amount: "Cantidad",
    when: "Fecha de recepción",
    not_yet: "Aún no tenemos registrado este recibo.",
    not_yet_hint: "Si pagó hace poco, el teléfono del cobrador puede estar sin señal: revise más tarde. Si pasa de un día, llame a la empresa con su recibo en la mano.",
    no_fragment: "Abra esta página con el código QR o la liga de su recibo.",
    retry: "Revisar otra vez",
    legend: "Este registro no es un comprobante fiscal.",
    summary: |amount| format::money(amount),
};
