//! Time and chance, from the browser.

use super::js;
use crate::{
    domain::date::Millis,
    sync::ports::{Clock, Rng},
};

#[derive(Clone, Copy, Debug, Default)]
pub struct DeviceClock;

impl Clock for DeviceClock {
    fn wall(&self) -> Millis {
        now()
    }
    fn monotonic_ms(&self) -> i64 {
        js::window().performance().map_or(0, |performance| performance.now() as i64)
    }
}

#[derive(Clone, Copy, Debug, Default)]
pub struct DeviceRng;

impl Rng for DeviceRng {
    fn bytes10(&self) -> [u8; 10] {
        let mut bytes = [0; 10];
        // A page without `crypto` is no secure page, and Senda is served by no other: a panic shows the way out.
        let crypto =
            js::window().crypto().and_then(|crypto| crypto.get_random_values_with_u8_array(&mut bytes));
        assert!(crypto.is_ok(), "the browser gives no random bytes");
        bytes
    }
}

/// The wall clock, as set on the phone.
pub fn now() -> Millis {
    Millis(js_sys::Date::now() as i64)
}
