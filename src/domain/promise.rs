//! A promise to pay: an amount and a date that the client gave.

use serde::{Deserialize, Serialize};

use super::{
    date::CivilDate,
    ids::{ClientId, EventId},
    money::{Money, MoneyError},
};

/// The client promised to pay `amount` on `due`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromiseMade {
    pub client: ClientId,
    pub amount: Money,
    pub due: CivilDate,
}

/// A promise as the account remembers it. `received` is what came in from the day it was made to the day it was due,
/// capped at the promise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    pub event: EventId,
    pub made_on: CivilDate,
    pub due: CivilDate,
    pub amount: Money,
    pub received: Money,
}

/// How promises were kept in a period: those whose day, with its grace, fell in it. Source: domain-rules.md §2.2.
///
/// Those that the office called off are left out by whoever picks them; promising again does not take the broken one
/// away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptRates {
    pub due: u32,
    pub kept: u32,
    pub promised: Money,
    /// Received in time, of each promise no more than was promised.
    pub received: Money,
}

impl KeptRates {
    pub fn of<'a>(promises: impl IntoIterator<Item = &'a Promise>) -> Result<KeptRates, MoneyError> {
        let mut rates = KeptRates::default();
        for promise in promises {
            let received = promise.received.min(promise.amount);
            rates.due = rates.due.saturating_add(1);
            rates.kept = rates.kept.saturating_add(u32::from(received >= promise.amount));
            rates.promised = rates.promised.checked_add(promise.amount)?;
            rates.received = rates.received.checked_add(received)?;
        }
        Ok(rates)
    }

    /// Promises kept of those due, in hundredths of a percent: a partial one is broken. `None` where none was due.
    pub fn by_count_bp(&self) -> Option<u32> {
        share_bp(u64::from(self.kept), u64::from(self.due))
    }

    /// Money received of what was promised, in hundredths of a percent: a partial one counts for its part. `None`
    /// where nothing was.
    pub fn by_amount_bp(&self) -> Option<u32> {
        let centavos = |money: Money| u64::try_from(money.centavos()).ok();
        share_bp(centavos(self.received)?, centavos(self.promised)?)
    }
}

/// Rounded half up.
fn share_bp(part: u64, of: u64) -> Option<u32> {
    let doubled = part.checked_mul(20_000)?.checked_add(of)?;
    u32::try_from(doubled.checked_div(of.checked_mul(2)?)?).ok()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PromiseState {
    Open,
    Kept,
    /// Its day is past and a part came in: broken in the count, pro rata in the amount.
    Partial,
    Broken,
}

impl Promise {
    /// Kept as soon as the whole amount came in; partial or broken, for good, the day after it was due.
    pub fn state_on(&self, today: CivilDate) -> PromiseState {
        if self.received >= self.amount {
            PromiseState::Kept
        } else if today > self.due && self.received.is_positive() {
            PromiseState::Partial
        } else if today > self.due {
            PromiseState::Broken
        } else {
            PromiseState::Open
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{self, day, money};

    fn promise(amount: i64, received: i64) -> Promise {
        Promise {
            event: sample::event(1),
            made_on: day("2026-11-01"),
            due: day("2026-11-10"),
            amount: money(amount),
            received: money(received),
        }
    }

    /// domain-rules.md §2.2: 10 due, 6 kept → 60 %; 50,000.00 promised, 38,500.00 received → 77 %.
    #[test]
    fn kept_rate_vectors() {
        let kept = [500_000; 6].map(|amount| promise(amount, amount));
        let partial = [(500_000, 450_000), (500_000, 400_000)].map(|(amount, part)| promise(amount, part));
        let broken = [promise(500_000, 0), promise(500_000, 0)];
        let rates = KeptRates::of(kept.iter().chain(&partial).chain(&broken)).unwrap();
        assert_eq!((rates.due, rates.kept), (10, 6));
        assert_eq!((rates.promised, rates.received), (money(5_000_000), money(3_850_000)));
        assert_eq!((rates.by_count_bp(), rates.by_amount_bp()), (Some(6_000), Some(7_700)));
    }

    #[test]
    fn where_nothing_was_due_there_is_no_rate() {
        let rates = KeptRates::of([]).unwrap();
        assert_eq!((rates.by_count_bp(), rates.by_amount_bp()), (None, None));
        let third = KeptRates { due: 3, kept: 2, ..rates };
        assert_eq!(third.by_count_bp(), Some(6_667), "half up");
    }

    #[test]
    fn a_promise_is_open_until_its_day_is_past_and_kept_as_soon_as_it_is() {
        let check = |received, on: &str, expected| {
            assert_eq!(promise(100, received).state_on(day(on)), expected, "{received} {on}");
        };
        check(99, "2026-11-10", PromiseState::Open);
        check(100, "2026-11-05", PromiseState::Kept);
        check(99, "2026-11-11", PromiseState::Partial);
        check(0, "2026-11-11", PromiseState::Broken);
        check(100, "2026-12-11", PromiseState::Kept);
    }
}
