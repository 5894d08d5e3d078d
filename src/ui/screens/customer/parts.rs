//! The parts of the ficha: how to reach the client, and its three tabs.

use leptos::prelude::*;

use super::model::{InvoiceLine, Movement, Reach};
use crate::ui::{
    components::{Amount, EmptyState, Glyph, LinkButton, ListCard, StatusTag},
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

#[component]
pub fn Invoices(lines: Vec<InvoiceLine>) -> impl IntoView {
    if lines.is_empty() {
        return view! { <EmptyState glyph=Glyph::File message=ES.no_invoices.to_owned()/> }.into_any();
    }
    let cards = lines
        .into_iter()
        .map(|line| {
            let balance = line.balance;
            view! {
                <ListCard
                    title=(ES.invoice)(&line.folio)
                    aside=move || view! { <span class="amount">{balance.clone()}</span> }
                >
                    <p class="quiet">
                        {[line.kind, Some(line.due), line.total].into_iter().flatten().collect::<Vec<_>>().join(" · ")}
                    </p>
                    <p>
                        <StatusTag tone=line.tone text=line.state/>
                    </p>
                </ListCard>
            }
        })
        .collect_view();
    view! { <ul class="card-list">{cards}</ul> }.into_any()
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
