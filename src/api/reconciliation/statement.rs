//! What reading a bank statement says of the file and of its rows. Data only: the sentences are in
//! `ui/text/reconciliation.rs`.

use serde::{Deserialize, Serialize};

use crate::{
    api::{error::ApiError, imports::FileProblem},
    sync::ports::NetError,
};

/// What a column of a statement can mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatementColumn {
    /// The day of the operation.
    Date,
    /// The day from which it counts: read where there is no other.
    ValueDate,
    Description,
    Reference,
    /// Money that leaves the account.
    Debit,
    /// Money that enters the account.
    Credit,
    /// Both in one column: signed, or with [`StatementColumn::Sign`].
    Amount,
    /// Says of each amount whether it is a debit or a credit.
    Sign,
    /// Of the account after the line: not read, but it tells a heading row.
    Balance,
}

/// Why a whole statement cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "problem", rename_all = "snake_case")]
pub enum StatementProblem {
    /// The file itself.
    File {
        file: FileProblem,
    },
    /// No row titles the columns of a statement: what is missing of the best one.
    NoHeader {
        missing: Vec<StatementColumn>,
    },
    /// There are titles and nothing below them.
    NoLines,
    TooManyLines {
        lines_max: u32,
    },
}

impl From<FileProblem> for StatementProblem {
    fn from(file: FileProblem) -> StatementProblem {
        StatementProblem::File { file }
    }
}

/// Why one row was refused; the rest of the file goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatementReason {
    DateMissing,
    /// 31 February.
    DateNotReal,
    /// `11/25/2026`: the month first, as in the United States.
    DateMonthFirst,
    DateUnreadable,
    DateInFuture,
    /// Neither a debit nor a credit.
    AmountMissing,
    /// A debit and a credit in one row.
    AmountBoth,
    AmountNotANumber,
    /// `1.234,50`: comma and point the wrong way round.
    AmountAmbiguous,
    AmountFraction,
    AmountTooLarge,
    /// Less than nothing where only credits stand.
    CreditNegative,
    /// The column that tells debits from credits says neither.
    SignUnknown,
}

/// A refused row, as a spreadsheet numbers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedLine {
    pub row: u32,
    pub reason: StatementReason,
}

/// The answer to a statement that could be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementTaken {
    /// Lines in the file.
    pub lines: u32,
    /// Of them, those that were not there yet.
    pub new_lines: u32,
    pub refused: Vec<RefusedLine>,
    /// The very same file was taken in before: nothing was changed.
    pub is_repeated: bool,
}

/// What came back from the upload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StatementAnswer {
    Taken(StatementTaken),
    /// The file cannot be read; nothing was kept of it.
    Refused(StatementProblem),
    Failed(ApiError),
}

impl StatementAnswer {
    /// Reads the status and the JSON of the answer, or that there was none.
    pub fn of(answer: Result<(u16, String), NetError>) -> StatementAnswer {
        let (status, body) = match answer {
            Ok(answer) => answer,
            Err(NetError::NotProtocol) => return StatementAnswer::Failed(ApiError::NotSenda),
            Err(_) => return StatementAnswer::Failed(ApiError::Unreachable),
        };
        if status == 200 {
            return match serde_json::from_str(&body) {
                Ok(taken) => StatementAnswer::Taken(taken),
                Err(_) => StatementAnswer::Failed(ApiError::NotSenda),
            };
        }
        if let Ok(problem) = serde_json::from_str(&body) {
            return StatementAnswer::Refused(problem);
        }
        StatementAnswer::Failed(serde_json::from_str(&body).unwrap_or(ApiError::NotSenda))
    }
}
