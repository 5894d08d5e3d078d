//! A report on the screen and on paper: its head, its tables, what it counts and when it was read.

use leptos::prelude::*;

use super::Paper;
use crate::{
    domain::{
        date::{CivilDate, Zone},
        report::{Cell, Column, Report, Row, RowRole, Table},
    },
    ui::text::reports::{self as words, ES},
};

#[component]
pub fn ReportView(
    report: Report,
    /// What it is printed on: tables become lists where the paper is narrow.
    #[prop(into)]
    paper: Signal<Paper>,
) -> impl IntoView {
    let tongue = Tongue { today: report.as_of.date_in(report.zone), zone: report.zone };
    let title = words::title(report.name);
    let lines = report.filters.iter().flat_map(words::filter);
    let lines = lines.map(|line| view! { <p>{line}</p> }).collect_view();
    let cut = report.is_cut.then(|| {
        let rows = report.tables.iter().map(|table| table.rows.len()).max().unwrap_or(0);
        view! { <p class="report-cut">{(ES.cut)(rows as u64)}</p> }
    });
    let tables = report.tables.iter().map(|table| tongue.table(title, table)).collect_view();
    view! {
        <article class="report-view" data-paper=move || paper.get().as_str()>
            <header>
                <p class="report-company">{report.company}</p>
                <h2>{title}</h2>
                {lines}
                <p>{(ES.as_of)(&words::moment(report.as_of, report.zone))}</p>
                <p class="quiet">{words::definition(report.name)}</p>
                {cut}
            </header>
            {tables}
        </article>
    }
    .into_any()
}

/// How words and moments of one report are written.
#[derive(Clone, Copy)]
struct Tongue {
    today: CivilDate,
    zone: Zone,
}

impl Tongue {
    fn table(self, report: &'static str, table: &Table) -> AnyView {
        let caption = words::table_title(table.name).unwrap_or(report);
        let headings = table
            .columns
            .iter()
            .map(|column| {
                let align = column.kind.is_figure().then_some("end");
                view! { <th scope="col" data-align=align>{words::heading(column.key)}</th> }
            })
            .collect_view();
        let mut above: Option<&Row> = None;
        let mut rows = Vec::with_capacity(table.rows.len());
        for row in &table.rows {
            rows.push(self.row(&table.columns, row, above));
            above = (row.role == RowRole::Line).then_some(row);
        }
        let totals = table.totals.iter().map(|row| self.row(&table.columns, row, None)).collect_view();
        view! {
            <div class="data-table" role="region" tabindex="0" aria-label=caption>
                <table>
                    <caption>{caption}</caption>
                    <thead>
                        <tr>{headings}</tr>
                    </thead>
                    <tbody>{rows}</tbody>
                    <tfoot>{totals}</tfoot>
                </table>
            </div>
        }
        .into_any()
    }

    fn row(self, columns: &[Column], row: &Row, above: Option<&Row>) -> AnyView {
        let role = match row.role {
            RowRole::Line => None,
            RowRole::Subtotal => Some("subtotal"),
            RowRole::Total => Some("total"),
        };
        let mut is_same_group = true;
        let cells: Vec<AnyView> = columns
            .iter()
            .enumerate()
            .zip(&row.cells)
            .map(|((index, column), cell)| {
                let repeats = above.and_then(|above| above.cells.get(index)) == Some(cell);
                is_same_group &= repeats || !column.is_group;
                let is_hidden = column.is_group && repeats && is_same_group && row.role == RowRole::Line;
                let text = if is_hidden { String::new() } else { words::cell(cell, self.today, self.zone) };
                let is_text = matches!(cell, Cell::Text(_) | Cell::Word(_));
                let align = (column.kind.is_figure() && !is_text).then_some("end");
                let empty = text.is_empty().then_some("true");
                let label = words::heading(column.key);
                if index == 0 {
                    view! {
                        <th scope="row" data-align=align data-label=label data-empty=empty>
                            {text}
                        </th>
                    }
                    .into_any()
                } else {
                    view! {
                        <td data-align=align data-label=label data-empty=empty>
                            {text}
                        </td>
                    }
                    .into_any()
                }
            })
            .collect();
        view! { <tr data-row=role>{cells}</tr> }.into_any()
    }
}
