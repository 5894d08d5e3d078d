//! Reports: their names, definitions, headings and words. The statement is read by the client: *usted*.

use crate::{
    domain::{
        ageing::AgeBucket,
        date::{CivilDate, Millis, Zone},
        report::{Cell, ColumnKey, FilterShown, ReportName, TableName, Word},
    },
    ui::{
        format,
        text::{customer, office, today},
    },
};

/// The sentences around a report.
pub struct ReportsText {
    pub title: &'static str,
    pub intro: &'static str,
    pub open: &'static str,
    pub from: &'static str,
    pub to: &'static str,
    pub day: &'static str,
    pub person: &'static str,
    pub everybody: &'static str,
    pub client: &'static str,
    pub client_hint: &'static str,
    pub choose_client: &'static str,
    pub client_matches: &'static str,
    pub change_client: &'static str,
    pub export: &'static str,
    pub csv: &'static str,
    pub xlsx: &'static str,
    pub pdf: &'static str,
    pub exported_note: &'static str,
    pub print: &'static str,
    pub share: &'static str,
    pub as_of: fn(&str) -> String,
    pub definition: &'static str,
    pub rows: fn(u64) -> String,
    pub cut: fn(u64) -> String,
    pub empty: &'static str,
    pub empty_detail: &'static str,
    pub back: &'static str,
    pub statement_of: &'static str,
    pub statement_note: &'static str,
    pub statement_pending: &'static str,
    pub statement_not_found: &'static str,
    pub statement_message: fn(&str, &str, &str, &str) -> String,
    pub shared: &'static str,
    pub not_shared: &'static str,
    pub page_of: fn(usize, usize) -> String,
    pub unknown_report: &'static str,
}

pub static ES: ReportsText = ReportsText {
    title: "Reportes",
    intro: "Cada reporte se ve aquí, se imprime y se baja en Excel, CSV o PDF. Lo que se baja queda en la auditoría.",
    open: "Ver reporte",
    from: "Desde",
    to: "Hasta",
    day: "Día",
    person: "Persona",
    everybody: "Todas las personas",
    client: "Cliente",
    client_hint: "Nombre o clave",
    choose_client: "Elige un cliente para ver su estado de cuenta.",
    client_matches: "Clientes que coinciden",
    change_client: "Cambiar de cliente",
    export: "Bajar",
    csv: "CSV",
    xlsx: "Excel",
    pdf: "PDF",
    exported_note: "Lleva datos personales: guárdalo donde solo lo vea quien debe.",
    print: "Imprimir",
    share: "Enviar por WhatsApp",
    as_of: |moment| format!("Datos al {moment}"),
    definition: "Qué cuenta este reporte",
    rows: |count| {
        if count == 1 { "1 renglón".to_owned() } else { format!("{} renglones", format::count(count)) }
    },
    cut: |count| {
        format!(
            "Aquí se ven los primeros {} renglones; los totales son de todos. Bájalo para verlo completo.",
            format::count(count)
        )
    },
    empty: "No hay nada que mostrar",
    empty_detail: "Cambia las fechas o los filtros.",
    back: "Reportes",
    statement_of: "Estado de cuenta",
    statement_note: "Este documento no es comprobante fiscal. Si algo no coincide con sus recibos, avísenos.",
    statement_pending: "Incluye movimientos que la oficina todavía no confirma.",
    statement_not_found: "Este cliente no está en tu lista.",
    statement_message: |company, day, balance, overdue| {
        format!(
            "{company}. Estado de cuenta al {day}. Su saldo: {balance}; de ese saldo está vencido: {overdue}. Si ya pagó, omita este aviso. No es comprobante fiscal."
        )
    },
    shared: "Estado de cuenta enviado",
    not_shared: "No se pudo abrir WhatsApp. Intenta otra vez.",
    page_of: |page, pages| format!("Página {page} de {pages}"),
    unknown_report: "No existe ese reporte.",
};

/// The title of a report.
pub fn title(name: ReportName) -> &'static str {
    match name {
        ReportName::CollectionByDay => "Cobranza por día",
        ReportName::CollectionByPerson => "Cobranza por persona",
        ReportName::CollectionByForm => "Cobranza por forma de pago",
        ReportName::Receipts => "Recibos",
        ReportName::CollectionLog => "Bitácora de cobranza",
        ReportName::DailyProgramme => "Programa diario",
        ReportName::Debts => "Adeudos por cliente",
        ReportName::PortfolioWithPayments => "Cartera con pagos",
        ReportName::Statement => "Estado de cuenta",
    }
}

/// What the report is for, in one line of the list.
pub fn purpose(name: ReportName) -> &'static str {
    match name {
        ReportName::CollectionByDay => "Cuánto entró cada día y en qué forma.",
        ReportName::CollectionByPerson => "Cuánto cobró cada quien.",
        ReportName::CollectionByForm => "Cuánto entró en efectivo, cheque, transferencia y tarjeta.",
        ReportName::Receipts => "Cada recibo del periodo, uno por renglón.",
        ReportName::CollectionLog => "Cada visita, cobro y promesa: quién, cuándo, dónde y qué sigue.",
        ReportName::DailyProgramme => "Lo planeado contra lo hecho en un día.",
        ReportName::Debts => "Lo que debe cada cliente, por antigüedad.",
        ReportName::PortfolioWithPayments => "Copia de la cartera: adeudos abiertos y pagos de cada cliente.",
        ReportName::Statement => "Los movimientos y el saldo de un cliente, para entregárselo.",
    }
}

/// What exactly the figures count.
pub fn definition(name: ReportName) -> &'static str {
    match name {
        ReportName::CollectionByDay | ReportName::CollectionByPerson | ReportName::CollectionByForm => {
            "Suma de los recibos por la fecha en que se recibió el dinero, en la zona horaria de quien cobró. Los cheques cuentan el día que se reciben, salvo buen cobro. Lo que está por aclarar no se suma. Con filtro de sucursal se toma la sucursal de quien cobró."
        }
        ReportName::Receipts => {
            "Un renglón por recibo registrado en los libros, por la fecha en que se recibió el dinero. «A facturas» es lo aplicado a capital, «Intereses» e «IVA intereses» los moratorios cobrados y «A favor» lo que quedó sin aplicar; juntos suman el recibo."
        }
        ReportName::CollectionLog => {
            "Todo lo registrado en la calle por la fecha en que ocurrió: visitas, cobros y promesas, también lo que está por aclarar, que no suma. «Contacto» es lo que se deduce del resultado. «Sigue» es la fecha que dio el cliente. El lugar es la posición del teléfono al guardar."
        }
        ReportName::DailyProgramme => {
            "El plan se calcula con las reglas de la ruta: a quién tocaba visitar ese día según lo que debía en la mañana. Para un día que ya pasó se reconstruye quitando de cada cuenta lo registrado desde ese día. Con la asignación de clientes de hoy. Hecha es una visita planeada con cobro, visita o promesa de esa persona ese día. Efectividad = planeadas hechas ÷ planeadas."
        }
        ReportName::Debts => {
            "Saldo de los adeudos abiertos en pesos por días transcurridos desde su vencimiento; lo que vence hoy está por vencer. Lo que el cliente tiene a favor va aparte, en negativo, y no se resta. Los dólares van aparte y no se suman con pesos."
        }
        ReportName::PortfolioWithPayments => {
            "De cada cliente, sus adeudos abiertos con su saldo de hoy y los pagos recibidos en el periodo. «Cargo» es el importe original del adeudo, «Saldo» lo que falta, «Abono» cada pago. En pesos; los adeudos en dólares se listan con su saldo en la columna USD y no se suman."
        }
        ReportName::Statement => {
            "Cargos y pagos registrados a su nombre, en pesos, con el saldo después de cada uno. El saldo que se arrastra descuenta lo que usted tiene a favor. Los intereses moratorios se cargan cuando se pagan; los que lleva sin pagar a la fecha van aparte. La antigüedad se cuenta desde la fecha de vencimiento de cada adeudo. Los cheques se reciben salvo buen cobro."
        }
    }
}

/// The title of one of a report's tables; `None` for the only one.
pub fn table_title(name: TableName) -> Option<&'static str> {
    match name {
        TableName::Main => None,
        TableName::Movements => Some("Movimientos"),
        TableName::OpenDebts => Some("Adeudos pendientes"),
        TableName::Ageing => Some("Antigüedad de su saldo"),
        TableName::Effectiveness => Some("Efectividad"),
    }
}

/// A heading.
pub fn heading(key: ColumnKey) -> &'static str {
    match key {
        ColumnKey::Day => "Fecha",
        ColumnKey::Moment => "Fecha y hora",
        ColumnKey::Person => "Persona",
        ColumnKey::Branch => "Sucursal",
        ColumnKey::Form => "Forma de pago",
        ColumnKey::Payments => "Recibos",
        ColumnKey::Cash => "Efectivo",
        ColumnKey::Cheque => "Cheque",
        ColumnKey::Transfer => "Transferencia",
        ColumnKey::Card => "Tarjeta",
        ColumnKey::OtherForms => "Otras",
        ColumnKey::Collected => "Cobrado",
        ColumnKey::Share => "Parte",
        ColumnKey::Folio => "Folio",
        ColumnKey::ClientKey => "Clave",
        ColumnKey::Client => "Cliente",
        ColumnKey::Amount => "Monto",
        ColumnKey::ToInvoices => "A facturas",
        ColumnKey::LateInterest => "Intereses",
        ColumnKey::InterestTax => "IVA intereses",
        ColumnKey::ToUnapplied | ColumnKey::Unapplied => "A favor",
        ColumnKey::Kind => "Tipo",
        ColumnKey::Place => "Lugar",
        ColumnKey::Contact => "Contacto",
        ColumnKey::Result => "Resultado",
        ColumnKey::NextAction => "Sigue",
        ColumnKey::Note => "Nota",
        ColumnKey::State => "Estado",
        ColumnKey::Order => "Núm.",
        ColumnKey::Reason => "Motivo",
        ColumnKey::ToCollect => "Por cobrar",
        ColumnKey::Expected => "Esperado",
        ColumnKey::Planned => "Planeadas",
        ColumnKey::PlannedDone => "Hechas",
        ColumnKey::Effectiveness => "Efectividad",
        ColumnKey::Unplanned => "Fuera de plan",
        ColumnKey::NotDue => "Por vencer",
        ColumnKey::Days1To30 => "1 a 30",
        ColumnKey::Days31To60 => "31 a 60",
        ColumnKey::Days61To90 => "61 a 90",
        ColumnKey::Over90 => "Más de 90",
        ColumnKey::Balance | ColumnKey::RunningBalance => "Saldo",
        ColumnKey::Overdue => "Vencido",
        ColumnKey::OverdueDays => "Días vencido",
        ColumnKey::Dollars => "USD",
        ColumnKey::Concept => "Concepto",
        ColumnKey::Reference => "Referencia",
        ColumnKey::Due => "Vence",
        ColumnKey::Charge => "Cargo",
        ColumnKey::Credit => "Abono",
        ColumnKey::Total => "Total",
        ColumnKey::Bucket => "Antigüedad",
    }
}

/// What a report says of its own; days of the year of `this_day` go without it.
pub fn word(word: &Word, this_day: CivilDate) -> String {
    let day = |on: CivilDate| format::date(on, this_day);
    match word {
        Word::Total => "Total".to_owned(),
        Word::Subtotal { what } => format!("Suma de {what}"),
        Word::Nobody => "Sin asignar".to_owned(),
        Word::Form { sat_form } => office::payment_form(sat_form).to_owned(),
        Word::Payment => "Cobro".to_owned(),
        Word::Visit => "Visita".to_owned(),
        Word::Promise => "Promesa".to_owned(),
        Word::Agreement => "Convenio".to_owned(),
        Word::CounterReceipt => "Contrarecibo".to_owned(),
        Word::Correction => "Solicitud".to_owned(),
        Word::AgreedAmount { instalments, amount } => {
            format!("Convenio de {instalments} abonos por {}", format::money(*amount))
        }
        Word::TakenForReview { invoices: 1 } => "1 factura en revisión".to_owned(),
        Word::TakenForReview { invoices } => format!("{invoices} facturas en revisión"),
        Word::AskedTheOffice => "Pidió una corrección a la oficina".to_owned(),
        Word::Agreed { number, of } => format!("Abono {number} de {of} de su convenio"),
        Word::Indemnity => "Indemnización por cheque devuelto".to_owned(),
        Word::LateInterest => "Intereses moratorios con IVA".to_owned(),
        Word::ToClearUp => "Por aclarar".to_owned(),
        Word::VisitResult { result } => (customer::ES.visit_result)(result, this_day),
        Word::PaidAmount { amount } => format!("Pagó {}", format::money(*amount)),
        Word::PromisedAmount { amount, due } => {
            format!("Prometió {} para el {}", format::money(*amount), day(*due))
        }
        Word::MetSomebody => "Sí".to_owned(),
        Word::MetNobody => "No".to_owned(),
        Word::CollectPromise { on } => format!("Cobrar la promesa el {}", day(*on)),
        Word::CollectReview { on } => format!("Cobrar lo revisado el {}", day(*on)),
        Word::VisitAgain => "Volver a visitar".to_owned(),
        Word::ResolveDispute => "Atender su reclamo".to_owned(),
        Word::StopReason { reason } => (today::ES.why)(*reason, this_day),
        Word::NotDone => "No se hizo".to_owned(),
        Word::Done => "Hecha".to_owned(),
        Word::Invoice { folio } => format!("Factura {folio}"),
        Word::Instalment { folio, number, of } => format!("Abono {number} de {of}, {folio}"),
        Word::OtherCharge => "Cargo".to_owned(),
        Word::OtherCredit => "Bonificación".to_owned(),
        Word::OpeningBalance => "Saldo anterior".to_owned(),
        Word::PaymentReceived { sat_form } => {
            format!("Su pago en {}", office::payment_form(sat_form).to_lowercase())
        }
        Word::Restatement { folio } => format!("Ajuste de {folio}"),
        Word::Bucket { bucket } => match bucket {
            AgeBucket::NotDue => "Por vencer",
            AgeBucket::Days1To30 => "1 a 30 días",
            AgeBucket::Days31To60 => "31 a 60 días",
            AgeBucket::Days61To90 => "61 a 90 días",
            AgeBucket::Over90 => "Más de 90 días",
        }
        .to_owned(),
        Word::Unapplied => "A favor".to_owned(),
    }
}

/// A cell as a person reads it, on the screen and in every file but CSV.
pub fn cell(cell: &Cell, this_day: CivilDate, zone: Zone) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Word(said) => word(said, this_day),
        Cell::Date(date) => format::date_with_year(*date),
        Cell::Moment(at) => moment(*at, zone),
        Cell::Money(amount) => format::money(*amount),
        Cell::Count(count) | Cell::Days(count) => format::integer(*count),
        Cell::Percent(hundredths) => format::hundredths(*hundredths),
    }
}

/// `sáb 21 nov 2026, 10:05 a.m.`
pub fn moment(at: Millis, zone: Zone) -> String {
    format!("{}, {}", format::date_with_year(at.date_in(zone)), format::hour(at, zone))
}

/// A filter as the report's head says it, one line each.
pub fn filter(shown: &FilterShown) -> Vec<String> {
    let day = |on: &CivilDate| format::date_with_year(*on);
    match shown {
        FilterShown::Period { from, to } if from == to => vec![format!("Del {}", day(from))],
        FilterShown::Period { from, to } => vec![format!("Del {} al {}", day(from), day(to))],
        FilterShown::Day { on } => vec![format!("Del {}", day(on))],
        FilterShown::Person { name } => vec![format!("Persona: {name}")],
        FilterShown::Branch { name } => vec![format!("Sucursal: {name}")],
        FilterShown::Client { key, name, rfc, address } => {
            let mut lines = vec![format!("{name} · {key}")];
            if !rfc.is_empty() {
                lines.push(format!("RFC {rfc}"));
            }
            if !address.is_empty() {
                lines.push(address.clone());
            }
            lines
        }
    }
}
