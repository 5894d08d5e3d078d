//! Links that leave the program: the browser follows them and loads another document.

use wasm_bindgen::{JsCast, closure::Closure};

use super::js;
use crate::device::program::is_within;

/// Marks each such link when it is tapped, before the router, which would follow it, gets to see the tap.
pub fn watch() {
    let callback = Closure::<dyn FnMut(web_sys::Event)>::new(|event: web_sys::Event| {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let link = target.and_then(|element| element.closest("a[href]").ok().flatten());
        let Some(link) = link.and_then(|link| link.dyn_into::<web_sys::HtmlAnchorElement>().ok()) else {
            return;
        };
        let here = js::window().location().pathname().unwrap_or_default();
        if link.rel().is_empty() && !is_within(&here, &link.pathname()) {
            link.set_rel("external");
        }
    });
    let capture = true;
    let _ = js::window().add_event_listener_with_callback_and_bool(
        "click",
        callback.as_ref().unchecked_ref(),
        capture,
    );
    // The page and its listener end together.
    callback.forget();
}
