//! Only the fields that the chosen form of payment needs.

use leptos::prelude::*;

use super::model::{DATE_FIELD, Form, Typed};
use crate::{
    domain::rule_error::RuleError,
    ui::{
        components::{Chips, Choice, Field, FieldKind, FieldNote},
        text::{collect::ES, errors},
    },
};

#[component]
pub fn MethodFields(
    /// What was typed.
    typed: RwSignal<Typed>,
    /// What the last try to save found wrong.
    refused: RwSignal<Option<RuleError>>,
) -> impl IntoView {
    let form = Memo::new(move |_| typed.with(|typed| typed.form));
    let note = move |name: &'static str| {
        Signal::derive(move || {
            refused.with(|refused| match refused {
                Some(RuleError::Field { field }) if field == name && name == DATE_FIELD => {
                    Some(FieldNote::Error(ES.date_missing.to_owned()))
                }
                Some(error @ RuleError::Field { field }) if field == name => {
                    Some(FieldNote::Error(errors::rule(error)))
                }
                _ => None,
            })
        })
    };
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
                note=note(DATE_FIELD)
                required=true
            />
            <Field
                label=ES.cheque_account
                name="cheque_account"
                kind=FieldKind::Digits
                value=Signal::derive(move || typed.with(|typed| typed.cheque_account.clone()))
                on_input=move |text: String| typed.update(|typed| typed.cheque_account = text)
                hint=ES.cheque_account_hint
                note=note("cheque_account")
            />
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
