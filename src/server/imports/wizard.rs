//! The wizard's steps between the upload and the apply.

use std::collections::HashMap;

use super::{
    header, mapping,
    review::row_view,
    run::{self, Reviewed, Run, RunState},
    table::Table,
};
use crate::{
    api::{
        error::ApiError,
        imports::{
            ColumnView, ImportLine, ImportView, Mapping, REVIEW_PAGE_ROWS, Reason, RowsPage, SampleRow,
            Verdict,
        },
    },
    domain::ids::{ImportId, PersonId},
    server::{extract::Caller, store::Store},
};

/// Rows shown to whoever matches the columns.
const SAMPLE_ROWS: usize = 12;
/// Values shown of each column.
const EXAMPLES: usize = 3;
/// Most characters of a cell in the sample.
const SAMPLE_CHARS_MAX: usize = 60;
/// Imports in the list.
const LISTED_MAX: u32 = 50;

/// One import at whatever step it stands.
pub async fn get(caller: &Caller, id: ImportId) -> Result<ImportView, ApiError> {
    let run = run::open_whole(&caller.state.store, id).await?;
    view(caller, &run).await
}

/// Takes the choice of columns. One that cannot be used is kept too, with what is wrong with it.
pub async fn set_mapping(caller: &Caller, id: ImportId, chosen: Mapping) -> Result<ImportView, ApiError> {
    let store = &caller.state.store;
    let mut run = run::open_whole(store, id).await?;
    if run.state == RunState::Applied || run.is_being_applied(caller.now()) {
        return Err(ApiError::Conflict);
    }
    if chosen.columns.len() != run.table.width {
        return Err(ApiError::BadRequest);
    }
    run.detail.mapping = chosen;
    let (state, counts) = match run.review(caller).await? {
        Reviewed::Rows(review) => (RunState::Review, Some(review.counts)),
        Reviewed::Unusable(_) => (RunState::Match, None),
    };
    run.detail.counts = counts;
    run.move_to(store, state, caller.now()).await?;
    view(caller, &run).await
}

/// One page of the reviewed rows, of one verdict or of all.
pub async fn rows(
    caller: &Caller,
    id: ImportId,
    verdict: Option<Verdict>,
    page: u32,
) -> Result<RowsPage, ApiError> {
    let run = run::open_whole(&caller.state.store, id).await?;
    let review = run.review_seen(caller).await?.rows()?;
    let late: HashMap<u32, &Reason> =
        run.detail.refused_late.iter().map(|refusal| (refusal.row, &refusal.reason)).collect();
    let verdict_of = |row: &super::review::ReviewedRow| {
        if late.contains_key(&row.number) { Verdict::Bad } else { row.verdict }
    };
    let chosen: Vec<_> =
        review.rows.iter().filter(|row| verdict.is_none_or(|verdict| verdict_of(row) == verdict)).collect();
    let pages = u32::try_from(chosen.len()).unwrap_or(u32::MAX).div_ceil(REVIEW_PAGE_ROWS);
    let first = (page as usize).saturating_mul(REVIEW_PAGE_ROWS as usize);
    let rows = chosen
        .into_iter()
        .skip(first)
        .take(REVIEW_PAGE_ROWS as usize)
        .map(|row| {
            let mut view = row_view(&run.table, &run.detail.mapping, row);
            if let Some(reason) = late.get(&row.number) {
                view.reasons.insert(0, (*reason).clone());
                view.verdict = Verdict::Bad;
            }
            view
        })
        .collect();
    Ok(RowsPage { page, pages, rows })
}

/// The latest imports, newest first.
pub async fn list(caller: &Caller) -> Result<Vec<ImportLine>, ApiError> {
    let store = &caller.state.store;
    let names = names(store).await?;
    let mut lines = Vec::new();
    for kept in store.import_runs(LISTED_MAX).await? {
        let (kept, state, detail) = run::read(kept)?;
        lines.push(ImportLine {
            id: kept.id,
            file_name: kept.file_name,
            kind: detail.mapping.kind,
            step: state.step(),
            uploaded: kept.started,
            uploaded_by: names.get(&kept.person).cloned().unwrap_or_default(),
            result: detail.result,
        });
    }
    Ok(lines)
}

async fn names(store: &Store) -> Result<HashMap<PersonId, String>, ApiError> {
    Ok(store.people().await?.into_iter().map(|person| (person.id, person.name)).collect())
}

/// What the wizard shows of a run.
pub async fn view(caller: &Caller, run: &Run) -> Result<ImportView, ApiError> {
    let store = &caller.state.store;
    let person = store.person(run.kept.person).await?;
    let mapping = &run.detail.mapping;
    Ok(ImportView {
        id: run.kept.id,
        file_name: run.kept.file_name.clone(),
        step: run.state.step(),
        uploaded: run.kept.started,
        uploaded_by: person.map(|person| person.name).unwrap_or_default(),
        source: run.detail.source.clone(),
        rows: run.detail.rows,
        columns: columns(&run.table, mapping),
        sample: sample(&run.table, mapping),
        mapping: mapping.clone(),
        mapping_problems: mapping::problems(&run.table, mapping),
        counts: run.detail.counts,
        result: run.detail.result,
    })
}

/// Titles and first values of the columns.
fn columns(table: &Table, mapping: &Mapping) -> Vec<ColumnView> {
    let header_row = mapping.header_row.unwrap_or(0);
    let titles = table.rows.iter().find(|row| row.number == header_row);
    (0..table.width)
        .map(|column| {
            let values = table.rows.iter().filter(|row| row.number > header_row);
            let examples = values.map(|row| row.cell(column)).filter(|cell| !cell.is_blank()).take(EXAMPLES);
            ColumnView {
                title: titles.map(|row| short(&row.cell(column).tidy())).unwrap_or_default(),
                examples: examples.map(|cell| short(&cell.tidy())).collect(),
            }
        })
        .collect()
}

/// The first rows from the titles on.
fn sample(table: &Table, mapping: &Mapping) -> Vec<SampleRow> {
    let first = mapping.header_row.or_else(|| header::find(table).map(|header| header.row)).unwrap_or(1);
    let rows = table.rows.iter().filter(|row| row.number >= first && !row.is_blank()).take(SAMPLE_ROWS);
    rows.map(|row| SampleRow {
        row: row.number,
        cells: (0..table.width).map(|column| short(&row.cell(column).tidy())).collect(),
    })
    .collect()
}

fn short(text: &str) -> String {
    text.chars().take(SAMPLE_CHARS_MAX).collect()
}
