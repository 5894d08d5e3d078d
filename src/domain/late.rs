//! The terms of moratory interest of one debt, and how far it was charged. Source: domain-rules.md §2.4.

use serde::{Deserialize, Serialize};

use super::{date::CivilDate, money::Money};

/// What a debt bears once it is overdue. Set by the server when the debt is taken in: the contract's rate, the
/// branch's IVA. Without it a debt bears nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LateTerms {
    /// Simple interest a year, in hundredths of a percent: 36 % is 3,600.
    pub annual_rate_bp: u32,
    pub day_base: DayBase,
    /// IVA on the interest, in hundredths of a percent: 16 % is 1,600; 800 in the northern border region.
    pub tax_bp: u16,
}

/// The days that a year has in the contract.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum DayBase {
    #[default]
    #[serde(rename = "360")]
    Days360,
    #[serde(rename = "365")]
    Days365,
}

/// Moratory interest of one debt up to a day. Unpaid interest bears no interest (C.Com. 363), hence apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moratory {
    /// The last day for which interest was charged; `None`: it runs from the day after the due date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub through: Option<CivilDate>,
    /// Charged by that day and not paid yet, without IVA.
    #[serde(default, skip_serializing_if = "super::money::is_nothing")]
    pub owed: Money,
}

impl Moratory {
    pub fn is_none(&self) -> bool {
        *self == Moratory::default()
    }
}
