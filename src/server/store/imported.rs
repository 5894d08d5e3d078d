//! What an import brings: clients and their debts, where the same row again changes nothing.

use std::collections::{BTreeMap, BTreeSet};

use surrealdb::types::object;

use super::{
    ACCOUNTS_PER_COMMIT, CONFLICT_ATTEMPTS_MAX, Store, StoreError,
    accounts::currency_of,
    posting::{Cause, Owner, Posting},
    query::{id, list},
};
use crate::domain::{
    account::Account,
    customer::Customer,
    date::{CivilDate, Millis},
    ids::{BranchId, ClientId, InvoiceId},
    invoice::{Currency, Invoice},
    late::LateTerms,
    ledger,
    money::Money,
};

/// One debt of an import, and whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedInvoice {
    pub client: ClientId,
    pub invoice: Invoice,
}

/// What one row of an import did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RowEffect {
    Created,
    Changed,
    /// The same row was here before.
    Unchanged,
    /// A debt of a client that does not exist.
    UnknownClient,
    /// The debt belongs to another client here.
    OtherClient,
    /// Total, balance or currency differ from what the books hold and something was paid of it here: nothing was
    /// changed, a person must look. `stored` is the balance that the books hold.
    BalanceDiffers {
        stored: Money,
    },
    /// What the row says makes no sense: negative, or more owed than the total.
    Impossible,
}

impl Store {
    /// Creates the client or writes what the import knows of it; who collects from it is not the import's business.
    pub async fn upsert_customer(&self, customer: &Customer, now: Millis) -> Result<RowEffect, StoreError> {
        let effects = self.import_customers(std::slice::from_ref(customer), now).await?;
        effects.into_iter().next().ok_or(StoreError::NotFound("effect"))
    }

    /// As [`Store::import_invoices`], for one.
    pub async fn upsert_invoice(&self, row: &ImportedInvoice, now: Millis) -> Result<RowEffect, StoreError> {
        let effects = self.import_invoices(std::slice::from_ref(row), now).await?;
        effects.into_iter().next().ok_or(StoreError::NotFound("effect"))
    }

    /// Many clients, one effect per row in the order given. Commits in parts of [`ACCOUNTS_PER_COMMIT`]: a failure
    /// halfway leaves whole clients, and the same call again finishes the work.
    pub async fn import_customers(
        &self,
        customers: &[Customer],
        now: Millis,
    ) -> Result<Vec<RowEffect>, StoreError> {
        let mut effects = Vec::with_capacity(customers.len());
        for part in customers.chunks(ACCOUNTS_PER_COMMIT) {
            effects.extend(self.import_customers_part(part, now).await?);
        }
        Ok(effects)
    }

    async fn import_customers_part(
        &self,
        customers: &[Customer],
        now: Millis,
    ) -> Result<Vec<RowEffect>, StoreError> {
        let mut scopes = BTreeSet::new();
        for attempt in 0..CONFLICT_ATTEMPTS_MAX {
            self.back_off(attempt).await;
            let _lanes = self.lanes(&scopes).await;
            let ids = customers.iter().map(|customer| customer.id);
            let mut posting = Posting::load(self, ids, None, now).await?;
            scopes.extend(posting.scopes());
            let mut effects = Vec::with_capacity(customers.len());
            for customer in customers {
                effects.push(match posting.account(customer.id).cloned() {
                    None => {
                        posting.put_account(Account::new(customer.clone()));
                        RowEffect::Created
                    }
                    Some(account) if account.customer == *customer => RowEffect::Unchanged,
                    Some(mut account) => {
                        account.customer = customer.clone();
                        posting.put_account(account);
                        RowEffect::Changed
                    }
                });
            }
            match posting.commit(self).await {
                Err(StoreError::Conflict | StoreError::UnknownCommit) => {}
                Err(other) => return Err(other),
                Ok(()) => return Ok(effects),
            }
        }
        Err(StoreError::Conflict)
    }

    /// Many debts, one effect per row in the order given.
    ///
    /// A debt that is new goes into the ledger as an opening entry. One that is known and of which nothing was paid
    /// here follows the row; once something was paid here, its balance is the books' own and a row that says
    /// otherwise is [`RowEffect::BalanceDiffers`].
    pub async fn import_invoices(
        &self,
        rows: &[ImportedInvoice],
        now: Millis,
    ) -> Result<Vec<RowEffect>, StoreError> {
        let mut by_client: BTreeMap<ClientId, Vec<usize>> = BTreeMap::new();
        for (index, row) in rows.iter().enumerate() {
            by_client.entry(row.client).or_default().push(index);
        }
        let mut effects = vec![RowEffect::UnknownClient; rows.len()];
        let clients: Vec<(ClientId, Vec<usize>)> = by_client.into_iter().collect();
        for part in clients.chunks(ACCOUNTS_PER_COMMIT) {
            for (index, effect) in self.import_invoices_part(rows, part, now).await? {
                if let Some(place) = effects.get_mut(index) {
                    *place = effect;
                }
            }
        }
        Ok(effects)
    }

    async fn import_invoices_part(
        &self,
        rows: &[ImportedInvoice],
        part: &[(ClientId, Vec<usize>)],
        now: Millis,
    ) -> Result<Vec<(usize, RowEffect)>, StoreError> {
        let mut scopes = BTreeSet::new();
        for attempt in 0..CONFLICT_ATTEMPTS_MAX {
            self.back_off(attempt).await;
            let _lanes = self.lanes(&scopes).await;
            let mut posting = Posting::load(self, part.iter().map(|(client, _)| *client), None, now).await?;
            scopes.extend(posting.scopes());
            let asked = part.iter().flat_map(|(_, indexes)| indexes).filter_map(|index| rows.get(*index));
            let mut known = self.registered(asked.map(|row| row.invoice.id)).await?;
            let branches: BTreeSet<BranchId> = part
                .iter()
                .filter_map(|(client, _)| posting.account(*client))
                .map(|account| account.customer.branch)
                .collect();
            let branches: Vec<BranchId> = branches.into_iter().collect();
            let terms: BTreeMap<BranchId, LateTerms> =
                self.late_terms(&branches).await?.into_iter().collect();
            let mut effects = Vec::new();
            for (client, indexes) in part {
                for index in indexes {
                    let Some(row) = rows.get(*index) else { continue };
                    let effect = take_in(&mut posting, &mut known, &terms, (*client, &row.invoice))?;
                    effects.push((*index, effect));
                }
            }
            match posting.commit(self).await {
                Err(StoreError::Conflict | StoreError::UnknownCommit) => {}
                Err(other) => return Err(other),
                Ok(()) => return Ok(effects),
            }
        }
        Err(StoreError::Conflict)
    }

    /// Of the debts `asked`, those that were ever taken in, with their client and what was left of them then.
    async fn registered(
        &self,
        asked: impl Iterator<Item = InvoiceId>,
    ) -> Result<BTreeMap<InvoiceId, Registered>, StoreError> {
        let ids = list(asked.map(|invoice| id("invoice", invoice.uuid())));
        let rows = self
            .run("SELECT id, client, due, total, opening, currency FROM $ids", object! { ids: ids })
            .await?
            .rows(0)?;
        rows.into_iter()
            .map(|mut row| {
                let registered = Registered {
                    client: ClientId::from_uuid(row.uuid("client")?),
                    currency: currency_of(&row.text("currency")?),
                    due: row.date("due")?,
                    total: row.money("total")?,
                    opening: row.money("opening")?,
                };
                Ok((InvoiceId::from_uuid(row.uuid("id")?), registered))
            })
            .collect()
    }
}

/// A debt as it was first taken in.
struct Registered {
    client: ClientId,
    currency: Currency,
    due: CivilDate,
    total: Money,
    opening: Money,
}

impl Registered {
    fn of(client: ClientId, given: &Invoice) -> Registered {
        Registered {
            client,
            currency: given.currency,
            due: given.due,
            total: given.total,
            opening: given.balance,
        }
    }

    /// The row of the file that brought the debt: what was paid since then makes it no news.
    fn is_the_same_row(&self, given: &Invoice) -> bool {
        (self.currency, self.total, self.opening) == (given.currency, given.total, given.balance)
    }
}

/// Takes one debt in, in memory.
fn take_in(
    posting: &mut Posting,
    known: &mut BTreeMap<InvoiceId, Registered>,
    terms: &BTreeMap<BranchId, LateTerms>,
    (client, given): (ClientId, &Invoice),
) -> Result<RowEffect, StoreError> {
    let Some(mut account) = posting.account(client).cloned() else {
        return Ok(RowEffect::UnknownClient);
    };
    if given.balance.is_negative() || !given.total.is_positive() || given.balance > given.total {
        return Ok(RowEffect::Impossible);
    }
    let branch = account.customer.branch;
    match known.get(&given.id) {
        None => {
            known.insert(given.id, Registered::of(client, given));
            let late = given.late.or_else(|| terms.get(&branch).copied());
            account.invoices.push(Invoice { late, ..given.clone() });
            let version = posting.put_account(account);
            posting.register_invoice(client, given);
            posting.post(
                Owner::Client(client),
                version,
                Cause::Opening,
                &ledger::entries_for_opening(branch, given)?,
            )?;
            Ok(RowEffect::Created)
        }
        Some(registered) if registered.client != client => Ok(RowEffect::OtherClient),
        Some(registered) => {
            let is_other_money = registered.currency != given.currency;
            let Some(stored) = account.invoices.iter_mut().find(|invoice| invoice.id == given.id) else {
                // Settled long ago and no longer carried by the account.
                let is_same = registered.is_the_same_row(given) || given.balance.is_zero() && !is_other_money;
                let stored = Money::ZERO;
                return Ok(if is_same { RowEffect::Unchanged } else { RowEffect::BalanceDiffers { stored } });
            };
            // What only the books know of a debt is not the file's business.
            let given = &stored.restated(given);
            if stored == given {
                return Ok(RowEffect::Unchanged);
            }
            let before = stored.balance;
            // Any payment, interest or convenio here makes the books the authority over what this client owes.
            let is_own = !account.recent_payments.is_empty() || stored.is_moved_here();
            let is_paid_here = stored.balance != given.balance && is_own;
            if stored.balance == given.balance
                && given.due == registered.due
                && registered.is_the_same_row(given)
            {
                // Its due date was changed here since it was taken in.
                return Ok(RowEffect::Unchanged);
            }
            let is_same_day = (stored.issued, stored.due) == (given.issued, given.due);
            if is_paid_here && is_same_day && registered.is_the_same_row(given) {
                return Ok(RowEffect::Unchanged);
            }
            if is_other_money || is_paid_here {
                return Ok(RowEffect::BalanceDiffers { stored: before });
            }
            *stored = given.clone();
            let lines = ledger::entries_for_restatement(branch, given, before)?;
            let version = posting.put_account(account);
            posting.post(Owner::Client(client), version, Cause::Restatement, &lines)?;
            Ok(RowEffect::Changed)
        }
    }
}
