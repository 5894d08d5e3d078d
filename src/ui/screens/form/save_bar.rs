//! The end of a form: what keeps it from being saved, and the one button that saves it.

use leptos::prelude::*;

use crate::ui::{
    components::{Banner, Button, ButtonKind, Glyph, Tone},
    session::recorder::Recorder,
    text::errors,
};

/// Stays in reach of the thumb. What the last try found wrong, and what the phone's storage refused, is said above the
/// button; nothing typed is lost by either.
#[component]
pub fn SaveBar(
    recorder: Recorder,
    /// What must be mended before it can be saved.
    #[prop(into)]
    problem: Signal<Option<String>>,
    /// The effect of the button.
    #[prop(into)]
    label: Signal<String>,
    #[prop(into)] on_save: Callback<()>,
    /// Why it cannot be saved at all now.
    #[prop(optional, into)]
    disabled: Signal<Option<String>>,
) -> impl IntoView {
    let sentence =
        Memo::new(move |_| problem.get().or_else(|| recorder.refusal().map(|error| errors::store(&error))));
    view! {
        <div class="action-bar">
            {move || {
                sentence
                    .get()
                    .map(|sentence| {
                        view! {
                            <Banner tone=Tone::Danger urgent=true>
                                <p>{sentence}</p>
                            </Banner>
                        }
                    })
            }}
            <Button
                kind=ButtonKind::Primary
                glyph=Glyph::Check
                wide=true
                busy=Signal::derive(move || recorder.is_writing())
                disabled=disabled
                on_press=on_save
            >
                {move || label.get()}
            </Button>
        </div>
    }
    .into_any()
}
