//! The office's figures: the day's collection and the ageing of the portfolio.

use std::collections::BTreeMap;

use surrealdb::types::object;

use super::{
    Store, StoreError,
    posting::month_of,
    query::{array_id, id, text, uuid_value},
};
use crate::domain::{
    ageing::{AgeBucket, Ageing},
    date::CivilDate,
    ids::{BranchId, PersonId},
    invoice::Currency,
    money::Money,
};

/// What one person collected on one day in one form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Collected {
    pub person: PersonId,
    /// c_FormaPago.
    pub sat_form: String,
    pub amount: Money,
    pub payments: u64,
}

/// The ageing of one person's clients in one branch. `person` is `None` for clients of nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AgeingLine {
    pub person: Option<PersonId>,
    pub branch: BranchId,
    pub ageing: Ageing,
    pub clients: u64,
}

/// Cash that a person carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CashInHand {
    pub person: PersonId,
    pub cash: Money,
}

impl Store {
    /// The collection of `day` by person and form, as kept.
    pub async fn collected_on(&self, day: CivilDate) -> Result<Vec<Collected>, StoreError> {
        let (low, high) = (uuid::Uuid::nil(), uuid::Uuid::max());
        let sql = "SELECT * FROM collected:[$day, $low, '']..=[$day, $high, '99']";
        let vars = object! { day: text(day.to_string()), low: uuid_value(low), high: uuid_value(high) };
        let rows = self.run(sql, vars).await?.rows(0)?;
        rows.into_iter()
            .map(|mut row| {
                let mut key = row.key_parts("id")?;
                Ok(Collected {
                    person: PersonId::from_uuid(key.uuid("1")?),
                    sat_form: key.text("2")?,
                    amount: row.money("amount")?,
                    payments: row.count("payments")?,
                })
            })
            .collect()
    }

    /// What the person collected in the month of `day`, without cheques.
    pub async fn collected_in_month(&self, person: PersonId, day: CivilDate) -> Result<Money, StoreError> {
        let key = vec![uuid_value(person.uuid()), text(month_of(day))];
        let sql = "SELECT amount FROM $id";
        let row = self.run(sql, object! { id: array_id("collected_month", key) }).await?.row(0)?;
        row.map_or(Ok(Money::ZERO), |mut row| row.money("amount"))
    }

    /// Cash that one person carries.
    pub async fn cash_in_hand(&self, person: PersonId) -> Result<Money, StoreError> {
        let sql = "SELECT cash FROM $id";
        let row = self.run(sql, object! { id: id("drawer", person.uuid()) }).await?.row(0)?;
        row.map_or(Ok(Money::ZERO), |mut row| row.money("cash"))
    }

    /// Cash that everybody carries.
    pub async fn all_cash_in_hand(&self) -> Result<Vec<CashInHand>, StoreError> {
        let rows = self.run("SELECT * FROM drawer", object! {}).await?.rows(0)?;
        rows.into_iter()
            .map(|mut row| {
                let person = PersonId::from_uuid(row.uuid("id")?);
                Ok(CashInHand { person, cash: row.money("cash")? })
            })
            .collect()
    }

    /// The ageing of everything owed in pesos, by who collects and branch. The sums are of typed decimals.
    pub async fn ageing(&self, today: CivilDate) -> Result<Vec<AgeingLine>, StoreError> {
        let mut lines: BTreeMap<(Option<PersonId>, BranchId), AgeingLine> = BTreeMap::new();
        for row in self.owed_rows(today).await? {
            let key = (row.line.assigned_to, row.line.branch);
            let line = lines.entry(key).or_insert_with(|| AgeingLine {
                person: key.0,
                branch: key.1,
                ageing: Ageing::default(),
                clients: 0,
            });
            line.clients = line.clients.saturating_add(1);
            line.ageing.unapplied = line.ageing.unapplied.checked_sub(row.line.unapplied)?;
            for (due, currency, amount) in row.owed {
                let buckets = match currency {
                    Currency::Mxn => &mut line.ageing.pesos,
                    Currency::Usd => &mut line.ageing.dollars,
                };
                buckets.add(AgeBucket::on(today, due), amount)?;
            }
        }
        Ok(lines.into_values().collect())
    }
}
