//! The account: one client and all that is owed, promised and remembered. The unit that rules change,
//! that the server stores under one version and that a phone pulls.

use serde::{Deserialize, Serialize};

use super::{
    agreement::{Agreement, AgreementState},
    cheque::Cheque,
    customer::Customer,
    date::CivilDate,
    ids::{ClientId, InvoiceId, PersonId},
    interest::{self, Accrued},
    invoice::{Currency, DebtKind, Invoice},
    money::{Money, MoneyError},
    payment::PaymentLine,
    promise::Promise,
    visit::VisitLine,
};

/// How many past payments an account carries to the phone.
pub const RECENT_PAYMENTS_MAX: usize = 12;

/// How many cheques that cleared or bounced an account remembers; those that may still bounce are never dropped.
pub const RESOLVED_CHEQUES_MAX: usize = 6;

/// How many convenios an account remembers.
pub const AGREEMENTS_MAX: usize = 6;

/// How many promises an account remembers: one a week for half a year.
pub const PROMISES_MAX: usize = 26;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Account {
    pub customer: Customer,
    /// Raised by one with each change that the server commits.
    pub version: u64,
    /// Who collects from this client; `None` while nobody is assigned.
    #[serde(default)]
    pub assigned_to: Option<PersonId>,
    /// Open debts, and those settled by the latest payments.
    #[serde(default)]
    pub invoices: Vec<Invoice>,
    /// Saldo a favor.
    #[serde(default)]
    pub unapplied: Money,
    /// In the order in which they were made, at most [`PROMISES_MAX`].
    #[serde(default)]
    pub promises: Vec<Promise>,
    /// Newest first, at most [`RECENT_PAYMENTS_MAX`].
    #[serde(default)]
    pub recent_payments: Vec<PaymentLine>,
    #[serde(default)]
    pub last_visit: Option<VisitLine>,
    /// Cheques that have not cleared, and the last [`RESOLVED_CHEQUES_MAX`] that did or bounced; in order of arrival.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cheques: Vec<Cheque>,
    /// In the order in which they were made, at most [`AGREEMENTS_MAX`]; active ones are never dropped.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub agreements: Vec<Agreement>,
}

impl Account {
    pub fn id(&self) -> ClientId {
        self.customer.id
    }

    /// A client without debts.
    pub fn new(customer: Customer) -> Account {
        Account {
            customer,
            version: 0,
            assigned_to: None,
            invoices: Vec::new(),
            unapplied: Money::ZERO,
            promises: Vec::new(),
            recent_payments: Vec::new(),
            last_visit: None,
            cheques: Vec::new(),
            agreements: Vec::new(),
        }
    }

    /// The open debts in pesos: what a payment can go to.
    pub fn open_invoices(&self) -> impl Iterator<Item = &Invoice> {
        self.invoices.iter().filter(|invoice| invoice.is_open() && invoice.currency == Currency::Mxn)
    }

    /// Everything owed in pesos, without subtracting what is *a favor*.
    pub fn balance(&self) -> Result<Money, MoneyError> {
        Money::sum(self.open_invoices().map(|invoice| invoice.balance))
    }

    /// What is owed and its due date has passed.
    pub fn overdue(&self, today: CivilDate) -> Result<Money, MoneyError> {
        Money::sum(self.open_invoices().filter(|invoice| invoice.due < today).map(|invoice| invoice.balance))
    }

    /// What is to be collected today: overdue, due, or promised for by now in a contrarecibo. What the client has in
    /// review is not asked for before its day.
    pub fn due_by(&self, today: CivilDate) -> Result<Money, MoneyError> {
        let due = self.open_invoices().filter(|invoice| invoice.is_to_collect(today));
        Money::sum(due.map(|invoice| invoice.balance))
    }

    /// Moratory interest owed on the day, with its IVA, of all debts in pesos.
    pub fn moratory_on(&self, on: CivilDate) -> Result<Accrued, MoneyError> {
        self.open_invoices()
            .try_fold(Accrued::default(), |sum, invoice| sum.checked_add(interest::accrued(invoice, on)?))
    }

    /// What pays everything off on the day: capital, interest and IVA. What is *a favor* is not subtracted.
    pub fn to_clear_on(&self, on: CivilDate) -> Result<Money, MoneyError> {
        self.balance()?.checked_add(self.moratory_on(on)?.total()?)
    }

    /// The debt, brought back from `settled` where the account no longer carries it.
    pub(super) fn debt_or_settled(&mut self, id: InvoiceId, settled: &[Invoice]) -> Option<&mut Invoice> {
        if !self.invoices.iter().any(|invoice| invoice.id == id) {
            self.invoices.extend(settled.iter().find(|invoice| invoice.id == id).cloned());
        }
        self.invoices.iter_mut().find(|invoice| invoice.id == id)
    }

    /// Whether nobody needs the debt any more: settled, and no part of a convenio that may still be broken.
    pub fn may_forget(&self, invoice: &Invoice) -> bool {
        let agreement = match invoice.kind {
            DebtKind::Agreed { agreement, .. } => Some(agreement),
            _ => invoice.agreement,
        };
        let is_active =
            |known: &Agreement| Some(known.id) == agreement && known.state == AgreementState::Active;
        !invoice.is_open() && !self.agreements.iter().any(is_active)
    }

    /// Days past due of the oldest overdue debt; 0 where nothing is overdue.
    pub fn overdue_days(&self, today: CivilDate) -> i64 {
        self.open_invoices().map(|invoice| today.days_since(invoice.due)).max().unwrap_or(0).max(0)
    }
}
