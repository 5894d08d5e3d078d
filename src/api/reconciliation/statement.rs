//! What reading a bank statement says of the file and of its rows. Data only: the sentences are in
//! `ui/text/reconciliation.rs`.

use serde::{Deserialize, Serialize};

use crate::api::imports::FileProblem;

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
