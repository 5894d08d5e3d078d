//! A count of cash by denomination. Source: domain-rules.md §2.12.

use serde::{Deserialize, Serialize};

/// How many of each piece, notes and coins apart because there are both of $20.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CashCount {
    /// Only pieces of which there are some, in the order of [`Piece::ALL`].
    pub pieces: Vec<(Piece, u32)>,
}

/// The legal tender in use. The name on the wire says kind and centavos.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Piece {
    #[serde(rename = "n100000")]
    Note1000,
    #[serde(rename = "n50000")]
    Note500,
    #[serde(rename = "n20000")]
    Note200,
    #[serde(rename = "n10000")]
    Note100,
    #[serde(rename = "n5000")]
    Note50,
    /// Being withdrawn, still legal tender (DOF 10-Oct-2025).
    #[serde(rename = "n2000")]
    Note20,
    #[serde(rename = "c2000")]
    Coin20,
    #[serde(rename = "c1000")]
    Coin10,
    #[serde(rename = "c500")]
    Coin5,
    #[serde(rename = "c200")]
    Coin2,
    #[serde(rename = "c100")]
    Coin1,
    #[serde(rename = "c50")]
    Coin050,
    #[serde(rename = "c20")]
    Coin020,
    #[serde(rename = "c10")]
    Coin010,
}
