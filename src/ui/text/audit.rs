//! Auditoría: who changed what in the office.

use crate::{
    api::audit::AuditAction,
    domain::role::Role,
    ui::{
        format,
        text::{office, reports},
    },
};

/// The sentences of the audit.
pub struct AuditText {
    pub title: &'static str,
    pub intro: &'static str,
    pub when: &'static str,
    pub who: &'static str,
    pub what: &'static str,
    pub detail: &'static str,
    pub action_filter: &'static str,
    pub any_action: &'static str,
    pub empty: &'static str,
    pub empty_detail: &'static str,
    pub system: &'static str,
    pub search: &'static str,
    pub older: &'static str,
    /// A change that another build wrote.
    pub other: &'static str,
}

pub static ES: AuditText = AuditText {
    title: "Auditoría",
    intro: "Cada cambio de la oficina, con quién y cuándo. Nada se borra.",
    when: "Cuándo",
    who: "Quién",
    what: "Qué hizo",
    detail: "Detalle",
    action_filter: "Qué hizo",
    any_action: "Todo",
    empty: "Todavía no hay cambios",
    empty_detail: "Aquí queda cada importación, asignación y cambio de personas.",
    system: "Sistema",
    search: "Buscar en lo que se ve",
    older: "Ver anteriores",
    other: "Otro cambio",
};

/// Every kind of change, with the words of the filter.
pub const KINDS: [(&str, &str); 38] = [
    ("company_created", "Creó la empresa"),
    ("person_created", "Creó una persona"),
    ("roles_changed", "Cambió trabajos"),
    ("person_deactivated", "Desactivó a una persona"),
    ("person_reactivated", "Activó a una persona"),
    ("sessions_closed", "Cerró sesiones"),
    ("password_reset", "Dio contraseña nueva"),
    ("password_changed", "Cambió su contraseña"),
    ("branch_created", "Creó una sucursal"),
    ("device_enrolled", "Dio de alta un teléfono"),
    ("device_retired", "Retiró un teléfono"),
    ("clients_assigned", "Asignó clientes"),
    ("import_uploaded", "Subió un archivo"),
    ("import_applied", "Aplicó una importación"),
    ("exception_resolved", "Aclaró un movimiento"),
    ("settings_changed", "Cambió ajustes"),
    ("correction_asked", "Pidió una corrección"),
    ("correction_approved", "Aprobó una corrección"),
    ("correction_rejected", "Rechazó una corrección"),
    ("corte_confirmed", "Confirmó un corte"),
    ("corte_objected", "Objetó un corte"),
    ("corte_reopened", "Reabrió un corte"),
    ("route_allowed", "Dejó salir a ruta"),
    ("cash_allowed", "Dejó llevar más efectivo"),
    ("expense_approved", "Aprobó un gasto"),
    ("float_given", "Dio fondo de caja"),
    ("deposit_made", "Registró un depósito"),
    ("slip_handed", "Entregó una ficha"),
    ("cheques_cleared", "Dio cheques por cobrados"),
    ("cheque_bounced", "Dio un cheque por devuelto"),
    ("payment_recovered", "Recuperó un cobro"),
    ("report_exported", "Bajó un reporte"),
    ("statement_taken", "Subió un estado de cuenta"),
    ("match_confirmed", "Concilió un movimiento del banco"),
    ("match_undone", "Deshizo una conciliación"),
    ("rep_stamped", "Registró un REP"),
    ("rep_taken_back", "Quitó un REP"),
    ("invoices_noted", "Guardó folios fiscales"),
];

/// What was done.
pub fn what(action: &AuditAction) -> &'static str {
    KINDS.iter().find(|(key, _)| *key == action.kind()).map_or(ES.other, |(_, words)| words)
}

/// To whom or to what, in words.
pub fn detail(action: &AuditAction) -> String {
    match action {
        AuditAction::CompanyCreated { company } => company.clone(),
        AuditAction::PersonCreated { name, roles, .. } => format!("{name}: {}", jobs(roles)),
        AuditAction::RolesChanged { name, before, after, .. } => {
            format!("{name}: {} → {}", jobs(before), jobs(after))
        }
        AuditAction::PersonDeactivated { name, .. }
        | AuditAction::PersonReactivated { name, .. }
        | AuditAction::SessionsClosed { name, .. }
        | AuditAction::PasswordReset { name, .. }
        | AuditAction::BranchCreated { name, .. } => name.clone(),
        AuditAction::PasswordChanged => String::new(),
        AuditAction::DeviceEnrolled { series, .. } => format!("Serie {series}"),
        AuditAction::DeviceRetired { series, name, .. } => format!("Serie {series}, de {name}"),
        AuditAction::ClientsAssigned { to: Some(_), name, clients } => {
            format!("{} a {name}", many(*clients, "cliente"))
        }
        AuditAction::ClientsAssigned { to: None, clients, .. } => {
            format!("{} sin asignar", many(*clients, "cliente"))
        }
        AuditAction::ImportUploaded { file_name, .. } => file_name.clone(),
        AuditAction::ImportApplied { file_name, clients, invoices, .. } => {
            format!("{file_name}: {}, {}", many(*clients, "cliente"), many(*invoices, "factura"))
        }
        AuditAction::ExceptionResolved { note, .. } => note.clone(),
        AuditAction::SettingsChanged { of } => of.clone(),
        AuditAction::CorrectionAsked { kind, client, .. }
        | AuditAction::CorrectionApproved { kind, client, .. }
        | AuditAction::CorrectionRejected { kind, client, .. } => format!("{}: {client}", correction(kind)),
        AuditAction::CorteConfirmed { name, counted, .. }
        | AuditAction::CorteObjected { name, counted, .. } => {
            format!("{name}: {}", format::money(*counted))
        }
        AuditAction::CorteReopened { name, .. } => name.clone(),
        AuditAction::RouteAllowed { name, reason, .. } | AuditAction::CashAllowed { name, reason, .. } => {
            format!("{name}: {reason}")
        }
        AuditAction::ExpenseApproved { name, amount, reason, .. } => {
            format!("{name}: {}, {reason}", format::money(*amount))
        }
        AuditAction::FloatGiven { name, amount, .. } => format!("{name}: {}", format::money(*amount)),
        AuditAction::DepositMade { bank, total, .. } => format!("{bank}: {}", format::money(*total)),
        AuditAction::SlipHanded { to, .. } => to.clone(),
        AuditAction::ChequesCleared { cheques } => many(*cheques, "cheque"),
        AuditAction::ChequeBounced { folio, amount } | AuditAction::PaymentRecovered { folio, amount } => {
            format!("{folio}: {}", format::money(*amount))
        }
        AuditAction::ReportExported { report, format, filter, rows } => {
            let days = match (filter.from, filter.to) {
                (Some(from), Some(to)) => format!(", del {from} al {to}"),
                (Some(from), None) => format!(", desde {from}"),
                (None, Some(to)) => format!(", hasta {to}"),
                (None, None) => String::new(),
            };
            let format = format.as_str().to_uppercase();
            format!("{} en {format}{days}: {}", reports::title(*report), (reports::ES.rows)(u64::from(*rows)))
        }
        AuditAction::StatementTaken { file_name, lines, new_lines, .. } => {
            format!(
                "{file_name}: {}, {} nuevos",
                many(*lines, "movimiento"),
                format::count(u64::from(*new_lines))
            )
        }
        AuditAction::MatchConfirmed { amount, .. } | AuditAction::MatchUndone { amount, .. } => {
            format::money(*amount)
        }
        AuditAction::RepStamped { uuid, payments } => format!("{uuid}: {}", many(*payments, "cobro")),
        AuditAction::RepTakenBack { uuid, .. } => uuid.clone(),
        AuditAction::InvoicesNoted { invoices } => many(*invoices, "factura"),
        AuditAction::Other { code, target } => format!("{code} {target}"),
    }
}

/// A correction by the name that the database has for it.
pub fn correction(kind: &str) -> &'static str {
    match kind {
        "reversal" => "Reversa de un cobro",
        "condonation" => "Condonación",
        "write_off" => "Castigo",
        "due_date" => "Cambio de vencimiento",
        "agreement" => "Convenio",
        "agreement_broken" => "Convenio incumplido",
        "cheque_bounced" => "Cheque devuelto",
        "reopen_corte" => "Reabrir un corte",
        _ => ES.other,
    }
}

fn jobs(roles: &[Role]) -> String {
    roles.iter().map(|role| office::role(*role)).collect::<Vec<_>>().join(", ")
}

fn many(count: u32, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{} {word}s", format::count(u64::from(count))) }
}
