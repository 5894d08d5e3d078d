//! The four figures on top, each with its comparison and its definition on tap.

use std::sync::Arc;

use leptos::prelude::*;

use super::model;
use crate::{
    api::dashboard::Board,
    device,
    domain::money::Money,
    ui::{
        components::{Amount, AmountSize, Tone},
        format,
        screens::office::table::Defined,
        text::dashboard::ES,
    },
};

/// The four figures of the board.
#[component]
pub fn Figures(board: Signal<Option<Arc<Board>>>) -> impl IntoView {
    let of = move |read: fn(&Board) -> Money| {
        Signal::derive(move || board.with(|board| board.as_deref().map(read).unwrap_or_default()))
    };
    let words = move |read: fn(&Board) -> String| {
        Signal::derive(move || board.with(|board| board.as_deref().map(read).unwrap_or_default()))
    };
    view! {
        <div class="figures four">
            <Figure
                heading=ES.collected_today
                definition=ES.collected_today_definition
                value=of(|board| board.collected)
                note=words(|board| {
                    format!(
                        "{} · {}",
                        (ES.receipts)(u64::from(board.payments)),
                        model::comparison(board.collected, board.collected_week_before),
                    )
                })
            />
            <Figure
                heading=ES.month_to_date
                definition=ES.month_definition
                value=of(|board| board.month_collected)
                note=words(|board| {
                    format::percent(board.month_collected, board.month_goal)
                        .map_or_else(|| ES.no_goal.to_owned(), |share| (ES.goal_share)(&share, board.month_goal))
                })
            />
            <Figure
                heading=ES.overdue
                definition=ES.overdue_definition
                tone=Tone::Danger
                value=of(|board| model::overdue_of(board.ageing).0)
                note=words(|board| {
                    let (overdue, total) = model::overdue_of(board.ageing);
                    format::percent(overdue, total)
                        .map_or_else(|| ES.ageing_none.to_owned(), |share| (ES.overdue_share)(&share, total))
                })
            />
            <section class="panel figure">
                <Defined heading=ES.unsent definition=ES.unsent_definition/>
                <p class="amount" data-size="large">
                    {words(|board| format::count(model::silent(&board.by_person, device::now()).0 as u64))}
                </p>
                <p class="quiet">
                    {words(|board| {
                        let now = device::now();
                        model::silent(&board.by_person, now)
                            .1
                            .map_or_else(
                                || ES.unsent_none.to_owned(),
                                |oldest| (ES.unsent_oldest)(&format::span(now.since(oldest))),
                            )
                    })}
                </p>
            </section>
        </div>
    }
    .into_any()
}

#[component]
fn Figure(
    heading: &'static str,
    definition: &'static str,
    #[prop(optional)] tone: Tone,
    value: Signal<Money>,
    /// The comparison below the figure.
    note: Signal<String>,
) -> impl IntoView {
    view! {
        <section class="panel figure">
            <Defined heading=heading definition=definition/>
            <p>
                <Amount value=value size=AmountSize::Large tone=tone/>
            </p>
            <p class="quiet">{note}</p>
        </section>
    }
    .into_any()
}
