//! Where money lies, as it is kept beside the ledger.

use std::collections::BTreeMap;

use surrealdb::types::{RecordId, SurrealValue, object};

use super::{
    Store, StoreError,
    posting::{place_changes, place_id},
    query::{list, pesos},
};
use crate::domain::{ids::BranchId, ledger::LedgerAccount, money::Money, rules::VaultHolds};

impl Store {
    /// What lies in one place.
    pub async fn place(&self, account: LedgerAccount) -> Result<Money, StoreError> {
        let row = self.run("SELECT amount FROM $id", object! { id: place_id(account) }).await?.row(0)?;
        row.map_or(Ok(Money::ZERO), |mut row| row.money("amount"))
    }

    /// Every place in which money ever lay, with what lies there now.
    pub async fn places_of_money(&self) -> Result<BTreeMap<LedgerAccount, Money>, StoreError> {
        let rows =
            self.run("SELECT record::id(id) AS account, amount FROM place", object! {}).await?.rows(0)?;
        rows.into_iter()
            .map(|mut row| {
                let account = LedgerAccount::parse(&row.text("account")?)
                    .ok_or_else(|| StoreError::Unreadable("place".into()))?;
                Ok((account, row.money("amount")?))
            })
            .collect()
    }

    /// What the safe of a branch holds.
    pub async fn vault(&self, branch: BranchId) -> Result<VaultHolds, StoreError> {
        Ok(VaultHolds {
            cash: self.place(LedgerAccount::Vault(branch)).await?,
            cheques: self.place(LedgerAccount::ChequeVault(branch)).await?,
        })
    }

    /// Fills the places of a database whose payments are older than they are.
    pub(super) async fn fill_places(&self) -> Result<(), StoreError> {
        let sql = "SELECT id FROM place LIMIT 1; SELECT id FROM payment LIMIT 1;";
        let mut answer = self.run(sql, object! {}).await?;
        if answer.row(0)?.is_some() || answer.row(1)?.is_none() {
            return Ok(());
        }
        let mut places: BTreeMap<LedgerAccount, Money> = BTreeMap::new();
        self.each_entry(|entry| {
            for (account, change) in place_changes(&entry.lines)? {
                let sum = places.entry(account).or_default();
                *sum = sum.checked_add(change)?;
            }
            Ok(())
        })
        .await?;
        let rows = places.into_iter().map(|(account, amount)| {
            let record: RecordId = place_id(account);
            object! { id: record, amount: pesos(amount) }.into_value()
        });
        self.run("INSERT INTO place $rows RETURN NONE", object! { rows: list(rows) }).await.map(|_| ())
    }
}

/// Whether money that was received may lie there.
pub(crate) fn is_place(account: LedgerAccount) -> bool {
    match account {
        LedgerAccount::InHand(_)
        | LedgerAccount::InTransit { .. }
        | LedgerAccount::HandedOver(_)
        | LedgerAccount::Vault(_)
        | LedgerAccount::ChequeVault(_)
        | LedgerAccount::Deposited(_)
        | LedgerAccount::Bank(_)
        | LedgerAccount::Shortage(_)
        | LedgerAccount::Surplus(_)
        | LedgerAccount::Expense(_) => true,
        LedgerAccount::Receivable(_)
        | LedgerAccount::Unapplied(_)
        | LedgerAccount::Opening(_)
        | LedgerAccount::Interest(_)
        | LedgerAccount::InterestTax(_)
        | LedgerAccount::Indemnity(_)
        | LedgerAccount::Condoned(_)
        | LedgerAccount::WrittenOff(_) => false,
    }
}
