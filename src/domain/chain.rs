//! The chain: each event carries the SHA-256 of the bytes of the one before, so that a removed or altered one shows.
//! Source: domain-rules.md §3.2.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{folio::Series, ids::DeviceId};

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

#[cfg(test)]
mod tests {
    use super::*;

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
