//! The structure of what is coming, shown after 300 ms.

use leptos::prelude::*;

use crate::ui::text::common::ES;

#[component]
pub fn Skeleton(
    /// How many blocks.
    #[prop(default = 3)]
    blocks: usize,
) -> impl IntoView {
    view! {
        <div class="skeleton" role="status">
            <span class="only-heard">{ES.loading}</span>
            {(0..blocks).map(|_| view! { <div class="bone"></div> }).collect_view()}
        </div>
    }
    .into_any()
}
