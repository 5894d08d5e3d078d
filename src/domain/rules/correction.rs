//! The rules of corrections: opposite entries, never an edit. Who asks and who approves is the office's to check.
//! Source: domain-rules.md §2.5, §3.8.

use super::{Applied, ExceptionCode, agreement, promise};
use crate::domain::{
    account::Account,
    allocation::Allocated,
    cheque,
    correction::{Correction, CorrectionAsked},
    date::CivilDate,
    ids::{BranchId, EventId, InvoiceId},
    interest::{self, Accrued},
    invoice::{Currency, DebtKind, Invoice},
    late::Moratory,
    ledger::{self, Entry, LedgerAccount, Lines},
    money::Money,
    payment::{PaymentMethod, PaymentReceived},
    rule_error::RuleError,
};

/// Longest reason, in characters.
pub const REASON_CHARS_MAX: usize = 1_000;

/// What an account does not hold and a correction needs.
#[derive(Clone, Copy, Debug)]
pub struct CorrectionContext<'a> {
    /// Of the correction itself: the id of a convenio that it grants.
    pub id: EventId,
    /// The day on which it is approved, where the client is.
    pub on: CivilDate,
    /// The day on which it was asked for: a convenio counts from it.
    pub asked_on: CivilDate,
    /// The payment, for a reversal and a cheque that bounced.
    pub original: Option<Original<'a>>,
    /// Debts that the account no longer carries because they were settled, as they were then.
    pub settled: &'a [Invoice],
}

/// A payment as it is in the books.
#[derive(Clone, Copy, Debug)]
pub struct Original<'a> {
    pub id: EventId,
    pub payment: &'a PaymentReceived,
    pub applied: &'a Applied,
    /// Whose interest it was.
    pub branch: BranchId,
    /// Where the money lies now: it is credited.
    pub lies: LedgerAccount,
    /// It was reversed or bounced before.
    pub is_corrected: bool,
}

/// What a correction did, besides changing the account.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CorrectionApplied {
    /// Balanced; none where nothing but a date changed, or only interest that was never booked.
    pub entries: Vec<Entry>,
    /// Debts that did not exist before: an indemnity, the instalments of a convenio.
    pub new_debts: Vec<InvoiceId>,
    /// Of a condonación or a castigo: interest and IVA that were never booked, and capital.
    pub forgiven: Option<Forgiven>,
}

/// What is forgiven or given up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Forgiven {
    pub interest: Accrued,
    pub capital: Money,
}

/// What is asked changes nothing yet; it must make sense. That a debt was settled meanwhile is flagged: the office
/// sees it and decides.
pub(super) fn check_asked(account: &Account, asked: &CorrectionAsked) -> Result<Applied, RuleError> {
    if asked.reason.trim().is_empty() {
        return Err(RuleError::Field { field: "reason".into() });
    }
    if asked.reason.chars().count() > REASON_CHARS_MAX {
        return Err(RuleError::TextTooLong { field: "reason".into(), chars_max: REASON_CHARS_MAX });
    }
    let is_open = |id: InvoiceId| account.open_invoices().any(|invoice| invoice.id == id);
    let is_stale = match &asked.correction {
        Correction::Condonation { invoice, amount } => {
            if !amount.is_positive() {
                return Err(RuleError::AmountNotPositive);
            }
            !is_open(*invoice)
        }
        Correction::WriteOff { invoice } | Correction::DueDate { invoice, .. } => !is_open(*invoice),
        Correction::Agreement { agreement } => {
            if agreement.client != account.id() {
                return Err(RuleError::WrongClient);
            }
            !agreement.terms.covers.iter().all(|invoice| is_open(*invoice))
        }
        // The office knows more payments and convenios than the account remembers.
        Correction::Reversal { .. }
        | Correction::AgreementBroken { .. }
        | Correction::ChequeBounced { .. } => false,
    };
    let exception = is_stale.then_some(ExceptionCode::NamedInvoiceSettled);
    Ok(Applied { exception, ..Applied::default() })
}

/// Applies a correction that was approved. On `Err` the account is untouched.
pub fn apply(
    account: &mut Account,
    correction: &Correction,
    context: &CorrectionContext<'_>,
) -> Result<CorrectionApplied, RuleError> {
    let mut next = account.clone();
    let applied = match correction {
        Correction::Reversal { payment } => reverse(&mut next, *payment, context),
        Correction::ChequeBounced { payment } => bounce(&mut next, *payment, context),
        Correction::Condonation { invoice, amount } => condone(&mut next, *invoice, *amount, context.on),
        Correction::WriteOff { invoice } => write_off(&mut next, *invoice, context.on),
        Correction::DueDate { invoice, due } => move_due_date(&mut next, *invoice, *due, context.on),
        Correction::Agreement { agreement: made } => {
            if made.client != next.id() {
                return Err(RuleError::WrongClient);
            }
            let granted = agreement::grant(&mut next, context.id, context.asked_on, made)?;
            Ok(CorrectionApplied {
                entries: ledger::entries_for_agreement(granted)?,
                new_debts: granted.debts().iter().map(|debt| debt.id).collect(),
                forgiven: None,
            })
        }
        Correction::AgreementBroken { agreement: id } => {
            let entries = agreement::break_up(&mut next, *id, context.on, context.settled)?;
            Ok(CorrectionApplied { entries, ..CorrectionApplied::default() })
        }
    }?;
    agreement::settle(&mut next);
    *account = next;
    Ok(applied)
}

/// The payment never was.
fn reverse(
    account: &mut Account,
    payment: EventId,
    context: &CorrectionContext<'_>,
) -> Result<CorrectionApplied, RuleError> {
    let original = original(payment, context)?;
    let lines = undo(account, &original, context.settled)?;
    account.cheques.retain(|cheque| cheque.event != payment);
    Ok(CorrectionApplied { entries: lines.balanced(), ..CorrectionApplied::default() })
}

/// The bank gave the cheque back: its debts are open again as if it had never come, and the indemnity is due today.
fn bounce(
    account: &mut Account,
    payment: EventId,
    context: &CorrectionContext<'_>,
) -> Result<CorrectionApplied, RuleError> {
    let original = original(payment, context)?;
    if !matches!(original.payment.method, PaymentMethod::Cheque { .. }) {
        return Err(RuleError::UnknownCheque);
    }
    // A cheque that the account remembers no longer has no state to change.
    match cheque::mark(account, payment, |state| state.bounced(context.on)) {
        Ok(()) | Err(RuleError::UnknownCheque) => {}
        Err(error) => return Err(error),
    }
    let mut lines = undo(account, &original, context.settled)?;
    let indemnity = indemnity_debt(&original, context.on)?;
    let mut new_debts = Vec::new();
    if indemnity.balance.is_positive() {
        lines.debit(LedgerAccount::Receivable(indemnity.id), indemnity.balance);
        lines.credit(LedgerAccount::Indemnity(original.branch), indemnity.balance);
        new_debts.push(indemnity.id);
        account.invoices.push(indemnity);
    }
    Ok(CorrectionApplied { entries: lines.balanced(), new_debts, forgiven: None })
}

fn indemnity_debt(original: &Original<'_>, on: CivilDate) -> Result<Invoice, RuleError> {
    let amount = cheque::indemnity(original.payment.amount)?;
    Ok(Invoice {
        id: InvoiceId::from_key(&format!("indemnity:{}", original.id)),
        folio: format!("IND-{}", original.payment.folio),
        kind: DebtKind::Indemnity { payment: original.id },
        issued: on,
        due: on,
        total: amount,
        balance: amount,
        currency: Currency::Mxn,
        late: None,
        moratory: Moratory::default(),
        in_review: None,
        agreement: None,
        partials: 0,
    })
}

/// The original of `payment`, if it may still be corrected.
fn original<'a>(payment: EventId, context: &CorrectionContext<'a>) -> Result<Original<'a>, RuleError> {
    let original = context.original.filter(|original| original.id == payment);
    let original = original.ok_or(RuleError::UnknownPayment)?;
    if original.is_corrected { Err(RuleError::AlreadyCorrected) } else { Ok(original) }
}

/// Everything that the payment did is taken back. Answers the opposite lines.
fn undo(account: &mut Account, original: &Original<'_>, settled: &[Invoice]) -> Result<Lines, RuleError> {
    if original.payment.client != account.id() {
        return Err(RuleError::WrongClient);
    }
    let allocation = original.applied.allocation.as_ref().ok_or(RuleError::UnknownPayment)?;
    let mut lines = Lines::default();
    for part in &allocation.parts {
        match agreement::broken_with(account, part.invoice) {
            Some(broken) => {
                let branch = account.agreements.iter().find(|known| known.id == broken);
                let branch = branch.map_or(original.branch, |known| known.branch);
                let back = agreement::take_back_from_broken(account, broken, part.amount, settled)?;
                lines.debit_back(branch, &back)?;
            }
            None => {
                let debt = account.debt_or_settled(part.invoice, settled).ok_or(RuleError::DebtNotOpen)?;
                restore(debt, part)?;
                lines.debit(LedgerAccount::Receivable(part.invoice), part.amount);
            }
        }
    }
    lines.debit(LedgerAccount::Interest(original.branch), allocation.interest()?);
    lines.debit(LedgerAccount::InterestTax(original.branch), allocation.interest_tax()?);
    lines.debit(LedgerAccount::Unapplied(account.id()), allocation.unapplied);
    lines.credit(original.lies, allocation.received()?);

    let left = account.unapplied.checked_sub(allocation.unapplied)?;
    if left.is_negative() {
        return Err(RuleError::UnappliedUsed { needed: allocation.unapplied, left: account.unapplied });
    }
    account.unapplied = left;
    promise::take_back(&mut account.promises, &original.applied.promises)?;
    account.recent_payments.retain(|line| line.event != original.id);
    Ok(lines)
}

/// The debt is what it would be without this part of a payment, at its own due date.
fn restore(debt: &mut Invoice, part: &Allocated) -> Result<(), RuleError> {
    interest::give_back(debt, part.amount, part.interest, part.charged_through)?;
    // What a convenio replaced since stays replaced; what comes back to it is owed beside the instalments.
    debt.agreement = None;
    if part.partial > 0 && debt.partials == part.partial {
        debt.partials = part.partial.saturating_sub(1);
    }
    Ok(())
}

/// This much is forgiven: interest and its IVA first, then capital.
fn condone(
    account: &mut Account,
    invoice: InvoiceId,
    amount: Money,
    on: CivilDate,
) -> Result<CorrectionApplied, RuleError> {
    if !amount.is_positive() {
        return Err(RuleError::AmountNotPositive);
    }
    let branch = account.customer.branch;
    let debt = open_debt(account, invoice)?;
    interest::charge(debt, on)?;
    let owed = interest::accrued(debt, on)?;
    let whole = owed.total()?.checked_add(debt.balance)?;
    if amount > whole {
        return Err(RuleError::BeyondDebt { asked: amount, owed: whole });
    }
    let interest = owed.first(amount)?;
    let capital = amount.checked_sub(interest.total()?)?;
    forgive(debt, Forgiven { interest, capital }, LedgerAccount::Condoned(branch))
}

/// The whole debt is given up.
fn write_off(
    account: &mut Account,
    invoice: InvoiceId,
    on: CivilDate,
) -> Result<CorrectionApplied, RuleError> {
    let branch = account.customer.branch;
    let debt = open_debt(account, invoice)?;
    interest::charge(debt, on)?;
    let forgiven = Forgiven { interest: interest::accrued(debt, on)?, capital: debt.balance };
    forgive(debt, forgiven, LedgerAccount::WrittenOff(branch))
}

/// Interest that nobody paid was never booked: only capital has lines.
fn forgive(
    debt: &mut Invoice,
    forgiven: Forgiven,
    at: LedgerAccount,
) -> Result<CorrectionApplied, RuleError> {
    debt.moratory.owed = debt.moratory.owed.checked_sub(forgiven.interest.interest)?;
    debt.balance = debt.balance.checked_sub(forgiven.capital)?;
    let mut lines = Lines::default();
    lines.debit(at, forgiven.capital);
    lines.credit(LedgerAccount::Receivable(debt.id), forgiven.capital);
    Ok(CorrectionApplied { entries: lines.balanced(), new_debts: Vec::new(), forgiven: Some(forgiven) })
}

/// Another due date; the interest charged so far stays.
fn move_due_date(
    account: &mut Account,
    invoice: InvoiceId,
    due: CivilDate,
    on: CivilDate,
) -> Result<CorrectionApplied, RuleError> {
    let debt = open_debt(account, invoice)?;
    if due == debt.due || due < debt.issued {
        return Err(RuleError::DueDate);
    }
    interest::charge(debt, on)?;
    debt.due = due;
    Ok(CorrectionApplied::default())
}

fn open_debt(account: &mut Account, invoice: InvoiceId) -> Result<&mut Invoice, RuleError> {
    let is_open =
        |debt: &&mut Invoice| debt.id == invoice && debt.is_open() && debt.currency == Currency::Mxn;
    account.invoices.iter_mut().find(is_open).ok_or(RuleError::DebtNotOpen)
}
