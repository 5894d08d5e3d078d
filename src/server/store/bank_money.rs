//! Money that must arrive at a bank: payments that were no cash, and deposits.

use std::collections::{HashMap, HashSet};

use chrono::NaiveTime;
use surrealdb::types::{Object, object};

use super::{
    Store, StoreError,
    deposits::StoredDeposit,
    posting::{folio_record, payment_id, place_id},
    query::{Row, id, list, text},
};
use crate::{
    api::reconciliation::TargetId,
    domain::{
        date::{CivilDate, Zone},
        event::Event,
        folio::Folio,
        ids::{BankAccountId, EventId, PersonId},
        ledger::{LedgerAccount, TransitForm},
        money::Money,
        payment::PaymentMethod,
        reconciliation::ExpectedKind,
    },
};

/// Some money that must arrive at the bank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BankMoney {
    pub id: TargetId,
    pub on: CivilDate,
    pub amount: Money,
    /// Where it lies in the ledger meanwhile.
    pub lies_in: LedgerAccount,
    /// Clave de rastreo, authorisation, folio of the slip, numbers of cheques.
    pub references: Vec<String>,
    /// Of the slip or of the receipt.
    pub folio: String,
    /// Who received or deposited it.
    pub person: PersonId,
    pub person_name: String,
    /// Empty for a deposit: it is many clients'.
    pub client_name: String,
    pub bank: Option<BankAccountId>,
}

/// Most deposits that are looked at: some years of a company.
const DEPOSITS_MAX: u32 = 20_000;

/// What is read of a payment and of its event.
const PAYMENT_FIELDS: &str =
    "*, event.bytes AS bytes, client.name AS client_name, person.name AS person_name";

impl Store {
    /// Transfers and cards received since `from`, matched or not.
    pub(crate) async fn payments_for_bank(&self, from: CivilDate) -> Result<Vec<BankMoney>, StoreError> {
        let sql = format!(
            "SELECT {PAYMENT_FIELDS} FROM payment WHERE day >= $from AND sat_form IN ['03', '04', '28']"
        );
        self.payments_asked(&sql, object! { from: text(from.to_string()) }).await
    }

    /// The payments that these events are, as far as they are transfers and cards.
    pub(crate) async fn payments_for_bank_of(
        &self,
        events: &[EventId],
    ) -> Result<Vec<BankMoney>, StoreError> {
        let ids = list(events.iter().map(|event| id("event", event.uuid())));
        let rows = self.run("SELECT bytes FROM $ids", object! { ids: ids }).await?.rows(0)?;
        let mut payments = Vec::new();
        for mut row in rows {
            let event = Event::from_bytes(&row.text("bytes")?).ok();
            payments.extend(
                event.as_ref().and_then(|event| event.fact.payment()).map(|paid| payment_id(&paid.folio)),
            );
        }
        if payments.is_empty() {
            return Ok(Vec::new());
        }
        let sql = format!("SELECT {PAYMENT_FIELDS} FROM $payments");
        let mut found = self.payments_asked(&sql, object! { payments: list(payments) }).await?;
        found.retain(|money| events.contains(&money.id.event));
        Ok(found)
    }

    async fn payments_asked(&self, sql: &str, vars: Object) -> Result<Vec<BankMoney>, StoreError> {
        let rows = self.run(sql, vars).await?.rows(0)?;
        let mut found = Vec::with_capacity(rows.len());
        for row in rows {
            found.extend(payment_of(row)?);
        }
        // What was taken back is expected no more.
        let undone = list(found.iter().map(|(folio, _)| folio_record("undone", folio)));
        let rows = self.run("SELECT payment FROM $ids", object! { ids: undone }).await?.rows(0)?;
        let undone = rows.into_iter().map(|mut row| Ok(EventId::from_uuid(row.uuid("payment")?)));
        let undone: HashSet<EventId> = undone.collect::<Result<_, StoreError>>()?;
        let found = found.into_iter().map(|(_, money)| money);
        Ok(found.filter(|money| !undone.contains(&money.id.event)).collect())
    }

    /// Deposits that arrived since `from`, matched or not.
    pub(crate) async fn deposits_for_bank(&self, from: CivilDate) -> Result<Vec<BankMoney>, StoreError> {
        let since = Zone::MEXICO_CITY.instant(from, NaiveTime::MIN);
        let deposits = self.deposits_since(since, DEPOSITS_MAX).await?;
        self.deposits_as_money(deposits).await
    }

    /// These deposits; what is no deposit is left out.
    pub(crate) async fn deposits_for_bank_of(
        &self,
        events: &[EventId],
    ) -> Result<Vec<BankMoney>, StoreError> {
        let deposits = self.deposits(events).await?;
        self.deposits_as_money(deposits).await
    }

    async fn deposits_as_money(&self, deposits: Vec<StoredDeposit>) -> Result<Vec<BankMoney>, StoreError> {
        if deposits.is_empty() {
            return Ok(Vec::new());
        }
        let folios: Vec<Folio> =
            deposits.iter().flat_map(|deposit| deposit.cheques.iter().cloned()).collect();
        let cheques = self.cheques(&folios).await?;
        let numbers: HashMap<Folio, String> =
            cheques.into_iter().map(|kept| (kept.value.folio, kept.value.number)).collect();
        let sql = "SELECT id, name FROM $people; SELECT record::id(id) AS account, amount FROM $places;";
        let vars = object! {
            people: list(deposits.iter().map(|deposit| id("person", deposit.person.uuid()))),
            places: list(deposits.iter().map(|deposit| place_id(LedgerAccount::Deposited(deposit.deposit)))),
        };
        let mut answer = self.run(sql, vars).await?;
        let names = answer.rows(0)?.into_iter();
        let names = names.map(|mut row| Ok((PersonId::from_uuid(row.uuid("id")?), row.text("name")?)));
        let names: HashMap<PersonId, String> = names.collect::<Result<_, StoreError>>()?;
        let left = answer.rows(1)?.into_iter();
        let left = left.map(|mut row| Ok((row.text("account")?, row.money("amount")?)));
        let left: HashMap<String, Money> = left.collect::<Result<_, StoreError>>()?;
        let money = deposits.into_iter().map(|deposit| {
            let lies_in = LedgerAccount::Deposited(deposit.deposit);
            let cheques = deposit.cheques.iter().filter_map(|folio| numbers.get(folio).cloned());
            // A cheque that bounced has left the deposit; one that is reconciled holds nothing any more.
            let left = left.get(&lies_in.key()).copied().filter(|left| left.is_positive());
            BankMoney {
                id: TargetId { kind: ExpectedKind::Deposit, event: deposit.deposit },
                on: deposit.on,
                amount: left.unwrap_or(deposit.total),
                lies_in,
                references: std::iter::once(deposit.slip_folio.clone()).chain(cheques).collect(),
                folio: deposit.slip_folio,
                person: deposit.person,
                person_name: names.get(&deposit.person).cloned().unwrap_or_default(),
                client_name: String::new(),
                bank: Some(deposit.bank),
            }
        });
        Ok(money.collect())
    }
}

/// `None` for what does not go to the bank by itself: cash, and cheques, which are deposited.
fn payment_of(mut row: Row) -> Result<Option<(Folio, BankMoney)>, StoreError> {
    let event: Event = Event::from_bytes(&row.text("bytes")?)?;
    let Some(payment) = event.fact.payment() else { return Ok(None) };
    let (kind, form, reference, on) = match &payment.method {
        PaymentMethod::Transfer { tracking_key, sent_on, .. } => {
            (ExpectedKind::Transfer, TransitForm::Transfer, tracking_key, *sent_on)
        }
        PaymentMethod::Card { authorization, .. } => {
            (ExpectedKind::Card, TransitForm::Card, authorization, row.date("day")?)
        }
        PaymentMethod::Cash | PaymentMethod::Cheque { .. } => return Ok(None),
    };
    let person = PersonId::from_uuid(row.uuid("person")?);
    let money = BankMoney {
        id: TargetId { kind, event: event.id },
        on,
        amount: row.money("amount")?,
        lies_in: LedgerAccount::InTransit { person, form },
        references: vec![reference.clone()],
        folio: payment.folio.to_string(),
        person,
        person_name: row.maybe_text("person_name")?.unwrap_or_default(),
        client_name: row.maybe_text("client_name")?.unwrap_or_default(),
        bank: None,
    };
    Ok(Some((payment.folio.clone(), money)))
}
