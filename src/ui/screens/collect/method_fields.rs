//! Only the fields that the chosen form of payment needs.

use leptos::prelude::*;

use super::{
    model::{Form, Typed},
    problem::{ACCOUNT_FIELD, DATE_FIELD, PAD_FIELD, PAD_NUMBER_FIELD, Problem},
};
use crate::{
    domain::photo::PhotoRef,
    ui::{
        components::{Chips, Choice, Field, FieldKind, FieldNote, PhotoField},
        session::Session,
        text::collect::ES,
    },
};

/// What the last try to save found wrong with one field.
fn note_of(problem: RwSignal<Option<Problem>>, name: &'static str) -> Signal<Option<FieldNote>> {
    Signal::derive(move || {
        problem.with(|problem| {
            let problem = problem.as_ref().filter(|problem| problem.field() == Some(name))?;
            Some(FieldNote::Error(problem.sentence()))
        })
    })
}

#[component]
pub fn MethodFields(
    /// What was typed.
    typed: RwSignal<Typed>,
    /// What the last try to save found wrong.
    problem: RwSignal<Option<Problem>>,
    /// The cheque or the proof of transfer.
    photo: RwSignal<Option<PhotoRef>>,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let form = Memo::new(move |_| typed.with(|typed| typed.form));
    let note = move |name: &'static str| note_of(problem, name);
    let cheque_date_note = Signal::derive(move || {
        let is_ahead = typed.with(|typed| typed.is_cheque_ahead(session.today()));
        let warning = is_ahead.then(|| FieldNote::Warning(ES.cheque_ahead.to_owned()));
        note(DATE_FIELD).get().or(warning)
    });
    let bank = move || {
        view! {
            <Field
                label=ES.bank
                name="bank"
                value=Signal::derive(move || typed.with(|typed| typed.bank.clone()))
                on_input=move |text: String| typed.update(|typed| typed.bank = text)
                note=note("bank")
                required=true
            />
        }
    };
    move || match form.get() {
        Form::Cash => ().into_any(),
        Form::Transfer => view! {
            <Field
                label=ES.tracking_key
                name="tracking_key"
                value=Signal::derive(move || typed.with(|typed| typed.tracking_key.clone()))
                on_input=move |text: String| typed.update(|typed| typed.tracking_key = text)
                hint=ES.tracking_hint
                note=note("tracking_key")
                required=true
            />
            {bank()}
            <Field
                label=ES.sent_on
                name="date"
                kind=FieldKind::Date
                value=Signal::derive(move || typed.with(|typed| typed.sent_on.clone()))
                on_input=move |text: String| typed.update(|typed| typed.sent_on = text)
                note=note(DATE_FIELD)
                required=true
            />
            <PhotoField label=ES.transfer_photo name="foto" photo=photo/>
        }
        .into_any(),
        Form::Cheque => view! {
            <Field
                label=ES.cheque_number
                name="cheque_number"
                kind=FieldKind::Digits
                value=Signal::derive(move || typed.with(|typed| typed.cheque_number.clone()))
                on_input=move |text: String| typed.update(|typed| typed.cheque_number = text)
                note=note("cheque_number")
                required=true
            />
            {bank()}
            <Field
                label=ES.cheque_date
                name="date"
                kind=FieldKind::Date
                value=Signal::derive(move || typed.with(|typed| typed.cheque_date.clone()))
                on_input=move |text: String| typed.update(|typed| typed.cheque_date = text)
                note=cheque_date_note
                required=true
            />
            <Field
                label=ES.cheque_account
                name="cheque_account"
                kind=FieldKind::Digits
                value=Signal::derive(move || typed.with(|typed| typed.cheque_account.clone()))
                on_input=move |text: String| typed.update(|typed| typed.cheque_account = text)
                hint=ES.cheque_account_hint
                note=note(ACCOUNT_FIELD)
            />
            <PhotoField label=ES.cheque_photo name="foto" photo=photo/>
        }
        .into_any(),
        Form::Card => view! {
            <Chips
                legend=ES.card_kind
                choices=Signal::stored(vec![Choice::new(ES.debit), Choice::new(ES.credit)])
                selected=Signal::derive(move || Some(usize::from(typed.with(|typed| typed.is_credit))))
                on_choose=move |index: usize| typed.update(|typed| typed.is_credit = index == 1)
            />
            <Field
                label=ES.authorization
                name="authorization"
                value=Signal::derive(move || typed.with(|typed| typed.authorization.clone()))
                on_input=move |text: String| typed.update(|typed| typed.authorization = text)
                note=note("authorization")
                required=true
            />
            <Field
                label=ES.last_four
                name="last_four"
                kind=FieldKind::Digits
                value=Signal::derive(move || typed.with(|typed| typed.last_four.clone()))
                on_input=move |text: String| typed.update(|typed| typed.last_four = text)
                hint=ES.last_four_hint
                note=note("last_four")
                required=true
            />
        }
        .into_any(),
    }
}

/// The receipt of a numbered pad, where one was given on paper as well.
#[component]
pub fn PaperFields(typed: RwSignal<Typed>, problem: RwSignal<Option<Problem>>) -> impl IntoView {
    let is_open = typed.with_untracked(|typed| !typed.pad.is_empty() || !typed.pad_number.is_empty());
    let edit = move |change: &dyn Fn(&mut Typed)| {
        problem.set(None);
        typed.update(|typed| change(typed));
    };
    view! {
        <details class="more-fields" open=is_open>
            <summary>{ES.paper_receipt}</summary>
            <p class="quiet">{ES.paper_hint}</p>
            <div class="pair">
                <Field
                    label=ES.pad
                    name="talonario"
                    value=Signal::derive(move || typed.with(|typed| typed.pad.clone()))
                    on_input=move |text: String| edit(&|typed| typed.pad.clone_from(&text))
                    note=note_of(problem, PAD_FIELD)
                />
                <Field
                    label=ES.pad_number
                    name="talonario-numero"
                    kind=FieldKind::Digits
                    value=Signal::derive(move || typed.with(|typed| typed.pad_number.clone()))
                    on_input=move |text: String| edit(&|typed| typed.pad_number.clone_from(&text))
                    note=note_of(problem, PAD_NUMBER_FIELD)
                />
            </div>
        </details>
    }
    .into_any()
}
