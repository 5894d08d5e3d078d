//! Events and payments as they are read: what was answered the first time, receipts, the day's list.

use std::collections::{HashMap, HashSet};

use surrealdb::types::object;

use super::{
    Store, StoreError,
    exceptions::exception_id,
    posting::payment_id,
    query::{Row, id, list},
};
use crate::{
    domain::{
        chain::ChainHash,
        date::{CivilDate, Millis},
        folio::{Folio, Series},
        ids::{ClientId, DeviceId, EventId, PersonId},
        money::Money,
    },
    sync::protocol::{Outcome, ReceiptCheck},
};

/// What is stored under an event's id.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredEvent {
    pub sha256: ChainHash,
    pub outcome: Outcome,
}

/// What the database knows of a batch before it is judged.
#[derive(Clone, Debug, Default)]
pub(crate) struct SeenBefore {
    pub events: HashMap<EventId, StoredEvent>,
    /// Outcomes of bytes that came under an id or sequence that was taken.
    pub exceptions: HashMap<(EventId, ChainHash), Outcome>,
    /// Folios that a payment has.
    pub folios: HashSet<Folio>,
}

/// A payment in the books.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredPayment {
    pub folio: Folio,
    pub event: EventId,
    pub client: ClientId,
    pub person: PersonId,
    pub day: CivilDate,
    /// Best estimate of when it was received, in server time.
    pub instant: Millis,
    pub amount: Money,
    pub unapplied: Money,
    pub sat_form: String,
}

impl Store {
    /// The stored outcome of an event.
    pub async fn event(&self, event: EventId) -> Result<Option<StoredEvent>, StoreError> {
        let seen = self.seen_before(&[(event, ChainHash::of(b""))], &[]).await?;
        Ok(seen.events.into_values().next())
    }

    /// Which of these events and folios are stored already.
    pub(crate) async fn seen_before(
        &self,
        events: &[(EventId, ChainHash)],
        folios: &[Folio],
    ) -> Result<SeenBefore, StoreError> {
        let sql = "SELECT id, sha256, outcome FROM $events;
            SELECT id, outcome FROM $exceptions;
            SELECT id FROM $payments;";
        let vars = object! {
            events: list(events.iter().map(|(event, _)| id("event", event.uuid()))),
            exceptions: list(events.iter().map(|(event, sha256)| exception_id(*event, *sha256))),
            payments: list(folios.iter().map(payment_id)),
        };
        let mut answer = self.run(sql, vars).await?;
        let mut seen = SeenBefore::default();
        for mut row in answer.rows(0)? {
            let event = EventId::from_uuid(row.uuid("id")?);
            let stored = StoredEvent {
                sha256: hash(&row.text("sha256")?)?,
                outcome: serde_json::from_str(&row.text("outcome")?)?,
            };
            seen.events.insert(event, stored);
        }
        for mut row in answer.rows(1)? {
            let mut key = row.key_parts("id")?;
            let key = (EventId::from_uuid(key.uuid("0")?), hash(&key.text("1")?)?);
            seen.exceptions.insert(key, serde_json::from_str(&row.text("outcome")?)?);
        }
        for mut row in answer.rows(2)? {
            seen.folios.insert(folio_of(&mut row)?);
        }
        Ok(seen)
    }

    /// What the public receipt check answers: the payment with this folio, where the hash is that of its event.
    pub async fn check_receipt(
        &self,
        folio: &Folio,
        chain: ChainHash,
    ) -> Result<Option<ReceiptCheck>, StoreError> {
        let sql = "SELECT amount, instant, event.sha256 AS sha256 FROM $id";
        let Some(mut row) = self.run(sql, object! { id: payment_id(folio) }).await?.row(0)? else {
            return Ok(None);
        };
        if hash(&row.text("sha256")?)? != chain {
            return Ok(None);
        }
        let (amount, received) = (row.money("amount")?, Millis(row.int("instant")?));
        Ok(Some(ReceiptCheck { folio: folio.clone(), amount, received }))
    }

    /// The payments of one series, by number.
    pub async fn payments_of_series(&self, series: &Series) -> Result<Vec<StoredPayment>, StoreError> {
        let sql = "SELECT * FROM payment:[$series, 0]..[$series, 9999999]";
        let vars = object! { series: series.as_str().to_owned() };
        let rows = self.run(sql, vars).await?.rows(0)?;
        rows.into_iter().map(payment_of).collect()
    }

    /// Every payment, series by series: for the audit of the books and for tests.
    pub async fn all_payments(&self) -> Result<Vec<StoredPayment>, StoreError> {
        let rows = self.run("SELECT * FROM payment", object! {}).await?.rows(0)?;
        rows.into_iter().map(payment_of).collect()
    }

    /// Id, device and sequence of every event: for the audit of the books.
    pub(crate) async fn event_positions(&self) -> Result<Vec<(EventId, DeviceId, u64)>, StoreError> {
        let rows = self.run("SELECT id, device, seq FROM event", object! {}).await?.rows(0)?;
        rows.into_iter()
            .map(|mut row| {
                Ok((
                    EventId::from_uuid(row.uuid("id")?),
                    DeviceId::from_uuid(row.uuid("device")?),
                    row.count("seq")?,
                ))
            })
            .collect()
    }
}

fn hash(text: &str) -> Result<ChainHash, StoreError> {
    ChainHash::parse(text).ok_or_else(|| StoreError::Unreadable("sha256".into()))
}

fn folio_of(row: &mut Row) -> Result<Folio, StoreError> {
    let mut key = row.key_parts("id")?;
    let unreadable = || StoreError::Unreadable("folio".into());
    let series = Series::parse(&key.text("0")?).ok_or_else(unreadable)?;
    let number = u32::try_from(key.int("1")?).map_err(|_| unreadable())?;
    Folio::new(series, number).map_err(|_| unreadable())
}

fn payment_of(mut row: Row) -> Result<StoredPayment, StoreError> {
    Ok(StoredPayment {
        folio: folio_of(&mut row)?,
        event: EventId::from_uuid(row.uuid("event")?),
        client: ClientId::from_uuid(row.uuid("client")?),
        person: PersonId::from_uuid(row.uuid("person")?),
        day: row.date("day")?,
        instant: Millis(row.int("instant")?),
        amount: row.money("amount")?,
        unapplied: row.money("unapplied")?,
        sat_form: row.text("sat_form")?,
    })
}
