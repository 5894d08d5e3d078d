//! Drawers as they are read: what each person carries.

use std::collections::HashMap;

use surrealdb::types::object;

use super::{
    Store, StoreError,
    posting::drawer_row,
    query::{Row, id},
};
use crate::domain::{
    drawer::{Drawer, Held, HeldForm},
    ids::{BranchId, ClientId, PersonId},
    money::Money,
};

impl Store {
    /// What the person carries; nothing where he is not known.
    pub async fn drawer(&self, person: PersonId) -> Result<Option<Drawer>, StoreError> {
        let sql = "SELECT json FROM $drawer; SELECT branch FROM $person;";
        let vars = object! { drawer: id("drawer", person.uuid()), person: id("person", person.uuid()) };
        let mut answer = self.run(sql, vars).await?;
        let (drawer, owner) = (answer.row(0)?, answer.row(1)?);
        owner.map(|owner| drawer_of(drawer, person, owner)).transpose()
    }

    /// What everybody carries who ever carried anything.
    pub async fn all_drawers(&self) -> Result<Vec<Drawer>, StoreError> {
        let rows = self.run("SELECT json FROM drawer WHERE json != NONE", object! {}).await?.rows(0)?;
        rows.into_iter().map(|mut row| Ok(serde_json::from_str(&row.text("json")?)?)).collect()
    }

    /// Every drawer with the typed fields beside its JSON: for the audit of the books.
    pub(crate) async fn drawers_as_kept(&self) -> Result<Vec<(Drawer, Money, u64)>, StoreError> {
        let sql = "SELECT json, cash, version FROM drawer WHERE json != NONE";
        let rows = self.run(sql, object! {}).await?.rows(0)?;
        rows.into_iter()
            .map(|mut row| {
                let drawer = serde_json::from_str(&row.text("json")?)?;
                Ok((drawer, row.money("cash")?, row.count("version")?))
            })
            .collect()
    }

    /// Fills the drawers of people who received payments before there were cortes: they carry all of them.
    pub(super) async fn fill_drawers(&self) -> Result<(), StoreError> {
        let sql = "SELECT id, cash, record::id(id) AS person FROM drawer WHERE json = NONE";
        for mut row in self.run(sql, object! {}).await?.rows(0)? {
            let person = PersonId::from_uuid(row.uuid("person")?);
            let kept = row.money("cash")?;
            let drawer = self.drawer_of_payments(person, kept).await?;
            let vars = object! { id: id("drawer", person.uuid()), row: drawer_row(&drawer)? };
            self.run("UPDATE $id CONTENT $row RETURN NONE", vars).await?;
        }
        Ok(())
    }

    async fn drawer_of_payments(&self, person: PersonId, kept: Money) -> Result<Drawer, StoreError> {
        let sql = "SELECT branch FROM $person; SELECT *, record::id(client) AS client_id FROM payment \
                   WHERE person = $person ORDER BY instant, id;";
        let mut answer = self.run(sql, object! { person: id("person", person.uuid()) }).await?;
        let branch = match answer.row(0)? {
            Some(mut row) => BranchId::from_uuid(row.uuid("branch")?),
            None => BranchId::from_key(""),
        };
        let mut drawer = Drawer::empty(person, branch);
        for row in answer.rows(1)? {
            let payment = super::events::payment_of(row)?;
            drawer.held.push(Held {
                event: payment.event,
                folio: payment.folio,
                client: payment.client,
                client_name: String::new(),
                amount: payment.amount,
                form: form_of(&payment.sat_form),
                received_on: payment.day,
                deposited: None,
            });
        }
        let clients: Vec<ClientId> = drawer.held.iter().map(|held| held.client).collect();
        let names: HashMap<ClientId, String> = self.names_of(&clients).await?;
        for held in &mut drawer.held {
            held.client_name = names.get(&held.client).cloned().unwrap_or_default();
        }
        let in_cash = drawer.held.iter().filter(|held| held.form == HeldForm::Cash);
        drawer.opened = kept.checked_sub(Money::sum(in_cash.map(|held| held.amount))?)?;
        drawer.cash = kept;
        drawer.version = 1;
        Ok(drawer)
    }

    /// The names of clients, by id.
    pub async fn names_of(&self, clients: &[ClientId]) -> Result<HashMap<ClientId, String>, StoreError> {
        if clients.is_empty() {
            return Ok(HashMap::new());
        }
        let ids = super::query::list(clients.iter().map(|client| id("account", client.uuid())));
        let rows = self.run("SELECT id, name FROM $ids", object! { ids: ids }).await?.rows(0)?;
        rows.into_iter()
            .map(|mut row| Ok((ClientId::from_uuid(row.uuid("id")?), row.text("name")?)))
            .collect()
    }
}

/// The drawer of a row, or an empty one. `owner` is the person's row with the branch.
pub(super) fn drawer_of(stored: Option<Row>, person: PersonId, mut owner: Row) -> Result<Drawer, StoreError> {
    let branch = BranchId::from_uuid(owner.uuid("branch")?);
    match stored.map(|mut row| row.maybe_text("json")).transpose()?.flatten() {
        Some(json) => Ok(Drawer { branch, ..serde_json::from_str(&json)? }),
        None => Ok(Drawer::empty(person, branch)),
    }
}

/// How money of a SAT form is carried.
fn form_of(sat_form: &str) -> HeldForm {
    match sat_form {
        "01" => HeldForm::Cash,
        "02" => HeldForm::Cheque,
        "03" => HeldForm::Transfer,
        _ => HeldForm::Card,
    }
}
