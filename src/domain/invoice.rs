//! Invoices and instalments: one debt with one due date.

use serde::{Deserialize, Serialize};

use super::{
    date::CivilDate,
    ids::{InvoiceId, PlanId},
    money::Money,
};

/// One debt of one client with one due date.
///
/// Invariant: `0 ≤ balance ≤ total`; the ledger is the authority, this is its fold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invoice {
    pub id: InvoiceId,
    /// As the company writes it, trimmed and in upper case.
    pub folio: String,
    pub kind: DebtKind,
    pub issued: CivilDate,
    pub due: CivilDate,
    pub total: Money,
    pub balance: Money,
    #[serde(default)]
    pub currency: Currency,
}

impl Invoice {
    pub fn is_open(&self) -> bool {
        self.balance.is_positive()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum DebtKind {
    /// A trade invoice.
    Invoice,
    /// One instalment of a plan: number `number` of `of`.
    Instalment { plan: PlanId, number: u16, of: u16 },
}

/// Pesos are collected; invoices in dollars are kept and shown apart, never summed with pesos.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Currency {
    #[default]
    #[serde(rename = "MXN")]
    Mxn,
    #[serde(rename = "USD")]
    Usd,
}

impl Currency {
    pub fn as_str(self) -> &'static str {
        match self {
            Currency::Mxn => "MXN",
            Currency::Usd => "USD",
        }
    }
}
