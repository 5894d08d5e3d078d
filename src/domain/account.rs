//! The account: one client and all that is owed, promised and remembered. The unit that rules change,
//! that the server stores under one version and that a phone pulls.

use serde::{Deserialize, Serialize};

use super::{
    agreement::Agreement,
    cheque::Cheque,
    customer::Customer,
    date::CivilDate,
    ids::{ClientId, PersonId},
    invoice::{Currency, Invoice},
    money::{Money, MoneyError},
    payment::PaymentLine,
    promise::Promise,
    visit::VisitLine,
};

/// How many past payments an account carries to the phone.
pub const RECENT_PAYMENTS_MAX: usize = 12;

/// How many cheques an account remembers.
pub const CHEQUES_MAX: usize = 50;

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
    /// Cheques that have not cleared, and those that bounced lately; oldest first, at most [`CHEQUES_MAX`].
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

    /// What is overdue or due today.
    pub fn due_by(&self, today: CivilDate) -> Result<Money, MoneyError> {
        Money::sum(self.open_invoices().filter(|invoice| invoice.due <= today).map(|invoice| invoice.balance))
    }

    /// Days past due of the oldest overdue debt; 0 where nothing is overdue.
    pub fn overdue_days(&self, today: CivilDate) -> i64 {
        self.open_invoices().map(|invoice| today.days_since(invoice.due)).max().unwrap_or(0).max(0)
    }
}
