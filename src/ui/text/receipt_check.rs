//! The public page where a client verifies his receipt: *usted*.

use crate::{domain::money::Money, sync::protocol::ReceiptProgress, ui::format};

/// The sentences of `/r`.
pub struct ReceiptCheckText {
    pub title: &'static str,
    pub checking: &'static str,
    pub found: &'static str,
    pub found_detail: fn(Money, &str) -> String,
    pub folio: &'static str,
    pub amount: &'static str,
    pub received: &'static str,
    pub state: &'static str,
    pub progress: fn(ReceiptProgress) -> &'static str,
    pub not_yet: &'static str,
    pub not_yet_detail: &'static str,
    pub unreadable: &'static str,
    pub unreadable_detail: &'static str,
    pub failed: &'static str,
    pub failed_detail: &'static str,
    pub retry: &'static str,
    pub not_fiscal: &'static str,
}

pub static ES: ReceiptCheckText = ReceiptCheckText {
    title: "Verificación de recibo",
    checking: "Verificando su recibo…",
    found: "Su pago está registrado",
    found_detail: |amount, when| {
        format!("El {when} la empresa recibió su pago de {}.", format::money(amount))
    },
    folio: "Folio",
    amount: "Monto",
    received: "Fecha",
    state: "Estado",
    progress: |progress| match progress {
        ReceiptProgress::Registered => "Registrado; la oficina lo está revisando",
        ReceiptProgress::Applied => "Aplicado a su cuenta",
        ReceiptProgress::HandedOver => "Aplicado a su cuenta y entregado en la oficina",
        ReceiptProgress::Deposited => "Aplicado a su cuenta y depositado en el banco",
        ReceiptProgress::Reconciled => "Aplicado a su cuenta y confirmado por el banco",
        ReceiptProgress::Reversed => "Cancelado. Llame a la empresa para aclararlo",
    },
    not_yet: "Este recibo todavía no llega a la oficina",
    not_yet_detail: "Es normal si acaba de pagar: el teléfono del cobrador lo envía en cuanto tiene señal. Intente más tarde. \
                     Si mañana sigue igual, llame a la empresa y tenga a la mano su recibo.",
    unreadable: "La dirección no trae un recibo completo",
    unreadable_detail: "Escanee de nuevo el código de su recibo o abra la dirección completa que recibió por WhatsApp.",
    failed: "No pudimos verificarlo en este momento",
    failed_detail: "Su recibo sigue siendo válido. Revise su conexión e intente otra vez.",
    retry: "Verificar otra vez",
    not_fiscal: "Esta verificación no es un comprobante fiscal.",
};
