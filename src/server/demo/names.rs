//! Names that anybody could have, put together by chance. No person and no company is meant: phones have 555 in the
//! middle, mail goes to `ejemplo.mx`, and the letters of an RFC have nothing to do with the name.

use rand::{Rng, seq::IndexedRandom};

use crate::domain::rfc::{PersonKind, Rfc, RfcWarning};

const FIRST: &[&str] = &[
    "María Guadalupe",
    "José Luis",
    "Juan Carlos",
    "Verónica",
    "Francisco",
    "Rosa Elena",
    "Miguel Ángel",
    "Leticia",
    "Jesús Antonio",
    "Patricia",
    "Alejandro",
    "Martha Alicia",
    "Ramón",
    "Silvia",
    "Héctor",
    "Claudia",
    "Sergio",
    "Norma",
    "Raúl",
    "Gabriela",
    "Óscar",
    "Beatriz",
    "Arturo",
    "Yolanda",
    "Ricardo",
    "Irma",
    "Enrique",
    "Lucía",
    "Gerardo",
    "Carmen",
    "Armando",
    "Teresa",
    "Rubén",
    "Alma Delia",
    "Ernesto",
    "Socorro",
    "Íñigo",
    "Ximena",
];

const LAST: &[&str] = &[
    "Aguilar",
    "Arce",
    "Barraza",
    "Beltrán",
    "Camacho",
    "Castañeda",
    "Cota",
    "Domínguez",
    "Espinoza",
    "Félix",
    "Figueroa",
    "Gastélum",
    "Gámez",
    "Higuera",
    "Ibarra",
    "Jáuregui",
    "Lizárraga",
    "Leyva",
    "Macías",
    "Meza",
    "Montoya",
    "Murillo",
    "Núñez",
    "Ojeda",
    "Osuna",
    "Peralta",
    "Quintero",
    "Rentería",
    "Robles",
    "Ruelas",
    "Salcido",
    "Sandoval",
    "Tapia",
    "Urías",
    "Valdez",
    "Verdugo",
    "Villa",
    "Yáñez",
    "Zazueta",
    "Zúñiga",
];

const TRADES: &[&str] = &[
    "Ferretería",
    "Materiales",
    "Constructora",
    "Tlapalería",
    "Bloquera",
    "Herrería",
    "Carpintería",
    "Plomería",
    "Acabados",
    "Cancelería",
    "Impermeabilizantes",
    "Maderería",
    "Aceros",
    "Pisos y Azulejos",
    "Pinturas",
    "Instalaciones",
    "Obras y Proyectos",
    "Renta de Maquinaria",
];

const BRANDS: &[&str] = &[
    "El Encino",
    "La Piedra Azul",
    "Tres Coyotes",
    "Cerro Bola",
    "El Cuchumá",
    "La Escondida",
    "Dos Cumbres",
    "Valle Redondo",
    "El Manzanar",
    "Agua Zarca",
    "La Chapa",
    "San Ejemplo",
    "El Pinacate",
    "Los Alisos",
    "La Nopalera",
    "El Candado",
    "La Cuchara",
    "El Plomo",
    "La Regla",
    "Don Beto",
    "Doña Chela",
    "El Güero",
    "Los Compadres",
    "La Frontera",
    "El Portón",
    "Viento Norte",
    "La Rosa de los Vientos",
    "Sol y Sombra",
];

const ENDINGS: &[&str] =
    &["", "", "", " e Hijos", " y Asociados", " del Noroeste", " S.A. de C.V.", " S. de R.L."];

fn one<'a>(rng: &mut impl Rng, list: &[&'a str]) -> &'a str {
    list.choose(rng).copied().unwrap_or_default()
}

/// A person's name with both surnames.
pub fn person(rng: &mut impl Rng) -> String {
    format!("{} {} {}", one(rng, FIRST), one(rng, LAST), one(rng, LAST))
}

/// A business's name.
pub fn business(rng: &mut impl Rng) -> String {
    format!("{} {}{}", one(rng, TRADES), one(rng, BRANDS), one(rng, ENDINGS))
}

/// An RFC whose structure, date and check digit are right, of letters drawn by chance.
pub fn rfc(rng: &mut impl Rng, kind: PersonKind) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    const SIGNS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    let letters = if kind == PersonKind::Fisica { 4 } else { 3 };
    let mut text = String::new();
    for _ in 0..letters {
        text.push(char::from(LETTERS[rng.random_range(0..LETTERS.len())]));
    }
    let years = if kind == PersonKind::Fisica { 55..=99 } else { 80..=99 };
    let (year, month, day) = (rng.random_range(years), rng.random_range(1..=12), rng.random_range(1..=28));
    text.push_str(&format!("{year:02}{month:02}{day:02}"));
    for _ in 0..2 {
        text.push(char::from(SIGNS[rng.random_range(0..SIGNS.len())]));
    }
    let guess = format!("{text}0");
    let digit = match Rfc::parse(&guess) {
        Ok((_, warnings)) => match warnings.first() {
            Some(RfcWarning::CheckDigit { expected }) => *expected,
            None => '0',
        },
        Err(_) => '0',
    };
    text.push(digit);
    text
}

/// A phone of the region that rings nowhere.
pub fn phone(rng: &mut impl Rng, area: &str) -> String {
    format!("{area}555{:04}", rng.random_range(0..10_000))
}
