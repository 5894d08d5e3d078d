//! The demo company: a distributor of building materials in Tecate, Baja California, and its lending arm. Everything
//! in it is made up from one seed: people, clients, debts, and a year of payments, visits and promises.
//!
//! [`generate`] is pure: the same seed and day give the same bytes. Nothing in it is decided by hand: every payment is
//! an event with its place in a device's chain, and what is left to pay is what the domain's own rules say. `load`
//! writes it into an empty database.

pub mod cash;
pub mod geography;
pub mod history;
pub mod load;
pub mod names;
pub mod people;
pub mod portfolio;
mod safe;

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use serde::Serialize;

use self::{history::DemoEvent, people::DemoPerson, portfolio::Opening};
use crate::domain::{
    account::Account,
    chain::ChainHash,
    date::{CivilDate, Zone},
    folio::Series,
    ids::{BranchId, DeviceId, PersonId},
};

/// The password of everybody in the demo company. It opens nothing else.
pub const DEMO_PASSWORD: &str = "cemento-gris-42";

/// The seed of the company that `make run` shows.
pub const DEMO_SEED: u64 = 665;

/// IVA in the northern border region, in hundredths of a percent. Source: domain-rules.md §0.
pub(crate) const BORDER_TAX_BP: u16 = 800;

/// How big a company to make up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    pub clients: u32,
    /// Invoices and instalments together.
    pub debts: u32,
    pub history: History,
    pub assignment: Assignment,
}

/// What happened before today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum History {
    /// A year of payments, visits and promises.
    OneYear,
    /// Nothing: every debt is open.
    None,
}

/// Who collects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Assignment {
    /// Each zone has its collector, and sellers keep their own clients.
    ByZone,
    /// The first collector has everybody: the largest phone there can be.
    FirstCollector,
}

impl Size {
    /// The company that `make run` shows.
    pub const DEMO: Size =
        Size { clients: 1_000, debts: 5_000, history: History::OneYear, assignment: Assignment::ByZone };
    /// The phone of the benchmarks: 10,000 clients and 20,000 open invoices with one collector.
    pub const BENCHMARK: Size = Size {
        clients: 10_000,
        debts: 20_000,
        history: History::None,
        assignment: Assignment::FirstCollector,
    };
}

/// A whole company, ready to be loaded.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DemoCompany {
    pub name: String,
    pub zone: Zone,
    pub branches: Vec<DemoBranch>,
    pub people: Vec<DemoPerson>,
    /// One per person who collects, in the order in which their series are leased: C01, C02…
    pub devices: Vec<DemoDevice>,
    /// As they came from the old system, before anything happened.
    pub openings: Vec<Opening>,
    /// Client by client in the order of `openings`, and in order of time for each.
    pub events: Vec<Vec<DemoEvent>>,
    /// As the rules leave them after all that happened; without versions, which the database gives.
    pub accounts: Vec<Account>,
    /// The cortes of everybody, in order of time.
    pub cortes: Vec<DemoEvent>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DemoBranch {
    pub id: BranchId,
    pub name: String,
    pub zone: Zone,
}

/// A phone of the demo company, and how far it has got.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DemoDevice {
    pub id: DeviceId,
    pub person: PersonId,
    pub series: Series,
    pub last_seq: u64,
    pub chain_head: ChainHash,
}

/// The company of `make run`.
pub fn generate(seed: u64, today: CivilDate) -> DemoCompany {
    generate_sized(seed, today, Size::DEMO)
}

/// A company of any size.
pub fn generate_sized(seed: u64, today: CivilDate, size: Size) -> DemoCompany {
    // A stream of its own for each part: more names one day do not change every amount.
    let stream = |part: u64| {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(part);
        rng
    };
    let zone = Zone::TIJUANA;
    let branches: Vec<DemoBranch> = geography::TOWNS
        .iter()
        .map(|town| DemoBranch { id: BranchId::from_key(town.name), name: town.name.to_owned(), zone })
        .collect();
    let people = people::staff(&mut stream(1));
    let mut devices = people::devices(&people);
    let openings = portfolio::openings(&mut stream(2), &people, today, size);
    let (events, accounts, cortes) = match size.history {
        History::OneYear => {
            let year = history::year(&mut stream(3), &mut devices, &openings, today);
            (year.events, year.accounts, year.cortes)
        }
        History::None => (
            vec![Vec::new(); openings.len()],
            openings.iter().map(|opening| opening.account.clone()).collect(),
            Vec::new(),
        ),
    };
    let name = "Materiales La Rumorosa, S.A. de C.V.".to_owned();
    DemoCompany { name, zone, branches, people, devices, openings, events, accounts, cortes }
}
