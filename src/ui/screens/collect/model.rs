//! The payment being captured: from what was typed to a draft that the rules take.

use serde::{Deserialize, Serialize};

use crate::{
    domain::{
        account::Account,
        allocation::{Allocation, allocate},
        date::CivilDate,
        ids::{ClientId, InvoiceId},
        invoice::Invoice,
        money::Money,
        payment::{CardKind, PaymentMethod, PaymentTarget},
        rule_error::RuleError,
    },
    sync::engine::{Draft, PaymentExtras},
    ui::components::AmountEntry,
};

/// From this multiple of what the client usually pays, the amount is asked about once more.
const UNUSUAL_TIMES: i64 = 10;
/// Fewest past payments that make something usual.
const USUAL_PAYMENTS_MIN: usize = 2;
/// A company cannot deduct more than this in cash. Source: domain-rules.md §2.6 (LISR 27-III).
const CASH_TO_COMPANY_CENTAVOS: i64 = 200_000;

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
}

/// The fields that may be wrong, by the name that the rules give them.
pub const DATE_FIELD: &str = "date";

impl Typed {
    /// A blank payment of today.
    pub fn blank(today: CivilDate) -> Typed {
        Typed { sent_on: today.to_string(), cheque_date: today.to_string(), ..Typed::default() }
    }

    /// The form of payment with its fields, trimmed; the error names the field to mend.
    pub fn method(&self) -> Result<PaymentMethod, RuleError> {
        let trimmed = |text: &str| text.trim().to_owned();
        let date = |text: &str| {
            CivilDate::parse_iso(text.trim()).ok_or(RuleError::Field { field: DATE_FIELD.into() })
        };
        let method = match self.form {
            Form::Cash => PaymentMethod::Cash,
            Form::Transfer => PaymentMethod::Transfer {
                tracking_key: trimmed(&self.tracking_key),
                bank: trimmed(&self.bank),
                sent_on: date(&self.sent_on)?,
            },
            Form::Cheque => PaymentMethod::Cheque {
                number: trimmed(&self.cheque_number),
                bank: trimmed(&self.bank),
                account: self.cheque_account.chars().filter(|c| !c.is_whitespace() && *c != '-').collect(),
                dated: date(&self.cheque_date)?,
            },
            Form::Card => PaymentMethod::Card {
                kind: if self.is_credit { CardKind::Credit } else { CardKind::Debit },
                authorization: trimmed(&self.authorization),
                last_four: trimmed(&self.last_four),
            },
        };
        method.check()?;
        Ok(method)
    }

    /// The draft to record; the error names what to mend.
    pub fn draft(&self, client: ClientId) -> Result<Draft, RuleError> {
        let amount = self.amount.money().ok_or(RuleError::AmountNotPositive)?;
        let extras = PaymentExtras::default();
        Ok(Draft::Payment { client, amount, method: self.method()?, target: self.target.clone(), extras })
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
        ];
        self.amount.is_empty() && texts.into_iter().all(|text| text.trim().is_empty())
    }

    /// A company that pays more than it may deduct in cash.
    pub fn is_cash_to_company(&self, account: &Account) -> bool {
        self.form == Form::Cash
            && account.customer.is_company()
            && self.amount.money().is_some_and(|amount| amount.centavos() > CASH_TO_COMPANY_CENTAVOS)
    }
}

/// An amount to fill in with one tap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Offer {
    AllOverdue(Money),
    AllOwed(Money),
    OneInvoice { id: InvoiceId, folio: String, balance: Money },
    Other,
}

impl Offer {
    pub fn amount(&self) -> Option<Money> {
        match self {
            Offer::AllOverdue(amount) | Offer::AllOwed(amount) => Some(*amount),
            Offer::OneInvoice { balance, .. } => Some(*balance),
            Offer::Other => None,
        }
    }
}

/// At most four: what is overdue (or all, where nothing is), the oldest invoice if it is another amount, and another.
pub fn offers(account: &Account, today: CivilDate) -> Vec<Offer> {
    let overdue = account.overdue(today).unwrap_or_default();
    let owed = account.balance().unwrap_or_default();
    let mut offers = Vec::new();
    if overdue.is_positive() {
        offers.push(Offer::AllOverdue(overdue));
    }
    if owed.is_positive() && owed != overdue {
        offers.push(Offer::AllOwed(owed));
    }
    let is_offered = |amount: Money| offers.iter().any(|offer| offer.amount() == Some(amount));
    let oldest = open_invoices(account).into_iter().next().filter(|invoice| !is_offered(invoice.balance));
    if let Some(invoice) = oldest {
        offers.push(Offer::OneInvoice {
            id: invoice.id,
            folio: invoice.folio.clone(),
            balance: invoice.balance,
        });
    }
    offers.push(Offer::Other);
    offers
}

/// The invoices that a payment can go to, oldest first.
pub fn open_invoices(account: &Account) -> Vec<&Invoice> {
    let mut open: Vec<&Invoice> = account.open_invoices().collect();
    open.sort_by(|a, b| (a.due, &a.folio).cmp(&(b.due, &b.folio)));
    open
}

/// How the amount would be applied now, and what would still be owed.
pub fn preview(account: &Account, typed: &Typed, today: CivilDate) -> Option<(Allocation, Money)> {
    let amount = typed.amount.money()?;
    let allocation = allocate(&account.invoices, amount, &typed.target, today).ok()?;
    let applied = Money::sum(allocation.parts.iter().map(|part| part.amount)).ok()?;
    let left = account.balance().ok()?.checked_sub(applied).ok()?;
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

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(form: Form) -> Typed {
        Typed {
            form,
            amount: AmountEntry::from_typed("1500"),
            ..Typed::blank(CivilDate::new(2026, 11, 21).unwrap())
        }
    }

    fn refused_field(typed: &Typed) -> Option<String> {
        match typed.method() {
            Err(RuleError::Field { field }) => Some(field),
            _ => None,
        }
    }

    #[test]
    fn each_form_asks_only_for_its_own_fields() {
        assert_eq!(typed(Form::Cash).method(), Ok(PaymentMethod::Cash));
        assert_eq!(refused_field(&typed(Form::Transfer)).as_deref(), Some("tracking_key"));
        assert_eq!(refused_field(&typed(Form::Cheque)).as_deref(), Some("cheque_number"));
        assert_eq!(refused_field(&typed(Form::Card)).as_deref(), Some("authorization"));
    }

    #[test]
    fn a_cheque_account_may_be_typed_with_spaces() {
        let cheque = Typed {
            cheque_number: "12".into(),
            bank: "BBVA".into(),
            cheque_account: "0321 8000 0118 3597 19".into(),
            ..typed(Form::Cheque)
        };
        assert!(cheque.method().is_ok());
    }

    #[test]
    fn without_an_amount_there_is_no_draft() {
        let empty = Typed { amount: AmountEntry::default(), ..typed(Form::Cash) };
        assert_eq!(empty.draft(ClientId::from_key("A")), Err(RuleError::AmountNotPositive));
    }

    #[test]
    fn what_was_typed_survives_as_json() {
        let before = typed(Form::Card);
        let json = serde_json::to_string(&before).unwrap();
        assert_eq!(serde_json::from_str::<Typed>(&json).unwrap(), before);
    }
}
