//! Ruta: today's visits.

use crate::{
    domain::{date::CivilDate, money::Money, route::StopReason},
    ui::format,
};

pub struct TodayText {
    pub title: &'static str,
    pub filters: &'static str,
    pub pending: fn(usize) -> String,
    pub done: fn(usize) -> String,
    pub all: fn(usize) -> String,
    pub summary: fn(usize, Money) -> String,
    pub goal: fn(&str) -> String,
    pub collect: &'static str,
    pub no_payment: &'static str,
    pub go: &'static str,
    pub collect_from: fn(&str) -> String,
    pub no_payment_of: fn(&str) -> String,
    pub go_to: fn(&str) -> String,
    pub amount_due: &'static str,
    pub pending_mark: &'static str,
    pub visited: &'static str,
    pub paid: fn(Money) -> String,
    pub empty: &'static str,
    pub empty_pending: &'static str,
    pub empty_done: &'static str,
    pub see_customers: &'static str,
    pub rest: fn(usize) -> String,
    pub show_more: fn(usize) -> String,
    pub why: fn(StopReason, CivilDate) -> String,
}

pub static ES: TodayText = TodayText {
    title: "Ruta",
    filters: "Qué visitas ver",
    pending: |number| format!("Pendientes {number}"),
    done: |number| format!("Hechas {number}"),
    all: |number| format!("Todas {number}"),
    summary: |visits, amount| {
        let noun = if visits == 1 { "visita" } else { "visitas" };
        format!("{visits} {noun} · {} por cobrar", format::money(amount))
    },
    goal: |percent| format!("meta {percent}"),
    collect: "Cobrar",
    no_payment: "No pagó",
    go: "Ir",
    collect_from: |name| format!("Cobrar a {name}"),
    no_payment_of: |name| format!("No pagó {name}"),
    go_to: |name| format!("Ir con {name}"),
    amount_due: "Por cobrar",
    pending_mark: "En este teléfono",
    visited: "Visitado",
    paid: |amount| format!("Pagó {}", format::money(amount)),
    empty: "Hoy no tienes visitas. Revisa tus clientes.",
    empty_pending: "Terminaste las visitas de hoy.",
    empty_done: "Aún no has hecho visitas hoy.",
    see_customers: "Ver clientes",
    rest: |number| format!("{number} más no caben en el día; están en Clientes."),
    show_more: |number| format!("Mostrar {number} más"),
    why: |reason, today| match reason {
        StopReason::PromiseToday { amount, .. } => format!("Promesa de hoy {}", format::money(amount)),
        StopReason::PayDay { .. } => "Día de pago".to_owned(),
        StopReason::PromiseBroken { missing, due } => {
            format!(
                "No cumplió su promesa del {}: faltan {}",
                format::date(due, today),
                format::money(missing)
            )
        }
        StopReason::Overdue { days: 1 } => "Vencida hace 1 día".to_owned(),
        StopReason::Overdue { days } => format!("Vencida hace {days} días"),
        StopReason::DueToday => "Vence hoy".to_owned(),
        StopReason::Unplanned => "Fuera de ruta".to_owned(),
    },
};
