//! What the office wants to know of a person's login.

use std::collections::HashMap;

use surrealdb::types::object;

use super::{
    Store, StoreError,
    query::{Row, id},
};
use crate::domain::{date::Millis, ids::PersonId};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LoginNote {
    /// The password was given by the office and must be changed before anything else.
    pub has_temporary_password: bool,
    pub last_login: Option<Millis>,
}

/// Whose word a password is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordOrigin {
    /// Given by the office: to be changed.
    Temporary,
    /// Chosen by the person.
    Own,
}

impl Store {
    /// The note of one person; the default where there is none yet.
    pub async fn login_note(&self, person: PersonId) -> Result<LoginNote, StoreError> {
        let sql = "SELECT * FROM $id";
        let row = self.run(sql, object! { id: id("login_note", person.uuid()) }).await?.row(0)?;
        row.map_or(Ok(LoginNote::default()), note_of)
    }

    /// The notes of everybody who has one.
    pub async fn login_notes(&self) -> Result<HashMap<PersonId, LoginNote>, StoreError> {
        let rows = self.run("SELECT * FROM login_note", object! {}).await?.rows(0)?;
        rows.into_iter().map(|mut row| Ok((PersonId::from_uuid(row.uuid("id")?), note_of(row)?))).collect()
    }

    /// Notes a login. That two at once may lose one note is of no consequence.
    pub async fn note_login(&self, person: PersonId, now: Millis) -> Result<(), StoreError> {
        let sql = "UPSERT $id SET temporary = temporary ?? false, last = $now RETURN NONE";
        match self.run(sql, object! { id: id("login_note", person.uuid()), now: now.0 }).await {
            Err(StoreError::Conflict) => Ok(()),
            other => other.map(|_| ()),
        }
    }

    /// Notes whose word the password is.
    pub async fn note_password(&self, person: PersonId, origin: PasswordOrigin) -> Result<(), StoreError> {
        let sql = "UPSERT $id SET temporary = $temporary RETURN NONE";
        let vars = object! {
            id: id("login_note", person.uuid()),
            temporary: origin == PasswordOrigin::Temporary,
        };
        self.run(sql, vars).await.map(|_| ())
    }
}

fn note_of(mut row: Row) -> Result<LoginNote, StoreError> {
    Ok(LoginNote {
        has_temporary_password: row.flag("temporary")?,
        last_login: row.maybe_int("last")?.map(Millis),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_login_does_not_make_a_temporary_password_ones_own() {
        let store = Store::in_memory().await.unwrap();
        let ana = PersonId::from_key("ana");
        assert_eq!(store.login_note(ana).await.unwrap(), LoginNote::default());
        store.note_password(ana, PasswordOrigin::Temporary).await.unwrap();
        store.note_login(ana, Millis(7)).await.unwrap();
        let note = LoginNote { has_temporary_password: true, last_login: Some(Millis(7)) };
        assert_eq!(store.login_note(ana).await.unwrap(), note);
        store.note_password(ana, PasswordOrigin::Own).await.unwrap();
        let notes = store.login_notes().await.unwrap();
        assert_eq!(notes.get(&ana), Some(&LoginNote { has_temporary_password: false, ..note }));
    }
}
