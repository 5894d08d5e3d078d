//! Looking for something by a few letters.

use leptos::prelude::*;

use super::{Glyph, Icon};

#[component]
pub fn SearchBox(
    /// What can be looked for; heard, and shown as the field's name.
    #[prop(into)]
    label: String,
    #[prop(into)] value: Signal<String>,
    /// Called on each keystroke.
    #[prop(into)]
    on_input: Callback<String>,
) -> impl IntoView {
    view! {
        <search>
            <label class="search-box">
                <span class="only-heard">{label.clone()}</span>
                <Icon glyph=Glyph::Search/>
                <input
                    type="search"
                    name="search"
                    autocomplete="off"
                    enterkeyhint="search"
                    placeholder=label
                    prop:value=move || value.get()
                    on:input=move |event| on_input.run(event_target_value(&event))
                />
            </label>
        </search>
    }
    .into_any()
}
