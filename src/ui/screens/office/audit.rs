//! Auditoría: who changed what in the office, newest first. It can be looked through, never changed.

use std::sync::Arc;

use leptos::prelude::*;

use super::{
    here::WallClock,
    remote::{Change, Remote},
    states::{ChangeError, Loaded},
};
use crate::{
    api::audit::{AuditPage as Page, AuditRow, audit_page},
    domain::date::Millis,
    ui::{
        components::{Button, Column, DataTable, EmptyState, Glyph, SearchBox, SelectField},
        text::{
            audit::{self, ES},
            office,
        },
    },
};

#[component]
pub fn AuditPage() -> impl IntoView {
    let first = Remote::new(|| audit_page(None));
    let older = RwSignal::new(Vec::<AuditRow>::new());
    let next = RwSignal::new(None::<Millis>);
    Effect::new(move |_| {
        if let Some(page) = first.get() {
            older.set(Vec::new());
            next.set(page.next);
        }
    });
    let turning = Change::default();
    let more = move |()| {
        turning.run(audit_page(next.get_untracked()), move |page: Page| {
            older.update(|rows| rows.extend(page.rows));
            next.set(page.next);
        });
    };
    let kind = RwSignal::new(String::new());
    let typed = RwSignal::new(String::new());
    let clock = WallClock::of_caller();
    let options =
        audit::KINDS.iter().map(|(key, words)| ((*key).to_owned(), (*words).to_owned())).collect::<Vec<_>>();
    let options = Signal::derive(move || {
        std::iter::once((String::new(), ES.any_action.to_owned())).chain(options.clone()).collect::<Vec<_>>()
    });
    let table = move || {
        let page: Arc<Page> = first.get()?;
        let (kind, wanted) = (kind.get(), typed.get().to_lowercase());
        let lines = older.with(|older| {
            page.rows
                .iter()
                .chain(older)
                .filter(|row| kind.is_empty() || row.action.kind() == kind)
                .filter_map(|row| line(row, &wanted, clock))
                .collect::<Vec<_>>()
        });
        if lines.is_empty() {
            let message = if page.rows.is_empty() {
                format!("{}. {}", ES.empty, ES.empty_detail)
            } else {
                format!("{}. {}", office::ES.none_found, office::ES.none_found_detail)
            };
            return Some(view! { <EmptyState glyph=Glyph::Shield message=message/> }.into_any());
        }
        let columns =
            vec![Column::text(ES.when), Column::text(ES.who), Column::text(ES.what), Column::text(ES.detail)];
        Some(
            view! {
                <DataTable caption=ES.title columns=columns>
                    {lines}
                </DataTable>
            }
            .into_any(),
        )
    };
    view! {
        <div class="stack">
            <p class="quiet">{ES.intro}</p>
            <div class="filters">
                <SelectField
                    label=ES.action_filter
                    name="action"
                    options=options
                    value=kind
                    on_choose=move |key| kind.set(key)
                />
                <SearchBox label=ES.search value=typed on_input=move |text| typed.set(text)/>
            </div>
            <Loaded
                state=first.state()
                has_data=first.has_data()
                retry=move |()| first.reload()
            >
                {table}
                <ChangeError error=turning.error/>
                <Show when=move || next.with(Option::is_some)>
                    <Button busy=turning.is_busy on_press=more>
                        {ES.older}
                    </Button>
                </Show>
            </Loaded>
        </div>
    }
    .into_any()
}

/// One row, where it holds what is looked for.
fn line(row: &AuditRow, wanted: &str, clock: WallClock) -> Option<AnyView> {
    let (what, detail) = (audit::what(&row.action), audit::detail(&row.action));
    let who = if row.by_name.is_empty() { ES.system } else { &row.by_name };
    let is_wanted = wanted.is_empty()
        || [who, what, detail.as_str()].iter().any(|text| text.to_lowercase().contains(wanted));
    is_wanted.then(|| {
        view! {
            <tr>
                <td class="numbers">{clock.moment(row.at)}</td>
                <td>{who.to_owned()}</td>
                <th scope="row">{what}</th>
                <td>{detail}</td>
            </tr>
        }
        .into_any()
    })
}
