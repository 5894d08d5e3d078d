//! Cheques, as the office follows them.

use super::{
    audit::audit_line,
    cortes::count_of,
    extract::Caller,
    fields::FormCheck,
    names::Names,
    portfolio,
    store::{
        cheques::{ChequesIn, StoredCheque},
        corrections::Approval,
    },
};
use crate::{
    api::{
        audit::AuditAction,
        cheques::{CHEQUES_LISTED_MAX, ChequeFilter, ChequeRow},
        error::{ApiError, Field, FieldError, FieldProblem, Thing},
    },
    domain::{
        cheque::{ChequeState, PRESENTATION_DAYS},
        date::CivilDate,
        folio::Folio,
        ids::ClientId,
    },
};

pub async fn list(caller: &Caller, filter: ChequeFilter) -> Result<Vec<ChequeRow>, ApiError> {
    let store = &caller.state.store;
    let wanted = match filter {
        ChequeFilter::Pending => ChequesIn::Pending,
        ChequeFilter::Cleared => ChequesIn::Cleared,
        ChequeFilter::Bounced => ChequesIn::Bounced,
        ChequeFilter::All => ChequesIn::All,
    };
    let mut cheques = store.cheques_in(wanted).await?;
    cheques.truncate(CHEQUES_LISTED_MAX as usize);
    rows(caller, cheques, &Names::load(store).await?).await
}

/// Cheques as rows.
pub(super) async fn rows(
    caller: &Caller,
    cheques: Vec<StoredCheque>,
    names: &Names,
) -> Result<Vec<ChequeRow>, ApiError> {
    let today = portfolio::today(caller).await?;
    let clients: Vec<ClientId> = cheques.iter().map(|cheque| cheque.client).collect();
    let clients = caller.state.store.names_of(&clients).await?;
    let rows = cheques.into_iter().map(|cheque| {
        let until = match cheque.state {
            ChequeState::Cleared { on } | ChequeState::Bounced { on } => on,
            ChequeState::Received | ChequeState::Deposited { .. } => today,
        };
        ChequeRow {
            client_name: clients.get(&cheque.client).cloned().unwrap_or_default(),
            age_days: until.days_since(cheque.received_on),
            present_by: cheque.dated.max(cheque.received_on).plus_days(PRESENTATION_DAYS),
            person_name: names.person(cheque.person),
            folio: cheque.folio,
            payment: cheque.payment,
            client: cheque.client,
            number: cheque.number,
            bank: cheque.bank,
            dated: cheque.dated,
            amount: cheque.amount,
            received_on: cheque.received_on,
            person: cheque.person,
            state: cheque.state,
            place: cheque.place,
            changed: cheque.changed,
        }
    });
    Ok(rows.collect())
}

pub async fn cleared(caller: &Caller, folios: Vec<Folio>, on: CivilDate) -> Result<(), ApiError> {
    let folios: Vec<Folio> =
        folios.into_iter().collect::<std::collections::BTreeSet<_>>().into_iter().collect();
    if folios.is_empty() {
        return Err(ApiError::field(Field::Cheques, FieldProblem::Missing));
    }
    check_day(caller, on).await?;
    let action = AuditAction::ChequesCleared { cheques: count_of(folios.len()) };
    Ok(caller.state.store.clear_cheques(&folios, on, &audit_line(caller, &action)?).await?)
}

pub async fn bounced(caller: &Caller, folio: Folio, on: CivilDate) -> Result<(), ApiError> {
    let store = &caller.state.store;
    check_day(caller, on).await?;
    let found = store.cheques(std::slice::from_ref(&folio)).await?.into_iter().next();
    let amount = found.ok_or(ApiError::NotFound { what: Thing::Cheque })?.value.amount;
    let approval = Approval { by: caller.id(), now: caller.now(), on, note: "" };
    let action = AuditAction::ChequeBounced { folio: folio.clone(), amount };
    Ok(store.bounce_cheque(&folio, &approval, &audit_line(caller, &action)?).await?)
}

/// A day that has come.
async fn check_day(caller: &Caller, on: CivilDate) -> Result<(), ApiError> {
    let mut check = FormCheck::default();
    if on > portfolio::today(caller).await? {
        check.note(Some(FieldError { field: Field::Date, problem: FieldProblem::Malformed }));
    }
    check.done()
}
