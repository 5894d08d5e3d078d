//! The money that the books expect at the bank.

use std::collections::HashSet;

use crate::{
    api::{
        error::ApiError,
        reconciliation::{TargetId, TargetView},
    },
    domain::{date::CivilDate, ids::PersonId, reconciliation::Expected},
    server::store::{Store, bank_money::BankMoney},
};

/// Money of the books.
pub struct Books {
    pub money: Vec<BankMoney>,
}

impl Books {
    /// All that was received or deposited since `from` and that no match has taken.
    pub async fn open_since(store: &Store, from: CivilDate) -> Result<Books, ApiError> {
        let mut money = store.payments_for_bank(from).await?;
        money.extend(store.deposits_for_bank(from).await?);
        let ids: Vec<TargetId> = money.iter().map(|money| money.id).collect();
        let taken: HashSet<TargetId> = store.matched_targets(&ids).await?;
        money.retain(|money| !taken.contains(&money.id));
        Ok(Books { money })
    }

    /// Exactly this money, whether it is matched or not; what is not in the books is left out.
    pub async fn of_targets(store: &Store, targets: &[TargetId]) -> Result<Books, ApiError> {
        let events: Vec<_> = targets.iter().map(|target| target.event).collect();
        let mut money = store.payments_for_bank_of(&events).await?;
        money.extend(store.deposits_for_bank_of(&events).await?);
        money.retain(|money| targets.contains(&money.id));
        Ok(Books { money })
    }

    pub fn find(&self, target: &TargetId) -> Option<&BankMoney> {
        self.money.iter().find(|money| money.id == *target)
    }
}

/// As it is matched.
pub fn expected(money: &BankMoney) -> Expected<TargetId> {
    Expected {
        id: money.id,
        on: money.on,
        amount: money.amount,
        references: money.references.clone(),
        kind: money.id.kind,
        bank: money.bank,
    }
}

/// As `caller` sees it.
pub fn view(money: &BankMoney, caller: PersonId) -> TargetView {
    TargetView {
        id: money.id,
        on: money.on,
        amount: money.amount,
        folio: money.folio.clone(),
        reference: money.references.iter().find(|text| **text != money.folio).cloned().unwrap_or_default(),
        person_name: money.person_name.clone(),
        client_name: money.client_name.clone(),
        bank: money.bank,
        is_own: money.person == caller,
    }
}
