//! Deposits, slips, safes, and where every peso lies.

use std::collections::{BTreeMap, HashMap};

use super::{
    audit::audit_line,
    cheques,
    cortes::money,
    extract::Caller,
    fields::FormCheck,
    names::Names,
    store::{
        cheques::ChequesIn,
        deposits::{StoredDeposit, StoredSlip},
    },
};
use crate::{
    api::{
        audit::AuditAction,
        cheques::ChequePlace,
        deposits::{
            DEPOSITS_MAX, DepositFilter, DepositRow, DepositSource, MoneyPlaces, NewDeposit, SLIP_CHARS_MAX,
            SlipHanded, VaultView,
        },
        error::{ApiError, Field, FieldError, FieldProblem, Thing},
    },
    domain::{
        date::Millis,
        ids::{BankAccountId, EventId},
        ledger::{LedgerAccount, TransitForm},
        money::Money,
        reconciliation::slips::{SlipFacts, suspected_duplicate_slips},
    },
};

/// How far back suspected duplicates are looked for, in milliseconds: a hundred days.
const TWINS_MS: i64 = 100 * 24 * 60 * 60 * 1_000;

pub async fn list(caller: &Caller, filter: DepositFilter) -> Result<Vec<DepositRow>, ApiError> {
    let store = &caller.state.store;
    let names = Names::load(store).await?;
    let banks = bank_names(caller).await?;
    let places = store.places_of_money().await?;
    // Two slips of one deposit may come weeks apart, never months.
    let since = Millis(caller.now().0.saturating_sub(TWINS_MS));
    let twins = twins(&store.deposits_since(since, u32::MAX).await?);
    let shown = match filter {
        DepositFilter::WithoutSlip => store.deposits_without_slip(DEPOSITS_MAX).await?,
        DepositFilter::All | DepositFilter::NotReconciled => {
            store.deposits_since(Millis(i64::MIN), DEPOSITS_MAX).await?
        }
    };
    let waits = |deposit: &StoredDeposit| {
        places.get(&LedgerAccount::Deposited(deposit.deposit)).is_some_and(|amount| amount.is_positive())
    };
    let rows = shown
        .into_iter()
        .filter(|deposit| filter != DepositFilter::NotReconciled || waits(deposit))
        .map(|deposit| DepositRow {
            twins: twins.get(&deposit.deposit).cloned().unwrap_or_default(),
            is_reconciled: !waits(&deposit),
            person_name: names.person(deposit.person),
            branch_name: names.branch(deposit.branch),
            bank_name: banks.get(&deposit.bank).cloned().unwrap_or_default(),
            slip: deposit.slip.map(|slip| SlipHanded {
                to: slip.to,
                by_name: names.person(slip.by),
                at: slip.at,
            }),
            deposit: deposit.deposit,
            source: deposit.source,
            person: deposit.person,
            branch: deposit.branch,
            bank: deposit.bank,
            slip_folio: deposit.slip_folio,
            on: deposit.on,
            time: deposit.time,
            cash: deposit.cash,
            cheques: deposit.cheques,
            total: deposit.total,
            photo: deposit.photo,
            received: deposit.received,
        });
    Ok(rows.collect())
}

/// Deposits that look like the same slip, by deposit.
fn twins(known: &[StoredDeposit]) -> HashMap<EventId, Vec<EventId>> {
    let slips: Vec<SlipFacts<EventId>> = known
        .iter()
        .map(|deposit| SlipFacts {
            id: deposit.deposit,
            photo_hash: deposit.photo.map(|photo| photo.sha256.to_string()),
            bank: deposit.bank.to_string(),
            account: String::new(),
            folio: deposit.slip_folio.clone(),
            amount: deposit.total,
            on: deposit.on,
            hour: chrono::NaiveTime::parse_from_str(&deposit.time, "%H:%M").ok(),
        })
        .collect();
    let mut twins: HashMap<EventId, Vec<EventId>> = HashMap::new();
    for pair in suspected_duplicate_slips(&slips) {
        twins.entry(pair.first).or_default().push(pair.second);
        twins.entry(pair.second).or_default().push(pair.first);
    }
    twins
}

async fn bank_names(caller: &Caller) -> Result<HashMap<BankAccountId, String>, ApiError> {
    let banks = caller.state.store.bank_accounts().await?;
    let named = |bank: super::store::settings::StoredBankAccount| {
        (bank.account.id, format!("{} {}", bank.account.bank, bank.account.last_four))
    };
    Ok(banks.into_iter().map(named).collect())
}

pub async fn vaults(caller: &Caller) -> Result<Vec<VaultView>, ApiError> {
    let store = &caller.state.store;
    let names = Names::load(store).await?;
    let places = store.places_of_money().await?;
    let pending = store.cheques_in(ChequesIn::Pending).await?;
    let mut views = Vec::new();
    for (branch, name) in names.branches() {
        let in_safe = ChequePlace::Safe { branch };
        let here = pending.iter().filter(|cheque| cheque.place == in_safe).cloned().collect();
        let cheques = cheques::rows(caller, here, &names).await?;
        let held = |account| places.get(&account).copied().unwrap_or_default();
        views.push(VaultView {
            branch,
            branch_name: name.to_owned(),
            cash: held(LedgerAccount::Vault(branch)),
            cheques_total: held(LedgerAccount::ChequeVault(branch)),
            cheques,
        });
    }
    views.sort_by(|a, b| a.branch_name.cmp(&b.branch_name));
    Ok(views)
}

pub async fn places(caller: &Caller) -> Result<MoneyPlaces, ApiError> {
    total_places(&caller.state.store.places_of_money().await?).map_err(money)
}

fn total_places(
    places: &BTreeMap<LedgerAccount, Money>,
) -> Result<MoneyPlaces, crate::domain::money::MoneyError> {
    let mut total = MoneyPlaces::default();
    for (account, amount) in places {
        let sum = match account {
            LedgerAccount::InHand(_) => &mut total.in_hand,
            LedgerAccount::InTransit { form: TransitForm::Transfer, .. } => &mut total.transfers,
            LedgerAccount::InTransit { form: TransitForm::Card, .. } => &mut total.cards,
            LedgerAccount::InTransit { form: TransitForm::Cheque, .. } => &mut total.cheques,
            LedgerAccount::HandedOver(_) => &mut total.handed_over,
            LedgerAccount::Vault(_) => &mut total.vault,
            LedgerAccount::ChequeVault(_) => &mut total.cheque_vault,
            LedgerAccount::Deposited(_) => &mut total.deposited,
            LedgerAccount::Bank(_) => &mut total.bank,
            LedgerAccount::Shortage(_) => &mut total.shortage,
            LedgerAccount::Surplus(_) => &mut total.surplus,
            LedgerAccount::Expense(_) => &mut total.expense,
            _ => continue,
        };
        *sum = sum.checked_add(*amount)?;
    }
    Ok(total)
}

pub async fn make(caller: &Caller, new: NewDeposit) -> Result<EventId, ApiError> {
    let store = &caller.state.store;
    let branch = store.branch(new.branch).await?.ok_or(ApiError::NotFound { what: Thing::Branch })?;
    let bank = store.bank_account(new.bank).await?.filter(|bank| !bank.is_closed);
    let bank = bank.ok_or(ApiError::NotFound { what: Thing::BankAccount })?.account;
    let now = caller.now();
    let mut check = FormCheck::default();
    let slip_folio = check.line(Field::SlipFolio, &new.slip_folio, SLIP_CHARS_MAX);
    let time = new.time.trim().to_owned();
    refuse_unless(&mut check, Field::Time, time.is_empty() || is_time(&time));
    refuse_unless(&mut check, Field::Date, new.on <= now.date_in(branch.zone));
    refuse_unless(&mut check, Field::Amount, !new.cash.is_negative());
    refuse_unless(&mut check, Field::Cheques, is_each_once(&new.cheques));
    check.done()?;
    let id = EventId::mint(u64::try_from(now.0).unwrap_or(0), &rand::random());
    let deposit = StoredDeposit {
        deposit: id,
        source: DepositSource::Safe,
        person: caller.id(),
        branch: branch.id,
        bank: bank.id,
        slip_folio,
        on: new.on,
        time,
        cash: new.cash,
        total: new.cash,
        cheques: new.cheques,
        photo: new.photo,
        received: now,
        slip: None,
    };
    let name = format!("{} {}", bank.bank, bank.last_four);
    let action = AuditAction::DepositMade { deposit: id, bank: name, total: new.cash };
    store.deposit_from_safe(&deposit, &audit_line(caller, &action)?).await?;
    Ok(id)
}

pub async fn hand_in_slip(caller: &Caller, deposit: EventId, to: &str) -> Result<(), ApiError> {
    let mut check = FormCheck::default();
    let to = check.line(Field::HandedTo, to, SLIP_CHARS_MAX);
    check.done()?;
    let action = AuditAction::SlipHanded { deposit, to: to.clone() };
    let slip = StoredSlip { to, by: caller.id(), at: caller.now() };
    Ok(caller.state.store.hand_in_slip(deposit, &slip, &audit_line(caller, &action)?).await?)
}

fn refuse_unless(check: &mut FormCheck, field: Field, is_met: bool) {
    if !is_met {
        check.note(Some(FieldError { field, problem: FieldProblem::Malformed }));
    }
}

fn is_each_once(folios: &[crate::domain::folio::Folio]) -> bool {
    let once: std::collections::BTreeSet<_> = folios.iter().collect();
    once.len() == folios.len()
}

/// `HH:MM`.
fn is_time(text: &str) -> bool {
    chrono::NaiveTime::parse_from_str(text, "%H:%M").is_ok() && text.len() == 5
}
