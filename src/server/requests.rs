//! Requests: asked by one, decided by another.

use std::collections::HashMap;

use super::{
    audit::audit_line,
    cortes,
    extract::Caller,
    fields::FormCheck,
    names::Names,
    portfolio,
    setup::random_uuid,
    store::{
        corrections::Approval,
        requests::{Decision, StoredRequest},
    },
};
use crate::{
    api::{
        audit::AuditAction,
        corrections::{
            DECISION_CHARS_MAX, REQUESTS_MAX, RequestFacts, RequestFilter, RequestRow, RequestState,
            RequestSubject,
        },
        error::{ApiError, Field, Thing},
    },
    domain::{
        account::Account,
        correction::{Correction, CorrectionAsked},
        date::CivilDate,
        event::Fact,
        ids::{ClientId, EventId, InvoiceId, PersonId, RequestId},
        policy::Policy,
        role::Permission,
        rules,
    },
};

pub async fn list(caller: &Caller, filter: RequestFilter) -> Result<Vec<RequestRow>, ApiError> {
    let store = &caller.state.store;
    let requests = match filter {
        RequestFilter::Open => store.open_requests(REQUESTS_MAX).await?,
        RequestFilter::All => store.all_requests(REQUESTS_MAX).await?,
    };
    let names = Names::load(store).await?;
    let today = portfolio::today(caller).await?;
    let clients: Vec<ClientId> = requests.iter().filter_map(|request| client_of(&request.subject)).collect();
    let accounts: HashMap<ClientId, Account> =
        store.accounts(&clients).await?.into_iter().map(|account| (account.id(), account)).collect();
    let mut rows = Vec::with_capacity(requests.len());
    for request in requests {
        let account = client_of(&request.subject).and_then(|client| accounts.get(&client));
        rows.push(row(caller, request, account, Here { names: &names, today }).await?);
    }
    Ok(rows)
}

/// What rows are made with.
#[derive(Clone, Copy)]
struct Here<'a> {
    names: &'a Names,
    today: CivilDate,
}

async fn row(
    caller: &Caller,
    request: StoredRequest,
    account: Option<&Account>,
    here: Here<'_>,
) -> Result<RequestRow, ApiError> {
    let names = here.names;
    let about_name = match &request.subject {
        RequestSubject::Correction { .. } => account.map(|account| account.customer.name.clone()),
        RequestSubject::ReopenCorte { person, .. } => Some(names.person(*person)),
    };
    let (facts, received_by) = facts(caller, &request.subject, account, here).await?;
    let is_open = request.decision == Decision::Open;
    let is_his = request.asked_by == caller.id() || received_by == Some(caller.id());
    Ok(RequestRow {
        request: request.request,
        about_name: about_name.unwrap_or_default(),
        reason: request.reason,
        evidence: request.evidence,
        asked_by: request.asked_by,
        asked_by_name: names.person(request.asked_by),
        asked: request.asked,
        is_from_street: request.event.is_some(),
        decision: match request.decision {
            Decision::Open => RequestState::Open,
            Decision::Approved { by, at, note } => {
                RequestState::Approved { by, by_name: names.person(by), at, note }
            }
            Decision::Rejected { by, at, reason } => {
                RequestState::Rejected { by, by_name: names.person(by), at, reason }
            }
        },
        facts,
        may_decide: is_open && !is_his && caller.may(Permission::ApproveCorrection),
        subject: request.subject,
    })
}

/// What the request is about, and who received the money of it.
async fn facts(
    caller: &Caller,
    subject: &RequestSubject,
    account: Option<&Account>,
    here: Here<'_>,
) -> Result<(RequestFacts, Option<PersonId>), ApiError> {
    let correction = match subject {
        RequestSubject::Correction { correction, .. } => correction,
        RequestSubject::ReopenCorte { person, .. } => return Ok((RequestFacts::default(), Some(*person))),
    };
    let mut facts = RequestFacts::default();
    if let Some(account) = account {
        facts.client_balance = account.balance().ok();
        facts.client_overdue = account.overdue(here.today).ok();
    }
    let debt: Option<InvoiceId> = match correction {
        Correction::Condonation { invoice, .. }
        | Correction::WriteOff { invoice }
        | Correction::DueDate { invoice, .. } => Some(*invoice),
        _ => None,
    };
    let debts = account.map_or(&[] as &[_], |account| account.invoices.as_slice());
    if let Some(invoice) = debts.iter().find(|invoice| Some(invoice.id) == debt) {
        facts.debt_folio = invoice.folio.clone();
        facts.debt_balance = Some(invoice.balance);
        facts.debt_due = Some(invoice.due);
    }
    let payment: Option<EventId> = match correction {
        Correction::Reversal { payment } | Correction::ChequeBounced { payment } => Some(*payment),
        _ => None,
    };
    let mut received_by = None;
    if let Some(payment) = payment
        && let Some(booked) = caller.state.store.booked_payment(payment).await?
    {
        facts.payment_folio = Some(booked.row.folio.clone());
        facts.payment_amount = Some(booked.row.amount);
        facts.payment_on = Some(booked.row.day);
        facts.payment_by = here.names.person(booked.row.person);
        received_by = Some(booked.row.person);
    }
    Ok((facts, received_by))
}

fn client_of(subject: &RequestSubject) -> Option<ClientId> {
    match subject {
        RequestSubject::Correction { client, .. } => Some(*client),
        RequestSubject::ReopenCorte { .. } => None,
    }
}

pub async fn ask(caller: &Caller, asked: CorrectionAsked) -> Result<RequestId, ApiError> {
    let store = &caller.state.store;
    let account = store.account(asked.client).await?.ok_or(ApiError::NotFound { what: Thing::Client })?;
    let today = portfolio::today(caller).await?;
    let fact = Fact::CorrectionAsked(asked.clone());
    let request = RequestId::from_uuid(random_uuid());
    let id = EventId::from_uuid(request.uuid());
    rules::apply_fact(&mut account.clone(), id, today, &fact, &Policy::default())
        .map_err(|rule| ApiError::Refused { rule })?;
    let subject = RequestSubject::Correction { client: asked.client, correction: asked.correction };
    let asking = new_request(caller, subject, &asked.reason).await?;
    let request = StoredRequest { request, evidence: asked.evidence, ..asking };
    keep(caller, request, account.customer.name).await
}

pub async fn ask_to_reopen(caller: &Caller, corte: EventId, reason: &str) -> Result<RequestId, ApiError> {
    let store = &caller.state.store;
    let found = store.corte(corte).await?.ok_or(ApiError::NotFound { what: Thing::Corte })?.value;
    if cortes::reopening(caller, corte).await?.is_some() {
        return Err(ApiError::Conflict);
    }
    let subject = RequestSubject::ReopenCorte { corte, person: found.person };
    let request = new_request(caller, subject, reason).await?;
    let name = Names::load(store).await?.person(found.person);
    keep(caller, request, name).await
}

async fn new_request(
    caller: &Caller,
    subject: RequestSubject,
    reason: &str,
) -> Result<StoredRequest, ApiError> {
    let mut check = FormCheck::default();
    let reason = check.line(Field::Reason, reason, DECISION_CHARS_MAX);
    check.done()?;
    Ok(StoredRequest {
        request: RequestId::from_uuid(random_uuid()),
        subject,
        reason,
        evidence: None,
        asked_by: caller.id(),
        asked: caller.now(),
        asked_on: portfolio::today(caller).await?,
        event: None,
        decision: Decision::Open,
    })
}

async fn keep(caller: &Caller, request: StoredRequest, about: String) -> Result<RequestId, ApiError> {
    let id = request.request;
    let kind = request.subject.kind().to_owned();
    let action = AuditAction::CorrectionAsked { request: id, kind, client: about };
    caller.state.store.ask_request(&request, &audit_line(caller, &action)?).await?;
    Ok(id)
}

pub async fn approve(caller: &Caller, request: RequestId, note: &str) -> Result<(), ApiError> {
    let (kind, client, on) = about(caller, request).await?;
    let note = note.split_whitespace().collect::<Vec<_>>().join(" ");
    let note: String = note.chars().take(DECISION_CHARS_MAX as usize).collect();
    let action = AuditAction::CorrectionApproved { request, kind, client };
    let approval = Approval { by: caller.id(), now: caller.now(), on, note: &note };
    Ok(caller.state.store.approve_request(request, &approval, &audit_line(caller, &action)?).await?)
}

pub async fn reject(caller: &Caller, request: RequestId, reason: &str) -> Result<(), ApiError> {
    let mut check = FormCheck::default();
    let reason = check.line(Field::Reason, reason, DECISION_CHARS_MAX);
    check.done()?;
    let (kind, client, on) = about(caller, request).await?;
    let action = AuditAction::CorrectionRejected { request, kind, client };
    let approval = Approval { by: caller.id(), now: caller.now(), on, note: &reason };
    Ok(caller.state.store.reject_request(request, &approval, &audit_line(caller, &action)?).await?)
}

/// Its kind, whom it is about, and today where the client is.
async fn about(caller: &Caller, request: RequestId) -> Result<(String, String, CivilDate), ApiError> {
    let store = &caller.state.store;
    let found = store.request(request).await?.ok_or(ApiError::NotFound { what: Thing::Request })?.value;
    let kind = found.subject.kind().to_owned();
    match &found.subject {
        RequestSubject::Correction { client, .. } => {
            let account = store.account(*client).await?.ok_or(ApiError::NotFound { what: Thing::Client })?;
            let on = caller.now().date_in(account.customer.zone);
            Ok((kind, account.customer.name, on))
        }
        RequestSubject::ReopenCorte { person, .. } => {
            let name = Names::load(store).await?.person(*person);
            Ok((kind, name, portfolio::today(caller).await?))
        }
    }
}
