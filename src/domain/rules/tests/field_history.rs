//! Properties over any sequence of facts of the field.

use super::*;

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
            let series = if kind.is_multiple_of(2) { "C07" } else { "C08" };
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
