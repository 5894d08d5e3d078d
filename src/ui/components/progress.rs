//! Real counts of something that takes long.

use leptos::prelude::*;

use crate::ui::text::common::ES;

#[component]
pub fn Progress(
    /// What is going on.
    #[prop(into)]
    label: Signal<String>,
    #[prop(into)] done: Signal<u64>,
    /// `None` while it is not known how much there is.
    #[prop(into)]
    total: Signal<Option<u64>>,
) -> impl IntoView {
    view! {
        <div class="progress">
            <p>{label}</p>
            <progress
                aria-label=move || label.get()
                max=move || total.get().map(|total| total.max(1).to_string())
                value=move || total.get().map(|_| done.get().to_string())
            ></progress>
            <p class="quiet">{move || total.get().map(|total| (ES.progress)(done.get(), total))}</p>
        </div>
    }
    .into_any()
}
