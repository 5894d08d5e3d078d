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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{
            chain::ChainHash,
            folio::Series,
            ids::{ClientId, DeviceId, EventId, PersonId},
        },
        sync::{
            protocol::{Outcome, QuarantineReason},
            records::OutboxState,
        },
    };

    fn meta(next_seq: u64) -> Meta {
        Meta {
            device: DeviceId::from_key("phone"),
            epoch: 1,
            series: Series::numbered('C', 7).unwrap(),
            person: PersonId::from_key("ana"),
            credential: String::new(),
            next_seq,
            next_folio: 1,
            chain_head: ChainHash::of(b""),
            cursor: 0,
            base_last_seq: 0,
            clock_offset_ms: None,
            pulled_at: None,
            all_sent_at: None,
            profile: None,
        }
    }

    fn row(seq: u64, bytes_count: usize) -> OutboxRow {
        let bytes = "x".repeat(bytes_count);
        OutboxRow {
            seq,
            id: EventId::mint(seq, &[0; 10]),
            client: Some(ClientId::from_key("C1")),
            kind: "visit_made".into(),
            schema: 1,
            sha256: ChainHash::of(bytes.as_bytes()),
            bytes,
            recorded: Millis(0),
            attempts: 0,
            state: OutboxState::Unsent,
        }
    }

    fn answered(seq: u64) -> OutboxRow {
        let reason = QuarantineReason::UnknownClient;
        let state = OutboxState::Answered { outcome: Outcome::Quarantined { reason } };
        OutboxRow { state, ..row(seq, 10) }
    }

    /// First sequence and number of items of the next request.
    fn check(rows: &[OutboxRow], from: Option<u64>, expected: Option<(u64, usize)>) {
        let found = match next_push(rows, &meta(rows.last().map_or(1, |row| row.seq + 1)), from) {
            PushPlan::Send(request) => Some((request.first_seq, request.items.len())),
            PushPlan::Nothing | PushPlan::Lost { .. } => None,
        };
        assert_eq!(found, expected);
    }

    #[test]
    fn what_is_unsent_goes_in_sequence_up_to_the_bounds() {
        check(&[], None, None);
        check(&[answered(1)], None, None);
        check(&[answered(1), row(2, 10), row(3, 10)], None, Some((2, 2)));
        let many: Vec<_> = (1..=250).map(|seq| row(seq, 10)).collect();
        check(&many, None, Some((1, PUSH_ITEMS_MAX)));
        let large: Vec<_> = (1..=20).map(|seq| row(seq, 100_000)).collect();
        check(&large, None, Some((1, 2)));
        check(&[row(1, PUSH_BYTES_MAX * 2), row(2, 1)], None, Some((1, 1)));
    }

    #[test]
    fn a_request_never_takes_more_than_its_bytes() {
        let rows: Vec<_> =
            (1..=100).map(|seq| OutboxRow { bytes: "\"\\".repeat(2_000), ..row(seq, 0) }).collect();
        let PushPlan::Send(request) = next_push(&rows, &meta(101), None) else { panic!("there is plenty") };
        assert!(serde_json::to_string(&request).unwrap().len() <= PUSH_BYTES_MAX);
    }

    #[test]
    fn where_the_server_asks_for_older_events_they_go_again_or_are_said_to_be_lost() {
        let rows = [answered(3), row(4, 10), row(5, 10)];
        check(&rows, Some(3), Some((3, 3)));
        assert_eq!(next_push(&rows, &meta(6), Some(2)), PushPlan::Lost { seq: 2 });
        assert_eq!(next_push(&rows, &meta(6), Some(6)), PushPlan::Nothing);
    }

    #[test]
    fn an_answer_to_something_else_is_not_the_protocol() {
        let PushPlan::Send(request) = next_push(&[row(7, 1), row(8, 1)], &meta(9), None) else {
            panic!("there is plenty")
        };
        let outcome = Outcome::Quarantined { reason: QuarantineReason::UnknownClient };
        let answer =
            |seq: u64| ItemOutcome { id: EventId::mint(seq, &[0; 10]), seq, outcome: outcome.clone() };
        assert_eq!(check_outcomes(&request, &[answer(7), answer(8)]), Ok(()));
        for other in [vec![], vec![answer(7)], vec![answer(8), answer(7)], vec![answer(7), answer(9)]] {
            assert_eq!(check_outcomes(&request, &other), Err(NetError::NotProtocol));
        }
        assert_eq!(check_gap(&request, 3), Ok(()));
        for resume_at in [0, 7, 8] {
            assert_eq!(check_gap(&request, resume_at), Err(NetError::NotProtocol));
        }
    }
}
