//! Why the office did not do what a page asked. Data, no prose: the sentences are in `ui/text/errors.rs`.

use leptos::server_fn::{
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr},
};
use serde::{Deserialize, Serialize};

use crate::domain::{money::Money, role::Permission, rule_error::RuleError};

/// The closed set of answers that are not the one asked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "error", rename_all = "snake_case")]
pub enum ApiError {
    /// Nobody is logged in, or the session ended: log in again. Nothing recorded is lost.
    #[error("nobody is logged in")]
    NotLoggedIn,
    /// The person has a temporary password and must choose his own first.
    #[error("the temporary password must be changed first")]
    MustChangePassword,
    /// The person's roles do not include what the operation needs.
    #[error("the permission {needs:?} is needed")]
    Forbidden { needs: Permission },
    /// Login or password are wrong; which of them is not said.
    #[error("login or password are wrong")]
    WrongLogin,
    /// Too many attempts: wait so many seconds.
    #[error("too many attempts, wait {wait_s} s")]
    TooManyAttempts { wait_s: u32 },
    /// One or more fields cannot be accepted as they are; each with its problem, in the order of the form.
    #[error("fields to mend: {problems:?}")]
    Fields { problems: Vec<FieldError> },
    /// What the request names does not exist, or not for this person.
    #[error("{what:?} not found")]
    NotFound { what: Thing },
    /// Somebody else changed it in the meantime: load it again.
    #[error("changed by somebody else in the meantime")]
    Conflict,
    /// The installation has its people already.
    #[error("the first administrator exists already")]
    AlreadySetUp,
    /// It would leave the company without any administrator.
    #[error("the last administrator must stay")]
    LastAdmin,
    /// One may not do this to oneself, for example deactivate one's own account.
    #[error("not to oneself")]
    NotToOneself,
    /// A rule refuses what was asked; nothing was changed.
    #[error("refused: {rule}")]
    Refused { rule: RuleError },
    /// What is said to be the same does not add up to the same.
    #[error("the lines add up to {lines:?}, the money to {money:?}")]
    AmountsDiffer { lines: Money, money: Money },
    /// The request is larger than an operation takes at once.
    #[error("at most {items_max} at once")]
    TooMany { items_max: u32 },
    /// The request could not be read: a page of another version, or a forged one.
    #[error("the request could not be read")]
    BadRequest,
    /// The database is busy with the same data: try again.
    #[error("busy, try again")]
    Busy,
    /// The browser could not reach the office. Never sent, made in the browser.
    #[error("the office could not be reached")]
    Unreachable,
    /// Something on the way answered that is not Senda (a captive portal, a proxy). Made in the browser.
    #[error("what answered is not Senda")]
    NotSenda,
    /// A failure of ours, with the code under which the log has it.
    #[error("failed, see the log under {code}")]
    Failed { code: String },
}

/// What is wrong with one field of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FieldError {
    pub field: Field,
    #[serde(flatten)]
    pub problem: FieldProblem,
}

/// Every field that an office form may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    Company,
    Branch,
    Zone,
    Name,
    Login,
    Password,
    CurrentPassword,
    SetupCode,
    Roles,
    DeviceName,
    Reason,
    Folio,
    Goal,
    Search,
    Amount,
    Date,
    Time,
    Bank,
    LastFour,
    Clabe,
    SlipFolio,
    Cheques,
    /// The pieces of a count of cash.
    Count,
    /// To whom an original was handed.
    HandedTo,
    Rate,
    Limit,
    AgreementLimits,
    /// The days of a report.
    Period,
    /// The client that a report is about.
    Client,
    /// Folio fiscal of a CFDI.
    FiscalUuid,
    /// When a REP was stamped.
    StampedOn,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "problem", rename_all = "snake_case")]
pub enum FieldProblem {
    Missing,
    TooShort {
        chars_min: u32,
    },
    TooLong {
        chars_max: u32,
    },
    /// Somebody else has it.
    Taken,
    /// Not of the form that the field takes.
    Malformed,
    /// A password that contains the login, or is among the ones that everybody tries.
    EasyToGuess,
    /// It is not the one that is stored, for example the current password.
    Wrong,
}

/// What was not found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Thing {
    Person,
    Branch,
    Client,
    Device,
    Event,
    Receipt,
    Import,
    Photo,
    Corte,
    Deposit,
    Cheque,
    Request,
    BankAccount,
    Report,
    StatementLine,
    /// A match of reconciliation.
    Match,
}

impl ApiError {
    /// The error of a single field.
    pub fn field(field: Field, problem: FieldProblem) -> ApiError {
        ApiError::Fields { problems: vec![FieldError { field, problem }] }
    }

    /// The HTTP status that goes with it.
    pub fn status(&self) -> u16 {
        match self {
            ApiError::NotLoggedIn | ApiError::WrongLogin => 401,
            ApiError::MustChangePassword | ApiError::Forbidden { .. } | ApiError::NotToOneself => 403,
            ApiError::NotFound { .. } => 404,
            ApiError::Conflict | ApiError::AlreadySetUp | ApiError::LastAdmin => 409,
            ApiError::TooMany { .. } => 413,
            ApiError::Fields { .. } | ApiError::Refused { .. } | ApiError::AmountsDiffer { .. } => 422,
            ApiError::TooManyAttempts { .. } => 429,
            ApiError::BadRequest => 400,
            ApiError::Busy => 503,
            ApiError::Unreachable | ApiError::NotSenda | ApiError::Failed { .. } => 500,
        }
    }
}

impl FromServerFnError for ApiError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> ApiError {
        use ServerFnErrorErr as E;
        match error {
            E::Request(_) | E::UnsupportedRequestMethod(_) => ApiError::Unreachable,
            E::Deserialization(_) => ApiError::NotSenda,
            E::Args(_) | E::MissingArg(_) | E::Serialization(_) => ApiError::BadRequest,
            E::Registration(_) | E::ServerError(_) | E::MiddlewareError(_) | E::Response(_) => {
                ApiError::Failed { code: "framework".into() }
            }
        }
    }
}
