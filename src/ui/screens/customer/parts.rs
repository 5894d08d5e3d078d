//! The parts of the ficha: how to reach the client, and its three tabs.

use leptos::prelude::*;

use super::model::{DebtGroup, InvoiceLine, Movement, PaperLine, Reach};
use crate::ui::{
    components::{Amount, EmptyState, Glyph, LinkButton, ListCard, StatusTag, Tone},
    text::customer::ES,
};

/// Call, write, go. Outside the hours of the law they are not there, and the reason is.
#[component]
pub fn ReachButtons(reach: Reach, directions: Option<String>) -> impl IntoView {
    let contact = match reach {
        Reach::Allowed { telephone, whatsapp } => view! {
            <LinkButton href=telephone glyph=Glyph::Phone>
                {ES.call}
            </LinkButton>
            <LinkButton href=whatsapp glyph=Glyph::Message external=true>
                {ES.whatsapp}
            </LinkButton>
        }
        .into_any(),
        Reach::OffHours => view! { <p class="quiet">{ES.off_hours}</p> }.into_any(),
        Reach::NoPhone => view! { <p class="quiet">{ES.no_phone}</p> }.into_any(),
    };
    view! {
        <div class="row">
            {contact}
            {directions
                .map(|href| {
                    view! {
                        <LinkButton href=href glyph=Glyph::Go external=true>
                            {ES.go}
                        </LinkButton>
                    }
                })}
        </div>
    }
    .into_any()
}

/// What he owes, by kind of debt.
#[component]
pub fn Debts(groups: Vec<DebtGroup>) -> impl IntoView {
    if groups.is_empty() {
        return view! { <EmptyState glyph=Glyph::File message=ES.no_invoices.to_owned()/> }.into_any();
    }
    groups
        .into_iter()
        .map(|group| {
            let cards = group.lines.into_iter().map(debt_card).collect_view();
            section(group.title, cards.into_any())
        })
        .collect_view()
        .into_any()
}

fn debt_card(line: InvoiceLine) -> impl IntoView {
    let balance = line.balance;
    let details = [line.kind, Some(line.due), line.total, line.interest];
    view! {
        <ListCard
            title=line.folio
            aside=move || view! { <span class="amount">{balance.clone()}</span> }
        >
            <p class="quiet">{details.into_iter().flatten().collect::<Vec<_>>().join(" · ")}</p>
            <p class="row">
                <StatusTag tone=line.tone text=line.state/>
                {line.review.map(|text| view! { <StatusTag tone=Tone::Info glyph=Glyph::File text=text/> })}
            </p>
        </ListCard>
    }
}

/// Convenios, cheques or requests; nothing where there are none.
#[component]
pub fn Papers(title: &'static str, lines: Vec<PaperLine>) -> impl IntoView {
    if lines.is_empty() {
        return ().into_any();
    }
    let cards = lines
        .into_iter()
        .map(|line| {
            let amount = line.amount;
            let aside = move || amount.map(|amount| view! { <Amount value=amount/> });
            let body = view! {
                <p class="quiet">{line.details}</p>
                <p>
                    <StatusTag tone=line.tone text=line.state/>
                </p>
            };
            match line.href {
                Some(href) => {
                    view! { <ListCard title=line.title href=href aside=aside>{body}</ListCard> }.into_any()
                }
                None => view! { <ListCard title=line.title aside=aside>{body}</ListCard> }.into_any(),
            }
        })
        .collect_view();
    section(title, cards.into_any())
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

#[component]
pub fn Movements(lines: Vec<Movement>) -> impl IntoView {
    if lines.is_empty() {
        return view! { <EmptyState glyph=Glyph::Clock message=ES.no_movements.to_owned()/> }.into_any();
    }
    let cards = lines
        .into_iter()
        .map(|line| {
            let amount = line.amount;
            let aside = move || amount.map(|amount| view! { <Amount value=amount/> });
            let tag = line.tag.map(|(tone, text)| view! { <StatusTag tone=tone text=text.to_owned()/> });
            let body = view! {
                <p class="quiet">{line.when}</p>
                {tag}
            };
            match line.href {
                Some(href) => {
                    view! { <ListCard title=line.what href=href aside=aside>{body}</ListCard> }.into_any()
                }
                None => view! { <ListCard title=line.what aside=aside>{body}</ListCard> }.into_any(),
            }
        })
        .collect_view();
    view! { <ul class="card-list">{cards}</ul> }.into_any()
}

#[component]
pub fn Data(lines: Vec<(&'static str, String)>) -> impl IntoView {
    let rows = lines
        .into_iter()
        .map(|(name, value)| {
            view! {
                <dt>{name}</dt>
                <dd>{value}</dd>
            }
        })
        .collect_view();
    view! { <dl class="panel">{rows}</dl> }
}
