//! The page `/app/caja`.

use leptos::prelude::*;

use super::model::{CashLine, cash_view};
use crate::ui::{
    components::{Amount, AmountSize, CardState, EmptyState, Glyph, LinkButton, ListCard, StatusTag},
    session::Session,
    shell::Screen,
    text::{cash::ES, customer},
};

#[component]
pub fn CashPage() -> impl IntoView {
    let session = expect_context::<Session>();
    let cash = Memo::new(move |_| {
        let (today, zone) = (session.today(), session.zone());
        session.with(|workspace| cash_view(workspace, today, zone)).unwrap_or_default()
    });
    let body = move || {
        let cash = cash.get();
        let is_empty = cash.today.is_empty();
        view! {
            <section class="panel" aria-label=ES.in_hand>
                <span>{ES.in_hand}</span>
                <Amount value=cash.in_hand size=AmountSize::Huge/>
                <small class="quiet">{ES.in_hand_hint}</small>
                <dl>
                    <dt>{ES.cash}</dt>
                    <dd>
                        <Amount value=cash.cash/>
                    </dd>
                    <dt>{ES.cheque}</dt>
                    <dd>
                        <Amount value=cash.cheques/>
                    </dd>
                    <dt>{ES.transfer}</dt>
                    <dd>
                        <Amount value=cash.transfers/>
                    </dd>
                    <dt>{ES.card}</dt>
                    <dd>
                        <Amount value=cash.cards/>
                    </dd>
                    <dt>
                        <strong>{ES.collected}</strong>
                    </dt>
                    <dd>
                        <strong>
                            <Amount value=cash.collected/>
                        </strong>
                    </dd>
                </dl>
            </section>
            {is_empty
                .then(|| {
                    view! {
                        <EmptyState glyph=Glyph::Receipt message=ES.empty.to_owned()>
                            <LinkButton href="/app/ruta" glyph=Glyph::Route>
                                {ES.go_to_route}
                            </LinkButton>
                        </EmptyState>
                    }
                })}
            {list(ES.receipts, cash.today)}
            {list(ES.earlier, cash.earlier)}
        }
    };
    view! { <Screen title=ES.title.to_owned()>{body}</Screen> }
}

fn list(title: &'static str, lines: Vec<CashLine>) -> Option<impl IntoView + use<>> {
    if lines.is_empty() {
        return None;
    }
    let cards = lines
        .into_iter()
        .map(|line| {
            let amount = line.amount;
            let state = if line.is_pending { CardState::Pending } else { CardState::Done };
            view! {
                <ListCard
                    title=line.client_name
                    href=format!("/app/recibo/{}", line.folio)
                    state=state
                    aside=move || view! { <Amount value=amount/> }
                >
                    <p class="quiet">{line.details}</p>
                    {line
                        .is_pending
                        .then(|| {
                            view! {
                                <p>
                                    <StatusTag glyph=Glyph::Clock text=customer::ES.pending_mark.to_owned()/>
                                </p>
                            }
                        })}
                </ListCard>
            }
        })
        .collect_view();
    Some(view! {
        <section class="stack" data-gap="small" aria-label=title>
            <h2>{title}</h2>
            <ul class="card-list">{cards}</ul>
        </section>
    })
}
