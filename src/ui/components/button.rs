//! Buttons. The words state the effect; while busy they cannot be pressed again; what is disabled says why.

use leptos::{ev::MouseEvent, prelude::*};

use super::{Glyph, Icon};
use crate::ui::text::common::ES;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The one main action of the screen.
    Primary,
    #[default]
    Secondary,
    Quiet,
    Danger,
}

impl ButtonKind {
    fn as_str(self) -> &'static str {
        match self {
            ButtonKind::Primary => "primary",
            ButtonKind::Secondary => "secondary",
            ButtonKind::Quiet => "quiet",
            ButtonKind::Danger => "danger",
        }
    }
}

#[component]
pub fn Button(
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional)] glyph: Option<Glyph>,
    /// What it does; not called while busy or disabled. Leave it out for a button that submits its form.
    #[prop(optional, into)]
    on_press: Option<Callback<()>>,
    #[prop(optional, into)] busy: Signal<bool>,
    /// The reason why it cannot be pressed now, shown below it.
    #[prop(optional, into)]
    disabled: Signal<Option<String>>,
    /// Submits the form around it.
    #[prop(optional)]
    submit: bool,
    /// As wide as its column.
    #[prop(optional)]
    wide: bool,
    /// What a screen reader says instead of the words, where these need the surroundings to be understood.
    #[prop(optional, into)]
    label: Option<String>,
    children: Children,
) -> impl IntoView {
    let is_off = move || disabled.with(Option::is_some);
    let press = move |event: MouseEvent| {
        if busy.get_untracked() || disabled.with_untracked(Option::is_some) {
            event.prevent_default();
            return;
        }
        if let Some(on_press) = on_press {
            on_press.run(());
        }
    };
    view! {
        <button
            class="button"
            type=if submit { "submit" } else { "button" }
            data-kind=kind.as_str()
            data-wide=wide
            aria-label=label
            aria-busy=move || busy.get().then_some("true")
            aria-disabled=move || (is_off() || busy.get()).then_some("true")
            on:click=press
        >
            {move || busy.get().then(|| view! { <span class="spinner" aria-hidden="true"></span> })}
            {glyph.map(|glyph| view! { <Icon glyph=glyph/> })}
            <span>{children()}</span>
            {move || busy.get().then(|| view! { <span class="only-heard">{ES.busy}</span> })}
        </button>
        {move || disabled.get().map(|reason| view! { <span class="button-reason">{reason}</span> })}
    }
    .into_any()
}

/// Looks like a button, goes to a page.
#[component]
pub fn LinkButton(
    #[prop(into)] href: String,
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional)] glyph: Option<Glyph>,
    #[prop(optional)] wide: bool,
    /// Opens outside Senda: maps, telephone, WhatsApp.
    #[prop(optional)]
    external: bool,
    #[prop(optional, into)] label: Option<String>,
    children: Children,
) -> impl IntoView {
    view! {
        <a
            class="button"
            href=href
            data-kind=kind.as_str()
            data-wide=wide
            aria-label=label
            rel=external.then_some("external noopener")
            target=external.then_some("_blank")
        >
            {glyph.map(|glyph| view! { <Icon glyph=glyph/> })}
            <span>{children()}</span>
        </a>
    }
    .into_any()
}
