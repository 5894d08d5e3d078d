//! Which column means what: the proposal, and whether a choice can be used.

use super::{
    header::{self, Header},
    table::{Cell, Row, Table},
};
use crate::api::imports::{Field, FileProblem, ImportKind, Mapping, MappingProblem};

/// The mapping that the titles suggest. Without titles nothing is guessed: a person matches the columns, and the
/// first row stays a row of data.
///
/// Errs on a list of payments.
pub fn propose(table: &Table) -> Result<Mapping, FileProblem> {
    let nothing =
        |header_row| Mapping { kind: ImportKind::Invoices, header_row, columns: vec![None; table.width] };
    let Some(header) = header::find(table) else { return Ok(nothing(None)) };
    Ok(match header.kind()? {
        Some(kind) => mapping_of(&header, kind),
        None => nothing(Some(header.row)),
    })
}

fn mapping_of(header: &Header, kind: ImportKind) -> Mapping {
    Mapping { kind, header_row: Some(header.row), columns: header.columns(kind) }
}

/// What keeps a mapping from being used; empty where nothing does.
pub fn problems(table: &Table, mapping: &Mapping) -> Vec<MappingProblem> {
    let mut problems = Vec::new();
    let chosen: Vec<Field> = mapping.columns.iter().take(table.width).flatten().copied().collect();
    for field in mapping.kind.required() {
        if !chosen.contains(field) {
            problems.push(MappingProblem::FieldMissing { field: *field });
        }
    }
    let has_amount = chosen.contains(&Field::Total) || chosen.contains(&Field::Balance);
    if mapping.kind == ImportKind::Invoices && !has_amount {
        problems.push(MappingProblem::AmountMissing);
    }
    for (index, field) in chosen.iter().enumerate() {
        if chosen[..index].contains(field) {
            problems.push(MappingProblem::FieldTwice { field: *field });
        }
        if !mapping.kind.fields().contains(field) {
            problems.push(MappingProblem::FieldOfAnotherKind { field: *field });
        }
    }
    let last = table.rows.last().map_or(0, |row| row.number);
    if mapping.header_row.is_some_and(|row| row == 0 || row >= last) {
        problems.push(MappingProblem::FirstRowBeyond { rows: last });
    }
    problems
}

/// A mapping that can be used, looked up by field.
#[derive(Clone, Debug)]
pub struct Columns {
    of_fields: Vec<(Field, usize)>,
}

impl Columns {
    pub fn of(mapping: &Mapping) -> Columns {
        let of_fields = mapping.columns.iter().enumerate();
        Columns { of_fields: of_fields.filter_map(|(column, field)| Some(((*field)?, column))).collect() }
    }

    pub fn has(&self, field: Field) -> bool {
        self.of_fields.iter().any(|(of, _)| *of == field)
    }

    pub fn cell<'a>(&self, row: &'a Row, field: Field) -> &'a Cell {
        const NOTHING: &Cell = &Cell::Empty;
        self.of_fields.iter().find(|(of, _)| *of == field).map_or(NOTHING, |(_, column)| row.cell(*column))
    }

    pub fn count(&self) -> usize {
        self.of_fields.len()
    }
}
