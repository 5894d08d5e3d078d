//! People: who may log in, as what, and since when their sessions count.

use surrealdb::types::{Object, object};

use super::{
    Store, StoreError,
    query::{Row, id, list, maybe, pesos, text, text_id},
};
use crate::domain::{
    date::Millis,
    ids::{BranchId, PersonId},
    money::Money,
    role::Role,
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub id: PersonId,
    /// Trimmed and in lower case.
    pub login: String,
    pub name: String,
    pub roles: Vec<Role>,
    pub branch: BranchId,
    /// May log in.
    pub is_active: bool,
    /// Sessions that were opened under an older epoch are revoked.
    pub session_epoch: u32,
    /// What the person should collect per month; zero where no goal is set.
    pub month_goal: Money,
}

/// What is said about a person when they are created.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPerson {
    pub id: PersonId,
    /// Written by the store trimmed and in lower case.
    pub login: String,
    pub name: String,
    pub roles: Vec<Role>,
    pub branch: BranchId,
    pub month_goal: Money,
    /// PHC string of argon2id; `None`: cannot log in yet.
    pub password_hash: Option<String>,
}

/// The form in which logins are stored and compared.
pub fn login_form(login: &str) -> String {
    login.trim().to_lowercase()
}

impl Store {
    /// Everybody, by name, active or not.
    pub async fn people(&self) -> Result<Vec<Person>, StoreError> {
        let rows =
            self.run("SELECT * OMIT password_hash FROM person ORDER BY name", object! {}).await?.rows(0)?;
        rows.into_iter().map(person_of).collect()
    }

    pub async fn person(&self, person: PersonId) -> Result<Option<Person>, StoreError> {
        let sql = "SELECT * OMIT password_hash FROM $id";
        let found = self.run(sql, object! { id: id("person", person.uuid()) }).await?.row(0)?;
        found.map(person_of).transpose()
    }

    /// Who logs in with `login`, in any letter case.
    pub async fn person_by_login(&self, login: &str) -> Result<Option<Person>, StoreError> {
        let sql = "SELECT VALUE person.* FROM $id";
        let id = text_id("login", &login_form(login));
        let found = self.run(sql, object! { id: id }).await?.row(0)?;
        found.map(person_of).transpose()
    }

    /// Whether this installation has any person: before the first, `/instalar` is open.
    pub async fn has_people(&self) -> Result<bool, StoreError> {
        Ok(self.run("SELECT id FROM person LIMIT 1", object! {}).await?.row(0)?.is_some())
    }

    /// Creates a person. [`StoreError::LoginTaken`] where the login is somebody else's.
    pub async fn create_person(&self, person: &NewPerson, now: Millis) -> Result<Person, StoreError> {
        let sql = "BEGIN;
            CREATE $login_id SET person = $id RETURN NONE;
            CREATE $id CONTENT $row RETURN NONE;
            COMMIT;";
        match self.run(sql, new_person(person, now)).await {
            Err(StoreError::Exists(_)) => return Err(StoreError::LoginTaken),
            other => other.map(|_| ())?,
        }
        self.person(person.id).await?.ok_or(StoreError::NotFound("person"))
    }

    /// Writes name, roles, branch, activity and goal. The login never changes, password and epoch have their own
    /// functions. Whoever loses activity or changes roles loses the open sessions too.
    pub async fn update_person(&self, person: &Person) -> Result<(), StoreError> {
        let sql = "UPDATE $id SET
                session_epoch = IF active != $active OR roles != $roles THEN session_epoch + 1 ELSE session_epoch END,
                name = $name, roles = $roles, branch = $branch, active = $active, month_goal = $goal
            RETURN AFTER";
        let vars = object! {
            id: id("person", person.id.uuid()),
            name: text(&person.name),
            roles: list(person.roles.iter().map(|role| role.as_str().to_owned())),
            branch: id("branch", person.branch.uuid()),
            active: person.is_active,
            goal: pesos(person.month_goal),
        };
        self.run(sql, vars).await?.row(0)?.map(|_| ()).ok_or(StoreError::NotFound("person"))
    }

    /// The PHC string to check a password against.
    pub async fn password_hash(&self, person: PersonId) -> Result<Option<String>, StoreError> {
        let sql = "SELECT password_hash FROM $id";
        let row = self.run(sql, object! { id: id("person", person.uuid()) }).await?.row(0)?;
        row.map_or(Ok(None), |mut row| row.maybe_text("password_hash"))
    }

    /// Writes a new PHC string and revokes every open session. Answers the new epoch.
    pub async fn set_password_hash(&self, person: PersonId, hash: &str) -> Result<u32, StoreError> {
        let sql = "UPDATE $id SET password_hash = $hash, session_epoch += 1 RETURN AFTER";
        self.epoch_after(sql, object! { id: id("person", person.uuid()), hash: text(hash) }).await
    }

    /// Revokes every open session of the person. Answers the new epoch.
    pub async fn revoke_sessions(&self, person: PersonId) -> Result<u32, StoreError> {
        let sql = "UPDATE $id SET session_epoch += 1 RETURN AFTER";
        self.epoch_after(sql, object! { id: id("person", person.uuid()) }).await
    }

    /// What a session is checked against on every request: the epoch, while the person is active.
    pub async fn session_epoch(&self, person: PersonId) -> Result<Option<u32>, StoreError> {
        Ok(self.person(person).await?.filter(|person| person.is_active).map(|person| person.session_epoch))
    }

    async fn epoch_after(&self, sql: &str, vars: Object) -> Result<u32, StoreError> {
        let row = self.run(sql, vars).await?.row(0)?;
        Ok(person_of(row.ok_or(StoreError::NotFound("person"))?)?.session_epoch)
    }
}

pub(super) fn new_person(person: &NewPerson, now: Millis) -> Object {
    let login = login_form(&person.login);
    object! {
        login_id: text_id("login", &login),
        id: id("person", person.id.uuid()),
        row: object! {
            login: text(login),
            name: text(&person.name),
            roles: list(person.roles.iter().map(|role| role.as_str().to_owned())),
            branch: id("branch", person.branch.uuid()),
            active: true,
            session_epoch: 1i64,
            password_hash: maybe(person.password_hash.clone()),
            month_goal: pesos(person.month_goal),
            created: now.0,
        },
    }
}

fn person_of(mut row: Row) -> Result<Person, StoreError> {
    let roles = row.texts("roles")?;
    Ok(Person {
        id: PersonId::from_uuid(row.uuid("id")?),
        login: row.text("login")?,
        name: row.text("name")?,
        roles: roles.iter().filter_map(|name| Role::parse(name)).collect(),
        branch: BranchId::from_uuid(row.uuid("branch")?),
        is_active: row.flag("active")?,
        session_epoch: u32::try_from(row.int("session_epoch")?)
            .map_err(|_| StoreError::Unreadable("session_epoch".into()))?,
        month_goal: row.money("month_goal")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(login: &str) -> NewPerson {
        NewPerson {
            id: PersonId::from_key(login),
            login: login.into(),
            name: "Ana Ruiz".into(),
            roles: vec![Role::Collector],
            branch: BranchId::from_key("MATRIZ"),
            month_goal: Money::ZERO,
            password_hash: Some("$argon2id$".into()),
        }
    }

    #[tokio::test]
    async fn a_login_belongs_to_one_person_in_any_letter_case() {
        let store = Store::in_memory().await.unwrap();
        let ana = store.create_person(&person("Ana"), Millis(1)).await.unwrap();
        let mut other = person("ANA ");
        other.id = PersonId::from_key("other");
        assert!(matches!(store.create_person(&other, Millis(1)).await, Err(StoreError::LoginTaken)));
        assert_eq!(store.person_by_login(" aNa").await.unwrap(), Some(ana));
        assert_eq!(store.person_by_login("nadie").await.unwrap(), None);
    }

    #[tokio::test]
    async fn a_new_password_and_a_new_role_revoke_the_open_sessions() {
        let store = Store::in_memory().await.unwrap();
        let mut ana = store.create_person(&person("ana"), Millis(1)).await.unwrap();
        assert_eq!(store.set_password_hash(ana.id, "$new").await.unwrap(), 2);
        assert_eq!(store.password_hash(ana.id).await.unwrap().as_deref(), Some("$new"));
        assert_eq!(store.revoke_sessions(ana.id).await.unwrap(), 3);
        ana.name = "Ana R.".into();
        store.update_person(&ana).await.unwrap();
        assert_eq!(store.session_epoch(ana.id).await.unwrap(), Some(3), "a new name revokes nothing");
        ana.roles = vec![Role::Manager];
        store.update_person(&ana).await.unwrap();
        assert_eq!(store.session_epoch(ana.id).await.unwrap(), Some(4));
        ana.is_active = false;
        store.update_person(&ana).await.unwrap();
        assert_eq!(store.session_epoch(ana.id).await.unwrap(), None);
    }
}
