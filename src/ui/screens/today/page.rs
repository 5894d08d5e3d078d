//! The page `/app/ruta`.

use leptos::prelude::*;

use super::{
    card::RouteCard,
    model::{Filter, RouteView, route_view},
};
use crate::ui::{
    components::{Chips, Choice, EmptyState, Glyph, LinkButton, StatusLine},
    session::Session,
    shell::Screen,
    text::today::ES,
};

#[component]
pub fn TodayPage() -> impl IntoView {
    let session = expect_context::<Session>();
    let filter = RwSignal::new(Filter::Pending);
    let route = Memo::new(move |_| {
        let today = session.today();
        session.with(|workspace| route_view(workspace, today, filter.get())).unwrap_or_default()
    });
    // What was done on the screen before is said once.
    let notice = session.notice.get_untracked().unwrap_or_default();
    session.notice.set(None);

    let summary = move || {
        route.with(|route| {
            let mut parts = vec![(ES.summary)(route.pending, route.to_collect)];
            parts.extend(route.goal.as_deref().map(ES.goal));
            parts.join(" · ")
        })
    };
    let choices = Signal::derive(move || {
        route.with(|route| {
            vec![
                Choice::new((ES.pending)(route.pending)),
                Choice::new((ES.done)(route.done)),
                Choice::new((ES.all)(route.pending + route.done)),
            ]
        })
    });
    let selected = Signal::derive(move || Filter::ALL.iter().position(|one| *one == filter.get()));
    let is_empty = Memo::new(move |_| route.with(|route| route.cards.is_empty()));
    let message = Signal::derive(move || {
        let sentence = match (filter.get(), route.with(|route| route.pending + route.done)) {
            (_, 0) | (Filter::All, _) => ES.empty,
            (Filter::Pending, _) => ES.empty_pending,
            (Filter::Done, _) => ES.empty_done,
        };
        sentence.to_owned()
    });
    view! {
        <Screen title=ES.title.to_owned() wide=true>
            <StatusLine message=notice/>
            <p class="numbers">
                <strong>{summary}</strong>
            </p>
            <Chips
                legend=ES.filters
                quiet_legend=true
                choices=choices
                selected=selected
                on_choose=move |index: usize| filter.set(Filter::ALL.get(index).copied().unwrap_or_default())
            />
            <Show when=move || is_empty.get()>
                <EmptyState glyph=Glyph::Route message=message>
                    <LinkButton href="/app/clientes" glyph=Glyph::People>
                        {ES.see_customers}
                    </LinkButton>
                </EmptyState>
            </Show>
            <ol class="card-list grid">
                <For
                    each=move || route.with(|route| route.cards.clone())
                    key=|card| (card.client, card.state.is_done(), card.is_pending, card.to_collect)
                    children=|card| view! { <RouteCard card=card/> }
                />
            </ol>
            {move || rest_note(&route.read())}
        </Screen>
    }
    .into_any()
}

fn rest_note(route: &RouteView) -> Option<impl IntoView + use<>> {
    (route.rest > 0).then(|| view! { <p class="quiet">{(ES.rest)(route.rest)}</p> })
}
