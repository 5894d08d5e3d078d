//! Events and payments as they are read: what was answered the first time, receipts, the day's list.

use std::collections::{HashMap, HashSet};

use surrealdb::types::object;

use super::{
    Store, StoreError,
    exceptions::exception_id,
    posting::{held_folio_id, payment_id},
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
    sync::intake::StoredEvent,
};

/// What the database knows of a batch before it is judged.
#[derive(Clone, Debug, Default)]
pub(crate) struct SeenBefore {
    /// All that is stored under an id: the event itself, and other bytes that claimed its id.
    pub events: HashMap<EventId, Vec<StoredEvent>>,
    /// Folios that are taken: by a payment in the books, or by one that is *por aclarar*.
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
    /// What is stored under an event's id.
    pub async fn event(&self, event: EventId) -> Result<Option<StoredEvent>, StoreError> {
        let sql = "SELECT id, sha256, outcome FROM $id";
        let row = self.run(sql, object! { id: id("event", event.uuid()) }).await?.row(0)?;
        row.map(|row| stored_of(row).map(|(_, stored)| stored)).transpose()
    }

    /// Which of these events, by id and hash of the bytes that came, and which of these folios are stored already.
    pub(crate) async fn seen_before(
        &self,
        events: &[(EventId, ChainHash)],
        folios: &[Folio],
    ) -> Result<SeenBefore, StoreError> {
        let sql = "SELECT id, sha256, outcome FROM $events;
            SELECT id, outcome FROM $exceptions;
            SELECT id FROM $payments;
            SELECT id FROM $held;";
        let vars = object! {
            events: list(events.iter().map(|(event, _)| id("event", event.uuid()))),
            exceptions: list(events.iter().map(|(event, sha256)| exception_id(*event, *sha256))),
            payments: list(folios.iter().map(payment_id)),
            held: list(folios.iter().map(held_folio_id)),
        };
        let mut answer = self.run(sql, vars).await?;
        let mut seen = SeenBefore::default();
        for row in answer.rows(0)? {
            let (event, stored) = stored_of(row)?;
            seen.events.entry(event).or_default().push(stored);
        }
        for mut row in answer.rows(1)? {
            let mut key = row.key_parts("id")?;
            let (event, sha256) = (EventId::from_uuid(key.uuid("0")?), hash(&key.text("1")?)?);
            let stored = StoredEvent { sha256, outcome: serde_json::from_str(&row.text("outcome")?)? };
            let known = seen.events.entry(event).or_default();
            if known.iter().all(|known| known.sha256 != sha256) {
                known.push(stored);
            }
        }
        for index in [2, 3] {
            for mut row in answer.rows(index)? {
                seen.folios.insert(folio_of(&mut row)?);
            }
        }
        Ok(seen)
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

    /// The folios that payments *por aclarar* hold.
    pub(crate) async fn held_folios(&self) -> Result<Vec<Folio>, StoreError> {
        let rows = self.run("SELECT id FROM held_folio", object! {}).await?.rows(0)?;
        rows.into_iter().map(|mut row| folio_of(&mut row)).collect()
    }

    /// Id, device and sequence of every event; 0 where it took no place. For the audit of the books.
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

fn stored_of(mut row: Row) -> Result<(EventId, StoredEvent), StoreError> {
    let event = EventId::from_uuid(row.uuid("id")?);
    let sha256 = hash(&row.text("sha256")?)?;
    Ok((event, StoredEvent { sha256, outcome: serde_json::from_str(&row.text("outcome")?)? }))
}

fn hash(text: &str) -> Result<ChainHash, StoreError> {
    ChainHash::parse(text).ok_or_else(|| StoreError::Unreadable("sha256".into()))
}

pub(super) fn folio_of(row: &mut Row) -> Result<Folio, StoreError> {
    let mut key = row.key_parts("id")?;
    let unreadable = || StoreError::Unreadable("folio".into());
    let series = Series::parse(&key.text("0")?).ok_or_else(unreadable)?;
    let number = u32::try_from(key.int("1")?).map_err(|_| unreadable())?;
    Folio::new(series, number).map_err(|_| unreadable())
}

pub(super) fn payment_of(mut row: Row) -> Result<StoredPayment, StoreError> {
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
