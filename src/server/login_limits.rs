//! How often one may try: a login, an address, a setup code, a receipt. In memory, and bounded.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, PoisonError},
};

use crate::{api::error::ApiError, domain::date::Millis};

/// Keys that one limit remembers. Beyond, the ones that are forgotten soonest make place.
const KEYS_MAX: usize = 10_000;
/// A key that was quiet for so long starts afresh.
const WINDOW_MS: i64 = 15 * 60 * 1_000;
/// The first wait; each further attempt doubles it.
const WAIT_MS_FIRST: i64 = 15 * 1_000;

/// Attempts with one login before waiting begins.
const LOGIN_ATTEMPTS_FREE: u32 = 8;
/// Attempts from one address before waiting begins: a whole office may share one.
const ADDRESS_ATTEMPTS_FREE: u32 = 40;
/// Attempts at the setup code, from anywhere.
const SETUP_ATTEMPTS_FREE: u32 = 10;
/// Receipts that one address may look up before waiting begins.
const RECEIPT_ATTEMPTS_FREE: u32 = 30;

/// All the limits of the process.
pub struct Limits {
    by_login: Limit<String>,
    by_address: Limit<IpAddr>,
    setup: Limit<()>,
    receipts: Limit<IpAddr>,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            by_login: Limit::new(LOGIN_ATTEMPTS_FREE),
            by_address: Limit::new(ADDRESS_ATTEMPTS_FREE),
            setup: Limit::new(SETUP_ATTEMPTS_FREE),
            receipts: Limit::new(RECEIPT_ATTEMPTS_FREE),
        }
    }
}

impl Limits {
    /// Counts an attempt to log in. Counted before the password is looked at, so that many at once cannot slip by.
    pub fn login_attempt(&self, login: &str, address: IpAddr, now: Millis) -> Result<(), ApiError> {
        self.by_address.attempt(address, now)?;
        self.by_login.attempt(login.to_owned(), now)
    }

    /// The password was right: the attempts before it were somebody's typing.
    pub fn login_succeeded(&self, login: &str, address: IpAddr) {
        self.by_login.forget(&login.to_owned());
        self.by_address.forget(&address);
    }

    /// Counts an attempt at the setup code.
    pub fn setup_attempt(&self, now: Millis) -> Result<(), ApiError> {
        self.setup.attempt((), now)
    }

    /// Counts a look at a receipt.
    pub fn receipt_attempt(&self, address: IpAddr, now: Millis) -> Result<(), ApiError> {
        self.receipts.attempt(address, now)
    }
}

struct Limit<K> {
    free: u32,
    keys: Mutex<HashMap<K, Attempts>>,
}

#[derive(Clone, Copy)]
struct Attempts {
    count: u32,
    last: Millis,
    /// No attempt is taken before this.
    open_at: Millis,
}

impl<K: std::hash::Hash + Eq + Clone> Limit<K> {
    fn new(free: u32) -> Limit<K> {
        Limit { free, keys: Mutex::new(HashMap::new()) }
    }

    fn attempt(&self, key: K, now: Millis) -> Result<(), ApiError> {
        let mut keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = Attempts { count: 0, last: now, open_at: now };
        let mut attempts = keys.get(&key).copied().filter(|old| !old.is_forgotten(now)).unwrap_or(fresh);
        let wait_ms = attempts.open_at.since(now);
        if wait_ms > 0 {
            let wait_s = u32::try_from(wait_ms.saturating_add(999) / 1_000).unwrap_or(u32::MAX);
            return Err(ApiError::TooManyAttempts { wait_s });
        }
        attempts.count = attempts.count.saturating_add(1);
        attempts.last = now;
        if attempts.count >= self.free {
            let doublings = attempts.count.saturating_sub(self.free).min(10);
            attempts.open_at = now.plus(WAIT_MS_FIRST.saturating_mul(1 << doublings).min(WINDOW_MS));
        }
        if !keys.contains_key(&key) && keys.len() >= KEYS_MAX {
            make_place(&mut keys, now);
        }
        keys.insert(key, attempts);
        Ok(())
    }

    fn forget(&self, key: &K) {
        self.keys.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
    }
}

impl Attempts {
    fn is_forgotten(&self, now: Millis) -> bool {
        now.since(self.last) > WINDOW_MS && now >= self.open_at
    }
}

/// Drops what is forgotten by now, and a tenth of the quietest where that is not enough.
fn make_place<K: std::hash::Hash + Eq + Clone>(keys: &mut HashMap<K, Attempts>, now: Millis) {
    keys.retain(|_, attempts| !attempts.is_forgotten(now));
    if keys.len() < KEYS_MAX {
        return;
    }
    let mut by_age: Vec<(u32, Millis, K)> =
        keys.iter().map(|(key, attempts)| (attempts.count, attempts.last, key.clone())).collect();
    by_age.sort_by_key(|(count, last, _)| (*count, *last));
    for (_, _, key) in by_age.into_iter().take(KEYS_MAX / 10) {
        keys.remove(&key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

    fn waits(result: Result<(), ApiError>) -> Option<u32> {
        match result {
            Err(ApiError::TooManyAttempts { wait_s }) => Some(wait_s),
            _ => None,
        }
    }

    #[test]
    fn after_some_attempts_each_wait_is_longer() {
        let limits = Limits::default();
        let mut now = Millis(0);
        for _ in 0..LOGIN_ATTEMPTS_FREE {
            assert_eq!(waits(limits.login_attempt("ana", HERE, now)), None);
        }
        let mut last = 0;
        for _ in 0..4 {
            let wait_s = waits(limits.login_attempt("ana", HERE, now)).unwrap();
            assert!(wait_s > last, "{wait_s} after {last}");
            last = wait_s;
            now = now.plus(i64::from(wait_s) * 1_000);
            assert_eq!(waits(limits.login_attempt("ana", HERE, now)), None);
        }
        assert_eq!(waits(limits.login_attempt("otra", HERE, now)), None, "another login is not held back");
    }

    #[test]
    fn one_address_cannot_try_many_logins() {
        let limits = Limits::default();
        let refused = (0..200)
            .filter(|n| waits(limits.login_attempt(&format!("p{n}"), HERE, Millis(0))).is_some())
            .count();
        assert!(refused >= 150, "{refused}");
    }

    #[test]
    fn the_right_password_and_time_forget() {
        let limits = Limits::default();
        for _ in 0..LOGIN_ATTEMPTS_FREE {
            assert!(limits.login_attempt("ana", HERE, Millis(0)).is_ok());
        }
        limits.login_succeeded("ana", HERE);
        assert!(limits.login_attempt("ana", HERE, Millis(0)).is_ok());
        for _ in 0..LOGIN_ATTEMPTS_FREE {
            drop(limits.login_attempt("ana", HERE, Millis(0)));
        }
        assert!(limits.login_attempt("ana", HERE, Millis(WINDOW_MS * 3)).is_ok());
    }

    #[test]
    fn memory_is_bounded() {
        let limit = Limit::new(1);
        for n in 0..(KEYS_MAX * 2) {
            drop(limit.attempt(n, Millis(n as i64)));
        }
        assert!(limit.keys.lock().unwrap().len() <= KEYS_MAX);
    }
}
