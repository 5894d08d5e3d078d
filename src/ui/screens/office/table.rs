//! Small parts that several office pages share: pages of a long list, and a figure with its definition.

use leptos::prelude::*;

use crate::ui::{
    components::{Button, Glyph, Icon},
    format,
    text::{dashboard, office::ES},
};

/// Previous and next of a long list, and where one is.
#[component]
pub fn Pager(
    /// Counted from 0.
    #[prop(into)]
    page: Signal<u32>,
    #[prop(into)] rows_of_page: Signal<u32>,
    #[prop(into)] total: Signal<u32>,
    #[prop(into)] on_turn: Callback<u32>,
) -> impl IntoView {
    let first = move || u64::from(page.get()) * u64::from(rows_of_page.get());
    let last = move || (first() + u64::from(rows_of_page.get())).min(u64::from(total.get()));
    let words = move || {
        if total.get() == 0 {
            String::new()
        } else {
            (ES.page_of)(
                &format::count(first() + 1),
                &format::count(last()),
                &format::count(u64::from(total.get())),
            )
        }
    };
    let has_next = move || last() < u64::from(total.get());
    view! {
        <nav
            class="pager row"
            data-spread="true"
            aria-label=ES.pages
            hidden=move || total.get() <= rows_of_page.get()
        >
            <Show when=move || { page.get() > 0 } fallback=|| view! { <span></span> }>
                <Button
                    glyph=Glyph::Back
                    on_press=move |()| on_turn.run(page.get_untracked().saturating_sub(1))
                >
                    {ES.previous}
                </Button>
            </Show>
            <span class="numbers" role="status">{words}</span>
            <Show when=has_next fallback=|| view! { <span></span> }>
                <Button glyph=Glyph::Go on_press=move |()| on_turn.run(page.get_untracked() + 1)>
                    {ES.next}
                </Button>
            </Show>
        </nav>
    }
    .into_any()
}

/// A heading whose meaning opens on tap.
#[component]
pub fn Defined(
    /// What is shown.
    heading: &'static str,
    /// What exactly it counts.
    definition: &'static str,
) -> impl IntoView {
    view! {
        <details class="defined">
            <summary>
                <h2>{heading}</h2>
                <Icon glyph=Glyph::Info small=true/>
                <span class="only-heard">{(dashboard::ES.what_is_this)(heading)}</span>
            </summary>
            <p class="quiet">{definition}</p>
        </details>
    }
    .into_any()
}
