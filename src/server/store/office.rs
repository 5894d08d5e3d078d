//! What the office does with cash and cheques: each operation is one transaction, with its line of the audit.

use super::{
    Store, StoreError,
    audit::AuditLine,
    cortes::{Counted, StoredCorte},
    deposits::{StoredDeposit, StoredSlip},
    documents::Versioned,
    posting::{Cause, Owner, Posting},
};
use crate::{
    api::cheques::ChequePlace,
    domain::{
        cash_count::CashCount,
        cheque,
        date::{CivilDate, Millis},
        drawer::Drawer,
        folio::Folio,
        ids::{EventId, PersonId},
        ledger::Entry,
        money::Money,
        rule_error::RuleError,
        rules::{self, VaultDeposit, VaultHolds},
    },
    server::booking,
};

/// How the office counted a corte.
pub(crate) struct OfficeCount<'a> {
    pub corte: EventId,
    pub by: PersonId,
    pub count: &'a CashCount,
    pub note: &'a str,
    pub now: Millis,
}

impl Store {
    /// Changes what a person carries, by a rule that also sees what the safe of his branch holds.
    pub(crate) async fn change_drawer(
        &self,
        person: PersonId,
        cause: Cause,
        audit: &AuditLine,
        rule: impl Fn(&mut Drawer, VaultHolds) -> Result<Vec<Entry>, RuleError>,
    ) -> Result<(), StoreError> {
        self.until_settled(async || {
            let mut posting = Posting::load(self, None, None, audit.at).await?;
            posting.load_drawers(self, [person]).await?;
            let mut drawer = posting.drawer(person).cloned().ok_or(StoreError::NotFound("person"))?;
            let vault = self.vault(drawer.branch).await?;
            let lines = rule(&mut drawer, vault)?;
            let version = posting.put_drawer(drawer)?;
            posting.post(Owner::Person(person), version, cause, &lines)?;
            posting.record_audit(audit);
            posting.commit(self).await
        })
        .await
    }

    /// Somebody at the office counted a corte that was waiting. [`StoreError::Exists`] where another one was faster.
    pub(crate) async fn count_corte(
        &self,
        counted: &OfficeCount<'_>,
        audit: &AuditLine,
    ) -> Result<StoredCorte, StoreError> {
        self.until_settled(async || {
            let mut kept = self.corte(counted.corte).await?.ok_or(StoreError::NotFound("corte"))?;
            if kept.value.state != Counted::Waiting {
                return Err(StoreError::Exists("corte".into()));
            }
            let corte = &mut kept.value;
            let mut posting = Posting::load(self, None, None, counted.now).await?;
            posting.load_drawers(self, [corte.person]).await?;
            let folios: Vec<Folio> = corte.cheques.iter().map(|cheque| cheque.folio.clone()).collect();
            posting.load_cheques(self, &folios).await?;
            let mut drawer = posting.drawer(corte.person).cloned().ok_or(StoreError::NotFound("drawer"))?;
            let total = counted.count.total()?;
            let lines = rules::confirm_handover(&mut drawer, corte.corte, counted.by, counted.now, total)?;
            let handed = ChequePlace::HandedOver { corte: corte.corte };
            for folio in &folios {
                // But for one whose payment was reversed meanwhile.
                if posting.cheque(folio).is_some_and(|cheque| cheque.place == handed) {
                    booking::move_cheque(&mut posting, folio, ChequePlace::Safe { branch: drawer.branch });
                }
            }
            corte.branch = drawer.branch;
            let version = posting.put_drawer(drawer)?;
            posting.post(Owner::Person(corte.person), version, Cause::CorteCounted(corte.corte), &lines)?;
            corte.state = state_of(counted, total, corte.handed);
            posting.put_document(&kept)?;
            posting.record_audit(audit);
            posting.commit(self).await?;
            Ok(kept.value)
        })
        .await
    }

    /// Takes cash and cheques from the safe of a branch to a bank.
    pub(crate) async fn deposit_from_safe(
        &self,
        deposit: &StoredDeposit,
        audit: &AuditLine,
    ) -> Result<(), StoreError> {
        self.until_settled(async || {
            let mut posting = Posting::load(self, None, None, deposit.received).await?;
            posting.load_cheques(self, &deposit.cheques).await?;
            posting.load_clients_of(self, &deposit.cheques).await?;
            let is_here = |folio: &Folio| {
                let place = posting.cheque(folio).map(|cheque| cheque.place);
                place == Some(ChequePlace::Safe { branch: deposit.branch })
            };
            if !deposit.cheques.iter().all(is_here) {
                return Err(RuleError::Field { field: "cheques".into() }.into());
            }
            let amounts =
                deposit.cheques.iter().filter_map(|folio| posting.cheque(folio)).map(|cheque| cheque.amount);
            let cheques = Money::sum(amounts)?;
            let taken =
                VaultDeposit { id: deposit.deposit, branch: deposit.branch, cash: deposit.cash, cheques };
            let lines = rules::bank_deposit_from_vault(&taken, self.vault(deposit.branch).await?)?;
            for folio in &deposit.cheques {
                let place = ChequePlace::Deposited { deposit: deposit.deposit };
                booking::deposit_cheque(&mut posting, folio, place, deposit.on)?;
            }
            posting.post(Owner::Operation(deposit.deposit), 1, Cause::SafeDeposit, &lines)?;
            let total = deposit.cash.checked_add(cheques)?;
            posting.put_document(&Versioned::fresh(StoredDeposit { total, ..deposit.clone() }))?;
            posting.record_audit(audit);
            posting.commit(self).await
        })
        .await
    }

    /// The original slip of a deposit was handed in. [`StoreError::Exists`] where it was already.
    pub(crate) async fn hand_in_slip(
        &self,
        deposit: EventId,
        slip: &StoredSlip,
        audit: &AuditLine,
    ) -> Result<(), StoreError> {
        self.until_settled(async || {
            let mut kept = self.deposit(deposit).await?.ok_or(StoreError::NotFound("deposit"))?;
            if kept.value.slip.is_some() {
                return Err(StoreError::Exists("slip".into()));
            }
            kept.value.slip = Some(slip.clone());
            let mut posting = Posting::load(self, None, None, slip.at).await?;
            posting.put_document(&kept)?;
            posting.record_audit(audit);
            posting.commit(self).await
        })
        .await
    }

    /// The bank paid these cheques: they count for the goal of whoever received them.
    pub(crate) async fn clear_cheques(
        &self,
        folios: &[Folio],
        on: CivilDate,
        audit: &AuditLine,
    ) -> Result<(), StoreError> {
        self.until_settled(async || {
            let mut posting = Posting::load(self, None, None, audit.at).await?;
            posting.load_cheques(self, folios).await?;
            posting.load_clients_of(self, folios).await?;
            for folio in folios {
                let mut stored = posting.cheque(folio).cloned().ok_or(StoreError::NotFound("cheque"))?;
                if stored.place == ChequePlace::Reversed {
                    return Err(RuleError::ChequeState.into());
                }
                stored.state = stored.state.cleared(on)?;
                let mut account =
                    posting.account(stored.client).cloned().ok_or(StoreError::NotFound("account"))?;
                match cheque::mark_cleared(&mut account, stored.payment, on) {
                    Ok(()) => drop(posting.put_account(account)),
                    // The account remembers the last ones only.
                    Err(RuleError::UnknownCheque) => {}
                    Err(error) => return Err(error.into()),
                }
                posting.count_cleared(stored.person, on, stored.amount)?;
                posting.put_cheque(stored);
            }
            posting.record_audit(audit);
            posting.commit(self).await
        })
        .await
    }
}

fn state_of(counted: &OfficeCount<'_>, total: Money, handed: Money) -> Counted {
    let (by, at) = (counted.by, counted.now);
    let (count, note) = (counted.count.clone(), counted.note.to_owned());
    if total == handed {
        Counted::Confirmed { by, at, count, note }
    } else {
        Counted::Objected { by, at, count, counted: total, note }
    }
}
