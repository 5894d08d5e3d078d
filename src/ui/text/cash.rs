//! Mi caja: what is in hand today.

use crate::domain::money::Money;

pub struct CashText {
    pub title: &'static str,
    pub in_hand: &'static str,
    pub in_hand_hint: &'static str,
    pub collected: &'static str,
    pub by_method: &'static str,
    pub cash: &'static str,
    pub cheque: &'static str,
    pub transfer: &'static str,
    pub card: &'static str,
    pub receipts: &'static str,
    pub empty: &'static str,
    pub go_to_route: &'static str,
    pub receipt_of: fn(&str, Money) -> String,
    pub earlier: &'static str,
}

pub static ES: CashText = CashText {
    title: "Mi caja",
    in_hand: "En mano hoy",
    in_hand_hint: "Efectivo y cheques de hoy, según los recibos de este teléfono.",
    collected: "Cobrado hoy",
    by_method: "Por forma de pago",
    cash: "Efectivo",
    cheque: "Cheques",
    transfer: "Transferencias",
    card: "Tarjetas",
    receipts: "Recibos de hoy",
    empty: "Hoy no has cobrado. Los recibos aparecerán aquí.",
    go_to_route: "Ir a la ruta",
    receipt_of: |folio, amount| format!("Recibo {folio} de {}", crate::ui::format::money(amount)),
    earlier: "Recibos de días anteriores",
};
