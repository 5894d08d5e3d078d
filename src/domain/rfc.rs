//! RFC: the taxpayer's key.

use serde::{Deserialize, Serialize};

/// Física (13 characters) or moral (12).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonKind {
    Fisica,
    Moral,
}

impl PersonKind {
    /// By length alone; `None` where it is neither.
    pub fn of_rfc(rfc: &str) -> Option<PersonKind> {
        match rfc.chars().count() {
            12 => Some(PersonKind::Moral),
            13 => Some(PersonKind::Fisica),
            _ => None,
        }
    }
}
