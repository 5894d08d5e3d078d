//! A small company with phones that push, for the tests of push, pull and books.

use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode, header},
};
use http_body_util::BodyExt;
use senda::{
    domain::{
        account::Account,
        chain::ChainHash,
        customer::{Address, Customer},
        date::{CivilDate, Millis, Zone},
        event::{EVENT_SCHEMA, Event, Fact, Stamp},
        folio::Folio,
        ids::{BranchId, ClientId, EventId, InvoiceId, PersonId},
        invoice::{Currency, DebtKind, Invoice},
        money::Money,
        payment::{PaymentMethod, PaymentReceived, PaymentTarget},
        promise::PromiseMade,
        role::Role,
        visit::{VisitMade, VisitResult},
    },
    server::store::{
        Store,
        branches::Branch,
        company::Company,
        devices::DeviceSecret,
        imported::{ImportedInvoice, RowEffect},
        people::{NewPerson, Person},
    },
    sync::protocol::{Enrolment, ItemOutcome, Outcome, PROTOCOL, PushItem, PushRequest, PushResponse},
};
use tower::ServiceExt;

/// When these tests happen: 21 November 2026, 10:00 in Tijuana.
pub const NOW: Millis = Millis(1_795_284_000_000);

pub fn pesos(pesos: i64) -> Money {
    Money::from_centavos(pesos * 100).unwrap()
}

/// Rounds of a test that is worth repeating: many more under `SENDA_SLOW=1`.
pub fn rounds(normal: usize) -> usize {
    if std::env::var("SENDA_SLOW").is_ok_and(|slow| slow == "1") { normal * 10 } else { normal }
}

/// The company: a branch, and nobody yet.
pub async fn found_company(store: &Store) -> BranchId {
    let branch = Branch { id: BranchId::from_key("TECATE"), name: "Tecate".into(), zone: Zone::TIJUANA };
    store.put_branch(&branch).await.unwrap();
    store.set_company(&Company { name: "Distribuidora".into(), zone: Zone::TIJUANA }).await.unwrap();
    branch.id
}

pub async fn hire(store: &Store, login: &str) -> Person {
    let person = NewPerson {
        id: PersonId::from_key(login),
        login: login.into(),
        name: login.to_uppercase(),
        roles: vec![Role::Collector],
        branch: BranchId::from_key("TECATE"),
        month_goal: pesos(100_000),
        password_hash: None,
    };
    store.create_person(&person, NOW).await.unwrap()
}

pub fn customer(key: &str) -> Customer {
    Customer {
        id: ClientId::from_key(key),
        key: key.into(),
        name: format!("Abarrotes {key}"),
        rfc: String::new(),
        phone: String::new(),
        email: String::new(),
        address: Address::default(),
        position: None,
        zone: Zone::TIJUANA,
        branch: BranchId::from_key("TECATE"),
        credit_days: 30,
        credit_limit: Money::ZERO,
    }
}

pub fn invoice(folio: &str, due: &str, balance: Money) -> Invoice {
    let due = CivilDate::parse_iso(due).unwrap();
    Invoice {
        id: InvoiceId::from_key(folio),
        folio: folio.into(),
        kind: DebtKind::Invoice,
        issued: due.plus_days(-30),
        due,
        total: balance,
        balance,
        currency: Currency::Mxn,
        late: None,
        moratory: Default::default(),
        in_review: None,
        agreement: None,
        partials: 0,
    }
}

/// Clients `C1` … with two invoices each, of 1,000 and 500 pesos, all of them `person`'s.
pub async fn give_clients(store: &Store, person: PersonId, prefix: &str, count: usize) -> Vec<ClientId> {
    let keys: Vec<String> = (1..=count).map(|number| format!("{prefix}{number}")).collect();
    let customers: Vec<Customer> = keys.iter().map(|key| customer(key)).collect();
    store.import_customers(&customers, NOW).await.unwrap();
    let rows: Vec<ImportedInvoice> = keys
        .iter()
        .flat_map(|key| {
            let client = ClientId::from_key(key);
            let older = invoice(&format!("F-{key}-1"), "2026-09-01", pesos(1_000));
            let newer = invoice(&format!("F-{key}-2"), "2026-12-01", pesos(500));
            [older, newer].map(|invoice| ImportedInvoice { client, invoice })
        })
        .collect();
    let effects = store.import_invoices(&rows, NOW).await.unwrap();
    assert!(effects.iter().all(|effect| *effect == RowEffect::Created), "{effects:?}");
    let clients: Vec<ClientId> = customers.iter().map(|customer| customer.id).collect();
    let assigned = store.assign_clients(&clients, Some(person), NOW).await.unwrap();
    assert_eq!(assigned.changed, count as u64);
    clients
}

/// A phone that writes events one after the other, as the engine does.
#[derive(Clone)]
pub struct Phone {
    pub enrolment: Enrolment,
    pub next_seq: u64,
    pub next_folio: u32,
    pub head: ChainHash,
    pub clock: Millis,
}

impl Phone {
    pub async fn enrol(store: &Store, person: PersonId) -> Phone {
        let enrolment = store.enrol_device(person, "Moto", &DeviceSecret::random(), NOW).await.unwrap();
        let head = ChainHash::genesis(&enrolment.series, enrolment.device);
        Phone { enrolment, next_seq: 1, next_folio: 1, head, clock: NOW }
    }

    pub fn pay(&mut self, client: ClientId, amount: Money) -> PushItem {
        self.pay_as(client, amount, PaymentMethod::Cash, PaymentTarget::OldestFirst)
    }

    pub fn pay_as(
        &mut self,
        client: ClientId,
        amount: Money,
        method: PaymentMethod,
        target: PaymentTarget,
    ) -> PushItem {
        let folio = Folio::new(self.enrolment.series.clone(), self.next_folio).unwrap();
        self.next_folio += 1;
        self.write(Fact::PaymentReceived(PaymentReceived {
            folio,
            client,
            amount,
            method,
            target,
            count: None,
            photo: None,
            paper: None,
        }))
    }

    pub fn visit(&mut self, client: ClientId) -> PushItem {
        self.write(Fact::VisitMade(VisitMade { client, result: VisitResult::Absent, note: String::new() }))
    }

    pub fn promise(&mut self, client: ClientId, amount: Money, due: &str) -> PushItem {
        let due = CivilDate::parse_iso(due).unwrap();
        self.write(Fact::PromiseMade(PromiseMade { client, amount, due }))
    }

    pub fn write(&mut self, fact: Fact) -> PushItem {
        let event = self.draft(fact);
        self.record(&event)
    }

    /// The next event, not yet recorded.
    pub fn draft(&self, fact: Fact) -> Event {
        let device = self.enrolment.device.uuid().into_bytes();
        let mut random = [0u8; 10];
        random[..6].copy_from_slice(&device[..6]);
        random[6..].copy_from_slice(&(self.next_seq as u32).to_be_bytes());
        Event {
            schema: EVENT_SCHEMA,
            id: EventId::mint(u64::try_from(self.clock.0).unwrap(), &random),
            device: self.enrolment.device,
            epoch: self.enrolment.epoch,
            seq: self.next_seq,
            person: self.enrolment.person,
            prev: self.head,
            stamp: Stamp { wall: self.clock, zone: Zone::TIJUANA, monotonic_ms: 0, offset_ms: Some(0) },
            place: None,
            fact,
        }
    }

    pub fn record(&mut self, event: &Event) -> PushItem {
        self.record_bytes(event.id, event.to_bytes().unwrap())
    }

    /// Takes any bytes as the next record.
    pub fn record_bytes(&mut self, id: EventId, bytes: String) -> PushItem {
        let sha256 = ChainHash::of(bytes.as_bytes());
        self.next_seq += 1;
        self.head = sha256;
        PushItem { id, sha256, bytes }
    }

    pub fn request(&self, first_seq: u64, items: &[PushItem]) -> PushRequest {
        PushRequest {
            protocol: PROTOCOL,
            device: self.enrolment.device,
            epoch: self.enrolment.epoch,
            first_seq,
            items: items.to_vec(),
        }
    }

    /// Pushes `items`, the first of which has the sequence `first_seq`.
    pub async fn push(&self, router: &Router, first_seq: u64, items: &[PushItem]) -> PushResponse {
        push(router, &self.enrolment.credential, &self.request(first_seq, items)).await
    }
}

pub async fn push(router: &Router, credential: &str, request: &PushRequest) -> PushResponse {
    let (status, body) = push_bytes(router, credential, serde_json::to_vec(request).unwrap()).await;
    assert_eq!(status, StatusCode::OK, "{}", String::from_utf8_lossy(&body));
    serde_json::from_slice(&body).unwrap()
}

pub async fn push_bytes(router: &Router, credential: &str, body: Vec<u8>) -> (StatusCode, Vec<u8>) {
    let request = Request::post("/sync/push")
        .header(header::AUTHORIZATION, format!("Bearer {credential}"))
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(body))
        .unwrap();
    let response = router.clone().oneshot(request).await.unwrap();
    let status = response.status();
    (status, response.into_body().collect().await.unwrap().to_bytes().to_vec())
}

/// The outcomes of a push that was taken.
pub fn done(response: PushResponse) -> Vec<ItemOutcome> {
    match response {
        PushResponse::Done { outcomes, .. } => outcomes,
        other => panic!("not done: {other:?}"),
    }
}

/// Whether the outcome, the first or a repeated one, is that the event is in the books.
pub fn is_applied(outcome: &ItemOutcome) -> bool {
    matches!(outcome.outcome.original(), Outcome::Applied { .. })
}

pub async fn account(store: &Store, client: ClientId) -> Account {
    store.account(client).await.unwrap().unwrap()
}

/// Nothing in the books contradicts anything else.
pub async fn assert_books_are_right(store: &Store) {
    let report = senda::server::audit_books::audit(store).await.unwrap();
    assert!(report.is_clean(), "{:#?}", report.findings);
}
