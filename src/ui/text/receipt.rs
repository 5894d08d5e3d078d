//! The receipt. What the client reads is in *usted*; the buttons speak to the collector.

use crate::{domain::money::Money, ui::format};

pub struct ReceiptText {
    pub title: &'static str,
    pub folio: fn(&str) -> String,
    pub received_from_you: &'static str,
    pub client: &'static str,
    pub when: &'static str,
    pub method: &'static str,
    pub collector: &'static str,
    pub applied_to: &'static str,
    pub line_left: fn(Money) -> String,
    pub unapplied: &'static str,
    pub balance_after: &'static str,
    pub qr: &'static str,
    pub legend: &'static str,
    /// The message for WhatsApp: folio, amount, when, balance, address to check.
    pub message: fn(&str, Money, &str, Money, &str) -> String,
    pub share: &'static str,
    pub print: &'static str,
    pub paper: &'static str,
    pub paper_58: &'static str,
    pub paper_80: &'static str,
    pub paper_letter: &'static str,
    pub next_visit: &'static str,
    pub only_here: &'static str,
    pub received_in_office: &'static str,
    pub applied_in_office: &'static str,
    pub to_clear_up: fn(&str) -> String,
    pub provisional: &'static str,
    pub not_found: &'static str,
    pub shared: &'static str,
    pub not_shared: &'static str,
    /// Capital, interest and its IVA.
    pub split: fn(Money, Money, Money) -> String,
    pub cheque_condition: fn(&str, &str) -> String,
    pub booked_title: &'static str,
    pub booked_why: &'static str,
    pub booked_otherwise: fn(&str) -> String,
    pub receipt_said: fn(Money) -> String,
    pub see_receipt: &'static str,
    pub ask_reversal: &'static str,
}

pub static ES: ReceiptText = ReceiptText {
    title: "Recibo",
    folio: |folio| format!("Recibo {folio}"),
    received_from_you: "Recibimos de usted",
    client: "Cliente",
    when: "Fecha",
    method: "Forma de pago",
    collector: "Recibió",
    applied_to: "Se aplicó a",
    line_left: |left| format!("queda {}", format::money(left)),
    unapplied: "A su favor",
    balance_after: "Su saldo",
    qr: "Código QR para verificar este recibo",
    legend: "Se reserva expresamente el derecho a los intereses pactados o debidos (art. 364 C. Com.). Las entregas a cuenta se aplican primero a intereses por orden de vencimiento y después a capital. Cheques salvo buen cobro. Este recibo no es comprobante fiscal.",
    message: |folio, amount, when, balance, address| {
        format!(
            "Recibo {folio}. Recibimos de usted {} el {when}. Saldo: {}. Verifíquelo: {address} Cheques salvo buen cobro. Se reserva el derecho a los intereses pactados o debidos. No es comprobante fiscal.",
            format::money(amount),
            format::money(balance)
        )
    },
    share: "Enviar por WhatsApp",
    print: "Imprimir",
    paper: "Papel",
    paper_58: "Ticket 58 mm",
    paper_80: "Ticket 80 mm",
    paper_letter: "Carta",
    next_visit: "Siguiente visita",
    only_here: "Guardado en este teléfono. Se enviará solo.",
    received_in_office: "Recibido en oficina",
    applied_in_office: "Aplicado",
    to_clear_up: |reason| format!("Por aclarar: {reason}"),
    provisional: "El desglose es provisional hasta que la oficina lo aplique.",
    not_found: "Este recibo no está en este teléfono. Búscalo en Mi caja o pregunta en la oficina.",
    shared: "Recibo enviado",
    split: |capital, interest, tax| {
        format!(
            "Capital {} · Intereses {} · IVA {}",
            format::money(capital),
            format::money(interest),
            format::money(tax)
        )
    },
    cheque_condition: |bank, number| format!(" {bank} {number}, salvo buen cobro"),
    booked_title: "La oficina aplicó distinto",
    booked_why: "Mientras estabas sin señal cambió la cuenta del cliente. Vale lo de la oficina: muéstraselo en tu próxima visita.",
    booked_otherwise: |folio| {
        format!("La oficina aplicó distinto el recibo {folio}. Explícale al cliente antes de cobrar.")
    },
    receipt_said: |amount| format!("el recibo decía {}", format::money(amount)),
    see_receipt: "Ver el recibo",
    ask_reversal: "Pedir que se cancele este cobro",
    not_shared: "No se pudo abrir WhatsApp. El recibo sigue guardado; intenta otra vez.",
};
