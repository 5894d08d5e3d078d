//! Payments and numbers of series with all that the fraud radar wants to know of them.

use surrealdb::types::object;

use super::{
    Store, StoreError,
    events::{StoredPayment, folio_of, payment_of},
    query::text,
};
use crate::{
    domain::{
        date::{CivilDate, Millis},
        event::Event,
        folio::{Folio, Series},
        ids::{EventId, PersonId},
        rules::Applied,
    },
    sync::protocol::Outcome,
};

/// A payment with its fact.
pub(crate) struct TracedPayment {
    pub row: StoredPayment,
    pub event: Event,
    pub applied: Applied,
    /// When the office had it.
    pub arrived: Millis,
}

/// A number that no payment of the books has, and what explains it.
pub(crate) struct HeldNumber {
    pub folio: Folio,
    pub event: EventId,
    pub person: PersonId,
    pub at: Millis,
}

impl Store {
    /// The payments received from the day `from` on, at most `limit`.
    pub(crate) async fn traced_payments(
        &self,
        from: CivilDate,
        limit: u32,
    ) -> Result<Vec<TracedPayment>, StoreError> {
        let sql = "SELECT *, event.bytes AS bytes, event.outcome AS outcome, event.received AS arrived \
                   FROM payment WHERE day >= $from LIMIT $limit";
        let vars = object! { from: text(from.to_string()), limit: i64::from(limit) };
        let mut traced = Vec::new();
        for mut row in self.run(sql, vars).await?.rows(0)? {
            let (bytes, outcome) = (row.text("bytes")?, row.text("outcome")?);
            let arrived = Millis(row.int("arrived")?);
            let row = payment_of(row)?;
            let event = Event::from_bytes(&bytes)?;
            if let Outcome::Applied { applied } = serde_json::from_str(&outcome)? {
                traced.push(TracedPayment { row, event, applied, arrived });
            }
        }
        Ok(traced)
    }

    /// The numbers of a series that were voided or are *por aclarar*.
    pub(crate) async fn held_numbers(&self, series: &Series) -> Result<Vec<HeldNumber>, StoreError> {
        let sql = "SELECT id, event, event.received AS at, event.device.person AS person
            FROM held_folio:[$series, 0]..[$series, 9999999]";
        let vars = object! { series: series.as_str().to_owned() };
        let rows = self.run(sql, vars).await?.rows(0)?;
        rows.into_iter()
            .map(|mut row| {
                Ok(HeldNumber {
                    folio: folio_of(&mut row)?,
                    event: EventId::from_uuid(row.uuid("event")?),
                    person: PersonId::from_uuid(row.uuid("person")?),
                    at: Millis(row.int("at")?),
                })
            })
            .collect()
    }
}
