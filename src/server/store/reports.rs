//! What reports read. Events are found by their id, which begins with the instant at which they happened (UUIDv7): a
//! period is a range of ids, and nothing else is read.

use std::{collections::HashMap, ops::Bound};

use surrealdb::types::{RecordId, RecordIdKey, RecordIdKeyRange, object};
use uuid::Uuid;

use super::{
    Store, StoreError,
    accounts::{PortfolioLine, currency_of},
    figures::Collected,
    query::{Row, id, list, text, uuid_value},
};
use crate::{
    domain::{
        account::Account,
        ageing::{AgeBucket, Ageing},
        date::{CivilDate, Millis},
        event::Event,
        ids::{BranchId, ClientId, EventId, InvoiceId, PersonId},
        invoice::Currency,
        money::Money,
    },
    sync::protocol::Outcome,
};

/// Events read at a time: bounds the memory of one question.
const EVENTS_PER_READ: i64 = 2_000;

/// Most events that one report looks at: a large company's year of the street. Beyond it the report says that it is
/// cut.
pub const REPORT_EVENTS_MAX: usize = 500_000;

/// Ids asked for at a time.
const IDS_PER_READ: usize = 1_000;

/// An event with what the office answered to it.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportedEvent {
    pub event: Event,
    pub outcome: Outcome,
}

/// Who a client is, without his account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientName {
    pub key: String,
    pub name: String,
    pub branch: BranchId,
    pub assigned_to: Option<PersonId>,
}

/// What one client owes, aged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientDebts {
    pub line: PortfolioLine,
    pub ageing: Ageing,
}

/// A debt as it was registered for ever.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisteredDebt {
    pub folio: String,
    pub due: CivilDate,
    pub currency: Currency,
}

impl Store {
    /// The collection of each day of the period by person and form, as kept.
    pub async fn collected_between(
        &self,
        from: CivilDate,
        to: CivilDate,
    ) -> Result<Vec<(CivilDate, Collected)>, StoreError> {
        let sql = "SELECT * FROM collected:[$from, $low, '']..=[$to, $high, '99']";
        let vars = object! {
            from: text(from.to_string()),
            to: text(to.to_string()),
            low: uuid_value(Uuid::nil()),
            high: uuid_value(Uuid::max()),
        };
        let rows = self.run(sql, vars).await?.rows(0)?;
        rows.into_iter()
            .map(|mut row| {
                let mut key = row.key_parts("id")?;
                let collected = Collected {
                    person: PersonId::from_uuid(key.uuid("1")?),
                    sat_form: key.text("2")?,
                    amount: row.money("amount")?,
                    payments: row.count("payments")?,
                };
                Ok((key.date("0")?, collected))
            })
            .collect()
    }

    /// Hands the events that happened from `from` on and before `until` to `each`, in that order, which tells whether
    /// it wants more. Those that no build can read are passed over: *por aclarar* has them.
    pub async fn each_event_between(
        &self,
        from: Millis,
        until: Millis,
        mut each: impl FnMut(ReportedEvent) -> bool,
    ) -> Result<(), StoreError> {
        let (mut start, end) = (Bound::Included(lowest_id(from)), lowest_id(until));
        loop {
            let range = RecordIdKeyRange {
                start: start.map(|id| RecordIdKey::Uuid(id.into())),
                end: Bound::Excluded(RecordIdKey::Uuid(end.into())),
            };
            let sql = "SELECT id, bytes, outcome FROM $range LIMIT $limit";
            let vars = object! {
                range: RecordId::new("event", RecordIdKey::Range(Box::new(range))),
                limit: EVENTS_PER_READ,
            };
            let rows = self.run(sql, vars).await?.rows(0)?;
            if rows.is_empty() {
                return Ok(());
            }
            for mut row in rows {
                start = Bound::Excluded(row.uuid("id")?);
                let Ok(event) = Event::from_bytes(&row.text("bytes")?) else { continue };
                let outcome = serde_json::from_str(&row.text("outcome")?)?;
                if !each(ReportedEvent { event, outcome }) {
                    return Ok(());
                }
            }
        }
    }

    /// The events with these ids that can be read.
    pub async fn events_with(&self, ids: &[EventId]) -> Result<HashMap<EventId, Event>, StoreError> {
        let mut events = HashMap::with_capacity(ids.len());
        for part in ids.chunks(IDS_PER_READ) {
            let vars = object! { ids: list(part.iter().map(|event| id("event", event.uuid()))) };
            for mut row in self.run("SELECT bytes FROM $ids", vars).await?.rows(0)? {
                if let Ok(event) = Event::from_bytes(&row.text("bytes")?) {
                    events.insert(event.id, event);
                }
            }
        }
        Ok(events)
    }

    /// Who these clients are.
    pub async fn client_names(&self, ids: &[ClientId]) -> Result<HashMap<ClientId, ClientName>, StoreError> {
        let mut names = HashMap::with_capacity(ids.len());
        for part in ids.chunks(IDS_PER_READ) {
            let vars = object! { ids: list(part.iter().map(|client| id("account", client.uuid()))) };
            let sql = "SELECT id, key, name, branch, assigned_to FROM $ids";
            for mut row in self.run(sql, vars).await?.rows(0)? {
                let client = ClientId::from_uuid(row.uuid("id")?);
                let name = ClientName {
                    key: row.text("key")?,
                    name: row.text("name")?,
                    branch: BranchId::from_uuid(row.uuid("branch")?),
                    assigned_to: row.maybe_uuid("assigned_to")?.map(PersonId::from_uuid),
                };
                names.insert(client, name);
            }
        }
        Ok(names)
    }

    /// These debts as they were registered.
    pub async fn registered_debts(
        &self,
        ids: &[InvoiceId],
    ) -> Result<HashMap<InvoiceId, RegisteredDebt>, StoreError> {
        let mut debts = HashMap::with_capacity(ids.len());
        for part in ids.chunks(IDS_PER_READ) {
            let vars = object! { ids: list(part.iter().map(|debt| id("invoice", debt.uuid()))) };
            let sql = "SELECT id, folio, due, currency FROM $ids";
            for mut row in self.run(sql, vars).await?.rows(0)? {
                let debt = InvoiceId::from_uuid(row.uuid("id")?);
                debts.insert(debt, registered(row)?);
            }
        }
        Ok(debts)
    }

    /// What every client owes on `today`, by name. One scan of the typed fields.
    pub async fn debts(&self, today: CivilDate) -> Result<Vec<ClientDebts>, StoreError> {
        let rows = self.owed_rows(today).await?;
        rows.into_iter()
            .map(|row| {
                let unapplied = Money::ZERO.checked_sub(row.line.unapplied)?;
                let mut ageing = Ageing { unapplied, ..Ageing::default() };
                for (due, currency, amount) in row.owed {
                    let buckets = match currency {
                        Currency::Mxn => &mut ageing.pesos,
                        Currency::Usd => &mut ageing.dollars,
                    };
                    buckets.add(AgeBucket::on(today, due), amount)?;
                }
                Ok(ClientDebts { line: row.line, ageing })
            })
            .collect()
    }

    /// The accounts of `clients`, read in parts, in no order.
    pub async fn accounts_in_parts(&self, clients: &[ClientId]) -> Result<Vec<Account>, StoreError> {
        let mut accounts = Vec::with_capacity(clients.len());
        for part in clients.chunks(IDS_PER_READ) {
            accounts.extend(self.accounts(part).await?);
        }
        Ok(accounts)
    }
}

/// The lowest id that an event of this instant can have.
fn lowest_id(at: Millis) -> Uuid {
    EventId::mint(u64::try_from(at.0).unwrap_or(0), &[0; 10]).uuid()
}

fn registered(mut row: Row) -> Result<RegisteredDebt, StoreError> {
    Ok(RegisteredDebt {
        folio: row.text("folio")?,
        due: row.date("due")?,
        currency: currency_of(&row.text("currency")?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_later_instants_are_higher() {
        let noon = Millis(1_795_284_900_000);
        let minted = EventId::mint(1_795_284_900_000, &[0xff; 10]).uuid();
        assert!(lowest_id(noon) <= minted && minted < lowest_id(noon.plus(1)));
        assert_eq!(lowest_id(Millis(-5)), lowest_id(Millis(0)));
    }
}
