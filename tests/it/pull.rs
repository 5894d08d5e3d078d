//! What a pull hands out, and to whom.

use std::collections::BTreeMap;

use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use senda::{
    domain::{
        account::Account,
        ids::{ClientId, PersonId},
    },
    server::{
        pull::{self, PullContext, PullRefusal},
        store::{Store, people::Person},
    },
    sync::protocol::{PullPage, PullRequest, PullResponse, ScopeChecksum},
};
use tower::ServiceExt;

use crate::{
    app::{TestBooks, test_books},
    phones::*,
};

const CONTEXT: PullContext<'static> = PullContext { now: NOW, receipt_check_url: "https://senda.example/r" };

fn request(scope: PersonId, phone: &Phone, since: u64, limit: u32) -> PullRequest {
    PullRequest { scope, device: phone.enrolment.device, epoch: phone.enrolment.epoch, since, limit }
}

async fn page(store: &Store, person: &Person, phone: &Phone, since: u64, limit: u32) -> PullPage {
    let request = request(person.id, phone, since, limit);
    match pull::pull(store, person, &request, CONTEXT).await.unwrap() {
        PullResponse::Page(page) => page,
        PullResponse::Reset { .. } => panic!("a reset"),
    }
}

/// What a phone holds after pulling to the last page.
#[derive(Default)]
struct Base {
    accounts: BTreeMap<ClientId, Account>,
    cursor: u64,
}

impl Base {
    async fn pull(&mut self, store: &Store, person: &Person, phone: &Phone, limit: u32) -> PullPage {
        loop {
            let page = page(store, person, phone, self.cursor, limit).await;
            for client in &page.deletes {
                self.accounts.remove(client);
            }
            for put in &page.puts {
                let account: Account = serde_json::from_str(put.account.get()).unwrap();
                assert_eq!((account.id(), account.version), (put.id, put.version));
                self.accounts.insert(put.id, account);
            }
            self.cursor = page.next;
            if !page.has_more {
                let held = self.accounts.values().map(|account| (account.id(), account.version));
                assert_eq!(
                    page.checksum,
                    Some(ScopeChecksum::of(held)),
                    "the phone holds what the office holds"
                );
                return page;
            }
        }
    }
}

#[tokio::test]
async fn a_first_pull_is_a_snapshot_page_by_page() {
    let TestBooks { store, person, phone, .. } = test_books(25).await;
    let first = page(&store, &person, &phone, 0, 10).await;
    assert!(first.has_more && first.checksum.is_none() && first.profile.is_none());
    assert_eq!(first.puts.len(), 10);
    let mut base = Base::default();
    let last = base.pull(&store, &person, &phone, 10).await;
    assert_eq!(base.accounts.len(), 25);
    let profile = last.profile.unwrap();
    assert_eq!((profile.person, profile.branch_name.as_str()), (person.id, "Tecate"));
    assert_eq!(profile.month_goal, pesos(100_000));
}

#[tokio::test]
async fn later_pulls_bring_only_what_changed_and_say_which_events_they_include() {
    let TestBooks { store, router, person, clients, mut phone } = test_books(5).await;
    let mut base = Base::default();
    base.pull(&store, &person, &phone, 100).await;
    let items = [phone.pay(clients[2], pesos(700)), phone.visit(clients[2]), phone.visit(clients[4])];
    done(phone.push(&router, 1, &items).await);
    let page = page(&store, &person, &phone, base.cursor, 100).await;
    assert_eq!(page.puts.len(), 2, "an account that changed twice comes once");
    assert_eq!(page.device_last_seq, 3);
    base.pull(&store, &person, &phone, 100).await;
    assert_eq!(base.accounts[&clients[2]].balance().unwrap(), pesos(800));
    let quiet = base.pull(&store, &person, &phone, 100).await;
    assert!(quiet.puts.is_empty() && quiet.deletes.is_empty());
    assert_eq!(quiet.profile.unwrap().month_collected, pesos(700));
}

#[tokio::test]
async fn an_account_that_changes_between_two_pages_is_not_lost() {
    let TestBooks { store, router, person, clients, mut phone } = test_books(20).await;
    let first = page(&store, &person, &phone, 0, 10).await;
    let mut base = Base { cursor: first.next, ..Base::default() };
    for put in &first.puts {
        base.accounts.insert(put.id, serde_json::from_str(put.account.get()).unwrap());
    }
    let items: Vec<_> = clients.iter().map(|client| phone.pay(*client, pesos(1))).collect();
    done(phone.push(&router, 1, &items).await);
    base.pull(&store, &person, &phone, 7).await;
    assert!(base.accounts.values().all(|account| account.balance().unwrap() == pesos(1_499)));
}

#[tokio::test]
async fn a_client_that_changes_hands_leaves_one_phone_and_arrives_at_the_other() {
    let TestBooks { store, router, person: ana, clients, mut phone } = test_books(6).await;
    let eva = hire(&store, "eva").await;
    let other = Phone::enrol(&store, eva.id).await;
    let (mut at_ana, mut at_eva) = (Base::default(), Base::default());
    at_ana.pull(&store, &ana, &phone, 100).await;
    at_eva.pull(&store, &eva, &other, 100).await;
    let moved = store.assign_clients(&clients[..2], Some(eva.id), NOW).await.unwrap();
    assert_eq!((moved.changed, moved.unchanged), (2, 0));
    let again = store.assign_clients(&clients[..3], Some(eva.id), NOW).await.unwrap();
    assert_eq!((again.changed, again.unchanged), (1, 2));
    at_ana.pull(&store, &ana, &phone, 100).await;
    at_eva.pull(&store, &eva, &other, 100).await;
    assert_eq!((at_ana.accounts.len(), at_eva.accounts.len()), (3, 3));
    // What Ana collected before she heard of it stands, flagged, and arrives at Eva's phone.
    let item = phone.pay(clients[0], pesos(40));
    assert!(is_applied(&done(phone.push(&router, 1, &[item]).await)[0]));
    at_eva.pull(&store, &eva, &other, 100).await;
    assert_eq!(at_eva.accounts[&clients[0]].balance().unwrap(), pesos(1_460));
    // And back again, and to nobody.
    store.assign_clients(&clients[..2], Some(ana.id), NOW).await.unwrap();
    store.assign_clients(&clients[1..2], None, NOW).await.unwrap();
    at_ana.pull(&store, &ana, &phone, 1).await;
    at_eva.pull(&store, &eva, &other, 1).await;
    assert_eq!((at_ana.accounts.len(), at_eva.accounts.len()), (4, 1));
    assert_eq!(store.accounts_of(ana.id).await.unwrap().len(), 4);
    let mut afresh = Base::default();
    afresh.pull(&store, &ana, &phone, 2).await;
    assert_eq!(afresh.accounts.len(), 4);
    assert_books_are_right(&store).await;
}

#[tokio::test]
async fn a_cursor_of_another_life_of_the_database_resets() {
    let TestBooks { store, person, phone, .. } = test_books(1).await;
    let answer = pull::pull(&store, &person, &request(person.id, &phone, 999, 10), CONTEXT).await.unwrap();
    assert!(matches!(answer, PullResponse::Reset { .. }));
}

#[tokio::test]
async fn nobody_pulls_what_is_not_his() {
    let TestBooks { store, person: ana, phone, .. } = test_books(1).await;
    let eva = hire(&store, "eva").await;
    let other = Phone::enrol(&store, eva.id).await;
    for (caller, request) in [
        (&eva, request(ana.id, &other, 0, 10)),
        (&eva, request(eva.id, &phone, 0, 10)),
        (&ana, request(eva.id, &phone, 0, 10)),
    ] {
        let answer = pull::pull(&store, caller, &request, CONTEXT).await;
        assert!(matches!(answer, Err(PullRefusal::Forbidden)), "{answer:?}");
    }
    store.retire_device(phone.enrolment.device, NOW).await.unwrap();
    let answer = pull::pull(&store, &ana, &request(ana.id, &phone, 0, 10), CONTEXT).await;
    assert!(matches!(answer, Err(PullRefusal::Forbidden)), "a retired device gets no more data");
}

#[tokio::test]
async fn without_a_login_nothing_is_handed_out() {
    let TestBooks { router, person, phone, .. } = test_books(1).await;
    let device = phone.enrolment.device;
    let path = format!("/sync/pull?scope={}&device={device}&epoch=1&since=0&limit=10", person.id);
    let response = router.oneshot(Request::get(path).body(Body::empty()).unwrap()).await.unwrap();
    assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
}
