//! The rules of a convenio: its instalments replace the debts that it covers; breaking it restores them.
//! Source: issue C6, C9; domain-rules.md §2.3, §2.4.

use super::Applied;
use crate::domain::{
    account::{AGREEMENTS_MAX, Account},
    agreement::{self, Agreement, AgreementLimits, AgreementMade, AgreementState, Counted, instalment_id},
    date::CivilDate,
    ids::{EventId, InvoiceId},
    interest,
    invoice::Invoice,
    ledger::{self, Entry},
    money::{Money, MoneyError},
    payment::PAYMENT_TEXT_CHARS_MAX,
    rule_error::RuleError,
};

/// A convenio that the client signed replaces the debts that it covers, where it is within the limits.
pub(super) fn apply_made(
    account: &mut Account,
    id: EventId,
    on: CivilDate,
    made: &AgreementMade,
    limits: &AgreementLimits,
) -> Result<Applied, RuleError> {
    if let Some(beyond) = agreement::beyond(&made.terms, on, limits)?.into_iter().next() {
        return Err(beyond);
    }
    grant(account, id, on, made)?;
    Ok(Applied::default())
}

/// The convenio counts from `on`, whatever its limits. On `Err` the account is untouched.
///
/// What it says of the debts must be what they are on that day: where somebody paid meanwhile, the client signed
/// for something else, and a person has to look at it.
pub(super) fn grant<'a>(
    account: &'a mut Account,
    id: EventId,
    on: CivilDate,
    made: &AgreementMade,
) -> Result<&'a Agreement, RuleError> {
    let signer = made.signer.trim();
    if signer.is_empty() || signer.chars().count() > PAYMENT_TEXT_CHARS_MAX {
        return Err(RuleError::Field { field: "signer".into() });
    }
    let is_active = |known: &Agreement| known.state == AgreementState::Active;
    if account.agreements.iter().filter(|known| is_active(known)).count() >= AGREEMENTS_MAX {
        return Err(RuleError::TooManyAgreements);
    }
    made.terms.check(on)?;
    let replaced = agreement::replaced_on(account, &made.terms.covers, on)?;
    let (capital, moratory) = agreement::sums(&replaced)?;
    if (capital, moratory) != (made.terms.capital, made.terms.moratory) {
        return Err(RuleError::AgreementDiffers { capital, moratory });
    }
    let agreement = Agreement {
        id,
        made_on: on,
        branch: account.customer.branch,
        terms: made.terms.clone(),
        signer: made.signer.clone(),
        replaced,
        state: AgreementState::Active,
    };
    made.signature.check()?;
    // Sums that could leave the bounds of money are tried before anything changes.
    agreement.interest_earned()?;

    for invoice in account.invoices.iter_mut().filter(|invoice| made.terms.covers.contains(&invoice.id)) {
        invoice.balance = Money::ZERO;
        invoice.moratory.owed = Money::ZERO;
        hold_through(invoice, on);
        invoice.agreement = Some(id);
    }
    account.invoices.extend(agreement.debts());
    while account.agreements.len() >= AGREEMENTS_MAX {
        let Some(oldest) = account.agreements.iter().position(|known| !is_active(known)) else { break };
        account.agreements.remove(oldest);
    }
    account.agreements.push(agreement);
    let last = account.agreements.last();
    last.ok_or(RuleError::AgreementNotActive)
}

/// Interest is charged up to that day, and from then on again.
fn hold_through(invoice: &mut Invoice, on: CivilDate) {
    if invoice.late.is_some() {
        invoice.moratory.through = Some(invoice.moratory.through.map_or(on, |through| through.max(on)));
    }
}

/// A convenio is kept once nothing of its instalments is owed, and in force again where something is.
pub(super) fn settle(account: &mut Account) {
    let Account { agreements, invoices, .. } = account;
    for agreement in agreements {
        let is_owed = invoices.iter().any(|debt| debt.is_open() && debt.is_instalment_of(agreement.id));
        agreement.state = match agreement.state {
            AgreementState::Active if !is_owed => AgreementState::Kept,
            AgreementState::Kept if is_owed => AgreementState::Active,
            state => state,
        };
    }
}

/// The convenio is not kept: its instalments end, and its debts come back with the capital and the interest that are
/// left, as if they had stood still since the day of the convenio. The discount is lost.
///
/// `settled`: debts that the account no longer carries. On `Err` the account may be half changed: work on a copy.
pub(super) fn break_up(
    account: &mut Account,
    id: EventId,
    on: CivilDate,
    settled: &[Invoice],
) -> Result<Vec<Entry>, RuleError> {
    let index = account.agreements.iter().position(|known| known.id == id);
    let index = index.ok_or(RuleError::AgreementNotActive)?;
    let mut agreement = account.agreements.get(index).cloned().ok_or(RuleError::AgreementNotActive)?;
    if agreement.state != AgreementState::Active {
        return Err(RuleError::AgreementNotActive);
    }
    let mut unpaid = Vec::new();
    for debt in account.invoices.iter_mut().filter(|debt| debt.is_instalment_of(id) && debt.is_open()) {
        unpaid.push((debt.id, debt.balance));
        debt.balance = Money::ZERO;
    }
    let left = Money::sum(unpaid.iter().map(|(_, balance)| *balance))?;
    let paid = agreement.terms.total()?.checked_sub(left)?;
    let whole = agreement.counted(agreement.terms.total()?)?;
    let returned = less(&whole, &agreement.counted(paid)?)?;
    let entries = ledger::entries_for_broken_agreement(agreement.branch, &unpaid, &returned)?;
    for (debt, back) in agreement.replaced.iter().zip(&returned) {
        // The discount was for keeping it.
        let discounted = whole.iter().find(|whole| whole.invoice == debt.invoice);
        let earned = discounted.map_or(Money::ZERO, |whole| whole.interest.interest);
        let interest = back.interest.interest.checked_add(debt.interest.checked_sub(earned)?)?;
        come_back(account, back, interest, agreement.made_on, settled)?;
    }
    agreement.state = AgreementState::Broken { on, paid };
    if let Some(known) = account.agreements.get_mut(index) {
        *known = agreement;
    }
    Ok(entries)
}

/// The broken convenio of which `instalment` was one.
pub(super) fn broken_with(account: &Account, instalment: InvoiceId) -> Option<EventId> {
    let is_its = |known: &&Agreement| {
        let count = u16::try_from(known.terms.instalments.len()).unwrap_or(u16::MAX);
        matches!(known.state, AgreementState::Broken { .. })
            && (1..=count).any(|number| instalment_id(known.id, number) == instalment)
    };
    account.agreements.iter().find(is_its).map(|known| known.id)
}

/// Money that had been paid to an instalment of a convenio that was broken since is taken back: what it counted for
/// comes back to the debts. Answers what came back, with the branch whose interest it was.
pub(super) fn take_back_from_broken(
    account: &mut Account,
    id: EventId,
    amount: Money,
    settled: &[Invoice],
) -> Result<Vec<Counted>, RuleError> {
    let index = account.agreements.iter().position(|known| known.id == id);
    let agreement = index.and_then(|index| account.agreements.get(index)).cloned();
    let agreement = agreement.ok_or(RuleError::AgreementNotActive)?;
    let AgreementState::Broken { on, paid } = agreement.state else {
        return Err(RuleError::AgreementNotActive);
    };
    let rest = paid.checked_sub(amount)?;
    if rest.is_negative() {
        return Err(RuleError::BeyondDebt { asked: amount, owed: paid });
    }
    let returned = less(&agreement.counted(paid)?, &agreement.counted(rest)?)?;
    for back in &returned {
        come_back(account, back, back.interest.interest, agreement.made_on, settled)?;
    }
    for known in account.agreements.iter_mut().filter(|known| known.id == id) {
        known.state = AgreementState::Broken { on, paid: rest };
    }
    Ok(returned)
}

/// Capital and interest come back to a debt as if it had had them since the day of the convenio.
fn come_back(
    account: &mut Account,
    back: &Counted,
    interest: Money,
    made_on: CivilDate,
    settled: &[Invoice],
) -> Result<(), RuleError> {
    let debt = account.debt_or_settled(back.invoice, settled).ok_or(RuleError::DebtNotOpen)?;
    hold_through(debt, made_on);
    debt.agreement = None;
    interest::give_back(debt, back.capital, interest, Some(made_on))?;
    Ok(())
}

/// What counts in `more` and not in `fewer`, debt by debt.
fn less(more: &[Counted], fewer: &[Counted]) -> Result<Vec<Counted>, MoneyError> {
    let difference = |(more, fewer): (&Counted, &Counted)| {
        Ok(Counted {
            invoice: more.invoice,
            interest: more.interest.checked_sub(fewer.interest)?,
            capital: more.capital.checked_sub(fewer.capital)?,
        })
    };
    more.iter().zip(fewer).map(difference).collect()
}
