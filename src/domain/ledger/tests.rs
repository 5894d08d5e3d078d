//! The ledger balances, reads back, and folds to what is stored.

use proptest::prelude::*;

use super::*;
use crate::domain::{
    allocation::allocate,
    payment::{CardKind, PaymentTarget},
    sample::{self, day, money},
};

fn handing() -> Handing {
    Handing { person: PersonId::from_key("luis"), client: ClientId::from_key("C00001"), branch: branch() }
}

fn branch() -> BranchId {
    BranchId::from_key("TEC")
}

fn methods() -> [PaymentMethod; 5] {
    let text = || "1".to_owned();
    let card = |kind| PaymentMethod::Card { kind, authorization: text(), last_four: "1111".into() };
    [
        PaymentMethod::Cash,
        PaymentMethod::Transfer { tracking_key: text(), bank: text(), sent_on: day("2026-11-21") },
        PaymentMethod::Cheque { number: text(), bank: text(), account: text(), dated: day("2026-11-21") },
        card(CardKind::Credit),
        card(CardKind::Debit),
    ]
}

#[test]
fn every_key_reads_back() {
    let holdings = methods().map(|method| LedgerAccount::holding(handing().person, &method));
    let others = [
        LedgerAccount::Receivable(InvoiceId::from_key("F-1")),
        LedgerAccount::Unapplied(handing().client),
        LedgerAccount::Opening(branch()),
    ];
    for account in holdings.into_iter().chain(others) {
        assert_eq!(LedgerAccount::parse(&account.key()), Some(account));
        let json = serde_json::to_string(&account).unwrap();
        assert_eq!(serde_json::from_str::<LedgerAccount>(&json).unwrap(), account);
    }
    for bad in ["", "receivable", "receivable:1", "cash:0", "in_transit:0:cheque", "in_hand:"] {
        assert_eq!(LedgerAccount::parse(bad), None, "{bad}");
    }
    let person = handing().person;
    assert_eq!(LedgerAccount::parse(&format!("in_transit:{person}:barter")), None);
}

#[test]
fn a_payment_is_debited_where_it_lies_and_credited_where_it_goes() {
    let account = sample::account(&[("F-1", "2026-10-01", 100_000)]);
    let allocation =
        allocate(&account.invoices, money(150_000), &PaymentTarget::OldestFirst, day("2026-11-21")).unwrap();
    let entries = entries_for_payment(handing(), &PaymentMethod::Cash, &allocation).unwrap();
    let receivable = LedgerAccount::Receivable(account.invoices[0].id);
    assert_eq!(
        entries,
        [
            Entry::debit(LedgerAccount::InHand(handing().person), Currency::Mxn, money(150_000)),
            Entry::credit(receivable, Currency::Mxn, money(100_000)),
            Entry::credit(LedgerAccount::Unapplied(handing().client), Currency::Mxn, money(50_000)),
        ]
    );
}

#[test]
fn an_import_writes_only_what_changed() {
    let mut invoice = sample::invoice("F-1", "2026-10-01", 100_000);
    let receivable = LedgerAccount::Receivable(invoice.id);
    let opening = LedgerAccount::Opening(branch());
    let first = entries_for_opening(branch(), &invoice).unwrap();
    assert_eq!(first[0], Entry::debit(receivable, Currency::Mxn, money(100_000)));
    assert_eq!(entries_for_restatement(branch(), &invoice, money(100_000)).unwrap(), []);
    invoice.balance = money(40_000);
    let second = entries_for_restatement(branch(), &invoice, money(100_000)).unwrap();
    assert_eq!(second[0], Entry::debit(opening, Currency::Mxn, money(60_000)));
    let balances = Balances::of(first.iter().chain(&second)).unwrap();
    assert_eq!(balances.get(receivable).unwrap(), money(40_000));
    assert_eq!(balances.get(opening).unwrap(), money(40_000));
    invoice.balance = Money::ZERO;
    assert_eq!(entries_for_opening(branch(), &invoice).unwrap(), []);
}

#[test]
fn dollars_never_balance_pesos() {
    let mut invoice = sample::invoice("F-1", "2026-10-01", 100_000);
    invoice.currency = Currency::Usd;
    let entries = entries_for_opening(branch(), &invoice).unwrap();
    assert!(entries.iter().all(|entry| entry.currency == Currency::Usd));
    let balances = Balances::of(&entries).unwrap();
    assert_eq!(balances.get(LedgerAccount::Receivable(invoice.id)).unwrap(), money(100_000));
    assert_eq!(balances.get(LedgerAccount::Opening(branch())).unwrap(), Money::ZERO, "no pesos");
    let mixed = [
        Entry::debit(LedgerAccount::InHand(handing().person), Currency::Mxn, money(1)),
        Entry::credit(LedgerAccount::Unapplied(handing().client), Currency::Usd, money(1)),
    ];
    assert!(matches!(imbalance(&mixed), Some(LedgerFault::Unbalanced { currency: Currency::Mxn, .. })));
}

#[test]
fn each_way_of_being_out_of_balance_is_seen() {
    let (a, b) = (LedgerAccount::Unapplied(handing().client), LedgerAccount::InHand(handing().person));
    let line = |debit, credit| Entry {
        account: a,
        currency: Currency::Mxn,
        debit: money(debit),
        credit: money(credit),
    };
    for bad in [line(0, 0), line(1, 1), line(-1, 0), line(1, -1)] {
        assert_eq!(imbalance(&[bad]), Some(LedgerFault::Line { account: a }), "{bad:?}");
    }
    let uneven = [Entry::debit(b, Currency::Mxn, money(2)), Entry::credit(a, Currency::Mxn, money(1))];
    assert!(matches!(imbalance(&uneven), Some(LedgerFault::Unbalanced { .. })));
    assert_eq!(imbalance(&[]), None);
}

#[test]
#[should_panic(expected = "must balance")]
fn uneven_entries_stop_the_program() {
    assert_balanced(&[Entry::debit(LedgerAccount::InHand(handing().person), Currency::Mxn, money(1))]);
}

#[test]
fn the_audit_finds_a_changed_balance_and_a_negative_debt() {
    let mut account = sample::account(&[("F-1", "2026-10-01", 100_000)]);
    let entries = entries_for_opening(branch(), &account.invoices[0]).unwrap();
    let mut balances = Balances::of(&entries).unwrap();
    assert_eq!(balances.differences(&account).unwrap(), []);
    let receivable = LedgerAccount::Receivable(account.invoices[0].id);
    account.invoices[0].balance = money(99_999);
    account.unapplied = money(1);
    assert_eq!(
        balances.differences(&account).unwrap(),
        [
            LedgerFault::Differs { account: receivable, stored: money(99_999), folded: money(100_000) },
            LedgerFault::Differs {
                account: LedgerAccount::Unapplied(account.id()),
                stored: money(1),
                folded: Money::ZERO
            },
        ]
    );
    balances.post(&Entry::credit(receivable, Currency::Mxn, money(100_001))).unwrap();
    let negative = LedgerFault::Negative { account: receivable, balance: money(-1) };
    assert_eq!(balances.negatives().unwrap(), [negative]);
}

proptest! {
    #[test]
    fn the_fold_of_any_payments_is_what_is_stored(
        debts in proptest::collection::vec(1i64..500_000, 0..6),
        payments in proptest::collection::vec((1i64..400_000, 0usize..5), 0..12),
    ) {
        let named: Vec<String> = (0..debts.len()).map(|n| format!("F-{n}")).collect();
        let listed: Vec<(&str, &str, i64)> =
            named.iter().zip(&debts).map(|(folio, centavos)| (folio.as_str(), "2026-10-01", *centavos)).collect();
        let mut account = sample::account(&listed);
        let mut entries: Vec<Entry> = Vec::new();
        for invoice in &account.invoices {
            entries.extend(entries_for_opening(branch(), invoice).unwrap());
        }
        let mut received = 0;
        for (centavos, method) in payments {
            let (amount, target, on) = (money(centavos), PaymentTarget::OldestFirst, day("2026-11-21"));
            let allocation = allocate(&account.invoices, amount, &target, on).unwrap();
            entries.extend(entries_for_payment(handing(), &methods()[method], &allocation).unwrap());
            for part in &allocation.parts {
                let invoice = account.invoices.iter_mut().find(|i| i.id == part.invoice).unwrap();
                invoice.balance = part.balance_after;
            }
            account.unapplied = account.unapplied.checked_add(allocation.unapplied).unwrap();
            received += centavos;
        }
        prop_assert_eq!(imbalance(&entries), None);
        let balances = Balances::of(&entries).unwrap();
        prop_assert_eq!(balances.differences(&account).unwrap(), vec![]);
        prop_assert_eq!(balances.negatives().unwrap(), vec![]);
        let held = methods().map(|method| LedgerAccount::holding(handing().person, &method));
        let held: std::collections::BTreeSet<_> = held.into_iter().collect();
        let held = Money::sum(held.into_iter().map(|account| balances.get(account).unwrap())).unwrap();
        prop_assert_eq!(held.centavos(), received);
    }
}
