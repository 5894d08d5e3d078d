//! What REP needs of the books, and what was noted about invoices and stamps.

use std::collections::HashMap;

use surrealdb::types::{SurrealValue, object};

use super::{
    Store, StoreError,
    query::{Row, id, list, maybe, text},
};
use crate::{
    api::rep::TaxMethod,
    domain::{
        account::Account,
        date::{CivilDate, Millis},
        event::Event,
        ids::{ClientId, EventId, InvoiceId, PersonId},
        money::Money,
        rep::{FiscalUuid, taxes::InvoiceTaxes},
    },
    sync::protocol::Outcome,
};

/// A payment in the books with the fact and what the rules said.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct RepPayment {
    pub event: Event,
    pub outcome: Outcome,
    pub client: ClientId,
    pub day: CivilDate,
    pub amount: Money,
    pub sat_form: String,
}

/// What is known of an invoice's CFDI.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct InvoiceTax {
    pub uuid: Option<FiscalUuid>,
    pub method: TaxMethod,
    /// `None`: all at the branch's rate.
    pub taxes: Option<InvoiceTaxes>,
}

/// The REP that documents a payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    pub uuid: String,
    pub on: CivilDate,
}

/// Who notes something, and when.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Noted {
    pub by: PersonId,
    pub at: Millis,
}

impl Store {
    /// The payments received from `first` to `last`, oldest first, at most `limit`.
    pub(crate) async fn payments_for_rep(
        &self,
        first: CivilDate,
        last: CivilDate,
        limit: usize,
    ) -> Result<Vec<RepPayment>, StoreError> {
        let sql =
            "SELECT day, instant, amount, sat_form, client, event.bytes AS bytes, event.outcome AS outcome
            FROM payment WHERE day >= $first AND day <= $last ORDER BY day, instant LIMIT $limit";
        let vars = object! {
            first: text(first.to_string()),
            last: text(last.to_string()),
            limit: i64::try_from(limit).unwrap_or(i64::MAX),
        };
        let rows = self.run(sql, vars).await?.rows(0)?;
        rows.into_iter().map(payment_of).collect()
    }

    /// The payments of one form recorded from `first` to `last`: of those that count on another day.
    pub(crate) async fn payments_of_form_for_rep(
        &self,
        sat_form: &str,
        first: CivilDate,
        last: CivilDate,
    ) -> Result<Vec<RepPayment>, StoreError> {
        let sql =
            "SELECT day, instant, amount, sat_form, client, event.bytes AS bytes, event.outcome AS outcome
            FROM payment WHERE day >= $first AND day <= $last AND sat_form = $form ORDER BY day, instant";
        let vars =
            object! { first: text(first.to_string()), last: text(last.to_string()), form: text(sat_form) };
        let rows = self.run(sql, vars).await?.rows(0)?;
        rows.into_iter().map(payment_of).collect()
    }

    /// The accounts of these clients, by client.
    pub(crate) async fn accounts_for_rep(
        &self,
        clients: &[ClientId],
    ) -> Result<HashMap<ClientId, Account>, StoreError> {
        let ids = list(clients.iter().map(|client| id("account", client.uuid())));
        let rows = self.run("SELECT json FROM $ids", object! { ids: ids }).await?.rows(0)?;
        rows.into_iter()
            .map(|mut row| {
                let account: Account = serde_json::from_str(&row.text("json")?)?;
                Ok((account.id(), account))
            })
            .collect()
    }

    /// What is known of these invoices' CFDI; who is not noted is not in it.
    pub(crate) async fn invoice_taxes(
        &self,
        invoices: &[InvoiceId],
    ) -> Result<HashMap<InvoiceId, InvoiceTax>, StoreError> {
        let ids = list(invoices.iter().map(|invoice| id("invoice_tax", invoice.uuid())));
        let rows = self.run("SELECT * FROM $ids", object! { ids: ids }).await?.rows(0)?;
        rows.into_iter()
            .map(|mut row| {
                let method = TaxMethod::parse(&row.text("method")?)
                    .ok_or_else(|| StoreError::Unreadable("method of an invoice".into()))?;
                let taxes = row.maybe_text("taxes")?;
                let known = InvoiceTax {
                    uuid: row.maybe_text("fiscal_uuid")?.as_deref().and_then(FiscalUuid::parse),
                    method,
                    taxes: taxes.map(|json| serde_json::from_str(&json)).transpose()?,
                };
                Ok((InvoiceId::from_uuid(row.uuid("id")?), known))
            })
            .collect()
    }

    /// Notes what is known of invoices' CFDI, in place of what was noted before.
    pub(crate) async fn note_invoice_taxes(
        &self,
        notes: &[(InvoiceId, InvoiceTax)],
        noted: Noted,
    ) -> Result<(), StoreError> {
        let mut rows = Vec::with_capacity(notes.len());
        for (invoice, known) in notes {
            let taxes = known.taxes.as_ref().map(serde_json::to_string).transpose()?;
            let row = object! {
                fiscal_uuid: maybe(known.uuid.as_ref().map(|uuid| uuid.as_str().to_owned())),
                method: text(known.method.as_str()),
                taxes: maybe(taxes),
                noted: noted.at.0,
                noted_by: id("person", noted.by.uuid()),
            };
            rows.push(object! { id: id("invoice_tax", invoice.uuid()), row: row }.into_value());
        }
        let sql = "BEGIN;
            FOR $one IN $rows { UPSERT $one.id CONTENT $one.row RETURN NONE };
            COMMIT;";
        self.run(sql, object! { rows: list(rows) }).await.map(|_| ())
    }

    /// Which of these invoices exist.
    pub(crate) async fn known_invoices(&self, invoices: &[InvoiceId]) -> Result<Vec<InvoiceId>, StoreError> {
        let ids = list(invoices.iter().map(|invoice| id("invoice", invoice.uuid())));
        let rows = self.run("SELECT id FROM $ids", object! { ids: ids }).await?.rows(0)?;
        rows.into_iter().map(|mut row| Ok(InvoiceId::from_uuid(row.uuid("id")?))).collect()
    }

    /// The REP of each of these payments, of those that have one.
    pub(crate) async fn rep_stamps(
        &self,
        payments: &[EventId],
    ) -> Result<HashMap<EventId, Stamp>, StoreError> {
        let ids = list(payments.iter().map(|payment| id("rep_stamp", payment.uuid())));
        let rows = self.run("SELECT * FROM $ids", object! { ids: ids }).await?.rows(0)?;
        rows.into_iter()
            .map(|mut row| {
                let stamp = Stamp { uuid: row.text("fiscal_uuid")?, on: row.date("stamped_on")? };
                Ok((EventId::from_uuid(row.uuid("id")?), stamp))
            })
            .collect()
    }

    /// Notes the REP of payments, all or none. [`StoreError::Conflict`] where one of them has another by now.
    pub(crate) async fn note_stamps(
        &self,
        payments: &[EventId],
        stamp: &Stamp,
        noted: Noted,
    ) -> Result<(), StoreError> {
        let rows = payments.iter().map(|payment| {
            object! {
                id: id("rep_stamp", payment.uuid()),
                fiscal_uuid: text(&stamp.uuid),
                stamped_on: text(stamp.on.to_string()),
                noted: noted.at.0,
                noted_by: id("person", noted.by.uuid()),
            }
            .into_value()
        });
        let sql = "INSERT INTO rep_stamp $rows RETURN NONE";
        match self.run(sql, object! { rows: list(rows) }).await {
            Err(StoreError::Exists(_)) => Err(StoreError::Conflict),
            other => other.map(|_| ()),
        }
    }

    /// Takes the note of a payment's REP back, and answers what it was.
    pub(crate) async fn remove_stamp(&self, payment: EventId) -> Result<Option<Stamp>, StoreError> {
        let vars = object! { id: id("rep_stamp", payment.uuid()) };
        let row = self.run("DELETE $id RETURN BEFORE", vars).await?.row(0)?;
        row.map(|mut row| Ok(Stamp { uuid: row.text("fiscal_uuid")?, on: row.date("stamped_on")? }))
            .transpose()
    }

    /// Whether all of these are payments in the books.
    pub(crate) async fn are_payments(&self, events: &[EventId]) -> Result<bool, StoreError> {
        let ids = list(events.iter().map(|event| id("event", event.uuid())));
        let rows = self.run("SELECT bytes FROM $ids", object! { ids: ids }).await?.rows(0)?;
        let mut payments = Vec::with_capacity(rows.len());
        for mut row in rows {
            let event = Event::from_bytes(&row.text("bytes")?).ok();
            let folio = event.as_ref().and_then(|event| event.fact.payment()).map(|paid| &paid.folio);
            payments.extend(folio.map(super::posting::payment_id));
        }
        let found = self.run("SELECT id FROM $ids", object! { ids: list(payments) }).await?.rows(0)?;
        Ok(found.len() == events.len())
    }
}

fn payment_of(mut row: Row) -> Result<RepPayment, StoreError> {
    Ok(RepPayment {
        event: Event::from_bytes(&row.text("bytes")?)?,
        outcome: serde_json::from_str(&row.text("outcome")?)?,
        client: ClientId::from_uuid(row.uuid("client")?),
        day: row.date("day")?,
        amount: row.money("amount")?,
        sat_form: row.text("sat_form")?,
    })
}
