//! Posting: the only way in which anything in the books changes.
//!
//! A [`Posting`] loads the accounts that a change touches, the rules change them in memory, and [`Posting::commit`]
//! writes everything in **one transaction**: accounts with their ready-made JSON, ledger entries, events, payments,
//! the folio (the payment's own id), the change log and checksum of each scope, the day's figures and the device's
//! sequence. The transaction begins with guards: every row that was read is compared with what was read, and each
//! guarded row is also written, so that whoever loses a race gets [`StoreError::Conflict`] and nothing else happens.

mod rows;

use std::collections::{BTreeMap, BTreeSet};

use surrealdb::types::{Object, SurrealValue, Value, object};

use super::{
    Store, StoreError,
    query::{array_id, id, int, list, maybe, pesos, text, uuid_value},
};
use crate::{
    domain::{
        account::Account,
        chain::ChainHash,
        date::{CivilDate, Millis},
        folio::Folio,
        ids::{ClientId, DeviceId, EventId, PersonId},
        invoice::Invoice,
        ledger::{self, Entry},
        money::Money,
    },
    sync::protocol::{Outcome, account_checksum},
};
use rows::{Stay, account_row, change_row, figures, trim};
pub(super) use rows::{change_id, held_folio_id, month_of, payment_id};

/// Everything that one transaction will write.
pub(crate) struct Posting {
    now: Millis,
    accounts: BTreeMap<ClientId, Slot>,
    scopes: BTreeMap<PersonId, ScopeSlot>,
    device: Option<DeviceStep>,
    events: Vec<Value>,
    payments: Vec<Value>,
    held_folios: Vec<Value>,
    entries: Vec<Value>,
    invoices: Vec<Value>,
    exceptions: Vec<Value>,
    collected: BTreeMap<(CivilDate, PersonId, &'static str), (Money, i64)>,
    months: BTreeMap<(PersonId, String), Money>,
    drawers: BTreeMap<PersonId, Money>,
}

/// One account in memory, and what it was when it was read.
struct Slot {
    account: Account,
    /// `None`: it is not in the database yet.
    read_version: Option<u64>,
    read_scope: Option<PersonId>,
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

/// An event as it is stored.
pub(crate) struct EventRecord<'a> {
    pub id: EventId,
    pub device: DeviceId,
    /// Its place in the device's life; 0 where it takes none.
    pub seq: u64,
    pub kind: &'a str,
    pub client: Option<ClientId>,
    pub bytes: &'a str,
    /// Of the bytes that came, whatever the device claims.
    pub sha256: ChainHash,
    pub outcome: &'a Outcome,
}

/// A payment as it goes into the books.
pub(crate) struct PaymentRecord<'a> {
    pub event: EventId,
    pub folio: &'a Folio,
    pub client: ClientId,
    pub person: PersonId,
    pub day: CivilDate,
    pub instant: Millis,
    pub amount: Money,
    pub unapplied: Money,
    pub sat_form: &'static str,
}

/// The SAT forms that count as cleared on the day they are received: all but the cheque. Source: domain-rules.md §2.6.
const CHEQUE: &str = "02";
const CASH: &str = "01";

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
            device: None,
            events: Vec::new(),
            payments: Vec::new(),
            held_folios: Vec::new(),
            entries: Vec::new(),
            invoices: Vec::new(),
            exceptions: Vec::new(),
            collected: BTreeMap::new(),
            months: BTreeMap::new(),
            drawers: BTreeMap::new(),
        };
        let mut scopes: BTreeSet<PersonId> = also.into_iter().collect();
        let clients: BTreeSet<ClientId> = clients.into_iter().collect();
        if !clients.is_empty() {
            let ids = list(clients.into_iter().map(|client| id("account", client.uuid())));
            let rows = store.run("SELECT json FROM $ids", object! { ids: ids }).await?.rows(0)?;
            for mut row in rows {
                let account: Account = serde_json::from_str(&row.text("json")?)?;
                scopes.extend(account.assigned_to);
                let slot = Slot {
                    read_version: Some(account.version),
                    read_scope: account.assigned_to,
                    change_no: 0,
                    account,
                };
                posting.accounts.insert(slot.account.id(), slot);
            }
        }
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
        Ok(posting)
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
        trim(&mut account);
        let client = account.id();
        let version = match self.accounts.get_mut(&client) {
            Some(slot) => {
                account.version = slot.account.version.saturating_add(1);
                slot.account = account;
                slot.account.version
            }
            None => {
                account.version = 1;
                let slot = Slot { account, read_version: None, read_scope: None, change_no: 0 };
                self.accounts.insert(client, slot);
                1
            }
        };
        assert!(version > 0, "versions count from 1");
        version
    }

    /// Adds the ledger entry of the account's `version`. Nothing is written where there are no lines.
    pub(crate) fn post(&mut self, client: ClientId, version: u64, cause: Cause, lines: &[Entry]) {
        if lines.is_empty() {
            return;
        }
        ledger::assert_balanced(lines);
        let lines = lines.iter().map(|line| {
            object! {
                book: text(line.account.key()),
                currency: text(line.currency.as_str()),
                debit: pesos(line.debit),
                credit: pesos(line.credit),
            }
        });
        let row = object! {
            id: array_id("entry", vec![uuid_value(client.uuid()), int(version)]),
            cause: text(cause.as_str()),
            event: maybe(cause.event().map(|event| id("event", event.uuid()))),
            at: self.now.0,
            lines: list(lines),
        };
        self.entries.push(row.into_value());
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

    /// Enters a payment: the row whose id is the folio, the day's and the month's figures, the cash in hand.
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
        let key = (payment.day, payment.person, payment.sat_form);
        let (amount, count) = self.collected.entry(key).or_default();
        *amount = amount.checked_add(payment.amount)?;
        *count = count.saturating_add(1);
        if payment.sat_form != CHEQUE {
            let month = self.months.entry((payment.person, month_of(payment.day))).or_default();
            *month = month.checked_add(payment.amount)?;
        }
        if payment.sat_form == CASH {
            let cash = self.drawers.entry(payment.person).or_default();
            *cash = cash.checked_add(payment.amount)?;
        }
        Ok(())
    }

    /// Keeps the folio of a payment that is *por aclarar*: no other payment may ever take it.
    pub(crate) fn hold_folio(&mut self, folio: &Folio, event: EventId) {
        let row = object! { id: held_folio_id(folio), event: id("event", event.uuid()) };
        self.held_folios.push(row.into_value());
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
        !has_account && self.events.is_empty() && self.exceptions.is_empty() && self.device.is_none()
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
        let figures = figures(self.collected, self.months, self.drawers);
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

    /// Accounts, and with them the change log and the checksum of every scope that they are in or were in.
    fn write_accounts(&mut self, sql: &mut String, vars: &mut Object) -> Result<(), StoreError> {
        let (mut guards, mut versions) = (Vec::new(), Vec::new());
        let (mut new_rows, mut rows) = (Vec::new(), Vec::new());
        let mut changes = Vec::new();
        for slot in self.accounts.values_mut().filter(|slot| slot.is_changed()) {
            let client = slot.account.id();
            if let Some(scope) = slot.read_scope {
                let leaves = slot.account.assigned_to != Some(scope);
                let kept = scope_slot(&mut self.scopes, scope)?;
                kept.sum = kept.sum.wrapping_sub(account_checksum(client, slot.read_version.unwrap_or(0)));
                kept.accounts = kept.accounts.saturating_sub(1);
                if leaves {
                    kept.counter = kept.counter.saturating_add(1);
                    changes.push(change_row(scope, kept.counter, client, Stay::Gone));
                }
            }
            slot.change_no = 0;
            if let Some(scope) = slot.account.assigned_to {
                let kept = scope_slot(&mut self.scopes, scope)?;
                kept.sum = kept.sum.wrapping_add(account_checksum(client, slot.account.version));
                kept.accounts = kept.accounts.saturating_add(1);
                kept.counter = kept.counter.saturating_add(1);
                slot.change_no = kept.counter;
                changes.push(change_row(scope, kept.counter, client, Stay::Here));
            }
            let row = account_row(&slot.account, slot.change_no)?;
            match slot.read_version {
                Some(version) => {
                    guards.push(id("account", client.uuid()));
                    versions.push(int(version));
                    rows.push(object! { id: id("account", client.uuid()), row: row }.into_value());
                }
                None => {
                    let mut row = row;
                    row.insert("id", id("account", client.uuid()));
                    new_rows.push(row.into_value());
                }
            }
        }
        if !rows.is_empty() {
            sql.push_str(
                "IF (SELECT VALUE version FROM $account_ids) != $account_versions { THROW 'senda_stale' };
                 FOR $one IN $accounts { UPDATE $one.id CONTENT $one.row RETURN NONE };\n",
            );
            vars.insert("account_ids", list(guards));
            vars.insert("account_versions", list(versions));
            vars.insert("accounts", list(rows));
        }
        if !new_rows.is_empty() {
            sql.push_str("INSERT INTO account $new_accounts RETURN NONE;\n");
            vars.insert("new_accounts", list(new_rows));
        }
        self.write_scopes(sql, vars);
        if !changes.is_empty() {
            sql.push_str("INSERT INTO change $changes RETURN NONE;\n");
            vars.insert("changes", list(changes));
        }
        Ok(())
    }

    fn write_scopes(&self, sql: &mut String, vars: &mut Object) {
        let changed = || self.scopes.iter().filter(|(_, scope)| scope.read_counter != Some(scope.counter));
        let (mut guards, mut counters, mut rows, mut new_rows) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for (scope, slot) in changed().filter(|(_, slot)| slot.counter > 0) {
            let scope_id = id("scope", scope.uuid());
            let mut row = object! { counter: int(slot.counter), accounts: slot.accounts, sum: slot.sum };
            match slot.read_counter {
                Some(counter) => {
                    guards.push(scope_id.clone());
                    counters.push(int(counter));
                    rows.push(object! { id: scope_id, row: row }.into_value());
                }
                None => {
                    row.insert("id", scope_id);
                    new_rows.push(row.into_value());
                }
            }
        }
        if !rows.is_empty() {
            sql.push_str(
                "IF (SELECT VALUE counter FROM $scope_ids) != $scope_counters { THROW 'senda_stale' };
                 FOR $one IN $scopes { UPDATE $one.id CONTENT $one.row RETURN NONE };\n",
            );
            vars.insert("scope_ids", list(guards));
            vars.insert("scope_counters", list(counters));
            vars.insert("scopes", list(rows));
        }
        if !new_rows.is_empty() {
            sql.push_str("INSERT INTO scope $new_scopes RETURN NONE;\n");
            vars.insert("new_scopes", list(new_rows));
        }
    }
}

impl Slot {
    fn is_changed(&self) -> bool {
        self.read_version != Some(self.account.version)
    }
}

/// Why an entry is in the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    /// A debt that came from another system.
    Opening,
    /// An import that moved the balance of a debt which nobody has paid anything of here.
    Restatement,
    /// A payment.
    Payment(EventId),
}

impl Cause {
    fn as_str(self) -> &'static str {
        match self {
            Cause::Opening => "opening",
            Cause::Restatement => "restatement",
            Cause::Payment(_) => "payment",
        }
    }

    fn event(self) -> Option<EventId> {
        match self {
            Cause::Payment(event) => Some(event),
            Cause::Opening | Cause::Restatement => None,
        }
    }
}

fn scope_slot(
    scopes: &mut BTreeMap<PersonId, ScopeSlot>,
    scope: PersonId,
) -> Result<&mut ScopeSlot, StoreError> {
    // Every scope that an account can be in or go to was loaded with it.
    scopes.get_mut(&scope).ok_or(StoreError::NotFound("scope"))
}
