//! Contrarecibo: the client's own proof that he took in invoices for review. It is no payment and lowers nothing.
//! Source: domain-rules.md §1.

use serde::{Deserialize, Serialize};

use super::{
    date::CivilDate,
    ids::{ClientId, EventId, InvoiceId},
    photo::PhotoRef,
};

/// The client took these invoices in for review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CounterReceiptTaken {
    pub client: ClientId,
    /// The folio that the client wrote on it; may be empty where he gives none.
    pub client_folio: String,
    pub invoices: Vec<InvoiceId>,
    /// When he says that he will pay.
    pub pay_on: Option<CivilDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub photo: Option<PhotoRef>,
}

/// Days for which an invoice is left in review where the client names no day: it must come back.
pub const REVIEW_DAYS: i64 = 14;

/// Longest folio that a client may write on it, in characters.
pub const CLIENT_FOLIO_CHARS_MAX: usize = 60;

/// *En revisión*: counts until the invoice is settled or its day has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InReview {
    pub event: EventId,
    pub client_folio: String,
    pub since: CivilDate,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pay_on: Option<CivilDate>,
}

impl InReview {
    /// The day on which the invoice is collected again.
    pub fn until(&self) -> CivilDate {
        self.pay_on.unwrap_or_else(|| self.since.plus_days(REVIEW_DAYS))
    }
}
