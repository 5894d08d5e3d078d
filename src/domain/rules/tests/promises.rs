//! What counts for a promise, and what a visit leaves.

use super::*;

#[test]
fn one_payment_never_satisfies_two_promises_and_the_oldest_comes_first() {
    let mut account = two_debts();
    promise(&mut account, "2026-11-01", "2026-11-30", 60_000).unwrap();
    promise(&mut account, "2026-11-02", "2026-11-25", 50_000).unwrap();
    pay(&mut account, ON, payment("C07", 1, 80_000)).unwrap();
    let received: Vec<i64> = account.promises.iter().map(|promise| promise.received.centavos()).collect();
    assert_eq!(received, [30_000, 50_000]);
    let states: Vec<_> = account.promises.iter().map(|promise| promise.state_on(day(ON))).collect();
    assert_eq!(states, [PromiseState::Open, PromiseState::Kept]);
}

#[test]
fn only_what_comes_in_time_keeps_a_promise() {
    for (paid_on, expected) in [
        ("2026-11-09", PromiseState::Broken), // the day before it was made
        ("2026-11-10", PromiseState::Kept),
        ("2026-11-15", PromiseState::Kept), // its very day
        ("2026-11-16", PromiseState::Broken),
    ] {
        let mut account = two_debts();
        promise(&mut account, "2026-11-10", "2026-11-15", 50_000).unwrap();
        pay(&mut account, paid_on, payment("C07", 1, 50_000)).unwrap();
        assert_eq!(account.promises[0].state_on(day(ON)), expected, "paid on {paid_on}");
    }
}

#[test]
fn promising_again_does_not_wipe_out_the_broken_promise() {
    let mut account = two_debts();
    promise(&mut account, "2026-11-01", "2026-11-10", 50_000).unwrap();
    promise(&mut account, "2026-11-11", "2026-11-25", 50_000).unwrap();
    pay(&mut account, ON, payment("C07", 1, 50_000)).unwrap();
    let states: Vec<_> = account.promises.iter().map(|promise| promise.state_on(day(ON))).collect();
    assert_eq!(states, [PromiseState::Broken, PromiseState::Kept]);
}

#[test]
fn a_promise_is_for_today_or_later_and_for_something() {
    let mut account = two_debts();
    assert_eq!(promise(&mut account, ON, "2026-11-20", 100), Err(RuleError::PromiseInThePast));
    assert_eq!(promise(&mut account, ON, ON, 0), Err(RuleError::AmountNotPositive));
    assert_eq!(promise(&mut account, ON, ON, -1), Err(RuleError::AmountNotPositive));
    assert_eq!(account, two_debts());
    assert!(promise(&mut account, ON, ON, 100).is_ok());
}

#[test]
fn promises_are_bounded_and_open_ones_are_the_last_to_go() {
    let mut account = two_debts();
    promise(&mut account, "2026-01-01", "2026-12-31", 1).unwrap();
    for _ in 0..2 * PROMISES_MAX {
        promise(&mut account, "2026-01-02", "2026-01-03", 1).unwrap();
    }
    promise(&mut account, ON, ON, 1).unwrap();
    assert_eq!(account.promises.len(), PROMISES_MAX);
    assert!(account.promises.iter().any(|promise| promise.due == day("2026-12-31")));
    assert!(account.promises.iter().any(|promise| promise.due == day(ON)));
}

#[test]
fn a_visit_is_remembered_with_its_promise() {
    let mut account = two_debts();
    let result = VisitResult::Promised { amount: money(50_000), due: day("2026-11-25") };
    let applied = visit(&mut account, 7, ON, result.clone()).unwrap();
    assert_eq!(applied, Applied::default());
    assert_eq!(account.last_visit, Some(VisitLine { event: sample::event(7), on: day(ON), result }));
    assert_eq!(account.promises[0].event, sample::event(7));
    assert_eq!(balances(&account), [800_000, 1_500_000], "a visit moves no money");
}

#[test]
fn an_older_visit_that_arrives_late_is_not_the_last() {
    let mut account = two_debts();
    visit(&mut account, 2, ON, VisitResult::Closed).unwrap();
    visit(&mut account, 1, "2026-11-20", VisitResult::Absent).unwrap();
    assert_eq!(account.last_visit.as_ref().unwrap().result, VisitResult::Closed);
    visit(&mut account, 3, ON, VisitResult::NoMoney).unwrap();
    assert_eq!(account.last_visit.as_ref().unwrap().result, VisitResult::NoMoney);
}
