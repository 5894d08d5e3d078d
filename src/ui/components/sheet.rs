//! A sheet over the screen, and the question with two answers. The browser's own modal dialog keeps the focus inside
//! and closes with Esc.

use leptos::{html, prelude::*};

use super::{Button, ButtonKind, Glyph};
use crate::ui::text::common::ES;

#[component]
pub fn Sheet(
    #[prop(into)] is_open: Signal<bool>,
    #[prop(into)] title: Signal<String>,
    /// Called when the person closes it by the button or by Esc.
    #[prop(into)]
    on_close: Callback<()>,
    children: ChildrenFn,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        match (is_open.get(), dialog.open()) {
            // Showing fails only where it is already shown or out of the document: there is nothing to do then.
            (true, false) => drop(dialog.show_modal()),
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    view! {
        <dialog
            class="sheet"
            node_ref=dialog
            aria-label=move || title.get()
            on:cancel=move |event: leptos::ev::Event| {
                event.prevent_default();
                on_close.run(());
            }
        >
            <Show when=move || is_open.get()>
                <div class="sheet-body">
                    <div class="sheet-head">
                        <h2>{title}</h2>
                        <Button kind=ButtonKind::Quiet glyph=Glyph::Close on_press=on_close>
                            {ES.close}
                        </Button>
                    </div>
                    {children()}
                </div>
            </Show>
        </dialog>
    }
    .into_any()
}

/// A question before something unusual: the consequence in the title, the answer in the button.
#[component]
pub fn Confirm(
    #[prop(into)] is_open: Signal<bool>,
    #[prop(into)] question: Signal<String>,
    /// The button that goes on.
    #[prop(into)]
    yes: Signal<String>,
    /// The button that goes back.
    #[prop(into)]
    no: Signal<String>,
    #[prop(into)] on_yes: Callback<()>,
    #[prop(into)] on_no: Callback<()>,
) -> impl IntoView {
    view! {
        <Sheet is_open=is_open title=question on_close=on_no>
            <div class="sheet-actions">
                <Button kind=ButtonKind::Primary wide=true on_press=on_no>
                    {no}
                </Button>
                <Button wide=true on_press=on_yes>
                    {yes}
                </Button>
            </div>
        </Sheet>
    }
    .into_any()
}
