//! The page `/app/ruta`.

use leptos::prelude::*;

use super::{
    card::RouteCard,
    model::{Filter, RouteView, route_view},
};
use crate::ui::{
    components::{Banner, ButtonKind, Chips, Choice, EmptyState, Glyph, LinkButton, StatusLine, Tone},
    session::Session,
    shell::Screen,
    text::{cash, today::ES},
};

#[component]
pub fn TodayPage() -> impl IntoView {
    let session = expect_context::<Session>();
    let filter = RwSignal::new(Filter::Pending);
    let route = Memo::new(move |_| {
        let today = session.today();
        session.with(|workspace| route_view(workspace, today, filter.get())).unwrap_or_default()
    });
    let notice = session.take_notice();
    let is_stopped = Memo::new(move |_| route.with(RouteView::is_stopped));

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
            {move || corte_band(&route.read())}
            <Show when=move || !is_stopped.get()>
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
            </Show>
        </Screen>
    }
    .into_any()
}

/// Yesterday's corte first: the way to it, or that a supervisor lets it wait.
fn corte_band(route: &RouteView) -> Option<AnyView> {
    let corte = route.corte.clone()?;
    let words = &cash::ES;
    let sentence = if corte.is_allowed { words.corte_allowed } else { words.corte_first };
    let tone = if corte.is_allowed { Tone::Info } else { Tone::Warning };
    let is_stopped = !corte.is_allowed;
    Some(
        view! {
            <Banner tone=tone>
                {is_stopped.then(|| view! { <h2>{words.corte_first_title}</h2> })}
                <p>{sentence(&corte.day)}</p>
                {is_stopped.then(|| view! { <p>{words.still_collect}</p> })}
                <div class="row">
                    <LinkButton href="/app/corte" kind=ButtonKind::Primary glyph=Glyph::Cash>
                        {words.make_corte}
                    </LinkButton>
                    {is_stopped
                        .then(|| {
                            view! {
                                <LinkButton href="/app/clientes" glyph=Glyph::People>
                                    {ES.see_customers}
                                </LinkButton>
                            }
                        })}
                </div>
            </Banner>
        }
        .into_any(),
    )
}

fn rest_note(route: &RouteView) -> Option<impl IntoView + use<>> {
    (route.rest > 0).then(|| view! { <p class="quiet">{(ES.rest)(route.rest)}</p> })
}
