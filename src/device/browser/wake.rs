//! When to look around: the network, the person, the timer, another tab, the service worker.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use wasm_bindgen::{JsCast, JsValue};

use super::{
    clock::DeviceRng,
    js::{self, Timeout},
    page,
};
use crate::{
    device::{SyncEnd, Wake, backoff::Backoff},
    sync::ports::Rng,
};

/// The channel between the tabs of one browser.
const CHANNEL: &str = "senda";
/// What `public/sw.js` posts at Background Sync.
const BACKGROUND_MESSAGE: &str = "sincronizar";

type Callback = Rc<dyn Fn(Wake)>;

thread_local! {
    static CALLBACKS: RefCell<Vec<Callback>> = const { RefCell::new(Vec::new()) };
    static CHANNEL_OPEN: RefCell<Option<web_sys::BroadcastChannel>> = const { RefCell::new(None) };
    static BACKOFF: Cell<Backoff> = const { Cell::new(Backoff::NEW) };
    static TIMER: RefCell<Option<Timeout>> = const { RefCell::new(None) };
    /// Background Sync was asked for since the last round that came to its end.
    static IS_BACKGROUND_ASKED: Cell<bool> = const { Cell::new(false) };
}

/// Calls back at each wake for as long as the page lives.
pub fn on_wake(callback: impl Fn(Wake) + 'static) {
    CALLBACKS.with_borrow_mut(|callbacks| callbacks.push(Rc::new(callback)));
}

/// Says how a round of sync ended and sets the timer for the next one: a minute after success, sooner after failure.
pub fn report_sync(end: SyncEnd) {
    let backoff = BACKOFF.get().after(end);
    BACKOFF.set(backoff);
    // Once in an outage: where the network is up and only the office is not, the browser answers at once, and asking
    // again after each failure would try without a pause.
    let is_failed = end == SyncEnd::Failed;
    if !IS_BACKGROUND_ASKED.replace(is_failed) && is_failed {
        ask_background_sync();
    }
    set_timer(backoff.wait_ms(DeviceRng.bytes10()[0]));
}

/// Tells the other tabs that the store has changed.
pub fn notify_other_tabs() {
    CHANNEL_OPEN.with_borrow(|channel| {
        if let Some(channel) = channel {
            let _ = channel.post_message(&JsValue::from_str("escrito"));
        }
    });
}

/// Tells everybody who asked. The callbacks are called outside the borrow: one may add another.
pub fn tell(wake: Wake) {
    let callbacks = CALLBACKS.with_borrow(Vec::clone);
    callbacks.iter().for_each(|callback| callback(wake));
}

/// Starts to listen; once per page.
pub fn watch() {
    let window = js::window();
    js::listen(&window, "online", |_| {
        // The wait belonged to the network that was bad.
        BACKOFF.set(Backoff::NEW);
        tell(Wake::Online);
    });
    js::listen(&window, "offline", |_| tell(Wake::Offline));
    js::listen(&window, "senda:instalable", |_| tell(Wake::Installable));
    js::listen(&window, "pageshow", |event| {
        // Back from the browser's frozen pages: timers and memory are old.
        let is_thawed = js::get(&event, "persisted").as_bool().unwrap_or(false);
        if is_thawed {
            tell(Wake::Visible);
        }
    });
    if let Some(document) = js::document() {
        js::listen(&document.clone(), "visibilitychange", move |_| {
            if document.visibility_state() == web_sys::VisibilityState::Visible {
                tell(Wake::Visible);
            }
        });
    }
    if let Some(container) = js::loose_navigator().service_worker() {
        js::listen(&container, "message", |event| {
            if js::get(&event, "data").as_string().as_deref() == Some(BACKGROUND_MESSAGE) {
                tell(Wake::Background);
            }
        });
    }
    if let Ok(channel) = web_sys::BroadcastChannel::new(CHANNEL) {
        js::listen(&channel, "message", |_| tell(Wake::OtherTab));
        CHANNEL_OPEN.set(Some(channel));
    }
}

/// A hidden page keeps the timer: throttled by the browser, and that is well.
fn set_timer(wait_ms: u32) {
    let timer = Timeout::new(wait_ms, || {
        let wake = if page::is_online() { Some(Wake::Timer) } else { None };
        match wake {
            Some(wake) => tell(wake),
            // Offline as far as the browser knows; `online` wakes, and the timer goes on in case it never comes.
            None => set_timer(BACKOFF.get().wait_ms(DeviceRng.bytes10()[0])),
        }
    });
    // Replaced outside the old timer's own callback: dropping a closure that runs would be an error.
    let old = TIMER.replace(Some(timer));
    wasm_bindgen_futures::spawn_local(async move { drop(old) });
}

/// Where the browser has Background Sync, it wakes the service worker when the network returns.
fn ask_background_sync() {
    wasm_bindgen_futures::spawn_local(async {
        let _ = try_background_sync().await;
    });
}

async fn try_background_sync() -> Option<()> {
    let container = js::loose_navigator().service_worker()?;
    let registration = js::settled(container.ready().ok()?).await.ok()?;
    let sync = js::get(&registration, "sync");
    let register: js_sys::Function = js::get(&sync, "register").dyn_into().ok()?;
    let promise: js_sys::Promise =
        register.call1(&sync, &JsValue::from_str("senda")).ok()?.dyn_into().ok()?;
    js::settled(promise).await.ok()?;
    Some(())
}
