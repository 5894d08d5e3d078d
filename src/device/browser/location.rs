//! Where the phone is, asked only at an event, and never waited for longer than a person would.

use std::{cell::Cell, rc::Rc};

use wasm_bindgen::{JsCast, JsValue, closure::Closure};

use super::{clock, js};
use crate::domain::{customer::Position, date::Millis, event::Place};

/// A payment waits at most this long for evidence of the place.
const LOCATE_WAIT_MS: u32 = 4_000;
/// A position this old is good enough for a visit.
const POSITION_AGE_MS_MAX: u32 = 60_000;

/// The place, or `None` where it is refused, missing or slow.
pub async fn locate() -> Option<Place> {
    js::within(LOCATE_WAIT_MS, ask()).await.flatten()
}

async fn ask() -> Option<Place> {
    let geolocation = js::window().navigator().geolocation().ok()?;
    let options = web_sys::PositionOptions::new();
    options.set_enable_high_accuracy(true);
    options.set_maximum_age(POSITION_AGE_MS_MAX);
    options.set_timeout(LOCATE_WAIT_MS);

    let settle: Rc<Cell<Option<(js_sys::Function, js_sys::Function)>>> = Rc::default();
    let promise = js_sys::Promise::new(&mut |resolve, reject| settle.set(Some((resolve, reject))));
    let (resolve, reject) = settle.take()?;
    let found = Closure::<dyn FnMut(JsValue)>::new(move |position: JsValue| {
        let _ = resolve.call1(&JsValue::UNDEFINED, &position);
    });
    let refused = Closure::<dyn FnMut(JsValue)>::new(move |error: JsValue| {
        let _ = reject.call1(&JsValue::UNDEFINED, &error);
    });
    let asked = geolocation.get_current_position_with_error_callback_and_options(
        found.as_ref().unchecked_ref(),
        Some(refused.as_ref().unchecked_ref()),
        &options,
    );
    // The browser may answer long after the wait is over: the callbacks must still be there. Two small ones per event.
    found.forget();
    refused.forget();
    asked.ok()?;
    // `web_sys` names the answer's type only as unstable.
    let position = js::settled(promise).await.ok()?;
    let coordinates = js::get(&position, "coords");
    let number = |name| js::get(&coordinates, name).as_f64();
    let taken = js::get(&position, "timestamp").as_f64();
    Some(Place {
        position: Position { latitude: number("latitude")?, longitude: number("longitude")? },
        accuracy_m: number("accuracy")?,
        taken: taken.map_or_else(clock::now, |taken| Millis(taken as i64)),
    })
}
