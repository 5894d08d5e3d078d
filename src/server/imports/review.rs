//! The review: every row below the titles, with its verdict and its reasons.

use std::collections::HashMap;

use super::{
    clients::{self, ClientDraft},
    header::fold,
    invoices::{self, InvoiceDraft},
    mapping::{self, Columns},
    table::{Cell, Row, Table},
};
use crate::{
    api::imports::{
        Counts, Field, ImportKind, Mapping, MappingProblem, PreviewCell, PreviewValue, Reason, RowView,
        Verdict,
    },
    domain::date::CivilDate,
};

/// What Senda already holds, as far as a review must know.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    credit_days_by_key: HashMap<String, u16>,
}

impl Catalogue {
    /// From pairs of client key and days of credit.
    pub fn of(clients: impl IntoIterator<Item = (String, u16)>) -> Catalogue {
        Catalogue { credit_days_by_key: clients.into_iter().collect() }
    }

    /// Days of credit of a client; `None` where there is no such client.
    pub fn credit_days(&self, key: &str) -> Option<u16> {
        self.credit_days_by_key.get(key).copied()
    }
}

/// A reviewed file.
#[derive(Clone, Debug)]
pub struct Review {
    pub kind: ImportKind,
    pub counts: Counts,
    pub rows: Vec<ReviewedRow>,
}

#[derive(Clone, Debug)]
pub struct ReviewedRow {
    /// Place in [`Table::rows`].
    pub index: usize,
    /// As a spreadsheet numbers it.
    pub number: u32,
    pub verdict: Verdict,
    pub reasons: Vec<Reason>,
    /// What would be stored; `None` where the row is refused or skipped.
    pub draft: Option<Draft>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Draft {
    Client(ClientDraft),
    Invoice(InvoiceDraft),
}

/// Reviews the whole table under a mapping. Errs where the mapping cannot be used.
pub fn review(
    table: &Table,
    mapping: &Mapping,
    catalogue: &Catalogue,
    today: CivilDate,
) -> Result<Review, Vec<MappingProblem>> {
    let problems = mapping::problems(table, mapping);
    if !problems.is_empty() {
        return Err(problems);
    }
    let columns = Columns::of(mapping);
    let header_row = mapping.header_row.unwrap_or(0);
    let header = table.rows.iter().find(|row| row.number == header_row).map(folded);
    let mut first_rows: HashMap<String, u32> = HashMap::new();
    let mut counts = Counts::default();
    let mut rows = Vec::with_capacity(table.rows.len());
    for (index, row) in table.rows.iter().enumerate().filter(|(_, row)| row.number > header_row) {
        let (reasons, draft) = match skipped(row, &columns, mapping.kind, header.as_deref()) {
            Some(reason) => (vec![reason], None),
            None => read_row(row, &columns, mapping.kind, catalogue, today, &mut first_rows),
        };
        let verdict = Reason::verdict_of(&reasons);
        counts.add(verdict);
        let draft = draft.filter(|_| verdict <= Verdict::Warn);
        rows.push(ReviewedRow { index, number: row.number, verdict, reasons, draft });
    }
    Ok(Review { kind: mapping.kind, counts, rows })
}

fn read_row(
    row: &Row,
    columns: &Columns,
    kind: ImportKind,
    catalogue: &Catalogue,
    today: CivilDate,
    first_rows: &mut HashMap<String, u32>,
) -> (Vec<Reason>, Option<Draft>) {
    let mut reasons = Vec::new();
    let key_field = key_field(kind);
    let key = columns.cell(row, key_field).tidy().to_uppercase();
    let draft = match kind {
        ImportKind::Clients => clients::read(row, columns, &mut reasons).map(Draft::Client),
        ImportKind::Invoices => {
            invoices::read(row, columns, catalogue, today, &mut reasons).map(Draft::Invoice)
        }
    };
    if !key.is_empty() {
        match first_rows.get(&key) {
            Some(first_row) => {
                reasons.insert(0, Reason::Repeated { field: key_field, first_row: *first_row });
            }
            None => {
                first_rows.insert(key, row.number);
            }
        }
    }
    (reasons, draft)
}

/// The field that names a row.
fn key_field(kind: ImportKind) -> Field {
    match kind {
        ImportKind::Clients => Field::ClientKey,
        ImportKind::Invoices => Field::Folio,
    }
}

fn folded(row: &Row) -> Vec<String> {
    row.cells.iter().map(|cell| fold(&cell.shown())).collect()
}

/// Why a row is no data at all; `None` where it is to be read.
fn skipped(row: &Row, columns: &Columns, kind: ImportKind, header: Option<&[String]>) -> Option<Reason> {
    if row.is_blank() {
        return Some(Reason::BlankRow);
    }
    if header.is_some_and(|header| folded(row) == header) {
        return Some(Reason::RepeatedHeader);
    }
    if is_total(row, columns, kind) {
        return Some(Reason::TotalRow);
    }
    let mut filled = row.cells.iter().filter(|cell| !cell.is_blank());
    let (first, second) = (filled.next(), filled.next());
    if let (Some(Cell::Text(text)), None) = (first, second) {
        let has_digits = text.chars().any(|c| c.is_ascii_digit());
        let is_phrase = text.trim().contains(' ');
        // A lone name may be a client whose key was forgotten: that one is refused, not passed over.
        let is_name = kind == ImportKind::Clients && !columns.cell(row, Field::ClientName).is_blank();
        if columns.count() > 2 && !is_name && (is_phrase || !has_digits) {
            return Some(Reason::TitleRow);
        }
    }
    None
}

/// A total stands where the key should be, or names itself in a row without keys. A client called
/// "Total Pinturas" has a key, and stays.
fn is_total(row: &Row, columns: &Columns, kind: ImportKind) -> bool {
    let says_total = |cell: &Cell| match cell {
        Cell::Text(text) => {
            let folded = fold(text);
            let first = folded.split(' ').next().unwrap_or_default();
            matches!(first, "total" | "totales" | "subtotal" | "subtotales" | "suma" | "sumas")
                || folded.starts_with("gran total")
                || folded.starts_with("sub total")
        }
        _ => false,
    };
    let key = columns.cell(row, key_field(kind));
    let other = match kind {
        ImportKind::Clients => columns.cell(row, Field::ClientName),
        ImportKind::Invoices => columns.cell(row, Field::ClientKey),
    };
    match kind {
        _ if says_total(key) => other.is_blank() || says_total(other),
        ImportKind::Clients => key.is_blank() && row.cells.iter().any(says_total),
        ImportKind::Invoices => {
            key.is_blank() && (other.is_blank() || says_total(other)) && row.cells.iter().any(says_total)
        }
    }
}

/// A row as the wizard shows it.
pub fn row_view(table: &Table, mapping: &Mapping, reviewed: &ReviewedRow) -> RowView {
    let columns = Columns::of(mapping);
    let empty = Row { number: reviewed.number, cells: Vec::new() };
    let row = table.rows.get(reviewed.index).unwrap_or(&empty);
    let stored = |field: Field| match &reviewed.draft {
        Some(Draft::Client(draft)) => draft.preview(field),
        Some(Draft::Invoice(draft)) => draft.preview(field),
        None => None,
    };
    let fields = mapping.kind.fields().iter().copied();
    let preview = fields
        .filter(|field| columns.has(*field) || stored(*field).is_some())
        .map(|field| PreviewCell {
            field,
            value: stored(field).unwrap_or_else(|| {
                let text = columns.cell(row, field).tidy();
                PreviewValue::Text(text.chars().take(PREVIEW_CHARS_MAX).collect())
            }),
        })
        .collect();
    RowView { row: reviewed.number, verdict: reviewed.verdict, reasons: reviewed.reasons.clone(), preview }
}

/// Most characters of a cell that a page of the review carries.
const PREVIEW_CHARS_MAX: usize = 300;
