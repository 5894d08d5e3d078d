//! A small whole number: one less, one more, or typed.

use leptos::{prelude::*, web_sys::HtmlInputElement};

use crate::ui::text::common::ES;

#[component]
pub fn Stepper(
    #[prop(into)] label: String,
    /// The form name; also the id, so one of its kind per page.
    #[prop(into)]
    name: String,
    #[prop(into)] value: Signal<u32>,
    #[prop(into)] on_change: Callback<u32>,
    #[prop(default = 0)] min: u32,
    #[prop(default = 9_999)] max: u32,
    /// Beside the label: what the number comes to.
    #[prop(optional, into)]
    aside: Signal<String>,
) -> impl IntoView {
    let less = (ES.one_less)(&label);
    let more = (ES.one_more)(&label);
    let set = move |number: u32| on_change.run(number.clamp(min, max));
    view! {
        <div class="stepper">
            <label for=name.clone()>
                {label} <small class="quiet numbers">{move || aside.get()}</small>
            </label>
            <div class="stepper-keys">
                <button
                    type="button"
                    class="key"
                    aria-label=less
                    on:click=move |_| set(value.get_untracked().saturating_sub(1))
                >
                    "−"
                </button>
                <input
                    id=name.clone()
                    name=name
                    type="text"
                    inputmode="numeric"
                    autocomplete="off"
                    prop:value=move || value.get().to_string()
                    on:focus=move |event| {
                        event_target::<HtmlInputElement>(&event).select();
                    }
                    on:change=move |event| {
                        let digits: String =
                            event_target_value(&event).chars().filter(char::is_ascii_digit).collect();
                        let number = digits.parse().unwrap_or(min).clamp(min, max);
                        event_target::<HtmlInputElement>(&event).set_value(&number.to_string());
                        set(number);
                    }
                />
                <button
                    type="button"
                    class="key"
                    aria-label=more
                    on:click=move |_| set(value.get_untracked().saturating_add(1))
                >
                    "+"
                </button>
            </div>
        </div>
    }
    .into_any()
}
