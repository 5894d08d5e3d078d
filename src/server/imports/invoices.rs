//! Rows of a list of open invoices.

use super::{
    amounts::{self, Amount},
    dates::{self, Day},
    header::fold,
    mapping::Columns,
    review::Catalogue,
    table::{Cell, Row},
    texts,
};
use crate::{
    api::imports::{Field, PreviewValue, Reason},
    domain::{date::CivilDate, invoice::Currency, money::Money},
};

/// Before this year an invoice is rather a typing error.
const YEAR_OLD: i32 = 2000;

/// An invoice as a row gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvoiceDraft {
    pub folio: String,
    pub client_key: String,
    /// Used only where the client is not yet known.
    pub client_name: Option<String>,
    pub issued: CivilDate,
    pub due: CivilDate,
    pub total: Money,
    pub balance: Money,
    pub currency: Currency,
}

/// Reads one row. Whether the folio was seen before is the review's business.
pub fn read(
    row: &Row,
    columns: &Columns,
    catalogue: &Catalogue,
    today: CivilDate,
    reasons: &mut Vec<Reason>,
) -> Option<InvoiceDraft> {
    let cell = |field: Field| columns.cell(row, field);
    let folio = texts::read_key(cell(Field::Folio), Field::Folio, reasons);
    let client_key = texts::read_key(cell(Field::ClientKey), Field::ClientKey, reasons);
    let client_name = texts::read(cell(Field::ClientName), Field::ClientName, reasons);
    let known = client_key.as_deref().map(|key| catalogue.credit_days(key));
    if known == Some(None) {
        reasons.push(Reason::ClientUnknown);
    }
    let issued = read_issued(cell(Field::Issued), today, reasons);
    let credit_days = known.flatten().unwrap_or(0);
    let due = read_due(cell(Field::Due), issued, credit_days, reasons);
    let amounts = read_amounts(row, columns, reasons);
    let currency = read_currency(cell(Field::Currency), reasons);
    let (total, balance) = amounts?;
    Some(InvoiceDraft {
        folio: folio?,
        client_key: client_key?,
        client_name,
        issued: issued?,
        due: due?,
        total,
        balance,
        currency: currency?,
    })
}

impl InvoiceDraft {
    /// What would be stored of a field.
    pub fn preview(&self, field: Field) -> Option<PreviewValue> {
        match field {
            Field::Folio => Some(PreviewValue::Text(self.folio.clone())),
            Field::ClientKey => Some(PreviewValue::Text(self.client_key.clone())),
            Field::ClientName => self.client_name.clone().map(PreviewValue::Text),
            Field::Issued => Some(PreviewValue::Date(self.issued)),
            Field::Due => Some(PreviewValue::Date(self.due)),
            Field::Total => Some(PreviewValue::Money(self.total)),
            Field::Balance => Some(PreviewValue::Money(self.balance)),
            Field::Currency => Some(PreviewValue::Text(self.currency.as_str().to_owned())),
            Field::Rfc
            | Field::Street
            | Field::Neighbourhood
            | Field::PostalCode
            | Field::Municipality
            | Field::State
            | Field::Phone
            | Field::Email
            | Field::CreditLimit
            | Field::CreditDays
            | Field::Latitude
            | Field::Longitude => None,
        }
    }
}

fn read_issued(cell: &Cell, today: CivilDate, reasons: &mut Vec<Reason>) -> Option<CivilDate> {
    let field = Field::Issued;
    match dates::read(cell, field) {
        Day::Blank => {
            reasons.push(Reason::DateMissing { field });
            None
        }
        Day::Refused(reason) => {
            reasons.push(reason);
            None
        }
        Day::Read(issued, note) => {
            reasons.extend(note);
            if issued.year() < YEAR_OLD {
                reasons.push(Reason::DateVeryOld { field });
            }
            if issued > today {
                reasons.push(Reason::DateInFuture { field });
            }
            Some(issued)
        }
    }
}

fn read_due(
    cell: &Cell,
    issued: Option<CivilDate>,
    credit_days: u16,
    reasons: &mut Vec<Reason>,
) -> Option<CivilDate> {
    match dates::read(cell, Field::Due) {
        Day::Blank => {
            let taken = issued?.plus_days(i64::from(credit_days));
            reasons.push(Reason::DueFromCreditDays { days: credit_days, taken });
            Some(taken)
        }
        Day::Refused(reason) => {
            reasons.push(reason);
            None
        }
        Day::Read(due, note) => {
            reasons.extend(note);
            if issued.is_some_and(|issued| due < issued) {
                reasons.push(Reason::DueBeforeIssued);
            }
            Some(due)
        }
    }
}

/// Total and balance; what one column does not say, the other does.
fn read_amounts(row: &Row, columns: &Columns, reasons: &mut Vec<Reason>) -> Option<(Money, Money)> {
    if !columns.has(Field::Total) {
        let balance = read_amount(columns.cell(row, Field::Balance), Field::Balance, reasons);
        let Some(balance) = balance else {
            if columns.cell(row, Field::Balance).is_blank() {
                reasons.push(Reason::Missing { field: Field::Balance });
            }
            return None;
        };
        if balance.is_zero() {
            reasons.push(Reason::TotalZero);
        }
        return Some((balance, balance));
    }
    let (total_cell, balance_cell) = (columns.cell(row, Field::Total), columns.cell(row, Field::Balance));
    let total = read_amount(total_cell, Field::Total, reasons);
    if total_cell.is_blank() {
        reasons.push(Reason::Missing { field: Field::Total });
    }
    let balance = read_amount(balance_cell, Field::Balance, reasons);
    let total = total?;
    if total.is_zero() {
        reasons.push(Reason::TotalZero);
    }
    if balance_cell.is_blank() {
        reasons.push(Reason::BalanceFromTotal);
        return Some((total, total));
    }
    let balance = balance?;
    if balance > total {
        reasons.push(Reason::BalanceAboveTotal);
    } else if balance.is_zero() && !total.is_zero() {
        reasons.push(Reason::BalanceZero);
    }
    Some((total, balance))
}

fn read_amount(cell: &Cell, field: Field, reasons: &mut Vec<Reason>) -> Option<Money> {
    match amounts::read(cell, field) {
        Amount::Blank => None,
        Amount::Refused(reason) => {
            reasons.push(reason);
            None
        }
        Amount::Read(amount, note) => {
            reasons.extend(note);
            if amount.is_negative() {
                reasons.push(Reason::AmountNegative { field });
            }
            Some(amount)
        }
    }
}

fn read_currency(cell: &Cell, reasons: &mut Vec<Reason>) -> Option<Currency> {
    let text = match cell {
        Cell::Error(shown) => {
            reasons.push(Reason::ExcelError { field: Field::Currency, shown: shown.clone() });
            return None;
        }
        cell => fold(&cell.shown()),
    };
    let (currency, is_spelled) = match text.as_str() {
        "" | "mxn" => (Currency::Mxn, false),
        "usd" => (Currency::Usd, false),
        "pesos" | "peso" | "pesos mexicanos" | "peso mexicano" | "mn" | "m n" | "mxp" | "moneda nacional" => {
            (Currency::Mxn, true)
        }
        "dolares" | "dolar" | "dls" | "dlls" | "us" | "us dollar" | "dolar americano" => {
            (Currency::Usd, true)
        }
        _ => {
            reasons.push(Reason::CurrencyUnknown);
            return None;
        }
    };
    if is_spelled {
        reasons.push(Reason::CurrencySpelled);
    }
    Some(currency)
}
