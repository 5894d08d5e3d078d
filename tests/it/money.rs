//! The money loop, from the client's debt to the bank: phones push, the office counts, deposits, corrects.

mod corrections;
mod cortes;

use senda::{
    api::{
        deposits::MoneyPlaces,
        error::ApiError,
        settings::{CompanyRow, SettingsView},
    },
    domain::{
        cash_count::{CashCount, Piece},
        date::CivilDate,
        drawer::{CashHandedOver, Difference, DifferenceReason, HandoverChecklist},
        event::Fact,
        folio::Folio,
        ids::{BankAccountId, ClientId},
        money::Money,
        payment::{PaymentMethod, PaymentTarget},
        role::Role,
        signature::Signature,
    },
    server::store::people::Person,
    sync::protocol::PushItem,
};
use serde_json::json;

use crate::{
    phones::*,
    test_app::{Browser, TestApp},
};

/// The office with one of each, and a collector with his phone and clients.
pub struct Office {
    pub app: TestApp,
    /// Receives cash and asks for corrections.
    pub cartera: Browser,
    /// Follows cheques.
    pub facturas: Browser,
    /// Supervises and approves.
    pub gerente: Browser,
    pub admin: Browser,
    pub ana: Person,
    pub clients: Vec<ClientId>,
    pub phone: Phone,
    pub bank: BankAccountId,
}

impl Office {
    pub async fn open(clients: usize) -> Office {
        let app = TestApp::new().await;
        let cartera = app.logged_in("cartera", &[Role::CreditManager]).await;
        let facturas = app.logged_in("facturas", &[Role::InvoicingClerk]).await;
        let gerente = app.logged_in("gerente", &[Role::Manager]).await;
        let mut admin = app.logged_in("jefa", &[Role::Admin]).await;
        let bank = json!({ "bank": "Banco de Prueba", "last_four": "1234", "clabe": "" });
        let bank: BankAccountId = admin.call("settings/bank-add", bank).await.unwrap();
        let ana = hire(app.store(), "ana").await;
        let clients = give_clients(app.store(), ana.id, "C", clients).await;
        let phone = Phone::enrol(app.store(), ana.id).await;
        Office { app, cartera, facturas, gerente, admin, ana, clients, phone, bank }
    }

    /// Pushes what the phone has just written; all of it must be applied.
    pub async fn push(&self, items: &[PushItem]) {
        let first = self.phone.next_seq - items.len() as u64;
        let outcomes = done(self.phone.push(&self.app.router, first, items).await);
        assert!(outcomes.iter().all(is_applied), "{outcomes:?}");
    }

    pub async fn places(&mut self) -> MoneyPlaces {
        self.gerente.call("deposits/places", json!({})).await.unwrap()
    }

    pub async fn books_are_right(&self) {
        assert_books_are_right(self.app.store()).await;
    }

    pub fn cheque(&mut self, client: ClientId, amount: Money) -> (PushItem, Folio) {
        let folio = Folio::new(self.phone.enrolment.series.clone(), self.phone.next_folio).unwrap();
        let method = PaymentMethod::Cheque {
            number: "0000017".into(),
            bank: "Banco Ejemplo".into(),
            account: String::new(),
            dated: today(),
        };
        (self.phone.pay_as(client, amount, method, PaymentTarget::OldestFirst), folio)
    }

    /// A corte of what is in hand, `counted` in whole pesos.
    pub fn corte(&mut self, counted: u32, cheques: &[Folio], payments: u32) -> PushItem {
        let count = notes(counted);
        let fact = Fact::CashHandedOver(CashHandedOver {
            person: self.ana.id,
            day: today(),
            expected: count.total().unwrap(),
            count,
            kept: Money::ZERO,
            difference: Some(Difference { reason: DifferenceReason::Unknown, note: String::new() }),
            cheques: cheques.to_vec(),
            checklist: HandoverChecklist { payments, ..HandoverChecklist::default() },
            signature: signature(),
            receiver: None,
        });
        self.phone.write(fact)
    }
}

pub fn today() -> CivilDate {
    NOW.date_in(senda::domain::date::Zone::TIJUANA)
}

pub fn signature() -> Signature {
    Signature { strokes: "10,20 30,40;50,60 70,80".into() }
}

/// Whole pesos in as few pieces as make them.
pub fn notes(pesos: u32) -> CashCount {
    let (hundreds, rest) = (pesos / 100, pesos % 100);
    CashCount::of([(Piece::Note100, hundreds), (Piece::Coin10, rest / 10), (Piece::Coin1, rest % 10)])
}

#[tokio::test]
async fn who_is_slower_with_a_setting_is_told_so_and_the_policy_travels() {
    let mut office = Office::open(1).await;
    let view: SettingsView = office.admin.call("settings/get", json!({})).await.unwrap();
    let CompanyRow { version, mut settings } = view.company;
    settings.late_rate_bp = 3_600;
    settings.cash.hard = pesos(30_000);
    let change = json!({ "version": version, "settings": settings });
    office.admin.call::<()>("settings/company", &change).await.unwrap();
    let slower: Result<(), _> = office.admin.call("settings/company", &change).await;
    assert_eq!(slower, Err(ApiError::Conflict));
    let own =
        json!({ "version": 0, "person": office.ana.id, "settings": { "cash": null, "may_deposit": true } });
    office.admin.call::<()>("settings/person", own).await.unwrap();
    let policy = office.app.store().policy_of(office.ana.id).await.unwrap();
    assert!(policy.may_deposit);
    assert_eq!((policy.cash.hard, policy.banks.len()), (pesos(30_000), 1));
    // Debts that come in from now on bear the rate, with the branch's IVA.
    let border = json!({ "version": 0, "branch": office.app.branch(), "settings": { "tax_bp": 800 } });
    office.admin.call::<()>("settings/branch", border).await.unwrap();
    let late = give_clients(office.app.store(), office.ana.id, "L", 1).await;
    let debt = account(office.app.store(), late[0]).await.invoices[0].clone();
    assert_eq!(debt.late.map(|terms| (terms.annual_rate_bp, terms.tax_bp)), Some((3_600, 800)));
    let item = office.phone.pay(late[0], pesos(600));
    office.push(&[item]).await;
    office.books_are_right().await;
}
