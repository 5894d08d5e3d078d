//! A field of the pages that the server renders: the browser keeps its text, so that what was typed or filled in
//! before the page woke up is not lost.

use leptos::{html, prelude::*};

use crate::ui::components::{Glyph, Icon};

/// Where the text of a field is read from when the form is sent.
pub type FrontInput = NodeRef<html::Input>;

/// What is written in the field now.
pub fn text_of(input: FrontInput) -> String {
    input.get_untracked().map(|input| input.value()).unwrap_or_default()
}

/// One line to fill in.
#[component]
pub fn FrontField(
    #[prop(into)] label: String,
    /// The form name; also the id.
    name: &'static str,
    input: FrontInput,
    /// `text` or `password`.
    #[prop(default = "text")]
    kind: &'static str,
    /// What the browser may fill in.
    #[prop(default = "off")]
    autocomplete: &'static str,
    #[prop(optional, into)] hint: Option<String>,
    /// What is wrong with it.
    #[prop(into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let described = match hint {
        Some(_) => format!("{name}-hint {name}-note"),
        None => format!("{name}-note"),
    };
    view! {
        <div class="field" data-state=move || error.with(Option::is_some).then_some("error")>
            <label for=name>{label}</label>
            <input
                id=name
                name=name
                type=kind
                autocomplete=autocomplete
                autocapitalize="none"
                spellcheck="false"
                node_ref=input
                aria-required="true"
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=described
            />
            {hint.map(|hint| view! { <p class="field-hint" id=format!("{name}-hint")>{hint}</p> })}
            <p class="field-note" id=format!("{name}-note") hidden=move || error.with(Option::is_none)>
                <Icon glyph=Glyph::Alert small=true/>
                <span>{move || error.get()}</span>
            </p>
        </div>
    }
    .into_any()
}

/// The name of the app above a form that stands alone.
#[component]
pub fn Brand() -> impl IntoView {
    view! {
        <p class="brand">
            <Icon glyph=Glyph::Route/>
            <span>{crate::ui::text::common::ES.app}</span>
        </p>
    }
    .into_any()
}
