//! The papers of S11, as numbers that come filled in.

use leptos::prelude::*;

use super::model::Typed;
use crate::{
    domain::drawer::HandoverChecklist,
    ui::{
        components::{CheckItem, CheckList, Stepper},
        text::handover::ES,
    },
};

const LOG: &str = "bitacora";
const PROGRAMME: &str = "programa";

#[component]
pub fn Papers(
    typed: RwSignal<Typed>,
    /// As this phone knows it.
    filled: HandoverChecklist,
) -> impl IntoView {
    let read = move || typed.with(|typed| typed.checklist.unwrap_or(filled));
    let change = move |change: &dyn Fn(&mut HandoverChecklist)| {
        typed.update(|typed| {
            let mut list = typed.checklist.unwrap_or(filled);
            change(&mut list);
            typed.checklist = Some(list);
        });
    };
    let number =
        move |label: &'static str, name: &'static str, slot: fn(&mut HandoverChecklist) -> &mut u32| {
            view! {
                <Stepper
                    label=label
                    name=name
                    value=Signal::derive(move || *slot(&mut read()))
                    on_change=move |number: u32| change(&|list| *slot(list) = number)
                />
            }
        };
    let papers = [(LOG, ES.log), (PROGRAMME, ES.programme)].map(|(key, title)| CheckItem {
        key: key.to_owned(),
        title: title.to_owned(),
        detail: String::new(),
        aside: String::new(),
    });
    let checked = Signal::derive(move || {
        let list = read();
        let checked = [(LOG, list.log), (PROGRAMME, list.programme)];
        checked.into_iter().filter(|(_, is)| *is).map(|(key, _)| key.to_owned()).collect::<Vec<_>>()
    });
    let toggle = move |key: String| {
        change(&|list| {
            let paper = if key == LOG { &mut list.log } else { &mut list.programme };
            *paper = !*paper;
        });
    };
    view! {
        <section class="panel" aria-label=ES.checklist>
            <h2>{ES.checklist}</h2>
            <p class="quiet">{ES.checklist_hint}</p>
            {number(ES.payments, "pagos", |list| &mut list.payments)}
            {number(ES.receipts, "recibos", |list| &mut list.receipts)}
            {number(ES.counter_receipts, "contrarecibos", |list| &mut list.counter_receipts)}
            {number(ES.uncollected, "no-cobradas", |list| &mut list.uncollected_invoices)}
            {number(ES.copies, "copias", |list| &mut list.client_payment_copies)}
            <CheckList
                legend=ES.papers
                name="papeles"
                items=Signal::stored(papers.to_vec())
                checked=checked
                on_toggle=toggle
            />
        </section>
    }
    .into_any()
}
