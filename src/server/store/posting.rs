//! Posting: the only way in which anything in the books changes.
//!
//! A [`Posting`] loads the accounts that a change touches, the rules change them in memory, and [`Posting::commit`]
//! writes everything in **one transaction**: accounts with their ready-made JSON, ledger entries, events, payments,
//! the folio (the payment's own id), the change log and checksum of each scope, the day's figures and the device's
//! sequence. The transaction begins with guards: every row that was read is compared with what was read, and each
//! guarded row is also written, so that whoever loses a race gets [`StoreError::Conflict`] and nothing else happens.

mod accounts;
mod drawers;
mod papers;
mod records;
mod rows;

use std::collections::{BTreeMap, BTreeSet};

use surrealdb::types::{Object, SurrealValue, Value, object};

use super::{
    Store, StoreError,
    events::StoredPayment,
    query::{array_id, id, int, list, maybe, pesos, text, uuid_value},
};
use crate::domain::{
    account::Account,
    agreement::AgreementState,
    chain::ChainHash,
    date::{CivilDate, Millis},
    folio::Folio,
    ids::{ClientId, DeviceId, EventId, InvoiceId, PersonId},
    invoice::Invoice,
    ledger::{self, Entry},
    money::Money,
};
use drawers::DrawerSlot;
pub(super) use drawers::drawer_row;
use papers::Papers;
pub(crate) use papers::Undone;
pub(super) use papers::{folio_record, place_changes, place_id, write_places};
pub(crate) use records::{Cause, EventRecord, Owner, PaymentRecord};
pub(super) use rows::{change_id, held_folio_id, month_of, payment_id};
use rows::{figures, trim};

/// Everything that one transaction will write.
pub(crate) struct Posting {
    now: Millis,
    accounts: BTreeMap<ClientId, Slot>,
    scopes: BTreeMap<PersonId, ScopeSlot>,
    drawers: BTreeMap<PersonId, DrawerSlot>,
    device: Option<DeviceStep>,
    events: Vec<Value>,
    payments: Vec<Value>,
    held_folios: Vec<Value>,
    entries: Vec<Value>,
    invoices: Vec<Value>,
    exceptions: Vec<Value>,
    collected: BTreeMap<(CivilDate, PersonId, String), (Money, i64)>,
    months: BTreeMap<(PersonId, String), Money>,
    /// Debts that accounts stop carrying, as they were.
    settled: BTreeMap<InvoiceId, Invoice>,
    papers: Papers,
}

/// One account in memory, and what it was when it was read.
struct Slot {
    account: Account,
    /// `None`: it is not in the database yet.
    read_version: Option<u64>,
    read_scope: Option<PersonId>,
    /// The convenios that it had, with their states.
    read_agreements: Vec<(EventId, AgreementState)>,
    /// Its living row in the change log, once this posting is written; 0 where it is in no scope.
    change_no: u64,
}

/// One scope's counter in memory, and what it was when it was read.
struct ScopeSlot {
    read_counter: Option<u64>,
    counter: u64,
    accounts: i64,
    sum: i64,
}

/// The step that a device takes in this transaction.
struct DeviceStep {
    device: DeviceId,
    read_epoch: u32,
    read_last_seq: u64,
    last_seq: u64,
    head: ChainHash,
}

/// The SAT forms that count as cleared on the day they are received: all but the cheque. Source: domain-rules.md §2.6.
const CHEQUE: &str = "02";

impl Posting {
    /// Reads the accounts `clients` and the scopes `also` besides those that the accounts belong to.
    pub(crate) async fn load(
        store: &Store,
        clients: impl IntoIterator<Item = ClientId>,
        also: impl IntoIterator<Item = PersonId>,
        now: Millis,
    ) -> Result<Posting, StoreError> {
        let mut posting = Posting {
            now,
            accounts: BTreeMap::new(),
            scopes: BTreeMap::new(),
            drawers: BTreeMap::new(),
            device: None,
            events: Vec::new(),
            payments: Vec::new(),
            held_folios: Vec::new(),
            entries: Vec::new(),
            invoices: Vec::new(),
            exceptions: Vec::new(),
            collected: BTreeMap::new(),
            months: BTreeMap::new(),
            settled: BTreeMap::new(),
            papers: Papers::default(),
        };
        posting.load_accounts(store, clients, also).await?;
        Ok(posting)
    }

    /// Reads more accounts, with the scopes that they belong to and `also`; those that were read already stay.
    pub(crate) async fn load_accounts(
        &mut self,
        store: &Store,
        clients: impl IntoIterator<Item = ClientId>,
        also: impl IntoIterator<Item = PersonId>,
    ) -> Result<(), StoreError> {
        let posting = self;
        let mut scopes: BTreeSet<PersonId> = also.into_iter().collect();
        let clients: BTreeSet<ClientId> =
            clients.into_iter().filter(|client| !posting.accounts.contains_key(client)).collect();
        if !clients.is_empty() {
            let ids = list(clients.into_iter().map(|client| id("account", client.uuid())));
            let rows = store.run("SELECT json FROM $ids", object! { ids: ids }).await?.rows(0)?;
            for mut row in rows {
                let account: Account = serde_json::from_str(&row.text("json")?)?;
                scopes.extend(account.assigned_to);
                let slot = Slot {
                    read_version: Some(account.version),
                    read_scope: account.assigned_to,
                    read_agreements: agreements_of(&account),
                    change_no: 0,
                    account,
                };
                posting.accounts.insert(slot.account.id(), slot);
            }
        }
        scopes.retain(|scope| !posting.scopes.contains_key(scope));
        if !scopes.is_empty() {
            let ids = list(scopes.iter().map(|scope| id("scope", scope.uuid())));
            for mut row in store.run("SELECT * FROM $ids", object! { ids: ids }).await?.rows(0)? {
                let counter = row.count("counter")?;
                let scope = ScopeSlot {
                    read_counter: Some(counter),
                    counter,
                    accounts: row.int("accounts")?,
                    sum: row.int("sum")?,
                };
                posting.scopes.insert(PersonId::from_uuid(row.uuid("id")?), scope);
            }
            for scope in scopes {
                posting.scopes.entry(scope).or_insert(ScopeSlot {
                    read_counter: None,
                    counter: 0,
                    accounts: 0,
                    sum: 0,
                });
            }
        }
        Ok(())
    }

    /// As if what follows were written at another instant: for a company whose past is made up.
    pub(crate) fn set_now(&mut self, now: Millis) {
        self.now = now;
    }

    /// The scopes that this posting has read: whoever writes them too gets in its way.
    pub(crate) fn scopes(&self) -> impl Iterator<Item = PersonId> {
        self.scopes.keys().copied()
    }

    /// The account as it stands in this posting.
    pub(crate) fn account(&self, client: ClientId) -> Option<&Account> {
        self.accounts.get(&client).map(|slot| &slot.account)
    }

    /// Puts the changed account back under its next version, and answers that version.
    ///
    /// An account that was not there before enters with version 1.
    pub(crate) fn put_account(&mut self, mut account: Account) -> u64 {
        self.settled.extend(trim(&mut account).into_iter().map(|debt| (debt.id, debt)));
        let client = account.id();
        let version = match self.accounts.get_mut(&client) {
            Some(slot) => {
                account.version = slot.account.version.saturating_add(1);
                slot.account = account;
                slot.account.version
            }
            None => {
                account.version = 1;
                let slot = Slot {
                    account,
                    read_version: None,
                    read_scope: None,
                    read_agreements: Vec::new(),
                    change_no: 0,
                };
                self.accounts.insert(client, slot);
                1
            }
        };
        assert!(version > 0, "versions count from 1");
        version
    }

    /// Adds the ledger entry of its owner's `version`. Nothing is written where there are no lines.
    pub(crate) fn post(
        &mut self,
        owner: Owner,
        version: u64,
        cause: Cause,
        lines: &[Entry],
    ) -> Result<(), StoreError> {
        if lines.is_empty() {
            return Ok(());
        }
        ledger::assert_balanced(lines);
        self.move_money(lines)?;
        let lines = lines.iter().map(|line| {
            object! {
                book: text(line.account.key()),
                currency: text(line.currency.as_str()),
                debit: pesos(line.debit),
                credit: pesos(line.credit),
            }
        });
        let row = object! {
            id: array_id("entry", vec![uuid_value(owner.uuid()), int(version)]),
            owner: text(owner.as_str()),
            cause: text(cause.as_str()),
            event: maybe(cause.event().map(|event| id("event", event.uuid()))),
            at: self.now.0,
            lines: list(lines),
        };
        self.entries.push(row.into_value());
        Ok(())
    }

    /// Registers a debt for ever, with what is left of it now.
    pub(crate) fn register_invoice(&mut self, client: ClientId, invoice: &Invoice) {
        let row = object! {
            id: id("invoice", invoice.id.uuid()),
            client: id("account", client.uuid()),
            folio: text(&invoice.folio),
            due: text(invoice.due.to_string()),
            total: pesos(invoice.total),
            opening: pesos(invoice.balance),
            currency: text(invoice.currency.as_str()),
        };
        self.invoices.push(row.into_value());
    }

    /// Stores the event under its own id.
    pub(crate) fn store_event(&mut self, event: &EventRecord<'_>) -> Result<(), StoreError> {
        let row = object! {
            id: id("event", event.id.uuid()),
            device: id("device", event.device.uuid()),
            seq: int(event.seq),
            kind: text(event.kind),
            client: maybe(event.client.map(|client| id("account", client.uuid()))),
            bytes: text(event.bytes),
            sha256: text(event.sha256.to_string()),
            received: self.now.0,
            outcome: text(serde_json::to_string(event.outcome)?),
        };
        self.events.push(row.into_value());
        Ok(())
    }

    /// Raises something for a person to clear up.
    pub(crate) fn raise_exception(
        &mut self,
        event: &EventRecord<'_>,
        person: PersonId,
    ) -> Result<(), StoreError> {
        let row = object! {
            id: super::exceptions::exception_id(event.id, event.sha256),
            device: id("device", event.device.uuid()),
            person: id("person", person.uuid()),
            client: maybe(event.client.map(|client| id("account", client.uuid()))),
            seq: int(event.seq),
            outcome: text(serde_json::to_string(event.outcome)?),
            bytes: text(event.bytes),
            raised: self.now.0,
        };
        self.exceptions.push(row.into_value());
        Ok(())
    }

    /// Enters a payment: the row whose id is the folio, the day's and the month's figures.
    pub(crate) fn enter_payment(&mut self, payment: &PaymentRecord<'_>) -> Result<(), StoreError> {
        let row = object! {
            id: payment_id(payment.folio),
            event: id("event", payment.event.uuid()),
            client: id("account", payment.client.uuid()),
            person: id("person", payment.person.uuid()),
            day: text(payment.day.to_string()),
            instant: payment.instant.0,
            amount: pesos(payment.amount),
            unapplied: pesos(payment.unapplied),
            sat_form: text(payment.sat_form),
        };
        self.payments.push(row.into_value());
        let key = (payment.day, payment.person, payment.sat_form.to_owned());
        let (amount, count) = self.collected.entry(key).or_default();
        *amount = amount.checked_add(payment.amount)?;
        *count = count.saturating_add(1);
        if payment.sat_form != CHEQUE {
            let month = self.months.entry((payment.person, month_of(payment.day))).or_default();
            *month = month.checked_add(payment.amount)?;
        }
        Ok(())
    }

    /// Keeps the folio of a payment that is *por aclarar*: no other payment may ever take it.
    pub(crate) fn hold_folio(&mut self, folio: &Folio, event: EventId) {
        let row = object! { id: held_folio_id(folio), event: id("event", event.uuid()) };
        self.held_folios.push(row.into_value());
    }

    /// Money that counts for the goal of a month as from now: a cheque that cleared on that day.
    pub(crate) fn count_cleared(
        &mut self,
        person: PersonId,
        on: CivilDate,
        amount: Money,
    ) -> Result<(), StoreError> {
        let month = self.months.entry((person, month_of(on))).or_default();
        *month = month.checked_add(amount)?;
        Ok(())
    }

    /// Takes a payment out of the figures into which [`Posting::enter_payment`] put it. `cleared_on`: the day in whose
    /// month it counts for a goal, if it does.
    pub(crate) fn uncount_payment(
        &mut self,
        payment: &StoredPayment,
        cleared_on: Option<CivilDate>,
    ) -> Result<(), StoreError> {
        let (amount, count) =
            self.collected.entry((payment.day, payment.person, payment.sat_form.clone())).or_default();
        *amount = amount.checked_sub(payment.amount)?;
        *count = count.saturating_sub(1);
        if let Some(day) = cleared_on {
            let month = self.months.entry((payment.person, month_of(day))).or_default();
            *month = month.checked_sub(payment.amount)?;
        }
        Ok(())
    }

    /// Moves the device on from what was read of it.
    pub(crate) fn step_device(&mut self, read: &super::devices::Device, last_seq: u64, head: ChainHash) {
        assert!(last_seq >= read.last_seq, "a device's sequence never goes back");
        self.device = Some(DeviceStep {
            device: read.id,
            read_epoch: read.epoch,
            read_last_seq: read.last_seq,
            last_seq,
            head,
        });
    }

    /// Whether there is anything to write.
    pub(crate) fn is_empty(&self) -> bool {
        let has_account = self.accounts.values().any(Slot::is_changed);
        let has_drawer = self.drawers.values().any(DrawerSlot::is_changed);
        let has_rows =
            [&self.entries, &self.events, &self.exceptions].into_iter().any(|rows| !rows.is_empty());
        !has_account && !has_drawer && !has_rows && self.papers.is_empty() && self.device.is_none()
    }

    /// Writes everything in one transaction. [`StoreError::Conflict`] where somebody else was first: load and decide
    /// again. [`StoreError::UnknownCommit`] where the answer was lost: the events tell whether it happened.
    pub(crate) async fn commit(mut self, store: &Store) -> Result<(), StoreError> {
        if self.is_empty() {
            return Ok(());
        }
        let mut sql = String::from("BEGIN;\n");
        let mut vars = Object::new();
        self.write_device(&mut sql, &mut vars);
        self.write_accounts(&mut sql, &mut vars)?;
        self.write_drawers(&mut sql, &mut vars)?;
        self.write_papers(&mut sql, &mut vars)?;
        let inserts = [
            ("event", self.events),
            ("payment", self.payments),
            ("held_folio", self.held_folios),
            ("entry", self.entries),
            ("invoice", self.invoices),
            ("exception", self.exceptions),
        ];
        for (table, rows) in inserts {
            if !rows.is_empty() {
                sql.push_str(&format!("INSERT INTO {table} ${table}_rows RETURN NONE;\n"));
                vars.insert(format!("{table}_rows"), list(rows));
            }
        }
        let figures = figures(self.collected, self.months, self.settled)?;
        for (name, step, rows) in figures {
            if !rows.is_empty() {
                sql.push_str(&format!("FOR $one IN ${name} {{ {step} }};\n"));
                vars.insert(name, list(rows));
            }
        }
        sql.push_str("COMMIT;");
        match store.run(&sql, vars).await {
            // An id that was taken since it was looked up: decide again with it in sight.
            Err(StoreError::Exists(_)) => Err(StoreError::Conflict),
            other => other.map(|_| ()),
        }
    }

    fn write_device(&self, sql: &mut String, vars: &mut Object) {
        let Some(step) = &self.device else { return };
        sql.push_str(
            "IF (SELECT VALUE [epoch, last_seq] FROM ONLY $device) != $device_was { THROW 'senda_stale' };
             UPDATE $device MERGE $device_now RETURN NONE;\n",
        );
        vars.insert("device", id("device", step.device.uuid()));
        vars.insert("device_was", list([int(u64::from(step.read_epoch)), int(step.read_last_seq)]));
        vars.insert("device_now", super::devices::progress(step.last_seq, step.head, self.now));
    }
}

impl Slot {
    fn is_changed(&self) -> bool {
        self.read_version != Some(self.account.version)
    }

    /// Convenios that are new or in another state than when they were read.
    fn changed_agreements(&self) -> impl Iterator<Item = (EventId, AgreementState)> {
        agreements_of(&self.account).into_iter().filter(|known| !self.read_agreements.contains(known))
    }
}

fn agreements_of(account: &Account) -> Vec<(EventId, AgreementState)> {
    account.agreements.iter().map(|agreement| (agreement.id, agreement.state)).collect()
}
