//! The refused rows as a file to mend and to import again: the original columns, the row's number and the reasons in
//! Spanish. One of the few places where the server speaks to people.

use std::collections::HashMap;

use super::{delimited::write_record, run};
use crate::{
    api::{
        error::ApiError,
        imports::{Reason, Verdict},
    },
    domain::ids::ImportId,
    server::extract::Caller,
    ui::text::{import_wizard::ES, imports as words},
};

/// CSV in UTF-8 with a byte order mark, so that Excel reads the accents. Formulas are made harmless.
pub async fn csv(caller: &Caller, id: ImportId) -> Result<String, ApiError> {
    let run = run::open_whole(&caller.state.store, id).await?;
    let review = run.review_seen(caller).await?.rows()?;
    let late: HashMap<u32, &Reason> =
        run.detail.refused_late.iter().map(|refusal| (refusal.row, &refusal.reason)).collect();
    let table = &run.table;
    let header_row = run.detail.mapping.header_row.unwrap_or(0);
    let titles = table.rows.iter().find(|row| row.number == header_row);
    let mut text = String::from("\u{feff}");
    let mut write = |cells: Vec<String>| text.push_str(&write_record(cells.iter().map(String::as_str)));
    let mut head: Vec<String> = (0..table.width)
        .map(|column| match titles.map(|row| row.cell(column).tidy()) {
            Some(title) if !title.is_empty() => title,
            _ => (ES.column_without_name)(column + 1),
        })
        .collect();
    head.extend([ES.row.to_owned(), ES.reason.to_owned()]);
    write(head);
    for reviewed in &review.rows {
        let late = late.get(&reviewed.number).copied();
        if reviewed.verdict != Verdict::Bad && late.is_none() {
            continue;
        }
        let Some(row) = table.rows.get(reviewed.index) else { continue };
        let mut cells: Vec<String> = (0..table.width).map(|column| row.cell(column).shown()).collect();
        let reasons: Vec<String> = late
            .into_iter()
            .chain(reviewed.reasons.iter().filter(|reason| reason.verdict() == Verdict::Bad))
            .map(words::reason)
            .collect();
        cells.extend([reviewed.number.to_string(), reasons.join(" ")]);
        write(cells);
    }
    Ok(text)
}
