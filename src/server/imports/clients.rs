//! Rows of a list of clients.

use super::{
    amounts::{self, Amount},
    mapping::Columns,
    table::{Cell, Row},
    texts,
};
use crate::{
    api::imports::{Field, PreviewValue, Reason},
    domain::{customer::Position, money::Money, rfc::Rfc},
};

/// Most days of credit: ten years.
const CREDIT_DAYS_MAX: u16 = 3_650;
/// The box in which Mexico lies, in degrees: south, north, west, east.
const MEXICO: (f64, f64, f64, f64) = (14.0, 33.0, -119.0, -86.0);

/// A client as a row gives it. What the file does not say is `None` and changes nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct ClientDraft {
    pub key: String,
    pub name: String,
    pub rfc: Option<String>,
    pub street: Option<String>,
    pub neighbourhood: Option<String>,
    pub postal_code: Option<String>,
    pub municipality: Option<String>,
    pub state: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub credit_limit: Option<Money>,
    pub credit_days: Option<u16>,
    pub position: Option<Position>,
}

/// Reads one row. Whether the key was seen before is the review's business.
pub fn read(row: &Row, columns: &Columns, reasons: &mut Vec<Reason>) -> Option<ClientDraft> {
    let cell = |field: Field| columns.cell(row, field);
    let key = texts::read_key(cell(Field::ClientKey), Field::ClientKey, reasons);
    let name = texts::read(cell(Field::ClientName), Field::ClientName, reasons);
    if name.is_none() {
        reasons.push(Reason::Missing { field: Field::ClientName });
    }
    let rfc = read_rfc(cell(Field::Rfc), reasons);
    let mut text = |field: Field| texts::read(cell(field), field, reasons);
    let street = text(Field::Street);
    let neighbourhood = text(Field::Neighbourhood);
    let municipality = text(Field::Municipality);
    let state = text(Field::State);
    let postal_code = texts::read_postal_code(cell(Field::PostalCode), reasons);
    let phone = texts::read_phone(cell(Field::Phone), reasons);
    let email = texts::read_email(cell(Field::Email), reasons);
    let credit_limit = read_limit(cell(Field::CreditLimit), reasons);
    let credit_days = read_days(cell(Field::CreditDays), reasons);
    let position = read_position(cell(Field::Latitude), cell(Field::Longitude), reasons);
    Some(ClientDraft {
        key: key?,
        name: name?,
        rfc,
        street,
        neighbourhood,
        postal_code,
        municipality,
        state,
        phone,
        email,
        credit_limit,
        credit_days,
        position,
    })
}

impl ClientDraft {
    /// What would be stored of a field; `None` where the row leaves it alone.
    pub fn preview(&self, field: Field) -> Option<PreviewValue> {
        let text = |text: &Option<String>| text.clone().map(PreviewValue::Text);
        let degrees = |degrees: f64| PreviewValue::Text(format!("{degrees:.5}"));
        match field {
            Field::ClientKey => Some(PreviewValue::Text(self.key.clone())),
            Field::ClientName => Some(PreviewValue::Text(self.name.clone())),
            Field::Rfc => text(&self.rfc),
            Field::Street => text(&self.street),
            Field::Neighbourhood => text(&self.neighbourhood),
            Field::PostalCode => text(&self.postal_code),
            Field::Municipality => text(&self.municipality),
            Field::State => text(&self.state),
            Field::Phone => text(&self.phone),
            Field::Email => text(&self.email),
            Field::CreditLimit => self.credit_limit.map(PreviewValue::Money),
            Field::CreditDays => self.credit_days.map(|days| PreviewValue::Text(days.to_string())),
            Field::Latitude => self.position.map(|position| degrees(position.latitude)),
            Field::Longitude => self.position.map(|position| degrees(position.longitude)),
            Field::Folio | Field::Issued | Field::Due | Field::Total | Field::Balance | Field::Currency => {
                None
            }
        }
    }
}

/// Upper case, without spaces and hyphens. Wrong structure and wrong digit are shown, never refused.
fn read_rfc(cell: &Cell, reasons: &mut Vec<Reason>) -> Option<String> {
    let text = texts::read(cell, Field::Rfc, reasons)?;
    match Rfc::parse(&text) {
        Ok((rfc, warnings)) => {
            if !warnings.is_empty() {
                reasons.push(Reason::RfcCheckDigit);
            }
            Some(rfc.as_str().to_owned())
        }
        Err(_) => {
            reasons.push(Reason::RfcStructure);
            Some(text.to_uppercase().replace([' ', '-'], ""))
        }
    }
}

fn read_limit(cell: &Cell, reasons: &mut Vec<Reason>) -> Option<Money> {
    let field = Field::CreditLimit;
    match amounts::read(cell, field) {
        Amount::Blank => None,
        Amount::Read(limit, _) if limit.is_negative() => {
            reasons.push(Reason::AmountNegative { field });
            None
        }
        Amount::Read(limit, note) => {
            reasons.extend(note);
            Some(limit)
        }
        Amount::Refused(Reason::AmountNotANumber { .. }) => {
            reasons.push(Reason::LimitNotANumber);
            None
        }
        Amount::Refused(reason) => {
            reasons.push(reason);
            None
        }
    }
}

/// "30", and "30 días" with a note.
fn read_days(cell: &Cell, reasons: &mut Vec<Reason>) -> Option<u16> {
    let text = texts::read(cell, Field::CreditDays, &mut Vec::new())?;
    if let Cell::Error(shown) = cell {
        reasons.push(Reason::ExcelError { field: Field::CreditDays, shown: shown.clone() });
        return None;
    }
    let (is_negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.as_str()),
    };
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    let days = digits[..end].parse::<u16>().ok().filter(|days| *days <= CREDIT_DAYS_MAX);
    let rest = digits[end..].trim_start_matches(['.', '0']).trim();
    match days {
        Some(_) if is_negative => {
            reasons.push(Reason::DaysNegative);
            None
        }
        Some(days) => {
            if !rest.is_empty() {
                reasons.push(Reason::DaysWithText { taken: days });
            }
            Some(days)
        }
        None => {
            reasons.push(Reason::DaysNotANumber);
            None
        }
    }
}

fn read_position(latitude: &Cell, longitude: &Cell, reasons: &mut Vec<Reason>) -> Option<Position> {
    if latitude.is_blank() && longitude.is_blank() {
        return None;
    }
    let degrees = |cell: &Cell| cell.tidy().parse::<f64>().ok();
    let (south, north, west, east) = MEXICO;
    let position = degrees(latitude)
        .zip(degrees(longitude))
        .filter(|(latitude, longitude)| {
            (south..=north).contains(latitude) && (west..=east).contains(longitude)
        })
        .map(|(latitude, longitude)| Position { latitude, longitude });
    if position.is_none() {
        reasons.push(Reason::PositionUnreadable);
    }
    position
}
