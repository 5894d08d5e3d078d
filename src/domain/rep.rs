//! The REP (complemento de pago 2.0): what must be stamped for a payment, by when, and with which figures.
//! Source: domain-rules.md §2.6 (regla 2.7.1.32 of the RMF, schema Pagos20).
//!
//! Senda stamps nothing: it keeps the figures that whoever stamps needs, so that nobody types them again.

use std::fmt;

use chrono::NaiveTime;
use serde::{Deserialize, Serialize};

use super::{
    date::CivilDate,
    money::{Money, MoneyError},
};

#[cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]
pub mod documents;
#[cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]
pub mod payment_data;
#[cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]
pub mod taxes;

use taxes::{InvoiceTaxes, TaxPart, TaxTotal};

/// Highest NumParcialidad of Pagos20.
pub const PARTIAL_NUMBER_MAX: u16 = 999;

/// The natural day of the next month by which a REP must be stamped.
pub const DEADLINE_DAY: u32 = 5;

/// The last day to stamp the REP of a payment: the 5th natural day of the next month.
///
/// ```
/// use senda::domain::{date::CivilDate, rep::deadline};
/// let paid = CivilDate::new(2026, 12, 15).unwrap();
/// assert_eq!(deadline(paid), CivilDate::new(2027, 1, 5).unwrap());
/// ```
pub fn deadline(paid_on: CivilDate) -> CivilDate {
    let (year, month) = match paid_on.month() {
        12 => (paid_on.year().saturating_add(1), 1),
        month => (paid_on.year(), month.saturating_add(1)),
    };
    // Each month has a fifth day; only the last year of the calendar has no next month.
    CivilDate::new(year, month, DEADLINE_DAY).unwrap_or(paid_on)
}

/// Days from `today` to the deadline: 0 on the last day, negative once it is late.
pub fn days_left(paid_on: CivilDate, today: CivilDate) -> i64 {
    deadline(paid_on).days_since(today)
}

/// FechaPago: `aaaa-mm-ddThh:mm:ss`, at noon where the hour is unknown.
///
/// ```
/// use senda::domain::{date::CivilDate, rep::payment_moment};
/// let paid = CivilDate::new(2026, 11, 21).unwrap();
/// assert_eq!(payment_moment(paid, None), "2026-11-21T12:00:00");
/// ```
pub fn payment_moment(paid_on: CivilDate, hour: Option<NaiveTime>) -> String {
    match hour {
        Some(hour) => format!("{paid_on}T{}", hour.format("%H:%M:%S")),
        None => format!("{paid_on}T12:00:00"),
    }
}

/// The folio fiscal of a CFDI that SAT knows: 8-4-4-4-12 hexadecimal digits, in upper case.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct FiscalUuid(String);

impl FiscalUuid {
    /// Reads a folio fiscal as it is written on the invoice. `None` where it is not one.
    ///
    /// ```
    /// use senda::domain::rep::FiscalUuid;
    /// let written = " 5c7b0622-01b4-4eb8-96d0-e0debd89ff0f ";
    /// assert_eq!(FiscalUuid::parse(written).unwrap().as_str(), "5C7B0622-01B4-4EB8-96D0-E0DEBD89FF0F");
    /// assert_eq!(FiscalUuid::parse("5C7B0622"), None);
    /// ```
    pub fn parse(text: &str) -> Option<FiscalUuid> {
        let written = text.trim().to_ascii_uppercase();
        let groups: Vec<&str> = written.split('-').collect();
        let fits = groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
            && groups.iter().all(|group| group.bytes().all(|byte| byte.is_ascii_hexdigit()));
        fits.then_some(FiscalUuid(written))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for FiscalUuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for FiscalUuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FiscalUuid({})", self.0)
    }
}

impl<'de> Deserialize<'de> for FiscalUuid {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<FiscalUuid, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        FiscalUuid::parse(&text).ok_or_else(|| serde::de::Error::custom("not a folio fiscal"))
    }
}

/// Why figures make no REP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "rep", rename_all = "snake_case")]
pub enum RepError {
    #[error("a partial number is 1 to {PARTIAL_NUMBER_MAX}")]
    PartialNumber,
    #[error("what is paid must be more than zero")]
    NothingPaid,
    #[error("more is paid than was owed")]
    PaidBeyondBalance,
    #[error("the related documents add up to {paid:?}, more than the payment of {amount:?}")]
    DocumentsBeyondPayment { paid: Money, amount: Money },
    #[error("the taxes of the invoice hold nothing")]
    NoTaxes,
    #[error("money out of range")]
    Money(MoneyError),
}

impl From<MoneyError> for RepError {
    fn from(error: MoneyError) -> RepError {
        RepError::Money(error)
    }
}

/// What the office's books say of one invoice when a payment is applied to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaidInvoice {
    /// IdDocumento; `None` while the office has not registered it.
    pub uuid: Option<FiscalUuid>,
    /// As the company writes it.
    pub folio: String,
    /// NumParcialidad: how many payments this invoice has had, this one included.
    pub partial_number: u16,
    /// ImpSaldoAnt.
    pub balance_before: Money,
    /// ImpPagado: without interest.
    pub paid: Money,
    /// What the invoice's concepts are taxed with.
    pub taxes: InvoiceTaxes,
}

/// DoctoRelacionado: one invoice that one payment pays.
///
/// Invariant: `balance_after = balance_before − paid ≥ 0`, and the parts re-add to `paid`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RepLine {
    /// IdDocumento; `None` while the office has not registered it.
    pub uuid: Option<FiscalUuid>,
    pub folio: String,
    /// NumParcialidad.
    pub partial_number: u16,
    /// ImpSaldoAnt.
    pub balance_before: Money,
    /// ImpPagado.
    pub paid: Money,
    /// ImpSaldoInsoluto.
    pub balance_after: Money,
    /// ObjetoImpDR: `01` or `02`.
    pub object_of_tax: String,
    /// BaseDR and ImporteDR by rate, with six decimals.
    pub parts: Vec<TaxPart>,
    /// Totals by rate, with two decimals.
    pub totals: Vec<TaxTotal>,
}

impl RepLine {
    /// Works the figures out. Errs where they could not be stamped.
    ///
    /// 5,000.00 of an invoice of 11,600.00 at 16 %: 6,600.00 are left, base 4,310.344828 and tax 689.655172.
    pub fn of(invoice: PaidInvoice) -> Result<RepLine, RepError> {
        if !(1..=PARTIAL_NUMBER_MAX).contains(&invoice.partial_number) {
            return Err(RepError::PartialNumber);
        }
        if !invoice.paid.is_positive() {
            return Err(RepError::NothingPaid);
        }
        let balance_after = invoice.balance_before.checked_sub(invoice.paid)?;
        if balance_after.is_negative() {
            return Err(RepError::PaidBeyondBalance);
        }
        let parts = invoice.taxes.parts_of(invoice.paid)?;
        let totals = taxes::totals(&parts, invoice.paid)?;
        Ok(RepLine {
            uuid: invoice.uuid,
            folio: invoice.folio,
            partial_number: invoice.partial_number,
            balance_before: invoice.balance_before,
            paid: invoice.paid,
            balance_after,
            object_of_tax: invoice.taxes.object_of_tax().to_owned(),
            parts,
            totals,
        })
    }
}

#[cfg(test)]
mod tests;
