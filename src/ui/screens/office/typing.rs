//! Typing and keys: asking the office only when the typing rests, and moving through lists without a mouse.

use std::time::Duration;

use leptos::{
    ev::KeyboardEvent,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlElement},
};

/// A rest this long ends a word.
const REST: Duration = Duration::from_millis(250);

/// Follows `typed`, a little later: one question to the office per word, not per letter.
pub fn rested(typed: RwSignal<String>) -> Signal<String> {
    let rested = RwSignal::new(typed.get_untracked());
    Effect::new(move |waiting: Option<Option<TimeoutHandle>>| {
        let text = typed.get();
        if let Some(Some(waiting)) = waiting {
            waiting.clear();
        }
        if rested.with_untracked(|rested| *rested == text) {
            return None;
        }
        set_timeout_with_handle(
            move || {
                rested.try_set(text.clone());
            },
            REST,
        )
        .ok()
    });
    rested.into()
}

/// Arrows move the focus between the entries of a list, each an `<li>` with a link, a button or a checkbox.
pub fn move_with_arrows(event: &KeyboardEvent) {
    let is_down = match event.key().as_str() {
        "ArrowDown" => true,
        "ArrowUp" => false,
        _ => return,
    };
    let entry = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let Some(entry) = entry.and_then(|element| element.closest("li, tr").ok().flatten()) else { return };
    let next = if is_down { entry.next_element_sibling() } else { entry.previous_element_sibling() };
    let focusable = next.and_then(|next| next.query_selector("a, button, input").ok().flatten());
    if let Some(focusable) = focusable.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        event.prevent_default();
        // What cannot take the focus leaves it where it is.
        drop(focusable.focus());
    }
}

/// `/` goes to the search of the page, except while something is being written.
pub fn listen_for_slash() {
    Effect::new(move |_| {
        let listener = window_event_listener(leptos::ev::keydown, |event| {
            if event.key() != "/" || event.ctrl_key() || event.meta_key() || event.alt_key() {
                return;
            }
            let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            let is_writing = target.is_some_and(|element| {
                element.closest("input, textarea, select, dialog").ok().flatten().is_some()
            });
            if is_writing {
                return;
            }
            let search = document().query_selector("main input[type=search]").ok().flatten();
            if let Some(search) = search.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
                event.prevent_default();
                drop(search.focus());
            }
        });
        on_cleanup(move || listener.remove());
    });
}
