//! Where the demo company works: three towns of Baja California, their neighbourhoods and streets.

use rand::{Rng, seq::IndexedRandom};

use crate::domain::customer::{Address, Position};

pub struct Town {
    pub name: &'static str,
    pub municipality: &'static str,
    /// Long-distance code.
    pub area: &'static str,
    /// Of a hundred clients, so many live here.
    pub share: u32,
    pub neighbourhoods: &'static [Neighbourhood],
}

pub struct Neighbourhood {
    pub name: &'static str,
    pub postal_code: &'static str,
    pub latitude: f64,
    pub longitude: f64,
}

const fn place(
    name: &'static str,
    postal_code: &'static str,
    latitude: f64,
    longitude: f64,
) -> Neighbourhood {
    Neighbourhood { name, postal_code, latitude, longitude }
}

/// Roughly where neighbourhoods of these towns lie; far enough from the border that no client falls beyond it.
pub const TOWNS: [Town; 3] = [
    Town {
        name: "Tecate",
        municipality: "Tecate",
        area: "665",
        share: 45,
        neighbourhoods: &[
            place("Centro", "21400", 32.5670, -116.6265),
            place("Cuauhtémoc", "21430", 32.5625, -116.6180),
            place("Bella Vista", "21440", 32.5590, -116.6340),
            place("Loma Alta", "21420", 32.5565, -116.6110),
            place("El Descanso", "21478", 32.5535, -116.6470),
            place("Industrial", "21430", 32.5600, -116.6010),
            place("El Refugio", "21450", 32.5480, -116.6250),
            place("Hacienda Tecate", "21470", 32.5440, -116.6080),
        ],
    },
    Town {
        name: "Tijuana",
        municipality: "Tijuana",
        area: "664",
        share: 30,
        neighbourhoods: &[
            place("Otay", "22430", 32.5240, -116.9700),
            place("La Mesa", "22450", 32.4980, -116.9600),
            place("Las Huertas", "22116", 32.4900, -116.9350),
            place("El Florido", "22237", 32.4590, -116.8650),
            place("Camino Verde", "22190", 32.4870, -117.0100),
            place("Villa Fontana", "22205", 32.4800, -116.8900),
        ],
    },
    Town {
        name: "Mexicali",
        municipality: "Mexicali",
        area: "686",
        share: 25,
        neighbourhoods: &[
            place("Centro Cívico", "21000", 32.6420, -115.4750),
            place("Nueva", "21100", 32.6480, -115.4880),
            place("Pro-Hogar", "21240", 32.6330, -115.4420),
            place("Villafontana", "21180", 32.6200, -115.4980),
            place("González Ortega", "21397", 32.6230, -115.3950),
        ],
    },
];

const STREETS: &[&str] = &[
    "Av. Juárez",
    "Av. Hidalgo",
    "Calle Lázaro Cárdenas",
    "Calle Morelos",
    "Av. Revolución",
    "Calle Encinos",
    "Calle Sierra Juárez",
    "Av. Universidad",
    "Calle Río Colorado",
    "Calle Mirador",
    "Blvd. Ejemplo",
    "Calle Nogales",
    "Av. México",
    "Calle Aldama",
    "Calle Querétaro",
    "Calle Rumorosa",
    "Calle Olivos",
    "Callejón Libertad",
];

/// How far from the middle of its neighbourhood a client may be, in degrees: about 500 m.
const SPREAD: f64 = 0.0048;

/// Where one client is.
#[derive(Clone, Debug, PartialEq)]
pub struct Spot {
    /// Place in [`TOWNS`].
    pub town: usize,
    /// Place in the town's neighbourhoods: what routes are made of.
    pub neighbourhood: usize,
    pub address: Address,
    pub position: Position,
}

/// Draws a place by the towns' shares.
pub fn spot(rng: &mut impl Rng) -> Spot {
    let mut draw = rng.random_range(0..TOWNS.iter().map(|town| town.share).sum::<u32>());
    let town = TOWNS
        .iter()
        .position(|town| {
            let is_here = draw < town.share;
            draw = draw.saturating_sub(town.share);
            is_here
        })
        .unwrap_or(0);
    let neighbourhood = rng.random_range(0..TOWNS[town].neighbourhoods.len());
    let area = &TOWNS[town].neighbourhoods[neighbourhood];
    // The sum of three draws lies near the middle more often than not, as houses do.
    let mut offset = || (0..3).map(|_| rng.random_range(-1.0..1.0)).sum::<f64>() / 3.0 * SPREAD;
    let position = Position {
        latitude: rounded(area.latitude + offset()),
        longitude: rounded(area.longitude + offset()),
    };
    let street = STREETS.choose(rng).copied().unwrap_or_default();
    let address = Address {
        street: format!("{street} {}", rng.random_range(10..2_900)),
        neighbourhood: area.name.to_owned(),
        postal_code: area.postal_code.to_owned(),
        municipality: TOWNS[town].municipality.to_owned(),
        state: "Baja California".to_owned(),
    };
    Spot { town, neighbourhood, address, position }
}

/// Six decimals, a decimetre: the same digits on every machine.
pub fn rounded(degrees: f64) -> f64 {
    (degrees * 1_000_000.0).round() / 1_000_000.0
}
