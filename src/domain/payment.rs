//! A payment as it is received: how much, in what form, for which debt.

use serde::{Deserialize, Serialize};

use super::{
    cash_count::CashCount,
    date::CivilDate,
    folio::Folio,
    ids::{ClientId, EventId, InvoiceId},
    money::Money,
    photo::PhotoRef,
    rule_error::RuleError,
};

/// The fact that money was received from a client. Bytes of this travel and are kept for ever.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentReceived {
    pub folio: Folio,
    pub client: ClientId,
    pub amount: Money,
    pub method: PaymentMethod,
    pub target: PaymentTarget,
    /// The pieces, where the collector counted them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<CashCount>,
    /// The cheque or the proof of transfer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub photo: Option<PhotoRef>,
    /// The receipt of a numbered pad (talonario) that was given on paper as well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paper: Option<PaperReceipt>,
}

/// A receipt on paper, when the phone could not give one. Source: domain-rules.md §3.1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperReceipt {
    /// Which pad.
    pub pad: String,
    pub number: u32,
}

/// What the client says the money is for. Source: domain-rules.md §2.5 (1).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "to", rename_all = "snake_case")]
pub enum PaymentTarget {
    /// Nothing said: the oldest due date first.
    #[default]
    OldestFirst,
    /// The client named this invoice; what is left over goes to the oldest.
    Named { invoice: InvoiceId },
    /// The client named these, in this order; what is left over goes to the oldest.
    Listed { invoices: Vec<InvoiceId> },
}

impl PaymentTarget {
    /// The debts that the client named, in his order; none where he said nothing.
    pub fn chosen(&self) -> &[InvoiceId] {
        match self {
            PaymentTarget::OldestFirst => &[],
            PaymentTarget::Named { invoice } => std::slice::from_ref(invoice),
            PaymentTarget::Listed { invoices } => invoices,
        }
    }
}

/// The form of payment with the data that a REP will need. Source: domain-rules.md §2.6.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "form", rename_all = "snake_case")]
pub enum PaymentMethod {
    /// c_FormaPago 01: no bank data allowed.
    Cash,
    /// c_FormaPago 03: `tracking_key` is the clave de rastreo of SPEI.
    Transfer { tracking_key: String, bank: String, sent_on: CivilDate },
    /// c_FormaPago 02: good only when it clears.
    Cheque { number: String, bank: String, account: String, dated: CivilDate },
    /// c_FormaPago 04 or 28. Only the last four digits are ever kept.
    Card { kind: CardKind, authorization: String, last_four: String },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardKind {
    Credit,
    Debit,
}

/// Longest text that a payment field may hold: NumOperacion of Pagos20 allows 100 characters.
pub const PAYMENT_TEXT_CHARS_MAX: usize = 100;

impl PaymentMethod {
    /// The SAT key of c_FormaPago.
    pub fn sat_form(&self) -> &'static str {
        match self {
            PaymentMethod::Cash => "01",
            PaymentMethod::Cheque { .. } => "02",
            PaymentMethod::Transfer { .. } => "03",
            PaymentMethod::Card { kind: CardKind::Credit, .. } => "04",
            PaymentMethod::Card { kind: CardKind::Debit, .. } => "28",
        }
    }

    /// Checks each field of the form. Errors name the field.
    pub fn check(&self) -> Result<(), RuleError> {
        match self {
            PaymentMethod::Cash => Ok(()),
            PaymentMethod::Transfer { tracking_key, bank, .. } => {
                required(tracking_key, "tracking_key")?;
                required(bank, "bank")
            }
            PaymentMethod::Cheque { number, bank, account, .. } => {
                required(number, "cheque_number")?;
                required(bank, "bank")?;
                let account: String = account.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
                let is_valid = account.is_empty()
                    || (matches!(account.len(), 11 | 18) && account.chars().all(|c| c.is_ascii_digit()));
                if is_valid { Ok(()) } else { Err(RuleError::Field { field: "cheque_account".into() }) }
            }
            PaymentMethod::Card { authorization, last_four, .. } => {
                required(authorization, "authorization")?;
                if last_four.len() == 4 && last_four.chars().all(|c| c.is_ascii_digit()) {
                    Ok(())
                } else {
                    Err(RuleError::Field { field: "last_four".into() })
                }
            }
        }
    }
}

fn required(text: &str, field: &str) -> Result<(), RuleError> {
    let trimmed = text.trim();
    if trimmed.is_empty() || trimmed.chars().count() > PAYMENT_TEXT_CHARS_MAX {
        return Err(RuleError::Field { field: field.into() });
    }
    Ok(())
}

/// A payment as the account remembers it, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentLine {
    pub event: EventId,
    pub folio: Folio,
    pub amount: Money,
    pub sat_form: String,
    pub received_on: CivilDate,
}
