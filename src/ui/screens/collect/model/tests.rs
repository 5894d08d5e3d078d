use super::*;
use crate::domain::{
    cash_count::Piece,
    clabe::ClabeError,
    late::{DayBase, LateTerms},
    sample::{self, day, money},
};

fn today() -> CivilDate {
    day("2026-11-21")
}

fn typed(form: Form) -> Typed {
    Typed { form, amount: AmountEntry::from_typed("1500"), ..Typed::blank(today()) }
}

fn refused_field(typed: &Typed) -> Option<String> {
    match typed.method(today()) {
        Err(Problem::Rule(RuleError::Field { field })) => Some(field),
        _ => None,
    }
}

fn cheque() -> Typed {
    Typed { cheque_number: "12".into(), bank: "BBVA".into(), ..typed(Form::Cheque) }
}

#[test]
fn each_form_asks_only_for_its_own_fields() {
    assert_eq!(typed(Form::Cash).method(today()), Ok(PaymentMethod::Cash));
    assert_eq!(refused_field(&typed(Form::Transfer)).as_deref(), Some("tracking_key"));
    assert_eq!(refused_field(&typed(Form::Cheque)).as_deref(), Some("cheque_number"));
    assert_eq!(refused_field(&typed(Form::Card)).as_deref(), Some("authorization"));
}

#[test]
fn a_cheque_account_may_be_typed_with_spaces_and_its_clabe_must_be_one() {
    let good = Typed { cheque_account: "0321 8000 0118 3597 19".into(), ..cheque() };
    assert!(good.method(today()).is_ok());
    let bad = Typed { cheque_account: "032180000118359710".into(), ..cheque() };
    assert_eq!(bad.method(today()), Err(Problem::Clabe(ClabeError::CheckDigit { expected: 9 })));
}

#[test]
fn days_that_are_far_off_missing_or_still_to_come_are_told_apart() {
    let transfer = |sent_on: &str| {
        let typed = Typed { tracking_key: "1".into(), bank: "BBVA".into(), ..typed(Form::Transfer) };
        Typed { sent_on: sent_on.into(), ..typed }.method(today()).err()
    };
    assert_eq!(transfer("2026-11-21"), None);
    assert_eq!(transfer("2026-11-22"), Some(Problem::DateFuture));
    assert_eq!(transfer("2016-11-21"), Some(Problem::DateFar));
    assert_eq!(transfer("2026-02-30"), Some(Problem::DateMissing));
    let ahead = Typed { cheque_date: "2026-11-30".into(), ..cheque() };
    assert!(ahead.method(today()).is_ok() && ahead.is_cheque_ahead(today()), "a cheque may be dated ahead");
}

#[test]
fn without_an_amount_there_is_no_draft() {
    let client = ClientId::from_key("A");
    let empty = Typed { amount: AmountEntry::default(), ..typed(Form::Cash) };
    assert_eq!(empty.draft(client, today()), Err(Problem::NoAmount));
    let zero = Typed { amount: AmountEntry::from_typed("0"), ..typed(Form::Cash) };
    assert_eq!(zero.draft(client, today()), Err(RuleError::AmountNotPositive.into()));
}

#[test]
fn pieces_must_come_to_the_amount_and_a_pad_has_its_number() {
    let client = ClientId::from_key("A");
    let count = CashCount::of([(Piece::Note500, 3)]);
    let right = Typed { count: count.clone(), ..typed(Form::Cash) };
    assert!(right.draft(client, today()).is_ok());
    let wrong = Typed { amount: AmountEntry::from_typed("1400"), ..right };
    let problem = Problem::Count { counted: money(150_000), amount: money(140_000) };
    assert_eq!(wrong.draft(client, today()), Err(problem));
    let pad = |pad: &str, number: &str| {
        Typed { pad: pad.into(), pad_number: number.into(), ..typed(Form::Cash) }.draft(client, today()).err()
    };
    assert_eq!(pad("A", "17"), None);
    assert_eq!(pad("", "17"), Some(Problem::Pad));
    assert_eq!(pad("A", "0"), Some(Problem::PadNumber));
}

#[test]
fn what_was_typed_survives_as_json() {
    let before = typed(Form::Card);
    let json = serde_json::to_string(&before).unwrap();
    assert_eq!(serde_json::from_str::<Typed>(&json).unwrap(), before);
}

/// The two invoices of domain-rules.md §2.5: 24,184.36 with interest.
fn two_late_invoices() -> Account {
    let mut account =
        sample::account(&[("F-101", "2026-10-01", 1_500_000), ("F-102", "2026-10-20", 800_000)]);
    let terms = LateTerms { annual_rate_bp: 3_600, day_base: DayBase::Days360, tax_bp: 1_600 };
    account.invoices.iter_mut().for_each(|invoice| invoice.late = Some(terms));
    account
}

#[test]
fn what_is_offered_counts_interest_to_date() {
    let debts = debts(&two_late_invoices(), today());
    let clear = to_be_clear(&debts, today());
    assert_eq!((clear.capital, clear.total), (money(2_300_000), money(2_418_436)));
    let offered: Vec<_> = offers(&debts, today()).iter().map(Offer::amount).collect();
    assert_eq!(offered, [Some(money(2_418_436)), Some(money(1_588_740)), None]);
    assert_eq!(beyond(&debts, money(2_500_000)), Some(money(81_564)));
    assert_eq!(beyond(&debts, money(2_418_436)), None);
}
