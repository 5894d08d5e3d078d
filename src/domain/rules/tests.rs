//! The rules as a table of what must hold, and properties over any sequence of facts.

use proptest::prelude::*;

use super::*;
use crate::domain::{
    account::{PROMISES_MAX, RECENT_PAYMENTS_MAX},
    date::{Millis, Zone},
    event::Stamp,
    folio::{Folio, Series},
    ids::{ClientId, InvoiceId},
    invoice::Currency,
    ledger::{Balances, Entry, Handing, entries_for_opening, entries_for_payment},
    payment::{CardKind, PaymentLine, PaymentMethod, PaymentReceived, PaymentTarget},
    promise::{PromiseMade, PromiseState},
    sample::{self, day, money},
    visit::{VISIT_NOTE_CHARS_MAX, VisitLine, VisitMade, VisitResult},
};

const ON: &str = "2026-11-21";

fn payment(series: &str, number: u32, centavos: i64) -> PaymentReceived {
    PaymentReceived {
        folio: Folio::new(Series::parse(series).unwrap(), number).unwrap(),
        client: ClientId::from_key("C00001"),
        amount: money(centavos),
        method: PaymentMethod::Cash,
        target: PaymentTarget::OldestFirst,
        count: None,
        photo: None,
        paper: None,
    }
}

fn pay(account: &mut Account, on: &str, payment: PaymentReceived) -> Result<Applied, RuleError> {
    let id = sample::event(u64::from(payment.folio.number()));
    apply_fact(account, id, day(on), &Fact::PaymentReceived(payment), &Policy::default())
}

fn promise(account: &mut Account, on: &str, due: &str, centavos: i64) -> Result<Applied, RuleError> {
    let id = sample::event(1_000 + account.promises.len() as u64);
    let made = PromiseMade { client: account.id(), amount: money(centavos), due: day(due) };
    apply_fact(account, id, day(on), &Fact::PromiseMade(made), &Policy::default())
}

fn visit(account: &mut Account, number: u64, on: &str, result: VisitResult) -> Result<Applied, RuleError> {
    let made = VisitMade { client: account.id(), result, note: String::new() };
    apply_fact(account, sample::event(number), day(on), &Fact::VisitMade(made), &Policy::default())
}

fn two_debts() -> Account {
    sample::account(&[("F-102", "2026-10-20", 800_000), ("F-101", "2026-10-01", 1_500_000)])
}

fn balances(account: &Account) -> Vec<i64> {
    account.invoices.iter().map(|invoice| invoice.balance.centavos()).collect()
}

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

#[test]
fn a_fact_that_errs_leaves_the_account_untouched() {
    let good = two_debts();
    let client = good.id();
    let other = ClientId::from_key("another");
    let with = |change: fn(&mut PaymentReceived)| {
        let mut payment = payment("C07", 1, 100);
        change(&mut payment);
        Fact::PaymentReceived(payment)
    };
    let visit = |result, note: String| Fact::VisitMade(VisitMade { client, result, note });
    let late = VisitResult::Promised { amount: money(1), due: day("2026-11-20") };
    let field = |name: &str| RuleError::Field { field: name.into() };
    let long = RuleError::TextTooLong { field: "note".into(), chars_max: VISIT_NOTE_CHARS_MAX };
    let promise = PromiseMade { client: other, amount: money(1), due: day(ON) };
    for (fact, expected) in [
        (with(|p| p.amount = Money::ZERO), RuleError::AmountNotPositive),
        (with(|p| p.amount = money(-100)), RuleError::AmountNotPositive),
        (with(|p| p.client = ClientId::from_key("another")), RuleError::WrongClient),
        (with(|p| p.method = transfer("", "BANCO")), field("tracking_key")),
        (with(|p| p.method = transfer("1", "  ")), field("bank")),
        (with(|p| p.method = transfer(&"1".repeat(101), "BANCO")), field("tracking_key")),
        (with(|p| p.method = cheque("", "")), field("cheque_number")),
        (with(|p| p.method = cheque("1", "1234567890")), field("cheque_account")),
        (with(|p| p.method = card("", "1111")), field("authorization")),
        (with(|p| p.method = card("1", "111")), field("last_four")),
        (with(|p| p.method = card("1", "11é1")), field("last_four")),
        (visit(VisitResult::Absent, "x".repeat(VISIT_NOTE_CHARS_MAX + 1)), long),
        (visit(late, String::new()), RuleError::PromiseInThePast),
        (Fact::PromiseMade(promise), RuleError::WrongClient),
    ] {
        let mut account = good.clone();
        assert_eq!(
            apply_fact(&mut account, sample::event(1), day(ON), &fact, &Policy::default()),
            Err(expected)
        );
        assert_eq!(account, good, "{fact:?}");
    }
}

fn transfer(tracking_key: &str, bank: &str) -> PaymentMethod {
    PaymentMethod::Transfer { tracking_key: tracking_key.into(), bank: bank.into(), sent_on: day(ON) }
}

fn cheque(number: &str, account: &str) -> PaymentMethod {
    let (number, account) = (number.into(), account.into());
    PaymentMethod::Cheque { number, bank: "BANCO".into(), account, dated: day(ON) }
}

fn card(authorization: &str, last_four: &str) -> PaymentMethod {
    let (authorization, last_four) = (authorization.into(), last_four.into());
    PaymentMethod::Card { kind: CardKind::Debit, authorization, last_four }
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

#[test]
fn the_date_of_an_event_is_the_civil_date_of_its_zone_in_server_time() {
    // 23:30 in Tijuana by a wall clock that is two hours ahead: it was 21:30 of the same day.
    let late = chrono::NaiveTime::from_hms_opt(1, 30, 0).unwrap();
    let wall = Zone::TIJUANA.instant(day("2026-11-22"), late);
    let check = |offset_ms, expected: &str| {
        let stamp = Stamp { wall, zone: Zone::TIJUANA, monotonic_ms: 0, offset_ms };
        assert_eq!(stamp.instant().date_in(stamp.zone), day(expected));
    };
    check(Some(-2 * 3_600_000), "2026-11-21");
    check(None, "2026-11-22");
    assert_eq!(Millis(0).since(Millis(1)), -1);
}

/// A fact of a random history: day, centavos, and what it is.
type Step = (i64, i64, u8);

fn fact_of(step: Step, number: u32, account: &Account) -> (CivilDate, Fact) {
    let (days, centavos, kind) = step;
    let on = day("2026-11-01").plus_days(days);
    let due = on.plus_days(centavos % 9);
    let client = account.id();
    let amount = money(centavos);
    let fact = match kind {
        0 => Fact::PromiseMade(PromiseMade { client, amount, due }),
        1 => {
            let result = VisitResult::Promised { amount, due };
            Fact::VisitMade(VisitMade { client, result, note: String::new() })
        }
        2 => Fact::VisitMade(VisitMade {
            client,
            result: VisitResult::InReview { pay_on: None },
            note: "x".into(),
        }),
        _ => {
            let series = if kind % 2 == 0 { "C07" } else { "C08" };
            let mut received = payment(series, number, centavos);
            let named = account.invoices.get(usize::from(kind) % account.invoices.len().max(1));
            if let Some(invoice) = named.filter(|_| kind > 6) {
                received.target = PaymentTarget::Named { invoice: invoice.id };
            }
            Fact::PaymentReceived(received)
        }
    };
    (on, fact)
}

proptest! {
    #[test]
    fn money_is_never_lost_nor_made_by_any_history(
        debts in proptest::collection::vec((1i64..300_000, 0i64..60, proptest::bool::weighted(0.1)), 0..8),
        steps in proptest::collection::vec((0i64..30, 1i64..200_000, 0u8..10), 0..40),
    ) {
        let names: Vec<(String, String, i64)> = debts.iter().enumerate()
            .map(|(n, (c, d, _))| (format!("F-{n}"), day("2026-10-01").plus_days(*d).to_string(), *c)).collect();
        let listed: Vec<_> = names.iter().map(|(f, d, c)| (f.as_str(), d.as_str(), *c)).collect();
        let mut account = sample::account(&listed);
        for (invoice, (_, _, is_dollars)) in account.invoices.iter_mut().zip(&debts) {
            if *is_dollars {
                invoice.currency = Currency::Usd;
            }
        }
        let (client, branch) = (account.id(), account.customer.branch);
        let handing = Handing { person: crate::domain::ids::PersonId::from_key("luis"), client, branch };
        let mut entries: Vec<Entry> = Vec::new();
        for invoice in &account.invoices {
            entries.extend(entries_for_opening(branch, invoice).unwrap());
        }
        let start = account.clone();
        let (mut received, mut promised) = (0, 0);
        for (number, step) in (1u32..).zip(steps) {
            let (on, fact) = fact_of(step, number, &account);
            let before = account.clone();
            let id = sample::event(u64::from(number));
            let applied = apply_fact(&mut account, id, on, &fact, &Policy::default()).unwrap();
            if let (Some(payment), Some(allocation)) = (fact.payment(), &applied.allocation) {
                received += payment.amount.centavos();
                entries.extend(entries_for_payment(handing, &payment.method, allocation).unwrap());
                let kept = |account: &Account| -> i64 { account.promises.iter().map(|p| p.received.centavos()).sum() };
                prop_assert!(kept(&account) - kept(&before) <= payment.amount.centavos(), "counted twice");
            } else {
                promised += 1;
                prop_assert_eq!(balances(&account), balances(&before));
                prop_assert_eq!(applied.allocation, None);
            }
        }
        let paid = start.balance().unwrap().centavos() - account.balance().unwrap().centavos();
        prop_assert_eq!(paid + account.unapplied.centavos(), received);
        for (invoice, first) in account.invoices.iter().zip(&start.invoices) {
            prop_assert!(!invoice.balance.is_negative() && invoice.balance <= first.balance);
            prop_assert!(invoice.currency == Currency::Mxn || invoice.balance == first.balance);
        }
        let is_open = account.balance().unwrap().is_positive();
        prop_assert!(!is_open || account.unapplied.is_zero(), "money lies idle beside a debt");
        prop_assert!(account.promises.iter().all(|p| p.received <= p.amount && !p.received.is_negative()));
        prop_assert!(account.promises.len() <= promised);
        let newest_first = |pair: &[PaymentLine]| pair[0].received_on >= pair[1].received_on;
        prop_assert!(account.recent_payments.windows(2).all(newest_first));
        prop_assert_eq!(Balances::of(&entries).unwrap().differences(&account).unwrap(), vec![]);
    }

    #[test]
    fn the_same_facts_give_the_same_account(
        steps in proptest::collection::vec((0i64..30, 1i64..200_000, 0u8..10), 0..20),
    ) {
        let run = || {
            let mut account = two_debts();
            for (number, step) in (1u32..).zip(steps.clone()) {
                let (on, fact) = fact_of(step, number, &account);
                apply_fact(&mut account, sample::event(u64::from(number)), on, &fact, &Policy::default()).unwrap();
            }
            account
        };
        let account = run();
        prop_assert_eq!(&account, &run());
        let json = serde_json::to_string(&account).unwrap();
        prop_assert_eq!(serde_json::from_str::<Account>(&json).unwrap(), account);
    }
}
