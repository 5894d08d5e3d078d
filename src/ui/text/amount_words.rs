//! Amounts in words, as Mexican receipts write them: `mil quinientos pesos 00/100 M.N.`

use crate::domain::money::Money;

const SMALL: [&str; 30] = [
    "cero",
    "un",
    "dos",
    "tres",
    "cuatro",
    "cinco",
    "seis",
    "siete",
    "ocho",
    "nueve",
    "diez",
    "once",
    "doce",
    "trece",
    "catorce",
    "quince",
    "dieciséis",
    "diecisiete",
    "dieciocho",
    "diecinueve",
    "veinte",
    "veintiún",
    "veintidós",
    "veintitrés",
    "veinticuatro",
    "veinticinco",
    "veintiséis",
    "veintisiete",
    "veintiocho",
    "veintinueve",
];
const TENS: [&str; 10] =
    ["", "", "", "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa"];
const HUNDREDS: [&str; 10] = [
    "",
    "ciento",
    "doscientos",
    "trescientos",
    "cuatrocientos",
    "quinientos",
    "seiscientos",
    "setecientos",
    "ochocientos",
    "novecientos",
];

/// The amount in words. An amount below zero is written with its absolute value: receipts have none.
pub fn pesos(amount: Money) -> String {
    let centavos = amount.centavos().unsigned_abs();
    let (whole, cents) = (centavos / 100, centavos % 100);
    let noun = match whole {
        1 => "peso",
        // «un millón de pesos», but «un millón un pesos».
        _ if whole >= 1_000_000 && whole % 1_000_000 == 0 => "de pesos",
        _ => "pesos",
    };
    format!("{} {noun} {cents:02}/100 M.N.", words(whole))
}

fn words(number: u64) -> String {
    match number {
        0..30 => SMALL[number as usize].to_owned(),
        30..100 => {
            let tens = TENS[(number / 10) as usize];
            match number % 10 {
                0 => tens.to_owned(),
                rest => format!("{tens} y {}", words(rest)),
            }
        }
        100 => "cien".to_owned(),
        101..1_000 => join(HUNDREDS[(number / 100) as usize].to_owned(), number % 100),
        1_000..2_000 => join("mil".to_owned(), number % 1_000),
        2_000..1_000_000 => join(format!("{} mil", words(number / 1_000)), number % 1_000),
        1_000_000..2_000_000 => join("un millón".to_owned(), number % 1_000_000),
        _ => join(format!("{} millones", words(number / 1_000_000)), number % 1_000_000),
    }
}

fn join(head: String, rest: u64) -> String {
    if rest == 0 { head } else { format!("{head} {}", words(rest)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_as_receipts_write_them() {
        for (centavos, text) in [
            (0, "cero pesos 00/100 M.N."),
            (100, "un peso 00/100 M.N."),
            (2_150, "veintiún pesos 50/100 M.N."),
            (10_000, "cien pesos 00/100 M.N."),
            (150_000, "mil quinientos pesos 00/100 M.N."),
            (1_800_050, "dieciocho mil pesos 50/100 M.N."),
            (2_100_000, "veintiún mil pesos 00/100 M.N."),
            (8_345_601, "ochenta y tres mil cuatrocientos cincuenta y seis pesos 01/100 M.N."),
            (100_000_000, "un millón de pesos 00/100 M.N."),
            (100_000_100, "un millón un pesos 00/100 M.N."),
            (250_000_000_000, "dos mil quinientos millones de pesos 00/100 M.N."),
        ] {
            assert_eq!(pesos(Money::from_centavos(centavos).unwrap()), text);
        }
    }
}
