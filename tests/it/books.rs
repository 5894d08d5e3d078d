//! The books as a whole: what is stored is the fold of the ledger, the office's figures are right, imports are
//! idempotent, and the audit finds what was tampered with.

use proptest::{prelude::*, test_runner::TestRunner};
use senda::{
    domain::{
        ageing::AgeBucket,
        date::{CivilDate, Zone},
        money::Money,
        payment::{CardKind, PaymentMethod, PaymentTarget},
        rules,
    },
    server::{
        audit_books::{Finding, audit, audit_at_work},
        store::{
            Store,
            accounts::{AssignedFilter, PortfolioOrder, PortfolioQuery},
            imported::{ImportedInvoice, RowEffect},
        },
    },
};

use crate::{
    app::{TestBooks, test_books},
    phones::*,
};

fn today() -> CivilDate {
    NOW.date_in(Zone::TIJUANA)
}

#[derive(Clone, Debug)]
enum Act {
    Pay { client: usize, centavos: i64, form: usize },
    Visit { client: usize },
    Promise { client: usize, centavos: i64 },
    Assign { client: usize, to_eva: bool },
    Import { client: usize, number: u32, centavos: i64 },
}

fn act() -> impl Strategy<Value = Act> {
    let client = 0usize..3;
    prop_oneof![
        5 => (client.clone(), 1i64..90_000, 0usize..3)
            .prop_map(|(client, centavos, form)| Act::Pay { client, centavos, form }),
        1 => client.clone().prop_map(|client| Act::Visit { client }),
        1 => (client.clone(), 1i64..50_000).prop_map(|(client, centavos)| Act::Promise { client, centavos }),
        1 => (client.clone(), any::<bool>()).prop_map(|(client, to_eva)| Act::Assign { client, to_eva }),
        1 => (client, 0u32..4, 1i64..80_000)
            .prop_map(|(client, number, centavos)| Act::Import { client, number, centavos }),
    ]
}

fn method(form: usize) -> PaymentMethod {
    match form {
        0 => PaymentMethod::Cash,
        1 => PaymentMethod::Cheque {
            number: "17".into(),
            bank: "BBVA".into(),
            account: String::new(),
            dated: today(),
        },
        _ => PaymentMethod::Card {
            kind: CardKind::Debit,
            authorization: "A1".into(),
            last_four: "1234".into(),
        },
    }
}

/// Does the acts in groups, as a phone that is offline for a while; the same facts go through the rules as on a phone.
async fn live_through(acts: Vec<Act>) {
    let TestBooks { store, router, person, clients, mut phone } = test_books(3).await;
    let eva = hire(&store, "eva").await;
    let mut provisional = Vec::new();
    for client in &clients {
        provisional.push(account(&store, *client).await);
    }
    let (mut unsent, mut first_seq) = (Vec::new(), 1);
    for (number, act) in acts.into_iter().enumerate() {
        match act {
            Act::Pay { client, centavos, form } => {
                let amount = Money::from_centavos(centavos).unwrap();
                unsent.push(phone.pay_as(clients[client], amount, method(form), PaymentTarget::OldestFirst));
                on_the_phone(&mut provisional[client], unsent.last().unwrap());
            }
            Act::Visit { client } => {
                unsent.push(phone.visit(clients[client]));
                on_the_phone(&mut provisional[client], unsent.last().unwrap());
            }
            Act::Promise { client, centavos } => {
                let amount = Money::from_centavos(centavos).unwrap();
                unsent.push(phone.promise(clients[client], amount, "2026-12-24"));
                on_the_phone(&mut provisional[client], unsent.last().unwrap());
            }
            Act::Assign { client, to_eva } => {
                let to = if to_eva { eva.id } else { person.id };
                store.assign_clients(&clients[client..=client], Some(to), NOW).await.unwrap();
            }
            Act::Import { client, number, centavos } => {
                // The order of imports and payments decides where the money goes: settle first.
                done(phone.push(&router, first_seq, &std::mem::take(&mut unsent)).await);
                first_seq = phone.next_seq;
                let folio = format!("N-{client}-{number}");
                let amount = Money::from_centavos(centavos).unwrap();
                let row = ImportedInvoice {
                    client: clients[client],
                    invoice: invoice(&folio, "2026-10-15", amount),
                };
                store.upsert_invoice(&row, NOW).await.unwrap();
                provisional[client] = account(&store, clients[client]).await;
            }
        }
        if number % 4 == 3 {
            done(phone.push(&router, first_seq, &std::mem::take(&mut unsent)).await);
            first_seq = phone.next_seq;
        }
    }
    done(phone.push(&router, first_seq, &unsent).await);
    for (client, provisional) in clients.iter().zip(provisional) {
        let stored = account(&store, *client).await;
        assert_eq!(stored.balance().unwrap(), provisional.balance().unwrap(), "the phone's rules agree");
        assert_eq!(stored.unapplied, provisional.unapplied);
    }
    assert_books_are_right(&store).await;
}

fn on_the_phone(account: &mut senda::domain::account::Account, item: &senda::sync::protocol::PushItem) {
    let event = senda::domain::event::Event::from_bytes(&item.bytes).unwrap();
    rules::apply(account, &event, &senda::domain::policy::Policy::default()).unwrap();
}

#[test]
fn stored_balances_are_the_fold_of_the_ledger_and_what_the_phone_showed() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let cases = u32::try_from(rounds(12)).unwrap();
    let config = ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() };
    let acts = proptest::collection::vec(act(), 1..24);
    let mut runner = TestRunner::new(config);
    let result = runner.run(&acts, |acts| {
        runtime.block_on(live_through(acts));
        Ok(())
    });
    assert!(result.is_ok(), "{result:?}");
}

#[tokio::test]
async fn the_same_import_again_changes_nothing() {
    let TestBooks { store, clients, .. } = test_books(3).await;
    let before = account(&store, clients[0]).await;
    let customers = [customer("C1"), customer("C2"), customer("C3")];
    let effects = store.import_customers(&customers, NOW).await.unwrap();
    assert_eq!(effects, [RowEffect::Unchanged; 3]);
    let row = ImportedInvoice { client: clients[0], invoice: invoice("F-C1-1", "2026-09-01", pesos(1_000)) };
    assert_eq!(store.upsert_invoice(&row, NOW).await.unwrap(), RowEffect::Unchanged);
    assert_eq!(account(&store, clients[0]).await, before);
}

#[tokio::test]
async fn an_import_follows_the_other_system_until_money_was_taken_here() {
    let TestBooks { store, router, clients, mut phone, .. } = test_books(2).await;
    let mut row =
        ImportedInvoice { client: clients[0], invoice: invoice("F-C1-1", "2026-09-01", pesos(1_000)) };
    row.invoice.balance = pesos(400);
    assert_eq!(store.upsert_invoice(&row, NOW).await.unwrap(), RowEffect::Changed);
    assert_eq!(account(&store, clients[0]).await.balance().unwrap(), pesos(900));
    let item = phone.pay(clients[0], pesos(100));
    done(phone.push(&router, 1, &[item]).await);
    let differs = RowEffect::BalanceDiffers { stored: pesos(300) };
    assert_eq!(store.upsert_invoice(&row, NOW).await.unwrap(), differs);
    assert_eq!(account(&store, clients[0]).await.balance().unwrap(), pesos(800), "nothing was changed");
    row.client = clients[1];
    assert_eq!(store.upsert_invoice(&row, NOW).await.unwrap(), RowEffect::OtherClient);
    row.client = senda::domain::ids::ClientId::from_key("NADIE");
    assert_eq!(store.upsert_invoice(&row, NOW).await.unwrap(), RowEffect::UnknownClient);
    row.client = clients[1];
    row.invoice = invoice("F-NEW", "2026-09-01", pesos(10));
    row.invoice.balance = pesos(11);
    assert_eq!(store.upsert_invoice(&row, NOW).await.unwrap(), RowEffect::Impossible);
    assert_books_are_right(&store).await;
}

#[tokio::test]
async fn the_offices_figures_are_those_of_the_books() {
    let TestBooks { store, router, person, clients, mut phone } = test_books(4).await;
    store.assign_clients(&clients[3..], None, NOW).await.unwrap();
    let items = [
        phone.pay(clients[0], pesos(1_100)),
        phone.pay_as(clients[1], pesos(50), method(1), PaymentTarget::OldestFirst),
    ];
    done(phone.push(&router, 1, &items).await);
    let ageing = store.ageing(today()).await.unwrap();
    assert_eq!(ageing.len(), 2, "one line for Ana and one for nobody");
    let ana = ageing.iter().find(|line| line.person == Some(person.id)).unwrap();
    assert_eq!(ana.clients, 3);
    assert_eq!(ana.ageing.pesos.get(AgeBucket::NotDue), pesos(400 + 500 + 500));
    assert_eq!(ana.ageing.pesos.get(AgeBucket::Days61To90), pesos(950 + 1_000), "due 81 days ago");
    let query = PortfolioQuery {
        today: today(),
        words: "abarrotes c".into(),
        assigned: AssignedFilter::Person(person.id),
        branch: None,
        municipality: String::new(),
        neighbourhood: String::new(),
        order: PortfolioOrder::Overdue,
        offset: 0,
        limit: 2,
    };
    let page = store.portfolio(&query).await.unwrap();
    assert_eq!((page.matches, page.lines.len()), (3, 2));
    assert_eq!(page.lines[0].client, clients[2]);
    assert_eq!((page.lines[0].overdue, page.lines[0].overdue_days), (pesos(1_000), 81));
    assert_eq!(page.balance, pesos(400 + 1_450 + 1_500));
    let nobody = PortfolioQuery { assigned: AssignedFilter::Nobody, words: String::new(), ..query };
    assert_eq!(store.portfolio(&nobody).await.unwrap().lines[0].client, clients[3]);
    assert_eq!(store.cash_in_hand(person.id).await.unwrap(), pesos(1_100), "a cheque is no cash");
    assert_eq!(store.collected_in_month(person.id, today()).await.unwrap(), pesos(1_100));
}

async fn tamper(store: &Store, sql: &str) {
    store.connection().query(sql).await.unwrap().check().unwrap();
}

#[tokio::test]
async fn the_audit_finds_what_was_tampered_with() {
    type Check = fn(&Finding) -> bool;
    let cases: [(&str, Check); 8] = [
        ("DELETE payment", |finding| matches!(finding, Finding::NoPayment { .. })),
        ("DELETE entry WHERE cause = 'payment'", |finding| matches!(finding, Finding::NotPosted { .. })),
        ("UPDATE entry SET lines[0].debit = 1dec", |finding| matches!(finding, Finding::Ledger { .. })),
        ("UPDATE account SET balance = 1dec", |finding| matches!(finding, Finding::Balance { .. })),
        ("UPDATE drawer SET cash = 1dec", |finding| matches!(finding, Finding::CashInHand { .. })),
        ("UPDATE collected SET amount = 1dec", |finding| matches!(finding, Finding::Collected { .. })),
        ("UPDATE scope SET sum += 1", |finding| matches!(finding, Finding::Checksum { .. })),
        ("UPDATE device SET last_seq += 1", |finding| matches!(finding, Finding::SequenceHole { .. })),
    ];
    for (sql, is_expected) in cases {
        let TestBooks { store, router, clients, mut phone, .. } = test_books(1).await;
        let items = [phone.pay(clients[0], pesos(10)), phone.pay(clients[0], pesos(20))];
        done(phone.push(&router, 1, &items).await);
        assert_books_are_right(&store).await;
        tamper(&store, sql).await;
        let report = audit(&store).await.unwrap();
        assert!(report.findings.iter().any(is_expected), "{sql}: {:?}", report.findings);
        assert_eq!(audit_at_work(&store).await.unwrap(), report, "what shows twice is a finding");
    }
}

#[tokio::test]
async fn clients_that_come_in_by_the_hundred_are_all_there() {
    let TestBooks { store, person, .. } = test_books(1).await;
    let clients = give_clients(&store, person.id, "B", rounds(40)).await;
    assert_eq!(store.accounts_of(person.id).await.unwrap().len(), clients.len() + 1);
    assert_books_are_right(&store).await;
}
