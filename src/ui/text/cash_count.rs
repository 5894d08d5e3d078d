//! A count of cash.

use crate::{domain::cash_count::Piece, ui::format};

pub struct CashCountText {
    pub notes: &'static str,
    pub coins: &'static str,
    pub counted: &'static str,
    pub piece: fn(Piece) -> String,
}

pub static ES: CashCountText = CashCountText {
    notes: "Billetes",
    coins: "Monedas",
    counted: "Contado",
    piece: |piece| {
        let centavos = piece.value_of(1).unwrap_or_default().centavos();
        let face = if centavos < 100 {
            format!("{centavos}¢")
        } else {
            format!("${}", format::count(centavos.unsigned_abs() / 100))
        };
        if piece.is_note() { format!("Billete de {face}") } else { format!("Moneda de {face}") }
    },
};
