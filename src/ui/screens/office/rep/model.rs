//! The words of a row: pure.

use crate::{
    api::rep::{DocumentView, Month, RepRow, RepState},
    ui::{
        components::Tone,
        format,
        text::{dates, rep as words, rep::ES},
    },
};

/// `noviembre de 2026`.
pub fn month_name(month: Month) -> String {
    month.first().map(dates::month_of_year).unwrap_or_default()
}

/// How a row stands, and how urgent that is.
pub fn state(row: &RepRow) -> (Tone, String) {
    match &row.state {
        RepState::Stamped { uuid, .. } => (Tone::Ok, uuid.clone()),
        RepState::WaitingForCheque => (Tone::Neutral, ES.waiting_cheque.to_owned()),
        RepState::Pending { days_left, .. } => {
            let tone = match days_left {
                i64::MIN..=0 => Tone::Danger,
                1..=3 => Tone::Warning,
                _ => Tone::Info,
            };
            (tone, (ES.due_in)(*days_left))
        }
    }
}

/// What is missing of a row, or that nothing is.
pub fn missing(row: &RepRow) -> String {
    let problem = row.problem.map(words::problem);
    let missing = row.missing.iter().map(|missing| words::missing(*missing).to_owned());
    let all: Vec<String> = problem.into_iter().chain(missing).collect();
    if all.is_empty() { ES.ready.to_owned() } else { all.join("; ") }
}

/// `F-101, parcialidad 2: $4,000.00; quedan $2,600.00`.
pub fn document(document: &DocumentView) -> String {
    let paid = format::money(document.paid);
    let said = if document.is_debit_note {
        (ES.debit_note_of)(&paid)
    } else {
        (ES.part_of)(document.partial_number, &paid, &format::money(document.balance_after))
    };
    let lacks = match (&document.uuid, document.is_debit_note) {
        (None, false) => format!(" ({})", ES.uuid_missing),
        _ => String::new(),
    };
    format!("{}, {said}{lacks}", document.folio)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::money::Money;

    #[test]
    fn a_document_says_its_part_and_what_it_lacks() {
        let of = |uuid: Option<&str>, is_debit_note| DocumentView {
            folio: "F-101".into(),
            uuid: uuid.map(str::to_owned),
            partial_number: 2,
            paid: Money::from_centavos(400_000).unwrap(),
            balance_after: Money::from_centavos(260_000).unwrap(),
            is_debit_note,
        };
        assert!(document(&of(Some("X"), false)).ends_with("quedan $2,600.00"));
        assert!(document(&of(None, false)).ends_with("(falta su folio fiscal)"));
        assert!(document(&of(None, true)).contains("nota de cargo"));
    }
}
