//! Any history of one person's days keeps the drawer true to its books.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

/// One step of a history.
#[derive(Clone, Debug)]
enum Step {
    Pay(usize, i64),
    Deposit(i64, u8),
    Corte { off: i64, kept_tenth: i64, cheques: u8 },
    Confirm { off: i64 },
    Reopen,
    Expense(i64),
    Float(i64),
    TakeBack(usize),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        5 => (0usize..4, 1i64..500).prop_map(|(form, tens)| Step::Pay(form, tens * 10)),
        2 => (0i64..800, any::<u8>()).prop_map(|(tens, mask)| Step::Deposit(tens * 10, mask)),
        2 => (-20i64..20, 0i64..=10, any::<u8>()).prop_map(|(tens, kept_tenth, cheques)| {
            Step::Corte { off: tens * 10, kept_tenth, cheques }
        }),
        1 => (-3i64..3).prop_map(|tens| Step::Confirm { off: tens * 10 }),
        1 => Just(Step::Reopen),
        1 => (1i64..100).prop_map(|tens| Step::Expense(tens * 10)),
        1 => (1i64..100).prop_map(|tens| Step::Float(tens * 10)),
        1 => any::<prop::sample::Index>().prop_map(|index| Step::TakeBack(index.index(64))),
    ]
}

const FORMS: [HeldForm; 4] = [HeldForm::Cash, HeldForm::Transfer, HeldForm::Cheque, HeldForm::Card];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn whatever_happens_the_drawer_is_the_fold_of_its_books(
        steps in proptest::collection::vec(step(), 1..60)
    ) {
        let mut books = Books::new();
        let mut paid: Vec<(u64, HeldForm, i64)> = Vec::new();
        let mut taken_back = BTreeSet::new();
        let mut left = BTreeSet::new();
        for (number, step) in (1u64..).zip(steps) {
            let held: BTreeSet<EventId> = books.drawer.held.iter().map(|held| held.event).collect();
            let masked = |mask: u8| -> Vec<u64> {
                let cheques = paid.iter().filter(|(_, form, _)| *form == HeldForm::Cheque);
                cheques.enumerate().filter(|(at, _)| mask >> (at % 8) & 1 == 1).map(|(_, (n, ..))| *n).collect()
            };
            match step {
                Step::Pay(form, centavos) => {
                    books.pay(number, FORMS[form], centavos);
                    paid.push((number, FORMS[form], centavos));
                }
                Step::Deposit(centavos, mask) => {
                    let cheques = masked(mask);
                    if centavos > 0 || !cheques.is_empty() {
                        books.apply(&event(number, Fact::DepositMade(deposit_of(centavos, &cheques)))).unwrap();
                    }
                }
                Step::Corte { off, kept_tenth, cheques } => {
                    let counted = (books.drawer.cash.centavos() / 10 * 10 + off).max(0);
                    let kept = counted * kept_tenth / 10;
                    let corte = corte_of(counted, kept, &masked(cheques), 0);
                    books.apply(&event(number, Fact::CashHandedOver(corte))).unwrap();
                    let after: BTreeSet<EventId> = books.drawer.held.iter().map(|held| held.event).collect();
                    for gone in held.difference(&after) {
                        prop_assert!(left.insert(*gone), "a payment leaves once");
                    }
                }
                Step::Confirm { off } => {
                    let waiting =
                        books.drawer.handovers.iter().find(|line| line.state == HandoverState::Waiting).cloned();
                    if let Some(line) = waiting {
                        let counted = money((line.handed.centavos() + off).max(0));
                        let lines =
                            confirm_handover(&mut books.drawer, line.event, cashier(), Millis(1), counted);
                        books.entries.extend(lines.unwrap());
                    }
                }
                Step::Reopen => {
                    let settled =
                        books.drawer.handovers.iter().find(|line| line.state != HandoverState::Waiting).cloned();
                    let vault = books.vault();
                    if let Some(line) = settled
                        && let Ok(lines) =
                            reopen_handover(&mut books.drawer, line.event, PersonId::from_key("boss"), vault)
                    {
                        books.entries.extend(lines);
                    }
                }
                Step::Expense(centavos) => {
                    if let Ok(lines) = approve_expense(&mut books.drawer, money(centavos)) {
                        books.entries.extend(lines);
                    }
                }
                Step::Float(centavos) => {
                    let vault = books.vault().cash;
                    if let Ok(lines) = give_float(&mut books.drawer, money(centavos), vault) {
                        books.entries.extend(lines);
                    }
                }
                Step::TakeBack(index) => {
                    if let Some((number, form, centavos)) = paid.get(index % paid.len().max(1)).copied()
                        && taken_back.insert(number)
                    {
                        books.take_back(number, form, centavos);
                    }
                }
            }
            books.check();
        }
        let held: BTreeSet<EventId> = books.drawer.held.iter().map(|held| held.event).collect();
        for (number, ..) in &paid {
            let places = [held.contains(&id(*number)), left.contains(&id(*number)), taken_back.contains(number)];
            prop_assert!(places.contains(&true), "no payment vanishes");
            prop_assert!(!(places[0] && (places[1] || places[2])));
        }
    }

    #[test]
    fn a_drawer_reads_back_from_its_json(cash in 0i64..1_000_000) {
        let mut books = Books::new();
        books.pay(1, HeldForm::Cash, cash + 10);
        books.apply(&event(2, Fact::CashHandedOver(corte_of(0, 0, &[], 1)))).unwrap();
        let json = serde_json::to_string(&books.drawer).unwrap();
        prop_assert_eq!(serde_json::from_str::<Drawer>(&json).unwrap(), books.drawer);
    }
}
