//! Web Locks: one tab at a time. Correctness never depends on them (IndexedDB's transactions are serial), so that a
//! browser without them, which has no `navigator.locks`, goes on without.

use std::{cell::Cell, future::Future, rc::Rc, thread::LocalKey};

use wasm_bindgen::{JsCast, JsValue, closure::Closure};

use super::js;

/// Held while money is recorded.
pub const FOLIO_LOCK: &str = "folio";
/// Held by the tab that syncs.
const SYNC_LOCK: &str = "sync";
/// Held by the tab that sends photos.
const PHOTO_LOCK: &str = "photos";

thread_local! {
    /// Where there are no Web Locks, at least one round of sync at a time in this page.
    static IS_SYNCING: Cell<bool> = const { Cell::new(false) };
    /// The same of photos.
    static IS_SENDING_PHOTOS: Cell<bool> = const { Cell::new(false) };
}

/// Runs the work if no other tab is syncing; otherwise `None`, without waiting.
pub async fn with_sync_lock<T>(work: impl Future<Output = T>) -> Option<T> {
    with_lock(SYNC_LOCK, &IS_SYNCING, work).await
}

/// Runs the work if no other tab is sending photos; otherwise `None`, without waiting.
pub async fn with_photo_lock<T>(work: impl Future<Output = T>) -> Option<T> {
    with_lock(PHOTO_LOCK, &IS_SENDING_PHOTOS, work).await
}

async fn with_lock<T>(
    name: &str,
    is_busy: &'static LocalKey<Cell<bool>>,
    work: impl Future<Output = T>,
) -> Option<T> {
    if is_busy.replace(true) {
        return None;
    }
    let _page = Released(|| is_busy.set(false));
    let guard = match request(name, Wait::Never).await {
        Granted::Held(guard) => Some(guard),
        Granted::Taken => return None,
        Granted::NoLocks => None,
    };
    let value = work.await;
    if let Some(guard) = guard {
        guard.released().await;
    }
    Some(value)
}

/// Waits for the lock and holds it until the guard is dropped; a page that dies lets it go.
pub async fn hold(name: &str) -> Option<Guard> {
    match request(name, Wait::Long).await {
        Granted::Held(guard) => Some(guard),
        Granted::Taken | Granted::NoLocks => None,
    }
}

/// Holds a lock until it is dropped.
pub struct Guard {
    release: js_sys::Function,
    /// Settled when the browser has let the lock go.
    ended: js_sys::Promise,
}

impl Guard {
    /// Lets the lock go and waits until it is free: asked for again at once, it would still seem taken.
    async fn released(self) {
        let ended = self.ended.clone();
        drop(self);
        let _ = js::settled(ended).await;
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        let _ = self.release.call0(&JsValue::UNDEFINED);
    }
}

enum Granted {
    Held(Guard),
    Taken,
    NoLocks,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Wait {
    Long,
    Never,
}

async fn request(name: &str, wait: Wait) -> Granted {
    let Some(locks) = js::loose_navigator().locks() else { return Granted::NoLocks };
    let options = js_sys::Object::new();
    js::set(&options, "ifAvailable", &JsValue::from_bool(wait == Wait::Never));

    // The lock is held until the promise that the callback returns is settled: the guard settles it.
    let release: Rc<Cell<Option<js_sys::Function>>> = Rc::default();
    let held = js_sys::Promise::new(&mut |resolve, _| release.set(Some(resolve)));
    let Some(release) = release.take() else { return Granted::NoLocks };

    let answered: Rc<Cell<Option<js_sys::Function>>> = Rc::default();
    let answer = js_sys::Promise::new(&mut |resolve, _| answered.set(Some(resolve)));
    let Some(answered) = answered.take() else { return Granted::NoLocks };

    let callback = Closure::<dyn FnMut(JsValue) -> JsValue>::new({
        let answered = answered.clone();
        move |lock: JsValue| {
            let _ = answered.call1(&JsValue::UNDEFINED, &JsValue::from_bool(!lock.is_null()));
            held.clone().into()
        }
    });
    let Ok(ended) = locks.request(name, &options, callback.as_ref().unchecked_ref()) else {
        return Granted::NoLocks;
    };
    // A refusal (a page that is going away) comes only by the promise of the request.
    let refused = Closure::<dyn FnMut(JsValue)>::new(move |_| {
        let _ = answered.call1(&JsValue::UNDEFINED, &JsValue::UNDEFINED);
    });
    let _ = ended.catch(&refused);
    match js::settled(answer).await.ok().and_then(|answer| answer.as_bool()) {
        Some(true) => {
            // The request's promise outlives this function: its callbacks with it.
            refused.forget();
            Granted::Held(Guard { release, ended })
        }
        Some(false) => {
            refused.forget();
            Granted::Taken
        }
        None => Granted::NoLocks,
    }
}

/// Runs its function when it is dropped, also when the work is.
struct Released<F: Fn()>(F);

impl<F: Fn()> Drop for Released<F> {
    fn drop(&mut self) {
        (self.0)();
    }
}
