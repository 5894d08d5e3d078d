//! The trip-wire: the last sequence, kept apart from the store, finds out that the store was lost.
//!
//! Browsers can evict IndexedDB, and a restored backup can bring an old one back. Then the counters would start again
//! and give out folios that were given before. The two storages are not lost together as a rule.

use serde::{Deserialize, Serialize};

use crate::{
    domain::ids::DeviceId,
    sync::{ports::StoreError, records::Meta},
};

/// Key in `localStorage`.
pub const TRIP_WIRE_KEY: &str = "senda.ultima";

/// What `localStorage` remembers of the last recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TripWire {
    pub device: DeviceId,
    pub epoch: u32,
    /// Sequence of the last event recorded; 0 after enrolment.
    pub last_seq: u64,
}

impl TripWire {
    pub fn of(meta: &Meta) -> TripWire {
        TripWire { device: meta.device, epoch: meta.epoch, last_seq: meta.next_seq.saturating_sub(1) }
    }
}

/// Compares what the store says with what was kept apart. A trip-wire that is missing proves nothing.
pub fn check(meta: Option<&Meta>, wire: Option<&TripWire>) -> Result<(), StoreError> {
    let Some(wire) = wire else { return Ok(()) };
    let Some(meta) = meta else { return Err(StoreError::StorageLost) };
    let is_same_life = meta.device == wire.device && meta.epoch == wire.epoch;
    if is_same_life && meta.next_seq <= wire.last_seq { Err(StoreError::StorageLost) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{chain::ChainHash, folio::Series, ids::PersonId};

    fn meta(next_seq: u64) -> Meta {
        let (device, series) = (DeviceId::from_key("phone"), Series::parse("C07").unwrap());
        Meta {
            device,
            epoch: 1,
            person: PersonId::from_key("ana"),
            credential: String::new(),
            next_seq,
            next_folio: 1,
            chain_head: ChainHash::genesis(&series, device),
            series,
            cursor: 0,
            base_last_seq: 0,
            clock_offset_ms: None,
            pulled_at: None,
            all_sent_at: None,
            profile: None,
        }
    }

    #[test]
    fn a_store_behind_its_wire_or_gone_is_lost() {
        let wire = TripWire::of(&meta(8));
        assert_eq!(wire.last_seq, 7);
        assert_eq!(check(None, Some(&wire)), Err(StoreError::StorageLost));
        assert_eq!(check(Some(&meta(7)), Some(&wire)), Err(StoreError::StorageLost));
        assert_eq!(check(Some(&meta(8)), Some(&wire)), Ok(()));
    }

    #[test]
    fn a_store_ahead_of_its_wire_is_whole() {
        // Killed between the commit and the note in localStorage.
        assert_eq!(check(Some(&meta(9)), Some(&TripWire::of(&meta(8)))), Ok(()));
        assert_eq!(check(None, None), Ok(()));
        assert_eq!(check(Some(&meta(1)), None), Ok(()));
    }

    #[test]
    fn a_new_enrolment_starts_again() {
        let new = Meta { device: DeviceId::from_key("again"), ..meta(1) };
        assert_eq!(check(Some(&new), Some(&TripWire::of(&meta(8)))), Ok(()));
    }
}
