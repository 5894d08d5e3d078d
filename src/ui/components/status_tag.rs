//! The state of a thing: an adjective with its icon, never a button.

use leptos::prelude::*;

use super::{Glyph, Icon, Tone};

#[component]
pub fn StatusTag(
    #[prop(optional)] tone: Tone,
    #[prop(optional)] glyph: Option<Glyph>,
    #[prop(into)] text: Signal<String>,
) -> impl IntoView {
    view! {
        <span class="status-tag" data-tone=tone.as_str()>
            {glyph.map(|glyph| view! { <Icon glyph=glyph small=true/> })}
            <span>{text}</span>
        </span>
    }
    .into_any()
}
