//! Convenio: debts that are replaced by instalments, within the limits of who grants it. Source: issue C6, C9;
//! domain-rules.md §2.3, §2.4.

use serde::{Deserialize, Serialize};

use super::{
    date::CivilDate,
    ids::{ClientId, EventId, InvoiceId},
    money::Money,
    plan::Periodicity,
    signature::Signature,
};

/// How far a collector may go by himself; beyond it the office decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgreementLimits {
    pub instalments_max: u16,
    /// From the day of the agreement to its last instalment.
    pub days_max: u16,
    /// Discount on moratory interest, in hundredths of a percent of it. Capital is never discounted here.
    pub discount_bp_max: u16,
}

impl Default for AgreementLimits {
    fn default() -> AgreementLimits {
        AgreementLimits { instalments_max: 6, days_max: 90, discount_bp_max: 0 }
    }
}

/// What is agreed.
///
/// Invariant: Σ `instalments` = `capital` + `moratory` − `discount`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgreementTerms {
    /// The debts that it replaces.
    pub covers: Vec<InvoiceId>,
    /// Their balances on that day, without interest.
    pub capital: Money,
    /// Their moratory interest with its IVA on that day.
    pub moratory: Money,
    /// Of `moratory`.
    pub discount: Money,
    pub periodicity: Periodicity,
    pub instalments: Vec<AgreedInstalment>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgreedInstalment {
    pub due: CivilDate,
    pub amount: Money,
}

/// The client signed a convenio: it counts at once, where it is within the collector's limits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgreementMade {
    pub client: ClientId,
    pub terms: AgreementTerms,
    /// Who signed, by name.
    pub signer: String,
    pub signer_is: Signer,
    pub signature: Signature,
}

/// In which quality somebody signs: nobody else may be told of the debt. Source: domain-rules.md §2.9.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signer {
    /// Titular, or the representative of a company.
    Holder,
    /// Aval.
    Guarantor,
    /// Obligado solidario.
    JointObligor,
}

/// A convenio as the account remembers it. Its instalments are debts of the account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreement {
    /// The event, or the request that the office approved: also the id of the convenio.
    pub id: EventId,
    pub made_on: CivilDate,
    pub terms: AgreementTerms,
    pub signer: String,
    /// What each covered debt was when it was replaced, so that breaking the convenio restores it.
    pub replaced: Vec<Replaced>,
    pub state: AgreementState,
}

/// One debt at the moment when a convenio replaced it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replaced {
    pub invoice: InvoiceId,
    pub balance: Money,
    /// Moratory interest without IVA on that day.
    pub interest: Money,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum AgreementState {
    Active,
    /// Every instalment was paid.
    Kept,
    /// The office broke it: the debts are back, less what was paid.
    Broken {
        on: CivilDate,
    },
}
