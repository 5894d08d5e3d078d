//! How the amount is applied, by the very rules of the office.

use leptos::prelude::*;

use super::model::{Typed, preview};
use crate::{
    domain::{ids::ClientId, money::Money},
    ui::{
        components::{Amount, Tone},
        session::Session,
        text::collect::ES,
    },
};

#[component]
pub fn Breakdown(client: ClientId, typed: RwSignal<Typed>) -> impl IntoView {
    let session = expect_context::<Session>();
    let shown = Memo::new(move |_| {
        let today = session.today();
        session
            .with(|workspace| {
                let account = workspace.account(client)?;
                typed.with(|typed| preview(&account, typed, today))
            })
            .flatten()
    });
    let line = |name: String, amount: Money, tone: Tone| {
        view! {
            <dt>{name}</dt>
            <dd>
                <Amount value=amount tone=tone/>
            </dd>
        }
        .into_any()
    };
    move || {
        let (allocation, left) = shown.get()?;
        let interest = allocation.interest().unwrap_or_default();
        let tax = allocation.interest_tax().unwrap_or_default();
        let capital = allocation.capital().unwrap_or_default();
        let mut lines: Vec<AnyView> = allocation
            .parts
            .iter()
            .map(|part| {
                let name = format!("{} · {}", (ES.applied)(&part.folio), (ES.left)(part.balance_after));
                line(name, part.total().unwrap_or_default(), Tone::Neutral)
            })
            .collect();
        if interest.is_positive() {
            lines.push(line(ES.interest.to_owned(), interest, Tone::Neutral));
            lines.push(line(ES.tax.to_owned(), tax, Tone::Neutral));
            lines.push(line(ES.capital.to_owned(), capital, Tone::Neutral));
        }
        if allocation.unapplied.is_positive() {
            lines.push(line(ES.unapplied.to_owned(), allocation.unapplied, Tone::Ok));
        }
        lines.push(line(ES.balance_after.to_owned(), left, Tone::Neutral));
        Some(view! {
            <section class="panel" aria-label=ES.breakdown>
                <h2>{ES.breakdown}</h2>
                <dl>{lines}</dl>
                <small class="quiet">{ES.provisional}</small>
            </section>
        })
    }
}
