//! The nightly audit of the books: folds the whole ledger and compares it with everything that is kept beside it.
//! Source of the invariants: architecture.md §5.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use super::store::{Store, StoreError, events::StoredPayment, places::is_place};
use crate::{
    domain::{
        date::CivilDate,
        folio::Folio,
        ids::{ClientId, DeviceId, EventId, InvoiceId, PersonId},
        ledger::{self, Balances, Entry, LedgerAccount, LedgerFault},
        money::Money,
    },
    sync::protocol::ScopeChecksum,
};

/// Something in the books that must not be.
#[derive(Clone, Debug, PartialEq)]
pub enum Finding {
    /// An entry whose lines do not balance, or a fold that is negative or differs from the account.
    Ledger { fault: LedgerFault },
    /// The typed balance of an account is not the sum of its open debts.
    Balance { client: ClientId, stored: Money, folded: Money },
    /// A payment whose lines are not its amount.
    Payment { folio: Folio, amount: Money, posted: Money },
    /// A payment without an entry in the ledger.
    NotPosted { folio: Folio },
    /// An entry for an event that no payment belongs to.
    NoPayment { event: EventId },
    /// Two payments, or a payment and one *por aclarar*, with the same folio.
    FolioTwice { folio: Folio },
    /// A number below the last one of a series that no payment has: a receipt that never arrived.
    SeriesHole { series: String, number: u32 },
    /// A sequence up to the device's last that no event has, or that two have.
    SequenceHole { device: DeviceId, seq: u64 },
    /// The cash that is kept for a person is not what the ledger says.
    CashInHand { person: PersonId, kept: Money, folded: Money },
    /// What is kept of a drawer is not its own JSON.
    Drawer { person: PersonId },
    /// What is kept to lie in a place is not what the ledger says.
    Place { account: LedgerAccount, kept: Money, folded: Money },
    /// A payment that was taken back has no entry that does so, or an entry takes back what was not undone, or twice.
    Undone { event: EventId },
    /// The day's kept figure is not the sum of its payments.
    Collected { day: CivilDate, person: PersonId, sat_form: String, kept: Money, counted: Money },
    /// The kept checksum of a scope is not that of its accounts.
    Checksum { scope: PersonId, kept: ScopeChecksum, counted: ScopeChecksum },
}

impl Finding {
    /// What the log may say: neither who nor how much.
    pub fn kind(&self) -> &'static str {
        match self {
            Finding::Ledger { .. } => "ledger",
            Finding::Balance { .. } => "balance",
            Finding::Payment { .. } => "payment",
            Finding::NotPosted { .. } => "not_posted",
            Finding::NoPayment { .. } => "no_payment",
            Finding::FolioTwice { .. } => "folio_twice",
            Finding::SeriesHole { .. } => "series_hole",
            Finding::SequenceHole { .. } => "sequence_hole",
            Finding::CashInHand { .. } => "cash_in_hand",
            Finding::Drawer { .. } => "drawer",
            Finding::Place { .. } => "place",
            Finding::Undone { .. } => "undone",
            Finding::Collected { .. } => "collected",
            Finding::Checksum { .. } => "checksum",
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Ids and figures only, never names: the report of the command may be mailed.
        fmt::Debug::fmt(self, f)
    }
}

/// What was looked at, and what was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    pub accounts: u64,
    pub entries: u64,
    pub payments: u64,
    pub events: u64,
    pub findings: Vec<Finding>,
}

impl Report {
    pub fn is_clean(&self) -> bool {
        self.findings.is_empty()
    }
}

/// Audits while the server is at work: a push that commits between two reads may look like a fault, so that only
/// what shows twice is a finding.
pub async fn audit_at_work(store: &Store) -> Result<Report, StoreError> {
    let first = audit(store).await?;
    if first.is_clean() {
        return Ok(first);
    }
    let mut second = audit(store).await?;
    second.findings.retain(|finding| first.findings.contains(finding));
    Ok(second)
}

/// Audits everything. Reads only, and nobody may write meanwhile: see [`audit_at_work`].
pub async fn audit(store: &Store) -> Result<Report, StoreError> {
    let mut report = Report::default();
    let payments = store.all_payments().await?;
    report.payments = payments.len() as u64;
    let fold = fold_ledger(store, &payments, &mut report).await?;
    check_accounts(store, &fold, &mut report).await?;
    check_folios(store, &payments, &mut report).await?;
    check_sequences(store, &mut report).await?;
    check_cash(store, &fold, &mut report).await?;
    check_places(store, &fold, &mut report).await?;
    check_undone(store, &payments, &mut report).await?;
    check_collected(store, &payments, &mut report).await?;
    Ok(report)
}

async fn fold_ledger(
    store: &Store,
    payments: &[StoredPayment],
    report: &mut Report,
) -> Result<Balances, StoreError> {
    let mut fold = Balances::default();
    let mut unposted: BTreeMap<EventId, &StoredPayment> =
        payments.iter().map(|payment| (payment.event, payment)).collect();
    store
        .each_entry(|entry| {
            report.entries = report.entries.saturating_add(1);
            if let Some(fault) = ledger::imbalance(&entry.lines) {
                report.findings.push(Finding::Ledger { fault });
            }
            for line in &entry.lines {
                fold.post(line)?;
            }
            if let Some(event) = entry.event.filter(|_| entry.cause == "payment") {
                match unposted.remove(&event) {
                    Some(payment) => check_payment(payment, &entry.lines, report)?,
                    None => report.findings.push(Finding::NoPayment { event }),
                }
            }
            Ok(())
        })
        .await?;
    let missing = unposted.into_values().map(|payment| Finding::NotPosted { folio: payment.folio.clone() });
    report.findings.extend(missing);
    Ok(fold)
}

fn is_holding(account: LedgerAccount) -> bool {
    matches!(account, LedgerAccount::InHand(_) | LedgerAccount::InTransit { .. })
}

/// Payment = allocations + unapplied.
fn check_payment(payment: &StoredPayment, lines: &[Entry], report: &mut Report) -> Result<(), StoreError> {
    let received = lines.iter().filter(|line| is_holding(line.account)).map(|line| line.debit);
    let posted = Money::sum(received)?;
    let unapplied = lines
        .iter()
        .filter(|line| matches!(line.account, LedgerAccount::Unapplied(_)))
        .map(|line| line.credit);
    if posted != payment.amount || Money::sum(unapplied)? != payment.unapplied {
        let (folio, amount) = (payment.folio.clone(), payment.amount);
        report.findings.push(Finding::Payment { folio, amount, posted });
    }
    Ok(())
}

/// Stored balance = fold of the ledger, receivable ≥ 0, and the checksum of each scope is that of its accounts.
async fn check_accounts(store: &Store, fold: &Balances, report: &mut Report) -> Result<(), StoreError> {
    let mut scopes: BTreeMap<PersonId, Vec<(ClientId, u64)>> = BTreeMap::new();
    let mut carried: BTreeSet<InvoiceId> = BTreeSet::new();
    let faults = fold.negatives()?;
    report.findings.extend(faults.into_iter().map(|fault| Finding::Ledger { fault }));
    for (account, typed_balance) in store.all_accounts().await? {
        report.accounts = report.accounts.saturating_add(1);
        let client = account.id();
        carried.extend(account.invoices.iter().map(|invoice| invoice.id));
        let faults = fold.differences(&account)?;
        report.findings.extend(faults.into_iter().map(|fault| Finding::Ledger { fault }));
        let folded = account.balance()?;
        if folded != typed_balance {
            report.findings.push(Finding::Balance { client, stored: typed_balance, folded });
        }
        if let Some(scope) = account.assigned_to {
            scopes.entry(scope).or_default().push((client, account.version));
        }
    }
    let faults = uncarried(fold, &carried)?;
    report.findings.extend(faults.into_iter().map(|fault| Finding::Ledger { fault }));
    for (scope, kept) in store.scope_checksums().await? {
        let counted = ScopeChecksum::of(scopes.remove(&scope).unwrap_or_default());
        if kept != counted {
            report.findings.push(Finding::Checksum { scope, kept, counted });
        }
    }
    for (scope, accounts) in scopes {
        let (kept, counted) = (ScopeChecksum::default(), ScopeChecksum::of(accounts));
        report.findings.push(Finding::Checksum { scope, kept, counted });
    }
    Ok(())
}

/// Debts of the ledger that no account carries must be settled.
fn uncarried(fold: &Balances, carried: &BTreeSet<InvoiceId>) -> Result<Vec<LedgerFault>, StoreError> {
    let mut faults = Vec::new();
    for book in fold.accounts() {
        let LedgerAccount::Receivable(invoice) = book else { continue };
        let folded = fold.get(book)?;
        if !carried.contains(&invoice) && !folded.is_zero() {
            faults.push(LedgerFault::Differs { account: book, stored: Money::ZERO, folded });
        }
    }
    Ok(faults)
}

/// A folio belongs to one payment, and no series has a hole below its last number.
async fn check_folios(
    store: &Store,
    payments: &[StoredPayment],
    report: &mut Report,
) -> Result<(), StoreError> {
    let mut series: BTreeMap<String, BTreeSet<u32>> = BTreeMap::new();
    let booked = payments.iter().map(|payment| payment.folio.clone());
    for folio in booked.chain(store.held_folios().await?) {
        let numbers = series.entry(folio.series().as_str().to_owned()).or_default();
        if !numbers.insert(folio.number()) {
            report.findings.push(Finding::FolioTwice { folio });
        }
    }
    for (series, numbers) in series {
        let last = numbers.last().copied().unwrap_or(0);
        let holes = (1..=last).filter(|number| !numbers.contains(number));
        report.findings.extend(holes.map(|number| Finding::SeriesHole { series: series.clone(), number }));
    }
    Ok(())
}

/// Each device has exactly one event for each sequence up to its last.
async fn check_sequences(store: &Store, report: &mut Report) -> Result<(), StoreError> {
    let mut taken: BTreeMap<DeviceId, BTreeSet<u64>> = BTreeMap::new();
    for (_, device, seq) in store.event_positions().await? {
        report.events = report.events.saturating_add(1);
        if seq > 0 && !taken.entry(device).or_default().insert(seq) {
            report.findings.push(Finding::SequenceHole { device, seq });
        }
    }
    for device in store.devices().await? {
        let taken = taken.remove(&device.id).unwrap_or_default();
        let beyond = taken.iter().copied().filter(|seq| *seq > device.last_seq);
        let missing = (1..=device.last_seq).filter(|seq| !taken.contains(seq));
        let findings = beyond.chain(missing).map(|seq| Finding::SequenceHole { device: device.id, seq });
        report.findings.extend(findings);
    }
    Ok(())
}

/// Cash in hand = payments − reversals − hand-overs.
async fn check_cash(store: &Store, fold: &Balances, report: &mut Report) -> Result<(), StoreError> {
    let mut kept: BTreeMap<PersonId, Money> =
        store.all_cash_in_hand().await?.into_iter().map(|drawer| (drawer.person, drawer.cash)).collect();
    for book in fold.accounts() {
        let LedgerAccount::InHand(person) = book else { continue };
        let (kept, folded) = (kept.remove(&person).unwrap_or_default(), fold.get(book)?);
        if kept != folded {
            report.findings.push(Finding::CashInHand { person, kept, folded });
        }
    }
    let without_entries = kept.into_iter().filter(|(_, cash)| !cash.is_zero());
    report.findings.extend(without_entries.map(|(person, kept)| Finding::CashInHand {
        person,
        kept,
        folded: Money::ZERO,
    }));
    Ok(())
}

/// Each drawer's typed fields are those of its JSON, and its cash is what came in and went out since its corte.
async fn check_drawers(store: &Store, report: &mut Report) -> Result<(), StoreError> {
    for (drawer, cash, version) in store.drawers_as_kept().await? {
        let expected = drawer.breakdown()?;
        let sum = expected
            .opened
            .checked_add(expected.received)?
            .checked_add(expected.adjusted)?
            .checked_sub(expected.spent)?
            .checked_sub(expected.deposited)?;
        if drawer.cash != cash || drawer.version != version || sum != cash {
            report.findings.push(Finding::Drawer { person: drawer.person });
        }
    }
    Ok(())
}

/// Every place of money holds what the ledger folds to.
async fn check_places(store: &Store, fold: &Balances, report: &mut Report) -> Result<(), StoreError> {
    let mut places = store.places_of_money().await?;
    for account in fold.accounts().filter(|account| is_place(*account)) {
        let (kept, folded) = (places.remove(&account).unwrap_or_default(), fold.get(account)?);
        if kept != folded {
            report.findings.push(Finding::Place { account, kept, folded });
        }
    }
    for (account, kept) in places.into_iter().filter(|(_, kept)| !kept.is_zero()) {
        report.findings.push(Finding::Place { account, kept, folded: Money::ZERO });
    }
    check_drawers(store, report).await
}

/// At most one reversal for each payment, and one entry for each.
async fn check_undone(
    store: &Store,
    payments: &[StoredPayment],
    report: &mut Report,
) -> Result<(), StoreError> {
    let mut undone: BTreeSet<EventId> = store.undone_payments().await?;
    let known: BTreeSet<EventId> = payments.iter().map(|payment| payment.event).collect();
    let strangers = undone.iter().filter(|event| !known.contains(event)).copied();
    report.findings.extend(strangers.map(|event| Finding::Undone { event }));
    store
        .each_entry(|entry| {
            let undoes = matches!(entry.cause.as_str(), "reversal" | "bounce");
            if let Some(event) = entry.event.filter(|_| undoes)
                && !undone.remove(&event)
            {
                report.findings.push(Finding::Undone { event });
            }
            Ok(())
        })
        .await?;
    report.findings.extend(undone.into_iter().map(|event| Finding::Undone { event }));
    Ok(())
}

/// The kept figures of each day are the sums of its payments that were not taken back.
async fn check_collected(
    store: &Store,
    payments: &[StoredPayment],
    report: &mut Report,
) -> Result<(), StoreError> {
    let mut counted: BTreeMap<(CivilDate, PersonId, String), Money> = BTreeMap::new();
    let undone = store.undone_payments().await?;
    for payment in payments {
        let amount = if undone.contains(&payment.event) { Money::ZERO } else { payment.amount };
        let key = (payment.day, payment.person, payment.sat_form.clone());
        let sum = counted.entry(key).or_default();
        *sum = sum.checked_add(amount)?;
    }
    let days: BTreeSet<CivilDate> = counted.keys().map(|(day, _, _)| *day).collect();
    for day in days {
        let kept: BTreeMap<_, _> = store
            .collected_on(day)
            .await?
            .into_iter()
            .map(|line| ((line.person, line.sat_form), line.amount))
            .collect();
        let of_day = counted.iter().filter(|((counted_day, _, _), _)| *counted_day == day);
        for ((_, person, sat_form), counted) in of_day {
            let kept = kept.get(&(*person, sat_form.clone())).copied().unwrap_or_default();
            if kept != *counted {
                let (person, sat_form, counted) = (*person, sat_form.clone(), *counted);
                report.findings.push(Finding::Collected { day, person, sat_form, kept, counted });
            }
        }
    }
    Ok(())
}
