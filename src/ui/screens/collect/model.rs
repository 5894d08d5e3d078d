//! The payment being captured: from what was typed to a draft that the rules take.

use serde::{Deserialize, Serialize};

use super::problem::Problem;
use crate::{
    domain::{
        account::Account,
        allocation::{Allocation, allocate},
        cash_count::CashCount,
        clabe::Clabe,
        date::CivilDate,
        ids::{ClientId, InvoiceId},
        interest::{Accrued, accrued},
        invoice::Invoice,
        money::{Money, MoneyError},
        payment::{CardKind, PaperReceipt, PaymentMethod, PaymentTarget},
        photo::PhotoRef,
        rule_error::RuleError,
    },
    sync::engine::{Draft, PaymentExtras},
    ui::components::AmountEntry,
};

/// From this multiple of what the client usually pays, the amount is asked about once more.
const UNUSUAL_TIMES: i64 = 10;
/// Fewest past payments that make something usual.
const USUAL_PAYMENTS_MIN: usize = 2;
/// A transfer or a cheque older than this is a slip of the finger.
const DATE_DAYS_MAX: i64 = 366;
/// Digits of a CLABE; an account of a cheque has 11.
const CLABE_DIGITS: usize = 18;

/// The four forms of payment of the street.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Form {
    #[default]
    Cash,
    Transfer,
    Cheque,
    Card,
}

impl Form {
    pub const ALL: [Form; 4] = [Form::Cash, Form::Transfer, Form::Cheque, Form::Card];
}

/// Everything that was typed, so that an interruption loses nothing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Typed {
    pub amount: AmountEntry,
    pub form: Form,
    pub target: PaymentTarget,
    pub tracking_key: String,
    pub bank: String,
    pub sent_on: String,
    pub cheque_number: String,
    pub cheque_account: String,
    pub cheque_date: String,
    pub is_credit: bool,
    pub authorization: String,
    pub last_four: String,
    pub photo: Option<PhotoRef>,
    pub count: CashCount,
    pub pad: String,
    pub pad_number: String,
}

impl Typed {
    /// A blank payment of today.
    pub fn blank(today: CivilDate) -> Typed {
        Typed { sent_on: today.to_string(), cheque_date: today.to_string(), ..Typed::default() }
    }

    /// The form of payment with its fields, trimmed; the error names the field to mend.
    pub fn method(&self, today: CivilDate) -> Result<PaymentMethod, Problem> {
        let trimmed = |text: &str| text.trim().to_owned();
        let method = match self.form {
            Form::Cash => PaymentMethod::Cash,
            Form::Transfer => {
                let sent_on = day_of(&self.sent_on, today)?;
                if sent_on > today {
                    return Err(Problem::DateFuture);
                }
                PaymentMethod::Transfer {
                    tracking_key: trimmed(&self.tracking_key),
                    bank: trimmed(&self.bank),
                    sent_on,
                }
            }
            Form::Cheque => PaymentMethod::Cheque {
                number: trimmed(&self.cheque_number),
                bank: trimmed(&self.bank),
                account: self.cheque_account.chars().filter(|c| !c.is_whitespace() && *c != '-').collect(),
                dated: day_of(&self.cheque_date, today)?,
            },
            Form::Card => PaymentMethod::Card {
                kind: if self.is_credit { CardKind::Credit } else { CardKind::Debit },
                authorization: trimmed(&self.authorization),
                last_four: trimmed(&self.last_four),
            },
        };
        method.check()?;
        if let PaymentMethod::Cheque { account, .. } = &method
            && account.len() == CLABE_DIGITS
        {
            Clabe::parse(account).map_err(Problem::Clabe)?;
        }
        Ok(method)
    }

    /// The draft to record; the error names what to mend.
    pub fn draft(&self, client: ClientId, today: CivilDate) -> Result<Draft, Problem> {
        let amount = match self.amount.money() {
            Some(amount) => amount,
            None if self.amount.is_empty() => return Err(Problem::NoAmount),
            None => return Err(RuleError::AmountNotPositive.into()),
        };
        let method = self.method(today)?;
        let extras =
            PaymentExtras { count: self.counted(amount)?, photo: self.evidence(), paper: self.paper()? };
        Ok(Draft::Payment { client, amount, method, target: self.target.clone(), extras })
    }

    /// The pieces of a payment in cash, where they were counted; they must come to the amount.
    fn counted(&self, amount: Money) -> Result<Option<CashCount>, Problem> {
        if self.form != Form::Cash || self.count.pieces.is_empty() {
            return Ok(None);
        }
        let counted = self.count.total()?;
        if counted != amount { Err(Problem::Count { counted, amount }) } else { Ok(Some(self.count.clone())) }
    }

    /// The photo, where the form of payment has something to be photographed.
    fn evidence(&self) -> Option<PhotoRef> {
        self.photo.filter(|_| matches!(self.form, Form::Transfer | Form::Cheque))
    }

    fn paper(&self) -> Result<Option<PaperReceipt>, Problem> {
        let (pad, number) = (self.pad.trim(), self.pad_number.trim());
        match (pad.is_empty(), number.parse::<u32>()) {
            (true, _) if number.is_empty() => Ok(None),
            (true, _) => Err(Problem::Pad),
            (false, Ok(number)) if number > 0 => Ok(Some(PaperReceipt { pad: pad.to_owned(), number })),
            (false, _) => Err(Problem::PadNumber),
        }
    }

    /// Nothing worth keeping has been typed.
    pub fn is_blank(&self) -> bool {
        let texts = [
            &self.tracking_key,
            &self.bank,
            &self.cheque_number,
            &self.cheque_account,
            &self.authorization,
            &self.last_four,
            &self.pad,
            &self.pad_number,
        ];
        self.amount.is_empty()
            && self.photo.is_none()
            && self.count.pieces.is_empty()
            && texts.into_iter().all(|text| text.trim().is_empty())
    }

    /// A company that pays more than it may deduct in cash. Source: domain-rules.md §2.6 (LISR 27-III).
    pub fn is_cash_to_company(&self, account: &Account, most: Money) -> bool {
        self.form == Form::Cash
            && account.customer.is_company()
            && self.amount.money().is_some_and(|amount| amount > most)
    }

    /// The cheque carries a day that has not come.
    pub fn is_cheque_ahead(&self, today: CivilDate) -> bool {
        let dated = CivilDate::parse_iso(self.cheque_date.trim());
        self.form == Form::Cheque && dated.is_some_and(|dated| dated > today)
    }
}

/// A day that exists and is near enough to be meant.
fn day_of(text: &str, today: CivilDate) -> Result<CivilDate, Problem> {
    let day = CivilDate::parse_iso(text.trim()).ok_or(Problem::DateMissing)?;
    if today.days_since(day).abs() > DATE_DAYS_MAX { Err(Problem::DateFar) } else { Ok(day) }
}

/// One debt with what it owes today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Debt {
    pub id: InvoiceId,
    pub folio: String,
    pub due: CivilDate,
    pub capital: Money,
    pub late: Accrued,
    /// Capital, interest and its IVA.
    pub total: Money,
    /// With the client for review until a later day: not to be collected by mistake.
    pub is_in_review: bool,
}

/// What the client owes today, oldest first.
pub fn debts(account: &Account, today: CivilDate) -> Vec<Debt> {
    let mut debts: Vec<Debt> = account.open_invoices().filter_map(|debt| debt_of(debt, today).ok()).collect();
    debts.sort_by(|a, b| (a.due, &a.folio).cmp(&(b.due, &b.folio)));
    debts
}

fn debt_of(invoice: &Invoice, today: CivilDate) -> Result<Debt, MoneyError> {
    let late = accrued(invoice, today)?;
    let review = invoice.in_review.as_ref();
    Ok(Debt {
        id: invoice.id,
        folio: invoice.folio.clone(),
        due: invoice.due,
        capital: invoice.balance,
        late,
        total: invoice.balance.checked_add(late.total()?)?,
        is_in_review: review.is_some_and(|review| review.pay_on.is_none_or(|day| day > today)),
    })
}

/// The sum of some debts: capital, interest and IVA apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    pub capital: Money,
    pub late: Accrued,
    pub total: Money,
}

pub fn sum_of<'a>(debts: impl IntoIterator<Item = &'a Debt>) -> Sum {
    let add = |sum: Sum, debt: &Debt| -> Result<Sum, MoneyError> {
        Ok(Sum {
            capital: sum.capital.checked_add(debt.capital)?,
            late: sum.late.checked_add(debt.late)?,
            total: sum.total.checked_add(debt.total)?,
        })
    };
    debts.into_iter().try_fold(Sum::default(), add).unwrap_or_default()
}

/// What it takes to be clear today: everything that is overdue or due, with interest to date, and not in review.
pub fn to_be_clear(debts: &[Debt], today: CivilDate) -> Sum {
    sum_of(debts.iter().filter(|debt| debt.due <= today && !debt.is_in_review))
}

/// An amount to fill in with one tap, and what it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Offer {
    AllOverdue { amount: Money, target: PaymentTarget },
    AllOwed(Money),
    OneInvoice { id: InvoiceId, folio: String, amount: Money },
    Other,
}

impl Offer {
    pub fn amount(&self) -> Option<Money> {
        match self {
            Offer::AllOwed(amount) => Some(*amount),
            Offer::AllOverdue { amount, .. } | Offer::OneInvoice { amount, .. } => Some(*amount),
            Offer::Other => None,
        }
    }

    pub fn target(&self) -> PaymentTarget {
        match self {
            Offer::AllOverdue { target, .. } => target.clone(),
            Offer::OneInvoice { id, .. } => PaymentTarget::Named { invoice: *id },
            Offer::AllOwed(_) | Offer::Other => PaymentTarget::OldestFirst,
        }
    }
}

/// At most four: what is overdue (or all, where nothing is), the oldest invoice if it is another amount, and another.
pub fn offers(debts: &[Debt], today: CivilDate) -> Vec<Offer> {
    let late: Vec<&Debt> = debts.iter().filter(|debt| debt.due < today && !debt.is_in_review).collect();
    let overdue = sum_of(late.iter().copied()).total;
    let owed = sum_of(debts).total;
    let mut offers = Vec::new();
    if overdue.is_positive() {
        // Where a debt is in review, what is meant are the others: oldest first would take it too.
        let target = match debts.iter().any(|debt| debt.is_in_review) {
            true => PaymentTarget::Listed { invoices: late.iter().map(|debt| debt.id).collect() },
            false => PaymentTarget::OldestFirst,
        };
        offers.push(Offer::AllOverdue { amount: overdue, target });
    }
    if owed.is_positive() && owed != overdue {
        offers.push(Offer::AllOwed(owed));
    }
    let is_offered = |amount: Money| offers.iter().any(|offer| offer.amount() == Some(amount));
    let oldest = debts.iter().find(|debt| !debt.is_in_review).filter(|debt| !is_offered(debt.total));
    if let Some(debt) = oldest {
        offers.push(Offer::OneInvoice { id: debt.id, folio: debt.folio.clone(), amount: debt.total });
    }
    offers.push(Offer::Other);
    offers
}

/// How the amount would be applied now, and what would still be owed without interest.
pub fn preview(account: &Account, typed: &Typed, today: CivilDate) -> Option<(Allocation, Money)> {
    let amount = typed.amount.money()?;
    let allocation = allocate(&account.invoices, amount, &typed.target, today).ok()?;
    let left = account.balance().ok()?.checked_sub(allocation.capital().ok()?).ok()?;
    Some((allocation, left))
}

/// What the client usually pays (the middle one of his last payments), where `amount` is ten times that or more.
pub fn unusual(account: &Account, amount: Money) -> Option<Money> {
    let mut past: Vec<Money> = account.recent_payments.iter().map(|line| line.amount).collect();
    if past.len() < USUAL_PAYMENTS_MIN {
        return None;
    }
    past.sort_unstable();
    let usual = past.get(past.len() / 2).copied()?;
    (usual.is_positive() && amount.centavos() >= usual.centavos().saturating_mul(UNUSUAL_TIMES))
        .then_some(usual)
}

/// How much of the amount is more than all that is owed with interest: it would stay *a favor*.
pub fn beyond(debts: &[Debt], amount: Money) -> Option<Money> {
    amount.checked_sub(sum_of(debts).total).ok().filter(|over| over.is_positive())
}

#[cfg(test)]
mod tests;
