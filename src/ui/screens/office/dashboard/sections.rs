//! The charts of the board, each with its table beside.

use std::sync::Arc;

use leptos::prelude::*;

use super::model;
use crate::{
    api::dashboard::{Board, FormTotal, PersonAgeing, PersonDay},
    domain::{date::CivilDate, money::Money},
    ui::{
        charts::{ageing_bars::AgeingBars, daily_bars::DailyBars, person_bars::PersonBars},
        components::{Column, DataTable, EmptyState, Glyph, StatusTag, Tone},
        format,
        screens::office::{here::WallClock, table::Defined},
        text::{common::ES as COMMON, dashboard::ES, office::payment_form},
    },
};

type BoardSignal = Signal<Option<Arc<Board>>>;

/// Who collected what today, and when each phone last spoke.
#[component]
pub fn ByPerson(board: BoardSignal, people: Memo<Vec<PersonDay>>) -> impl IntoView {
    let total =
        Memo::new(move |_| board.with(|board| board.as_deref().map(|b| b.collected).unwrap_or_default()));
    let chart = move || {
        people.with(|people| match model::person_finding(people, total.get()) {
            Some(finding) => view! {
                <p>{finding.clone()}</p>
                <PersonBars rows=model::person_bars(people) finding=finding/>
            }
            .into_any(),
            None => view! { <EmptyState glyph=Glyph::Cash message=ES.by_person_none/> }.into_any(),
        })
    };
    let clock = WallClock::of_caller();
    let rows =
        move || people.with(|people| people.iter().map(|person| person_row(person, clock)).collect_view());
    let columns = vec![
        Column::text(ES.person),
        Column::figure(ES.collected_today),
        Column::figure(ES.payments),
        Column::figure(ES.cash_in_hand),
        Column::figure(ES.month_to_date),
        Column::text(ES.last_sync),
    ];
    view! {
        <section class="panel whole">
            <h2>{ES.by_person}</h2>
            <div class="by-person">
                <div class="stack">{chart}</div>
                <DataTable caption=ES.by_person columns=columns>
                    {rows}
                </DataTable>
            </div>
        </section>
    }
    .into_any()
}

fn person_row(person: &PersonDay, clock: WallClock) -> AnyView {
    let month = format::percent(person.month_collected, person.month_goal)
        .map_or_else(String::new, |share| format!(" · {share}"));
    let sync = match person.last_sync {
        None => view! { <span class="quiet">{ES.never_synced}</span> }.into_any(),
        Some(at) if crate::device::now().since(at) > model::SILENT_MS => {
            view! { <StatusTag tone=Tone::Warning glyph=Glyph::Clock text=clock.age(at)/> }.into_any()
        }
        Some(at) => view! { <span>{clock.age(at)}</span> }.into_any(),
    };
    view! {
        <tr>
            <th scope="row">{person.name.clone()}</th>
            <td data-align="end">{format::money(person.collected)}</td>
            <td data-align="end">{person.payments}</td>
            <td data-align="end">{format::money(person.cash_in_hand)}</td>
            <td data-align="end">{format::money(person.month_collected)} {month}</td>
            <td>{sync}</td>
        </tr>
    }
    .into_any()
}

/// How the money came.
#[component]
pub fn ByForm(board: BoardSignal) -> impl IntoView {
    let forms = Memo::new(move |_| {
        board.with(|board| board.as_deref().map(|b| b.by_form.clone()).unwrap_or_default())
    });
    let rows = move || {
        forms.with(|forms: &Vec<FormTotal>| {
            forms
                .iter()
                .map(|form| {
                    view! {
                        <tr>
                            <th scope="row">{payment_form(&form.sat_form)}</th>
                            <td data-align="end">{format::money(form.amount)}</td>
                            <td data-align="end">{form.payments}</td>
                        </tr>
                    }
                })
                .collect_view()
        })
    };
    let columns = vec![Column::text(ES.form), Column::figure(ES.amount), Column::figure(ES.payments)];
    let table = move || {
        if forms.with(Vec::is_empty) {
            view! { <p class="quiet">{ES.by_person_none}</p> }.into_any()
        } else {
            view! { <DataTable caption=ES.by_form_today columns=columns.clone()>{rows}</DataTable> }
                .into_any()
        }
    };
    view! {
        <section class="panel">
            <h2>{ES.by_form}</h2>
            {table}
        </section>
    }
    .into_any()
}

/// Day by day since the first of the month.
#[component]
pub fn ByDay(board: BoardSignal) -> impl IntoView {
    let days = Memo::new(move |_| board.with(|board| board.as_deref().map(model::days).unwrap_or_default()));
    let chart = move || {
        days.with(|days| match model::days_finding(days) {
            Some(finding) => view! {
                <p>{finding.clone()}</p>
                <DailyBars days=days.clone() goal=None finding=finding/>
            }
            .into_any(),
            None => view! { <EmptyState glyph=Glyph::Chart message=ES.by_day_none/> }.into_any(),
        })
    };
    let rows =
        move || days.with(|days| days.iter().rev().map(|day| day_row(day.day, day.amount)).collect_view());
    view! {
        <section class="panel">
            <h2>{ES.by_day}</h2>
            {chart}
            <details class="table-beside">
                <summary>{COMMON.see_table}</summary>
                <DataTable caption=ES.by_day columns=vec![Column::text(ES.day), Column::figure(ES.amount)]>
                    {rows}
                </DataTable>
            </details>
        </section>
    }
    .into_any()
}

fn day_row(day: CivilDate, amount: Money) -> AnyView {
    view! {
        <tr>
            <th scope="row">{format::date(day, day)}</th>
            <td data-align="end">{format::money(amount)}</td>
        </tr>
    }
    .into_any()
}

/// What is open, by age, of each collector.
#[component]
pub fn Ageing(board: BoardSignal) -> impl IntoView {
    let people = Memo::new(move |_| {
        board.with(|board| board.as_deref().map(|b| b.ageing_by_person.clone()).unwrap_or_default())
    });
    let totals =
        Memo::new(move |_| board.with(|board| board.as_deref().map(|b| b.ageing).unwrap_or_default()));
    let chart = move || {
        let rows = people.with(|people: &Vec<PersonAgeing>| model::ageing_rows(people));
        if rows.is_empty() {
            return view! { <EmptyState glyph=Glyph::Chart message=ES.ageing_none/> }.into_any();
        }
        let finding = model::ageing_finding(&rows).unwrap_or_else(|| ES.ageing_nothing_overdue.to_owned());
        view! {
            <p>{finding.clone()}</p>
            <AgeingBars rows=rows finding=finding/>
        }
        .into_any()
    };
    let rows = move || {
        let mut rows = people.with(|people| model::ageing_rows(people));
        rows.push(crate::ui::charts::ageing_bars::AgeingRow {
            name: ES.total.to_owned(),
            bands: model::bands(totals.get()),
        });
        rows.into_iter()
            .map(|row| {
                let cells = row
                    .bands
                    .map(|amount| view! { <td data-align="end">{format::money(amount)}</td> })
                    .into_iter()
                    .collect_view();
                view! {
                    <tr>
                        <th scope="row">{row.name.clone()}</th>
                        {cells}
                        <td data-align="end">{format::money(row.total())}</td>
                    </tr>
                }
            })
            .collect_view()
    };
    let columns = std::iter::once(Column::text(ES.person))
        .chain(ES.bands.into_iter().map(Column::figure))
        .chain([Column::figure(ES.total)])
        .collect::<Vec<_>>();
    view! {
        <section class="panel">
            <Defined heading=ES.ageing definition=ES.ageing_definition/>
            {chart}
            <details class="table-beside">
                <summary>{COMMON.see_table}</summary>
                <DataTable caption=ES.ageing columns=columns>
                    {rows}
                </DataTable>
            </details>
        </section>
    }
    .into_any()
}
