//! REP: what must be stamped, what is missing, and the titles of the file for whoever stamps.

use crate::{
    api::rep::NoteProblem,
    domain::rep::{RepError, payment_data::MissingData},
    ui::format,
};

/// The sentences of the screen.
pub struct RepText {
    pub title: &'static str,
    pub intro: &'static str,
    pub month: fn(&str) -> String,
    pub month_before: &'static str,
    pub month_after: &'static str,
    pub days_left: fn(i64, &str) -> String,
    pub pending: &'static str,
    pub blocked: &'static str,
    pub stamped: &'static str,
    pub pending_amount: &'static str,
    pub show: &'static str,
    pub filter_pending: &'static str,
    pub filter_missing: &'static str,
    pub filter_stamped: &'static str,
    pub empty: &'static str,
    pub empty_detail: &'static str,
    pub cut: fn(usize, u32) -> String,
    pub receipt: &'static str,
    pub client: &'static str,
    pub paid_on: &'static str,
    pub amount: &'static str,
    pub documents: &'static str,
    pub state: &'static str,
    pub due_in: fn(i64) -> String,
    pub waiting_cheque: &'static str,
    pub ready: &'static str,
    pub uuid_missing: &'static str,
    pub part_of: fn(u16, &str, &str) -> String,
    pub debit_note_of: fn(&str) -> String,
    pub download_csv: &'static str,
    pub download_json: &'static str,
    pub choose: fn(&str) -> String,
    pub chosen: fn(usize) -> String,
    pub stamp: &'static str,
    pub stamp_uuid: &'static str,
    pub stamp_uuid_hint: &'static str,
    pub stamp_on: &'static str,
    pub choose_payments: &'static str,
    pub was_stamped: &'static str,
    pub take_back: &'static str,
    pub take_back_question: fn(&str) -> String,
    pub take_back_no: &'static str,
    pub was_taken_back: &'static str,
    pub invoices: &'static str,
    pub invoices_hint: &'static str,
    pub invoices_lines: &'static str,
    pub method: &'static str,
    pub method_ppd: &'static str,
    pub method_pue: &'static str,
    pub method_none: &'static str,
    pub note: &'static str,
    pub noted: fn(u32) -> String,
    pub refused_line: fn(u32, &str) -> String,
}

pub static ES: RepText = RepText {
    title: "REP",
    intro: "Complementos de pago por timbrar: un recibo electrónico por cada cobro de una factura PPD.",
    month: |month| format!("Pagos de {month}"),
    month_before: "Mes anterior",
    month_after: "Mes siguiente",
    days_left: |days, date| match days {
        i64::MIN..=-1 => format!("El plazo venció el {date}."),
        0 => format!("Hoy, {date}, es el último día para timbrar."),
        1 => format!("Falta 1 día: hay hasta el {date} para timbrar."),
        _ => format!("Faltan {days} días: hay hasta el {date} para timbrar."),
    },
    pending: "Por timbrar",
    blocked: "Con datos faltantes",
    stamped: "Timbrados",
    pending_amount: "Monto por timbrar",
    show: "Cuáles",
    filter_pending: "Por timbrar",
    filter_missing: "Con datos faltantes",
    filter_stamped: "Timbrados",
    empty: "Nada por aquí",
    empty_detail: "En este mes no hay cobros de este tipo.",
    cut: |shown, total| {
        format!("Se muestran {shown} de {}; el archivo los trae todos.", format::count(u64::from(total)))
    },
    receipt: "Recibo",
    client: "Cliente",
    paid_on: "Fecha de pago",
    amount: "Monto",
    documents: "Facturas pagadas",
    state: "Estado",
    due_in: |days| match days {
        i64::MIN..=-1 => "Plazo vencido".into(),
        0 => "Vence hoy".into(),
        1 => "Queda 1 día".into(),
        _ => format!("Quedan {days} días"),
    },
    waiting_cheque: "Espera el cobro del cheque",
    ready: "Listo para timbrar",
    uuid_missing: "falta su folio fiscal",
    part_of: |number, paid, left| format!("parcialidad {number}: {paid}; quedan {left}"),
    debit_note_of: |amount| format!("intereses con IVA: {amount}; llevan su propia nota de cargo"),
    download_csv: "Descargar CSV",
    download_json: "Descargar JSON",
    choose: |folio| format!("Elegir el recibo {folio}"),
    chosen: |count| match count {
        0 => "Elige los cobros que ampara el REP.".into(),
        1 => "1 cobro elegido.".into(),
        _ => format!("{count} cobros elegidos."),
    },
    stamp: "Registrar REP timbrado",
    stamp_uuid: "Folio fiscal del REP",
    stamp_uuid_hint: "Los 36 caracteres del UUID, con guiones.",
    stamp_on: "Fecha de timbrado",
    choose_payments: "Elige al menos un cobro.",
    was_stamped: "Listo: el REP quedó registrado.",
    take_back: "Quitar REP",
    take_back_question: |folio| format!("¿Quitar el REP del recibo {folio}? Volverá a quedar por timbrar."),
    take_back_no: "Dejar como está",
    was_taken_back: "Listo: el cobro está otra vez por timbrar.",
    invoices: "Folios fiscales de las facturas",
    invoices_hint: "Pega una factura por línea: folio y folio fiscal. Por ejemplo: A-101, 5C7B0622-01B4-4EB8-96D0-E0DEBD89FF0F",
    invoices_lines: "Facturas",
    method: "Método de pago",
    method_ppd: "PPD: en parcialidades o diferido",
    method_pue: "PUE: en una sola exhibición, no lleva REP",
    method_none: "Sin CFDI, no lleva REP",
    note: "Guardar folios fiscales",
    noted: |count| match count {
        0 => "No se guardó ninguna factura.".into(),
        1 => "Listo: 1 factura guardada.".into(),
        _ => format!("Listo: {count} facturas guardadas."),
    },
    refused_line: |line, reason| format!("Línea {line}: {reason}"),
};

/// What a line of invoices lacks.
pub fn note_problem(problem: NoteProblem) -> &'static str {
    match problem {
        NoteProblem::Malformed => "debe traer el folio y el folio fiscal completo.",
        NoteProblem::UnknownFolio => "no hay factura con ese folio.",
    }
}

/// What is missing, as a short name.
pub fn missing(missing: MissingData) -> &'static str {
    match missing {
        MissingData::Form => "forma de pago",
        MissingData::Operation => "número de operación",
        MissingData::OperationTooLong => "el número de operación pasa de 100 caracteres",
        MissingData::SenderBank => "banco de origen",
        MissingData::SenderAccount => "cuenta de origen",
        MissingData::SenderAccountDigits => "la cuenta de origen no tiene los dígitos que pide el SAT",
        MissingData::ReceiverAccountDigits => "la cuenta que recibe no tiene los dígitos que pide el SAT",
        MissingData::BankDataNotAllowed => "esta forma de pago no lleva datos de banco",
        MissingData::LastFour => "últimos 4 dígitos de la tarjeta",
        MissingData::CardNumber => "no se debe guardar el número completo de la tarjeta",
        MissingData::InvoiceUuid => "folio fiscal de la factura",
        MissingData::Rfc => "RFC del cliente",
        MissingData::PostalCode => "código postal fiscal del cliente",
        MissingData::Name => "nombre del cliente",
    }
}

/// Why the figures make no REP.
pub fn problem(problem: RepError) -> String {
    match problem {
        RepError::PartialNumber => {
            "No se sabe qué parcialidad es: este cobro es anterior a los REP de Senda.".into()
        }
        RepError::NothingPaid => "El pago quedó en cero.".into(),
        RepError::PaidBeyondBalance => "Se pagó más de lo que se debía de la factura.".into(),
        RepError::DocumentsBeyondPayment { paid, amount } => {
            format!("Las facturas suman {} y el pago es de {}.", format::money(paid), format::money(amount))
        }
        RepError::NoTaxes => "La factura no tiene importes por tasa.".into(),
        RepError::Money(_) => "El monto está fuera de los límites.".into(),
    }
}

/// The kind of a row for a CFDI of interest.
pub const DEBIT_NOTE: &str = "NOTA DE CARGO";

/// The columns of the file. Where the schema Pagos20 has a name, it is that.
pub const CSV_TITLES: [&str; 44] = [
    "Recibo",
    "ClaveCliente",
    "RfcReceptor",
    "NombreReceptor",
    "DomicilioFiscalReceptor",
    "FechaPago",
    "FormaDePagoP",
    "MonedaP",
    "Monto",
    "NumOperacion",
    "NomBancoOrd",
    "CtaOrdenante",
    "FechaLimite",
    "DatosFaltantes",
    "UuidRep",
    "Documento",
    "IdDocumento",
    "Folio",
    "NumParcialidad",
    "ImpSaldoAnt",
    "ImpPagado",
    "ImpSaldoInsoluto",
    "ObjetoImpDR",
    "MonedaDR",
    "BaseDR_IVA16",
    "ImporteDR_IVA16",
    "BaseDR_IVA8",
    "ImporteDR_IVA8",
    "BaseDR_IVA0",
    "ImporteDR_IVA0",
    "BaseDR_Exento",
    "ImporteDR_Exento",
    "BaseDR_NoObjeto",
    "ImporteDR_NoObjeto",
    "TotalBase_IVA16",
    "TotalImpuesto_IVA16",
    "TotalBase_IVA8",
    "TotalImpuesto_IVA8",
    "TotalBase_IVA0",
    "TotalImpuesto_IVA0",
    "TotalBase_Exento",
    "TotalImpuesto_Exento",
    "TotalBase_NoObjeto",
    "TotalImpuesto_NoObjeto",
];
