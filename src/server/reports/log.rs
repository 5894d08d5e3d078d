//! What was recorded in the street, event by event: receipts, and the bitácora de cobranza.

use std::collections::HashMap;

use super::{
    Desk, money,
    period::{Period, Since},
};
use crate::{
    api::error::{ApiError, Thing},
    domain::{
        allocation::Allocation,
        event::{Fact, Place},
        ids::ClientId,
        money::Money,
        report::{
            Cell, Column, ColumnKey, FilterShown, Kind, REPORT_ROWS_MAX, Report, ReportName, Row, Table,
            TableName, Word,
        },
        visit::VisitResult,
    },
    server::store::reports::{ClientName, REPORT_EVENTS_MAX, ReportedEvent},
    sync::protocol::Outcome,
};

/// Decimals of a degree that are written: about a metre.
const PLACE_DECIMALS: usize = 5;

/// Each receipt in the books, in the order in which they were given.
pub async fn receipts(desk: &Desk<'_>) -> Result<Report, ApiError> {
    let period = desk.period(Since::Today)?;
    let is_booked = |one: &ReportedEvent| one.event.fact.payment().is_some() && allocation(one).is_some();
    let found = happened(desk, period, is_booked).await?;
    let names = names(desk, &found.events).await?;
    let columns = vec![
        Column::new(ColumnKey::Folio, Kind::Text),
        Column::new(ColumnKey::Moment, Kind::Moment),
        Column::new(ColumnKey::Person, Kind::Text),
        Column::new(ColumnKey::ClientKey, Kind::Text),
        Column::new(ColumnKey::Client, Kind::Text),
        Column::new(ColumnKey::Form, Kind::Text),
        Column::new(ColumnKey::Amount, Kind::Money),
        Column::new(ColumnKey::ToInvoices, Kind::Money),
        Column::new(ColumnKey::LateInterest, Kind::Money),
        Column::new(ColumnKey::InterestTax, Kind::Money),
        Column::new(ColumnKey::ToUnapplied, Kind::Money),
    ];
    let mut table = Table::new(TableName::Main, columns);
    for one in &found.events {
        let (Some(payment), Some(applied)) = (one.event.fact.payment(), allocation(one)) else { continue };
        let client = names.get(&payment.client);
        table.push(Row::line(vec![
            Cell::Text(payment.folio.to_string()),
            Cell::Moment(one.event.stamp.instant()),
            Cell::text(desk.name_of(one.event.person)),
            Cell::text(client.map_or("", |client| &client.key)),
            Cell::text(client.map_or("", |client| &client.name)),
            Cell::Word(Word::Form { sat_form: payment.method.sat_form().to_owned() }),
            Cell::Money(payment.amount),
            Cell::Money(applied.capital().map_err(money)?),
            Cell::Money(applied.interest().map_err(money)?),
            Cell::Money(applied.interest_tax().map_err(money)?),
            Cell::Money(applied.unapplied),
        ]));
    }
    table.add_total().map_err(money)?;
    finish(desk, ReportName::Receipts, period, table, found.is_cut).await
}

/// Every visit, payment and promise, in the order in which they happened.
pub async fn log(desk: &Desk<'_>) -> Result<Report, ApiError> {
    let period = desk.period(Since::Today)?;
    let found = happened(desk, period, |one| one.event.fact.client().is_some()).await?;
    let names = names(desk, &found.events).await?;
    let columns = vec![
        Column::new(ColumnKey::Moment, Kind::Moment),
        Column::new(ColumnKey::Person, Kind::Text),
        Column::new(ColumnKey::ClientKey, Kind::Text),
        Column::new(ColumnKey::Client, Kind::Text),
        Column::new(ColumnKey::Kind, Kind::Text),
        Column::new(ColumnKey::Contact, Kind::Text),
        Column::new(ColumnKey::Result, Kind::Text),
        Column::new(ColumnKey::Collected, Kind::Money),
        Column::new(ColumnKey::NextAction, Kind::Text),
        Column::new(ColumnKey::Reference, Kind::Text),
        Column::new(ColumnKey::Note, Kind::Text),
        Column::new(ColumnKey::Place, Kind::Text),
    ];
    let mut table = Table::new(TableName::Main, columns);
    for one in &found.events {
        let client = one.event.fact.client().and_then(|client| names.get(&client));
        let told = told(one);
        table.push(Row::line(vec![
            Cell::Moment(one.event.stamp.instant()),
            Cell::text(desk.name_of(one.event.person)),
            Cell::text(client.map_or("", |client| &client.key)),
            Cell::text(client.map_or("", |client| &client.name)),
            Cell::Word(told.kind),
            told.contact.map_or(Cell::Empty, Cell::Word),
            Cell::Word(told.result),
            told.collected.map_or(Cell::Empty, Cell::Money),
            told.next.map_or(Cell::Empty, Cell::Word),
            Cell::text(&told.reference),
            Cell::text(&told.note),
            one.event.place.as_ref().map_or(Cell::Empty, |place| Cell::Text(place_words(place))),
        ]));
    }
    table.add_total().map_err(money)?;
    finish(desk, ReportName::CollectionLog, period, table, found.is_cut).await
}

/// What an event tells.
struct Told {
    kind: Word,
    /// Whether the client was met, as far as the result tells.
    contact: Option<Word>,
    result: Word,
    /// Only what is in the books.
    collected: Option<Money>,
    next: Option<Word>,
    reference: String,
    note: String,
}

fn told(one: &ReportedEvent) -> Told {
    let told = |kind, result| Told {
        kind,
        contact: None,
        result,
        collected: None,
        next: None,
        reference: String::new(),
        note: String::new(),
    };
    let told = match &one.event.fact {
        Fact::PaymentReceived(payment) => Told {
            contact: Some(Word::MetSomebody),
            collected: allocation(one).map(|_| payment.amount),
            reference: payment.folio.to_string(),
            ..told(Word::Payment, Word::PaidAmount { amount: payment.amount })
        },
        Fact::PromiseMade(promise) => Told {
            contact: Some(Word::MetSomebody),
            next: Some(Word::CollectPromise { on: promise.due }),
            ..told(Word::Promise, Word::PromisedAmount { amount: promise.amount, due: promise.due })
        },
        Fact::VisitMade(visit) => {
            let (contact, next) = after_visit(&visit.result);
            Told {
                contact: Some(contact),
                next,
                note: visit.note.clone(),
                ..told(Word::Visit, Word::VisitResult { result: visit.result.clone() })
            }
        }
        Fact::AgreementMade(made) => Told {
            contact: Some(Word::MetSomebody),
            next: made.terms.instalments.first().map(|first| Word::CollectPromise { on: first.due }),
            ..told(
                Word::Agreement,
                Word::AgreedAmount {
                    instalments: u32::try_from(made.terms.instalments.len()).unwrap_or(u32::MAX),
                    amount: Money::sum(made.terms.instalments.iter().map(|one| one.amount))
                        .unwrap_or_default(),
                },
            )
        },
        Fact::CounterReceiptTaken(taken) => Told {
            contact: Some(Word::MetSomebody),
            next: taken.pay_on.map(|on| Word::CollectReview { on }),
            reference: taken.client_folio.clone(),
            ..told(
                Word::CounterReceipt,
                Word::TakenForReview { invoices: u32::try_from(taken.invoices.len()).unwrap_or(u32::MAX) },
            )
        },
        Fact::CorrectionAsked(asked) => {
            Told { note: asked.reason.clone(), ..told(Word::Correction, Word::AskedTheOffice) }
        }
        // They are of a drawer and of no client: the log of collection does not have them.
        Fact::DepositMade(_) | Fact::CashHandedOver(_) | Fact::FolioVoided(_) => {
            told(Word::OtherCredit, Word::Done)
        }
    };
    if matches!(one.outcome.original(), Outcome::Applied { .. }) {
        told
    } else {
        Told { next: Some(Word::ToClearUp), ..told }
    }
}

/// Whether somebody was met, and what follows.
fn after_visit(result: &VisitResult) -> (Word, Option<Word>) {
    match result {
        VisitResult::Absent | VisitResult::Closed => (Word::MetNobody, Some(Word::VisitAgain)),
        VisitResult::NoMoney => (Word::MetSomebody, Some(Word::VisitAgain)),
        VisitResult::Promised { due, .. } => (Word::MetSomebody, Some(Word::CollectPromise { on: *due })),
        VisitResult::InReview { pay_on: Some(on) } => {
            (Word::MetSomebody, Some(Word::CollectReview { on: *on }))
        }
        VisitResult::InReview { pay_on: None } => (Word::MetSomebody, Some(Word::VisitAgain)),
        VisitResult::Disputes => (Word::MetSomebody, Some(Word::ResolveDispute)),
    }
}

/// Where a booked payment went; `None` where the payment is not in the books.
pub fn allocation(one: &ReportedEvent) -> Option<&Allocation> {
    match one.outcome.original() {
        Outcome::Applied { applied } => applied.allocation.as_ref(),
        _ => None,
    }
}

/// Latitude, longitude and how exact: `32.56712, -116.62591 ±12 m`.
fn place_words(place: &Place) -> String {
    let at = &place.position;
    format!(
        "{:.*}, {:.*} ±{:.0} m",
        PLACE_DECIMALS, at.latitude, PLACE_DECIMALS, at.longitude, place.accuracy_m
    )
}

/// Events of a period, as many as a report takes.
pub struct Found {
    pub events: Vec<ReportedEvent>,
    pub is_cut: bool,
}

/// What happened on the days of the period and is asked for.
pub async fn happened(
    desk: &Desk<'_>,
    period: Period,
    is_wanted: impl Fn(&ReportedEvent) -> bool,
) -> Result<Found, ApiError> {
    let (from, until) = period.instants();
    let mut found = Found { events: Vec::new(), is_cut: false };
    let mut looked_at = 0usize;
    let store = &desk.caller.state.store;
    store
        .each_event_between(from, until, |one| {
            looked_at = looked_at.saturating_add(1);
            let event = &one.event;
            let is_mine = period.has(event.day())
                && desk.wants_person(event.person)
                && desk.filter.client.is_none_or(|client| Some(client) == event.fact.client())
                && is_wanted(&one);
            if is_mine {
                found.events.push(one);
            }
            found.is_cut = found.events.len() > REPORT_ROWS_MAX || looked_at > REPORT_EVENTS_MAX;
            !found.is_cut
        })
        .await?;
    Ok(found)
}

async fn names(desk: &Desk<'_>, events: &[ReportedEvent]) -> Result<HashMap<ClientId, ClientName>, ApiError> {
    let mut clients: Vec<ClientId> = events.iter().filter_map(|one| one.event.fact.client()).collect();
    clients.sort_unstable();
    clients.dedup();
    Ok(desk.caller.state.store.client_names(&clients).await?)
}

async fn finish(
    desk: &Desk<'_>,
    name: ReportName,
    period: Period,
    table: Table,
    is_cut: bool,
) -> Result<Report, ApiError> {
    let mut filters = vec![FilterShown::Period { from: period.from, to: period.to }];
    filters.extend(desk.narrowed().await?);
    if let Some(client) = desk.filter.client {
        let named = desk.caller.state.store.client_names(&[client]).await?.remove(&client);
        let ClientName { key, name, .. } = named.ok_or(ApiError::NotFound { what: Thing::Client })?;
        filters.push(FilterShown::Client { key, name, rfc: String::new(), address: String::new() });
    }
    Ok(Report { is_cut, ..desk.report(name, filters, vec![table]) })
}
