//! A count of cash by denomination. Source: domain-rules.md §2.12.

use serde::{Deserialize, Serialize};

use super::{
    money::{Money, MoneyError},
    rule_error::RuleError,
};

/// Most of one piece in a count: more is a slip of the finger.
pub const PIECE_COUNT_MAX: u32 = 100_000;

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

impl Piece {
    /// As they are counted: notes first, the largest first.
    pub const ALL: [Piece; 14] = [
        Piece::Note1000,
        Piece::Note500,
        Piece::Note200,
        Piece::Note100,
        Piece::Note50,
        Piece::Note20,
        Piece::Coin20,
        Piece::Coin10,
        Piece::Coin5,
        Piece::Coin2,
        Piece::Coin1,
        Piece::Coin050,
        Piece::Coin020,
        Piece::Coin010,
    ];

    pub fn is_note(self) -> bool {
        self <= Piece::Note20
    }

    /// What so many of it are worth.
    pub fn value_of(self, count: u32) -> Result<Money, MoneyError> {
        let centavos = self.centavos().checked_mul(i64::from(count)).ok_or(MoneyError::OutOfRange)?;
        Money::from_centavos(centavos)
    }

    fn centavos(self) -> i64 {
        match self {
            Piece::Note1000 => 100_000,
            Piece::Note500 => 50_000,
            Piece::Note200 => 20_000,
            Piece::Note100 => 10_000,
            Piece::Note50 => 5_000,
            Piece::Note20 | Piece::Coin20 => 2_000,
            Piece::Coin10 => 1_000,
            Piece::Coin5 => 500,
            Piece::Coin2 => 200,
            Piece::Coin1 => 100,
            Piece::Coin050 => 50,
            Piece::Coin020 => 20,
            Piece::Coin010 => 10,
        }
    }
}

impl CashCount {
    /// From any order; pieces of which there are none are left out.
    ///
    /// ```
    /// use senda::domain::cash_count::{CashCount, Piece};
    /// let count = CashCount::of([(Piece::Coin050, 6), (Piece::Note500, 1), (Piece::Coin20, 0)]);
    /// assert_eq!(count.total().unwrap().centavos(), 50_300);
    /// assert_eq!(count.count_of(Piece::Coin20), 0);
    /// ```
    pub fn of(pieces: impl IntoIterator<Item = (Piece, u32)>) -> CashCount {
        let mut sums = [0u32; Piece::ALL.len()];
        for (piece, count) in pieces {
            for (place, known) in sums.iter_mut().zip(Piece::ALL) {
                if known == piece {
                    *place = place.saturating_add(count);
                }
            }
        }
        let pieces = Piece::ALL.into_iter().zip(sums).filter(|(_, count)| *count > 0).collect();
        CashCount { pieces }
    }

    /// How many there are of one piece.
    pub fn count_of(&self, piece: Piece) -> u32 {
        self.pieces.iter().find(|(known, _)| *known == piece).map_or(0, |(_, count)| *count)
    }

    /// What all of it is worth. Source: domain-rules.md §2.12.
    pub fn total(&self) -> Result<Money, MoneyError> {
        self.pieces
            .iter()
            .try_fold(Money::ZERO, |sum, (piece, count)| sum.checked_add(piece.value_of(*count)?))
    }

    /// Whether each piece stands there once, in the order of [`Piece::ALL`], and in a number that can be. Errs on the
    /// field `count`.
    pub fn check(&self) -> Result<(), RuleError> {
        let is_ordered = self.pieces.windows(2).all(|pair| matches!(pair, [(a, _), (b, _)] if a < b));
        let is_sane = self.pieces.iter().all(|(_, count)| (1..=PIECE_COUNT_MAX).contains(count));
        if is_ordered && is_sane { Ok(()) } else { Err(RuleError::Field { field: "count".into() }) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// domain-rules.md §2.12.
    #[test]
    fn the_count_of_the_vector() {
        let count = CashCount::of([
            (Piece::Note1000, 3),
            (Piece::Note500, 7),
            (Piece::Note200, 12),
            (Piece::Note100, 9),
            (Piece::Note50, 11),
            (Piece::Note20, 6),
            (Piece::Coin20, 4),
            (Piece::Coin10, 13),
            (Piece::Coin5, 8),
            (Piece::Coin2, 5),
            (Piece::Coin1, 7),
            (Piece::Coin050, 6),
        ]);
        assert_eq!(count.check(), Ok(()));
        assert_eq!(count.total().unwrap().centavos(), 1_074_000);
    }

    #[test]
    fn the_note_and_the_coin_of_twenty_are_two_pieces() {
        let count = CashCount::of([(Piece::Coin20, 1), (Piece::Note20, 2)]);
        assert_eq!(serde_json::to_string(&count).unwrap(), r#"{"pieces":[["n2000",2],["c2000",1]]}"#);
        assert_eq!(count.total().unwrap().centavos(), 6_000);
        assert!(Piece::Note20.is_note() && !Piece::Coin20.is_note());
    }

    #[test]
    fn pieces_twice_out_of_order_of_none_or_of_too_many_are_no_count() {
        let bad = [
            vec![(Piece::Note20, 1), (Piece::Note20, 1)],
            vec![(Piece::Coin1, 1), (Piece::Note20, 1)],
            vec![(Piece::Coin1, 0)],
            vec![(Piece::Coin1, PIECE_COUNT_MAX + 1)],
        ];
        for pieces in bad {
            assert_eq!(CashCount { pieces }.check(), Err(RuleError::Field { field: "count".into() }));
        }
        assert_eq!(CashCount::default().check(), Ok(()), "an empty drawer can be counted");
    }

    #[test]
    fn every_piece_stands_once_in_all_and_its_name_says_what_it_is_worth() {
        assert!(Piece::ALL.windows(2).all(|pair| pair[0] < pair[1]));
        for piece in Piece::ALL {
            let name = serde_json::to_string(&piece).unwrap();
            let kind = if piece.is_note() { 'n' } else { 'c' };
            assert_eq!(name, format!("\"{kind}{}\"", piece.value_of(1).unwrap().centavos()));
        }
    }

    proptest! {
        #[test]
        fn the_total_is_the_sum_of_its_pieces(counts in proptest::collection::vec(0u32..=5_000, 14)) {
            let pieces = || Piece::ALL.into_iter().zip(counts.iter().copied());
            let count = CashCount::of(pieces());
            prop_assert_eq!(count.check(), Ok(()));
            let sum: i64 = pieces().map(|(piece, n)| piece.value_of(1).unwrap().centavos() * i64::from(n)).sum();
            prop_assert_eq!(count.total().unwrap().centavos(), sum);
            prop_assert!(pieces().all(|(piece, n)| count.count_of(piece) == n));
        }
    }
}
