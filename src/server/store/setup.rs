//! The first minutes of an installation, in one transaction.

use super::{
    Store, StoreError,
    branches::Branch,
    company::Company,
    people::{NewPerson, Person, new_person},
    query::{id, text, text_id},
};
use crate::domain::date::Millis;

impl Store {
    /// Creates company, first branch and first administrator: all of it or nothing, and only once. Two browsers that
    /// try at the same time cannot both win.
    pub async fn set_up(
        &self,
        company: &Company,
        branch: &Branch,
        person: &NewPerson,
        now: Millis,
    ) -> Result<Person, StoreError> {
        if self.has_people().await? {
            return Err(StoreError::AlreadySetUp);
        }
        let sql = "BEGIN;
            CREATE company_claim:first RETURN NONE;
            UPSERT $company_id SET name = $company_name, zone = $company_zone RETURN NONE;
            UPSERT $branch_id SET name = $branch_name, zone = $branch_zone RETURN NONE;
            CREATE $login_id SET person = $id RETURN NONE;
            CREATE $id CONTENT $row RETURN NONE;
            COMMIT;";
        let mut vars = new_person(person, now);
        for (name, value) in [
            ("company_name", text(&company.name)),
            ("company_zone", text(company.zone.name())),
            ("branch_name", text(&branch.name)),
            ("branch_zone", text(branch.zone.name())),
        ] {
            vars.insert(name, value);
        }
        vars.insert("company_id", text_id("company", "this"));
        vars.insert("branch_id", id("branch", branch.id.uuid()));
        match self.run(sql, vars).await {
            Err(StoreError::Exists(_) | StoreError::Conflict) => return Err(StoreError::AlreadySetUp),
            other => other.map(|_| ())?,
        }
        self.person(person.id).await?.ok_or(StoreError::NotFound("person"))
    }
}
