//! The rows that a posting writes: ids, typed fields, increments.

use std::collections::{BTreeMap, BTreeSet};

use surrealdb::types::{Object, RecordId, SurrealValue, Value, object};

use super::super::{
    StoreError,
    query::{array_id, id, int, list, maybe, pesos, text, uuid_value},
};
use crate::domain::{
    account::Account,
    agreement::AgreementState,
    date::CivilDate,
    folio::Folio,
    ids::{ClientId, EventId, InvoiceId, PersonId},
    invoice::{Currency, Invoice},
    money::Money,
};

/// Most settled debts that an account carries to the phone; older ones stay in the table `invoice` and the ledger.
const SETTLED_INVOICES_MAX: usize = 12;

/// Most promises that an account carries to the phone.
const PROMISES_MAX: usize = 24;

/// Whether an account is in a scope or has left it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Stay {
    Here,
    Gone,
}

/// The id of a payment is its folio: no two payments can have the same.
pub(in super::super) fn payment_id(folio: &Folio) -> RecordId {
    array_id("payment", vec![text(folio.series().as_str()), int(u64::from(folio.number()))])
}

/// A folio that a payment *por aclarar* holds.
pub(in super::super) fn held_folio_id(folio: &Folio) -> RecordId {
    array_id("held_folio", vec![text(folio.series().as_str()), int(u64::from(folio.number()))])
}

/// `YYYY-MM`.
pub(in super::super) fn month_of(day: CivilDate) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}

pub(in super::super) fn change_id(scope: PersonId, number: u64) -> RecordId {
    array_id("change", vec![uuid_value(scope.uuid()), int(number)])
}

pub(super) fn change_row(scope: PersonId, number: u64, client: ClientId, stay: Stay) -> Value {
    object! {
        id: change_id(scope, number),
        client: id("account", client.uuid()),
        gone: stay == Stay::Gone,
    }
    .into_value()
}

/// The row by which a convenio is found in its account.
pub(super) fn convenio_row(client: ClientId, agreement: EventId, state: AgreementState) -> Value {
    let state = match state {
        AgreementState::Active => "active",
        AgreementState::Kept => "kept",
        AgreementState::Broken { .. } => "broken",
    };
    let row = object! { client: id("account", client.uuid()), state: text(state) };
    object! { id: id("convenio", agreement.uuid()), row: row }.into_value()
}

/// The typed fields of an account, beside the JSON that phones get.
pub(super) fn account_row(account: &Account, change_no: u64) -> Result<Object, StoreError> {
    let mut owed: BTreeMap<(CivilDate, &'static str), Money> = BTreeMap::new();
    for invoice in account.invoices.iter().filter(|invoice| invoice.is_open()) {
        let sum = owed.entry((invoice.due, invoice.currency.as_str())).or_default();
        *sum = sum.checked_add(invoice.balance)?;
    }
    let in_pesos = owed.iter().filter(|((_, currency), _)| *currency == Currency::Mxn.as_str());
    let balance = account.balance()?;
    assert_eq!(
        Money::sum(in_pesos.map(|(_, amount)| *amount))?,
        balance,
        "what is owed by due date adds up to the balance"
    );
    assert!(!balance.is_negative() && !account.unapplied.is_negative(), "no balance goes below zero");
    let owed = owed.into_iter().map(|((due, currency), amount)| {
        object! { due: text(due.to_string()), currency: text(currency), amount: pesos(amount) }
    });
    Ok(object! {
        key: text(&account.customer.key),
        name: text(&account.customer.name),
        street: text(&account.customer.address.street),
        neighbourhood: text(&account.customer.address.neighbourhood),
        municipality: text(&account.customer.address.municipality),
        branch: id("branch", account.customer.branch.uuid()),
        assigned_to: maybe(account.assigned_to.map(|person| id("person", person.uuid()))),
        version: int(account.version),
        change_no: int(change_no),
        balance: pesos(balance),
        unapplied: pesos(account.unapplied),
        owed: list(owed),
        json: text(serde_json::to_string(account)?),
    })
}

/// Keeps what travels to the phone small: the latest settled debts and promises only.
///
/// Answers the debts that it no longer carries, as they are.
pub(super) fn trim(account: &mut Account) -> Vec<Invoice> {
    let mut dropped = Vec::new();
    let past: Vec<_> = account
        .invoices
        .iter()
        .filter(|invoice| account.may_forget(invoice))
        .map(|invoice| (invoice.due, invoice.id))
        .collect();
    if past.len() > SETTLED_INVOICES_MAX {
        let mut past = past;
        past.sort_unstable();
        let many = past.len().saturating_sub(SETTLED_INVOICES_MAX);
        let gone: BTreeSet<InvoiceId> = past.into_iter().take(many).map(|(_, invoice)| invoice).collect();
        dropped = account.invoices.extract_if(.., |invoice| gone.contains(&invoice.id)).collect();
    }
    let surplus = account.promises.len().saturating_sub(PROMISES_MAX);
    account.promises.drain(..surplus);
    dropped
}

pub(super) type FigureStep = (&'static str, &'static str, Vec<Value>);

/// The increments of the kept figures: name of the variable, what to do with each row of it, and the rows.
pub(super) fn figures(
    collected: BTreeMap<(CivilDate, PersonId, String), (Money, i64)>,
    months: BTreeMap<(PersonId, String), Money>,
    settled: BTreeMap<InvoiceId, Invoice>,
) -> Result<[FigureStep; 3], StoreError> {
    let collected = collected.into_iter().map(|((day, person, form), (amount, payments))| {
        let key = vec![text(day.to_string()), uuid_value(person.uuid()), text(form)];
        object! { id: array_id("collected", key), amount: pesos(amount), payments: payments }.into_value()
    });
    let months = months.into_iter().map(|((person, month), amount)| {
        let key = vec![uuid_value(person.uuid()), text(month)];
        object! { id: array_id("collected_month", key), amount: pesos(amount) }.into_value()
    });
    let settled = settled.into_iter().map(|(debt, invoice)| {
        let json = text(serde_json::to_string(&invoice)?);
        Ok(object! { id: id("settled_debt", debt.uuid()), json: json }.into_value())
    });
    Ok([
        (
            "collected",
            "UPSERT $one.id SET amount = (amount ?? 0dec) + $one.amount, payments = (payments ?? 0) + $one.payments
             RETURN NONE",
            collected.collect(),
        ),
        ("months", "UPSERT $one.id SET amount = (amount ?? 0dec) + $one.amount RETURN NONE", months.collect()),
        (
            "settled",
            "UPSERT $one.id SET json = $one.json RETURN NONE",
            settled.collect::<Result<_, StoreError>>()?,
        ),
    ])
}
