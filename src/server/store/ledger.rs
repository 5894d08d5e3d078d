//! The ledger as it is read: entries by account, and all of them for the audit.

use surrealdb::types::object;
use uuid::Uuid;

use super::{
    Store, StoreError,
    accounts::currency_of,
    query::{Row, uuid_value},
};
use crate::domain::{
    date::Millis,
    ids::{ClientId, EventId},
    ledger::{Entry, LedgerAccount},
};

/// All lines of one change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerEntry {
    /// The client's account, the person's drawer or the operation that it hangs on.
    pub owner: Uuid,
    /// The owner's version after it.
    pub version: u64,
    /// A name of [`super::posting::Cause`].
    pub cause: String,
    pub event: Option<EventId>,
    pub at: Millis,
    pub lines: Vec<Entry>,
}

/// Entries read at a time by the audit: bounds its memory.
const ENTRIES_PER_READ: i64 = 2_000;

impl Store {
    /// The entries of one account, in the order in which they happened.
    pub async fn entries_of(&self, client: ClientId) -> Result<Vec<LedgerEntry>, StoreError> {
        let sql = "SELECT * FROM entry:[$client, 0]..[$client, $until]";
        let vars = object! { client: uuid_value(client.uuid()), until: i64::MAX };
        let rows = self.run(sql, vars).await?.rows(0)?;
        rows.into_iter().map(entry_of).collect()
    }

    /// Hands every entry of the ledger to `each`, owner by owner.
    pub(crate) async fn each_entry(
        &self,
        mut each: impl FnMut(LedgerEntry) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let (mut client, mut version) = (uuid_value(uuid::Uuid::nil()), 0i64);
        loop {
            let sql = "SELECT * FROM entry:[$client, $version]..=[$last, $until] LIMIT $limit";
            let vars = object! {
                client: client,
                version: version,
                last: uuid_value(uuid::Uuid::max()),
                until: i64::MAX,
                limit: ENTRIES_PER_READ,
            };
            let rows = self.run(sql, vars).await?.rows(0)?;
            if rows.is_empty() {
                return Ok(());
            }
            (client, version) = (uuid_value(uuid::Uuid::nil()), 0);
            for row in rows {
                let entry = entry_of(row)?;
                client = uuid_value(entry.owner);
                version = i64::try_from(entry.version).unwrap_or(i64::MAX).saturating_add(1);
                each(entry)?;
            }
        }
    }
}

fn entry_of(mut row: Row) -> Result<LedgerEntry, StoreError> {
    let mut key = row.key_parts("id")?;
    let lines = row.list("lines")?.into_iter().map(|mut line| {
        let account = LedgerAccount::parse(&line.text("book")?)
            .ok_or_else(|| StoreError::Unreadable("book of the ledger".into()))?;
        let currency = currency_of(&line.text("currency")?);
        Ok(Entry { account, currency, debit: line.money("debit")?, credit: line.money("credit")? })
    });
    Ok(LedgerEntry {
        owner: key.uuid("0")?,
        version: key.count("1")?,
        cause: row.text("cause")?,
        event: row.maybe_uuid("event")?.map(EventId::from_uuid),
        at: Millis(row.int("at")?),
        lines: lines.collect::<Result<_, StoreError>>()?,
    })
}
