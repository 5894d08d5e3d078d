//! Time between machines: how far the device's clock is off, and how long to wait after a failure.

use super::ports::{Clock, Rng};
use crate::domain::date::Millis;

/// The first wait after a failure.
pub const BACKOFF_FIRST_MS: u32 = 2_000;
/// The longest wait: a phone that finds a signal again should not sit on money for longer.
pub const BACKOFF_MAX_MS: u32 = 300_000;

/// When a request left, on the clock that never jumps.
#[derive(Clone, Copy, Debug)]
pub struct Departure {
    monotonic_ms: i64,
}

impl Departure {
    pub fn now(clock: &impl Clock) -> Departure {
        Departure { monotonic_ms: clock.monotonic_ms() }
    }

    /// Server time minus wall clock, supposing that the answer took half of the round trip. The round trip is taken
    /// from the monotonic clock, so that a wall clock set meanwhile does not spoil it.
    pub fn offset_ms(self, clock: &impl Clock, server_time: Millis) -> i64 {
        let round_trip_ms = clock.monotonic_ms().saturating_sub(self.monotonic_ms).max(0);
        let answered_at = clock.wall().plus(-(round_trip_ms / 2));
        server_time.since(answered_at)
    }
}

/// How long to wait after each failure: doubling, with half of it by chance, so that the phones of a whole branch do
/// not come back in the same second.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Backoff {
    failures: u32,
}

impl Backoff {
    /// After a success.
    pub fn reset(&mut self) {
        self.failures = 0;
    }

    /// After a failure: the wait in milliseconds, between half of the step and the whole of it.
    pub fn after_failure(&mut self, rng: &impl Rng) -> u32 {
        let step_ms = BACKOFF_FIRST_MS
            .saturating_mul(1u32.checked_shl(self.failures.min(16)).unwrap_or(u32::MAX))
            .min(BACKOFF_MAX_MS);
        self.failures = self.failures.saturating_add(1);
        let bytes = rng.bytes10();
        let chance = u32::from(u16::from_be_bytes([bytes[0], bytes[1]]));
        let half = step_ms / 2;
        half.saturating_add(half.saturating_mul(chance.min(1_000)) / 1_000)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    struct FixedClock {
        wall: Cell<i64>,
        monotonic: Cell<i64>,
    }
    impl Clock for FixedClock {
        fn wall(&self) -> Millis {
            Millis(self.wall.get())
        }
        fn monotonic_ms(&self) -> i64 {
            self.monotonic.get()
        }
    }
    struct FixedRng(u8);
    impl Rng for FixedRng {
        fn bytes10(&self) -> [u8; 10] {
            [self.0; 10]
        }
    }

    #[test]
    fn the_offset_halves_the_round_trip() {
        let clock = FixedClock { wall: Cell::new(10_000), monotonic: Cell::new(50) };
        let departure = Departure::now(&clock);
        clock.wall.set(10_400);
        clock.monotonic.set(450);
        assert_eq!(departure.offset_ms(&clock, Millis(70_200)), 60_000);
    }

    #[test]
    fn a_clock_set_during_the_round_trip_is_measured_as_it_is_now() {
        let clock = FixedClock { wall: Cell::new(10_000), monotonic: Cell::new(0) };
        let departure = Departure::now(&clock);
        clock.wall.set(1_000_000);
        clock.monotonic.set(400);
        assert_eq!(departure.offset_ms(&clock, Millis(999_800)), 0);
    }

    #[test]
    fn waits_double_up_to_their_bound_and_never_vanish() {
        for random in [0, 255] {
            let mut backoff = Backoff::default();
            let waits: Vec<u32> = (0..40).map(|_| backoff.after_failure(&FixedRng(random))).collect();
            assert!(waits.iter().all(|&wait| (BACKOFF_FIRST_MS / 2..=BACKOFF_MAX_MS).contains(&wait)));
            assert!(waits.is_sorted());
            backoff.reset();
            assert!(backoff.after_failure(&FixedRng(random)) <= BACKOFF_FIRST_MS);
        }
    }
}
