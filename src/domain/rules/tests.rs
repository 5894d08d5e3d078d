//! The rules as a table of what must hold, and properties over any sequence of facts.

mod agreement;
mod correction;
mod counter_receipt;
mod field_history;
mod office_history;
mod payments;
mod promises;

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
