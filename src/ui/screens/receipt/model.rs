//! From the stored receipt to what the client reads.

use super::booked::{Change, changes};
use crate::{
    domain::{
        allocation::Allocated,
        date::CivilDate,
        folio::Folio,
        ids::{ClientId, EventId},
        payment::PaymentMethod,
    },
    sync::{
        overlay::Workspace,
        protocol::Outcome,
        records::{OutboxState, ReceiptRow},
    },
    ui::{
        components::{Glyph, ReceiptLine, ReceiptPrint, Tone},
        format, links,
        text::{amount_words, collect, errors, receipt::ES},
    },
};

/// Everything that the page shows.
#[derive(Clone, Debug, PartialEq)]
pub struct ReceiptPage {
    pub client: ClientId,
    pub event: EventId,
    /// Where the office booked otherwise than the receipt says.
    pub changes: Vec<Change>,
    pub print: ReceiptPrint,
    pub state: ReceiptState,
    /// For WhatsApp, in *usted*.
    pub message: String,
    /// The client's phone with its country code; empty where it is not known.
    pub phone: String,
}

/// How far the payment has come, in words and sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiptState {
    pub tone: Tone,
    pub glyph: Glyph,
    pub text: String,
    /// The office has not confirmed where the money goes.
    pub is_provisional: bool,
}

/// The receipt of a folio; `None` where this phone did not issue it.
pub fn receipt_page(workspace: &Workspace, folio: &Folio, today: CivilDate) -> Option<ReceiptPage> {
    let row = workspace.receipt(folio)?;
    let profile = workspace.meta().profile.as_ref()?;
    let on = row.recorded.date_in(profile.zone);
    let hour = format::hour(row.recorded, profile.zone);
    let check_url = check_url(&profile.receipt_check_url, row);
    let phone = workspace.account(row.client).and_then(|account| links::full_number(&account.customer.phone));
    let folio = row.folio.to_string();
    let when = format!("{}, {hour}", format::date(on, today));
    Some(ReceiptPage {
        client: row.client,
        event: row.event,
        changes: row.booked.as_ref().map(|booked| changes(&row.allocation, booked)).unwrap_or_default(),
        message: (ES.message)(&folio, row.amount, &when, row.balance_after, &check_url),
        state: state(workspace, row),
        phone: phone.unwrap_or_default(),
        print: ReceiptPrint {
            company: profile.company.clone(),
            folio,
            amount: row.amount,
            in_words: amount_words::pesos(row.amount),
            client_name: row.client_name.clone(),
            when: format!("{}, {hour}", format::date_with_year(on)),
            method: (collect::ES.method_name)(row.method.sat_form()).to_owned(),
            collector: profile.name.clone(),
            condition: condition(&row.method),
            lines: row.allocation.parts.iter().map(line).collect(),
            unapplied: row.allocation.unapplied,
            balance_after: row.balance_after,
            check_url,
        },
    })
}

fn line(part: &Allocated) -> ReceiptLine {
    let is_split = part.interest.is_positive() || part.interest_tax.is_positive();
    ReceiptLine {
        folio: part.folio.clone(),
        amount: part.total().unwrap_or(part.amount),
        split: is_split.then(|| (ES.split)(part.amount, part.interest, part.interest_tax)),
        balance_after: part.balance_after,
    }
}

/// Under what condition the money counts: a cheque only when the bank pays it.
fn condition(method: &PaymentMethod) -> Option<String> {
    match method {
        PaymentMethod::Cheque { number, bank, .. } => Some((ES.cheque_condition)(bank, number)),
        PaymentMethod::Cash | PaymentMethod::Transfer { .. } | PaymentMethod::Card { .. } => None,
    }
}

/// The public page with folio and hash in its fragment, which no server sees in its log.
fn check_url(base: &str, row: &ReceiptRow) -> String {
    format!("{base}#{}.{}", row.folio, row.chain)
}

fn state(workspace: &Workspace, row: &ReceiptRow) -> ReceiptState {
    let applied = ReceiptState {
        tone: Tone::Ok,
        glyph: Glyph::CheckDouble,
        text: ES.applied_in_office.to_owned(),
        is_provisional: false,
    };
    let sent = workspace.outbox().iter().find(|sent| sent.seq == row.seq);
    // A row leaves the outbox when the base includes it.
    let Some(sent) = sent else { return applied };
    let OutboxState::Answered { outcome } = &sent.state else { return only_here() };
    match outcome.original() {
        Outcome::Applied { applied: done } => match done.exception {
            Some(code) => ReceiptState {
                tone: Tone::Warning,
                text: format!("{}: {}", ES.applied_in_office, errors::exception(code)),
                ..applied
            },
            None => applied,
        },
        Outcome::Quarantined { reason } => ReceiptState {
            tone: Tone::Warning,
            glyph: Glyph::Alert,
            text: (ES.to_clear_up)(errors::quarantine(*reason)),
            is_provisional: true,
        },
        Outcome::Deferred { .. } | Outcome::Duplicate { .. } => only_here(),
    }
}

fn only_here() -> ReceiptState {
    ReceiptState {
        tone: Tone::Info,
        glyph: Glyph::Clock,
        text: ES.only_here.to_owned(),
        is_provisional: true,
    }
}
