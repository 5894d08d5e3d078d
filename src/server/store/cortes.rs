//! Cortes as they are kept: what was handed over, and what the office made of it.

use serde::{Deserialize, Serialize};
use surrealdb::types::{Object, RecordId, object};

use super::{
    Store, StoreError,
    documents::{Document, Versioned},
    query::{id, text},
};
use crate::domain::{
    cash_count::CashCount,
    date::Millis,
    drawer::{CashBreakdown, CashHandedOver, DepositLine, Drawer, HandedCheque, HandoverLine, Held},
    folio::Folio,
    ids::{BranchId, EventId, PersonId},
    money::{Money, MoneyError},
};

/// A corte with all that it took out of the drawer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredCorte {
    pub corte: EventId,
    pub person: PersonId,
    pub branch: BranchId,
    pub received: Millis,
    pub handover: CashHandedOver,
    pub opened: Money,
    pub received_cash: Money,
    pub adjusted: Money,
    pub spent: Money,
    pub deposited: Money,
    pub expected: Money,
    /// In cash.
    pub handed: Money,
    /// Counted less expected.
    pub difference: Money,
    pub cheques: Vec<HandedCheque>,
    /// Payments that left the drawer with it, oldest first.
    pub held: Vec<Held>,
    pub deposits: Vec<DepositLine>,
    pub voided: Vec<Folio>,
    pub state: Counted,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Counted {
    Waiting,
    Confirmed { by: PersonId, at: Millis, count: CashCount, note: String },
    Objected { by: PersonId, at: Millis, count: CashCount, counted: Money, note: String },
}

impl StoredCorte {
    /// From the drawer before and after the event `corte` was applied to it.
    pub(crate) fn of(
        before: &Drawer,
        after: &Drawer,
        line: &HandoverLine,
        handover: &CashHandedOver,
        received: Millis,
    ) -> Result<StoredCorte, MoneyError> {
        let CashBreakdown { opened, received: received_cash, adjusted, spent, deposited, expected } =
            before.breakdown()?;
        let stays = |held: &Held| after.held.iter().any(|kept| kept.event == held.event);
        Ok(StoredCorte {
            corte: line.event,
            person: before.person,
            branch: before.branch,
            received,
            handover: handover.clone(),
            opened,
            received_cash,
            adjusted,
            spent,
            deposited,
            expected,
            handed: line.handed,
            difference: line.difference,
            cheques: line.cheques.clone(),
            held: before.held.iter().filter(|held| !stays(held)).cloned().collect(),
            deposits: before.deposits.clone(),
            voided: before.voided.clone(),
            state: Counted::Waiting,
        })
    }
}

/// Which cortes to list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CortesIn {
    Waiting,
    Confirmed,
    Objected,
    All,
}

impl Document for StoredCorte {
    const TABLE: &'static str = "corte";

    fn record(&self) -> RecordId {
        corte_id(self.corte)
    }

    fn fields(&self) -> Object {
        let state = match &self.state {
            Counted::Waiting => "waiting",
            Counted::Confirmed { .. } => "confirmed",
            Counted::Objected { .. } => "objected",
        };
        object! { state: text(state), received: self.received.0, person: id("person", self.person.uuid()) }
    }
}

fn corte_id(corte: EventId) -> RecordId {
    id("corte", corte.uuid())
}

impl Store {
    pub async fn corte(&self, corte: EventId) -> Result<Option<Versioned<StoredCorte>>, StoreError> {
        self.document(corte_id(corte)).await
    }

    /// Cortes in a state, newest first, at most `limit`.
    pub async fn cortes_in(&self, wanted: CortesIn, limit: u32) -> Result<Vec<StoredCorte>, StoreError> {
        let in_state = "WHERE state = $state ORDER BY received DESC LIMIT $limit";
        let vars = |state: &str| object! { state: text(state), limit: i64::from(limit) };
        let found = match wanted {
            CortesIn::Waiting => self.documents_found(in_state, vars("waiting")).await?,
            CortesIn::Confirmed => self.documents_found(in_state, vars("confirmed")).await?,
            CortesIn::Objected => self.documents_found(in_state, vars("objected")).await?,
            CortesIn::All => self.documents_found("ORDER BY received DESC LIMIT $limit", vars("")).await?,
        };
        Ok(found.into_iter().map(|kept| kept.value).collect())
    }

    /// All cortes of one person, newest first.
    pub async fn cortes_of(&self, person: PersonId) -> Result<Vec<StoredCorte>, StoreError> {
        let vars = object! { person: id("person", person.uuid()) };
        let found = self.documents_found("WHERE person = $person ORDER BY received DESC", vars).await?;
        Ok(found.into_iter().map(|kept: Versioned<StoredCorte>| kept.value).collect())
    }
}
