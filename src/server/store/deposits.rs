//! Deposits as they are kept: those of the street and those of the office.

use serde::{Deserialize, Serialize};
use surrealdb::types::{Object, RecordId, object};

use super::{
    Store, StoreError,
    documents::{Document, Versioned},
    query::id,
};
use crate::{
    api::deposits::DepositSource,
    domain::{
        date::{CivilDate, Millis},
        folio::Folio,
        ids::{BankAccountId, BranchId, EventId, PersonId},
        money::Money,
        photo::PhotoRef,
    },
};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredDeposit {
    pub deposit: EventId,
    #[serde(flatten)]
    pub source: DepositSource,
    /// Who made it.
    pub person: PersonId,
    pub branch: BranchId,
    pub bank: BankAccountId,
    pub slip_folio: String,
    pub on: CivilDate,
    pub time: String,
    pub cash: Money,
    pub cheques: Vec<Folio>,
    pub total: Money,
    #[serde(default)]
    pub photo: Option<PhotoRef>,
    pub received: Millis,
    #[serde(default)]
    pub slip: Option<StoredSlip>,
}

/// The original slip was handed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredSlip {
    pub to: String,
    pub by: PersonId,
    pub at: Millis,
}

impl Document for StoredDeposit {
    const TABLE: &'static str = "deposit";

    fn record(&self) -> RecordId {
        id("deposit", self.deposit.uuid())
    }

    fn fields(&self) -> Object {
        object! { received: self.received.0, has_slip: self.slip.is_some() }
    }
}

impl Store {
    pub async fn deposit(&self, deposit: EventId) -> Result<Option<Versioned<StoredDeposit>>, StoreError> {
        self.document(id("deposit", deposit.uuid())).await
    }

    /// These deposits, in no order; those that are not there are left out.
    pub async fn deposits(&self, deposits: &[EventId]) -> Result<Vec<StoredDeposit>, StoreError> {
        let records = deposits.iter().map(|deposit| id("deposit", deposit.uuid())).collect();
        let found: Vec<Versioned<StoredDeposit>> = self.documents(records).await?;
        Ok(found.into_iter().map(|kept| kept.value).collect())
    }

    /// Deposits that arrived since `since`, newest first, at most `limit`.
    pub async fn deposits_since(&self, since: Millis, limit: u32) -> Result<Vec<StoredDeposit>, StoreError> {
        let tail = "WHERE received >= $since ORDER BY received DESC LIMIT $limit";
        let vars = object! { since: since.0, limit: i64::from(limit) };
        let found: Vec<Versioned<StoredDeposit>> = self.documents_found(tail, vars).await?;
        Ok(found.into_iter().map(|kept| kept.value).collect())
    }

    /// Deposits whose original slip nobody handed in, newest first, at most `limit`.
    pub async fn deposits_without_slip(&self, limit: u32) -> Result<Vec<StoredDeposit>, StoreError> {
        let tail = "WHERE has_slip = false ORDER BY received DESC LIMIT $limit";
        let found: Vec<Versioned<StoredDeposit>> =
            self.documents_found(tail, object! { limit: i64::from(limit) }).await?;
        Ok(found.into_iter().map(|kept| kept.value).collect())
    }
}
