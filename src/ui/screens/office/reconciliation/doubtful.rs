//! What could be more than one thing: a person says which.

use leptos::prelude::*;

use super::{Desk, model, parts};
use crate::{
    api::reconciliation::{Doubtful, LineView, OpenBooks, TargetView},
    ui::{
        components::{Amount, Button, EmptyState, Glyph, ListCard},
        format,
        screens::office::{here::WallClock, states::Loaded},
        text::{reconciliation as words, reconciliation::ES},
    },
};

#[component]
pub fn DoubtfulLines(desk: Desk) -> impl IntoView {
    let clock = WallClock::of_caller();
    view! {
        <Loaded
            state=desk.open.state()
            has_data=desk.open.has_data()
            retry=move |()| desk.open.reload()
        >
            {move || desk.open.get().map(|books| list(&books, desk, clock))}
        </Loaded>
    }
    .into_any()
}

fn list(books: &OpenBooks, desk: Desk, clock: WallClock) -> AnyView {
    if books.doubtful.is_empty() {
        return view! { <EmptyState glyph=Glyph::Check message=ES.doubtful_empty/> }.into_any();
    }
    let cards = books.doubtful.iter().map(|doubtful| card(doubtful, desk, clock)).collect_view();
    view! { <ul class="stack">{cards}</ul> }.into_any()
}

fn card(doubtful: &Doubtful, desk: Desk, clock: WallClock) -> AnyView {
    let amount = doubtful.line.amount;
    let (title, day) = (model::says(&doubtful.line), clock.date(doubtful.line.id.on));
    let why = words::doubt(doubtful.doubt);
    let candidates = doubtful
        .candidates
        .iter()
        .map(|candidate| self::candidate(&doubtful.line, candidate, desk, clock))
        .collect_view();
    view! {
        <ListCard
            title=title
            aside=move || view! { <Amount value=amount/> }
        >
            <p class="quiet">{day}</p>
            <p>{why}</p>
            <ul class="stack" data-gap="small">{candidates}</ul>
        </ListCard>
    }
    .into_any()
}

fn candidate(line: &LineView, target: &TargetView, desk: Desk, clock: WallClock) -> AnyView {
    let request = model::pair(line, target);
    // Another amount can never be the same money: it is shown so that somebody looks for the mistake.
    let may_be = !target.is_own && target.amount == line.amount;
    let action = may_be.then(|| {
        view! {
            <Button
                busy=desk.change.is_busy
                label=format!("{}: {}", ES.this_one, model::title(target))
                on_press=move |()| desk.confirm(vec![request.clone()])
            >
                {ES.this_one}
            </Button>
        }
    });
    view! {
        <li class="row" data-spread="true">
            <span>{parts::target_words(target, clock)}</span>
            <span class="amount">{format::money(target.amount)}</span>
            {action}
        </li>
    }
    .into_any()
}
