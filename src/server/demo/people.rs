//! The twenty people of the demo company, and the phones of those who collect.

use rand::Rng;
use serde::Serialize;

use super::{DemoDevice, geography::TOWNS, names};
use crate::domain::{
    chain::ChainHash,
    folio::Series,
    ids::{BranchId, DeviceId, PersonId},
    money::Money,
    role::Role,
};

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DemoPerson {
    pub id: PersonId,
    pub login: String,
    pub name: String,
    pub roles: Vec<Role>,
    pub branch: BranchId,
    /// Place in [`TOWNS`].
    pub town: usize,
    pub month_goal: Money,
}

impl DemoPerson {
    pub fn collects(&self) -> bool {
        self.roles.iter().any(|role| matches!(role, Role::Collector | Role::Seller))
    }
}

/// Log-in, roles, town, and monthly goal in pesos.
const STAFF: [(&str, &[Role], usize, i64); 20] = [
    ("admin", &[Role::Admin], 0, 0),
    ("gerente", &[Role::Manager], 0, 0),
    ("gerente2", &[Role::Manager], 1, 0),
    ("gerente3", &[Role::Manager], 2, 0),
    ("cartera", &[Role::CreditManager], 0, 0),
    ("facturacion", &[Role::InvoicingClerk], 0, 0),
    ("facturacion2", &[Role::InvoicingClerk], 1, 0),
    ("mostrador1", &[Role::CounterSeller], 0, 0),
    ("mostrador2", &[Role::CounterSeller], 1, 0),
    ("mostrador3", &[Role::CounterSeller], 2, 0),
    ("gestor1", &[Role::Collector], 0, 180_000),
    ("gestor2", &[Role::Collector], 0, 180_000),
    ("gestor3", &[Role::Collector], 0, 160_000),
    ("gestor4", &[Role::Collector], 1, 200_000),
    ("gestor5", &[Role::Collector], 1, 200_000),
    ("gestor6", &[Role::Collector], 2, 240_000),
    ("vendedor1", &[Role::Seller], 0, 120_000),
    ("vendedor2", &[Role::Seller], 0, 120_000),
    ("vendedor3", &[Role::Seller], 1, 150_000),
    ("vendedor4", &[Role::Seller], 2, 150_000),
];

/// Everybody.
pub fn staff(rng: &mut impl Rng) -> Vec<DemoPerson> {
    STAFF
        .iter()
        .map(|(login, roles, town, goal_pesos)| DemoPerson {
            id: PersonId::from_key(&format!("demo:{login}")),
            login: (*login).to_owned(),
            name: names::person(rng),
            roles: roles.to_vec(),
            branch: BranchId::from_key(TOWNS[*town].name),
            town: *town,
            month_goal: Money::from_centavos(goal_pesos * 100).unwrap_or_default(),
        })
        .collect()
}

/// One phone for each who collects, in the order of the series that an empty database leases.
pub fn devices(people: &[DemoPerson]) -> Vec<DemoDevice> {
    people
        .iter()
        .filter(|person| person.collects())
        .zip(1..)
        .filter_map(|(person, number)| {
            let series = Series::numbered('C', number)?;
            let id = DeviceId::from_key(&format!("demo:{}", person.login));
            let chain_head = ChainHash::genesis(&series, id);
            Some(DemoDevice { id, person: person.id, series, last_seq: 0, chain_head })
        })
        .collect()
}
