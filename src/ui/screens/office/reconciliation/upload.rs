//! A statement for the office to read: the account it is of, and the file.

use std::sync::Arc;

use leptos::prelude::*;

use super::model;
use crate::{
    api::reconciliation::{StatementAnswer, StatementTaken},
    device,
    domain::policy::BankAccount,
    ui::{
        components::{Banner, Button, ButtonKind, Glyph, Icon, SelectField, Tone},
        text::{api_errors, reconciliation as words, reconciliation::ES},
    },
};

const FORM: &str = "statement-form";
const INPUT: &str = "statement-file";

#[component]
pub fn Upload(
    banks: Arc<Vec<BankAccount>>,
    /// New lines may be there.
    #[prop(into)]
    on_taken: Callback<()>,
) -> impl IntoView {
    let first = banks.first().map(|bank| bank.id.to_string()).unwrap_or_default();
    let bank = RwSignal::new(first);
    let options: Vec<_> = banks.iter().map(|bank| (bank.id.to_string(), model::bank_name(bank))).collect();
    let chosen = RwSignal::new(None::<String>);
    let problem = RwSignal::new(None::<String>);
    let taken = RwSignal::new(None::<StatementTaken>);
    let is_busy = RwSignal::new(false);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if is_busy.get_untracked() {
            return;
        }
        taken.set(None);
        // The browser knows what is chosen, also where it was before this page was ready.
        if device::chosen_file(INPUT).is_none() {
            problem.set(Some(ES.file_missing.to_owned()));
            return;
        }
        problem.set(None);
        is_busy.set(true);
        device::spawn(async move {
            let answer = device::upload(FORM, "/office/statements").await;
            is_busy.try_set(false);
            match StatementAnswer::of(answer.map(|answer| (answer.status, answer.body))) {
                StatementAnswer::Taken(answer) => {
                    taken.try_set(Some(answer));
                    on_taken.try_run(());
                }
                StatementAnswer::Refused(refused) => {
                    problem.try_set(Some(words::statement_problem(&refused)));
                }
                StatementAnswer::Failed(error) => {
                    problem.try_set(Some(api_errors::api(&error)));
                }
            }
        });
    };
    let choose = move |_| {
        chosen.set(device::chosen_file(INPUT).map(|file| file.name));
        problem.set(None);
    };
    let name = move || chosen.get().unwrap_or_else(|| ES.drop_here.to_owned());
    view! {
        <form id=FORM class="stack panel" novalidate on:submit=submit>
            <SelectField
                label=ES.bank
                name="bank"
                options=Signal::stored(options)
                value=bank
                on_choose=move |key| bank.set(key)
            />
            <label class="drop-zone" data-busy=move || is_busy.get()>
                <Icon glyph=Glyph::Upload/>
                <span class="name">{name}</span>
                <span>{ES.choose_file}</span>
                <input
                    id=INPUT
                    type="file"
                    name="file"
                    accept=".xlsx,.csv,.txt"
                    aria-describedby="statement-hint"
                    on:change=choose
                />
            </label>
            <p id="statement-hint" class="quiet">{ES.file_hint}</p>
            {move || problem.get().map(|words| view! {
                <Banner tone=Tone::Danger urgent=true>
                    <p>{words}</p>
                </Banner>
            })}
            <Button kind=ButtonKind::Primary submit=true busy=is_busy>
                {ES.upload}
            </Button>
            <p role="status">{move || is_busy.get().then_some(ES.uploading)}</p>
            {move || taken.get().map(|taken| report(&taken))}
        </form>
    }
    .into_any()
}

/// What was read, and the rows that could not be.
fn report(taken: &StatementTaken) -> AnyView {
    let said =
        if taken.is_repeated { ES.repeated.to_owned() } else { (ES.taken)(taken.lines, taken.new_lines) };
    let refused = (!taken.refused.is_empty()).then(|| {
        let rows = taken
            .refused
            .iter()
            .map(|refused| {
                view! { <li>{(ES.refused_row)(refused.row, words::reason(refused.reason))}</li> }
            })
            .collect_view();
        view! {
            <details>
                <summary>{(ES.refused_rows)(taken.refused.len())}</summary>
                <ul>{rows}</ul>
            </details>
        }
    });
    let tone = if refused.is_some() { Tone::Warning } else { Tone::Ok };
    view! {
        <Banner tone=tone>
            <p role="status">{said}</p>
            {refused}
        </Banner>
    }
    .into_any()
}
