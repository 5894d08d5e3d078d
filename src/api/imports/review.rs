//! What the import wizard shows, step by step.

use serde::{Deserialize, Serialize};

use super::reason::{Field, ImportKind, MappingProblem, Reason, Verdict};
use crate::domain::{
    date::{CivilDate, Millis},
    ids::ImportId,
    money::Money,
};

/// Rows in one page of the review.
pub const REVIEW_PAGE_ROWS: u32 = 50;

/// Where an import stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportStep {
    /// The columns wait to be matched or confirmed.
    Match,
    /// The rows can be reviewed and applied.
    Review,
    Applied,
}

/// One import, as the wizard opens it at any step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportView {
    pub id: ImportId,
    pub file_name: String,
    pub step: ImportStep,
    pub uploaded: Millis,
    pub uploaded_by: String,
    pub source: SourceView,
    /// Rows in the file, of any sort.
    pub rows: u32,
    pub columns: Vec<ColumnView>,
    /// The first rows of the file as they came, for whoever matches the columns.
    pub sample: Vec<SampleRow>,
    pub mapping: Mapping,
    /// What keeps the mapping from being used; empty once it can.
    pub mapping_problems: Vec<MappingProblem>,
    pub counts: Option<Counts>,
    pub result: Option<ApplyResult>,
}

/// How the file was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "source", rename_all = "snake_case")]
pub enum SourceView {
    Csv { encoding: TextEncoding, delimiter: char },
    Workbook { sheet: String, ignored_sheets: Vec<String> },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TextEncoding {
    Utf8,
    Utf8Bom,
    Utf16,
    Windows1252,
}

/// A column: its title in the file, and a few of its values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnView {
    pub title: String,
    pub examples: Vec<String>,
}

/// A row as it came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SampleRow {
    pub row: u32,
    pub cells: Vec<String>,
}

/// What each column means. The server proposes one; a person may change it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    pub kind: ImportKind,
    /// Row of the titles; `None` where the file has none.
    pub header_row: Option<u32>,
    /// One per column of the file: its meaning, or `None` to leave it out.
    pub columns: Vec<Option<Field>>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    pub good: u32,
    pub warn: u32,
    pub bad: u32,
    pub skip: u32,
}

impl Counts {
    pub fn add(&mut self, verdict: Verdict) {
        let counter = match verdict {
            Verdict::Good => &mut self.good,
            Verdict::Warn => &mut self.warn,
            Verdict::Bad => &mut self.bad,
            Verdict::Skip => &mut self.skip,
        };
        *counter = counter.saturating_add(1);
    }

    pub fn of(self, verdict: Verdict) -> u32 {
        match verdict {
            Verdict::Good => self.good,
            Verdict::Warn => self.warn,
            Verdict::Bad => self.bad,
            Verdict::Skip => self.skip,
        }
    }
}

/// A page of reviewed rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowsPage {
    /// From 0.
    pub page: u32,
    pub pages: u32,
    pub rows: Vec<RowView>,
}

/// One reviewed row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowView {
    /// As a spreadsheet numbers it.
    pub row: u32,
    pub verdict: Verdict,
    pub reasons: Vec<Reason>,
    /// What would be stored, or what the cells say where the row is refused: one per mapped field, in the order of
    /// [`ImportKind::fields`].
    pub preview: Vec<PreviewCell>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewCell {
    pub field: Field,
    pub value: PreviewValue,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", content = "value", rename_all = "snake_case")]
pub enum PreviewValue {
    /// As it will be stored, or as the file has it. May be empty.
    Text(String),
    Money(Money),
    Date(CivilDate),
}

/// What applying did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplyResult {
    pub created: u32,
    pub updated: u32,
    pub unchanged: u32,
    /// Refused in the review, or against what Senda already held.
    pub refused: u32,
    /// Clients that invoices named and the catalogue lacked.
    pub clients_created: u32,
}

/// One line of the list of imports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportLine {
    pub id: ImportId,
    pub file_name: String,
    pub kind: ImportKind,
    pub step: ImportStep,
    pub uploaded: Millis,
    pub uploaded_by: String,
    pub result: Option<ApplyResult>,
}
