//! The client: who owes, where he is, how to reach him.

use serde::{Deserialize, Serialize};

use super::{
    date::Zone,
    ids::{BranchId, ClientId},
    money::Money,
    rfc::PersonKind,
};

/// A client of the company. `key` is the company's own client key ("clave"), from which the id is made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Customer {
    pub id: ClientId,
    pub key: String,
    pub name: String,
    /// As captured, upper case, without spaces; empty where unknown. Wrong structure is kept with a warning.
    #[serde(default)]
    pub rfc: String,
    #[serde(default)]
    pub phone: String,
    #[serde(default)]
    pub email: String,
    #[serde(default)]
    pub address: Address,
    #[serde(default)]
    pub position: Option<Position>,
    pub zone: Zone,
    pub branch: BranchId,
    /// Days from invoice to due date that the client is granted.
    #[serde(default)]
    pub credit_days: u16,
    #[serde(default)]
    pub credit_limit: Money,
}

impl Customer {
    /// A company cannot deduct more than $2,000 paid in cash. Source: domain-rules.md §2.6 (LISR 27-III).
    pub fn is_company(&self) -> bool {
        PersonKind::of_rfc(&self.rfc) == Some(PersonKind::Moral)
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    #[serde(default)]
    pub street: String,
    #[serde(default)]
    pub neighbourhood: String,
    #[serde(default)]
    pub postal_code: String,
    #[serde(default)]
    pub municipality: String,
    #[serde(default)]
    pub state: String,
}

/// A place on Earth in degrees, WGS 84.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Position {
    pub latitude: f64,
    pub longitude: f64,
}
