//! One stop of the day: who, why, how much, and the three things to do.

use leptos::prelude::*;

use super::model::StopCard;
use crate::{
    domain::route::StopState,
    ui::{
        components::{
            Amount, AmountSize, ButtonKind, CardState, Glyph, LinkButton, ListCard, StatusTag, Tone,
        },
        text::today::ES,
    },
};

#[component]
pub fn RouteCard(
    /// What it shows.
    card: StopCard,
) -> impl IntoView {
    let state = match card.state {
        _ if card.is_pending => CardState::Pending,
        StopState::Pending => CardState::Todo,
        StopState::Visited | StopState::Paid { .. } => CardState::Done,
    };
    let done = match card.state {
        StopState::Pending => None,
        StopState::Visited => Some(ES.visited.to_owned()),
        StopState::Paid { received } => Some((ES.paid)(received)),
    };
    let to_collect = card.to_collect;
    let aside = move || view! { <Amount value=to_collect size=AmountSize::Large/> };
    let name = card.name.clone();
    view! {
        <ListCard
            title=card.name
            href=format!("/app/clientes/{}", card.client)
            number=card.number
            state=state
            aside=aside
        >
            <p class="quiet">{card.street}</p>
            <p class="row">
                <StatusTag tone=card.tone text=card.why/>
                {done.map(|done| view! { <StatusTag tone=Tone::Ok glyph=Glyph::Check text=done/> })}
                {card
                    .is_pending
                    .then(|| view! { <StatusTag glyph=Glyph::Clock text=ES.pending_mark.to_owned()/> })}
            </p>
            <div class="card-actions">
                <LinkButton
                    href=format!("/app/cobrar/{}", card.client)
                    kind=ButtonKind::Primary
                    glyph=Glyph::Cash
                    label=(ES.collect_from)(&name)
                >
                    {ES.collect}
                </LinkButton>
                <LinkButton
                    href=format!("/app/visita/{}", card.client)
                    glyph=Glyph::Hand
                    label=(ES.no_payment_of)(&name)
                >
                    {ES.no_payment}
                </LinkButton>
                {card
                    .directions
                    .map(|href| {
                        view! {
                            <LinkButton href=href glyph=Glyph::Go external=true label=(ES.go_to)(&name)>
                                {ES.go}
                            </LinkButton>
                        }
                    })}
            </div>
        </ListCard>
    }
    .into_any()
}
