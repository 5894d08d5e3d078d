//! Small things of the page: network as the browser sees it, print, vibration, focus.

use wasm_bindgen::{JsCast, JsValue};

use super::js;

/// What the browser believes. `true` proves nothing: only an answer of the server does.
pub fn is_online() -> bool {
    js::window().navigator().on_line()
}

pub fn print_page() {
    let _ = js::window().print();
}

/// Leaves for another page of Senda, loaded afresh: after a login or a logout nothing of before may linger.
pub fn open_page(address: &str) {
    let _ = js::window().location().assign(address);
}

/// What follows `#` in the address, without it: the part that never reaches a server.
pub fn fragment() -> String {
    let hash = js::window().location().hash().unwrap_or_default();
    hash.strip_prefix('#').unwrap_or(&hash).to_owned()
}

/// Moves the focus to the element with this id, for messages that must be heard.
pub fn focus(element_id: &str) {
    let element = js::document().and_then(|document| document.get_element_by_id(element_id));
    if let Some(element) = element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Runs the work and leaves how long it took for developers' tools and the benchmark: the last measure of each name.
pub fn timed<T>(name: &str, work: impl FnOnce() -> T) -> T {
    let Some(performance) = js::window().performance() else { return work() };
    let _ = performance.mark(name);
    let value = work();
    performance.clear_measures_with_measure_name(name);
    let _ = performance.measure_with_start_mark(name, name);
    performance.clear_marks_with_mark_name(name);
    value
}

/// Short: it was saved.
pub fn vibrate_ok() {
    vibrate(&[40]);
}

/// Long, short, long: look at the screen.
pub fn vibrate_error() {
    vibrate(&[180, 80, 180]);
}

/// iPhones cannot; nothing depends on it.
fn vibrate(pattern_ms: &[u32]) {
    let navigator = js::loose_navigator();
    if let Some(vibrate) = navigator.vibrate_function() {
        let pattern: js_sys::Array = pattern_ms.iter().map(|ms| JsValue::from(*ms)).collect();
        let _ = vibrate.call1(&navigator, &pattern);
    }
}
