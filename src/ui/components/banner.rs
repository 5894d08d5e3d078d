//! A band with something that the person should know; it never blocks.

use leptos::prelude::*;

use super::{Glyph, Icon, Tone};

#[component]
pub fn Banner(
    #[prop(optional)] tone: Tone,
    /// Read out at once when it appears: for errors of what was just done.
    #[prop(optional)]
    urgent: bool,
    children: Children,
) -> impl IntoView {
    let glyph = match tone {
        Tone::Ok => Glyph::Check,
        Tone::Neutral | Tone::Info => Glyph::Info,
        Tone::Warning | Tone::Danger => Glyph::Alert,
    };
    view! {
        <div class="banner" data-tone=tone.as_str() role=urgent.then_some("alert")>
            <Icon glyph=glyph/>
            <div class="banner-body">{children()}</div>
        </div>
    }
    .into_any()
}
