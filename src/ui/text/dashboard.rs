//! Tablero: what the manager reads.

use crate::domain::money::Money;
use crate::ui::format;

/// The sentences of the dashboard and of its charts.
pub struct DashboardText {
    pub title: &'static str,
    /// The five bands of ageing, in order.
    pub bands: [&'static str; 5],
    pub goal: fn(Money) -> String,
    pub data_until: fn(&str) -> String,
    pub refresh: &'static str,
    pub collected_today: &'static str,
    pub collected_today_definition: &'static str,
    pub receipts: fn(u64) -> String,
    pub month_to_date: &'static str,
    pub month_definition: &'static str,
    pub goal_share: fn(&str, Money) -> String,
    pub no_goal: &'static str,
    pub overdue: &'static str,
    pub overdue_definition: &'static str,
    pub overdue_share: fn(&str, Money) -> String,
    pub unsent: &'static str,
    pub unsent_definition: &'static str,
    pub unsent_none: &'static str,
    pub unsent_oldest: fn(&str) -> String,
    pub by_person: &'static str,
    pub by_person_finding: fn(&str, Money, Money) -> String,
    pub by_person_none: &'static str,
    pub by_form: &'static str,
    pub by_day: &'static str,
    pub by_day_finding: fn(&str, Money) -> String,
    pub by_day_none: &'static str,
    pub ageing: &'static str,
    pub ageing_definition: &'static str,
    pub ageing_finding: fn(&str, Money, &str) -> String,
    pub ageing_none: &'static str,
    pub person: &'static str,
    pub amount: &'static str,
    pub payments: &'static str,
    pub form: &'static str,
    pub day: &'static str,
    pub total: &'static str,
    pub last_sync: &'static str,
    pub never_synced: &'static str,
    pub what_is_this: fn(&str) -> String,
    pub comparison: fn(Money, bool) -> String,
    pub no_comparison: &'static str,
    pub by_form_today: &'static str,
    pub ageing_nothing_overdue: &'static str,
    pub cash_in_hand: &'static str,
    pub open_exceptions: fn(u32) -> String,
    pub see_exceptions: &'static str,
}

pub static ES: DashboardText = DashboardText {
    title: "Tablero",
    bands: ["Por vencer", "1–30 días", "31–60 días", "61–90 días", "Más de 90"],
    goal: |goal| format!("Meta {}", format::money(goal)),
    data_until: |time| format!("Datos hasta {time}"),
    refresh: "Actualizar",
    collected_today: "Cobrado hoy",
    collected_today_definition: "Lo que cobró tu gente hoy y ya llegó a la oficina. Lo que sigue en los teléfonos sin \
                                 enviar no está aquí.",
    receipts: |count| if count == 1 { "1 recibo".into() } else { format!("{count} recibos") },
    month_to_date: "Cobrado en el mes",
    month_definition: "Suma de los cobros recibidos desde el día 1 hasta hoy.",
    goal_share: |share, goal| format!("{share} de la meta de {}", format::money(goal)),
    no_goal: "Sin meta registrada",
    overdue: "Cartera vencida",
    overdue_definition: "Saldo de las facturas y abonos cuya fecha de vencimiento ya pasó, sin restar lo que hay a favor. \
                         Lo que vence hoy todavía no cuenta.",
    overdue_share: |share, total| format!("{share} de {}", format::money(total)),
    unsent: "Sin sincronizar",
    unsent_definition: "Teléfonos que llevan más de 4 horas sin hablar con la oficina. Pueden traer cobros que todavía no ves.",
    unsent_none: "Todos los teléfonos al día",
    unsent_oldest: |age| format!("El que más tarda: {age}"),
    by_person: "Cobrado hoy por persona",
    by_person_finding: |name, amount, total| {
        format!("{name} lleva {} de {} cobrados hoy.", format::money(amount), format::money(total))
    },
    by_person_none: "Hoy todavía no llegan cobros. Aparecen aquí en cuanto un teléfono los envía.",
    by_form: "Por forma de pago",
    by_day: "Cobranza por día del mes",
    by_day_finding: |day, amount| format!("El mejor día del mes fue el {day}: {}.", format::money(amount)),
    by_day_none: "Aún no hay cobros este mes.",
    ageing: "Antigüedad de saldos",
    ageing_definition: "Días contados desde la fecha de vencimiento, no desde la factura. Solo pesos; lo que hay a favor se \
                        muestra aparte y no se resta.",
    ageing_finding: |name, overdue, share| {
        format!("{name} tiene lo más vencido: {}, {share} de lo suyo.", format::money(overdue))
    },
    ageing_none: "No hay saldos abiertos. Importa tus facturas para verlos aquí.",
    person: "Persona",
    amount: "Monto",
    payments: "Cobros",
    form: "Forma de pago",
    day: "Día",
    total: "Total",
    last_sync: "Última sincronización",
    never_synced: "Nunca",
    what_is_this: |what| format!("Qué es: {what}"),
    comparison: |before, is_more| {
        let word = if is_more { "más" } else { "menos" };
        format!("{word} que hace una semana ({})", format::money(before))
    },
    no_comparison: "hace una semana no hubo cobros",
    by_form_today: "Cobrado hoy por forma de pago",
    ageing_nothing_overdue: "No hay saldo vencido.",
    cash_in_hand: "En mano",
    open_exceptions: |count| {
        if count == 1 {
            "1 movimiento espera que alguien lo aclare.".into()
        } else {
            format!("{count} movimientos esperan que alguien los aclare.")
        }
    },
    see_exceptions: "Ver por aclarar",
};
