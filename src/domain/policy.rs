//! What the company allows: the same on the phone and on the server. Source: domain-rules.md §0.

use serde::{Deserialize, Serialize};

use super::{agreement::AgreementLimits, drawer::CashLimits, ids::BankAccountId, money::Money};

/// The settings that rules of the field need, for one person. Comes with the profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    #[serde(default)]
    pub agreement: AgreementLimits,
    #[serde(default)]
    pub cash: CashLimits,
    /// Whether the person may deposit cash at a bank; nobody by default.
    #[serde(default)]
    pub may_deposit: bool,
    /// The company's accounts at banks.
    #[serde(default)]
    pub banks: Vec<BankAccount>,
    /// Above this a company cannot deduct a payment in cash (LISR 27-III).
    #[serde(default = "b2b_cash_max")]
    pub b2b_cash_max: Money,
}

fn b2b_cash_max() -> Money {
    Money::whole_pesos(2_000)
}

impl Default for Policy {
    fn default() -> Policy {
        Policy {
            agreement: AgreementLimits::default(),
            cash: CashLimits::default(),
            may_deposit: false,
            banks: Vec::new(),
            b2b_cash_max: b2b_cash_max(),
        }
    }
}

/// An account of the company at a bank.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankAccount {
    pub id: BankAccountId,
    pub bank: String,
    /// The last four digits of its number: enough to tell them apart.
    pub last_four: String,
    /// CLABE, for clients who ask where to transfer; may be empty.
    #[serde(default)]
    pub clabe: String,
}

impl Default for CashLimits {
    fn default() -> CashLimits {
        CashLimits { soft: Money::whole_pesos(10_000), hard: Money::whole_pesos(25_000) }
    }
}
