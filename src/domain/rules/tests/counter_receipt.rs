//! A contrarecibo puts invoices in review and pays nothing.

use super::*;
use crate::domain::counter_receipt::{CLIENT_FOLIO_CHARS_MAX, CounterReceiptTaken, REVIEW_DAYS};

fn taken(folios: &[&str], pay_on: Option<&str>) -> CounterReceiptTaken {
    CounterReceiptTaken {
        client: ClientId::from_key("C00001"),
        client_folio: "CR-77".into(),
        invoices: folios.iter().map(|folio| InvoiceId::from_key(folio)).collect(),
        pay_on: pay_on.map(day),
        photo: None,
    }
}

fn take(
    account: &mut Account,
    number: u64,
    on: &str,
    taken: CounterReceiptTaken,
) -> Result<Applied, RuleError> {
    let fact = Fact::CounterReceiptTaken(taken);
    apply_fact(account, sample::event(number), day(on), &fact, &Policy::default())
}

#[test]
fn the_invoices_wait_for_their_day_and_owe_the_same() {
    let mut account = two_debts();
    take(&mut account, 1, ON, taken(&["F-102"], Some("2026-12-04"))).unwrap();
    assert_eq!(balances(&account), [800_000, 1_500_000]);
    assert_eq!(account.overdue(day(ON)), Ok(money(2_300_000)), "it ages all the same");
    assert_eq!(account.due_by(day("2026-12-03")), Ok(money(1_500_000)));
    assert_eq!(account.due_by(day("2026-12-04")), Ok(money(2_300_000)));
    let in_review = |on| account.invoices[0].is_in_review(day(on));
    assert!(in_review("2026-12-03") && !in_review("2026-12-04"));
    assert_eq!(account.invoices[0].in_review.as_ref().unwrap().client_folio, "CR-77");
    assert_eq!(account.invoices[1].in_review, None);
}

#[test]
fn without_a_day_it_comes_back_after_two_weeks() {
    let mut account = two_debts();
    take(&mut account, 1, ON, taken(&["F-101", "F-102"], None)).unwrap();
    let back = day(ON).plus_days(REVIEW_DAYS);
    assert_eq!(account.due_by(back.plus_days(-1)), Ok(Money::ZERO));
    assert_eq!(account.due_by(back), Ok(money(2_300_000)));
}

#[test]
fn money_that_comes_all_the_same_goes_to_it() {
    let mut account = two_debts();
    take(&mut account, 1, ON, taken(&["F-101"], Some("2026-12-04"))).unwrap();
    pay(&mut account, ON, payment("C07", 1, 1_500_000)).unwrap();
    assert_eq!(balances(&account), [800_000, 0]);
    assert!(!account.invoices[1].is_in_review(day(ON)), "nobody reviews what is paid");
}

#[test]
fn of_two_the_later_counts_whichever_arrives_last() {
    let mut account = two_debts();
    take(&mut account, 2, ON, taken(&["F-101"], Some("2026-12-04"))).unwrap();
    take(&mut account, 1, "2026-11-20", taken(&["F-101"], Some("2026-11-27"))).unwrap();
    assert_eq!(account.invoices[1].collect_from(), day("2026-12-04"));
    take(&mut account, 3, ON, taken(&["F-101"], Some("2026-11-30"))).unwrap();
    assert_eq!(account.invoices[1].collect_from(), day("2026-11-30"));
}

#[test]
fn one_that_was_settled_meanwhile_is_flagged_and_the_fact_stands() {
    let mut account = two_debts();
    pay(&mut account, ON, payment("C07", 1, 1_500_000)).unwrap();
    let applied = take(&mut account, 2, ON, taken(&["F-101", "F-102", "F-999"], None)).unwrap();
    assert_eq!(applied.exception, Some(ExceptionCode::NamedInvoiceSettled));
    assert!(account.invoices[0].in_review.is_some() && account.invoices[1].in_review.is_none());
}

#[test]
fn what_makes_no_sense_is_refused_and_changes_nothing() {
    let long = CounterReceiptTaken {
        client_folio: "9".repeat(CLIENT_FOLIO_CHARS_MAX + 1),
        ..taken(&["F-101"], None)
    };
    let chars_max = CLIENT_FOLIO_CHARS_MAX;
    for (bad, expected) in [
        (taken(&[], None), RuleError::Field { field: "invoices".into() }),
        (taken(&["F-101"], Some("2026-11-20")), RuleError::PayDayInThePast),
        (long, RuleError::TextTooLong { field: "client_folio".into(), chars_max }),
    ] {
        let mut account = two_debts();
        assert_eq!(take(&mut account, 1, ON, bad), Err(expected));
        assert_eq!(account, two_debts());
    }
}
