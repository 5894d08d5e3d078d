//! What SAT knows of the invoices: pasted, one by line.

use leptos::prelude::*;

use super::Desk;
use crate::{
    api::rep::{InvoiceNotes, TaxMethod, note_invoices},
    ui::{
        components::{Button, SelectField, TextArea},
        screens::office::{remote::Change, states::ChangeError},
        text::{rep as words, rep::ES},
    },
};

#[component]
pub fn Invoices(desk: Desk) -> impl IntoView {
    let lines = RwSignal::new(String::new());
    let method = RwSignal::new(TaxMethod::Ppd.as_str().to_owned());
    let change = Change::default();
    let answer = RwSignal::new(None::<InvoiceNotes>);
    let options: Vec<(String, String)> = [
        (TaxMethod::Ppd, ES.method_ppd),
        (TaxMethod::Pue, ES.method_pue),
        (TaxMethod::NoCfdi, ES.method_none),
    ]
    .into_iter()
    .map(|(method, words)| (method.as_str().to_owned(), words.to_owned()))
    .collect();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        answer.set(None);
        let chosen = method.with_untracked(|method| TaxMethod::parse(method)).unwrap_or_default();
        change.run(note_invoices(lines.get_untracked(), chosen), move |notes: InvoiceNotes| {
            if notes.refused.is_empty() {
                lines.set(String::new());
            }
            desk.done((ES.noted)(notes.noted));
            answer.set(Some(notes));
        });
    };
    let refused = move || {
        let notes = answer.get()?;
        let lines = notes
            .refused
            .iter()
            .map(|(line, problem)| {
                view! { <li>{(ES.refused_line)(*line, words::note_problem(*problem))}</li> }
            })
            .collect_view();
        Some(view! { <ul role="status">{lines}</ul> })
    };
    view! {
        <form class="stack panel" novalidate on:submit=submit>
            <h2>{ES.invoices}</h2>
            <SelectField
                label=ES.method
                name="invoice-method"
                options=Signal::stored(options)
                value=method
                on_choose=move |key| method.set(key)
            />
            <TextArea
                label=ES.invoices_lines
                name="invoice-lines"
                hint=ES.invoices_hint
                value=lines
                on_input=move |text| lines.set(text)
            />
            {refused}
            <ChangeError error=change.error/>
            <Button submit=true busy=change.is_busy>{ES.note}</Button>
        </form>
    }
    .into_any()
}
