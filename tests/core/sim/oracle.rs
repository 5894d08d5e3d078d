//! What must be true, while it happens and at rest.

use std::collections::{BTreeMap, BTreeSet};

use senda::{
    domain::{
        chain::ChainHash,
        event::{Event, Fact},
        folio::Folio,
        ids::{ClientId, DeviceId, EventId},
    },
    sync::{
        overlay::Workspace,
        protocol::{ItemOutcome, Outcome, PushRequest, QuarantineReason},
    },
};

use super::{
    server::Db,
    world::{AskedPayments, World},
};

/// What really happened, seen from outside.
#[derive(Default)]
pub struct Truth {
    /// Records whose receipt a person saw.
    pub shown: Vec<Shown>,
    /// What the server said of each event, as it reached a phone.
    pub acknowledged: BTreeMap<(EventId, [u8; 32]), Outcome>,
    /// Lost with their storage, or exported by hand, before the server had them.
    pub excused: BTreeSet<EventId>,
    /// Devices that lived twice.
    pub tainted: BTreeSet<DeviceId>,
    /// Snapshots that a checksum asked for.
    pub mismatches: usize,
    /// Resets that the server asked for.
    pub resets: usize,
    /// Answers to something that was stored before.
    pub repetitions: usize,
    pub deferrals: usize,
    pub asked: AskedPayments,
    pub violations: Vec<String>,
}

pub struct Shown {
    pub event: EventId,
    pub device: DeviceId,
    pub client: ClientId,
    pub amount: Option<i64>,
    pub bytes: String,
}

impl Truth {
    pub fn quarantines(&self) -> usize {
        self.acknowledged.values().filter(|outcome| matches!(outcome, Outcome::Quarantined { .. })).count()
    }

    pub fn note_acknowledged(&mut self, request: &PushRequest, outcomes: &[ItemOutcome]) {
        for (item, answer) in request.items.iter().zip(outcomes) {
            self.deferrals += usize::from(matches!(answer.outcome, Outcome::Deferred { .. }));
            self.repetitions += usize::from(matches!(answer.outcome, Outcome::Duplicate { .. }));
            if !matches!(answer.outcome, Outcome::Deferred { .. }) {
                let hash = *ChainHash::of(item.bytes.as_bytes()).as_bytes();
                self.acknowledged.insert((item.id, hash), answer.outcome.original().clone());
            }
        }
    }
}

/// On the screen each payment of this phone is there exactly once, from its receipt on: in the base or laid over it.
pub fn check_screen(world: &World, workspace: &Workspace, known: &BTreeSet<EventId>) {
    let device = workspace.meta().device;
    let truth = world.truth.borrow();
    if truth.tainted.contains(&device) {
        return;
    }
    let missing = truth.shown.iter().filter(|shown| known.contains(&shown.event)).find_map(|shown| {
        shown.amount?;
        let account = workspace.account(shown.client)?;
        let times = account.recent_payments.iter().filter(|line| line.event == shown.event).count();
        (shown.device == device && times != 1)
            .then(|| format!("{} is on the screen {times} times", shown.event))
    });
    drop(truth);
    if let Some(what) = missing {
        world.violate(format!("the payment {what}"));
    }
}

/// A phone that has sent and received everything shows what the server has.
pub fn check_phone_at_rest(world: &World, phone: usize, workspace: Option<&Workspace>) {
    let Some(workspace) = workspace else {
        return world.violate(format!("phone {phone} does not open at rest"));
    };
    if workspace.unsent_count() > 0 {
        world.violate(format!("phone {phone} has unsent events at rest"));
    }
    if workspace.outbox().iter().any(|row| !row.is_quarantined()) {
        world.violate(format!("phone {phone} keeps answered events at rest"));
    }
    let db = world.db.borrow();
    let on_server: Vec<_> = db.scope_accounts(workspace.meta().person).cloned().collect();
    let on_phone: Vec<_> = workspace.accounts().collect();
    if on_server != on_phone {
        world.violate(format!("phone {phone} and the server differ at rest"));
    }
}

/// The invariants of the ledger, of the series and of the chain, and that nothing shown or acknowledged is missing.
pub fn check_rest(world: &World) {
    let db = world.db.borrow();
    let mut violations = Vec::new();
    {
        let truth = world.truth.borrow();
        check_shown(&truth, &db, &mut violations);
        check_acknowledged(&truth, &db, &mut violations);
        check_series_and_chains(&truth, &db, &mut violations);
        if truth.mismatches > 0 {
            violations.push(format!("a checksum differed {} times", truth.mismatches));
        }
    }
    check_ledger(&db, &mut violations);
    world.truth.borrow_mut().violations.extend(violations);
}

fn check_shown(truth: &Truth, db: &Db, violations: &mut Vec<String>) {
    for shown in &truth.shown {
        let Some(row) = db.events.get(&shown.event) else {
            if !truth.excused.contains(&shown.event) {
                violations.push(format!("the event {} was shown and is nowhere", shown.event));
            }
            continue;
        };
        let is_tainted = truth.tainted.contains(&shown.device);
        if row.item.bytes != shown.bytes && !is_tainted {
            violations.push(format!("the event {} is stored with other bytes", shown.event));
        }
        let times = db.payments.iter().filter(|payment| payment.event == shown.event).count();
        match &row.outcome {
            Outcome::Applied { .. } if times != usize::from(shown.amount.is_some()) => {
                violations.push(format!("the payment {} is in the ledger {times} times", shown.event));
            }
            Outcome::Applied { .. } | Outcome::Duplicate { .. } | Outcome::Deferred { .. } => {}
            Outcome::Quarantined { reason: QuarantineReason::RuleRefused } if shown.amount.is_none() => {}
            Outcome::Quarantined { .. } if is_tainted => {}
            Outcome::Quarantined { reason } => {
                violations.push(format!("the honest event {} was quarantined: {reason:?}", shown.event));
            }
        }
    }
}

fn check_acknowledged(truth: &Truth, db: &Db, violations: &mut Vec<String>) {
    for ((id, hash), outcome) in &truth.acknowledged {
        let stored = match db.events.get(id) {
            Some(row) if ChainHash::of(row.item.bytes.as_bytes()).as_bytes() == hash => Some(row),
            _ => db.alarms.get(&(*id, *hash)),
        };
        if stored.map(|row| &row.outcome) != Some(outcome) {
            violations.push(format!("the event {id} was acknowledged and is not so in the ledger"));
        }
    }
}

fn check_series_and_chains(truth: &Truth, db: &Db, violations: &mut Vec<String>) {
    let mut rows_of: BTreeMap<DeviceId, Vec<(u64, &str)>> = BTreeMap::new();
    for row in db.events.values().chain(db.alarms.values()).filter(|row| row.has_place) {
        rows_of.entry(row.device).or_default().push((row.seq, &row.item.bytes));
    }
    for device in db.devices.values() {
        let mut rows = rows_of.remove(&device.device).unwrap_or_default();
        rows.sort_unstable();
        if !rows.iter().map(|(seq, _)| *seq).eq(1..=device.last_seq) {
            violations.push(format!("the sequence of {} has a hole or a double", device.device));
        }
        if truth.tainted.contains(&device.device) {
            continue;
        }
        let mut head = ChainHash::genesis(&device.series, device.device);
        let mut folio_number = 0;
        for (seq, bytes) in rows {
            let Ok(event) = Event::from_bytes(bytes) else {
                violations.push(format!("the event {seq} of {} cannot be read", device.device));
                break;
            };
            if event.prev != head {
                violations.push(format!("the chain of {} breaks at {seq}", device.device));
            }
            head = ChainHash::of(bytes.as_bytes());
            if let Fact::PaymentReceived(payment) = &event.fact {
                folio_number += 1;
                if payment.folio.series() != &device.series || payment.folio.number() != folio_number {
                    violations.push(format!("the series {} has a hole", device.series.as_str()));
                }
            }
        }
    }
}

fn check_ledger(db: &Db, violations: &mut Vec<String>) {
    let events: BTreeSet<EventId> = db.payments.iter().map(|payment| payment.event).collect();
    let folios: BTreeSet<&Folio> = db.payments.iter().map(|payment| &payment.folio).collect();
    if events.len() != db.payments.len() || folios.len() != db.payments.len() {
        violations.push("a payment or a folio is in the ledger twice".into());
    }
    for payment in &db.payments {
        if payment.applied + payment.unapplied != payment.amount {
            violations.push(format!("the payment {} is not its parts", payment.event));
        }
    }
    for (id, account) in &db.accounts {
        let of_client = || db.payments.iter().filter(|payment| payment.client == *id);
        let owed: i64 = account.invoices.iter().map(|invoice| invoice.balance.centavos()).sum();
        let imported = db.imported.get(id).copied().unwrap_or_default();
        if imported - owed != of_client().map(|payment| payment.applied).sum::<i64>() {
            violations.push(format!("the balance of {id} is not the fold of its payments"));
        }
        if account.unapplied.centavos() != of_client().map(|payment| payment.unapplied).sum::<i64>() {
            violations.push(format!("what is unapplied of {id} is not the fold of its payments"));
        }
        if account.invoices.iter().any(|invoice| invoice.balance.is_negative()) {
            violations.push(format!("an invoice of {id} is paid beyond its balance"));
        }
    }
    let mut in_hand = BTreeMap::new();
    for payment in db.payments.iter().filter(|payment| payment.is_cash) {
        *in_hand.entry(payment.person).or_insert(0) += payment.amount;
    }
    if in_hand != db.in_hand {
        violations.push("the cash in hand is not the sum of the cash payments".into());
    }
}
