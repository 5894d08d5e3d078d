//! Señales: what a manager should look at; and a payment that only its receipt tells of.

use crate::{domain::radar::FindingKind, ui::format};

/// The sentences of the signs and of recovered payments.
pub struct RadarText {
    pub title: &'static str,
    pub intro: &'static str,
    pub period: &'static str,
    pub days: fn(u16) -> String,
    pub empty: &'static str,
    pub empty_detail: &'static str,
    pub sign: &'static str,
    pub what: fn(&FindingKind) -> String,
    pub person: &'static str,
    pub when: &'static str,
    pub records: &'static str,
    pub record: fn(&str, &str, &str) -> String,
    pub more_records: fn(usize) -> String,
    pub left_out: fn(u32) -> String,
    pub recover: &'static str,
    pub recover_effect: &'static str,
    pub link: &'static str,
    pub link_hint: &'static str,
    pub link_wrong: &'static str,
    pub client: &'static str,
    pub client_hint: &'static str,
    pub client_missing: &'static str,
    pub amount: &'static str,
    pub amount_wrong: &'static str,
    pub received_on: &'static str,
    pub date_wrong: &'static str,
    pub method: &'static str,
    pub incomplete: &'static str,
    pub recover_now: &'static str,
    pub recovered: fn(&str) -> String,
    pub already: &'static str,
}

pub static ES: RadarText = RadarText {
    title: "Señales",
    intro: "Cosas que conviene revisar, con su evidencia. Una señal es una pregunta, no una acusación: casi todas tienen \
            una explicación.",
    period: "Periodo",
    days: |days| format!("{days} días"),
    empty: "Sin señales en este periodo",
    empty_detail: "Se revisan cobros, depósitos, folios, lugares y relojes.",
    sign: "Señal",
    what: |kind| match kind {
        FindingKind::ArrivedLate { hours } => {
            format!("Llegó a la oficina {hours} h después de registrarse")
        }
        FindingKind::CashHeldLong { hours, amount, is_still_held } => {
            let amount = format::money(*amount);
            if *is_still_held {
                format!("{amount} en efectivo siguen en mano después de {hours} h")
            } else {
                format!("{amount} en efectivo estuvieron en mano {hours} h")
            }
        }
        FindingKind::DepositedBefore { hours, .. } => {
            format!("La ficha es {hours} h anterior al cobro que dice cubrir")
        }
        FindingKind::SeriesGap { series, first, last } if first == last => {
            format!("Falta el folio {first} de la serie {}", series.as_str())
        }
        FindingKind::SeriesGap { series, first, last } => {
            format!("Faltan los folios {first} a {last} de la serie {}", series.as_str())
        }
        FindingKind::FarFromClient { metres, allowed_metres } => {
            format!("Se registró a {metres} m del cliente (lo normal es hasta {allowed_metres} m)")
        }
        FindingKind::SamePlace { clients } => {
            format!("{clients} clientes distintos en exactamente el mismo punto")
        }
        FindingKind::ClockJump { minutes } => {
            format!("El reloj del teléfono se movió {minutes} min entre dos registros")
        }
        FindingKind::ManyReversals { reversed, payments } => {
            format!("{reversed} de {payments} cobros cancelados: más de lo común")
        }
        FindingKind::KeptByLaterCash { amount, late } => format!(
            "Promesa de {} cumplida con {} en efectivo que llegaron después de su fecha",
            format::money(*amount),
            format::money(*late)
        ),
    },
    person: "Persona",
    when: "Cuándo",
    records: "Registros",
    record: |folio, client, amount| format!("{folio} · {client} · {amount}"),
    more_records: |number| format!("y {number} más"),
    left_out: |number| format!("Hay {number} señales más: elige un periodo más corto."),
    recover: "Recuperar un cobro perdido",
    recover_effect: "Si un teléfono se destruyó antes de enviar un cobro, el recibo del cliente lo prueba. Se registra una sola \
                     vez; si el teléfono aparece después, no se duplica.",
    link: "Enlace del recibo",
    link_hint: "Cópialo del código QR del recibo.",
    link_wrong: "Ese enlace no es de un recibo: debe traer su folio y su huella.",
    client: "Cliente",
    client_hint: "Nombre o clave, como aparece en el recibo.",
    client_missing: "Elige al cliente.",
    amount: "Cantidad del recibo",
    amount_wrong: "Escribe la cantidad del recibo, mayor que cero.",
    received_on: "Fecha del recibo",
    date_wrong: "Escribe la fecha del recibo; no puede ser futura.",
    method: "Forma de pago",
    incomplete: "Faltan datos de esa forma de pago, o no están bien escritos.",
    recover_now: "Registrar el cobro",
    recovered: |folio| format!("Cobro {folio} registrado."),
    already: "La oficina ya tiene ese folio: el cobro no se perdió.",
};
