//! A convenio replaces debts, and gives them back when it is broken.

use super::*;
use crate::domain::{
    agreement::{AgreementLimits, AgreementMade, AgreementState, AgreementTerms, Signer, Wanted, propose},
    interest,
    invoice::{DebtKind, Invoice},
    late::{DayBase, LateTerms},
    ledger::{LedgerAccount, entries_for_agreement},
    plan::{Periodicity, PlanError},
    rules::correction::{self, CorrectionContext},
    signature::Signature,
};

pub(super) const LIMITS: AgreementLimits =
    AgreementLimits { instalments_max: 12, days_max: 400, discount_bp_max: 5_000 };

/// F-101 and F-102 of domain-rules.md §2.5 at 36 % a year of 360 days: 765.00 + 122.40 and 256.00 + 40.96 today.
pub(super) fn late_debts() -> Account {
    let mut account = two_debts();
    for invoice in &mut account.invoices {
        invoice.late = Some(LateTerms { annual_rate_bp: 3_600, day_base: DayBase::Days360, tax_bp: 1_600 });
    }
    account
}

fn wanted(count: u16, discount_bp: u16) -> Wanted {
    let covers = ["F-101", "F-102"].map(InvoiceId::from_key).to_vec();
    Wanted { covers, on: day(ON), count, periodicity: Periodicity::Monthly, discount_bp }
}

pub(super) fn signed(terms: AgreementTerms) -> AgreementMade {
    AgreementMade {
        client: ClientId::from_key("C00001"),
        terms,
        signer: "Ana Ruiz".into(),
        signer_is: Signer::Holder,
        signature: Signature { strokes: "10,20 30,40;50,60 70,80".into() },
    }
}

fn make(account: &mut Account, number: u64, made: AgreementMade) -> Result<Applied, RuleError> {
    let policy = Policy { agreement: LIMITS, ..Policy::default() };
    apply_fact(account, sample::event(number), day(ON), &Fact::AgreementMade(made), &policy)
}

fn broken(account: &mut Account, on: &str) -> Result<Vec<Entry>, RuleError> {
    let agreement = account.agreements.last().map(|known| known.id).unwrap();
    let context = CorrectionContext {
        id: sample::event(9_999),
        on: day(on),
        asked_on: day(on),
        original: None,
        settled: &[],
    };
    let correction = crate::domain::correction::Correction::AgreementBroken { agreement };
    correction::apply(account, &correction, &context).map(|applied| applied.entries)
}

fn debt<'a>(account: &'a Account, folio: &str) -> &'a Invoice {
    account.invoices.iter().find(|invoice| invoice.id == InvoiceId::from_key(folio)).unwrap()
}

#[test]
fn the_simulator_adds_interest_and_splits_to_the_centavo() {
    let proposed = propose(&late_debts(), &wanted(3, 0), &LIMITS).unwrap();
    let terms = &proposed.terms;
    assert_eq!(
        (terms.capital, terms.moratory, terms.discount),
        (money(2_300_000), money(118_436), Money::ZERO)
    );
    let amounts: Vec<i64> = terms.instalments.iter().map(|part| part.amount.centavos()).collect();
    assert_eq!(amounts, [806_145, 806_145, 806_146]);
    let dues: Vec<String> = terms.instalments.iter().map(|part| part.due.to_string()).collect();
    assert_eq!(dues, ["2026-12-21", "2027-01-21", "2027-02-21"]);
    assert!(proposed.is_within_limits());
}

#[test]
fn beyond_the_limits_it_says_which_and_the_office_has_to_grant_it() {
    let proposed = propose(&late_debts(), &wanted(3, 5_000), &AgreementLimits::default()).unwrap();
    let discount_max = Money::ZERO;
    assert_eq!(
        proposed.beyond,
        [
            RuleError::AgreementDays { days: 92, days_max: 90 },
            RuleError::AgreementDiscount { discount: money(59_218), discount_max },
        ]
    );
    let many = propose(&late_debts(), &wanted(7, 0), &AgreementLimits::default()).unwrap();
    assert_eq!(many.beyond[0], RuleError::AgreementInstalments { instalments: 7, instalments_max: 6 });

    // The phone may not grant it; the office may, as of the day on which it was asked for.
    let mut account = late_debts();
    let made = signed(many.terms);
    let fact = Fact::AgreementMade(made.clone());
    let refused = apply_fact(&mut account, sample::event(1), day(ON), &fact, &Policy::default());
    assert_eq!(refused, Err(many.beyond[0].clone()));
    assert_eq!(account, late_debts());
    let context = CorrectionContext {
        id: sample::event(2),
        on: day("2026-11-24"),
        asked_on: day(ON),
        original: None,
        settled: &[],
    };
    let asked = crate::domain::correction::Correction::Agreement { agreement: Box::new(made) };
    let applied = correction::apply(&mut account, &asked, &context).unwrap();
    assert_eq!(applied.new_debts.len(), 7);
    assert_eq!(account.agreements[0].made_on, day(ON));
    assert_eq!(account.balance(), Ok(money(2_418_436)));
}

#[test]
fn its_instalments_replace_the_debts() {
    let mut account = late_debts();
    let terms = propose(&account, &wanted(3, 0), &LIMITS).unwrap().terms;
    make(&mut account, 1, signed(terms)).unwrap();
    assert_eq!(account.balance(), Ok(money(2_418_436)));
    assert_eq!(account.moratory_on(day("2027-12-31")).unwrap().total(), Ok(Money::ZERO));
    for folio in ["F-101", "F-102"] {
        assert_eq!(debt(&account, folio).agreement, Some(sample::event(1)));
        assert!(!debt(&account, folio).is_open());
    }
    let kinds: Vec<DebtKind> = account.open_invoices().map(|invoice| invoice.kind).collect();
    let kind = |number| DebtKind::Agreed { agreement: sample::event(1), number, of: 3 };
    assert_eq!(kinds, [kind(1), kind(2), kind(3)]);
    let agreement = &account.agreements[0];
    assert_eq!(agreement.state, AgreementState::Active);
    let entries = entries_for_agreement(agreement).unwrap();
    let balances = Balances::of(&entries).unwrap();
    let branch = account.customer.branch;
    assert_eq!(balances.get(LedgerAccount::Interest(branch)), Ok(money(102_100)));
    assert_eq!(balances.get(LedgerAccount::InterestTax(branch)), Ok(money(16_336)));
}

#[test]
fn a_discount_is_of_interest_and_takes_its_tax_along() {
    let mut account = late_debts();
    let terms = propose(&account, &wanted(2, 5_000), &LIMITS).unwrap().terms;
    assert_eq!((terms.discount, terms.total()), (money(59_218), Ok(money(2_359_218))));
    make(&mut account, 1, signed(terms)).unwrap();
    let earned = account.agreements[0].interest_earned().unwrap();
    assert_eq!((earned.interest, earned.tax), (money(51_050), money(8_168)), "half of each");
    entries_for_agreement(&account.agreements[0]).unwrap();
}

#[test]
fn once_everything_is_paid_it_is_kept() {
    let mut account = late_debts();
    let terms = propose(&account, &wanted(3, 0), &LIMITS).unwrap().terms;
    make(&mut account, 1, signed(terms)).unwrap();
    pay(&mut account, ON, payment("C07", 1, 806_145)).unwrap();
    assert_eq!(account.agreements[0].state, AgreementState::Active);
    pay(&mut account, ON, payment("C07", 2, 1_700_000)).unwrap();
    assert_eq!(account.agreements[0].state, AgreementState::Kept);
    assert_eq!(account.unapplied, money(87_709), "the debts that it replaced take nothing");
    assert_eq!(broken(&mut account, "2026-12-01"), Err(RuleError::AgreementNotActive));
}

#[test]
fn breaking_it_unpaid_restores_the_debts_as_they_were() {
    let mut account = late_debts();
    let before = account.clone();
    let terms = propose(&account, &wanted(3, 5_000), &LIMITS).unwrap().terms;
    make(&mut account, 1, signed(terms)).unwrap();
    broken(&mut account, "2027-01-10").unwrap();
    let on = day("2027-01-10");
    assert_eq!(account.agreements[0].state, AgreementState::Broken { on, paid: Money::ZERO });
    for day in [day(ON), on, day("2027-06-30")] {
        assert_eq!(account.balance(), before.balance());
        let (now, then) = (account.moratory_on(day).unwrap(), before.moratory_on(day).unwrap());
        assert!((now.interest.centavos() - then.interest.centavos()).abs() <= 2, "{day}: {now:?} {then:?}");
    }
    let interest = |folio| debt(&account, folio).moratory;
    assert_eq!((interest("F-101").owed, interest("F-102").owed), (money(76_500), money(25_600)));
    assert_eq!(interest("F-101").through, Some(day(ON)), "it runs again from the day of the convenio");
    assert!(account.invoices.iter().all(|invoice| invoice.agreement.is_none()));
}

#[test]
fn what_was_paid_counts_for_the_agreed_interest_first_and_then_for_capital() {
    let mut account = late_debts();
    let mut entries: Vec<Entry> = Vec::new();
    for invoice in &account.invoices {
        entries.extend(entries_for_opening(account.customer.branch, invoice).unwrap());
    }
    let terms = propose(&account, &wanted(3, 0), &LIMITS).unwrap().terms;
    make(&mut account, 1, signed(terms)).unwrap();
    entries.extend(entries_for_agreement(&account.agreements[0]).unwrap());
    let received = payment("C07", 1, 806_145);
    let applied = pay(&mut account, ON, received.clone()).unwrap();
    let (client, branch) = (account.id(), account.customer.branch);
    let handing = Handing { person: crate::domain::ids::PersonId::from_key("luis"), client, branch };
    entries.extend(entries_for_payment(handing, &received.method, &applied.allocation.unwrap()).unwrap());
    entries.extend(broken(&mut account, "2027-01-10").unwrap());

    // 8,061.45 less 1,184.36 of interest and IVA is 6,877.09 of capital, all of F-101.
    assert_eq!(debt(&account, "F-101").balance, money(1_500_000 - 687_709));
    assert_eq!(debt(&account, "F-102").balance, money(800_000));
    assert_eq!(debt(&account, "F-101").moratory.owed, Money::ZERO);
    let fold = Balances::of(&entries).unwrap();
    assert_eq!(fold.differences(&account).unwrap(), []);
    assert_eq!(fold.negatives().unwrap(), []);
    assert_eq!(fold.get(LedgerAccount::Interest(branch)), Ok(money(102_100)), "earned, and paid");
    // From the day of the convenio the rest bears interest again: 8,122.91 for 50 days at 0.1 %.
    let accrued = interest::accrued(debt(&account, "F-101"), day("2027-01-10")).unwrap();
    assert_eq!(accrued.interest, money(40_615));
}

#[test]
fn what_is_signed_must_be_what_is_owed() {
    let good = late_debts();
    let terms = propose(&good, &wanted(3, 0), &LIMITS).unwrap().terms;
    let with = |change: fn(&mut AgreementTerms)| {
        let mut terms = terms.clone();
        change(&mut terms);
        signed(terms)
    };
    let field = |name: &str| RuleError::Field { field: name.into() };
    let differs = RuleError::AgreementDiffers { capital: money(2_300_000), moratory: money(118_436) };
    let mut unsigned = signed(terms.clone());
    unsigned.signer = "  ".into();
    let mut twice = with(|terms| terms.covers.push(InvoiceId::from_key("F-101")));
    twice.terms.instalments[0].amount = money(806_145);
    for (made, expected) in [
        (unsigned, field("signer")),
        (twice, field("covers")),
        (with(|terms| terms.covers.clear()), field("covers")),
        (with(|terms| terms.covers = vec![InvoiceId::from_key("F-9")]), RuleError::DebtNotOpen),
        (with(|terms| terms.instalments[0].amount = money(1)), RuleError::AgreementUneven),
        (with(|terms| terms.instalments[1].due = day("2026-12-21")), RuleError::AgreementUneven),
        (with(|terms| terms.instalments[0].due = day(ON)), RuleError::AgreementUneven),
        (with(|terms| terms.instalments.clear()), RuleError::AgreementUneven),
        (
            with(|terms| {
                terms.capital = money(2_299_999);
                terms.moratory = money(118_437);
            }),
            differs,
        ),
    ] {
        let mut account = good.clone();
        assert_eq!(make(&mut account, 1, made), Err(expected));
        assert_eq!(account, good);
    }
}

#[test]
fn a_payment_that_came_meanwhile_is_left_for_a_person_to_clear() {
    let mut account = late_debts();
    let terms = propose(&account, &wanted(3, 0), &LIMITS).unwrap().terms;
    pay(&mut account, ON, payment("C08", 1, 100_000)).unwrap();
    let refused = make(&mut account, 2, signed(terms));
    assert!(matches!(refused, Err(RuleError::AgreementDiffers { .. })), "{refused:?}");
}

#[test]
fn no_debt_is_in_two_convenios() {
    let mut account = late_debts();
    let terms = propose(&account, &wanted(3, 0), &LIMITS).unwrap().terms;
    make(&mut account, 1, signed(terms.clone())).unwrap();
    assert_eq!(make(&mut account, 2, signed(terms)), Err(RuleError::DebtInAgreement));
    let instalment = account.open_invoices().next().unwrap().id;
    let again = Wanted { covers: vec![instalment], ..wanted(2, 0) };
    assert_eq!(propose(&account, &again, &LIMITS), Err(RuleError::DebtInAgreement));
}

#[test]
fn a_plan_that_cannot_be_made_says_why() {
    let account = sample::account(&[("F-101", ON, 1), ("F-102", ON, 1)]);
    assert_eq!(propose(&account, &wanted(3, 0), &LIMITS), Err(RuleError::Plan(PlanError::EmptyInstalment)));
    assert_eq!(propose(&account, &wanted(0, 0), &LIMITS), Err(RuleError::Plan(PlanError::Count)));
}

proptest! {
    /// Σ of the debts with their interest before = Σ after + discount; and broken after any payment, capital and
    /// interest that are back are what was there less what was paid, to the centavo.
    #[test]
    fn nothing_is_lost_by_making_and_breaking(
        debts in proptest::collection::vec((1_000i64..2_000_000, 0i64..300), 1..6),
        count in 1u16..=12, discount_bp in 0u16..=5_000, paid in 1i64..4_000_000,
    ) {
        let first = day("2026-02-01");
        let names: Vec<(String, String, i64)> = debts.iter().enumerate()
            .map(|(n, (c, d))| (format!("F-{n}"), first.plus_days(*d).to_string(), *c)).collect();
        let listed: Vec<_> = names.iter().map(|(f, d, c)| (f.as_str(), d.as_str(), *c)).collect();
        let mut account = sample::account(&listed);
        for invoice in &mut account.invoices {
            invoice.late = Some(LateTerms { annual_rate_bp: 3_600, day_base: DayBase::Days365, tax_bp: 800 });
        }
        let start = account.clone();
        let covers = account.invoices.iter().map(|invoice| invoice.id).collect();
        let terms = propose(&account, &Wanted { covers, ..wanted(count, discount_bp) }, &LIMITS).unwrap().terms;
        let whole = start.to_clear_on(day(ON)).unwrap();
        prop_assert_eq!(terms.total().unwrap().checked_add(terms.discount).unwrap(), whole);
        let discount = terms.discount;
        make(&mut account, 1, signed(terms)).unwrap();
        prop_assert_eq!(account.balance().unwrap().checked_add(discount).unwrap(), whole);

        let paid = money(paid.min(account.balance().unwrap().centavos() - 1).max(1));
        pay(&mut account, ON, payment("C07", 1, paid.centavos())).unwrap();
        if account.agreements[0].state == AgreementState::Active {
            broken(&mut account, "2026-12-01").unwrap();
            let interest = start.moratory_on(day(ON)).unwrap();
            let agreed = account.agreements[0].agreed_interest().unwrap();
            let capital_paid = paid.checked_sub(paid.min(agreed)).unwrap();
            prop_assert_eq!(account.balance().unwrap().checked_add(capital_paid), start.balance());
            let left = account.moratory_on(day(ON)).unwrap();
            let counted = interest.total().unwrap().centavos() - left.total().unwrap().centavos();
            // IVA is computed anew on what is left of each debt: a centavo for each of them.
            prop_assert!((counted - paid.min(agreed).centavos()).abs() <= debts.len() as i64);
        }
    }
}
