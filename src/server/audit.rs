//! The record of office changes: each operation that changes something writes one line.

use std::collections::HashMap;

use super::{extract::Caller, store::audit::AuditLine};
use crate::{
    api::{
        audit::{AUDIT_PAGE_ROWS, AuditAction, AuditPage, AuditRow},
        error::ApiError,
    },
    domain::{
        date::Millis,
        ids::{ImportId, PersonId},
    },
};

/// Writes that `caller` did `action`, now.
pub async fn record(caller: &Caller, action: AuditAction) -> Result<(), ApiError> {
    let line = audit_line(caller, &action)?;
    Ok(caller.state.store.append_audit(&line).await?)
}

/// The line that says that `caller` does `action`, for whoever writes it in the transaction of the change itself.
pub fn audit_line(caller: &Caller, action: &AuditAction) -> Result<AuditLine, ApiError> {
    let after = serde_json::to_string(action).map_err(|error| super::error::failed(&error))?;
    let line = AuditLine {
        at: caller.now(),
        person: Some(caller.id()),
        action: action.kind().to_owned(),
        target: target(action, caller.id()),
        before: None,
        after: Some(after),
    };
    tracing::info!(person = %caller.id(), action = line.action, target_id = line.target, "{} by {}", line.action, caller.id());
    Ok(line)
}

/// What was changed, as a code and an id.
fn target(action: &AuditAction, by: PersonId) -> String {
    use AuditAction as A;
    let import = |import: &ImportId| format!("import:{import}");
    match action {
        A::CompanyCreated { .. } => "company:this".into(),
        A::PersonCreated { person, .. }
        | A::RolesChanged { person, .. }
        | A::PersonDeactivated { person, .. }
        | A::PersonReactivated { person, .. }
        | A::SessionsClosed { person, .. }
        | A::PasswordReset { person, .. } => format!("person:{person}"),
        A::PasswordChanged => format!("person:{by}"),
        A::BranchCreated { branch, .. } => format!("branch:{branch}"),
        A::DeviceEnrolled { device, .. } | A::DeviceRetired { device, .. } => format!("device:{device}"),
        A::ClientsAssigned { to: Some(person), .. } => format!("person:{person}"),
        A::ClientsAssigned { to: None, .. } => "person:none".into(),
        A::ImportUploaded { import: id, .. } | A::ImportApplied { import: id, .. } => import(id),
        A::ExceptionResolved { exception, .. } => format!("exception:{exception}"),
        A::SettingsChanged { of } => format!("setting:{of}"),
        A::CorrectionAsked { request, .. }
        | A::CorrectionApproved { request, .. }
        | A::CorrectionRejected { request, .. } => format!("request:{request}"),
        A::CorteConfirmed { corte, .. } | A::CorteObjected { corte, .. } | A::CorteReopened { corte, .. } => {
            format!("corte:{corte}")
        }
        A::RouteAllowed { person, .. }
        | A::CashAllowed { person, .. }
        | A::ExpenseApproved { person, .. }
        | A::FloatGiven { person, .. } => format!("drawer:{person}"),
        A::DepositMade { deposit, .. } | A::SlipHanded { deposit, .. } => format!("deposit:{deposit}"),
        A::ChequesCleared { .. } => "cheque:many".into(),
        A::ChequeBounced { folio, .. } => format!("cheque:{folio}"),
        A::PaymentRecovered { folio, .. } => format!("payment:{folio}"),
        A::ReportExported { report, .. } => format!("report:{}", report.as_str()),
        A::StatementTaken { bank, .. } => format!("bank_account:{bank}"),
        A::MatchConfirmed { found, .. } | A::MatchUndone { found, .. } => format!("match:{found}"),
        A::RepStamped { uuid, .. } => format!("rep:{uuid}"),
        A::RepTakenBack { payment, .. } => format!("event:{payment}"),
        A::InvoicesNoted { .. } => "invoices:noted".into(),
        A::Other { target, .. } => target.clone(),
    }
}

/// One page, newest first.
pub async fn page(caller: &Caller, before: Option<Millis>) -> Result<AuditPage, ApiError> {
    let store = &caller.state.store;
    let before = before.unwrap_or(Millis(i64::MAX));
    let mut lines = store.audit_lines(before, AUDIT_PAGE_ROWS).await?;
    let mut next = None;
    if lines.len() >= AUDIT_PAGE_ROWS as usize {
        // The next page begins below an instant: lines of the last instant come whole, on that page.
        let last = lines.last().map(|line| line.at);
        if lines.first().map(|line| line.at) != last {
            lines.retain(|line| Some(line.at) != last);
        }
        next = lines.last().map(|line| line.at);
    }
    let names: HashMap<PersonId, String> =
        store.people().await?.into_iter().map(|person| (person.id, person.name)).collect();
    let rows = lines
        .into_iter()
        .map(|line| AuditRow {
            at: line.at,
            by: line.person,
            by_name: line.person.and_then(|person| names.get(&person).cloned()).unwrap_or_default(),
            action: action_of(line),
        })
        .collect();
    Ok(AuditPage { rows, next })
}

fn action_of(line: AuditLine) -> AuditAction {
    line.after
        .as_deref()
        .and_then(|json| serde_json::from_str(json).ok())
        .unwrap_or(AuditAction::Other { code: line.action, target: line.target })
}
