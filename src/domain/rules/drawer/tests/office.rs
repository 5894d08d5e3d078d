//! What the office decides over a drawer.

use super::*;

#[test]
fn a_corte_is_confirmed_once_by_somebody_else() {
    let mut books = handed_over();
    let at = Millis(1);
    let mine = confirm_handover(&mut books.drawer, id(3), ana(), at, money(80_000));
    assert_eq!(mine, Err(RuleError::SamePerson));
    let unknown = confirm_handover(&mut books.drawer, id(9), cashier(), at, money(80_000));
    assert_eq!(unknown, Err(RuleError::HandoverState));
    let lines = confirm_handover(&mut books.drawer, id(3), cashier(), at, money(80_000)).unwrap();
    books.entries.extend(lines);
    assert_eq!(books.drawer.handovers[0].state, HandoverState::Confirmed { by: cashier(), at });
    assert_eq!(books.vault(), VaultHolds { cash: money(80_000), cheques: money(50_000) });
    assert_eq!(books.holds(LedgerAccount::HandedOver(id(3))), 0);
    assert_eq!(books.holds(LedgerAccount::InTransit { person: ana(), form: TransitForm::Cheque }), 0);
    let twice = confirm_handover(&mut books.drawer, id(3), cashier(), at, money(80_000));
    assert_eq!(twice, Err(RuleError::HandoverState));
    books.check();
}

/// A corte of 800.00 in cash and one cheque of 500.00, that nobody has confirmed.
fn handed_over() -> Books {
    let mut books = Books::new();
    books.pay(1, HeldForm::Cash, 100_000);
    books.pay(2, HeldForm::Cheque, 50_000);
    books.apply(&event(3, Fact::CashHandedOver(corte_of(100_000, 20_000, &[2], 2)))).unwrap();
    books
}

#[test]
fn an_objection_restates_what_was_handed_over_and_can_be_taken_back() {
    for (counted, shortage, surplus) in [(79_000, 1_000, 0), (80_500, 0, 500)] {
        let mut books = handed_over();
        let counted = money(counted);
        let lines = confirm_handover(&mut books.drawer, id(3), cashier(), Millis(1), counted).unwrap();
        books.entries.extend(lines);
        let objected = HandoverState::Objected { by: cashier(), at: Millis(1), counted };
        assert_eq!(books.drawer.handovers[0].state, objected);
        assert_eq!(books.vault().cash, counted);
        assert_eq!(books.holds(LedgerAccount::Shortage(ana())), shortage);
        assert_eq!(books.holds(LedgerAccount::Surplus(branch())), surplus);
        books.check();
        let vault = books.vault();
        let same = reopen_handover(&mut books.drawer, id(3), cashier(), vault);
        assert_eq!(same, Err(RuleError::SamePerson));
        let boss = PersonId::from_key("boss");
        let empty = VaultHolds { cash: Money::ZERO, cheques: vault.cheques };
        let gone = reopen_handover(&mut books.drawer, id(3), boss, empty);
        assert_eq!(gone, Err(RuleError::BeyondCash { asked: counted, held: Money::ZERO }));
        books.entries.extend(reopen_handover(&mut books.drawer, id(3), boss, vault).unwrap());
        assert_eq!(books.drawer.handovers[0].state, HandoverState::Waiting);
        assert_eq!(books.holds(LedgerAccount::HandedOver(id(3))), 80_000);
        assert_eq!(books.holds(LedgerAccount::Shortage(ana())), 0);
        books.check();
    }
}

#[test]
fn floats_and_expenses_change_what_is_expected() {
    let mut books = Books::new();
    let refused = give_float(&mut books.drawer, money(50_000), money(100));
    assert_eq!(refused, Err(RuleError::BeyondCash { asked: money(50_000), held: money(100) }));
    let opening = LedgerAccount::Unapplied(ClientId::from_key("C1"));
    books.entries.push(Entry::debit(LedgerAccount::Vault(branch()), Currency::Mxn, money(50_000)));
    books.entries.push(Entry::credit(opening, Currency::Mxn, money(50_000)));
    let vault = books.vault().cash;
    books.entries.extend(give_float(&mut books.drawer, money(50_000), vault).unwrap());
    books.pay(1, HeldForm::Cash, 10_000);
    assert_eq!(approve_expense(&mut books.drawer, Money::ZERO), Err(RuleError::AmountNotPositive));
    let beyond = RuleError::BeyondCash { asked: money(60_001), held: money(60_000) };
    assert_eq!(approve_expense(&mut books.drawer, money(60_001)), Err(beyond));
    books.entries.extend(approve_expense(&mut books.drawer, money(15_000)).unwrap());
    let parts = books.drawer.breakdown().unwrap();
    assert_eq!((parts.opened, parts.spent, parts.expected), (money(50_000), money(15_000), money(45_000)));
    books.check();
}

#[test]
fn the_office_deposits_no_more_than_its_safe_holds() {
    let vault = VaultHolds { cash: money(80_000), cheques: money(50_000) };
    let deposit = |cash, cheques| VaultDeposit {
        id: id(50),
        branch: branch(),
        cash: money(cash),
        cheques: money(cheques),
    };
    let check = |cash, cheques, error| {
        assert_eq!(bank_deposit_from_vault(&deposit(cash, cheques), vault), Err(error));
    };
    check(0, 0, RuleError::AmountNotPositive);
    check(-1, 5, RuleError::AmountNotPositive);
    check(80_001, 0, RuleError::BeyondCash { asked: money(80_001), held: money(80_000) });
    check(0, 50_001, RuleError::BeyondCash { asked: money(50_001), held: money(50_000) });
    let lines = bank_deposit_from_vault(&deposit(80_000, 50_000), vault).unwrap();
    let balances = Balances::of(&lines).unwrap();
    assert_eq!(balances.get(LedgerAccount::Deposited(id(50))).unwrap(), money(130_000));
}

#[test]
fn yesterdays_open_corte_stops_the_route_unless_a_supervisor_lets_it() {
    let mut books = Books::new();
    books.pay(1, HeldForm::Transfer, 10_000);
    let (today, tomorrow) = (day("2026-11-21"), day("2026-11-22"));
    assert_eq!(books.drawer.open_since(today), None);
    assert_eq!(books.drawer.open_since(tomorrow), Some(today));
    allow_route(&mut books.drawer, tomorrow);
    assert_eq!(books.drawer.open_since(tomorrow), None);
    assert_eq!(books.drawer.open_since(day("2026-11-23")), Some(today), "for one day alone");
}

#[test]
fn money_taken_back_leaves_the_place_where_it_lies() {
    let transit = |form| LedgerAccount::InTransit { person: ana(), form };
    // Cash in hand.
    let mut books = Books::new();
    books.pay(1, HeldForm::Cash, 10_000);
    books.take_back(1, HeldForm::Cash, 10_000);
    assert_eq!((books.drawer.cash, books.drawer.held.len()), (Money::ZERO, 0));
    books.check();
    // Cash of which part was deposited.
    let mut books = Books::new();
    books.pay(1, HeldForm::Cash, 10_000);
    books.apply(&event(2, Fact::DepositMade(deposit_of(7_000, &[])))).unwrap();
    books.take_back(1, HeldForm::Cash, 10_000);
    assert_eq!((books.drawer.cash, books.drawer.adjusted), (money(3_000), money(10_000)));
    assert_eq!(books.holds(LedgerAccount::Shortage(ana())), -10_000);
    books.check();
    // Cash that a corte took.
    let mut books = handed_over();
    books.take_back(1, HeldForm::Cash, 100_000);
    assert_eq!(books.drawer.cash, money(20_000));
    assert_eq!(books.holds(LedgerAccount::Shortage(ana())), -100_000);
    books.check();
    // A cheque of a corte that waits, and of one that is confirmed.
    let mut books = handed_over();
    books.take_back(2, HeldForm::Cheque, 50_000);
    assert_eq!(books.holds(transit(TransitForm::Cheque)), 0);
    let lines = confirm_handover(&mut books.drawer, id(3), cashier(), Millis(1), money(80_000)).unwrap();
    books.entries.extend(lines);
    assert_eq!(books.vault().cheques, Money::ZERO);
    books.check();
    let mut books = handed_over();
    let lines = confirm_handover(&mut books.drawer, id(3), cashier(), Millis(1), money(80_000)).unwrap();
    books.entries.extend(lines);
    books.take_back(2, HeldForm::Cheque, 50_000);
    assert_eq!(books.vault().cheques, Money::ZERO);
    books.check();
    // A cheque deposited by the person, one that the bank gave back, and a card.
    let mut books = Books::new();
    books.pay(1, HeldForm::Cheque, 10_000);
    books.pay(2, HeldForm::Card, 5_000);
    books.apply(&event(3, Fact::DepositMade(deposit_of(0, &[1])))).unwrap();
    books.take_back(1, HeldForm::Cheque, 10_000);
    assert_eq!(books.holds(LedgerAccount::Deposited(id(3))), 0);
    books.take_back(2, HeldForm::Card, 5_000);
    assert_eq!(books.holds(transit(TransitForm::Card)), 0);
    books.check();
    let bank = LedgerAccount::Bank(BankAccountId::from_key("1"));
    let taken = TakenBack { payment: id(7), amount: money(1), form: HeldForm::Transfer, gone_to: Some(bank) };
    assert_eq!(take_back(&mut books.drawer, &taken), Ok(bank));
}
