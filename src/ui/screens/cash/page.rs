//! The page `/app/caja`.

use leptos::prelude::*;

use super::model::{CashLine, CashView, HandedLine, cash_view};
use crate::{
    domain::{drawer::CashLevel, money::Money},
    ui::{
        components::{
            Amount, AmountSize, Banner, ButtonKind, CardState, EmptyState, Glyph, LinkButton, ListCard,
            StatusLine, StatusTag, Tone,
        },
        session::Session,
        shell::Screen,
        text::{cash::ES, customer, deposit, handover, voided},
    },
};

#[component]
pub fn CashPage() -> impl IntoView {
    let session = expect_context::<Session>();
    let cash = Memo::new(move |_| {
        let (today, zone) = (session.today(), session.zone());
        session.with(|workspace| cash_view(workspace, today, zone)).unwrap_or_default()
    });
    let notice = session.take_notice();
    let body = move || {
        let cash = cash.get();
        let is_empty = cash.today.is_empty();
        view! {
            <InHand cash=cash.clone()/>
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
            {deposits(cash.deposits)}
            {spoilt(cash.voided)}
            {handed(cash.handed)}
            {list(ES.earlier, cash.earlier)}
        }
        .into_any()
    };
    view! {
        <Screen title=ES.title.to_owned()>
            <StatusLine message=notice/>
            {body}
        </Screen>
    }
    .into_any()
}

/// What is in hand, against what one may carry, and the ways to hand it over.
#[component]
fn InHand(cash: CashView) -> impl IntoView {
    let limit = match cash.level {
        None | Some(CashLevel::Within) => None,
        Some(CashLevel::AboveSoft) => Some((Tone::Warning, (ES.above_soft)(cash.soft, cash.may_deposit))),
        Some(CashLevel::AboveHard) if cash.is_cash_allowed => Some((Tone::Info, ES.cash_allowed.to_owned())),
        Some(CashLevel::AboveHard) => Some((Tone::Danger, (ES.above_hard)(cash.hard))),
    };
    let optional = |name: &'static str, amount: Money| {
        (!amount.is_zero()).then(|| {
            view! {
                <dt>{name}</dt>
                <dd>
                    <Amount value=amount/>
                </dd>
            }
        })
    };
    view! {
        <section class="panel" aria-label=ES.in_hand>
            <div class="row" data-spread=true>
                <span>{ES.in_hand}</span>
                <small class="quiet">
                    {cash.since.as_deref().map_or(ES.nothing_in_hand.to_owned(), ES.since)}
                </small>
            </div>
            <Amount value=cash.in_hand size=AmountSize::Huge/>
            <small class="quiet numbers">
                {(ES.soft_limit)(cash.soft)} " · " {(ES.hard_limit)(cash.hard)}
            </small>
            {limit
                .map(|(tone, sentence)| {
                    view! {
                        <Banner tone=tone>
                            <p>{sentence}</p>
                        </Banner>
                    }
                })}
            <h2>{ES.held}</h2>
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
                {optional(ES.opened, cash.opened)} {optional(ES.deposited, cash.deposited)}
                {optional(ES.spent, cash.spent)}
            </dl>
            <small class="quiet">{ES.in_hand_hint}</small>
            <LinkButton href="/app/corte" kind=ButtonKind::Primary glyph=Glyph::Check wide=true>
                {ES.make_corte}
            </LinkButton>
            <div class="pair">
                {cash
                    .may_deposit
                    .then(|| {
                        view! {
                            <LinkButton href="/app/deposito" glyph=Glyph::Bank>
                                {ES.make_deposit}
                            </LinkButton>
                        }
                    })}
                <LinkButton href="/app/folio-cancelado" glyph=Glyph::Close>
                    {ES.void_folio}
                </LinkButton>
            </div>
        </section>
    }
    .into_any()
}

fn list(title: &'static str, lines: Vec<CashLine>) -> Option<AnyView> {
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
        .collect_view()
        .into_any();
    Some(section(title, cards))
}

fn deposits(lines: Vec<(String, String, Money)>) -> Option<AnyView> {
    if lines.is_empty() {
        return None;
    }
    let cards = lines
        .into_iter()
        .map(|(title, when, amount)| {
            view! {
                <ListCard title=title state=CardState::Done aside=move || view! { <Amount value=amount/> }>
                    <p class="quiet">{when} " · " {deposit::ES.original}</p>
                </ListCard>
            }
        })
        .collect_view()
        .into_any();
    Some(section(deposit::ES.list, cards))
}

fn spoilt(folios: Vec<String>) -> Option<AnyView> {
    (!folios.is_empty()).then(|| {
        view! {
            <section class="stack" data-gap="small" aria-label=voided::ES.list>
                <h2>{voided::ES.list}</h2>
                <p class="numbers">{folios.join(", ")}</p>
            </section>
        }
        .into_any()
    })
}

fn handed(lines: Vec<HandedLine>) -> Option<AnyView> {
    if lines.is_empty() {
        return None;
    }
    let cards = lines
        .into_iter()
        .map(|line| {
            view! {
                <ListCard title=line.title href=line.href state=CardState::Done>
                    <p class="quiet numbers">{line.details}</p>
                    <p>
                        <StatusTag tone=line.tone text=line.state/>
                    </p>
                </ListCard>
            }
        })
        .collect_view()
        .into_any();
    Some(section(handover::ES.history, cards))
}

fn section(title: &'static str, cards: AnyView) -> AnyView {
    view! {
        <section class="stack" data-gap="small" aria-label=title>
            <h2>{title}</h2>
            <ul class="card-list">{cards}</ul>
        </section>
    }
    .into_any()
}
