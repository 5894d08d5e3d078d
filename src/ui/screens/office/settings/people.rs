//! Limits and leave of each person who collects.

use leptos::prelude::*;

use super::model;
use crate::{
    api::settings::{PersonSettings, PersonSettingsRow, set_person_settings},
    ui::{
        components::{
            Button, ButtonKind, Chips, Choice, Column, DataTable, EmptyState, Field, FieldKind, FieldNote,
            Glyph, Sheet,
        },
        format,
        screens::office::{remote::Change, states::ChangeError},
        text::settings::ES,
    },
};

#[component]
pub fn People(
    #[prop(into)] rows: Signal<Vec<PersonSettingsRow>>,
    changed: Callback<String>,
) -> impl IntoView {
    let chosen = RwSignal::new(None::<PersonSettingsRow>);
    let table = move || {
        let rows = rows.get();
        if rows.is_empty() {
            let message = format!("{}. {}", ES.people_empty, ES.people_empty_detail);
            return view! { <EmptyState glyph=Glyph::People message=message/> }.into_any();
        }
        let lines = rows.iter().map(|row| line(row, chosen)).collect_view();
        let columns = vec![
            Column::text(ES.person),
            Column::text(ES.limits),
            Column::text(ES.deposits),
            Column::text(ES.action),
        ];
        view! {
            <DataTable caption=ES.people columns=columns>
                {lines}
            </DataTable>
        }
        .into_any()
    };
    let title = move || {
        chosen.with(|row| row.as_ref().map(|row| (ES.person_title)(&row.person_name)).unwrap_or_default())
    };
    view! {
        <div class="stack">
            {table}
            <Sheet
                is_open=Signal::derive(move || chosen.with(Option::is_some))
                title=Signal::derive(title)
                on_close=move |()| chosen.set(None)
            >
                {move || {
                    chosen
                        .get()
                        .map(|row| {
                            let done = move |words: String| {
                                chosen.set(None);
                                changed.run(words);
                            };
                            view! { <Person row=row done=done/> }
                        })
                }}
            </Sheet>
        </div>
    }
    .into_any()
}

fn line(row: &PersonSettingsRow, chosen: RwSignal<Option<PersonSettingsRow>>) -> impl IntoView + use<> {
    let limits = match row.settings.cash {
        Some(cash) => format!("{} · {}", format::money(cash.soft), format::money(cash.hard)),
        None => ES.company_limits.to_owned(),
    };
    let deposits = if row.settings.may_deposit { ES.may_deposit } else { ES.may_not_deposit };
    let again = row.clone();
    view! {
        <tr>
            <th scope="row">
                {row.person_name.clone()} <span class="quiet">" · " {row.branch_name.clone()}</span>
            </th>
            <td>{limits}</td>
            <td>{deposits}</td>
            <td>
                <Button
                    label=(ES.change_of)(&row.person_name)
                    on_press=move |()| chosen.set(Some(again.clone()))
                >
                    {ES.change}
                </Button>
            </td>
        </tr>
    }
}

#[component]
fn Person(row: PersonSettingsRow, #[prop(into)] done: Callback<String>) -> impl IntoView {
    let cash = row.settings.cash;
    let is_own = RwSignal::new(cash.is_some());
    let soft = RwSignal::new(cash.map(|cash| model::typed_amount(cash.soft)).unwrap_or_default());
    let hard = RwSignal::new(cash.map(|cash| model::typed_amount(cash.hard)).unwrap_or_default());
    let may_deposit = RwSignal::new(row.settings.may_deposit);
    let has_tried = RwSignal::new(false);
    let saving = Change::default();
    let limits = Memo::new(move |_| model::limits_of(&soft.get(), &hard.get()));
    let note = move |is_soft: bool| {
        Signal::derive(move || {
            let wrong = has_tried.get().then(|| limits.get().err()).flatten()?;
            if is_soft { wrong.soft } else { wrong.hard }.map(FieldNote::Error)
        })
    };
    let name = StoredValue::new(row.person_name.clone());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        has_tried.set(true);
        let cash = match (is_own.get_untracked(), limits.get_untracked()) {
            (false, _) => None,
            (true, Ok(cash)) => Some(cash),
            (true, Err(_)) => return,
        };
        let settings = PersonSettings { cash, may_deposit: may_deposit.get_untracked() };
        saving.run(set_person_settings(row.version, row.person, settings), move |()| {
            done.run(name.with_value(|name| (ES.person_saved)(name)));
        });
    };
    view! {
        <form class="stack" novalidate on:submit=submit>
            <Chips
                legend=ES.limits
                choices=vec![Choice::new(ES.company_limits), Choice::new(ES.own_limits)]
                selected=Signal::derive(move || Some(usize::from(is_own.get())))
                on_choose=move |index| is_own.set(index == 1)
            />
            <Show when=move || is_own.get()>
                <Field
                    label=ES.soft
                    name="person-soft"
                    kind=FieldKind::Money
                    hint=ES.soft_hint
                    value=soft
                    on_input=move |text| soft.set(text)
                    note=note(true)
                />
                <Field
                    label=ES.hard
                    name="person-hard"
                    kind=FieldKind::Money
                    hint=ES.hard_hint
                    value=hard
                    on_input=move |text| hard.set(text)
                    note=note(false)
                />
            </Show>
            <Chips
                legend=ES.deposits
                choices=vec![Choice::new(ES.may_not_deposit), Choice::new(ES.may_deposit)]
                selected=Signal::derive(move || Some(usize::from(may_deposit.get())))
                on_choose=move |index| may_deposit.set(index == 1)
            />
            <ChangeError error=saving.error/>
            <Button kind=ButtonKind::Primary submit=true wide=true busy=saving.is_busy>
                {ES.save}
            </Button>
        </form>
    }
    .into_any()
}
