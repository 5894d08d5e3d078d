//! Step 3: every row with its verdict and its reasons, before anything is stored.

use std::sync::Arc;

use leptos::prelude::*;

use super::model;
use crate::{
    api::imports::{
        Counts, ImportView, REVIEW_PAGE_ROWS, RowView, RowsPage, Verdict, apply_import, import_rows,
    },
    ui::{
        components::{
            Banner, Button, ButtonKind, Chips, Choice, Column, DataTable, EmptyState, Glyph, StatusTag, Tone,
        },
        screens::office::{
            remote::{Change, Remote},
            states::{ChangeError, Loaded},
            table::Pager,
        },
        text::{import_wizard::ES, imports as import_texts},
    },
};

/// What can be shown: everything, or the rows of one verdict, worst first.
const SHOWN: [Option<Verdict>; 5] =
    [None, Some(Verdict::Bad), Some(Verdict::Warn), Some(Verdict::Good), Some(Verdict::Skip)];

#[component]
pub fn Review(
    view: Arc<ImportView>,
    /// Back to the columns.
    #[prop(into)]
    on_back: Callback<()>,
    #[prop(into)] on_applied: Callback<ImportView>,
) -> impl IntoView {
    let id = view.id;
    let counts = view.counts.unwrap_or_default();
    // Whoever has refused rows wants to see them first.
    let which = RwSignal::new(if counts.bad > 0 { 1usize } else { 0 });
    let page = RwSignal::new(0u32);
    let shown = move || SHOWN.get(which.get()).copied().flatten();
    let rows = Remote::new(move || import_rows(id, shown(), page.get()));
    let applying = Change::default();
    let apply = move |()| applying.run(apply_import(id), move |view: ImportView| on_applied.run(view));
    let applicable = model::applicable(counts);
    let cannot = Signal::derive(move || (applicable == 0).then(|| ES.nothing_to_apply.to_owned()));
    let choose = move |index: usize| {
        page.set(0);
        which.set(index);
    };
    let total = Signal::derive(move || match shown() {
        None => {
            [counts.good, counts.warn, counts.bad, counts.skip].into_iter().fold(0u32, u32::saturating_add)
        }
        Some(verdict) => counts.of(verdict),
    });
    view! {
        <section class="stack">
            <ul class="counts" aria-label=ES.verdict>
                <li>
                    <StatusTag tone=Tone::Ok glyph=Glyph::Check text=(ES.good)(u64::from(counts.good))/>
                </li>
                <li>
                    <StatusTag tone=Tone::Warning glyph=Glyph::Alert text=(ES.warned)(u64::from(counts.warn))/>
                </li>
                <li>
                    <StatusTag tone=Tone::Danger glyph=Glyph::Close text=(ES.refused)(u64::from(counts.bad))/>
                </li>
                <li>
                    <StatusTag text=(ES.skipped)(u64::from(counts.skip))/>
                </li>
            </ul>
            <Chips
                legend=ES.show
                choices=choices(counts)
                selected=Signal::derive(move || Some(which.get()))
                on_choose=choose
            />
            <Loaded
                state=rows.state()
                has_data=rows.has_data()
                retry=move |()| rows.reload()
            >
                {move || rows.get().map(|rows| table(&rows))}
                <Pager page=page rows_of_page=REVIEW_PAGE_ROWS total=total on_turn=move |to| page.set(to)/>
            </Loaded>
            {(counts.bad > 0)
                .then(|| {
                    view! {
                        <Banner tone=Tone::Warning>
                            <p>{(ES.apply_warning)(u64::from(counts.bad))}</p>
                            <a href=model::refused_address(id) download>
                                {ES.download_refused}
                            </a>
                        </Banner>
                    }
                })}
            <ChangeError error=applying.error/>
            <div class="row">
                <Button kind=ButtonKind::Primary busy=applying.is_busy disabled=cannot on_press=apply>
                    {(ES.apply)(applicable)}
                </Button>
                <Button on_press=on_back>{ES.back}</Button>
            </div>
            <p role="status">{move || applying.is_busy.get().then_some(ES.applying)}</p>
        </section>
    }
    .into_any()
}

fn choices(counts: Counts) -> Vec<Choice> {
    SHOWN
        .into_iter()
        .map(|shown| match shown {
            None => Choice::new(ES.show_all),
            Some(verdict) => Choice::new(format!("{} · {}", words(verdict), counts.of(verdict))),
        })
        .collect()
}

fn words(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Good => ES.verdict_good,
        Verdict::Warn => ES.verdict_warned,
        Verdict::Bad => ES.verdict_refused,
        Verdict::Skip => ES.verdict_skipped,
    }
}

fn table(page: &RowsPage) -> AnyView {
    if page.rows.is_empty() {
        return view! { <EmptyState glyph=Glyph::File message=ES.no_rows/> }.into_any();
    }
    let lines = page.rows.iter().map(line).collect_view();
    let columns = vec![
        Column::figure(ES.row),
        Column::text(ES.verdict),
        Column::text(ES.reason),
        Column::text(ES.content),
    ];
    view! {
        <DataTable caption=ES.rows columns=columns>
            {lines}
        </DataTable>
    }
    .into_any()
}

fn line(row: &RowView) -> AnyView {
    let (tone, glyph) = match row.verdict {
        Verdict::Good => (Tone::Ok, Glyph::Check),
        Verdict::Warn => (Tone::Warning, Glyph::Alert),
        Verdict::Bad => (Tone::Danger, Glyph::Close),
        Verdict::Skip => (Tone::Neutral, Glyph::Go),
    };
    let reasons =
        row.reasons.iter().map(|reason| view! { <li>{import_texts::reason(reason)}</li> }).collect_view();
    let content = row
        .preview
        .iter()
        .map(|cell| model::shown(&cell.value))
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join(" · ");
    view! {
        <tr>
            <th scope="row" data-align="end">{row.row}</th>
            <td>
                <StatusTag tone=tone glyph=glyph text=words(row.verdict)/>
            </td>
            <td>
                <ul>{reasons}</ul>
            </td>
            <td class="quiet">{content}</td>
        </tr>
    }
    .into_any()
}
