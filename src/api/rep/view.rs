//! What the screen of REP shows.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::domain::{
    date::CivilDate,
    ids::EventId,
    money::Money,
    rep::{
        RepError,
        payment_data::{MissingData, PaymentData},
    },
};

/// Most rows of one answer; the totals are of all.
pub const ROWS_MAX: usize = 300;
/// Most payments of one month that are looked at. Twenty collectors receive some 15,000.
pub const PAYMENTS_MAX: usize = 30_000;

/// A month of the calendar, written `2026-11`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    year: i32,
    month: u32,
}

impl Month {
    /// The month of a day.
    pub fn of(day: CivilDate) -> Month {
        Month { year: day.year(), month: day.month() }
    }

    /// Reads `2026-11`; `None` where it is no month.
    ///
    /// ```ignore
    /// assert_eq!(Month::parse("2026-11").map(|month| month.to_string()), Some("2026-11".into()));
    /// ```
    pub fn parse(text: &str) -> Option<Month> {
        let first = CivilDate::parse_iso(&format!("{text}-01"))?;
        (text.len() == 7).then(|| Month::of(first))
    }

    /// Its first day.
    pub fn first(self) -> Option<CivilDate> {
        CivilDate::new(self.year, self.month, 1)
    }

    /// The one before.
    pub fn before(self) -> Month {
        match self.month {
            1 => Month { year: self.year.saturating_sub(1), month: 12 },
            month => Month { month: month.saturating_sub(1), ..self },
        }
    }

    /// The one after.
    pub fn after(self) -> Month {
        match self.month {
            12 => Month { year: self.year.saturating_add(1), month: 1 },
            month => Month { month: month.saturating_add(1), ..self },
        }
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl Serialize for Month {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Month {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Month, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Month::parse(&text).ok_or_else(|| serde::de::Error::custom("not a month"))
    }
}

/// Which payments to list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RepFilter {
    /// Not stamped yet.
    #[default]
    Pending,
    /// Not stamped yet, and something is missing.
    Missing,
    Stamped,
}

/// How the invoice is paid, as its CFDI says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum TaxMethod {
    /// In parts or later: each payment needs a REP.
    #[default]
    #[serde(rename = "PPD")]
    Ppd,
    /// At once: no REP.
    #[serde(rename = "PUE")]
    Pue,
    /// No CFDI at all: no REP.
    #[serde(rename = "none")]
    NoCfdi,
}

impl TaxMethod {
    /// The name in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            TaxMethod::Ppd => "PPD",
            TaxMethod::Pue => "PUE",
            TaxMethod::NoCfdi => "none",
        }
    }

    pub fn parse(text: &str) -> Option<TaxMethod> {
        [TaxMethod::Ppd, TaxMethod::Pue, TaxMethod::NoCfdi].into_iter().find(|method| method.as_str() == text)
    }
}

/// Where a payment stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum RepState {
    /// To be stamped by `deadline`; negative days are late.
    Pending {
        deadline: CivilDate,
        days_left: i64,
    },
    /// A cheque that has not cleared: there is nothing to stamp yet.
    WaitingForCheque,
    Stamped {
        uuid: String,
        on: CivilDate,
    },
}

/// One payment with what a REP says of it. `D` is its documents: whole in files, short on the screen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RepRow<D = Vec<DocumentView>> {
    pub payment: EventId,
    /// Of the receipt.
    pub folio: String,
    pub client_key: String,
    pub client_name: String,
    pub rfc: String,
    pub postal_code: String,
    pub paid_on: CivilDate,
    /// FechaPago.
    pub moment: String,
    pub amount: Money,
    pub data: PaymentData,
    pub state: RepState,
    /// What is missing, the blocking ones first.
    pub missing: Vec<MissingData>,
    /// Why the figures make no REP.
    pub problem: Option<RepError>,
    pub documents: D,
}

/// One related document or debit note, as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentView {
    pub folio: String,
    pub uuid: Option<String>,
    /// NumParcialidad; 0 for a debit note.
    pub partial_number: u16,
    pub paid: Money,
    pub balance_after: Money,
    /// Interest with its IVA: a CFDI de ingreso of its own.
    pub is_debit_note: bool,
}

/// A month's payments.
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq)]
pub struct RepMonth {
    pub month: Month,
    /// By which all of the month must be stamped.
    pub deadline: CivilDate,
    pub days_left: i64,
    /// Cut at [`ROWS_MAX`], oldest first.
    pub rows: Vec<RepRow>,
    /// Rows that the filter has.
    pub rows_total: u32,
    pub pending: u32,
    /// Of those pending, how many lack something without which they cannot be stamped.
    pub blocked: u32,
    pub stamped: u32,
    pub pending_amount: Money,
}

/// What came of noting invoices.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceNotes {
    pub noted: u32,
    /// Lines that were not understood, from 1, and why. Nothing is noted of them.
    pub refused: Vec<(u32, NoteProblem)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteProblem {
    /// Not a folio and a folio fiscal.
    Malformed,
    /// No invoice has this folio.
    UnknownFolio,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_read_written_and_counted() {
        let month = Month::parse("2026-12").unwrap();
        assert_eq!((month.to_string(), month.after().to_string()), ("2026-12".into(), "2027-01".into()));
        assert_eq!(month.after().before(), month);
        for bad in ["2026-13", "2026-1", "2026-11-01", "", "26-11"] {
            assert_eq!(Month::parse(bad), None, "{bad}");
        }
    }
}
