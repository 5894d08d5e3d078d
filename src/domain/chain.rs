//! The chain: each event carries the SHA-256 of the bytes of the one before, so that a removed or altered one shows.
//! Source: domain-rules.md §3.2.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{
    folio::{Folio, Series},
    ids::DeviceId,
};

/// A SHA-256, written as 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ChainHash([u8; 32]);

impl ChainHash {
    /// The hash of exact bytes.
    pub fn of(bytes: &[u8]) -> ChainHash {
        ChainHash(Sha256::digest(bytes).into())
    }

    /// The link before the first event of an enrolment.
    pub fn genesis(series: &Series, device: DeviceId) -> ChainHash {
        ChainHash::of(format!("genesis|serie={}|device={device}", series.as_str()).as_bytes())
    }

    pub fn parse(text: &str) -> Option<ChainHash> {
        if text.len() != 64 || !text.is_ascii() {
            return None;
        }
        let mut bytes = [0u8; 32];
        for (index, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(text.get(index * 2..index * 2 + 2)?, 16).ok()?;
        }
        Some(ChainHash(bytes))
    }

    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for ChainHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for ChainHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for ChainHash {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ChainHash {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<ChainHash, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        ChainHash::parse(&text).ok_or_else(|| serde::de::Error::custom("not a SHA-256 in hexadecimal"))
    }
}

/// One stored event of a series: the place it took and its exact bytes.
#[derive(Clone, Copy, Debug)]
pub struct Link<'a> {
    pub seq: u64,
    pub bytes: &'a str,
}

/// The first place at which a series is not what its device wrote.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the series breaks at event {seq}: {reason}")]
pub struct BrokenLink {
    pub seq: u64,
    pub reason: BreakReason,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BreakReason {
    /// What is stored next is another place.
    #[error("event {found} stands in its place")]
    Missing { found: u64 },
    #[error("its bytes are no event")]
    Unreadable,
    /// Its own bytes say another place: it was moved.
    #[error("it says of itself that it is event {says}")]
    Moved { says: u64 },
    /// The event before it was altered, removed, or is not the one it followed.
    #[error("it follows {says}, and the event before it is {is}")]
    OtherBefore { says: ChainHash, is: ChainHash },
    /// A folio was skipped, used twice, or is of another series.
    #[error("its folio is {found}, and number {expected} of the series was next")]
    Folio { expected: u32, found: Folio },
}

/// The part of an event's bytes that the chain holds by, in every schema.
#[derive(Deserialize)]
struct Linked {
    seq: u64,
    prev: ChainHash,
    fact: Numbered,
}

#[derive(Deserialize)]
struct Numbered {
    #[serde(default)]
    folio: Option<Folio>,
}

/// Follows a series from its genesis over all its events, by sequence, and gives its head; or the first link that is
/// broken. Folios, given or voided, must count from one without a hole. Source: domain-rules.md §3.1, §3.2.
///
/// Whether the last events are missing shows only against a head kept elsewhere: a device, a receipt, a corte.
pub fn verify_series<'a>(
    series: &Series,
    device: DeviceId,
    links: impl IntoIterator<Item = Link<'a>>,
) -> Result<ChainHash, BrokenLink> {
    let mut head = ChainHash::genesis(series, device);
    let (mut next_seq, mut next_folio) = (1u64, 1u32);
    for link in links {
        let broken = |reason| BrokenLink { seq: next_seq, reason };
        if link.seq != next_seq {
            return Err(broken(BreakReason::Missing { found: link.seq }));
        }
        let linked: Linked = serde_json::from_str(link.bytes).map_err(|_| broken(BreakReason::Unreadable))?;
        if linked.seq != next_seq {
            return Err(broken(BreakReason::Moved { says: linked.seq }));
        }
        if linked.prev != head {
            return Err(broken(BreakReason::OtherBefore { says: linked.prev, is: head }));
        }
        if let Some(found) = linked.fact.folio {
            if found.series() != series || found.number() != next_folio {
                return Err(broken(BreakReason::Folio { expected: next_folio, found }));
            }
            next_folio = next_folio.saturating_add(1);
        }
        head = ChainHash::of(link.bytes.as_bytes());
        next_seq = next_seq.saturating_add(1);
    }
    Ok(head)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series() -> Series {
        Series::parse("C07").unwrap()
    }

    fn device() -> DeviceId {
        DeviceId::from_key("phone")
    }

    /// A series of payments, of a visit as its third event, and of a voided folio at its end.
    fn whole() -> Vec<String> {
        let mut head = ChainHash::genesis(&series(), device());
        let mut all = Vec::new();
        for (seq, folio) in [(1u64, Some(1)), (2, Some(2)), (3, None), (4, Some(3))] {
            let folio = folio.map_or(String::new(), |number| {
                format!(r#","folio":"{}""#, Folio::new(series(), number).unwrap())
            });
            let bytes =
                format!(r#"{{"schema":9,"seq":{seq},"prev":"{head}","fact":{{"kind":"any"{folio}}}}}"#);
            head = ChainHash::of(bytes.as_bytes());
            all.push(bytes);
        }
        all
    }

    fn verify(all: &[String]) -> Result<ChainHash, BrokenLink> {
        verify_series(&series(), device(), (1..).zip(all).map(|(seq, bytes)| Link { seq, bytes }))
    }

    #[test]
    fn a_whole_series_gives_its_head_and_an_empty_one_its_genesis() {
        let all = whole();
        assert_eq!(verify(&all), Ok(ChainHash::of(all[3].as_bytes())));
        assert_eq!(verify(&[]), Ok(ChainHash::genesis(&series(), device())));
    }

    #[test]
    fn an_altered_event_shows_at_the_one_that_follows_it() {
        let mut all = whole();
        let was = ChainHash::of(all[0].as_bytes());
        all[0] = all[0].replace("any", "other");
        let is = ChainHash::of(all[0].as_bytes());
        let reason = BreakReason::OtherBefore { says: was, is };
        assert_eq!(verify(&all), Err(BrokenLink { seq: 2, reason }));
    }

    #[test]
    fn a_removed_a_moved_and_an_unreadable_event_are_named() {
        let all = whole();
        let without = [1, 3, 4].map(|seq: u64| Link { seq, bytes: &all[usize::try_from(seq).unwrap() - 1] });
        let found = verify_series(&series(), device(), without);
        assert_eq!(found, Err(BrokenLink { seq: 2, reason: BreakReason::Missing { found: 3 } }));
        let mut moved = whole();
        moved.remove(1);
        assert_eq!(verify(&moved), Err(BrokenLink { seq: 2, reason: BreakReason::Moved { says: 3 } }));
        let mut spoilt = whole();
        spoilt[2] = "not an event".into();
        assert_eq!(verify(&spoilt), Err(BrokenLink { seq: 3, reason: BreakReason::Unreadable }));
    }

    #[test]
    fn another_beginning_and_a_folio_out_of_turn_are_named() {
        let all = whole();
        let links = || (1..).zip(&all).map(|(seq, bytes)| Link { seq, bytes: bytes.as_str() });
        let other = verify_series(&series(), DeviceId::from_key("other"), links());
        assert!(matches!(other, Err(BrokenLink { seq: 1, reason: BreakReason::OtherBefore { .. } })));
        let genesis = ChainHash::genesis(&series(), device());
        let found = Folio::new(series(), 2).unwrap();
        let skipped = format!(r#"{{"seq":1,"prev":"{genesis}","fact":{{"folio":"{found}"}}}}"#);
        let reason = BreakReason::Folio { expected: 1, found };
        assert_eq!(verify(&[skipped]), Err(BrokenLink { seq: 1, reason }));
    }

    /// Vectors of domain-rules.md §3.2: genesis and two links, keys sorted and no spaces.
    #[test]
    fn chain_vectors() {
        let genesis = ChainHash::of(b"genesis|serie=C07|device=3f2a");
        assert_eq!(genesis.to_string(), "d7cd647f6da20c52f8c102b9d091c6c45544eea5adecdf487dfadc0db58232ed");
        let first = format!(
            r#"{{"cliente":"CL-1042","folio":"C07-000001","forma":"01","monto":150000,"prev":"{genesis}","t":"2026-11-21T10:15:00-06:00"}}"#
        );
        let first = ChainHash::of(first.as_bytes());
        assert_eq!(first.to_string(), "fcaa4e29b0c5d8e440e2a1046d3e445c5964444bb7e28061b23212eb2cd0318d");
        let second = format!(
            r#"{{"cliente":"CL-0033","folio":"C07-000002","forma":"03","monto":83333,"prev":"{first}","t":"2026-11-21T10:52:11-06:00"}}"#
        );
        assert_eq!(
            ChainHash::of(second.as_bytes()).to_string(),
            "cd86589b7cf4e85c2d1759789ba5ffe8d1e25bd0c3fb76cb2bfefc0c9b056a9b"
        );
    }

    #[test]
    fn written_form_round_trips_and_nothing_else_is_read() {
        let hash = ChainHash::of(b"x");
        assert_eq!(ChainHash::parse(&hash.to_string()), Some(hash));
        assert_eq!(ChainHash::parse("zz"), None);
        assert_eq!(ChainHash::parse(&"é".repeat(32)), None);
    }
}
