//! The company itself.

use surrealdb::types::object;

use super::{
    Store, StoreError,
    query::{text, text_id},
};
use crate::domain::date::Zone;

/// What receipts and headers print.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Company {
    pub name: String,
    /// In which the office's days begin.
    pub zone: Zone,
}

impl Store {
    /// The company; `None` before the installation was set up.
    pub async fn company(&self) -> Result<Option<Company>, StoreError> {
        let row = self
            .run("SELECT name, zone FROM $id", object! { id: text_id("company", "this") })
            .await?
            .row(0)?;
        row.map(|mut row| {
            let zone = row.text("zone")?;
            Ok(Company {
                name: row.text("name")?,
                zone: Zone::parse(&zone).ok_or_else(|| StoreError::Unreadable("company zone".into()))?,
            })
        })
        .transpose()
    }

    /// Writes the company's name and zone.
    pub async fn set_company(&self, company: &Company) -> Result<(), StoreError> {
        self.run(
            "UPSERT $id SET name = $name, zone = $zone RETURN NONE",
            object! {
                id: text_id("company", "this"),
                name: text(&company.name),
                zone: text(company.zone.name()),
            },
        )
        .await
        .map(|_| ())
    }
}
