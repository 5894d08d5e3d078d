//! What a report says of its own, as data: the sentence is made where it is read.

use serde::{Deserialize, Serialize};

use crate::domain::{
    ageing::AgeBucket, date::CivilDate, money::Money, route::StopReason, visit::VisitResult,
};

/// What a report says of its own, as data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "word", rename_all = "snake_case")]
pub enum Word {
    Total,
    /// Of `what`: a client, a person, a day.
    Subtotal {
        what: String,
    },
    /// Clients that nobody collects from.
    Nobody,
    /// c_FormaPago.
    Form {
        sat_form: String,
    },
    Payment,
    Visit,
    Promise,
    Agreement,
    CounterReceipt,
    Correction,
    /// Kept by the office and not in the books.
    ToClearUp,
    VisitResult {
        result: VisitResult,
    },
    PaidAmount {
        amount: Money,
    },
    PromisedAmount {
        amount: Money,
        due: CivilDate,
    },
    /// A convenio: how many instalments, of how much together.
    AgreedAmount {
        instalments: u32,
        amount: Money,
    },
    /// How many invoices are in review.
    TakenForReview {
        invoices: u32,
    },
    AskedTheOffice,
    /// Whom the collector met, as far as the result tells.
    MetSomebody,
    MetNobody,
    /// What follows from a visit.
    CollectPromise {
        on: CivilDate,
    },
    CollectReview {
        on: CivilDate,
    },
    VisitAgain,
    ResolveDispute,
    StopReason {
        reason: StopReason,
    },
    NotDone,
    Done,
    CorteWaiting,
    CorteObjected,
    Invoice {
        folio: String,
    },
    Instalment {
        folio: String,
        number: u16,
        of: u16,
    },
    /// One instalment of a convenio.
    Agreed {
        number: u16,
        of: u16,
    },
    /// For a cheque that bounced.
    Indemnity,
    LateInterest,
    /// Any other charge to the account.
    OtherCharge,
    OtherCredit,
    OpeningBalance,
    PaymentReceived {
        sat_form: String,
    },
    /// A debt restated by an import.
    Restatement {
        folio: String,
    },
    Bucket {
        bucket: AgeBucket,
    },
    /// *A favor*: the negative column that is never netted.
    Unapplied,
}
