//! What a payment does to an account.

use super::*;

/// domain-rules.md §2.5: no-interest FIFO, 18,000.50.
#[test]
fn a_payment_goes_to_the_oldest_debt_first() {
    let mut account = two_debts();
    let applied = pay(&mut account, ON, payment("C07", 1, 1_800_050)).unwrap();
    assert_eq!(balances(&account), [499_950, 0]);
    assert_eq!(account.unapplied, Money::ZERO);
    assert_eq!(applied.exception, None);
    let allocation = applied.allocation.unwrap();
    let sum = Money::sum(allocation.parts.iter().map(|part| part.amount)).unwrap();
    assert_eq!(sum.checked_add(allocation.unapplied), Ok(money(1_800_050)));
}

#[test]
fn the_named_invoice_comes_first_and_the_rest_follows() {
    let mut account = two_debts();
    let mut named = payment("C07", 1, 900_000);
    named.target = PaymentTarget::Named { invoice: InvoiceId::from_key("F-102") };
    assert_eq!(pay(&mut account, ON, named).unwrap().exception, None);
    assert_eq!(balances(&account), [0, 1_400_000]);
}

#[test]
fn a_named_invoice_that_is_settled_unknown_or_in_dollars_is_flagged_and_the_money_still_lands() {
    let mut settled = two_debts();
    settled.invoices[0].balance = Money::ZERO;
    let mut dollars = two_debts();
    dollars.invoices[0].currency = Currency::Usd;
    let mut unknown = two_debts();
    unknown.invoices.remove(0);
    for mut account in [settled, dollars, unknown] {
        let mut named = payment("C07", 1, 900_000);
        named.target = PaymentTarget::Named { invoice: InvoiceId::from_key("F-102") };
        let applied = pay(&mut account, ON, named).unwrap();
        assert_eq!(applied.exception, Some(ExceptionCode::NamedInvoiceSettled));
        let oldest = account.invoices.last().unwrap();
        assert_eq!(oldest.balance, money(600_000));
    }
}

#[test]
fn what_is_over_is_kept_in_favour_and_nothing_owed_is_flagged() {
    let mut account = sample::account(&[("F-1", "2026-10-01", 100)]);
    assert_eq!(pay(&mut account, ON, payment("C07", 1, 150)).unwrap().exception, None);
    assert_eq!((balances(&account), account.unapplied), (vec![0], money(50)));
    let second = pay(&mut account, ON, payment("C07", 2, 70)).unwrap();
    assert_eq!(second.exception, Some(ExceptionCode::NothingOwed));
    assert_eq!(account.unapplied, money(120));
}

#[test]
fn the_same_amount_on_the_same_day_from_another_phone_is_suspected() {
    let check = |series, on, centavos, expected| {
        let mut account = two_debts();
        pay(&mut account, ON, payment("C07", 1, 50_000)).unwrap();
        let applied = pay(&mut account, on, payment(series, 2, centavos)).unwrap();
        assert_eq!(applied.exception, expected, "{series} {on} {centavos}");
        assert_eq!(account.recent_payments.len(), 2, "both stand");
    };
    check("C08", ON, 50_000, Some(ExceptionCode::SuspectedDuplicate));
    check("C07", ON, 50_000, None);
    check("C08", "2026-11-22", 50_000, None);
    check("C08", ON, 50_001, None);
}

#[test]
fn payments_are_remembered_newest_first_even_if_one_arrives_late() {
    let mut account = two_debts();
    for (number, on) in [(1, "2026-11-10"), (3, "2026-11-20"), (2, "2026-11-15")] {
        pay(&mut account, on, payment("C07", number, 100)).unwrap();
    }
    let order: Vec<u32> = account.recent_payments.iter().map(|line| line.folio.number()).collect();
    assert_eq!(order, [3, 2, 1]);
    for number in 10..40 {
        pay(&mut account, ON, payment("C07", number, 100)).unwrap();
    }
    assert_eq!(account.recent_payments.len(), RECENT_PAYMENTS_MAX);
    assert_eq!(account.recent_payments[0].folio.number(), 39);
}

#[test]
fn each_form_is_accepted_with_its_fields_and_keeps_its_sat_key() {
    for (method, sat_form) in [
        (PaymentMethod::Cash, "01"),
        (cheque("123", ""), "02"),
        (cheque("123", "123-45678901"), "02"),
        (cheque("123", "032 180 00011835971 9"), "02"),
        (transfer("MBAN01002611210001", "BANCO"), "03"),
        (card("004512", "1111"), "28"),
    ] {
        let mut account = two_debts();
        let mut received = payment("C07", 1, 100);
        received.method = method;
        pay(&mut account, ON, received).unwrap();
        assert_eq!(account.recent_payments[0].sat_form, sat_form);
    }
}

#[test]
fn a_sum_beyond_the_bounds_of_money_is_an_error_and_changes_nothing() {
    let mut account = sample::account(&[]);
    account.unapplied = money(crate::domain::money::MONEY_CENTAVOS_MAX);
    let before = account.clone();
    assert!(matches!(pay(&mut account, ON, payment("C07", 1, 1)), Err(RuleError::Money(_))));
    assert_eq!(account, before);
}
