//! What the drawer must hold to, as tables: facts here, decisions in `office`, anything in `histories`.

mod histories;
mod office;

use std::collections::BTreeMap;

use super::*;
use crate::domain::{
    cash_count::{CashCount, Piece},
    chain::ChainHash,
    date::{CivilDate, Millis, Zone},
    drawer::{CashLevel, HandoverChecklist},
    event::Stamp,
    folio::Series,
    ids::{BankAccountId, BranchId, ClientId, DeviceId, PersonId},
    invoice::Currency,
    ledger::{Balances, Entry, LedgerAccount, TransitForm, imbalance},
    payment::{CardKind, PaymentMethod, PaymentTarget},
    sample::{day, money},
    signature::Signature,
};

/// 2026-11-21 18:00 UTC.
const NOON_MS: i64 = 1_795_284_000_000;
const DAY_MS: i64 = 86_400_000;

fn ana() -> PersonId {
    PersonId::from_key("ana")
}

fn cashier() -> PersonId {
    PersonId::from_key("cashier")
}

fn branch() -> BranchId {
    BranchId::from_key("TEC")
}

fn folio(number: u64) -> Folio {
    Folio::new(Series::parse("C07").unwrap(), u32::try_from(number).unwrap()).unwrap()
}

fn id(number: u64) -> EventId {
    EventId::mint(number, &[0; 10])
}

fn signature() -> Signature {
    Signature { strokes: "10,20 30,40;50,60 70,80".into() }
}

fn event_on(number: u64, days: i64, fact: Fact) -> Event {
    let wall = Millis(NOON_MS + days * DAY_MS);
    Event {
        schema: 2,
        id: id(number),
        device: DeviceId::from_key("phone"),
        epoch: 1,
        seq: number,
        person: ana(),
        prev: ChainHash::of(b""),
        stamp: Stamp { wall, zone: Zone::TIJUANA, monotonic_ms: 0, offset_ms: None },
        place: None,
        fact,
    }
}

fn event(number: u64, fact: Fact) -> Event {
    event_on(number, 0, fact)
}

fn method(form: HeldForm) -> PaymentMethod {
    let text = || "1".to_owned();
    match form {
        HeldForm::Cash => PaymentMethod::Cash,
        HeldForm::Transfer => {
            PaymentMethod::Transfer { tracking_key: text(), bank: text(), sent_on: day("2026-11-21") }
        }
        HeldForm::Cheque => PaymentMethod::Cheque {
            number: text(),
            bank: text(),
            account: String::new(),
            dated: day("2026-11-21"),
        },
        HeldForm::Card => {
            PaymentMethod::Card { kind: CardKind::Debit, authorization: text(), last_four: "1111".into() }
        }
    }
}

fn payment(number: u64, form: HeldForm, centavos: i64) -> Event {
    event(
        number,
        Fact::PaymentReceived(PaymentReceived {
            folio: folio(number),
            client: ClientId::from_key("C1"),
            amount: money(centavos),
            method: method(form),
            target: PaymentTarget::OldestFirst,
            count: None,
            photo: None,
            paper: None,
        }),
    )
}

fn deposit_of(centavos: i64, cheques: &[u64]) -> DepositMade {
    DepositMade {
        person: ana(),
        bank: BankAccountId::from_key("1"),
        slip_folio: "777".into(),
        on: day("2026-11-21"),
        time: "09:30".into(),
        cash: money(centavos),
        cheques: cheques.iter().copied().map(folio).collect(),
        photo: None,
    }
}

/// A count of so many centavos, a multiple of ten.
fn count(centavos: i64) -> CashCount {
    CashCount::of([
        (Piece::Note100, u32::try_from(centavos / 10_000).unwrap()),
        (Piece::Coin010, u32::try_from(centavos % 10_000 / 10).unwrap()),
    ])
}

fn corte_of(counted: i64, kept: i64, cheques: &[u64], payments: u32) -> CashHandedOver {
    CashHandedOver {
        person: ana(),
        day: day("2026-11-21"),
        count: count(counted),
        kept: money(kept),
        expected: money(counted),
        difference: None,
        cheques: cheques.iter().copied().map(folio).collect(),
        checklist: HandoverChecklist { payments, ..HandoverChecklist::default() },
        signature: signature(),
        receiver: None,
    }
}

fn may_deposit() -> Policy {
    Policy { may_deposit: true, ..Policy::default() }
}

/// A drawer with the books of all that happened to it.
struct Books {
    drawer: Drawer,
    entries: Vec<Entry>,
    /// Which deposit took a cheque: the office knows it after the drawer has forgotten it.
    deposited: BTreeMap<EventId, EventId>,
}

impl Books {
    fn new() -> Books {
        Books { drawer: Drawer::empty(ana(), branch()), entries: Vec::new(), deposited: BTreeMap::new() }
    }

    fn apply(&mut self, event: &Event) -> Result<Applied, RuleError> {
        let before = self.drawer.clone();
        let applied = apply_to_drawer(&mut self.drawer, event, "Cliente", &may_deposit())?;
        if let Some(payment) = event.fact.payment() {
            let holding = LedgerAccount::holding(ana(), &payment.method);
            let unapplied = LedgerAccount::Unapplied(payment.client);
            self.entries.push(Entry::debit(holding, Currency::Mxn, payment.amount));
            self.entries.push(Entry::credit(unapplied, Currency::Mxn, payment.amount));
        }
        self.entries.extend(entries_for_drawer(&before, event).unwrap());
        let deposits = self.drawer.held.iter().filter_map(|held| Some((held.event, held.deposited?)));
        self.deposited.extend(deposits);
        Ok(applied)
    }

    fn pay(&mut self, number: u64, form: HeldForm, centavos: i64) {
        self.apply(&payment(number, form, centavos)).unwrap();
    }

    fn take_back(&mut self, number: u64, form: HeldForm, centavos: i64) {
        let gone_to = self.deposited.get(&id(number)).copied().map(LedgerAccount::Deposited);
        let taken = TakenBack { payment: id(number), amount: money(centavos), form, gone_to };
        let place = take_back(&mut self.drawer, &taken).unwrap();
        self.entries.push(Entry::credit(place, Currency::Mxn, money(centavos)));
        let unapplied = LedgerAccount::Unapplied(ClientId::from_key("C1"));
        self.entries.push(Entry::debit(unapplied, Currency::Mxn, money(centavos)));
    }

    fn holds(&self, account: LedgerAccount) -> i64 {
        Balances::of(&self.entries).unwrap().get(account).unwrap().centavos()
    }

    fn vault(&self) -> VaultHolds {
        VaultHolds {
            cash: money(self.holds(LedgerAccount::Vault(branch()))),
            cheques: money(self.holds(LedgerAccount::ChequeVault(branch()))),
        }
    }

    /// All that must hold after each step.
    fn check(&self) {
        assert_eq!(imbalance(&self.entries), None);
        assert_eq!(self.holds(LedgerAccount::InHand(ana())), self.drawer.cash.centavos());
        assert!(!self.drawer.cash.is_negative());
        let parts = self.drawer.breakdown().unwrap();
        let sum = Money::sum([parts.opened, parts.received, parts.adjusted]).unwrap();
        let gone = parts.spent.checked_add(parts.deposited).unwrap();
        assert_eq!(sum.checked_sub(gone).unwrap(), parts.expected);
        // Every place of money together is what clients paid, less what was taken back.
        let balances = Balances::of(&self.entries).unwrap();
        let (mut lies, mut paid) = (0, 0);
        for account in balances.accounts() {
            let holds = balances.get(account).unwrap().centavos();
            match account {
                LedgerAccount::Unapplied(_) => paid += holds,
                LedgerAccount::Surplus(_) => lies -= holds,
                _ => lies += holds,
            }
            let may_be_negative = matches!(account, LedgerAccount::Shortage(_));
            assert!(holds >= 0 || may_be_negative, "{account} is {holds}");
        }
        assert_eq!(lies, paid);
    }
}

fn check_exception(drawer: &Drawer, fact: Fact, expected: Option<ExceptionCode>) {
    let mut drawer = drawer.clone();
    let applied = apply_to_drawer(&mut drawer, &event(90, fact), "", &may_deposit()).unwrap();
    assert_eq!(applied.exception, expected);
}

#[test]
fn cash_raises_what_is_in_hand_and_every_form_is_held() {
    let mut books = Books::new();
    for (number, form) in (1..).zip([HeldForm::Cash, HeldForm::Transfer, HeldForm::Cheque, HeldForm::Card]) {
        books.pay(number, form, 10_000);
    }
    assert_eq!(books.drawer.cash, money(10_000));
    assert_eq!(books.drawer.held.len(), 4);
    assert_eq!(books.drawer.held[0].client_name, "Cliente");
    assert_eq!(books.drawer.cheques().count(), 1);
    books.check();
}

#[test]
fn cash_above_the_hard_limit_is_taken_and_flagged_unless_a_supervisor_let_it() {
    let mut books = Books::new();
    let limits = Policy::default().cash;
    books.pay(1, HeldForm::Cash, 2_500_000);
    assert_eq!(limits.level(books.drawer.cash), CashLevel::AboveSoft);
    let applied = books.apply(&payment(2, HeldForm::Cash, 1)).unwrap();
    assert_eq!(applied.exception, Some(ExceptionCode::OverCashLimit));
    assert_eq!(limits.level(books.drawer.cash), CashLevel::AboveHard);
    assert_eq!(books.apply(&payment(3, HeldForm::Card, 1)).unwrap().exception, None);
    allow_cash(&mut books.drawer, day("2026-11-21"));
    assert_eq!(books.apply(&payment(4, HeldForm::Cash, 1)).unwrap().exception, None);
    assert_eq!(limits.level(money(1_000_000)), CashLevel::Within, "at the limit");
}

#[test]
fn a_deposit_takes_cash_and_cheques_to_the_bank() {
    let mut books = Books::new();
    books.pay(1, HeldForm::Cash, 100_000);
    books.pay(2, HeldForm::Cheque, 50_000);
    let made = event(3, Fact::DepositMade(deposit_of(60_000, &[2])));
    assert_eq!(books.apply(&made).unwrap(), Applied::default());
    assert_eq!(books.drawer.cash, money(40_000));
    assert_eq!(books.drawer.held[1].deposited, Some(id(3)));
    assert_eq!(books.drawer.deposits[0].total, money(110_000));
    assert_eq!(books.holds(LedgerAccount::Deposited(id(3))), 110_000);
    books.check();
}

#[test]
fn a_deposit_of_what_was_not_known_to_be_there_stands_and_is_flagged() {
    let mut books = Books::new();
    books.pay(1, HeldForm::Cash, 30_000);
    let made = event(2, Fact::DepositMade(deposit_of(50_000, &[9])));
    assert_eq!(books.apply(&made).unwrap().exception, Some(ExceptionCode::DepositDiffers));
    assert_eq!(books.drawer.cash, Money::ZERO);
    assert_eq!(books.drawer.adjusted, money(20_000));
    assert_eq!(books.holds(LedgerAccount::Surplus(branch())), 20_000);
    books.check();
    let again = event(3, Fact::DepositMade(deposit_of(0, &[9])));
    assert_eq!(books.apply(&again).unwrap().exception, Some(ExceptionCode::DepositDiffers));
    books.check();
}

#[test]
fn who_may_not_deposit_and_a_slip_twice_are_flagged() {
    let mut books = Books::new();
    books.pay(1, HeldForm::Cash, 30_000);
    let made = || event(2, Fact::DepositMade(deposit_of(10_000, &[])));
    let refused = apply_to_drawer(&mut books.drawer.clone(), &made(), "", &Policy::default()).unwrap();
    assert_eq!(refused.exception, Some(ExceptionCode::MayNotDeposit));
    books.apply(&made()).unwrap();
    check_exception(
        &books.drawer,
        Fact::DepositMade(deposit_of(10_000, &[])),
        Some(ExceptionCode::SuspectedDuplicate),
    );
}

#[test]
fn a_deposit_that_cannot_be_is_refused() {
    let good = || deposit_of(10_000, &[]);
    let bad = [
        (DepositMade { cash: money(0), ..good() }, RuleError::AmountNotPositive),
        (DepositMade { cash: money(-1), ..good() }, RuleError::AmountNotPositive),
        (DepositMade { slip_folio: " ".into(), ..good() }, RuleError::Field { field: "slip_folio".into() }),
        (DepositMade { on: day("2026-11-22"), ..good() }, RuleError::Field { field: "deposited_on".into() }),
        (DepositMade { time: "24:00".into(), ..good() }, RuleError::Field { field: "time".into() }),
        (DepositMade { time: "+9:30".into(), ..good() }, RuleError::Field { field: "time".into() }),
        (
            DepositMade { cheques: vec![folio(1), folio(1)], ..good() },
            RuleError::Field { field: "cheques".into() },
        ),
        (DepositMade { person: cashier(), ..good() }, RuleError::Field { field: "person".into() }),
    ];
    for (deposit, error) in bad {
        let mut books = Books::new();
        assert_eq!(books.apply(&event(1, Fact::DepositMade(deposit))), Err(error));
        assert_eq!(books.drawer, Drawer::empty(ana(), branch()));
    }
}

#[test]
fn a_corte_takes_all_that_was_received_and_leaves_what_is_kept() {
    let mut books = Books::new();
    books.pay(1, HeldForm::Cash, 100_000);
    books.pay(2, HeldForm::Cheque, 50_000);
    books.pay(3, HeldForm::Transfer, 70_000);
    let applied = books.apply(&event(4, Fact::CashHandedOver(corte_of(100_000, 20_000, &[2], 3)))).unwrap();
    assert_eq!((applied.exception, applied.difference), (None, Some(Money::ZERO)));
    let drawer = &books.drawer;
    assert_eq!((drawer.cash, drawer.opened, drawer.held.len()), (money(20_000), money(20_000), 0));
    let line = drawer.handover(id(4)).unwrap();
    assert_eq!((line.handed, line.payments, line.cheques.len()), (money(80_000), 3, 1));
    assert_eq!(books.holds(LedgerAccount::HandedOver(id(4))), 80_000);
    books.check();
    books.pay(5, HeldForm::Cash, 10_000);
    let second = books.apply(&event(6, Fact::CashHandedOver(corte_of(30_000, 0, &[], 1)))).unwrap();
    assert_eq!(second.exception, None, "several cortes a day");
    books.check();
}

#[test]
fn a_count_that_differs_needs_a_reason_and_is_somebodys() {
    for (counted, shortage, surplus) in [(95_000, 5_000, 0), (107_000, 0, 7_000)] {
        for (reason, note, expected) in [
            (None, "", Some(ExceptionCode::CountDiffers)),
            (Some(DifferenceReason::Other), " ", Some(ExceptionCode::CountDiffers)),
            (Some(DifferenceReason::Other), "se cayó", None),
            (Some(DifferenceReason::WrongChange), "", None),
        ] {
            let mut books = Books::new();
            books.pay(1, HeldForm::Cash, 100_000);
            let difference = reason.map(|reason| Difference { reason, note: note.into() });
            let corte = CashHandedOver { difference, ..corte_of(counted, 20_000, &[], 1) };
            let applied = books.apply(&event(2, Fact::CashHandedOver(corte))).unwrap();
            assert_eq!(applied.exception, expected);
            assert_eq!(applied.difference, Some(money(counted - 100_000)));
            assert_eq!(books.holds(LedgerAccount::Shortage(ana())), shortage);
            assert_eq!(books.holds(LedgerAccount::Surplus(branch())), surplus);
            books.check();
        }
    }
}

#[test]
fn more_can_be_kept_than_was_expected_where_the_count_is_over() {
    let mut books = Books::new();
    books.pay(1, HeldForm::Cash, 10_000);
    books.apply(&event(2, Fact::CashHandedOver(corte_of(30_000, 30_000, &[], 1)))).unwrap();
    assert_eq!(books.drawer.cash, money(30_000));
    books.check();
}

#[test]
fn a_cheque_that_is_kept_back_stays_held_and_is_flagged() {
    let mut books = Books::new();
    books.pay(1, HeldForm::Cheque, 50_000);
    books.pay(2, HeldForm::Cash, 10_000);
    let applied = books.apply(&event(3, Fact::CashHandedOver(corte_of(10_000, 0, &[], 2)))).unwrap();
    assert_eq!(applied.exception, Some(ExceptionCode::HandoverDiffers));
    assert_eq!(books.drawer.held.iter().map(|held| held.event).collect::<Vec<_>>(), [id(1)]);
    assert_eq!(books.drawer.open_since(day("2026-11-22")), Some(day("2026-11-21")));
    let late = CashHandedOver { day: day("2026-11-21"), ..corte_of(0, 0, &[1], 1) };
    assert_eq!(books.apply(&event(4, Fact::CashHandedOver(late))).unwrap().exception, None);
    assert!(books.drawer.held.is_empty());
    books.check();
}

#[test]
fn cheques_that_were_not_there_and_a_wrong_number_of_payments_are_flagged() {
    let mut books = Books::new();
    books.pay(1, HeldForm::Cheque, 50_000);
    let flagged = Some(ExceptionCode::HandoverDiffers);
    for (cheques, payments, expected) in
        [(&[1, 9][..], 1, flagged), (&[1], 2, flagged), (&[1], 0, flagged), (&[1], 1, None)]
    {
        check_exception(&books.drawer, Fact::CashHandedOver(corte_of(0, 0, cheques, payments)), expected);
    }
    books.apply(&event(2, Fact::DepositMade(deposit_of(0, &[1])))).unwrap();
    check_exception(&books.drawer, Fact::CashHandedOver(corte_of(0, 0, &[1], 1)), flagged);
    check_exception(&books.drawer, Fact::CashHandedOver(corte_of(0, 0, &[], 1)), None);
}

#[test]
fn a_corte_that_cannot_be_is_refused() {
    let good = || corte_of(10_000, 0, &[], 0);
    let unordered = CashCount { pieces: vec![(Piece::Coin1, 1), (Piece::Note100, 1)] };
    let bad = [
        (CashHandedOver { kept: money(-1), ..good() }, "kept"),
        (CashHandedOver { kept: money(10_001), ..good() }, "kept"),
        (CashHandedOver { count: unordered, ..good() }, "count"),
        (CashHandedOver { day: day("2026-11-22"), ..good() }, "day"),
        (CashHandedOver { person: cashier(), ..good() }, "person"),
        (CashHandedOver { cheques: vec![folio(1), folio(1)], ..good() }, "cheques"),
        (CashHandedOver { signature: Signature { strokes: String::new() }, ..good() }, "signature"),
    ];
    for (corte, name) in bad {
        let mut books = Books::new();
        let refused = books.apply(&event(1, Fact::CashHandedOver(corte)));
        assert_eq!(refused, Err(RuleError::Field { field: name.into() }));
        assert_eq!(books.drawer, Drawer::empty(ana(), branch()));
    }
}

#[test]
fn a_spoilt_folio_is_explained_until_the_corte() {
    let mut books = Books::new();
    let voided = |reason: &str| {
        Fact::FolioVoided(FolioVoided { person: ana(), folio: folio(1), reason: reason.into(), photo: None })
    };
    assert_eq!(books.apply(&event(1, voided(" "))), Err(RuleError::Field { field: "reason".into() }));
    books.apply(&event(1, voided("el cliente se arrepintió"))).unwrap();
    assert_eq!(books.drawer.voided, [folio(1)]);
    books.apply(&event(2, Fact::CashHandedOver(corte_of(0, 0, &[], 0)))).unwrap();
    assert!(books.drawer.voided.is_empty());
}

#[test]
fn cortes_that_wait_are_never_forgotten() {
    let mut books = Books::new();
    let corte = |number| event(number, Fact::CashHandedOver(corte_of(0, 0, &[], 0)));
    for number in 1..=40 {
        books.apply(&corte(number)).unwrap();
    }
    assert_eq!(books.drawer.handovers.len(), 40);
    for number in 1..=40 {
        confirm_handover(&mut books.drawer, id(number), cashier(), Millis(1), Money::ZERO).unwrap();
    }
    books.apply(&corte(41)).unwrap();
    assert_eq!(books.drawer.handovers.len(), 40);
    assert_eq!(books.drawer.handovers[0].event, id(41));
    assert_eq!(books.drawer.handover(id(1)), None);
}

#[test]
fn a_day_is_the_day_where_the_person_works() {
    let late = event_on(1, 1, payment(1, HeldForm::Cash, 10).fact);
    let mut drawer = Drawer::empty(ana(), branch());
    apply_to_drawer(&mut drawer, &late, "", &Policy::default()).unwrap();
    assert_eq!(drawer.held[0].received_on, CivilDate::new(2026, 11, 22).unwrap());
}
