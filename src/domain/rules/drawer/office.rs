//! What the office does to a drawer: decisions, which may be refused. Each gives the ledger's lines.

use super::{
    held_payment,
    places::{Lines, in_transit},
};
use crate::domain::{
    date::{CivilDate, Millis},
    drawer::{Drawer, HandoverLine, HandoverState, HeldForm},
    ids::{BranchId, EventId, PersonId},
    ledger::{Entry, LedgerAccount, TransitForm},
    money::Money,
    rule_error::RuleError,
};

/// Somebody at the office counted what the corte `event` handed over. Who hands over never confirms.
///
/// The cash goes to the branch's safe as counted, its cheques with it; where the count is not what was handed over the
/// corte is objected, and what lacks is the person's, what is over the branch's.
pub fn confirm_handover(
    drawer: &mut Drawer,
    event: EventId,
    by: PersonId,
    at: Millis,
    counted: Money,
) -> Result<Vec<Entry>, RuleError> {
    if by == drawer.person {
        return Err(RuleError::SamePerson);
    }
    if counted.is_negative() {
        return Err(RuleError::AmountNotPositive);
    }
    let line = drawer.handover(event).ok_or(RuleError::HandoverState)?;
    if line.state != HandoverState::Waiting {
        return Err(RuleError::HandoverState);
    }
    let lines = confirmation(drawer, line, counted)?.balanced();
    let state = if counted == line.handed {
        HandoverState::Confirmed { by, at }
    } else {
        HandoverState::Objected { by, at, counted }
    };
    set_state(drawer, event, state);
    Ok(lines)
}

/// Takes a confirmation or an objection back, so that the corte is counted again: its money must still be in the safe,
/// which holds `vault`. Another person decides it than the one who confirmed. Source: domain-rules.md §3.8.
pub fn reopen_handover(
    drawer: &mut Drawer,
    event: EventId,
    by: PersonId,
    vault: VaultHolds,
) -> Result<Vec<Entry>, RuleError> {
    let line = drawer.handover(event).ok_or(RuleError::HandoverState)?;
    let (confirmed_by, counted) = match line.state {
        HandoverState::Waiting => return Err(RuleError::HandoverState),
        HandoverState::Confirmed { by, .. } => (by, line.handed),
        HandoverState::Objected { by, counted, .. } => (by, counted),
    };
    if by == confirmed_by || by == drawer.person {
        return Err(RuleError::SamePerson);
    }
    let cheques = Money::sum(line.cheques.iter().map(|cheque| cheque.amount))?;
    vault.check_has(counted, cheques)?;
    let lines = confirmation(drawer, line, counted)?.opposite().balanced();
    set_state(drawer, event, HandoverState::Waiting);
    Ok(lines)
}

fn confirmation(drawer: &Drawer, line: &HandoverLine, counted: Money) -> Result<Lines, RuleError> {
    let mut lines = Lines::default();
    lines.debit(LedgerAccount::Vault(drawer.branch), counted);
    lines.credit(LedgerAccount::HandedOver(line.event), line.handed);
    lines.differ(drawer, counted.checked_sub(line.handed)?)?;
    let cheques = Money::sum(line.cheques.iter().map(|cheque| cheque.amount))?;
    lines.debit(LedgerAccount::ChequeVault(drawer.branch), cheques);
    lines.credit(in_transit(drawer), cheques);
    Ok(lines)
}

fn set_state(drawer: &mut Drawer, event: EventId, state: HandoverState) {
    if let Some(line) = drawer.handovers.iter_mut().find(|line| line.event == event) {
        line.state = state;
    }
}

/// A supervisor lets the person go out on that day although an older corte is open.
pub fn allow_route(drawer: &mut Drawer, on: CivilDate) {
    drawer.route_allowed_on = Some(on);
}

/// A supervisor lets the person take cash above the hard limit on that day.
pub fn allow_cash(drawer: &mut Drawer, on: CivilDate) {
    drawer.cash_allowed_on = Some(on);
}

/// An expense that the person paid out of the cash in hand.
pub fn approve_expense(drawer: &mut Drawer, amount: Money) -> Result<Vec<Entry>, RuleError> {
    check_within(amount, drawer.cash)?;
    let spent = drawer.spent.checked_add(amount)?;
    drawer.cash = drawer.cash.checked_sub(amount)?;
    drawer.spent = spent;
    let mut lines = Lines::default();
    lines.debit(LedgerAccount::Expense(drawer.branch), amount);
    lines.credit(LedgerAccount::InHand(drawer.person), amount);
    Ok(lines.balanced())
}

/// The office gives cash out of the branch's safe to begin with. `in_vault`: what the safe holds.
pub fn give_float(drawer: &mut Drawer, amount: Money, in_vault: Money) -> Result<Vec<Entry>, RuleError> {
    check_within(amount, in_vault)?;
    let cash = drawer.cash.checked_add(amount)?;
    drawer.opened = drawer.opened.checked_add(amount)?;
    drawer.cash = cash;
    let mut lines = Lines::default();
    lines.debit(LedgerAccount::InHand(drawer.person), amount);
    lines.credit(LedgerAccount::Vault(drawer.branch), amount);
    Ok(lines.balanced())
}

fn check_within(amount: Money, held: Money) -> Result<(), RuleError> {
    if !amount.is_positive() {
        return Err(RuleError::AmountNotPositive);
    }
    if amount > held { Err(RuleError::BeyondCash { asked: amount, held }) } else { Ok(()) }
}

/// What a branch's safe holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VaultHolds {
    pub cash: Money,
    pub cheques: Money,
}

impl VaultHolds {
    fn check_has(&self, cash: Money, cheques: Money) -> Result<(), RuleError> {
        for (asked, held) in [(cash, self.cash), (cheques, self.cheques)] {
            if asked > held {
                return Err(RuleError::BeyondCash { asked, held });
            }
        }
        Ok(())
    }
}

/// The office takes this from the safe of a branch to a bank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VaultDeposit {
    /// The office's id of the deposit.
    pub id: EventId,
    pub branch: BranchId,
    pub cash: Money,
    /// The sum of its cheques.
    pub cheques: Money,
}

/// The lines of a deposit that the office makes; never more than the safe holds.
pub fn bank_deposit_from_vault(deposit: &VaultDeposit, vault: VaultHolds) -> Result<Vec<Entry>, RuleError> {
    if deposit.cash.is_negative() || deposit.cheques.is_negative() {
        return Err(RuleError::AmountNotPositive);
    }
    let total = deposit.cash.checked_add(deposit.cheques)?;
    if total.is_zero() {
        return Err(RuleError::AmountNotPositive);
    }
    vault.check_has(deposit.cash, deposit.cheques)?;
    let mut lines = Lines::default();
    lines.debit(LedgerAccount::Deposited(deposit.id), total);
    lines.credit(LedgerAccount::Vault(deposit.branch), deposit.cash);
    lines.credit(LedgerAccount::ChequeVault(deposit.branch), deposit.cheques);
    Ok(lines.balanced())
}

/// A payment whose money is taken back: reversed, or its cheque bounced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TakenBack {
    pub payment: EventId,
    pub amount: Money,
    pub form: HeldForm,
    /// Where the office knows that what is not cash went since: a deposit, or a bank. The drawer remembers a deposit
    /// only until its corte, and a corte only among the last ones.
    pub gone_to: Option<LedgerAccount>,
}

/// Where the money of a payment lies that is taken back, for the correction to credit; it leaves the drawer where it is
/// still there.
///
/// Cash that has left the hand is the person's affair: either it never was, and a corte that lacked it stands as his
/// shortage, or it is real and he records it for whom it was. Both come to nothing against a negative shortage.
pub fn take_back(drawer: &mut Drawer, taken: &TakenBack) -> Result<LedgerAccount, RuleError> {
    if !taken.amount.is_positive() {
        return Err(RuleError::AmountNotPositive);
    }
    let held = held_payment(drawer, taken.payment);
    if held.is_some_and(|held| held.amount != taken.amount || held.form != taken.form) {
        return Err(RuleError::Field { field: "amount".into() });
    }
    let is_held = held.is_some();
    let deposited = held.and_then(|held| held.deposited);
    let transit = |form| LedgerAccount::InTransit { person: drawer.person, form };
    let place = match (taken.form, taken.gone_to) {
        (HeldForm::Cash, _) if is_held && taken.amount <= drawer.cash => {
            drawer.cash = drawer.cash.checked_sub(taken.amount)?;
            LedgerAccount::InHand(drawer.person)
        }
        (HeldForm::Cash, _) => {
            if is_held {
                drawer.adjusted = drawer.adjusted.checked_add(taken.amount)?;
            }
            LedgerAccount::Shortage(drawer.person)
        }
        (_, Some(place)) => place,
        (HeldForm::Transfer, None) => transit(TransitForm::Transfer),
        (HeldForm::Card, None) => transit(TransitForm::Card),
        (HeldForm::Cheque, None) => match deposited {
            Some(deposit) => LedgerAccount::Deposited(deposit),
            None => cheque_place(drawer, taken.payment),
        },
    };
    drawer.held.retain(|held| held.event != taken.payment);
    for line in &mut drawer.handovers {
        line.cheques.retain(|cheque| cheque.event != taken.payment);
    }
    Ok(place)
}

/// A cheque that no deposit took: in the safe once its corte is confirmed, on its way before.
fn cheque_place(drawer: &Drawer, payment: EventId) -> LedgerAccount {
    let took = drawer.handovers.iter().find(|line| line.cheques.iter().any(|cheque| cheque.event == payment));
    match took.map(|line| line.state) {
        Some(HandoverState::Confirmed { .. } | HandoverState::Objected { .. }) => {
            LedgerAccount::ChequeVault(drawer.branch)
        }
        Some(HandoverState::Waiting) | None => in_transit(drawer),
    }
}
