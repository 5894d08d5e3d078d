//! A photo as an event names it: by what it is, never by where it is kept.

use serde::{Deserialize, Serialize};

use super::chain::ChainHash;

/// Names a photo by the SHA-256 of its exact bytes. The bytes travel apart and later, so that no photo ever delays a
/// record; who reads an event may therefore hold the name before the office holds the photo.
///
/// Bytes of this travel inside events and are kept for ever: a field may be added only with a default.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PhotoRef {
    pub sha256: ChainHash,
}

/// Longest side of a photo as the phone keeps it, in pixels: the writing on a letter-size page stays legible.
/// Source: issue 4, mission.md C3.
pub const PHOTO_SIDE_PX_MAX: u32 = 1_600;
/// Most bytes of one photo. One of 1,600 px takes 300 to 700 KB; the rest is room for much detail.
pub const PHOTO_BYTES_MAX: usize = 2 * 1024 * 1024;

/// What a photo may be. Everything else is refused, whatever it is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PhotoKind {
    Jpeg,
    Png,
}

impl PhotoKind {
    /// The kind by the first bytes. Source: JPEG (ITU-T T.81, SOI and the next marker), PNG (ISO/IEC 15948 §5.2).
    pub fn of(bytes: &[u8]) -> Option<PhotoKind> {
        match bytes {
            [0xFF, 0xD8, 0xFF, ..] => Some(PhotoKind::Jpeg),
            [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Some(PhotoKind::Png),
            _ => None,
        }
    }

    pub fn mime(self) -> &'static str {
        match self {
            PhotoKind::Jpeg => "image/jpeg",
            PhotoKind::Png => "image/png",
        }
    }

    /// The name in the database and on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            PhotoKind::Jpeg => "jpeg",
            PhotoKind::Png => "png",
        }
    }

    pub fn parse(text: &str) -> Option<PhotoKind> {
        [PhotoKind::Jpeg, PhotoKind::Png].into_iter().find(|kind| kind.as_str() == text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// These bytes are in events on phones: they never change.
    #[test]
    fn the_bytes_of_a_name_stay_as_they_are() {
        let photo = PhotoRef { sha256: ChainHash::of(b"abc") };
        let golden = r#"{"sha256":"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"}"#;
        assert_eq!(serde_json::to_string(&photo).unwrap(), golden);
        assert_eq!(serde_json::from_str::<PhotoRef>(golden).unwrap(), photo);
    }

    #[test]
    fn what_is_no_hash_is_no_name() {
        assert!(serde_json::from_str::<PhotoRef>(r#"{"sha256":"../../etc/passwd"}"#).is_err());
        assert!(serde_json::from_str::<PhotoRef>("{}").is_err());
    }

    #[test]
    fn the_kind_is_what_the_bytes_say() {
        assert_eq!(PhotoKind::of(&[0xFF, 0xD8, 0xFF, 0xE0]), Some(PhotoKind::Jpeg));
        assert_eq!(PhotoKind::of(b"\x89PNG\r\n\x1a\nrest"), Some(PhotoKind::Png));
        for other in [&b"<html>"[..], b"<svg/>", b"GIF89a", b"%PDF-1.7", b"\xFF\xD8", b""] {
            assert_eq!(PhotoKind::of(other), None, "{other:?}");
        }
        for kind in [PhotoKind::Jpeg, PhotoKind::Png] {
            assert_eq!(PhotoKind::parse(kind.as_str()), Some(kind));
        }
        assert_eq!(PhotoKind::parse("svg"), None);
    }
}
