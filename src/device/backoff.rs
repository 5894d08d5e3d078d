//! When the timer starts the next round of sync.

use super::SyncEnd;

/// While all is well: the office's changes arrive within this time on an open page.
pub const IDLE_WAIT_MS: u32 = 60_000;
/// After the first failure.
pub const RETRY_WAIT_MS_MIN: u32 = 2_000;
/// After many failures; the phone's radio is not woken more often.
pub const RETRY_WAIT_MS_MAX: u32 = 300_000;

/// Counts failures in a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Backoff {
    failures: u32,
}

impl Backoff {
    pub const NEW: Backoff = Backoff { failures: 0 };

    pub fn after(self, end: SyncEnd) -> Backoff {
        match end {
            SyncEnd::Complete => Backoff::default(),
            SyncEnd::Failed => Backoff { failures: self.failures.saturating_add(1) },
        }
    }

    /// Milliseconds until the next round. `dice` (0–255, random) spreads the phones of a company over the second half
    /// of the wait, so that they do not all return at once to a server that was down.
    pub fn wait_ms(self, dice: u8) -> u32 {
        if self.failures == 0 {
            return IDLE_WAIT_MS;
        }
        let doublings = self.failures.saturating_sub(1).min(16);
        let whole = RETRY_WAIT_MS_MIN.saturating_mul(1 << doublings).min(RETRY_WAIT_MS_MAX);
        let half = whole / 2;
        half + half.saturating_mul(u32::from(dice)) / 255
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after_failures(count: u32) -> Backoff {
        (0..count).fold(Backoff::default(), |backoff, _| backoff.after(SyncEnd::Failed))
    }

    #[test]
    fn waits_double_up_to_five_minutes() {
        for (failures, longest) in
            [(1, 2_000), (2, 4_000), (3, 8_000), (8, 256_000), (9, 300_000), (90, 300_000)]
        {
            let backoff = after_failures(failures);
            assert_eq!(backoff.wait_ms(0), longest / 2, "{failures}");
            assert!(backoff.wait_ms(255) <= longest && backoff.wait_ms(255) > longest * 9 / 10, "{failures}");
        }
    }

    #[test]
    fn one_success_forgets_the_failures() {
        assert_eq!(after_failures(7).after(SyncEnd::Complete).wait_ms(9), IDLE_WAIT_MS);
    }
}
