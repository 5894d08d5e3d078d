//! Small tools for talking to JavaScript, and the few interfaces that `web_sys` has only as unstable.

use std::{cell::Cell, future::Future, pin::Pin, rc::Rc, task::Poll};

use wasm_bindgen::{JsCast, JsValue, closure::Closure, prelude::wasm_bindgen};

#[wasm_bindgen]
extern "C" {
    /// `navigator`, where what is new may be missing.
    #[wasm_bindgen(extends = js_sys::Object)]
    pub type LooseNavigator;
    #[wasm_bindgen(method, getter)]
    pub fn locks(this: &LooseNavigator) -> Option<LockManager>;
    #[wasm_bindgen(method, getter)]
    pub fn standalone(this: &LooseNavigator) -> Option<bool>;
    #[wasm_bindgen(method, getter, js_name = serviceWorker)]
    pub fn service_worker(this: &LooseNavigator) -> Option<web_sys::ServiceWorkerContainer>;
    #[wasm_bindgen(method, getter)]
    pub fn storage(this: &LooseNavigator) -> Option<web_sys::StorageManager>;
    #[wasm_bindgen(method, getter, js_name = share)]
    pub fn share_function(this: &LooseNavigator) -> Option<js_sys::Function>;
    #[wasm_bindgen(method, getter, js_name = vibrate)]
    pub fn vibrate_function(this: &LooseNavigator) -> Option<js_sys::Function>;

    /// Web Locks.
    pub type LockManager;
    #[wasm_bindgen(method, catch)]
    pub fn request(
        this: &LockManager,
        name: &str,
        options: &JsValue,
        callback: &js_sys::Function,
    ) -> Result<js_sys::Promise, JsValue>;
}

/// The window of this page. Senda runs in no worker.
pub fn window() -> web_sys::Window {
    js_sys::global().unchecked_into()
}

pub fn loose_navigator() -> LooseNavigator {
    window().navigator().unchecked_into()
}

pub fn document() -> Option<web_sys::Document> {
    window().document()
}

/// Reads a property; `undefined` where there is none.
pub fn get(target: &JsValue, name: &str) -> JsValue {
    js_sys::Reflect::get(target, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
}

/// Sets a property of an object that we made, which cannot fail.
pub fn set(target: &JsValue, name: &str, value: &JsValue) {
    let _ = js_sys::Reflect::set(target, &JsValue::from_str(name), value);
}

/// Waits for a promise.
pub async fn settled(promise: js_sys::Promise) -> Result<JsValue, JsValue> {
    wasm_bindgen_futures::JsFuture::from(promise).await
}

/// Calls back at each event of this name for as long as the page lives.
pub fn listen(target: &web_sys::EventTarget, name: &str, callback: impl FnMut(web_sys::Event) + 'static) {
    let callback = Closure::<dyn FnMut(web_sys::Event)>::new(callback);
    let _ = target.add_event_listener_with_callback(name, callback.as_ref().unchecked_ref());
    // The page and its listener end together.
    callback.forget();
}

/// A timer that is cancelled when it is dropped.
pub struct Timeout {
    id: i32,
    _callback: Closure<dyn FnMut()>,
}

impl Timeout {
    pub fn new(wait_ms: u32, callback: impl FnOnce() + 'static) -> Timeout {
        let callback = Closure::once(callback);
        let wait_ms = i32::try_from(wait_ms).unwrap_or(i32::MAX);
        let id = window()
            .set_timeout_with_callback_and_timeout_and_arguments_0(callback.as_ref().unchecked_ref(), wait_ms)
            .unwrap_or_default();
        Timeout { id, _callback: callback }
    }
}

impl Drop for Timeout {
    fn drop(&mut self) {
        window().clear_timeout_with_handle(self.id);
    }
}

/// Ends after the wait.
pub async fn sleep_ms(wait_ms: u32) {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        let wait_ms = i32::try_from(wait_ms).unwrap_or(i32::MAX);
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, wait_ms);
    });
    let _ = settled(promise).await;
}

/// The answer, or `None` where the wait ends first; the work is then dropped.
pub async fn within<T>(wait_ms: u32, work: impl Future<Output = T>) -> Option<T> {
    let mut work = Box::pin(work);
    let waker: Rc<Cell<Option<std::task::Waker>>> = Rc::default();
    let is_over = Rc::new(Cell::new(false));
    let _timer = Timeout::new(wait_ms, {
        let (waker, is_over) = (Rc::clone(&waker), Rc::clone(&is_over));
        move || {
            is_over.set(true);
            if let Some(waker) = waker.take() {
                waker.wake();
            }
        }
    });
    std::future::poll_fn(|cx| match Pin::new(&mut work).poll(cx) {
        Poll::Ready(value) => Poll::Ready(Some(value)),
        Poll::Pending if is_over.get() => Poll::Ready(None),
        Poll::Pending => {
            waker.set(Some(cx.waker().clone()));
            Poll::Pending
        }
    })
    .await
}
