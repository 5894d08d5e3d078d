//! Corrections: opposite entries with reason and evidence, asked by one person and approved by another. Nothing is
//! ever edited. Source: domain-rules.md §3.8.

use serde::{Deserialize, Serialize};

use super::{
    agreement::AgreementMade,
    date::CivilDate,
    ids::{ClientId, EventId, InvoiceId},
    money::Money,
    photo::PhotoRef,
};

/// Somebody asks the office for what he may not do himself. Changes nothing until another person approves it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectionAsked {
    pub client: ClientId,
    pub correction: Correction,
    /// In his own words; never empty.
    pub reason: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<PhotoRef>,
}

/// What may be corrected, and to what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "correct", rename_all = "snake_case")]
pub enum Correction {
    /// Reversal: the payment never was. At most one for each payment.
    Reversal { payment: EventId },
    /// Condonación: this much of the debt, its interest first, is forgiven.
    Condonation { invoice: InvoiceId, amount: Money },
    /// Castigo: the whole debt is given up.
    WriteOff { invoice: InvoiceId },
    /// Another due date; interest charged so far stays.
    DueDate { invoice: InvoiceId, due: CivilDate },
    /// A convenio beyond the limits of who grants it.
    Agreement { agreement: Box<AgreementMade> },
    /// The convenio is not kept: its debts come back.
    AgreementBroken { agreement: EventId },
    /// The bank gave the cheque back: reopens the debts at their own due dates, with the indemnity of 20 % apart.
    ChequeBounced { payment: EventId },
}

impl Correction {
    /// The name in the database.
    pub fn kind(&self) -> &'static str {
        match self {
            Correction::Reversal { .. } => "reversal",
            Correction::Condonation { .. } => "condonation",
            Correction::WriteOff { .. } => "write_off",
            Correction::DueDate { .. } => "due_date",
            Correction::Agreement { .. } => "agreement",
            Correction::AgreementBroken { .. } => "agreement_broken",
            Correction::ChequeBounced { .. } => "cheque_bounced",
        }
    }
}
