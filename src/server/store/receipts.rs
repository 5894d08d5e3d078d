//! What the office knows of one receipt, and payments recovered from a receipt whose phone was destroyed.

use surrealdb::types::{Object, object};

use super::{
    Store, StoreError,
    audit::AuditLine,
    posting::{EventRecord, Posting, folio_record},
    query::{Row, id, text},
};
use crate::{
    api::cheques::ChequePlace,
    domain::{
        chain::ChainHash,
        cheque::ChequeState,
        date::Millis,
        event::Event,
        folio::{Folio, Series},
        ids::{DeviceId, EventId, PersonId},
        ledger::LedgerAccount,
        policy::Policy,
        rule_error::RuleError,
        rules,
    },
    server::booking::{self, Changed},
    sync::protocol::{Outcome, ReceiptCheck, ReceiptProgress},
};

/// A payment as the office writes it in place of a phone that is gone.
pub(crate) struct Recovery<'a> {
    /// With the lost device, and no place in its chain.
    pub event: &'a Event,
    /// Of the bytes that the phone wrote, as the receipt says.
    pub sha256: ChainHash,
    pub by: PersonId,
    pub now: Millis,
}

impl Store {
    /// What the office knows of the receipt with this folio, where the hash is that of its event.
    pub async fn check_receipt(
        &self,
        folio: &Folio,
        chain: ChainHash,
    ) -> Result<Option<ReceiptCheck>, StoreError> {
        let sql = "SELECT event, person, amount, instant, sat_form, event.sha256 AS sha256 FROM $payment;
            SELECT event.bytes AS bytes, event.sha256 AS sha256 FROM $held;
            SELECT sha256 FROM $recovered;
            SELECT cause FROM $undone;";
        let vars = object! {
            payment: folio_record("payment", folio),
            held: folio_record("held_folio", folio),
            recovered: folio_record("recovered", folio),
            undone: folio_record("undone", folio),
        };
        let mut answer = self.run(sql, vars).await?;
        let is_undone = answer.row(3)?.is_some();
        let recovered = answer.row(2)?.map(|mut row| row.text("sha256")).transpose()?;
        let is_his = |sha256: &str| ChainHash::parse(sha256) == Some(chain);
        if let Some(row) = answer.row(1)? {
            return held_receipt(row, folio, chain);
        }
        let Some(mut row) = answer.row(0)? else { return Ok(None) };
        if !is_his(&row.text("sha256")?) && !recovered.as_deref().is_some_and(is_his) {
            return Ok(None);
        }
        let (amount, received) = (row.money("amount")?, Millis(row.int("instant")?));
        let payment = EventId::from_uuid(row.uuid("event")?);
        let person = PersonId::from_uuid(row.uuid("person")?);
        let progress = if is_undone {
            ReceiptProgress::Reversed
        } else {
            self.progress(folio, payment, person, &row.text("sat_form")?).await?
        };
        Ok(Some(ReceiptCheck { folio: folio.clone(), amount, received, progress }))
    }

    /// How far the money of a payment has come.
    async fn progress(
        &self,
        folio: &Folio,
        payment: EventId,
        person: PersonId,
        sat_form: &str,
    ) -> Result<ReceiptProgress, StoreError> {
        if let Some(cheque) = self.cheques(std::slice::from_ref(folio)).await?.into_iter().next() {
            let cheque = cheque.value;
            return Ok(match (cheque.state, cheque.place) {
                (ChequeState::Cleared { .. }, _) => ReceiptProgress::Reconciled,
                (_, ChequePlace::Deposited { deposit }) => {
                    let is_at_bank = self.place(LedgerAccount::Deposited(deposit)).await?.is_zero();
                    if is_at_bank { ReceiptProgress::Reconciled } else { ReceiptProgress::Deposited }
                }
                (_, ChequePlace::Safe { .. }) => ReceiptProgress::HandedOver,
                _ => ReceiptProgress::Applied,
            });
        }
        if sat_form != "01" {
            let is_at_bank = self.bank_of_payment(payment).await?.is_some();
            return Ok(if is_at_bank { ReceiptProgress::Reconciled } else { ReceiptProgress::Applied });
        }
        let drawer = self.drawer(person).await?;
        let is_carried = drawer.is_some_and(|drawer| drawer.held.iter().any(|held| held.event == payment));
        Ok(if is_carried { ReceiptProgress::Applied } else { ReceiptProgress::HandedOver })
    }

    /// Takes a payment in that only its receipt tells of. [`StoreError::Exists`] where its folio is known.
    pub(crate) async fn recover_payment(
        &self,
        recovery: &Recovery<'_>,
        audit: &AuditLine,
    ) -> Result<(), StoreError> {
        let event = recovery.event;
        let payment = event.fact.payment().ok_or(StoreError::NotFound("payment"))?;
        let policy: Policy = self.policy_of(event.person).await?;
        self.until_settled(async || {
            let folios = std::slice::from_ref(&payment.folio);
            if !self.seen_before(&[], folios).await?.folios.is_empty() {
                return Err(StoreError::Exists("payment".into()));
            }
            let mut posting = Posting::load(self, [payment.client], None, recovery.now).await?;
            posting.load_drawers(self, [event.person]).await?;
            let mut account =
                posting.account(payment.client).cloned().ok_or(StoreError::NotFound("client"))?;
            let mut drawer = posting.drawer(event.person).cloned().ok_or(StoreError::NotFound("person"))?;
            let applied = rules::apply(&mut account, event, &policy)?;
            rules::apply_to_drawer(&mut drawer, event, &account.customer.name, &policy)?;
            let changed = Changed { account: Some(account), drawer: Some(drawer) };
            booking::book(&mut posting, event, changed, &applied, recovery.now)?;
            let bytes = event.to_bytes()?;
            let outcome = Outcome::Applied { applied };
            posting.store_event(&EventRecord {
                id: event.id,
                device: event.device,
                seq: 0,
                kind: event.fact.kind(),
                client: Some(payment.client),
                bytes: &bytes,
                sha256: ChainHash::of(bytes.as_bytes()),
                outcome: &outcome,
            })?;
            posting.note_recovered(object! {
                id: folio_record("recovered", &payment.folio),
                event: id("event", event.id.uuid()),
                sha256: text(recovery.sha256.to_string()),
                at: recovery.now.0,
                by: id("person", recovery.by.uuid()),
            });
            posting.record_audit(audit);
            posting.commit(self).await
        })
        .await
    }

    /// The device that a series was leased to, and everything that it wrote, by its place.
    pub async fn chain_of(
        &self,
        series: &Series,
    ) -> Result<Option<(DeviceId, Vec<(u64, String)>)>, StoreError> {
        let devices = self.devices().await?;
        let Some(device) = devices.into_iter().find(|device| device.series == *series) else {
            return Ok(None);
        };
        let sql = "SELECT seq, bytes FROM event WHERE device = $device AND seq > 0 ORDER BY seq";
        let vars: Object = object! { device: id("device", device.id.uuid()) };
        let rows = self.run(sql, vars).await?.rows(0)?;
        let links = rows.into_iter().map(|mut row| Ok((row.count("seq")?, row.text("bytes")?)));
        Ok(Some((device.id, links.collect::<Result<_, StoreError>>()?)))
    }
}

/// A receipt that is *por aclarar*: the office has it, and its money is not yet applied.
fn held_receipt(mut row: Row, folio: &Folio, chain: ChainHash) -> Result<Option<ReceiptCheck>, StoreError> {
    if ChainHash::parse(&row.text("sha256")?) != Some(chain) {
        return Ok(None);
    }
    let event = Event::from_bytes(&row.text("bytes")?).map_err(|_| RuleError::UnknownPayment)?;
    let received = event.stamp.instant();
    Ok(event.fact.payment().map(|payment| ReceiptCheck {
        folio: folio.clone(),
        amount: payment.amount,
        received,
        progress: ReceiptProgress::Registered,
    }))
}
