//! Corrections are opposite entries; a payment that is taken back never was.

use super::{
    agreement::{LIMITS, late_debts, signed},
    *,
};
use crate::domain::{
    agreement::{AgreementState, Wanted, propose},
    cheque::ChequeState,
    correction::{Correction, CorrectionAsked},
    ids::{EventId, PersonId},
    invoice::{DebtKind, Invoice},
    ledger::LedgerAccount,
    plan::Periodicity,
    rules::correction::{self, CorrectionApplied, CorrectionContext, Original, REASON_CHARS_MAX},
};

pub(super) fn luis() -> PersonId {
    PersonId::from_key("luis")
}

pub(super) fn lines_of(account: &Account, payment: &PaymentReceived, applied: &Applied) -> Vec<Entry> {
    let handing = Handing { person: luis(), client: account.id(), branch: account.customer.branch };
    entries_for_payment(handing, &payment.method, applied.allocation.as_ref().unwrap()).unwrap()
}

fn context(on: &str) -> CorrectionContext<'static> {
    let (on, id) = (day(on), sample::event(5_000));
    CorrectionContext { id, on, asked_on: on, original: None, settled: &[] }
}

/// Takes back the payment `number`.
fn undo(
    account: &mut Account,
    on: &str,
    payment: &PaymentReceived,
    applied: &Applied,
    correct: fn(EventId) -> Correction,
) -> Result<CorrectionApplied, RuleError> {
    let id = sample::event(u64::from(payment.folio.number()));
    let original = Original {
        id,
        payment,
        applied,
        branch: account.customer.branch,
        lies: LedgerAccount::holding(luis(), &payment.method),
        is_corrected: false,
    };
    correction::apply(account, &correct(id), &CorrectionContext { original: Some(original), ..context(on) })
}

fn reversal(payment: EventId) -> Correction {
    Correction::Reversal { payment }
}

fn bounced(payment: EventId) -> Correction {
    Correction::ChequeBounced { payment }
}

fn cheque_of(number: u32, centavos: i64) -> PaymentReceived {
    let mut received = payment("C07", number, centavos);
    received.method = cheque("0001234", "");
    received
}

#[test]
fn a_reversal_nets_to_zero_and_the_payment_never_was() {
    let mut account = late_debts();
    promise(&mut account, "2026-11-01", "2026-11-30", 500_000).unwrap();
    let before = account.clone();
    let received = payment("C07", 1, 2_500_000);
    let applied = pay(&mut account, ON, received.clone()).unwrap();
    assert_eq!(applied.promises[0].amount, money(500_000));
    let mut entries = lines_of(&account, &received, &applied);
    entries.extend(undo(&mut account, "2026-12-05", &received, &applied, reversal).unwrap().entries);
    let fold = Balances::of(&entries).unwrap();
    assert!(fold.accounts().all(|book| fold.get(book) == Ok(Money::ZERO)));
    assert_eq!((account.balance(), account.unapplied), (before.balance(), before.unapplied));
    assert_eq!((&account.promises, &account.recent_payments), (&before.promises, &before.recent_payments));
    for day in [day("2026-12-05"), day("2027-03-01")] {
        assert_eq!(
            account.moratory_on(day),
            before.moratory_on(day),
            "interest as if it had never been paid"
        );
    }
    assert!(account.invoices.iter().all(|invoice| invoice.partials == 0));
}

#[test]
fn what_was_paid_later_stands_when_an_earlier_payment_is_taken_back() {
    let mut account = late_debts();
    let first = payment("C07", 1, 588_740);
    let applied = pay(&mut account, ON, first.clone()).unwrap();
    pay(&mut account, "2026-12-01", payment("C07", 2, 400_000)).unwrap();
    undo(&mut account, "2026-12-05", &first, &applied, reversal).unwrap();

    let mut alone = late_debts();
    pay(&mut alone, "2026-12-01", payment("C07", 2, 400_000)).unwrap();
    let on = day("2026-12-20");
    // Money that was paid stays where it went; all that is owed together is what it would be, but for interest on
    // what the other order of capital and interest leaves.
    let (now, then) = (account.to_clear_on(on).unwrap(), alone.to_clear_on(on).unwrap());
    assert!((now.centavos() - then.centavos()).abs() < 15_000, "{now:?} {then:?}");
}

#[test]
fn a_payment_is_corrected_once_and_only_where_it_is_known() {
    let mut account = two_debts();
    let received = payment("C07", 1, 100_000);
    let applied = pay(&mut account, ON, received.clone()).unwrap();
    let before = account.clone();
    let unknown = correction::apply(&mut account, &reversal(sample::event(1)), &context(ON));
    assert_eq!(unknown, Err(RuleError::UnknownPayment));
    let original = Original {
        id: sample::event(1),
        payment: &received,
        applied: &applied,
        branch: account.customer.branch,
        lies: LedgerAccount::InHand(luis()),
        is_corrected: true,
    };
    let context = CorrectionContext { original: Some(original), ..context(ON) };
    let twice = correction::apply(&mut account, &reversal(sample::event(1)), &context);
    assert_eq!(twice, Err(RuleError::AlreadyCorrected));
    let other = correction::apply(&mut account, &reversal(sample::event(2)), &context);
    assert_eq!(other, Err(RuleError::UnknownPayment));
    let not_a_cheque = undo(&mut account, ON, &received, &applied, bounced);
    assert_eq!(not_a_cheque, Err(RuleError::UnknownCheque));
    assert_eq!(account, before);
}

/// domain-rules.md §2.5: 18,750.00 → 3,750.00 of indemnity.
#[test]
fn a_bounced_cheque_reopens_its_debts_and_owes_a_fifth_more() {
    let mut account = two_debts();
    promise(&mut account, "2026-11-01", "2026-11-30", 1_875_000).unwrap();
    let before = account.clone();
    let received = cheque_of(1, 1_875_000);
    let applied = pay(&mut account, ON, received.clone()).unwrap();
    assert_eq!(account.cheques[0].state, ChequeState::Received);
    assert_eq!(account.promises[0].state_on(day("2026-11-30")), PromiseState::Kept, "salvo buen cobro");
    let done = undo(&mut account, "2026-12-01", &received, &applied, bounced).unwrap();

    let (debts, indemnity) = account.invoices.split_at(2);
    assert_eq!(debts, before.invoices, "at their own due dates");
    assert_eq!(indemnity[0].kind, DebtKind::Indemnity { payment: sample::event(1) });
    assert_eq!((indemnity[0].balance, indemnity[0].due), (money(375_000), day("2026-12-01")));
    assert_eq!(done.new_debts, [indemnity[0].id]);
    assert_eq!(account.promises[0].state_on(day("2026-12-01")), PromiseState::Broken);
    assert_eq!(account.cheques[0].state, ChequeState::Bounced { on: day("2026-12-01") });
    let mut entries = lines_of(&account, &received, &applied);
    entries.extend(done.entries);
    let fold = Balances::of(&entries).unwrap();
    assert_eq!(fold.get(LedgerAccount::Indemnity(account.customer.branch)), Ok(money(375_000)));
    assert_eq!(fold.get(LedgerAccount::holding(luis(), &received.method)), Ok(Money::ZERO));
    let again = undo(&mut account, "2026-12-02", &received, &applied, bounced);
    assert_eq!(again, Err(RuleError::ChequeState));
}

#[test]
fn a_debt_that_the_account_no_longer_carries_comes_back() {
    let mut account = two_debts();
    let received = cheque_of(1, 1_500_000);
    let applied = pay(&mut account, ON, received.clone()).unwrap();
    let settled: Vec<Invoice> = account.invoices.iter().filter(|i| account.may_forget(i)).cloned().collect();
    account.invoices.retain(|invoice| invoice.is_open());
    assert_eq!((account.invoices.len(), settled.len()), (1, 1));
    let before = account.clone();
    assert_eq!(undo(&mut account, ON, &received, &applied, bounced), Err(RuleError::DebtNotOpen));
    assert_eq!(account, before);
    let original = Original {
        id: sample::event(1),
        payment: &received,
        applied: &applied,
        branch: account.customer.branch,
        lies: LedgerAccount::Deposited(sample::event(77)),
        is_corrected: false,
    };
    let with = CorrectionContext { original: Some(original), settled: &settled, ..context(ON) };
    let done = correction::apply(&mut account, &bounced(sample::event(1)), &with).unwrap();
    assert_eq!(account.balance(), Ok(money(2_300_000 + 300_000)));
    let credited = done.entries.iter().find(|entry| entry.account == original.lies).unwrap();
    assert_eq!(credited.credit, money(1_500_000));
}

#[test]
fn what_was_in_favour_leaves_with_its_payment_or_not_at_all() {
    let mut account = sample::account(&[("F-1", "2026-10-01", 100)]);
    let received = payment("C07", 1, 150);
    let applied = pay(&mut account, ON, received.clone()).unwrap();
    account.unapplied = money(20);
    let refused = undo(&mut account, ON, &received, &applied, reversal);
    assert_eq!(refused, Err(RuleError::UnappliedUsed { needed: money(50), left: money(20) }));
    assert_eq!(balances(&account), [0], "nothing changed");
    account.unapplied = money(50);
    undo(&mut account, ON, &received, &applied, reversal).unwrap();
    assert_eq!((balances(&account), account.unapplied), (vec![100], Money::ZERO));
}

#[test]
fn condoning_forgives_interest_before_capital() {
    let f101 = InvoiceId::from_key("F-101");
    let condone = |account: &mut Account, centavos| {
        let correction = Correction::Condonation { invoice: f101, amount: money(centavos) };
        correction::apply(account, &correction, &context(ON))
    };
    let mut account = late_debts();
    let done = condone(&mut account, 60_000).unwrap();
    assert_eq!(done.entries, [], "interest that nobody paid was never booked");
    let forgiven = done.forgiven.unwrap();
    assert_eq!((forgiven.interest.interest, forgiven.interest.tax), (money(51_724), money(8_276)));
    assert_eq!(account.to_clear_on(day(ON)), Ok(money(2_418_436 - 60_000)));

    let done = condone(&mut account, 28_740 + 500_000).unwrap();
    assert_eq!(done.forgiven.unwrap().capital, money(500_000));
    let fold = Balances::of(&done.entries).unwrap();
    assert_eq!(fold.get(LedgerAccount::Condoned(account.customer.branch)), Ok(money(500_000)));
    assert_eq!(balances(&account), [800_000, 1_000_000]);

    let beyond = condone(&mut account, 1_000_001);
    assert_eq!(beyond, Err(RuleError::BeyondDebt { asked: money(1_000_001), owed: money(1_000_000) }));
    assert_eq!(condone(&mut account, 0), Err(RuleError::AmountNotPositive));
    condone(&mut account, 1_000_000).unwrap();
    assert_eq!(condone(&mut account, 1), Err(RuleError::DebtNotOpen));
}

#[test]
fn a_write_off_gives_up_the_whole_debt() {
    let mut account = late_debts();
    let invoice = InvoiceId::from_key("F-102");
    let done = correction::apply(&mut account, &Correction::WriteOff { invoice }, &context(ON)).unwrap();
    assert_eq!(balances(&account), [0, 1_500_000]);
    let forgiven = done.forgiven.unwrap();
    assert_eq!((forgiven.interest.total(), forgiven.capital), (Ok(money(29_696)), money(800_000)));
    assert_eq!(account.to_clear_on(day(ON)), Ok(money(1_588_740)));
}

#[test]
fn another_due_date_keeps_the_interest_so_far_and_starts_anew() {
    let mut account = late_debts();
    let invoice = InvoiceId::from_key("F-101");
    let to = |due: &str| Correction::DueDate { invoice, due: day(due) };
    assert!(correction::apply(&mut account, &to("2027-01-15"), &context(ON)).unwrap().entries.is_empty());
    let f101 = |account: &Account, on: &str| {
        crate::domain::interest::accrued(&account.invoices[1], day(on)).unwrap().interest
    };
    assert_eq!(f101(&account, "2027-01-15"), money(76_500));
    assert_eq!(f101(&account, "2027-01-25"), money(76_500 + 15_000), "ten days at 0.1 %");
    assert_eq!(account.overdue(day("2026-12-31")), Ok(money(800_000)));
    for bad in ["2027-01-15", "2026-08-31"] {
        assert_eq!(correction::apply(&mut account, &to(bad), &context(ON)), Err(RuleError::DueDate), "{bad}");
    }
}

#[test]
fn a_bounced_cheque_puts_a_kept_convenio_back_in_force() {
    let mut account = late_debts();
    let covers = account.invoices.iter().map(|invoice| invoice.id).collect();
    let periodicity = Periodicity::Weekly;
    let wanted = Wanted { covers, on: day(ON), count: 2, periodicity, discount_bp: 0 };
    let made = signed(propose(&account, &wanted, &LIMITS).unwrap().terms);
    let policy = Policy { agreement: LIMITS, ..Policy::default() };
    let fact = Fact::AgreementMade(made);
    apply_fact(&mut account, sample::event(90), day(ON), &fact, &policy).unwrap();
    let received = cheque_of(1, 2_418_436);
    let applied = pay(&mut account, ON, received.clone()).unwrap();
    assert_eq!(account.agreements[0].state, AgreementState::Kept);
    undo(&mut account, "2026-11-25", &received, &applied, bounced).unwrap();
    assert_eq!(account.agreements[0].state, AgreementState::Active);
    assert_eq!(account.balance(), Ok(money(2_418_436 + 483_687)));
}

#[test]
fn a_payment_taken_back_after_its_convenio_was_broken_reopens_the_debts() {
    let mut account = late_debts();
    let covers = account.invoices.iter().map(|invoice| invoice.id).collect();
    let periodicity = Periodicity::Weekly;
    let wanted = Wanted { covers, on: day(ON), count: 2, periodicity, discount_bp: 2_500 };
    let made = signed(propose(&account, &wanted, &LIMITS).unwrap().terms);
    let before = account.clone();
    let policy = Policy { agreement: LIMITS, ..Policy::default() };
    apply_fact(&mut account, sample::event(90), day(ON), &Fact::AgreementMade(made), &policy).unwrap();
    let received = payment("C07", 1, 1_300_000);
    let applied = pay(&mut account, ON, received.clone()).unwrap();
    let broken = Correction::AgreementBroken { agreement: sample::event(90) };
    correction::apply(&mut account, &broken, &context("2026-12-01")).unwrap();
    undo(&mut account, "2026-12-02", &received, &applied, reversal).unwrap();
    assert_eq!(account.balance(), before.balance());
    assert_eq!(account.moratory_on(day("2026-12-02")), before.moratory_on(day("2026-12-02")));
    let AgreementState::Broken { paid, .. } = account.agreements[0].state else { panic!("broken it stays") };
    assert_eq!(paid, Money::ZERO);
}

#[test]
fn asking_changes_nothing_and_must_make_sense() {
    let account = two_debts();
    let ask = |correction, reason: &str| {
        let mut asked = account.clone();
        let reason = reason.to_owned();
        let fact = Fact::CorrectionAsked(CorrectionAsked {
            client: account.id(),
            correction,
            reason,
            evidence: None,
        });
        let result = apply_fact(&mut asked, sample::event(1), day(ON), &fact, &Policy::default());
        assert_eq!(asked, account);
        result.map(|applied| applied.exception)
    };
    let write_off = |folio: &str| Correction::WriteOff { invoice: InvoiceId::from_key(folio) };
    assert_eq!(ask(write_off("F-101"), "cerró"), Ok(None));
    assert_eq!(ask(write_off("F-9"), "cerró"), Ok(Some(ExceptionCode::NamedInvoiceSettled)));
    assert_eq!(ask(reversal(sample::event(44)), "error"), Ok(None));
    assert_eq!(ask(write_off("F-101"), " "), Err(RuleError::Field { field: "reason".into() }));
    let long = RuleError::TextTooLong { field: "reason".into(), chars_max: REASON_CHARS_MAX };
    assert_eq!(ask(write_off("F-101"), &"x".repeat(REASON_CHARS_MAX + 1)), Err(long));
    let nothing = Correction::Condonation { invoice: InvoiceId::from_key("F-101"), amount: Money::ZERO };
    assert_eq!(ask(nothing, "quita"), Err(RuleError::AmountNotPositive));
}
