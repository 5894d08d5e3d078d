//! A signature on the screen: drawn with a finger, a pen or the mouse, and shown again from its text.

use leptos::{ev::PointerEvent, prelude::*};

use super::{Button, ButtonKind, Glyph};
use crate::{
    device,
    domain::signature::{SIGNATURE_HEIGHT, SIGNATURE_WIDTH, Signature, path},
    ui::text::photos::ES,
};

/// Most points of one stroke: two minutes without lifting the finger.
const STROKE_POINTS_MAX: usize = 8_000;
/// Most strokes: more is a scribble.
const STROKES_MAX: usize = 300;

/// The box in which somebody signs. `signature` holds what was drawn after each stroke; a screen that sets it to `None`
/// empties the box.
#[component]
pub fn SignaturePad(
    /// Who signs, as the line below the signature says it.
    #[prop(into)]
    label: String,
    /// The id of the box, so one of its kind per page.
    name: &'static str,
    signature: RwSignal<Option<Signature>>,
    /// What is wrong, as the form sees it: for example that nobody signed.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    // What was drawn before is shown again where the box comes back.
    let drawn =
        |signature: &Option<Signature>| signature.as_ref().and_then(Signature::read).unwrap_or_default();
    let strokes = RwSignal::new(signature.with_untracked(drawn));
    // The pointer that draws; a second finger draws nothing.
    let pointer = RwSignal::new(None::<i32>);
    Effect::new(move |_| {
        if signature.with(Option::is_none) && pointer.get_untracked().is_none() {
            strokes.set(Vec::new());
        }
    });
    let press = move |event: PointerEvent| {
        let is_free = pointer.get_untracked().is_none();
        if !is_free || event.button() != 0 || strokes.with_untracked(Vec::len) >= STROKES_MAX {
            return;
        }
        event.prevent_default();
        if let Some(point) = device::point_in(name, event.client_x(), event.client_y()) {
            pointer.set(Some(event.pointer_id()));
            device::hold_pointer(name, event.pointer_id());
            strokes.update(|strokes| strokes.push(vec![point]));
        }
    };
    let drag = move |event: PointerEvent| {
        if pointer.get_untracked() != Some(event.pointer_id()) {
            return;
        }
        event.prevent_default();
        let Some(point) = device::point_in(name, event.client_x(), event.client_y()) else { return };
        let is_new = strokes.with_untracked(|strokes| {
            strokes
                .last()
                .is_some_and(|stroke| stroke.last() != Some(&point) && stroke.len() < STROKE_POINTS_MAX)
        });
        if is_new {
            strokes.update(|strokes| {
                if let Some(stroke) = strokes.last_mut() {
                    stroke.push(point);
                }
            });
        }
    };
    let lift = move |event: PointerEvent| {
        if pointer.get_untracked() != Some(event.pointer_id()) {
            return;
        }
        // Set before the pointer is free: too little to be a signature must not empty the box.
        signature.set(strokes.with_untracked(|strokes| Signature::of(strokes)));
        request_animation_frame(move || {
            pointer.try_set(None);
        });
    };
    let clear = move || {
        strokes.set(Vec::new());
        signature.set(None);
    };
    let state = move || match (error.with(Option::is_some), signature.with(Option::is_some)) {
        (_, true) => "signed",
        (true, false) => "error",
        (false, false) => "empty",
    };
    let words = (ES.signature_of)(&label);
    view! {
        <div class="signature-pad" role="group" aria-label=words data-state=state>
            <svg
                id=name
                class="signature-box"
                viewBox=view_box()
                preserveAspectRatio="none"
                role="img"
                aria-label=ES.sign_here
                aria-describedby=format!("{name}-note")
                on:pointerdown=press
                on:pointermove=drag
                on:pointerup=lift
                on:pointercancel=lift
            >
                <path class="signature-line" d="M60 320H940"></path>
                <path class="signature-ink" d=move || strokes.with(|strokes| path(strokes))></path>
            </svg>
            <p class="signature-name">{label}</p>
            <div class="row">
                <p class="quiet" role="status">
                    {move || if signature.with(Option::is_some) { ES.signed } else { ES.sign_here }}
                </p>
                <Show when=move || strokes.with(|strokes| !strokes.is_empty())>
                    <Button kind=ButtonKind::Quiet glyph=Glyph::Close on_press=clear>
                        {ES.clear}
                    </Button>
                </Show>
            </div>
            <p class="signature-note" id=format!("{name}-note") role="alert">
                {move || error.get().filter(|_| signature.with(Option::is_none))}
            </p>
        </div>
    }
    .into_any()
}

/// A signature on a document, on the screen and on paper; also where the server renders it.
#[component]
pub fn SignatureView(
    signature: Signature,
    /// Who signed.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    view! {
        <figure class="signature-view">
            <svg viewBox=view_box() role="img" aria-label=(ES.signature_of)(&label)>
                <path class="signature-ink" d=signature.path()></path>
            </svg>
            <figcaption>{label}</figcaption>
        </figure>
    }
    .into_any()
}

fn view_box() -> String {
    format!("0 0 {SIGNATURE_WIDTH} {SIGNATURE_HEIGHT}")
}
