//! Tablero: the day's collection by person and the ageing of the portfolio. It asks again by itself while it is seen.

mod figures;
mod model;
mod sections;

use std::time::Duration;

use leptos::prelude::*;

use self::{
    figures::Figures,
    sections::{Ageing, ByDay, ByForm, ByPerson},
};
use super::{here::WallClock, remote::Remote, states::Loaded};
use crate::{
    api::{dashboard::load_board, people::list_branches},
    domain::ids::{BranchId, PersonId},
    ui::{
        components::{Banner, Button, Glyph, LinkButton, SelectField, Tone},
        screens::office::portfolio,
        text::{dashboard::ES, office},
    },
};

/// How often the board asks again: the manager sees a payment within half a minute of its arrival.
const POLL_EVERY: Duration = Duration::from_secs(20);

#[component]
pub fn DashboardPage() -> impl IntoView {
    let branch = RwSignal::new(String::new());
    let remote = Remote::new(move || load_board(None, BranchId::parse(&branch.get())));
    let branches = Remote::new(list_branches);
    let branch_options = Signal::derive(move || {
        let branches = branches.get();
        portfolio::options(
            office::ES.all_branches,
            branches
                .iter()
                .flat_map(|rows| rows.iter())
                .map(|row| (row.branch.to_string(), row.name.clone())),
        )
    });
    let board = Signal::derive(move || remote.get());
    let order = StoredValue::new(Vec::<PersonId>::new());
    let people = Memo::new(move |_| {
        let Some(board) = board.get() else { return Vec::new() };
        order.try_update_value(|order| model::keep_order(order, &board.by_person)).unwrap_or_default()
    });
    let is_by_hand = RwSignal::new(false);
    let refresh = move |()| {
        is_by_hand.set(true);
        // Whoever asks by hand looks away from the rows: they may be sorted again.
        order.set_value(Vec::new());
        remote.reload();
    };
    Effect::new(move |_| {
        let poll = set_interval_with_handle(
            move || {
                if !document().hidden() && !remote.state().is_busy.get_untracked() {
                    is_by_hand.set(false);
                    remote.reload();
                }
            },
            POLL_EVERY,
        )
        .ok();
        on_cleanup(move || {
            if let Some(poll) = poll {
                poll.clear();
            }
        });
    });
    let busy = Signal::derive(move || is_by_hand.get() && remote.state().is_busy.get());
    let clock = WallClock::of_caller();
    let until =
        move || board.with(|board| board.as_ref().map(|board| (ES.data_until)(&clock.moment(board.as_of))));
    let exceptions =
        Memo::new(move |_| board.with(|board| board.as_ref().map_or(0, |board| board.open_exceptions)));
    view! {
        <div class="stack">
            <div class="row" data-spread="true">
                <SelectField
                    label=office::ES.branch
                    name="branch"
                    options=branch_options
                    value=branch
                    on_choose=move |key| branch.set(key)
                />
                <p class="quiet numbers">{until}</p>
                <Button glyph=Glyph::Refresh busy=busy on_press=refresh>
                    {ES.refresh}
                </Button>
            </div>
            <Loaded
                state=remote.state()
                has_data=Signal::derive(move || board.with(Option::is_some))
                retry=refresh
            >
                <Show when=move || { exceptions.get() > 0 }>
                    <Banner tone=Tone::Warning>
                        <p>{move || (ES.open_exceptions)(exceptions.get())}</p>
                        <LinkButton href="/oficina/por-aclarar">{ES.see_exceptions}</LinkButton>
                    </Banner>
                </Show>
                <Figures board=board/>
                <div class="board">
                    <ByPerson board=board people=people/>
                    <Ageing board=board/>
                    <ByDay board=board/>
                    <ByForm board=board/>
                </div>
            </Loaded>
        </div>
    }
    .into_any()
}
