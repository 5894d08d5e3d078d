//! Cortes as they arrive: the list, and one of them to count.

use leptos::prelude::*;

use super::corte::Corte;
use crate::{
    api::cortes::{CorteFilter, CorteRow, CorteState, list_cortes},
    domain::ids::EventId,
    ui::{
        components::{Chips, Choice, EmptyState, Glyph, MasterDetail, StatusTag, Tone},
        format,
        screens::office::{here::WallClock, remote::Remote, states::Loaded, typing::move_with_arrows},
        text::cash_desk::ES,
    },
};

const FILTERS: [CorteFilter; 4] =
    [CorteFilter::Waiting, CorteFilter::Confirmed, CorteFilter::Objected, CorteFilter::All];

#[component]
pub fn Cortes(say: Callback<String>) -> impl IntoView {
    let which = RwSignal::new(0usize);
    let rows = Remote::new(move || list_cortes(FILTERS.get(which.get()).copied().unwrap_or_default()));
    let open = RwSignal::new(None::<EventId>);
    let clock = WallClock::of_caller();
    let choices: Vec<Choice> =
        FILTERS.into_iter().map(|filter| Choice::new((ES.corte_filter)(filter))).collect();
    let list = move || {
        view! {
            <div class="stack">
                <Chips
                    legend=ES.show
                    quiet_legend=true
                    choices=choices.clone()
                    selected=Signal::derive(move || Some(which.get()))
                    on_choose=move |index| which.set(index)
                />
                <Loaded
                    state=rows.state()
                    has_data=rows.has_data()
                    retry=move |()| rows.reload()
                >
                    {move || rows.get().map(|rows| entries(&rows, clock, open))}
                </Loaded>
            </div>
        }
        .into_any()
    };
    let detail = move || {
        move || match open.get() {
            Some(corte) => view! {
                <Corte
                    corte=corte
                    on_close=move |()| open.set(None)
                    on_changed=move |words: String| {
                        say.run(words);
                        rows.reload();
                    }
                />
            }
            .into_any(),
            None => view! {
                <EmptyState
                    glyph=Glyph::Cash
                    message=format!("{}. {}", ES.choose_corte, ES.choose_corte_detail)
                />
            }
            .into_any(),
        }
    };
    view! {
        <MasterDetail
            is_open=Signal::derive(move || open.with(Option::is_some))
            master=list
            detail=detail
        />
    }
    .into_any()
}

fn entries(rows: &[CorteRow], clock: WallClock, open: RwSignal<Option<EventId>>) -> AnyView {
    if rows.is_empty() {
        let message = format!("{}. {}", ES.cortes_empty, ES.cortes_empty_detail);
        return view! { <EmptyState glyph=Glyph::Check message=message/> }.into_any();
    }
    let entries = rows.iter().map(|row| entry(row, clock, open)).collect_view();
    view! {
        <ul class="account-list" on:keydown=move |event| move_with_arrows(&event)>
            {entries}
        </ul>
    }
    .into_any()
}

fn entry(row: &CorteRow, clock: WallClock, open: RwSignal<Option<EventId>>) -> AnyView {
    let corte = row.corte;
    view! {
        <li>
            <button
                type="button"
                class="account-entry"
                aria-current=move || (open.get() == Some(corte)).then_some("true")
                on:click=move |_| open.set(Some(corte))
            >
                <span class="name">{row.person_name.clone()}</span>
                <span class="amount">{format::money(row.handed)}</span>
                <span class="quiet place">
                    {(ES.corte_line)(&clock.date(row.day), row.payments, row.cheques)}
                </span>
                <span class="quiet who">
                    {format!("{} · {}", row.branch_name, clock.moment(row.received))}
                </span>
                {state_tag(&row.state)}
            </button>
        </li>
    }
    .into_any()
}

/// The state as a tag.
pub fn state_tag(state: &CorteState) -> AnyView {
    let (tone, glyph) = match state {
        CorteState::Waiting => (Tone::Warning, Glyph::Clock),
        CorteState::Confirmed { .. } => (Tone::Ok, Glyph::Check),
        CorteState::Objected { .. } => (Tone::Danger, Glyph::Alert),
    };
    view! { <StatusTag tone=tone glyph=glyph text=(ES.corte_state)(state)/> }.into_any()
}
