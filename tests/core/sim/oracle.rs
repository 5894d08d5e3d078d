//! What must be true, while it happens and at rest.

use std::collections::{BTreeMap, BTreeSet};

use senda::{
    domain::{
        chain::{self, ChainHash, Link},
        drawer::Drawer,
        event::Fact,
        folio::Folio,
        ids::{ClientId, DeviceId, EventId},
        ledger::LedgerAccount,
        money::Money,
    },
    sync::{
        memory_store::MemoryState,
        overlay::Workspace,
        protocol::{ItemOutcome, Outcome, PushRequest, QuarantineReason},
    },
};

use super::{
    books::Books,
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
    /// Decisions of the office that were booked, and that the rules refused.
    pub decisions: usize,
    pub refusals: usize,
    /// Payments that the office reversed, or whose cheque bounced.
    pub corrections: usize,
    pub asked: AskedPayments,
    pub violations: Vec<String>,
}

pub struct Shown {
    pub event: EventId,
    pub device: DeviceId,
    pub client: Option<ClientId>,
    pub kind: &'static str,
    pub is_payment: bool,
    pub bytes: String,
}

impl Truth {
    pub fn quarantines(&self) -> usize {
        self.acknowledged.values().filter(|outcome| matches!(outcome, Outcome::Quarantined { .. })).count()
    }

    pub fn count_kind(&self, kind: &str) -> usize {
        self.shown.iter().filter(|shown| shown.kind == kind).count()
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
/// What the office took back may be gone. The drawer holds each thing once, and all that was received since the last
/// corte.
pub fn check_screen(world: &World, workspace: &Workspace, known: &BTreeSet<EventId>) {
    let device = workspace.meta().device;
    let truth = world.truth.borrow();
    if truth.tainted.contains(&device) {
        return;
    }
    let db = world.db.borrow();
    let missing = truth.shown.iter().filter(|shown| known.contains(&shown.event)).find_map(|shown| {
        if !shown.is_payment || shown.device != device || db.books.corrected.contains(&shown.event) {
            return None;
        }
        let account = workspace.account(shown.client?)?;
        let times = account.recent_payments.iter().filter(|line| line.event == shown.event).count();
        (times != 1).then(|| format!("the payment {} is on the screen {times} times", shown.event))
    });
    let wrong = missing.or_else(|| check_drawer_shown(workspace));
    drop((truth, db));
    if let Some(what) = wrong {
        world.violate(what);
    }
}

fn check_drawer_shown(workspace: &Workspace) -> Option<String> {
    let drawer = workspace.drawer();
    if drawer.cash.is_negative() {
        return Some(format!("there are {:?} in hand on the screen", drawer.cash));
    }
    if drawer.breakdown().is_ok_and(|parts| !adds_up(&parts)) {
        return Some("what a count must give is not what its parts give".into());
    }
    let lines = [
        drawer.held.iter().map(|held| held.event).collect::<Vec<_>>(),
        drawer.deposits.iter().map(|deposit| deposit.event).collect(),
        drawer.handovers.iter().map(|line| line.event).collect(),
    ];
    for events in &lines {
        let once: BTreeSet<&EventId> = events.iter().collect();
        if once.len() != events.len() {
            return Some("something is in the drawer of the screen twice".into());
        }
    }
    // What is not sent yet, since the last corte that is not sent yet.
    let mut received = BTreeSet::new();
    for row in workspace.outbox().iter().filter(|row| row.seq > workspace.meta().base_last_seq) {
        match workspace.event(row.seq).map(|event| &event.fact) {
            Some(Fact::PaymentReceived(_)) => drop(received.insert(row.id)),
            Some(Fact::CashHandedOver(_)) => received.clear(),
            _ => {}
        }
    }
    let missing = received.iter().find(|event| !lines[0].contains(event));
    missing.map(|event| format!("the payment {event} is not in the drawer of the screen"))
}

fn adds_up(parts: &senda::domain::drawer::CashBreakdown) -> bool {
    let into = Money::sum([parts.opened, parts.received, parts.adjusted]);
    let out = Money::sum([parts.spent, parts.deposited, parts.expected]);
    into.is_ok() && into == out
}

/// A page that was long on its way never brings back a drawer without events that have left the outbox.
pub fn check_page(world: &World, before: &MemoryState, after: &MemoryState) {
    let (Some(old), Some(new)) = (&before.drawer, &after.drawer) else { return };
    if new.included_seq < old.included_seq && world.bug.is_none() {
        world.violate("an older drawer came over a newer one".into());
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
    let person = workspace.meta().person;
    if *workspace.drawer() != db.books.drawer(person) {
        world.violate(format!("phone {phone} and the server differ at rest over what {person} carries"));
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
    check_payments(&db.books, &mut violations);
    check_books(&db.books, &mut violations);
    check_rebuilt(&db.books, &world.opening.borrow(), &mut violations);
    let mut truth = world.truth.borrow_mut();
    truth.corrections = db.books.corrected.len();
    truth.violations.extend(violations);
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
        let times = db.books.payments.iter().filter(|booked| booked.event == shown.event).count();
        match &row.outcome {
            Outcome::Applied { .. } if times != usize::from(shown.is_payment) => {
                violations.push(format!("the payment {} is in the ledger {times} times", shown.event));
            }
            Outcome::Applied { .. } | Outcome::Duplicate { .. } | Outcome::Deferred { .. } => {}
            Outcome::Quarantined { reason: QuarantineReason::RuleRefused } if may_be_refused(shown.kind) => {}
            Outcome::Quarantined { .. } if is_tainted => {}
            Outcome::Quarantined { reason } => {
                violations.push(format!("the honest event {} was quarantined: {reason:?}", shown.event));
            }
        }
    }
}

/// Facts of the account that say something of debts which changed meanwhile. Money and papers are never refused.
fn may_be_refused(kind: &str) -> bool {
    matches!(kind, "promise_made" | "agreement_made" | "correction_asked")
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
        let links = rows.iter().map(|(seq, bytes)| Link { seq: *seq, bytes });
        match chain::verify_series(&device.series, device.device, links) {
            Ok(head) if head == device.chain_head => {}
            Ok(_) => violations.push(format!("the head of {} is not that of its events", device.device)),
            Err(broken) => violations.push(format!("{}: {broken}", device.series.as_str())),
        }
    }
}

fn check_payments(books: &Books, violations: &mut Vec<String>) {
    let events: BTreeSet<EventId> = books.payments.iter().map(|booked| booked.event).collect();
    let folios: BTreeSet<&Folio> = books.payments.iter().map(|booked| &booked.payment.folio).collect();
    if events.len() != books.payments.len() || folios.len() != books.payments.len() {
        violations.push("a payment or a folio is in the ledger twice".into());
    }
    for booked in &books.payments {
        let event = booked.event;
        let parts = booked.applied.allocation.clone().unwrap_or_default();
        if parts.received() != Ok(booked.payment.amount) {
            violations.push(format!("the payment {event} is not its parts"));
        }
        let taken = books.taken_by.get(&event).map_or(0, Vec::len);
        let is_held = books.drawer(booked.person).held.iter().any(|held| held.event == event);
        let is_corrected = books.corrected.contains(&event);
        if taken > 1 || (is_held && (taken > 0 || is_corrected)) {
            violations.push(format!("the payment {event} left the drawer {taken} times, held {is_held}"));
        }
        if taken == 0 && !is_held && !is_corrected {
            violations.push(format!("the payment {event} left the drawer by no corte"));
        }
    }
    let counted = |booked: &super::books::Booked| {
        let stands = !books.corrected.contains(&booked.event);
        booked
            .applied
            .promises
            .iter()
            .filter(move |_| stands)
            .map(|part| (part.promise, part.amount))
            .collect::<Vec<_>>()
    };
    let mut kept: BTreeMap<EventId, i64> = BTreeMap::new();
    for (promise, amount) in books.payments.iter().flat_map(|booked| counted(booked)) {
        *kept.entry(promise).or_default() += amount.centavos();
    }
    for promise in books.accounts.values().flat_map(|account| &account.promises) {
        if promise.received.centavos() != kept.get(&promise.event).copied().unwrap_or_default() {
            violations.push(format!("the promise {} is not what its payments counted", promise.event));
        }
    }
}

/// Every peso is in exactly one place, and what is stored is the fold of the ledger.
fn check_books(books: &Books, violations: &mut Vec<String>) {
    let balances = books.balances();
    for account in books.accounts.values() {
        for fault in balances.differences(account).unwrap() {
            violations.push(format!("the ledger of {}: {fault:?}", account.id()));
        }
        if account.invoices.iter().any(|invoice| invoice.balance.is_negative()) {
            violations.push(format!("an invoice of {} is paid beyond its balance", account.id()));
        }
    }
    for fault in balances.negatives().unwrap() {
        violations.push(format!("the ledger: {fault:?}"));
    }
    let in_hand = |drawer: &Drawer| balances.get(LedgerAccount::InHand(drawer.person)).unwrap();
    for drawer in books.drawers.values() {
        if drawer.cash != in_hand(drawer) || drawer.cash.is_negative() {
            violations.push(format!("the cash of {} is not what the ledger says is in hand", drawer.person));
        }
        if drawer.breakdown().is_ok_and(|parts| !adds_up(&parts)) {
            violations.push(format!("what {} must count is not what its parts give", drawer.person));
        }
    }
    let mut places = 0;
    for account in balances.accounts() {
        let holds = balances.get(account).unwrap().centavos();
        match account {
            LedgerAccount::InHand(_)
            | LedgerAccount::InTransit { .. }
            | LedgerAccount::HandedOver(_)
            | LedgerAccount::Vault(_)
            | LedgerAccount::ChequeVault(_)
            | LedgerAccount::Deposited(_)
            | LedgerAccount::Bank(_)
            | LedgerAccount::Shortage(_)
            | LedgerAccount::Expense(_) => places += holds,
            LedgerAccount::Surplus(_) => places -= holds,
            LedgerAccount::Receivable(_)
            | LedgerAccount::Unapplied(_)
            | LedgerAccount::Opening(_)
            | LedgerAccount::Interest(_)
            | LedgerAccount::InterestTax(_)
            | LedgerAccount::Indemnity(_)
            | LedgerAccount::Condoned(_)
            | LedgerAccount::WrittenOff(_) => {}
        }
    }
    let stands = books.payments.iter().filter(|booked| !books.corrected.contains(&booked.event));
    let paid: i64 = stands.map(|booked| booked.payment.amount.centavos()).sum();
    if places != paid {
        violations.push(format!("clients paid {paid} centavos and {places} are in some place"));
    }
}

/// The log of events and decisions, folded again, gives what is stored.
fn check_rebuilt(books: &Books, opening: &Books, violations: &mut Vec<String>) {
    let rebuilt = books.rebuilt(opening);
    if rebuilt.accounts != books.accounts {
        violations.push("the accounts are not what the log gives".into());
    }
    if rebuilt.drawers != books.drawers {
        violations.push("the drawers are not what the log gives".into());
    }
    if rebuilt.entries != books.entries {
        violations.push("the ledger is not what the log gives".into());
    }
}
