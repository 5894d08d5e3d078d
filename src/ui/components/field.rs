//! Fields of forms: label above, one line of hint, the error beside what is wrong. What was typed is never lost.

use leptos::prelude::*;

use super::{Glyph, Icon};

/// What is wrong with a field, or what should be looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldNote {
    Error(String),
    Warning(String),
}

impl FieldNote {
    fn state(&self) -> &'static str {
        match self {
            FieldNote::Error(_) => "error",
            FieldNote::Warning(_) => "warning",
        }
    }

    fn text(&self) -> &str {
        match self {
            FieldNote::Error(text) | FieldNote::Warning(text) => text,
        }
    }
}

/// What the field holds: it decides the keyboard and what the browser may fill in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FieldKind {
    #[default]
    Text,
    /// Digits with leading zeros: keys, accounts.
    Digits,
    /// Pesos and centavos.
    Money,
    Date,
    Phone,
    Email,
    Username,
    /// The password of somebody who enters.
    CurrentPassword,
    /// A password being chosen.
    NewPassword,
}

impl FieldKind {
    fn input_type(self) -> &'static str {
        match self {
            FieldKind::Text | FieldKind::Digits | FieldKind::Money | FieldKind::Username => "text",
            FieldKind::Date => "date",
            FieldKind::Phone => "tel",
            FieldKind::Email => "email",
            FieldKind::CurrentPassword | FieldKind::NewPassword => "password",
        }
    }

    fn input_mode(self) -> Option<&'static str> {
        match self {
            FieldKind::Digits => Some("numeric"),
            FieldKind::Money => Some("decimal"),
            _ => None,
        }
    }

    fn autocomplete(self) -> &'static str {
        match self {
            FieldKind::Username => "username",
            FieldKind::CurrentPassword => "current-password",
            FieldKind::NewPassword => "new-password",
            _ => "off",
        }
    }
}

/// One line to fill in.
#[component]
pub fn Field(
    #[prop(into)] label: String,
    /// The form name; also the id, so one of its kind per page.
    name: &'static str,
    #[prop(into)] value: Signal<String>,
    /// Called with the whole text on each change.
    #[prop(into)]
    on_input: Callback<String>,
    #[prop(optional)] kind: FieldKind,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional, into)] note: Signal<Option<FieldNote>>,
    #[prop(optional)] required: bool,
    /// Called when the person leaves the field: the moment to validate.
    #[prop(optional, into)]
    on_leave: Option<Callback<()>>,
) -> impl IntoView {
    let described = described_by(name, hint.is_some());
    view! {
        <div class="field" data-state=move || note.with(|note| note.as_ref().map(FieldNote::state))>
            <label for=name>{label}</label>
            <input
                id=name
                name=name
                type=kind.input_type()
                inputmode=kind.input_mode()
                autocomplete=kind.autocomplete()
                autocapitalize=matches!(kind, FieldKind::Username).then_some("none")
                aria-required=required.then_some("true")
                aria-invalid=move || note.with(is_error).then_some("true")
                aria-describedby=described
                prop:value=move || value.get()
                on:input=move |event| on_input.run(event_target_value(&event))
                on:change=move |event| on_input.run(event_target_value(&event))
                on:blur=move |_| {
                    if let Some(on_leave) = on_leave {
                        on_leave.run(());
                    }
                }
            />
            <Notes name=name hint=hint note=note/>
        </div>
    }
    .into_any()
}

/// Several lines to fill in.
#[component]
pub fn TextArea(
    #[prop(into)] label: String,
    name: &'static str,
    #[prop(into)] value: Signal<String>,
    #[prop(into)] on_input: Callback<String>,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional, into)] note: Signal<Option<FieldNote>>,
) -> impl IntoView {
    let described = described_by(name, hint.is_some());
    view! {
        <div class="field" data-state=move || note.with(|note| note.as_ref().map(FieldNote::state))>
            <label for=name>{label}</label>
            <textarea
                id=name
                name=name
                aria-invalid=move || note.with(is_error).then_some("true")
                aria-describedby=described
                prop:value=move || value.get()
                on:input=move |event| on_input.run(event_target_value(&event))
            ></textarea>
            <Notes name=name hint=hint note=note/>
        </div>
    }
    .into_any()
}

/// One of many, in the platform's own list.
#[component]
pub fn SelectField(
    #[prop(into)] label: String,
    name: &'static str,
    /// Value and words of each option.
    #[prop(into)]
    options: Signal<Vec<(String, String)>>,
    #[prop(into)] value: Signal<String>,
    #[prop(into)] on_choose: Callback<String>,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional, into)] note: Signal<Option<FieldNote>>,
) -> impl IntoView {
    let described = described_by(name, hint.is_some());
    let options = move || {
        options
            .get()
            .into_iter()
            .map(|(key, words)| {
                let is_chosen = key.clone();
                view! {
                    <option value=key prop:selected=move || value.with(|value| *value == is_chosen)>{words}</option>
                }
            })
            .collect_view()
    };
    view! {
        <div class="field" data-state=move || note.with(|note| note.as_ref().map(FieldNote::state))>
            <label for=name>{label}</label>
            <select
                id=name
                name=name
                aria-invalid=move || note.with(is_error).then_some("true")
                aria-describedby=described
                on:change=move |event| on_choose.run(event_target_value(&event))
            >
                {options}
            </select>
            <Notes name=name hint=hint note=note/>
        </div>
    }
    .into_any()
}

fn is_error(note: &Option<FieldNote>) -> bool {
    matches!(note, Some(FieldNote::Error(_)))
}

fn described_by(name: &str, has_hint: bool) -> String {
    if has_hint { format!("{name}-hint {name}-note") } else { format!("{name}-note") }
}

#[component]
fn Notes(name: &'static str, hint: Option<String>, note: Signal<Option<FieldNote>>) -> impl IntoView {
    view! {
        {hint.map(|hint| view! { <p class="field-hint" id=format!("{name}-hint")>{hint}</p> })}
        <p class="field-note" id=format!("{name}-note") hidden=move || note.with(Option::is_none)>
            <Icon glyph=Glyph::Alert small=true/>
            <span>{move || note.with(|note| note.as_ref().map(|note| note.text().to_owned()))}</span>
        </p>
    }
    .into_any()
}
