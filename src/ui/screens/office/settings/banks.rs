//! The company's accounts at banks.

use leptos::prelude::*;

use crate::{
    api::settings::{BankRow, add_bank_account, close_bank_account},
    domain::clabe::Clabe,
    ui::{
        components::{
            Button, ButtonKind, Column, DataTable, EmptyState, Field, FieldKind, FieldNote, Glyph, Sheet,
            StatusTag, Tone,
        },
        screens::office::{remote::Change, states::ChangeError},
        text::settings::ES,
    },
};

#[component]
pub fn Banks(#[prop(into)] rows: Signal<Vec<BankRow>>, changed: Callback<String>) -> impl IntoView {
    let is_adding = RwSignal::new(false);
    let closing = Change::default();
    let table = move || {
        let rows = rows.get();
        if rows.is_empty() {
            let message = format!("{}. {}", ES.banks_empty, ES.banks_empty_detail);
            return view! { <EmptyState glyph=Glyph::Bank message=message/> }.into_any();
        }
        let lines = rows.into_iter().map(|row| line(row, closing, changed)).collect_view();
        let columns = vec![
            Column::text(ES.bank),
            Column::text(ES.clabe),
            Column::text(ES.state),
            Column::text(ES.action),
        ];
        view! {
            <DataTable caption=ES.banks columns=columns>
                {lines}
            </DataTable>
        }
        .into_any()
    };
    let added = move |()| {
        is_adding.set(false);
        changed.run(ES.added.to_owned());
    };
    view! {
        <div class="stack">
            {table}
            <ChangeError error=closing.error/>
            <Button kind=ButtonKind::Primary glyph=Glyph::Bank on_press=move |()| is_adding.set(true)>
                {ES.add}
            </Button>
            <Sheet
                is_open=is_adding
                title=Signal::stored(ES.add_title.to_owned())
                on_close=move |()| is_adding.set(false)
            >
                <Add added=added/>
            </Sheet>
        </div>
    }
    .into_any()
}

fn line(row: BankRow, closing: Change, changed: Callback<String>) -> impl IntoView {
    let name = format!("{} ···{}", row.account.bank, row.account.last_four);
    let state = if row.is_closed {
        view! { <StatusTag glyph=Glyph::Lock text=ES.closed/> }.into_any()
    } else {
        view! { <StatusTag tone=Tone::Ok glyph=Glyph::Check text=ES.in_use/> }.into_any()
    };
    let (words, label) =
        if row.is_closed { (ES.open, (ES.open_of)(&name)) } else { (ES.close, (ES.close_of)(&name)) };
    let press = move |()| {
        closing.run(close_bank_account(row.account.id, !row.is_closed), move |()| {
            changed.run(ES.saved.to_owned());
        });
    };
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td>{row.account.clabe.clone()}</td>
            <td>{state}</td>
            <td>
                <Button label=label busy=closing.is_busy on_press=press>
                    {words}
                </Button>
            </td>
        </tr>
    }
}

#[component]
fn Add(#[prop(into)] added: Callback<()>) -> impl IntoView {
    let bank = RwSignal::new(String::new());
    let last_four = RwSignal::new(String::new());
    let clabe = RwSignal::new(String::new());
    let has_tried = RwSignal::new(false);
    let adding = Change::default();
    let lacks_bank = Signal::derive(move || bank.with(|bank| bank.trim().is_empty()));
    let bad_four = Signal::derive(move || {
        last_four.with(|four| four.trim().len() != 4 || !four.trim().chars().all(|c| c.is_ascii_digit()))
    });
    let bad_clabe = Signal::derive(move || {
        clabe.with(|clabe| !clabe.trim().is_empty() && Clabe::parse(clabe.trim()).is_err())
    });
    let note = move |is_wrong: Signal<bool>, words: &'static str| {
        Signal::derive(move || {
            (has_tried.get() && is_wrong.get()).then(|| FieldNote::Error(words.to_owned()))
        })
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        has_tried.set(true);
        if [lacks_bank, bad_four, bad_clabe].iter().any(|is_wrong| is_wrong.get_untracked()) {
            return;
        }
        let trimmed = |typed: RwSignal<String>| typed.with_untracked(|typed| typed.trim().to_owned());
        adding
            .run(add_bank_account(trimmed(bank), trimmed(last_four), trimmed(clabe)), move |_| added.run(()));
    };
    view! {
        <form class="stack" novalidate on:submit=submit>
            <Field
                label=ES.bank
                name="bank-name"
                value=bank
                on_input=move |text| bank.set(text)
                required=true
                note=note(lacks_bank, ES.bank_missing)
            />
            <Field
                label=ES.last_four
                name="bank-last-four"
                kind=FieldKind::Digits
                hint=ES.last_four_hint
                value=last_four
                on_input=move |text| last_four.set(text)
                required=true
                note=note(bad_four, ES.last_four_wrong)
            />
            <Field
                label=ES.clabe
                name="bank-clabe"
                kind=FieldKind::Digits
                hint=ES.clabe_hint
                value=clabe
                on_input=move |text| clabe.set(text)
                note=note(bad_clabe, ES.clabe_wrong)
            />
            <ChangeError error=adding.error/>
            <Button kind=ButtonKind::Primary submit=true wide=true busy=adding.is_busy>
                {ES.add}
            </Button>
        </form>
    }
    .into_any()
}
