//! What happens once, before the app is mounted.

use std::{future::Future, panic};

use super::{js, leave, preferences, update, wake};

/// What `public/boot.js` listens to: it shows the way to the rescue page.
const FAILURE_EVENT: &str = "senda:falla";

/// Sets the panic hook, applies preferences and starts to listen to browser, tabs and service worker.
pub fn start() {
    panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        // After a panic nothing of the app can be trusted to run: plain script shows the message.
        if let Ok(event) = web_sys::Event::new(FAILURE_EVENT) {
            let _ = js::window().dispatch_event(&event);
        }
    }));
    preferences::apply(&preferences::preferences());
    leave::watch();
    wake::watch();
    spawn(update::watch());
}

/// Runs the future on this page's only thread.
pub fn spawn(work: impl Future<Output = ()> + 'static) {
    wasm_bindgen_futures::spawn_local(work);
}

/// Empties the body of the shell: the app is mounted in its place.
pub fn remove_splash() {
    if let Some(body) = js::document().and_then(|document| document.body()) {
        body.set_text_content(None);
    }
}
