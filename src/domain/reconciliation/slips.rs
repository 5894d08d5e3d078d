//! Deposit slips that may be one slip handed in twice. A suspicion for a person, never a verdict.
//! Source: domain-rules.md §3.7.

use std::collections::BTreeMap;

use chrono::NaiveTime;
use serde::{Deserialize, Serialize};

use super::references;
use crate::domain::{date::CivilDate, money::Money};

/// What a slip says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlipFacts<Id> {
    pub id: Id,
    /// SHA-256 of the photo, in hexadecimal; `None` without a photo.
    pub photo_hash: Option<String>,
    pub bank: String,
    pub account: String,
    pub folio: String,
    pub amount: Money,
    pub on: CivilDate,
    /// As printed on the slip; `None` where it cannot be read.
    pub hour: Option<NaiveTime>,
}

/// Why two slips are suspected to be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SlipTwin {
    /// The very same photo.
    SamePhoto,
    /// Bank, account and folio.
    SameFolio,
    /// Bank, amount, day and hour.
    SameMoment,
}

/// Two slips that may be one; `first` is the smaller id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SuspectedDuplicate<Id> {
    pub first: Id,
    pub second: Id,
    pub twin: SlipTwin,
}

/// Pairs of slips that may be one. Of several alike each is paired with the first, by the strongest reason.
pub fn suspected_duplicate_slips<Id: Copy + Ord>(slips: &[SlipFacts<Id>]) -> Vec<SuspectedDuplicate<Id>> {
    let mut slips: Vec<&SlipFacts<Id>> = slips.iter().collect();
    slips.sort_by_key(|slip| slip.id);
    let mut reasons: BTreeMap<(Id, Id), SlipTwin> = BTreeMap::new();
    for twin in [SlipTwin::SamePhoto, SlipTwin::SameFolio, SlipTwin::SameMoment] {
        let mut first_of: BTreeMap<String, Id> = BTreeMap::new();
        for slip in &slips {
            let Some(mark) = mark_of(slip, twin) else { continue };
            match first_of.get(&mark) {
                Some(first) => {
                    reasons.entry((*first, slip.id)).or_insert(twin);
                }
                None => {
                    first_of.insert(mark, slip.id);
                }
            }
        }
    }
    reasons.into_iter().map(|((first, second), twin)| SuspectedDuplicate { first, second, twin }).collect()
}

/// What two slips share where they are twins in this way; `None` where the slip does not say enough.
fn mark_of<Id>(slip: &SlipFacts<Id>, twin: SlipTwin) -> Option<String> {
    let plain = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
    };
    let bank = plain(&slip.bank);
    match twin {
        SlipTwin::SamePhoto => slip.photo_hash.clone().filter(|hash| !hash.is_empty()),
        SlipTwin::SameFolio => {
            Some(format!("{bank}|{}|{}", plain(&slip.account), references::key(&slip.folio)?))
        }
        SlipTwin::SameMoment => {
            Some(format!("{bank}|{}|{}|{}", slip.amount.centavos(), slip.on, slip.hour?.format("%H%M%S")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slip(id: u32) -> SlipFacts<u32> {
        SlipFacts {
            id,
            photo_hash: Some(format!("{id:064x}")),
            bank: "BBVA".into(),
            account: "0123456789".into(),
            folio: format!("00{id}4521"),
            amount: Money::from_centavos(1_000_000 + i64::from(id)).unwrap(),
            on: CivilDate::new(2026, 11, 21).unwrap(),
            hour: NaiveTime::from_hms_opt(13, 5, 9),
        }
    }

    fn check(slips: &[SlipFacts<u32>], expected: &[(u32, u32, SlipTwin)]) {
        let found: Vec<_> = suspected_duplicate_slips(slips)
            .into_iter()
            .map(|twins| (twins.first, twins.second, twins.twin))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn each_way_of_being_one_slip_is_found() {
        check(&[slip(1), slip(2)], &[]);
        check(
            &[slip(1), SlipFacts { photo_hash: slip(1).photo_hash, ..slip(2) }],
            &[(1, 2, SlipTwin::SamePhoto)],
        );
        let folio = SlipFacts { folio: "14521".into(), bank: "bbva ".into(), ..slip(2) };
        check(&[slip(1), folio], &[(1, 2, SlipTwin::SameFolio)]);
        check(&[slip(1), SlipFacts { amount: slip(1).amount, ..slip(2) }], &[(1, 2, SlipTwin::SameMoment)]);
    }

    #[test]
    fn what_is_unknown_is_never_the_same() {
        let bare = |id| SlipFacts {
            photo_hash: None,
            folio: String::new(),
            hour: None,
            amount: slip(1).amount,
            ..slip(id)
        };
        check(&[bare(1), bare(2)], &[]);
        let other_bank = SlipFacts { bank: "Banorte".into(), folio: "14521".into(), ..slip(2) };
        check(&[slip(1), other_bank], &[]);
    }

    #[test]
    fn three_of_one_are_two_suspicions_by_the_strongest_reason() {
        let copies = [slip(3), slip(1), slip(2)].map(|copy| SlipFacts { id: copy.id, ..slip(9) });
        check(&copies, &[(1, 2, SlipTwin::SamePhoto), (1, 3, SlipTwin::SamePhoto)]);
    }
}
