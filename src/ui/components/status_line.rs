//! One line that says what changed; screen readers say it once.

use leptos::prelude::*;

#[component]
pub fn StatusLine(#[prop(into)] message: Signal<String>) -> impl IntoView {
    view! {
        <p class="status-line" role="status">
            {message}
        </p>
    }
    .into_any()
}
