//! The rules of the drawer: what a fact does to what its person carries, and what the office does to it.
//! Facts are never refused for what is known here: what was not known to be there raises an exception.
//! Source: domain-rules.md §2.12, §3.5, §3.6.

mod office;
mod places;

use super::{Applied, ExceptionCode};
use crate::domain::{
    drawer::{
        CashHandedOver, DepositLine, DepositMade, Difference, DifferenceReason, Drawer, FolioVoided,
        HANDOVERS_MAX, HandedCheque, HandoverLine, HandoverState, Held, HeldForm,
    },
    event::{Event, Fact},
    folio::Folio,
    ids::EventId,
    money::Money,
    payment::{PAYMENT_TEXT_CHARS_MAX, PaymentReceived},
    policy::Policy,
    rule_error::RuleError,
};

pub use self::{
    office::{
        TakenBack, VaultDeposit, VaultHolds, allow_cash, allow_route, approve_expense,
        bank_deposit_from_vault, confirm_handover, give_float, reopen_handover, take_back,
    },
    places::entries_for_drawer,
};

/// Longest reason or note.
const REASON_CHARS_MAX: usize = 500;

/// Applies the fact of `event` to the drawer of its person; a fact that touches no drawer changes nothing. On `Err`
/// the drawer is untouched. `client_name` is kept beside a payment.
pub fn apply_to_drawer(
    drawer: &mut Drawer,
    event: &Event,
    client_name: &str,
    policy: &Policy,
) -> Result<Applied, RuleError> {
    match &event.fact {
        Fact::PaymentReceived(payment) => receive(drawer, event, payment, client_name, policy),
        Fact::DepositMade(deposit) => deposit_made(drawer, event, deposit, policy),
        Fact::CashHandedOver(handover) => hand_over(drawer, event, handover),
        Fact::FolioVoided(voided) => void_folio(drawer, event, voided),
        Fact::VisitMade(_)
        | Fact::PromiseMade(_)
        | Fact::AgreementMade(_)
        | Fact::CounterReceiptTaken(_)
        | Fact::CorrectionAsked(_) => Ok(Applied::default()),
    }
}

/// What a person should be asked about a deposit before it is recorded; `None` where all of it is there.
///
/// The bank has the money all the same: what was not known to be in the drawer becomes an adjustment.
pub fn deposit_doubt(drawer: &Drawer, deposit: &DepositMade, policy: &Policy) -> Option<ExceptionCode> {
    let is_twin =
        |line: &DepositLine| line.bank == deposit.bank && line.slip_folio == deposit.slip_folio.trim();
    let has_cheque = |folio: &Folio| drawer.cheques().any(|held| held.folio == *folio);
    if !policy.may_deposit {
        Some(ExceptionCode::MayNotDeposit)
    } else if deposit.cash > drawer.cash || !deposit.cheques.iter().all(has_cheque) {
        Some(ExceptionCode::DepositDiffers)
    } else if drawer.deposits.iter().any(is_twin) {
        Some(ExceptionCode::SuspectedDuplicate)
    } else {
        None
    }
}

fn field<T>(field: &str) -> Result<T, RuleError> {
    Err(RuleError::Field { field: field.into() })
}

fn check_text(text: &str, name: &str, chars_max: usize) -> Result<(), RuleError> {
    if text.chars().count() > chars_max {
        return Err(RuleError::TextTooLong { field: name.into(), chars_max });
    }
    if text.trim().is_empty() { field(name) } else { Ok(()) }
}

/// Every form is held until a corte takes it: papers are handed over as well.
fn receive(
    drawer: &mut Drawer,
    event: &Event,
    payment: &PaymentReceived,
    client_name: &str,
    policy: &Policy,
) -> Result<Applied, RuleError> {
    if !payment.amount.is_positive() {
        return Err(RuleError::AmountNotPositive);
    }
    let form = HeldForm::of(&payment.method);
    let mut exception = None;
    if form == HeldForm::Cash {
        let on = event.day();
        if drawer.is_too_much_cash(payment.amount, &policy.cash, on) {
            exception = Some(ExceptionCode::OverCashLimit);
        }
        drawer.cash = drawer.cash.checked_add(payment.amount)?;
    }
    drawer.held.push(Held {
        event: event.id,
        folio: payment.folio.clone(),
        client: payment.client,
        client_name: client_name.to_owned(),
        amount: payment.amount,
        form,
        received_on: event.day(),
        deposited: None,
    });
    Ok(Applied { exception, ..Applied::default() })
}

fn deposit_made(
    drawer: &mut Drawer,
    event: &Event,
    deposit: &DepositMade,
    policy: &Policy,
) -> Result<Applied, RuleError> {
    check_deposit(event, deposit)?;
    let exception = deposit_doubt(drawer, deposit, policy);
    let plan = DepositPlan::of(drawer, deposit)?;
    let cash = drawer.cash.checked_sub(plan.known_cash)?;
    let adjusted = drawer.adjusted.checked_add(plan.found)?;

    drawer.cash = cash;
    drawer.adjusted = adjusted;
    for held in &mut drawer.held {
        if plan.cheques.iter().any(|cheque| cheque.event == held.event) {
            held.deposited = Some(event.id);
        }
    }
    drawer.deposits.push(DepositLine {
        event: event.id,
        bank: deposit.bank,
        slip_folio: deposit.slip_folio.trim().to_owned(),
        on: deposit.on,
        cash: deposit.cash,
        cheques: plan.cheques.into_iter().map(|cheque| cheque.folio).collect(),
        total: plan.total,
    });
    Ok(Applied { exception, ..Applied::default() })
}

/// What a deposit says of itself: the same on any drawer.
fn check_deposit(event: &Event, deposit: &DepositMade) -> Result<(), RuleError> {
    if deposit.person != event.person {
        return field("person");
    }
    if deposit.cash.is_negative() || (deposit.cash.is_zero() && deposit.cheques.is_empty()) {
        return Err(RuleError::AmountNotPositive);
    }
    check_text(&deposit.slip_folio, "slip_folio", PAYMENT_TEXT_CHARS_MAX)?;
    if deposit.on > event.day() {
        return field("deposited_on");
    }
    if !deposit.time.is_empty() && !is_time(&deposit.time) {
        return field("time");
    }
    check_folios(&deposit.cheques)
}

/// `HH:MM`.
fn is_time(text: &str) -> bool {
    let Some((hours, minutes)) = text.split_once(':') else { return false };
    let is_below = |digits: &str, end: u8| {
        digits.len() == 2
            && digits.bytes().all(|b| b.is_ascii_digit())
            && digits.parse().is_ok_and(|n: u8| n < end)
    };
    is_below(hours, 24) && is_below(minutes, 60)
}

/// No cheque twice.
fn check_folios(folios: &[Folio]) -> Result<(), RuleError> {
    let mut sorted: Vec<&Folio> = folios.iter().collect();
    sorted.sort_unstable();
    let is_once = sorted.windows(2).all(|pair| matches!(pair, [a, b] if a != b));
    if is_once { Ok(()) } else { field("cheques") }
}

/// What a deposit takes out of a drawer.
struct DepositPlan {
    /// Cash that the drawer is known to hold.
    known_cash: Money,
    /// Cash deposited beyond that.
    found: Money,
    cheques: Vec<HandedCheque>,
    /// Cash, known or not, and the cheques that were there.
    total: Money,
}

impl DepositPlan {
    fn of(drawer: &Drawer, deposit: &DepositMade) -> Result<DepositPlan, RuleError> {
        let known_cash = deposit.cash.min(drawer.cash);
        let cheques = held_cheques(drawer, &deposit.cheques);
        let total = Money::sum(cheques.iter().map(|cheque| cheque.amount))?.checked_add(deposit.cash)?;
        Ok(DepositPlan { known_cash, found: deposit.cash.checked_sub(known_cash)?, cheques, total })
    }
}

/// Of the cheques named, those that are there.
fn held_cheques(drawer: &Drawer, named: &[Folio]) -> Vec<HandedCheque> {
    drawer
        .cheques()
        .filter(|held| named.contains(&held.folio))
        .map(|held| HandedCheque { event: held.event, folio: held.folio.clone(), amount: held.amount })
        .collect()
}

/// The corte: what was received leaves the drawer, but for cheques that were kept back.
fn hand_over(drawer: &mut Drawer, event: &Event, handover: &CashHandedOver) -> Result<Applied, RuleError> {
    check_handover(event, handover)?;
    let plan = HandoverPlan::of(drawer, handover)?;
    let kept_back = |held: &Held| {
        let is_cheque = held.form == HeldForm::Cheque && held.deposited.is_none();
        is_cheque && !plan.cheques.iter().any(|cheque| cheque.event == held.event)
    };
    let held_count = drawer.held.len();
    let leaves_some_back = drawer.held.iter().any(kept_back);
    let names_unknown = plan.cheques.len() != handover.cheques.len();
    let says_other_count = usize::try_from(handover.checklist.payments) != Ok(held_count);
    let exception = if !plan.difference.is_zero() && !is_explained(handover.difference.as_ref()) {
        Some(ExceptionCode::CountDiffers)
    } else if leaves_some_back || names_unknown || says_other_count {
        Some(ExceptionCode::HandoverDiffers)
    } else {
        None
    };

    drawer.held.retain(kept_back);
    let left_count = held_count.saturating_sub(drawer.held.len());
    drawer.cash = handover.kept;
    drawer.opened = handover.kept;
    drawer.spent = Money::ZERO;
    drawer.adjusted = Money::ZERO;
    drawer.deposits.clear();
    drawer.voided.clear();
    let line = HandoverLine {
        event: event.id,
        day: handover.day,
        handed: plan.handed,
        difference: plan.difference,
        cheques: plan.cheques,
        payments: u32::try_from(left_count).unwrap_or(u32::MAX),
        state: HandoverState::Waiting,
    };
    remember_handover(drawer, line);
    Ok(Applied { exception, difference: Some(plan.difference), ..Applied::default() })
}

/// Newest first. The oldest that is settled is forgotten; its event stays for ever.
fn remember_handover(drawer: &mut Drawer, line: HandoverLine) {
    drawer.handovers.insert(0, line);
    if drawer.handovers.len() > HANDOVERS_MAX
        && let Some(oldest) = drawer.handovers.iter().rposition(|line| line.state != HandoverState::Waiting)
    {
        drawer.handovers.remove(oldest);
    }
}

fn is_explained(difference: Option<&Difference>) -> bool {
    difference.is_some_and(|why| why.reason != DifferenceReason::Other || !why.note.trim().is_empty())
}

/// What a corte says of itself: the same on any drawer.
fn check_handover(event: &Event, handover: &CashHandedOver) -> Result<(), RuleError> {
    if handover.person != event.person {
        return field("person");
    }
    if handover.day > event.day() {
        return field("day");
    }
    handover.count.check()?;
    if handover.kept.is_negative() || handover.kept > handover.count.total()? {
        return field("kept");
    }
    let note = handover.difference.as_ref().map_or("", |why| why.note.as_str());
    if note.chars().count() > REASON_CHARS_MAX {
        return Err(RuleError::TextTooLong { field: "note".into(), chars_max: REASON_CHARS_MAX });
    }
    check_folios(&handover.cheques)?;
    handover.signature.check()?;
    match &handover.receiver {
        Some(receiver) => {
            check_text(&receiver.name, "receiver", PAYMENT_TEXT_CHARS_MAX)?;
            receiver.signature.check()
        }
        None => Ok(()),
    }
}

/// What a corte takes out of a drawer.
struct HandoverPlan {
    /// Counted less what is kept.
    handed: Money,
    /// Counted less expected: less than zero is a faltante.
    difference: Money,
    cheques: Vec<HandedCheque>,
}

impl HandoverPlan {
    fn of(drawer: &Drawer, handover: &CashHandedOver) -> Result<HandoverPlan, RuleError> {
        let counted = handover.count.total()?;
        Ok(HandoverPlan {
            handed: counted.checked_sub(handover.kept)?,
            difference: counted.checked_sub(drawer.cash)?,
            cheques: held_cheques(drawer, &handover.cheques),
        })
    }
}

fn void_folio(drawer: &mut Drawer, event: &Event, voided: &FolioVoided) -> Result<Applied, RuleError> {
    if voided.person != event.person {
        return field("person");
    }
    check_text(&voided.reason, "reason", REASON_CHARS_MAX)?;
    drawer.voided.push(voided.folio.clone());
    Ok(Applied::default())
}

/// The payment as it is held, if it still is.
fn held_payment(drawer: &Drawer, payment: EventId) -> Option<&Held> {
    drawer.held.iter().find(|held| held.event == payment)
}

#[cfg(test)]
mod tests;
