//! Photos as the phone keeps them: how large they are made, which are sent next, which may go.

use serde::{Deserialize, Serialize};

use super::answer::{AnswerHead, judge};
use crate::{
    domain::{
        chain::ChainHash,
        date::Millis,
        photo::{PHOTO_SIDE_PX_MAX, PhotoRef},
    },
    sync::ports::{NetError, StoreError},
};

/// Days that a photo stays on the phone after the office has it.
pub const PHOTO_KEEP_DAYS: i64 = 7;
/// The newest that were sent stay in any case: one may want to look at what one has just done.
pub const PHOTO_KEEP_NEWEST: usize = 20;
const DAY_MS: i64 = 86_400_000;

/// One photo of this phone, without its bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhotoRow {
    pub sha256: ChainHash,
    pub bytes: u32,
    pub taken: Millis,
    #[serde(flatten)]
    pub state: PhotoState,
}

/// How far a photo has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum PhotoState {
    Unsent,
    /// The office has it since `at`, by the phone's clock.
    Sent {
        at: Millis,
    },
    /// The office will not take it, today or tomorrow: it stays here, and holds up no other.
    Refused,
}

/// What was just taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TakenPhoto {
    pub photo: PhotoRef,
    pub bytes: u32,
    /// It was not here before; a photo that was may belong to a record.
    pub is_new: bool,
}

/// Why there is no photo.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PhotoError {
    #[error("no file was chosen")]
    NoFile,
    /// The browser cannot decode it: no image, a damaged one, or a kind that it does not know.
    #[error("the file is no image that this browser can read")]
    NotAnImage,
    #[error("the photo stays too large however it is reduced")]
    TooLarge,
    #[error("the photo could not be kept: {0}")]
    Store(#[from] StoreError),
    #[error("this browser cannot reduce photos: {0}")]
    Failed(String),
}

/// What waits, for the screens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PhotoTotals {
    pub unsent: usize,
    pub unsent_bytes: u64,
    pub refused: usize,
}

/// What the office answered to one photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhotoVerdict {
    Taken,
    Refused,
}

impl PhotoTotals {
    pub fn of(rows: &[PhotoRow]) -> PhotoTotals {
        let unsent = rows.iter().filter(|row| row.state == PhotoState::Unsent);
        PhotoTotals {
            unsent: unsent.clone().count(),
            unsent_bytes: unsent.map(|row| u64::from(row.bytes)).sum(),
            refused: rows.iter().filter(|row| row.state == PhotoState::Refused).count(),
        }
    }
}

/// The photo to send next: the oldest that is unsent.
pub fn next_unsent(rows: &[PhotoRow]) -> Option<&PhotoRow> {
    rows.iter().filter(|row| row.state == PhotoState::Unsent).min_by_key(|row| row.taken)
}

/// The photos that may go: sent [`PHOTO_KEEP_DAYS`] ago, and not among the [`PHOTO_KEEP_NEWEST`]. Never one that the
/// office does not have.
pub fn droppable(rows: &[PhotoRow], now: Millis) -> Vec<ChainHash> {
    let mut sent: Vec<(Millis, &PhotoRow)> = rows
        .iter()
        .filter_map(|row| match row.state {
            PhotoState::Sent { at } => Some((at, row)),
            PhotoState::Unsent | PhotoState::Refused => None,
        })
        .collect();
    sent.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    let old = sent.into_iter().skip(PHOTO_KEEP_NEWEST);
    old.filter(|(at, _)| now.since(*at) > PHOTO_KEEP_DAYS * DAY_MS).map(|(_, row)| row.sha256).collect()
}

/// Width and height within [`PHOTO_SIDE_PX_MAX`], in proportion, never enlarged and never without a pixel.
pub fn fitted(width_px: u32, height_px: u32) -> (u32, u32) {
    let longest = width_px.max(height_px);
    if longest <= PHOTO_SIDE_PX_MAX {
        return (width_px.max(1), height_px.max(1));
    }
    let side = |pixels: u32| {
        let scaled = u64::from(pixels) * u64::from(PHOTO_SIDE_PX_MAX) / u64::from(longest);
        u32::try_from(scaled).unwrap_or(PHOTO_SIDE_PX_MAX).max(1)
    };
    (side(width_px), side(height_px))
}

/// What an answer means for one photo. What will be the same tomorrow is not tried again.
pub fn verdict(head: AnswerHead<'_>) -> Result<PhotoVerdict, NetError> {
    match judge(head) {
        Err(NetError::ServerFailed) if matches!(head.status, 400 | 413 | 422) => Ok(PhotoVerdict::Refused),
        judged => judged.map(|()| PhotoVerdict::Taken),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: &str, taken: i64, state: PhotoState) -> PhotoRow {
        PhotoRow { sha256: ChainHash::of(name.as_bytes()), bytes: 1_000, taken: Millis(taken), state }
    }

    /// These bytes are in phones.
    #[test]
    fn rows_are_read_as_they_were_written() {
        let hash = ChainHash::of(b"abc");
        for (state, text) in [
            (PhotoState::Unsent, r#""state":"unsent""#),
            (PhotoState::Sent { at: Millis(7) }, r#""state":"sent","at":7"#),
            (PhotoState::Refused, r#""state":"refused""#),
        ] {
            let written = format!(r#"{{"sha256":"{hash}","bytes":5,"taken":3,{text}}}"#);
            let row = PhotoRow { sha256: hash, bytes: 5, taken: Millis(3), state };
            assert_eq!(serde_json::to_string(&row).unwrap(), written);
            assert_eq!(serde_json::from_str::<PhotoRow>(&written).unwrap(), row);
        }
    }

    #[test]
    fn the_longest_side_is_1600_and_nothing_is_enlarged() {
        for (from, to) in [
            ((4_000, 3_000), (1_600, 1_200)),
            ((3_000, 4_000), (1_200, 1_600)),
            ((1_600, 1_200), (1_600, 1_200)),
            ((640, 480), (640, 480)),
            ((100_000, 1), (1_600, 1)),
            ((0, 0), (1, 1)),
        ] {
            assert_eq!(fitted(from.0, from.1), to, "{from:?}");
        }
    }

    #[test]
    fn the_oldest_is_sent_first_and_a_refused_one_holds_up_nobody() {
        let rows = [
            row("refused", 1, PhotoState::Refused),
            row("new", 9, PhotoState::Unsent),
            row("old", 3, PhotoState::Unsent),
            row("sent", 2, PhotoState::Sent { at: Millis(5) }),
        ];
        assert_eq!(next_unsent(&rows).map(|row| row.sha256), Some(ChainHash::of(b"old")));
        assert_eq!(PhotoTotals::of(&rows), PhotoTotals { unsent: 2, unsent_bytes: 2_000, refused: 1 });
        assert_eq!(next_unsent(&rows[..1]), None);
    }

    #[test]
    fn only_what_the_office_has_for_long_goes_and_the_newest_stay() {
        let now = Millis(100 * DAY_MS);
        let sent =
            |name: &str, days: i64| row(name, 0, PhotoState::Sent { at: Millis(now.0 - days * DAY_MS) });
        let mut rows: Vec<PhotoRow> =
            (0..PHOTO_KEEP_NEWEST).map(|number| sent(&format!("newest {number}"), 9)).collect();
        assert_eq!(droppable(&rows, now), [], "the newest stay, however old");
        rows.push(sent("old", 30));
        rows.push(row("unsent", 0, PhotoState::Unsent));
        rows.push(row("refused", 0, PhotoState::Refused));
        assert_eq!(droppable(&rows, now), [ChainHash::of(b"old")]);
        rows.iter_mut().for_each(|row| {
            if matches!(row.state, PhotoState::Sent { .. }) {
                row.state = PhotoState::Sent { at: now };
            }
        });
        assert_eq!(droppable(&rows, now), [], "sent today");
    }

    #[test]
    fn only_our_own_refusal_is_final() {
        let check = |status, protocol, expected| {
            let head = AnswerHead { status, content_type: "application/json", protocol };
            assert_eq!(verdict(head), expected, "{status}");
        };
        check(200, "1", Ok(PhotoVerdict::Taken));
        for status in [400, 413, 422] {
            check(status, "1", Ok(PhotoVerdict::Refused));
            check(status, "", Err(NetError::NotProtocol));
        }
        check(404, "1", Err(NetError::ServerFailed));
        check(500, "1", Err(NetError::ServerFailed));
        check(503, "1", Err(NetError::Busy));
        check(401, "1", Err(NetError::Unauthorized));
    }
}
