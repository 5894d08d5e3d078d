//! The bar on top: where you are, the way back, the chip of sending.

use leptos::prelude::*;

use super::{Glyph, Icon};
use crate::ui::text::common::ES;

#[component]
pub fn TopBar(
    #[prop(into)] title: Signal<String>,
    /// Where the way back leads; none on the destinations of the navigation.
    #[prop(optional, into)]
    back: Signal<Option<String>>,
    /// At the end of the bar: the chip.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <header class="top-bar">
            <div class="top-title">
                {move || back.get()
                    .map(|href| {
                        view! {
                            <a class="back" href=href aria-label=ES.back>
                                <Icon glyph=Glyph::Back/>
                            </a>
                        }
                    })}
                <h1>{title}</h1>
            </div>
            {children.map(|children| children())}
        </header>
    }
    .into_any()
}
