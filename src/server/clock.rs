//! The server's clock, as a port: tests hold it still.

use crate::domain::date::Millis;

pub trait ServerClock: Send + Sync + 'static {
    fn now(&self) -> Millis;
}

/// The machine's clock.
pub struct SystemClock;

impl ServerClock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the adapter behind the clock port")]
    fn now(&self) -> Millis {
        let since_1970 = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        Millis(since_1970.ok().and_then(|time| i64::try_from(time.as_millis()).ok()).unwrap_or_default())
    }
}
