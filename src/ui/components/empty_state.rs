//! Nothing here, and what to do next.

use leptos::prelude::*;

use super::{Glyph, Icon};

#[component]
pub fn EmptyState(
    glyph: Glyph,
    /// What there is not, and the next step.
    #[prop(into)]
    message: Signal<String>,
    /// The button of the next step.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty-state">
            <Icon glyph=glyph/>
            <p>{message}</p>
            {children.map(|children| children())}
        </div>
    }
    .into_any()
}
