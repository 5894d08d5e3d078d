//! A new version: the service worker has it ready and waits until the person taps "Actualizar", or until no page of
//! the old one is open. `public/boot.js` registers the worker, so that a build that cannot start can still be replaced.

use std::cell::{Cell, RefCell};

use wasm_bindgen::{JsCast, JsValue};

use super::{js, wake};
use crate::device::Wake;

/// What `public/sw.js` understands as "take over now".
const UPDATE_MESSAGE: &str = "actualizar";

thread_local! {
    static WAITING: RefCell<Option<web_sys::ServiceWorker>> = const { RefCell::new(None) };
    static IS_ASKED: Cell<bool> = const { Cell::new(false) };
}

/// Whether a new version is ready.
pub fn update_waiting() -> bool {
    WAITING.with_borrow(|waiting| waiting.is_some())
}

/// Lets the new version take over; the page reloads when it has. Call it only where nothing half-filled is lost.
pub fn apply_update() {
    WAITING.with_borrow(|waiting| {
        if let Some(worker) = waiting {
            IS_ASKED.set(true);
            let _ = worker.post_message(&JsValue::from_str(UPDATE_MESSAGE));
        }
    });
}

/// Watches the registration for as long as the page lives.
pub async fn watch() {
    let Some(container) = js::loose_navigator().service_worker() else { return };
    js::listen(&container, "controllerchange", |_| {
        // Only where this page asked: another tab may be under a half-filled form.
        if IS_ASKED.get() {
            let _ = js::window().location().reload();
        }
    });
    let Ok(ready) = container.ready() else { return };
    let Ok(registration) = js::settled(ready).await else { return };
    let registration: web_sys::ServiceWorkerRegistration = registration.unchecked_into();
    note(&registration);
    let found = registration.clone();
    js::listen(&registration, "updatefound", move |_| {
        let Some(worker) = found.installing() else { return };
        let registration = found.clone();
        js::listen(&worker, "statechange", move |_| note(&registration));
    });
}

/// A worker that waits while an older one controls the page is an update; the very first one is not.
fn note(registration: &web_sys::ServiceWorkerRegistration) {
    let has_older = registration.active().is_some();
    let waiting = registration.waiting().filter(|_| has_older);
    let is_new = waiting.is_some() && !update_waiting();
    WAITING.set(waiting);
    if is_new {
        wake::tell(Wake::UpdateReady);
    }
}
