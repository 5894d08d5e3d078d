//! What an import says of a file, of its columns and of each of its rows. Data only: the sentences are in
//! `ui/text/imports.rs`, one exhaustive match per enum.

use serde::{Deserialize, Serialize};

use crate::domain::{date::CivilDate, money::Money};

/// What a spreadsheet holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportKind {
    Clients,
    Invoices,
}

/// What a column of the file can mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    ClientKey,
    ClientName,
    Rfc,
    Street,
    Neighbourhood,
    PostalCode,
    Municipality,
    State,
    Phone,
    Email,
    CreditLimit,
    CreditDays,
    Latitude,
    Longitude,
    Folio,
    Issued,
    Due,
    Total,
    Balance,
    Currency,
}

impl ImportKind {
    /// The fields that a file of this kind may have, in the order in which they are offered.
    pub fn fields(self) -> &'static [Field] {
        use Field::*;
        match self {
            ImportKind::Clients => &[
                ClientKey,
                ClientName,
                Rfc,
                Street,
                Neighbourhood,
                PostalCode,
                Municipality,
                State,
                Phone,
                Email,
                CreditLimit,
                CreditDays,
                Latitude,
                Longitude,
            ],
            ImportKind::Invoices => &[Folio, ClientKey, ClientName, Issued, Due, Total, Balance, Currency],
        }
    }

    /// The fields without which no row could be good. Of an invoice also the total or the balance.
    pub fn required(self) -> &'static [Field] {
        match self {
            ImportKind::Clients => &[Field::ClientKey, Field::ClientName],
            ImportKind::Invoices => &[Field::Folio, Field::ClientKey, Field::Issued],
        }
    }
}

/// What becomes of a row. Ordered by weight: a row takes the heaviest of its reasons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Imported as it is.
    Good,
    /// Imported, but shown first.
    Warn,
    /// Refused; the rest of the file goes on.
    Bad,
    /// Not a row of data: a total, a title, a blank line, the header again.
    Skip,
}

/// Why a row is not simply good.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum Reason {
    // Not data
    BlankRow,
    TitleRow,
    TotalRow,
    RepeatedHeader,
    // Any text
    /// The text starts as a formula would: it is kept as text and neutralised again on export.
    FormulaText {
        field: Field,
    },
    /// A formula of which the file keeps no value. `taken` is the amount that could be worked out, if any.
    FormulaWithoutValue {
        field: Field,
        taken: Option<Money>,
    },
    /// The cell holds an error of Excel, `#REF!` for example.
    ExcelError {
        field: Field,
        shown: String,
    },
    TextLong {
        field: Field,
        chars_max: u16,
    },
    TextTooLong {
        field: Field,
        chars_max: u16,
    },
    // Keys
    Missing {
        field: Field,
    },
    /// The same client key or folio came before, in `first_row`.
    Repeated {
        field: Field,
        first_row: u32,
    },
    /// Excel turned the key into a number such as `1.23E+05`.
    KeyDamaged {
        field: Field,
    },
    // Client
    PostalCodeLostZero {
        fixed: String,
    },
    PostalCodeNotDigits,
    RfcStructure,
    RfcCheckDigit,
    EmailMalformed,
    EmailSeveral {
        taken: String,
    },
    PhoneLength,
    PhoneDamaged,
    DaysWithText {
        taken: u16,
    },
    DaysNotANumber,
    DaysNegative,
    PositionUnreadable,
    // Amounts
    AmountNegative {
        field: Field,
    },
    /// `1.234,50`: comma and point the wrong way round.
    AmountAmbiguous {
        field: Field,
    },
    AmountScientific {
        field: Field,
    },
    AmountNotANumber {
        field: Field,
    },
    AmountTooLarge {
        field: Field,
    },
    AmountFraction {
        field: Field,
        taken: Money,
    },
    AmountGrouping {
        field: Field,
        taken: Money,
    },
    /// "sin límite" and the like: nothing is stored.
    LimitNotANumber,
    TotalZero,
    BalanceAboveTotal,
    BalanceZero,
    BalanceFromTotal,
    // Dates
    DateMissing {
        field: Field,
    },
    /// 31 February.
    DateNotReal {
        field: Field,
    },
    /// `03/25/2024`: the month first, as in the United States.
    DateMonthFirst {
        field: Field,
    },
    DateUnreadable {
        field: Field,
    },
    DateTwoDigitYear {
        field: Field,
        taken: CivilDate,
    },
    /// The bare number that Excel keeps for a date.
    DateSerial {
        field: Field,
        taken: CivilDate,
    },
    DateVeryOld {
        field: Field,
    },
    DateInFuture {
        field: Field,
    },
    DueBeforeIssued,
    DueFromCreditDays {
        days: u16,
        taken: CivilDate,
    },
    // The rest of an invoice
    /// A client with this key and the name of the row is created.
    ClientUnknown,
    CurrencySpelled,
    CurrencyUnknown,
    // Against what Senda already holds
    /// The folio belongs to another client.
    FolioOfAnotherClient,
    /// The file changes an invoice on which payments have been received here: the books win.
    InvoiceHasPayments,
}

impl Reason {
    /// How heavy the reason is.
    pub fn verdict(&self) -> Verdict {
        use Reason::*;
        match self {
            BlankRow | TitleRow | TotalRow | RepeatedHeader => Verdict::Skip,
            FormulaWithoutValue { field, taken } => match (field, taken) {
                (Field::Total | Field::Balance, None) => Verdict::Bad,
                _ => Verdict::Warn,
            },
            ExcelError { field, .. } => match field {
                Field::Folio
                | Field::ClientKey
                | Field::Issued
                | Field::Due
                | Field::Total
                | Field::Balance
                | Field::Currency => Verdict::Bad,
                _ => Verdict::Warn,
            },
            FormulaText { .. }
            | TextLong { .. }
            | KeyDamaged { .. }
            | PostalCodeLostZero { .. }
            | PostalCodeNotDigits
            | RfcStructure
            | RfcCheckDigit
            | EmailMalformed
            | EmailSeveral { .. }
            | PhoneLength
            | PhoneDamaged
            | DaysWithText { .. }
            | DaysNotANumber
            | PositionUnreadable
            | AmountFraction { .. }
            | AmountGrouping { .. }
            | LimitNotANumber
            | BalanceZero
            | BalanceFromTotal
            | DateTwoDigitYear { .. }
            | DateSerial { .. }
            | DateVeryOld { .. }
            | DateInFuture { .. }
            | DueFromCreditDays { .. }
            | ClientUnknown
            | CurrencySpelled => Verdict::Warn,
            TextTooLong { .. }
            | Missing { .. }
            | Repeated { .. }
            | DaysNegative
            | AmountNegative { .. }
            | AmountAmbiguous { .. }
            | AmountScientific { .. }
            | AmountNotANumber { .. }
            | AmountTooLarge { .. }
            | TotalZero
            | BalanceAboveTotal
            | DateMissing { .. }
            | DateNotReal { .. }
            | DateMonthFirst { .. }
            | DateUnreadable { .. }
            | DueBeforeIssued
            | CurrencyUnknown
            | FolioOfAnotherClient
            | InvoiceHasPayments => Verdict::Bad,
        }
    }

    /// The heaviest of many; good where there is none.
    pub fn verdict_of(reasons: &[Reason]) -> Verdict {
        reasons.iter().map(Reason::verdict).max().unwrap_or(Verdict::Good)
    }
}

/// Why a whole file cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "problem", rename_all = "snake_case")]
pub enum FileProblem {
    Empty,
    TooLarge {
        megabytes_max: u32,
    },
    TooManyRows {
        rows_max: u32,
    },
    TooManyColumns {
        columns_max: u32,
    },
    /// Neither text nor a workbook.
    NotASpreadsheet,
    /// The `.xls` of before 2007, or a workbook with a password.
    OldOrProtected,
    Damaged,
    /// A compressed file that would swell beyond all measure.
    ExpandsTooMuch,
    /// No visible sheet holds a table.
    NoTable,
    /// A quotation mark that opens in this row is never closed.
    UnclosedQuote {
        row: u32,
    },
    /// A list of payments: payments are recorded in Senda, not imported.
    Payments,
}

/// Why a choice of columns cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "problem", rename_all = "snake_case")]
pub enum MappingProblem {
    FieldMissing {
        field: Field,
    },
    /// Neither the total nor the balance has a column.
    AmountMissing,
    FieldTwice {
        field: Field,
    },
    /// The first row is not in the file.
    FirstRowBeyond {
        rows: u32,
    },
    /// A field that this kind of file does not have.
    FieldOfAnotherKind {
        field: Field,
    },
}
