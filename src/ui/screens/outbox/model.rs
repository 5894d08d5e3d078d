//! From outbox rows to lines that say what each is and how far it came.

use crate::{
    domain::{date::Millis, event::Fact},
    sync::{
        overlay::Workspace,
        protocol::Outcome,
        records::{OutboxRow, OutboxState},
    },
    ui::{
        components::{Glyph, Tone},
        format,
        text::{correction, errors, outbox::ES},
    },
};

/// One movement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutboxLine {
    pub seq: u64,
    pub what: String,
    pub who: String,
    pub age: String,
    pub state: String,
    pub tone: Tone,
    pub glyph: Glyph,
    pub attempts: u32,
    pub href: Option<String>,
}

/// The screen, in three lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OutboxView {
    pub headline: String,
    pub unsent: Vec<OutboxLine>,
    pub quarantined: Vec<OutboxLine>,
    pub answered: Vec<OutboxLine>,
}

pub fn outbox_view(workspace: &Workspace, now: Millis) -> OutboxView {
    let mut view = OutboxView { headline: headline(workspace, now), ..OutboxView::default() };
    for row in workspace.outbox() {
        let line = line(workspace, row, now);
        if row.is_quarantined() {
            view.quarantined.push(line);
        } else if row.is_unsent() {
            view.unsent.push(line);
        } else {
            view.answered.push(line);
        }
    }
    view
}

fn headline(workspace: &Workspace, now: Millis) -> String {
    match workspace.oldest_unsent() {
        Some(oldest) => (ES.unsent)(workspace.unsent_count(), &format::span(now.since(oldest))),
        None => {
            let meta = workspace.meta();
            let zone = meta.profile.as_ref().map(|profile| profile.zone);
            let at = meta.all_sent_at.zip(zone).map(|(at, zone)| format::moment(at, zone, now.date_in(zone)));
            (ES.none)(at.as_deref())
        }
    }
}

fn line(workspace: &Workspace, row: &OutboxRow, now: Millis) -> OutboxLine {
    let (what, href) = match workspace.event(row.seq).map(|event| &event.fact) {
        Some(Fact::PaymentReceived(payment)) => (
            (ES.payment)(&payment.folio.to_string(), payment.amount),
            Some(format!("/app/recibo/{}", payment.folio)),
        ),
        Some(Fact::VisitMade(_)) => (ES.visit.to_owned(), None),
        Some(Fact::PromiseMade(_)) => (ES.promise.to_owned(), None),
        Some(Fact::AgreementMade(made)) => {
            (ES.agreement.to_owned(), Some(format!("/app/convenio/{}/{}", made.client, row.id)))
        }
        Some(Fact::CounterReceiptTaken(taken)) => {
            ((ES.counter_receipt)(taken.invoices.len()), Some(format!("/app/clientes/{}", taken.client)))
        }
        Some(Fact::CorrectionAsked(asked)) => (
            (ES.correction)((correction::ES.name)(&asked.correction)),
            Some(format!("/app/clientes/{}", asked.client)),
        ),
        Some(Fact::DepositMade(deposit)) => ((ES.deposit)(&deposit.slip_folio), Some("/app/caja".to_owned())),
        Some(Fact::CashHandedOver(handed)) => {
            ((ES.handover)(&format::date_with_year(handed.day)), Some(format!("/app/corte/{}", row.id)))
        }
        Some(Fact::FolioVoided(voided)) => ((ES.voided)(&voided.folio.to_string()), None),
        None => (ES.unreadable.to_owned(), None),
    };
    let name_of = |client| workspace.account(client).map(|account| account.customer.name.clone());
    let who = match row.client {
        Some(client) => name_of(client).unwrap_or_else(|| ES.unknown_client.to_owned()),
        None => String::new(),
    };
    let (tone, glyph, state) = state(row);
    OutboxLine {
        seq: row.seq,
        what,
        who,
        age: format::age(now.since(row.recorded)),
        state,
        tone,
        glyph,
        attempts: row.attempts,
        href,
    }
}

fn state(row: &OutboxRow) -> (Tone, Glyph, String) {
    let OutboxState::Answered { outcome } = &row.state else {
        return (Tone::Neutral, Glyph::Clock, ES.state_only_here.to_owned());
    };
    match outcome.original() {
        Outcome::Applied { applied } => match applied.exception {
            Some(code) => {
                (Tone::Warning, Glyph::CheckDouble, (ES.state_applied_but)(errors::exception(code)))
            }
            None => (Tone::Ok, Glyph::CheckDouble, ES.state_applied.to_owned()),
        },
        Outcome::Quarantined { reason } => {
            (Tone::Warning, Glyph::Alert, (ES.state_to_clear_up)(errors::quarantine(*reason)))
        }
        Outcome::Deferred { .. } => (Tone::Warning, Glyph::Clock, ES.state_deferred.to_owned()),
        Outcome::Duplicate { .. } => (Tone::Ok, Glyph::Check, ES.state_received.to_owned()),
    }
}
