//! Push: which events go up next, and whether an answer can be believed. Pure; the engine awaits.

use super::{
    ports::NetError,
    protocol::{ItemOutcome, PROTOCOL, PUSH_BYTES_MAX, PUSH_ITEMS_MAX, PushItem, PushRequest},
    records::{Meta, OutboxRow},
};
use crate::domain::date::Millis;

/// Bytes of JSON around the bytes of one item: its id, its hash and the punctuation.
const ITEM_FRAME_BYTES: usize = 160;
/// Bytes of JSON around the items.
const REQUEST_FRAME_BYTES: usize = 256;

/// What to send next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PushPlan {
    /// Nothing is unsent.
    Nothing,
    Send(PushRequest),
    /// The server asks for an event that this device no longer holds: it was restored from an old backup.
    Lost {
        seq: u64,
    },
}

/// What a push achieved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PushReport {
    /// In sequence, each with the outcome of the first time.
    pub outcomes: Vec<ItemOutcome>,
    /// Set where the server is too old for what comes next: the schema that it would need.
    pub deferred: Option<u16>,
    pub requests: u32,
    pub clock_offset_ms: Option<i64>,
    /// Server time of the last answer.
    pub server_time: Option<Millis>,
}

/// The next request: from the first unsent event on (or from `from`, where the server asked for it), in sequence,
/// at most [`PUSH_ITEMS_MAX`] items and [`PUSH_BYTES_MAX`] bytes. `rows` are in sequence.
pub fn next_push(rows: &[OutboxRow], meta: &Meta, from: Option<u64>) -> PushPlan {
    let first = match from {
        Some(seq) if seq >= meta.next_seq => return PushPlan::Nothing,
        Some(seq) => match rows.iter().position(|row| row.seq == seq) {
            Some(first) => first,
            None => return PushPlan::Lost { seq },
        },
        None => match rows.iter().position(OutboxRow::is_unsent) {
            Some(first) => first,
            None => return PushPlan::Nothing,
        },
    };
    let first_seq = rows[first].seq;
    let mut items = Vec::new();
    let mut bytes = REQUEST_FRAME_BYTES;
    for (row, seq) in rows[first..].iter().zip(first_seq..).take(PUSH_ITEMS_MAX) {
        bytes = bytes.saturating_add(wire_bytes(row));
        if row.seq != seq || (bytes > PUSH_BYTES_MAX && !items.is_empty()) {
            break;
        }
        items.push(PushItem { id: row.id, sha256: row.sha256, bytes: row.bytes.clone() });
    }
    PushPlan::Send(PushRequest {
        protocol: PROTOCOL,
        device: meta.device,
        epoch: meta.epoch,
        first_seq,
        items,
    })
}

/// Bytes that a row takes inside the JSON of a request, where each quote and backslash is escaped.
fn wire_bytes(row: &OutboxRow) -> usize {
    let escaped: usize = row
        .bytes
        .bytes()
        .map(|byte| match byte {
            b'"' | b'\\' => 2,
            0..=0x1f => 6,
            _ => 1,
        })
        .sum();
    escaped.saturating_add(ITEM_FRAME_BYTES)
}

/// An answer is believed only where it has one outcome for each item of the request, in its order: a proxy that
/// replays another answer must not settle money.
pub fn check_outcomes(request: &PushRequest, outcomes: &[ItemOutcome]) -> Result<(), NetError> {
    let is_answer = outcomes.len() == request.items.len()
        && request
            .items
            .iter()
            .zip(request.first_seq..)
            .zip(outcomes)
            .all(|((item, seq), answer)| answer.id == item.id && answer.seq == seq);
    if is_answer { Ok(()) } else { Err(NetError::NotProtocol) }
}

/// A gap is believed only where it lies before what was sent.
pub fn check_gap(request: &PushRequest, resume_at: u64) -> Result<(), NetError> {
    if (1..request.first_seq).contains(&resume_at) { Ok(()) } else { Err(NetError::NotProtocol) }
}
