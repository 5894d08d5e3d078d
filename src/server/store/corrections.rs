//! Corrections as they are applied: opposite entries, once for each original, in one transaction.

use std::collections::BTreeSet;

use surrealdb::types::object;

use super::{
    Store, StoreError,
    audit::AuditLine,
    cortes::Counted,
    documents::Versioned,
    events::StoredPayment,
    posting::{Cause, Owner, Posting, Undone, folio_record},
    query::{array_id, id, list, text, uuid_value},
    requests::{Decision, StoredRequest},
};
use crate::{
    api::{cheques::ChequePlace, corrections::RequestSubject},
    domain::{
        account::Account,
        cheque::ChequeState,
        correction::Correction,
        date::{CivilDate, Millis},
        drawer::HeldForm,
        event::Event,
        folio::Folio,
        ids::{BankAccountId, ClientId, EventId, InvoiceId, PersonId, RequestId},
        invoice::Invoice,
        ledger::LedgerAccount,
        payment::PaymentReceived,
        rule_error::RuleError,
        rules::{
            self, Applied, TakenBack,
            correction::{CorrectionContext, Original},
        },
    },
    server::booking,
    sync::protocol::Outcome,
};

/// Who approves, when, and what he says.
pub(crate) struct Approval<'a> {
    pub by: PersonId,
    pub now: Millis,
    /// The civil date of `now` where the client is.
    pub on: CivilDate,
    pub note: &'a str,
}

/// A payment as the books have it.
pub(crate) struct BookedPayment {
    pub row: StoredPayment,
    pub event: Event,
    pub applied: Applied,
    pub is_undone: bool,
}

impl BookedPayment {
    fn payment(&self) -> Result<&PaymentReceived, StoreError> {
        self.event.fact.payment().ok_or_else(|| StoreError::Unreadable("payment of an event".into()))
    }
}

/// What a correction corrects, with the debts that its account no longer carries.
struct Materials {
    booked: Option<BookedPayment>,
    settled: Vec<Invoice>,
}

impl Store {
    /// Approves a request: what it asks for is in the books with it. [`StoreError::Exists`] where it was decided.
    pub(crate) async fn approve_request(
        &self,
        request: RequestId,
        approval: &Approval<'_>,
        audit: &AuditLine,
    ) -> Result<(), StoreError> {
        self.until_settled(async || {
            let mut kept = self.open_request(request, approval.by).await?;
            let mut posting = match &kept.value.subject {
                RequestSubject::Correction { client, correction } => {
                    let asked = Asked { id: EventId::from_uuid(request.uuid()), on: kept.value.asked_on };
                    self.corrected(*client, correction, asked, approval).await?
                }
                RequestSubject::ReopenCorte { corte, .. } => self.reopened(*corte, approval).await?,
            };
            let (by, at, note) = (approval.by, approval.now, approval.note.to_owned());
            kept.value.decision = Decision::Approved { by, at, note };
            posting.put_document(&kept)?;
            posting.record_audit(audit);
            posting.commit(self).await
        })
        .await
    }

    /// Rejects a request. [`StoreError::Exists`] where it was decided.
    pub(crate) async fn reject_request(
        &self,
        request: RequestId,
        approval: &Approval<'_>,
        audit: &AuditLine,
    ) -> Result<(), StoreError> {
        self.until_settled(async || {
            let mut kept = self.open_request(request, approval.by).await?;
            let (by, at, reason) = (approval.by, approval.now, approval.note.to_owned());
            kept.value.decision = Decision::Rejected { by, at, reason };
            let mut posting = Posting::load(self, None, None, approval.now).await?;
            posting.put_document(&kept)?;
            posting.record_audit(audit);
            posting.commit(self).await
        })
        .await
    }

    /// Keeps a request of the office.
    pub(crate) async fn ask_request(
        &self,
        request: &StoredRequest,
        audit: &AuditLine,
    ) -> Result<(), StoreError> {
        self.until_settled(async || {
            let mut posting = Posting::load(self, None, None, request.asked).await?;
            posting.put_document(&Versioned::fresh(request.clone()))?;
            posting.record_audit(audit);
            posting.commit(self).await
        })
        .await
    }

    /// The bank gave a cheque back: nobody asks for it, the bank's word stands.
    pub(crate) async fn bounce_cheque(
        &self,
        folio: &Folio,
        approval: &Approval<'_>,
        audit: &AuditLine,
    ) -> Result<(), StoreError> {
        self.until_settled(async || {
            let stored = self.cheques(std::slice::from_ref(folio)).await?.into_iter().next();
            let stored = stored.ok_or(StoreError::NotFound("cheque"))?.value;
            let asked = Asked { id: stored.payment, on: approval.on };
            let correction = Correction::ChequeBounced { payment: stored.payment };
            let mut posting = self.corrected(stored.client, &correction, asked, approval).await?;
            posting.record_audit(audit);
            posting.commit(self).await
        })
        .await
    }

    /// The request, if nobody decided it and `by` may. Who asks never approves. Source: domain-rules.md §3.8.
    async fn open_request(
        &self,
        request: RequestId,
        by: PersonId,
    ) -> Result<Versioned<StoredRequest>, StoreError> {
        let kept = self.request(request).await?.ok_or(StoreError::NotFound("request"))?;
        if kept.value.decision != Decision::Open {
            return Err(StoreError::Exists("request".into()));
        }
        if kept.value.asked_by == by {
            return Err(RuleError::SamePerson.into());
        }
        Ok(kept)
    }

    /// A posting in which the correction is done.
    async fn corrected(
        &self,
        client: ClientId,
        correction: &Correction,
        asked: Asked,
        approval: &Approval<'_>,
    ) -> Result<Posting, StoreError> {
        let mut posting = Posting::load(self, [client], None, approval.now).await?;
        let mut account = posting.account(client).cloned().ok_or(StoreError::NotFound("client"))?;
        let Materials { booked, settled } = self.materials(&account, correction).await?;
        let lies = match &booked {
            Some(booked) => Some(self.take_back(&mut posting, booked, correction, approval).await?),
            None => None,
        };
        let original = match booked.as_ref().zip(lies) {
            Some((booked, lies)) => Some(Original {
                id: booked.row.event,
                payment: booked.payment()?,
                applied: &booked.applied,
                branch: account.customer.branch,
                lies,
                is_corrected: booked.is_undone,
            }),
            None => None,
        };
        let context = CorrectionContext {
            id: asked.id,
            on: approval.on,
            asked_on: asked.on,
            original,
            settled: &settled,
        };
        let done = rules::correction::apply(&mut account, correction, &context)?;
        for debt in &done.new_debts {
            if let Some(invoice) = account.invoices.iter().find(|invoice| invoice.id == *debt) {
                posting.register_invoice(client, invoice);
            }
        }
        let version = posting.put_account(account);
        posting.post(Owner::Client(client), version, cause_of(correction), &done.entries)?;
        Ok(posting)
    }

    /// The bank account into which a transfer or a card was found to have come.
    pub(super) async fn bank_of_payment(
        &self,
        payment: EventId,
    ) -> Result<Option<BankAccountId>, StoreError> {
        let sql = "LET $match = (SELECT VALUE match FROM $targets)[0];
            SELECT bank FROM bank_match WHERE $match != NONE AND record::id(id)[1] = type::uuid($match);";
        let targets = ["transfer", "card"]
            .map(|kind| array_id("bank_target", vec![text(kind), uuid_value(payment.uuid())]));
        let row = self.run(sql, object! { targets: list(targets) }).await?.row(1)?;
        row.map(|mut row| {
            BankAccountId::parse(&row.text("bank")?)
                .ok_or_else(|| StoreError::Unreadable("bank of a match".into()))
        })
        .transpose()
    }

    /// What the correction needs to know besides the account.
    async fn materials(&self, account: &Account, correction: &Correction) -> Result<Materials, StoreError> {
        let booked = match correction {
            Correction::Reversal { payment } | Correction::ChequeBounced { payment } => {
                Some(self.booked_payment(*payment).await?.ok_or(RuleError::UnknownPayment)?)
            }
            _ => None,
        };
        let parts = booked.iter().filter_map(|booked| booked.applied.allocation.as_ref());
        let mut debts: Vec<InvoiceId> =
            parts.flat_map(|allocation| &allocation.parts).map(|part| part.invoice).collect();
        let replaced = account.agreements.iter().flat_map(|agreement| &agreement.replaced);
        debts.extend(replaced.map(|debt| debt.invoice));
        debts.retain(|debt| account.invoices.iter().all(|invoice| invoice.id != *debt));
        Ok(Materials { settled: self.settled_debts(&debts).await?, booked })
    }

    /// Debts as they were when their account stopped carrying them.
    pub(crate) async fn settled_debts(&self, debts: &[InvoiceId]) -> Result<Vec<Invoice>, StoreError> {
        if debts.is_empty() {
            return Ok(Vec::new());
        }
        let ids = list(debts.iter().map(|debt| id("settled_debt", debt.uuid())));
        let rows = self.run("SELECT json FROM $ids", object! { ids: ids }).await?.rows(0)?;
        rows.into_iter().map(|mut row| Ok(serde_json::from_str(&row.text("json")?)?)).collect()
    }

    /// The payments that were taken back, by their events: for the audit of the books.
    pub(crate) async fn undone_payments(&self) -> Result<BTreeSet<EventId>, StoreError> {
        let rows = self.run("SELECT payment FROM undone", object! {}).await?.rows(0)?;
        rows.into_iter().map(|mut row| Ok(EventId::from_uuid(row.uuid("payment")?))).collect()
    }

    /// A payment with its fact and what became of it.
    pub(crate) async fn booked_payment(&self, event: EventId) -> Result<Option<BookedPayment>, StoreError> {
        let sql = "SELECT bytes, outcome FROM $id";
        let row = self.run(sql, object! { id: id("event", event.uuid()) }).await?.row(0)?;
        let Some(mut row) = row else { return Ok(None) };
        let (bytes, outcome) = (row.text("bytes")?, row.text("outcome")?);
        let Ok(event) = Event::from_bytes(&bytes) else { return Ok(None) };
        let Outcome::Applied { applied } = serde_json::from_str(&outcome)? else { return Ok(None) };
        let Some(folio) = event.fact.payment().map(|payment| payment.folio.clone()) else { return Ok(None) };
        let sql = "SELECT * FROM $payment; SELECT id FROM $undone;";
        let vars = object! {
            payment: folio_record("payment", &folio),
            undone: folio_record("undone", &folio),
        };
        let mut answer = self.run(sql, vars).await?;
        let is_undone = answer.row(1)?.is_some();
        let Some(row) = answer.row(0)? else { return Ok(None) };
        Ok(Some(BookedPayment { row: super::events::payment_of(row)?, event, applied, is_undone }))
    }

    /// Takes the money of a payment out of the drawer and out of the figures. Answers where it lies.
    async fn take_back(
        &self,
        posting: &mut Posting,
        booked: &BookedPayment,
        correction: &Correction,
        approval: &Approval<'_>,
    ) -> Result<LedgerAccount, StoreError> {
        let row = &booked.row;
        if row.person == approval.by {
            return Err(RuleError::SamePerson.into());
        }
        if booked.is_undone {
            return Err(RuleError::AlreadyCorrected.into());
        }
        let is_bounce = matches!(correction, Correction::ChequeBounced { .. });
        posting.load_drawers(self, [row.person]).await?;
        posting.load_cheques(self, std::slice::from_ref(&row.folio)).await?;
        let form = HeldForm::of(&booked.payment()?.method);
        let gone_to = self.gone_to(posting, row, form).await?;
        let mut drawer = posting.drawer(row.person).cloned().ok_or(StoreError::NotFound("drawer"))?;
        let before = drawer.clone();
        let taken = TakenBack { payment: row.event, amount: row.amount, form, gone_to };
        let lies = rules::take_back(&mut drawer, &taken)?;
        if drawer != before {
            posting.put_drawer(drawer)?;
        }
        let mut counted_on = Some(row.day);
        if let Some(mut cheque) = posting.cheque(&row.folio).cloned() {
            counted_on = match cheque.state {
                ChequeState::Cleared { on } => Some(on),
                _ => None,
            };
            if is_bounce {
                cheque.state = cheque.state.bounced(approval.on)?;
            }
            cheque.place = if is_bounce { ChequePlace::Returned } else { ChequePlace::Reversed };
            posting.put_cheque(cheque);
        }
        posting.uncount_payment(row, counted_on)?;
        posting.undo_payment(&Undone {
            folio: &row.folio,
            payment: row.event,
            cause: correction.kind(),
            by: approval.by,
        });
        Ok(lies)
    }

    /// Where the office knows that money which is no cash went since.
    async fn gone_to(
        &self,
        posting: &Posting,
        row: &StoredPayment,
        form: HeldForm,
    ) -> Result<Option<LedgerAccount>, StoreError> {
        match form {
            HeldForm::Cash => Ok(None),
            HeldForm::Transfer | HeldForm::Card => {
                let bank: Option<BankAccountId> = self.bank_of_payment(row.event).await?;
                Ok(bank.map(LedgerAccount::Bank))
            }
            HeldForm::Cheque => match posting.cheque(&row.folio).map(|cheque| cheque.place) {
                Some(ChequePlace::Safe { branch }) => Ok(Some(LedgerAccount::ChequeVault(branch))),
                Some(ChequePlace::Deposited { deposit }) => {
                    // Whole deposits are matched with the bank's statement.
                    let is_at_bank = self.place(LedgerAccount::Deposited(deposit)).await?.is_zero();
                    let bank = self.deposit(deposit).await?.map(|kept| kept.value.bank);
                    Ok(Some(match bank.filter(|_| is_at_bank) {
                        Some(bank) => LedgerAccount::Bank(bank),
                        None => LedgerAccount::Deposited(deposit),
                    }))
                }
                _ => Ok(None),
            },
        }
    }

    /// A posting in which the corte waits again to be counted.
    async fn reopened(&self, corte: EventId, approval: &Approval<'_>) -> Result<Posting, StoreError> {
        let mut kept = self.corte(corte).await?.ok_or(StoreError::NotFound("corte"))?;
        let mut posting = Posting::load(self, None, None, approval.now).await?;
        posting.load_drawers(self, [kept.value.person]).await?;
        let folios: Vec<Folio> = kept.value.cheques.iter().map(|cheque| cheque.folio.clone()).collect();
        posting.load_cheques(self, &folios).await?;
        let person = kept.value.person;
        let mut drawer = posting.drawer(person).cloned().ok_or(StoreError::NotFound("drawer"))?;
        let in_safe = ChequePlace::Safe { branch: drawer.branch };
        let is_there = |folio: &Folio| posting.cheque(folio).is_none_or(|cheque| cheque.place == in_safe);
        if !folios.iter().all(is_there) {
            return Err(RuleError::HandoverState.into());
        }
        let vault = self.vault(drawer.branch).await?;
        let lines = rules::reopen_handover(&mut drawer, corte, approval.by, vault)?;
        let version = posting.put_drawer(drawer)?;
        posting.post(Owner::Person(person), version, Cause::CorteReopened(corte), &lines)?;
        for folio in &folios {
            booking::move_cheque(&mut posting, folio, ChequePlace::HandedOver { corte });
        }
        kept.value.state = Counted::Waiting;
        posting.put_document(&kept)?;
        Ok(posting)
    }
}

/// What asked for a correction: the id under which a convenio is granted, and the day.
#[derive(Clone, Copy)]
struct Asked {
    id: EventId,
    on: CivilDate,
}

fn cause_of(correction: &Correction) -> Cause {
    match correction {
        Correction::Reversal { payment } => Cause::Reversal(*payment),
        Correction::ChequeBounced { payment } => Cause::Bounce(*payment),
        _ => Cause::Correction,
    }
}
