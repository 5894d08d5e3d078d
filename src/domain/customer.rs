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

/// Mean radius of the Earth, in metres.
const EARTH_RADIUS_M: f64 = 6_371_008.8;

impl Position {
    /// Along the great circle (haversine), in whole metres. Source: domain-rules.md §4.
    pub fn metres_to(self, other: Position) -> u32 {
        whole_metres(self.distance_m(other))
    }

    fn distance_m(self, other: Position) -> f64 {
        let (from, to) = (self.latitude.to_radians(), other.latitude.to_radians());
        let half_height = ((to - from) / 2.0).sin();
        let half_width = ((other.longitude - self.longitude).to_radians() / 2.0).sin();
        let part = half_height.powi(2) + from.cos() * to.cos() * half_width.powi(2);
        2.0 * EARTH_RADIUS_M * part.sqrt().min(1.0).asin()
    }
}

/// Rounded; what is no distance is 0, and what is beyond all distance stays at the most.
pub(super) fn whole_metres(metres: f64) -> u32 {
    metres.round() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    /// domain-rules.md §4.
    #[test]
    fn distances_are_those_of_the_vectors() {
        let check = |from: (f64, f64), to: (f64, f64), metres: f64, within: f64| {
            let place = |(latitude, longitude)| Position { latitude, longitude };
            let found = place(from).distance_m(place(to));
            assert_eq!(place(from).metres_to(place(to)), whole_metres(metres));
            assert!((found - metres).abs() < within, "{found}");
        };
        check((20.6597, -103.3496), (20.6736, -103.3444), 1_637.56, 0.01);
        check((19.4326, -99.1332), (20.6597, -103.3496), 461_068.0, 0.1);
        check((20.0, -103.0), (20.0, -103.0), 0.0, 0.001);
    }
}
