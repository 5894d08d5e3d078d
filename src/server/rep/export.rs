//! A month's REP as files for whoever stamps: CSV with one row per related document, JSON with everything.

use serde::Serialize;

use super::{rows, today};
use crate::{
    api::{
        error::ApiError,
        rep::{Month, RepRow, RepState},
    },
    domain::rep::{
        RepLine,
        documents::{DebitNote, TaxDocuments},
        taxes::{TaxRate, TaxTotal},
    },
    server::{error::failed, extract::Caller, imports::delimited::write_record},
    ui::text::rep as words,
};

/// The rates that have columns of their own: base and tax of each.
const RATES: [TaxRate; 5] = TaxRate::ALL;

/// The JSON file.
#[derive(Serialize)]
struct File<'a> {
    month: Month,
    payments: &'a [RepRow<TaxDocuments>],
}

/// Everything, as JSON.
pub async fn json(caller: &Caller, month: Month) -> Result<String, ApiError> {
    let rows = rows::of_month(caller, month, today(caller).await?).await?;
    serde_json::to_string_pretty(&File { month, payments: &rows }).map_err(|error| failed(&error))
}

/// CSV in UTF-8 with a byte order mark, so that spreadsheets read the accents. Formulas are made harmless.
pub async fn csv(caller: &Caller, month: Month) -> Result<String, ApiError> {
    let rows = rows::of_month(caller, month, today(caller).await?).await?;
    let mut text = String::from("\u{feff}");
    text.push_str(&write_record(words::CSV_TITLES));
    for row in &rows {
        for cells in records(row) {
            text.push_str(&write_record(cells.iter().map(String::as_str)));
        }
    }
    Ok(text)
}

/// One record for each related document and debit note; one without document where the figures make none.
fn records(row: &RepRow<TaxDocuments>) -> Vec<Vec<String>> {
    let lines = row.documents.rep.iter().flat_map(|rep| &rep.lines).map(line_cells);
    let notes = row.documents.debit_notes.iter().map(note_cells);
    let mut documents: Vec<Vec<String>> = lines.chain(notes).collect();
    if documents.is_empty() {
        documents.push(vec![String::new(); 9 + 2 * RATES.len() * 2]);
    }
    let head = head_cells(row);
    documents.into_iter().map(|document| head.iter().cloned().chain(document).collect()).collect()
}

fn head_cells(row: &RepRow<TaxDocuments>) -> Vec<String> {
    let (deadline, stamped) = match &row.state {
        RepState::Pending { deadline, .. } => (deadline.to_string(), String::new()),
        RepState::WaitingForCheque => (String::new(), String::new()),
        RepState::Stamped { uuid, .. } => (String::new(), uuid.clone()),
    };
    let missing: Vec<&str> = row.missing.iter().map(|missing| words::missing(*missing)).collect();
    vec![
        row.folio.clone(),
        row.client_key.clone(),
        row.rfc.clone(),
        row.client_name.clone(),
        row.postal_code.clone(),
        row.moment.clone(),
        row.data.sat_form.clone(),
        "MXN".to_owned(),
        row.amount.pesos().to_string(),
        row.data.operation.clone(),
        row.data.sender_bank.clone(),
        row.data.sender_account.clone(),
        deadline,
        missing.join("; "),
        stamped,
    ]
}

fn line_cells(line: &RepLine) -> Vec<String> {
    let uuid = line.uuid.as_ref().map(ToString::to_string).unwrap_or_default();
    let mut cells = vec![
        "REP".to_owned(),
        uuid,
        line.folio.clone(),
        line.partial_number.to_string(),
        line.balance_before.pesos().to_string(),
        line.paid.pesos().to_string(),
        line.balance_after.pesos().to_string(),
        line.object_of_tax.clone(),
        "MXN".to_owned(),
    ];
    for rate in RATES {
        let part = line.parts.iter().find(|part| part.rate == rate);
        cells.push(part.map(|part| part.base.to_string()).unwrap_or_default());
        cells.push(part.map(|part| part.tax.to_string()).unwrap_or_default());
    }
    for rate in RATES {
        cells.extend(total_cells(line.totals.iter().find(|total| total.rate == rate)));
    }
    cells
}

fn note_cells(note: &DebitNote) -> Vec<String> {
    let uuid = note.uuid.as_ref().map(ToString::to_string).unwrap_or_default();
    let charged = note.interest.checked_add(note.tax).unwrap_or(note.interest);
    let mut cells = vec![
        words::DEBIT_NOTE.to_owned(),
        uuid,
        note.folio.clone(),
        String::new(),
        String::new(),
        charged.pesos().to_string(),
        String::new(),
        "02".to_owned(),
        "MXN".to_owned(),
    ];
    cells.extend(std::iter::repeat_n(String::new(), 2 * RATES.len()));
    for rate in RATES {
        let total = TaxTotal { rate, base: note.interest, tax: note.tax };
        cells.extend(total_cells((rate == note.rate).then_some(&total)));
    }
    cells
}

fn total_cells(total: Option<&TaxTotal>) -> [String; 2] {
    total.map_or_else(Default::default, |total| {
        [total.base.pesos().to_string(), total.tax.pesos().to_string()]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_record_has_a_cell_for_each_title() {
        let line = DebitNote {
            uuid: None,
            folio: "F-1".into(),
            interest: Default::default(),
            tax: Default::default(),
            rate: TaxRate::Iva16,
        };
        assert_eq!(note_cells(&line).len() + 15, words::CSV_TITLES.len());
        assert_eq!(9 + 2 * RATES.len() * 2 + 15, words::CSV_TITLES.len());
    }
}
