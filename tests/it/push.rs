//! What a push does, on the real router and the real engine.

use axum::http::StatusCode;
use senda::{
    domain::{
        event::{EVENT_BYTES_MAX, EVENT_SCHEMA, Fact},
        folio::Folio,
        ids::{ClientId, EventId, InvoiceId},
        payment::{PaymentMethod, PaymentReceived, PaymentTarget},
        rules::ExceptionCode,
        visit::{VisitMade, VisitResult},
    },
    server::{
        push::PUSH_BODY_BYTES_MAX,
        store::{
            Store, StoreOptions,
            exceptions::{ExceptionFilter, Resolution},
        },
    },
    sync::protocol::{Outcome, PUSH_ITEMS_MAX, PushItem, PushResponse, QuarantineReason},
};

use crate::{
    app::{TestBooks, books_in, test_books},
    phones::*,
};

fn check_quarantined(response: PushResponse, reason: QuarantineReason) {
    let outcomes = done(response);
    assert_eq!(outcomes.len(), 1);
    assert_eq!(outcomes[0].outcome, Outcome::Quarantined { reason });
}

#[tokio::test]
async fn a_payment_goes_to_the_oldest_invoice_and_everything_agrees() {
    let TestBooks { store, router, person, clients, mut phone } = test_books(2).await;
    let items = [phone.pay(clients[0], pesos(1_200)), phone.visit(clients[1])];
    let response = phone.push(&router, 1, &items).await;
    let PushResponse::Done { outcomes, last_seq, .. } = &response else { panic!("{response:?}") };
    assert_eq!(*last_seq, 2);
    assert!(outcomes.iter().all(is_applied), "{outcomes:?}");
    let paid = account(&store, clients[0]).await;
    let balances: Vec<i64> = paid.invoices.iter().map(|invoice| invoice.balance.centavos()).collect();
    assert_eq!(balances, [0, 30_000], "1,000 to the older, 200 to the newer");
    assert!(account(&store, clients[1]).await.last_visit.is_some());
    assert_eq!(store.cash_in_hand(person.id).await.unwrap(), pesos(1_200));
    let day = NOW.date_in(senda::domain::date::Zone::TIJUANA);
    let collected = store.collected_on(day).await.unwrap();
    assert_eq!(collected.len(), 1);
    assert_eq!((collected[0].amount, collected[0].payments), (pesos(1_200), 1));
    assert_eq!(store.collected_in_month(person.id, day).await.unwrap(), pesos(1_200));
    let folio = Folio::new(phone.enrolment.series.clone(), 1).unwrap();
    let receipt = store.check_receipt(&folio, items[0].sha256).await.unwrap().unwrap();
    assert_eq!(receipt.amount, pesos(1_200));
    assert_eq!(store.check_receipt(&folio, items[1].sha256).await.unwrap(), None, "the hash is part of it");
    assert_books_are_right(&store).await;
}

#[tokio::test]
async fn the_same_batch_pushed_by_eight_tasks_at_once_is_stored_once() {
    for _ in 0..rounds(5) {
        let TestBooks { store, router, clients, mut phone, .. } = test_books(5).await;
        let items: Vec<PushItem> = (0..20).map(|n| phone.pay(clients[n % 5], pesos(10))).collect();
        let pushes = (0..8).map(|_| phone.push(&router, 1, &items));
        for response in futures::future::join_all(pushes).await {
            let outcomes = done(response);
            assert_eq!(outcomes.len(), 20);
            assert!(outcomes.iter().all(is_applied), "{outcomes:?}");
        }
        assert_eq!(store.all_payments().await.unwrap().len(), 20);
        for client in &clients {
            assert_eq!(account(&store, *client).await.balance().unwrap(), pesos(1_500 - 40));
        }
        assert_books_are_right(&store).await;
    }
}

#[tokio::test]
async fn a_lost_response_is_repeated_with_the_first_outcomes() {
    let TestBooks { store, router, clients, mut phone, .. } = test_books(1).await;
    let first = [phone.pay(clients[0], pesos(100)), phone.pay(clients[0], pesos(2_000))];
    let answered = done(phone.push(&router, 1, &first).await);
    let more = [first[0].clone(), first[1].clone(), phone.visit(clients[0])];
    let repeated = done(phone.push(&router, 1, &more).await);
    for (first, again) in answered.iter().zip(&repeated) {
        assert!(matches!(again.outcome, Outcome::Duplicate { .. }));
        assert_eq!(again.outcome.original(), &first.outcome);
    }
    assert!(matches!(repeated[2].outcome, Outcome::Applied { .. }), "what is new is taken");
    assert_eq!(account(&store, clients[0]).await.unapplied, pesos(600));
    assert_books_are_right(&store).await;
}

#[tokio::test]
async fn a_gap_is_answered_with_where_to_resume() {
    let TestBooks { store, router, clients, mut phone, .. } = test_books(1).await;
    let items = [phone.visit(clients[0]), phone.visit(clients[0]), phone.visit(clients[0])];
    let response = phone.push(&router, 3, &items[2..]).await;
    assert!(matches!(response, PushResponse::Gap { resume_at: 1, .. }), "{response:?}");
    assert!(done(phone.push(&router, 1, &items).await).iter().all(is_applied));
    assert_books_are_right(&store).await;
}

#[tokio::test]
async fn another_life_of_the_enrolment_is_told_so() {
    let TestBooks { store, router, clients, mut phone, .. } = test_books(1).await;
    let item = phone.visit(clients[0]);
    store.raise_device_epoch(phone.enrolment.device).await.unwrap();
    let response = phone.push(&router, 1, &[item]).await;
    assert!(matches!(response, PushResponse::WrongEpoch { .. }), "{response:?}");
    assert!(account(&store, clients[0]).await.last_visit.is_none());
}

#[tokio::test]
async fn forged_events_are_kept_and_harm_nobody() {
    let TestBooks { store, router, person, clients, mut phone } = test_books(1).await;
    let other = hire(&store, "eva").await;
    let visit =
        Fact::VisitMade(VisitMade { client: clients[0], result: VisitResult::Closed, note: String::new() });
    let mut forged = phone.draft(visit);
    forged.person = other.id;
    let mut items = vec![phone.record(&forged)];
    let mut wrong_hash = phone.visit(clients[0]);
    wrong_hash.sha256 = items[0].sha256;
    items.push(wrong_hash);
    items.push(phone.pay(clients[0], pesos(50)));
    let outcomes = done(phone.push(&router, 1, &items).await);
    let forged = Outcome::Quarantined { reason: QuarantineReason::Forged };
    assert_eq!((&outcomes[0].outcome, &outcomes[1].outcome), (&forged, &forged));
    assert!(is_applied(&outcomes[2]), "one bad item does not condemn those that follow");
    let open = store.exceptions(ExceptionFilter::Open).await.unwrap();
    assert_eq!(open.len(), 2);
    let repeated = done(phone.push(&router, 1, &items).await);
    assert_eq!(repeated[0].outcome.original(), &forged);
    let resolution = Resolution { at: NOW, by: person.id, note: "teléfono prestado".into() };
    store.resolve_exception(open[0].event, open[0].sha256, &resolution).await.unwrap();
    assert_eq!(store.exceptions(ExceptionFilter::Open).await.unwrap().len(), 1);
    assert_eq!(store.exceptions(ExceptionFilter::All).await.unwrap().len(), 2);
    assert_books_are_right(&store).await;
}

#[tokio::test]
async fn unreadable_and_oversized_bytes_are_kept_exactly() {
    let TestBooks { store, router, clients, mut phone, .. } = test_books(1).await;
    let garbage = phone.record_bytes(EventId::from_key("garbage"), "no soy un evento \u{1F980}".into());
    let huge = phone.record_bytes(EventId::from_key("huge"), "x".repeat(EVENT_BYTES_MAX + 1));
    let items = [garbage.clone(), huge, phone.pay(clients[0], pesos(5))];
    let outcomes = done(phone.push(&router, 1, &items).await);
    let unreadable = Outcome::Quarantined { reason: QuarantineReason::Unreadable };
    assert_eq!((&outcomes[0].outcome, &outcomes[1].outcome), (&unreadable, &unreadable));
    assert!(is_applied(&outcomes[2]));
    let kept = store.exceptions(ExceptionFilter::Open).await.unwrap();
    assert!(kept.iter().any(|exception| exception.bytes == garbage.bytes));
    assert_books_are_right(&store).await;
}

#[tokio::test]
async fn the_same_id_with_other_bytes_is_quarantined_and_changes_nothing() {
    let TestBooks { store, router, clients, mut phone, .. } = test_books(1).await;
    let mut twin = phone.clone();
    let item = phone.pay(clients[0], pesos(100));
    done(phone.push(&router, 1, std::slice::from_ref(&item)).await);
    let altered = twin.pay(clients[0], pesos(900));
    assert_eq!(altered.id, item.id);
    check_quarantined(phone.push(&router, 1, &[altered]).await, QuarantineReason::SameIdOtherBytes);
    assert_eq!(account(&store, clients[0]).await.balance().unwrap(), pesos(1_400));
    assert!(is_applied(&done(phone.push(&router, 1, &[item]).await)[0]));
    assert_books_are_right(&store).await;
}

#[tokio::test]
async fn a_cloned_profile_is_kept_aside_and_never_lost() {
    let TestBooks { store, router, clients, mut phone, .. } = test_books(1).await;
    let mut clone = phone.clone();
    clone.clock = NOW.plus(1);
    let item = phone.pay(clients[0], pesos(100));
    done(phone.push(&router, 1, &[item]).await);
    let cloned = clone.pay(clients[0], pesos(70));
    check_quarantined(clone.push(&router, 1, std::slice::from_ref(&cloned)).await, QuarantineReason::Forged);
    let kept = store.exceptions(ExceptionFilter::Open).await.unwrap();
    assert_eq!(kept[0].bytes, cloned.bytes);
    assert_books_are_right(&store).await;
}

#[tokio::test]
async fn unknown_clients_and_refused_amounts_wait_for_a_person_and_keep_their_folio() {
    let TestBooks { store, router, clients, mut phone, .. } = test_books(1).await;
    let stranger = phone.pay(ClientId::from_key("NADIE"), pesos(10));
    let nothing = phone.pay(clients[0], pesos(0));
    let outcomes =
        done(phone.push(&router, 1, &[stranger, nothing, phone.clone().pay(clients[0], pesos(5))]).await);
    let reasons: Vec<_> = outcomes.iter().map(|outcome| outcome.outcome.clone()).collect();
    assert_eq!(reasons[0], Outcome::Quarantined { reason: QuarantineReason::UnknownClient });
    assert_eq!(reasons[1], Outcome::Quarantined { reason: QuarantineReason::RuleRefused });
    assert!(is_applied(&outcomes[2]));
    assert_books_are_right(&store).await;
}

#[tokio::test]
async fn a_folio_that_is_taken_or_of_another_series_is_quarantined() {
    let TestBooks { store, router, person, clients, mut phone } = test_books(1).await;
    let first = phone.pay(clients[0], pesos(10));
    phone.next_folio = 1;
    let same_folio = phone.pay(clients[0], pesos(20));
    let elsewhere = Phone::enrol(&store, person.id).await;
    let foreign = Folio::new(elsewhere.enrolment.series, 1).unwrap();
    let foreign = phone.write(Fact::PaymentReceived(PaymentReceived {
        folio: foreign,
        client: clients[0],
        amount: pesos(30),
        method: PaymentMethod::Cash,
        target: PaymentTarget::OldestFirst,
        count: None,
        photo: None,
        paper: None,
    }));
    let outcomes = done(phone.push(&router, 1, &[first, same_folio, foreign]).await);
    let taken = Outcome::Quarantined { reason: QuarantineReason::FolioTaken };
    assert!(is_applied(&outcomes[0]));
    assert_eq!((&outcomes[1].outcome, &outcomes[2].outcome), (&taken, &taken));
    assert_eq!(account(&store, clients[0]).await.balance().unwrap(), pesos(1_490));
    assert_books_are_right(&store).await;
}

#[tokio::test]
async fn two_devices_that_collect_the_same_debt_both_stand_and_are_flagged() {
    let TestBooks { store, router, clients, mut phone, .. } = test_books(1).await;
    let eva = hire(&store, "eva").await;
    let mut other = Phone::enrol(&store, eva.id).await;
    let named = PaymentTarget::Named { invoice: InvoiceId::from_key("F-C1-1") };
    let first = phone.pay_as(clients[0], pesos(1_000), PaymentMethod::Cash, named.clone());
    let second = other.pay_as(clients[0], pesos(1_000), PaymentMethod::Cash, named);
    let (a, b) =
        futures::future::join(phone.push(&router, 1, &[first]), other.push(&router, 1, &[second])).await;
    let outcomes = [done(a).remove(0), done(b).remove(0)];
    assert!(outcomes.iter().all(is_applied), "{outcomes:?}");
    let flagged = outcomes.iter().filter(|outcome| {
        matches!(&outcome.outcome, Outcome::Applied { applied }
            if applied.exception == Some(ExceptionCode::SuspectedDuplicate))
    });
    assert_eq!(flagged.count(), 1);
    let account = account(&store, clients[0]).await;
    assert_eq!((account.balance().unwrap(), account.unapplied), (pesos(0), pesos(500)));
    assert_books_are_right(&store).await;
}

#[tokio::test]
async fn bodies_that_are_no_push_get_a_status_and_touch_nothing() {
    let TestBooks { store, router, clients, mut phone, .. } = test_books(1).await;
    let credential = phone.enrolment.credential.clone();
    for body in ["", "{}", "[1]", "no", "{\"protocol\":1}"] {
        let (status, _) = push_bytes(&router, &credential, body.into()).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{body}");
    }
    let item = phone.visit(clients[0]);
    let mut request = phone.request(1, std::slice::from_ref(&item));
    request.protocol = 99;
    let (status, _) = push_bytes(&router, &credential, serde_json::to_vec(&request).unwrap()).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    let many = phone.request(1, &vec![item.clone(); PUSH_ITEMS_MAX + 1]);
    let (status, _) = push_bytes(&router, &credential, serde_json::to_vec(&many).unwrap()).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
    let (status, _) = push_bytes(&router, &credential, vec![b' '; PUSH_BODY_BYTES_MAX + 1]).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
    let request = serde_json::to_vec(&phone.request(1, &[item])).unwrap();
    let (status, _) = push_bytes(&router, "otra", request.clone()).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    let eva = hire(&store, "eva").await;
    let other = Phone::enrol(&store, eva.id).await;
    let (status, _) = push_bytes(&router, &other.enrolment.credential, request).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED, "the credential of another device");
    assert!(account(&store, clients[0]).await.last_visit.is_none());
}

#[tokio::test]
async fn a_retired_device_still_brings_in_what_it_holds() {
    let TestBooks { store, router, clients, mut phone, .. } = test_books(1).await;
    store.retire_device(phone.enrolment.device, NOW).await.unwrap();
    let item = phone.pay(clients[0], pesos(10));
    assert!(is_applied(&done(phone.push(&router, 1, &[item]).await)[0]));
}

#[tokio::test]
async fn an_event_of_a_newer_build_is_deferred_with_all_that_follows() {
    let TestBooks { store, router, clients, mut phone, .. } = test_books(1).await;
    let first = phone.visit(clients[0]);
    let visit =
        Fact::VisitMade(VisitMade { client: clients[0], result: VisitResult::Closed, note: String::new() });
    let mut newer = phone.draft(visit);
    newer.schema = EVENT_SCHEMA + 1;
    let newer = phone.record(&newer);
    let last = phone.visit(clients[0]);
    let response = phone.push(&router, 1, &[first, newer, last]).await;
    let PushResponse::Done { outcomes, last_seq, .. } = response else { panic!() };
    assert_eq!(last_seq, 1);
    let deferred = Outcome::Deferred { needs_schema: EVENT_SCHEMA + 1 };
    assert_eq!((&outcomes[1].outcome, &outcomes[2].outcome), (&deferred, &deferred));
    assert_books_are_right(&store).await;
}

#[tokio::test]
async fn many_phones_paying_at_the_same_clients_lose_nothing() {
    let phones = 4;
    let TestBooks { store, router, clients, .. } = test_books(3).await;
    let mut pushes = Vec::new();
    for number in 0..phones {
        let person = hire(&store, &format!("persona{number}")).await;
        let mut phone = Phone::enrol(&store, person.id).await;
        let (router, clients) = (router.clone(), clients.clone());
        pushes.push(tokio::spawn(async move {
            for number in 0..rounds(15) {
                let item = phone.pay(clients[number % 3], pesos(1));
                let seq = phone.next_seq - 1;
                assert!(is_applied(&done(phone.push(&router, seq, &[item]).await)[0]));
            }
            person.id
        }));
    }
    let each = i64::try_from(rounds(15)).unwrap();
    for push in pushes {
        let person = push.await.unwrap();
        assert_eq!(store.cash_in_hand(person).await.unwrap(), pesos(each));
    }
    assert_eq!(store.all_payments().await.unwrap().len(), phones * rounds(15));
    assert_books_are_right(&store).await;
}

/// Prints how long it takes; the goal is one second on loopback, with every commit waiting for the disk.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_thousand_events_in_ten_requests_are_all_committed() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&StoreOptions::folder(folder.path())).await.unwrap();
    let TestBooks { store, router, clients, mut phone, .. } = books_in(store, 200).await;
    let items: Vec<PushItem> = (0..1_000).map(|n| phone.pay(clients[n % 200], pesos(1))).collect();
    let start = std::time::Instant::now();
    for (batch, items) in items.chunks(PUSH_ITEMS_MAX).enumerate() {
        let first_seq = u64::try_from(batch * PUSH_ITEMS_MAX + 1).unwrap();
        assert!(done(phone.push(&router, first_seq, items).await).iter().all(is_applied));
    }
    eprintln!("1,000 events in 10 requests, durable: {} ms", start.elapsed().as_millis());
    assert_books_are_right(&store).await;
}
