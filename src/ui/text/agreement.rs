//! Convenio: the simulator speaks to the collector (*tú*), the document to the client (*usted*).

use crate::{
    domain::{
        agreement::{AgreementState, Signer},
        money::Money,
        plan::Periodicity,
    },
    ui::{format, text::amount_words::pesos},
};

pub struct AgreementText {
    pub title: &'static str,
    pub of: fn(&str) -> String,
    pub debts: &'static str,
    pub count: &'static str,
    pub every: &'static str,
    pub periodicity: fn(Periodicity) -> &'static str,
    pub discount: &'static str,
    pub discount_hint: fn(u16) -> String,
    pub preview: &'static str,
    pub capital: &'static str,
    pub moratory: &'static str,
    pub discounted: &'static str,
    pub total: &'static str,
    pub plan_line: fn(usize, Money, &str, &str) -> String,
    pub within: &'static str,
    pub beyond: &'static str,
    pub request_reason: &'static str,
    pub request_hint: &'static str,
    pub read_it: &'static str,
    pub signer: &'static str,
    pub signer_hint: &'static str,
    pub who_agrees: &'static str,
    pub signer_is: &'static str,
    pub quality: fn(Signer) -> &'static str,
    pub save: fn(Money, usize) -> String,
    pub save_request: &'static str,
    pub saved: &'static str,
    pub saved_request: &'static str,
    pub missing_debts: &'static str,
    pub missing_signer: &'static str,
    pub missing_signature: &'static str,
    pub missing_reason: &'static str,
    pub no_debts: &'static str,
    pub instalment: fn(usize, usize) -> String,
    pub state: fn(AgreementState) -> &'static str,
    pub waiting_office: &'static str,
    pub only_here: &'static str,
    pub not_found: &'static str,
    pub share: &'static str,
    pub shared: &'static str,
    pub not_shared: &'static str,
    pub line: fn(Money, usize) -> String,
    pub made_on: fn(&str) -> String,
    pub paid_of: fn(usize, usize) -> String,
    pub ask_break: &'static str,
    // What the client reads.
    pub document_title: &'static str,
    pub client: &'static str,
    pub date: &'static str,
    pub opening: fn(&str, &str, &str) -> String,
    pub owes: fn(Money, &str) -> String,
    pub owes_interest: fn(Money) -> String,
    pub discount_clause: fn(Money) -> String,
    pub pays: fn(Money, usize, Periodicity) -> String,
    pub no_more_interest: &'static str,
    pub if_broken: &'static str,
    pub not_fiscal: &'static str,
    pub table: &'static str,
    pub head: [&'static str; 3],
    pub table_total: &'static str,
    pub for_company: &'static str,
    pub signed_in_office: fn(&str) -> String,
    pub message: fn(&str, Money, &str, &str) -> String,
}

pub static ES: AgreementText = AgreementText {
    title: "Convenio",
    of: |name| format!("Con {name}"),
    debts: "¿Qué deudas entran?",
    count: "Número de abonos",
    every: "Cada cuándo paga",
    periodicity: |periodicity| match periodicity {
        Periodicity::Weekly => "Semanal",
        Periodicity::Fortnightly => "Catorcenal",
        Periodicity::TwiceMonthly => "Quincenal",
        Periodicity::Monthly => "Mensual",
    },
    discount: "Descuento de intereses (%)",
    discount_hint: |most| match most {
        0 => "Tú no puedes descontar; con descuento va como solicitud.".to_owned(),
        most => format!("Tú puedes hasta {}%; más va como solicitud.", most / 100),
    },
    preview: "Cómo queda",
    capital: "Capital",
    moratory: "Intereses con IVA",
    discounted: "Descuento",
    total: "Total del convenio",
    plan_line: |count, amount, first, last| match count {
        1 => format!("1 abono de {} el {first}", format::money(amount)),
        _ => format!("{count} abonos de {}, del {first} al {last}", format::money(amount)),
    },
    within: "Está dentro de lo que puedes autorizar.",
    beyond: "Rebasa lo que puedes autorizar: se enviará como solicitud a la oficina y no vale hasta que la autoricen.",
    request_reason: "¿Por qué lo pides?",
    request_hint: "Lo lee quien autoriza.",
    read_it: "Léelo con el cliente antes de que firme",
    signer: "¿Quién firma?",
    signer_hint: "Nombre completo, como en su identificación.",
    who_agrees: "quien conviene",
    signer_is: "Firma como",
    quality: |signer| match signer {
        Signer::Holder => "Titular",
        Signer::Guarantor => "Aval",
        Signer::JointObligor => "Obligado solidario",
    },
    save: |total, count| match count {
        1 => format!("Guardar convenio de {} en 1 abono", format::money(total)),
        _ => format!("Guardar convenio de {} en {count} abonos", format::money(total)),
    },
    save_request: "Enviar solicitud de convenio",
    saved: "Convenio guardado en este teléfono.",
    saved_request: "Solicitud guardada en este teléfono. Se enviará sola.",
    missing_debts: "Marca al menos una deuda.",
    missing_signer: "Escribe quién firma.",
    missing_signature: "Falta la firma del cliente.",
    missing_reason: "Escribe por qué lo pides.",
    no_debts: "Este cliente no tiene deudas que puedan entrar en un convenio.",
    instalment: |number, of| format!("Abono {number} de {of}"),
    state: |state| match state {
        AgreementState::Active => "Vigente",
        AgreementState::Kept => "Cumplido",
        AgreementState::Broken { .. } => "Roto",
    },
    waiting_office: "Por autorizar en la oficina",
    only_here: "Guardado en este teléfono. Se enviará solo.",
    not_found: "Este convenio no está en este teléfono. Búscalo en la ficha del cliente.",
    share: "Enviar por WhatsApp",
    shared: "Convenio enviado",
    not_shared: "No se pudo abrir WhatsApp. El convenio sigue guardado; intenta otra vez.",
    line: |total, count| match count {
        1 => format!("{} en 1 abono", format::money(total)),
        _ => format!("{} en {count} abonos", format::money(total)),
    },
    made_on: |date| format!("Convenio del {date}"),
    paid_of: |paid, of| format!("{paid} de {of} abonos pagados"),
    ask_break: "Pedir que se rompa este convenio",
    document_title: "Convenio de pago",
    client: "Cliente",
    date: "Fecha",
    opening: |company, client, date| {
        format!("{company} y usted, {client}, convienen lo siguiente el {date}.")
    },
    owes: |capital, folios| {
        format!(
            "Usted reconoce que debe {} ({}) de capital por: {folios}.",
            format::money(capital),
            pesos(capital)
        )
    },
    owes_interest: |interest| {
        format!(
            "También reconoce {} ({}) de intereses moratorios con su IVA a esta fecha.",
            format::money(interest),
            pesos(interest)
        )
    },
    discount_clause: |discount| {
        format!("De esos intereses se le descuentan {} ({}).", format::money(discount), pesos(discount))
    },
    pays: |total, count, periodicity| {
        let every = match periodicity {
            Periodicity::Weekly => "semanales",
            Periodicity::Fortnightly => "catorcenales",
            Periodicity::TwiceMonthly => "quincenales",
            Periodicity::Monthly => "mensuales",
        };
        let plan = match count {
            1 => "en un solo abono".to_owned(),
            _ => format!("en {count} abonos {every}"),
        };
        format!(
            "Usted pagará en total {} ({}), {plan}, en las fechas de la tabla.",
            format::money(total),
            pesos(total)
        )
    },
    no_more_interest: "Mientras cumpla sus abonos, estas deudas no generan más intereses moratorios.",
    if_broken: "Si deja de cumplir, se puede dar por terminado el convenio: vuelven las deudas con lo que falte de pagar y sus intereses, menos lo que usted haya pagado.",
    not_fiscal: "Este documento no es comprobante fiscal. Pida recibo de cada abono.",
    table: "Abonos",
    head: ["Núm.", "Fecha", "Cantidad"],
    table_total: "Total",
    for_company: "Por la empresa",
    signed_in_office: |signer| format!("Firmó {signer}. La firma está en la oficina."),
    message: |company, total, plan, first| {
        format!(
            "Convenio de pago con {company}: usted pagará {} en {plan}. Primer abono: {first}. Pida recibo de cada pago.",
            format::money(total)
        )
    },
};
