//! Mi caja: what the person carries, and what became of it.

use crate::{domain::money::Money, ui::format};

pub struct CashText {
    pub title: &'static str,
    pub in_hand: &'static str,
    pub in_hand_hint: &'static str,
    pub since: fn(&str) -> String,
    pub nothing_in_hand: &'static str,
    pub soft_limit: fn(Money) -> String,
    pub hard_limit: fn(Money) -> String,
    pub above_soft: fn(Money, bool) -> String,
    pub above_hard: fn(Money) -> String,
    pub cash_allowed: &'static str,
    pub held: &'static str,
    pub opened: &'static str,
    pub spent: &'static str,
    pub deposited: &'static str,
    pub cash: &'static str,
    pub cheque: &'static str,
    pub transfer: &'static str,
    pub card: &'static str,
    pub make_corte: &'static str,
    pub make_deposit: &'static str,
    pub void_folio: &'static str,
    pub receipts: &'static str,
    pub empty: &'static str,
    pub go_to_route: &'static str,
    pub earlier: &'static str,
    pub corte_of: fn(&str) -> String,
    /// Yesterday's corte is open: the route waits.
    pub corte_first_title: &'static str,
    pub corte_first: fn(&str) -> String,
    pub corte_allowed: fn(&str) -> String,
    pub still_collect: &'static str,
}

pub static ES: CashText = CashText {
    title: "Mi caja",
    in_hand: "Efectivo en mano",
    in_hand_hint: "Según los cobros, depósitos y cortes registrados.",
    since: |day| format!("Desde el {day}"),
    nothing_in_hand: "No traes cobros por entregar.",
    soft_limit: |amount| format!("Límite para depositar {}", format::money(amount)),
    hard_limit: |amount| format!("Máximo en mano {}", format::money(amount)),
    above_soft: |soft, may_deposit| {
        let what = if may_deposit { "Deposita o entrega tu corte" } else { "Entrega tu corte" };
        format!("Traes más de {} en efectivo. {what} antes de seguir.", format::money(soft))
    },
    above_hard: |hard| {
        format!(
            "Traes más de {} en efectivo: ya no recibas efectivo. Cobra con transferencia, cheque o tarjeta, o entrega tu corte.",
            format::money(hard)
        )
    },
    cash_allowed: "Tu supervisor te deja pasar hoy del máximo en efectivo.",
    held: "Por entregar",
    opened: "Fondo inicial",
    spent: "Gastos autorizados",
    deposited: "Depositado",
    cash: "Efectivo",
    cheque: "Cheques",
    transfer: "Transferencias",
    card: "Tarjetas",
    make_corte: "Hacer corte",
    make_deposit: "Registrar ficha",
    void_folio: "Cancelar un folio",
    receipts: "Recibos de hoy",
    empty: "Hoy no has cobrado. Los recibos aparecerán aquí.",
    go_to_route: "Ir a la ruta",
    earlier: "Recibos de días anteriores",
    corte_of: |day| format!("Corte del {day}"),
    corte_first_title: "Primero el corte",
    corte_first: |day| {
        format!(
            "Aún no entregas lo cobrado el {day}. Haz el corte y tu ruta se abre. Si no puedes, pide permiso a tu supervisor."
        )
    },
    corte_allowed: |day| {
        format!("Tu supervisor te deja salir hoy con el corte del {day} abierto. Entrégalo en cuanto puedas.")
    },
    still_collect: "Si un cliente te paga, cóbrale desde Clientes: un pago nunca se rechaza.",
};
