//! Step 2: what each column of the file means. The office proposes; whoever imports decides.

use std::sync::Arc;

use leptos::prelude::*;

use super::model;
use crate::{
    api::imports::{ColumnView, ImportKind, ImportView, Mapping, SourceView, match_columns},
    ui::{
        components::{Banner, Button, ButtonKind, Chips, Choice, Column, DataTable, Tone},
        screens::office::{remote::Change, states::ChangeError},
        text::{import_wizard::ES, imports as import_texts},
    },
};

const KINDS: [ImportKind; 2] = [ImportKind::Clients, ImportKind::Invoices];

#[component]
pub fn Matching(
    view: Arc<ImportView>,
    /// The office took the columns and reviewed the rows.
    #[prop(into)]
    on_next: Callback<ImportView>,
) -> impl IntoView {
    let id = view.id;
    let mapping = RwSignal::new(view.mapping.clone());
    let problems = RwSignal::new(view.mapping_problems.clone());
    let reviewing = Change::default();
    let next = move |()| {
        reviewing.run(match_columns(id, mapping.get_untracked()), move |view: ImportView| {
            if view.mapping_problems.is_empty() {
                on_next.run(view);
            } else {
                problems.set(view.mapping_problems);
            }
        });
    };
    let kinds: Vec<Choice> = KINDS.iter().map(|kind| Choice::new(import_texts::kind(*kind))).collect();
    let kind = Memo::new(move |_| mapping.with(|mapping| mapping.kind));
    let rows = view
        .columns
        .iter()
        .enumerate()
        .map(|(index, column)| column_row(index, column, mapping, kind))
        .collect_view();
    let columns =
        vec![Column::text(ES.match_column), Column::text(ES.match_sample), Column::text(ES.match_field)];
    let ignored_sheets = match &view.source {
        SourceView::Workbook { sheet, ignored_sheets } if !ignored_sheets.is_empty() => {
            Some((ES.sheets)(sheet, &ignored_sheets.join(", ")))
        }
        _ => None,
    };
    let required = move || {
        let names = kind.get().required().iter().map(|field| import_texts::field(*field)).collect::<Vec<_>>();
        (ES.required)(&names.join(", "))
    };
    view! {
        <section class="stack">
            <p>{(ES.match_intro)(&view.file_name, u64::from(view.rows))}</p>
            {ignored_sheets.map(|words| view! { <p class="quiet">{words}</p> })}
            {view.mapping.header_row.is_none().then(|| view! {
                <Banner
                    tone=Tone::Warning
                >
                    <p>{ES.no_header}</p>
                </Banner>
            })}
            <Chips
                legend=ES.what
                choices=kinds
                selected=Signal::derive(move || KINDS.iter().position(|other| *other == kind.get()))
                on_choose=move |index: usize| {
                    if let Some(kind) = KINDS.get(index) {
                        mapping.update(|mapping| *mapping = model::with_kind(mapping, *kind));
                    }
                }
            />
            <p class="quiet">{required}</p>
            <DataTable caption=ES.columns columns=columns>
                {rows}
            </DataTable>
            {move || {
                let problems = problems.get();
                (!problems.is_empty())
                    .then(|| {
                        let lines = problems
                            .iter()
                            .map(|problem| view! { <li>{import_texts::mapping_problem(problem)}</li> })
                            .collect_view();
                        view! {
                            <Banner tone=Tone::Danger urgent=true>
                                <ul>{lines}</ul>
                            </Banner>
                        }
                    })
            }}
            <ChangeError error=reviewing.error/>
            <Button kind=ButtonKind::Primary busy=reviewing.is_busy on_press=next>
                {ES.review}
            </Button>
        </section>
    }
    .into_any()
}

fn column_row(
    index: usize,
    column: &ColumnView,
    mapping: RwSignal<Mapping>,
    kind: Memo<ImportKind>,
) -> AnyView {
    let title =
        if column.title.is_empty() { (ES.column_without_name)(index + 1) } else { column.title.clone() };
    let chosen = move || mapping.with(|mapping| mapping.columns.get(index).copied().flatten());
    let options = move || {
        let kind = kind.get();
        let fields = kind.fields().iter().enumerate().map(|(place, field)| {
            let field = *field;
            view! {
                <option value=place.to_string() prop:selected=move || chosen() == Some(field)>
                    {import_texts::field(field)}
                </option>
            }
        });
        fields.collect_view()
    };
    let choose = move |event| {
        let field = model::field_of(kind.get_untracked(), &event_target_value(&event));
        mapping.update(|mapping| {
            if let Some(column) = mapping.columns.get_mut(index) {
                *column = field;
            }
        });
    };
    view! {
        <tr>
            <th scope="row">{title.clone()}</th>
            <td class="quiet">{column.examples.join(" · ")}</td>
            <td>
                <div class="field">
                    <select aria-label=format!("{}: {title}", ES.match_field) on:change=choose>
                        <option value="" prop:selected=move || chosen().is_none()>
                            {ES.ignore_column}
                        </option>
                        {options}
                    </select>
                </div>
            </td>
        </tr>
    }
    .into_any()
}
