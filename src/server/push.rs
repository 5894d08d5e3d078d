//! Taking in what devices push: exact bytes, one outcome per item, every item all or nothing.
//!
//! **Group commit.** Consecutive items of one request are decided in memory, in their order, on the accounts as read,
//! and committed together: one wait for the disk instead of a hundred. That keeps each item's effects whole, because
//! the transaction either has all of them or none; a device that loses the answer repeats and gets each item's stored
//! outcome. Where the group meets a conflict twice, the items go one by one, so that a busy account never holds up
//! the others. What is answered was committed before.

use std::collections::BTreeSet;

use super::{
    booking::{self, Changed},
    store::{
        CONFLICT_ATTEMPTS_MAX, Store, StoreError,
        devices::Device,
        events::SeenBefore,
        posting::{EventRecord, Posting},
    },
};
use crate::{
    domain::{
        chain::ChainHash,
        date::Millis,
        event::Event,
        folio::Folio,
        ids::{ClientId, EventId, PersonId},
        policy::Policy,
    },
    sync::{
        intake::{self, DeviceState, Examined, FolioState, Opening, StoredEvent},
        protocol::{
            ItemOutcome, Outcome, PROTOCOL, PUSH_BYTES_MAX, PUSH_ITEMS_MAX, PushItem, PushRequest,
            PushResponse, QuarantineReason,
        },
    },
};

/// Most bytes of a push's body: the events with every character escaped, and room for the envelope.
pub const PUSH_BODY_BYTES_MAX: usize = 4 * PUSH_BYTES_MAX;

/// Attempts that a whole group gets before its items go one by one.
const GROUP_ATTEMPTS_MAX: usize = 2;

/// Why a push as a whole was not taken. Business reasons are never here: they are outcomes.
#[derive(Debug, thiserror::Error)]
pub enum PushRefusal {
    /// 401: the credential is nobody's, or another device's.
    #[error("the credential was not accepted")]
    Unauthorized,
    /// 400 with this code: the body is not a push.
    #[error("the body is not a push: {0}")]
    Malformed(&'static str),
    /// 413: more items than [`PUSH_ITEMS_MAX`].
    #[error("the push is too large")]
    TooLarge,
    /// 503 where it is passing, else 500.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Takes in one push. `credential` is the bearer's, `body` the exact bytes of the request.
pub async fn push(
    store: &Store,
    credential: &str,
    body: &[u8],
    now: Millis,
) -> Result<PushResponse, PushRefusal> {
    let device = store.device_by_credential(credential).await?.ok_or(PushRefusal::Unauthorized)?;
    let request: PushRequest =
        serde_json::from_slice(body).map_err(|_| PushRefusal::Malformed("unreadable"))?;
    if request.protocol == 0 || request.protocol > PROTOCOL {
        return Err(PushRefusal::Malformed("unknown_protocol"));
    }
    if request.first_seq == 0 {
        return Err(PushRefusal::Malformed("first_seq"));
    }
    if request.items.len() > PUSH_ITEMS_MAX {
        return Err(PushRefusal::TooLarge);
    }
    if request.device != device.id {
        return Err(PushRefusal::Unauthorized);
    }
    Ok(take(store, &device, &request, now).await?)
}

async fn take(
    store: &Store,
    device: &Device,
    request: &PushRequest,
    now: Millis,
) -> Result<PushResponse, StoreError> {
    let policy = store.policy_of(device.person).await?;
    let mut outcomes: Vec<ItemOutcome> = Vec::with_capacity(request.items.len());
    let (mut group_max, mut attempts) = (request.items.len().max(1), 0usize);
    let mut scopes = BTreeSet::from([device.person]);
    loop {
        let at = outcomes.len();
        let rest = request.items.get(at..).unwrap_or_default();
        let part = rest.get(..group_max.min(rest.len())).unwrap_or_default();
        let place = request.first_seq.saturating_add(at as u64);
        store.back_off(attempts).await;
        let _lanes = store.lanes(&scopes).await;
        match take_group(
            store,
            device,
            request,
            Part { place, items: part, policy: &policy, now },
            &mut scopes,
        )
        .await
        {
            Ok(Taken::Refused(response)) => return Ok(response),
            Ok(Taken::Outcomes { outcomes: taken, last_seq, is_cut }) => {
                outcomes.extend(taken);
                attempts = 0;
                if is_cut || outcomes.len() >= request.items.len() {
                    return Ok(PushResponse::Done { outcomes, last_seq, server_time: now });
                }
            }
            // The fate of an unknown commit shows when the events are read again.
            Err(StoreError::Conflict | StoreError::UnknownCommit) if attempts < CONFLICT_ATTEMPTS_MAX => {
                attempts = attempts.saturating_add(1);
                if attempts >= GROUP_ATTEMPTS_MAX {
                    group_max = 1;
                }
            }
            Err(error) => return Err(error),
        }
    }
}

/// Consecutive items of a request, the sequence of the first of them, what their person may, and when they came.
#[derive(Clone, Copy)]
struct Part<'a> {
    place: u64,
    items: &'a [PushItem],
    policy: &'a Policy,
    now: Millis,
}

enum Taken {
    /// The request as a whole cannot go on here.
    Refused(PushResponse),
    Outcomes {
        outcomes: Vec<ItemOutcome>,
        last_seq: u64,
        /// Nothing more of this request is to be looked at.
        is_cut: bool,
    },
}

/// Decides and commits one group. Tells in `scopes` whose phones it touches.
async fn take_group(
    store: &Store,
    device: &Device,
    request: &PushRequest,
    part: Part<'_>,
    scopes: &mut BTreeSet<PersonId>,
) -> Result<Taken, StoreError> {
    let now = part.now;
    let read = store.device(device.id).await?.ok_or(StoreError::NotFound("device"))?;
    let state = DeviceState {
        device: read.id,
        epoch: read.epoch,
        series: read.series.clone(),
        person: read.person,
        last_seq: read.last_seq,
        chain_head: read.chain_head,
    };
    let at_place = PushRequest {
        protocol: request.protocol,
        device: request.device,
        epoch: request.epoch,
        first_seq: part.place,
        items: Vec::new(),
    };
    match intake::open(&state, &at_place) {
        Opening::WrongEpoch => return Ok(Taken::Refused(PushResponse::WrongEpoch { server_time: now })),
        Opening::Gap { resume_at } => {
            return Ok(Taken::Refused(PushResponse::Gap { resume_at, server_time: now }));
        }
        Opening::Take => {}
    }
    let hints: Vec<Hint> = part.items.iter().map(Hint::of).collect();
    let ids: Vec<(EventId, ChainHash)> =
        part.items.iter().zip(&hints).map(|(item, hint)| (item.id, hint.sha256)).collect();
    let folios: Vec<Folio> = hints.iter().filter_map(|hint| hint.folio.clone()).collect();
    let seen = store.seen_before(&ids, &folios).await?;
    let clients = hints.iter().filter_map(|hint| hint.client);
    let mut posting = Posting::load(store, clients, None, now).await?;
    posting.load_drawers(store, [device.person]).await?;
    let moved: Vec<Folio> = hints.iter().flat_map(|hint| hint.cheques.iter().cloned()).collect();
    if !moved.is_empty() {
        posting.load_cheques(store, &moved).await?;
        posting.load_clients_of(store, &moved).await?;
    }
    scopes.extend(posting.scopes());
    let mut desk = Desk { state, seen, posting, policy: part.policy, now };
    let mut outcomes = Vec::with_capacity(part.items.len());
    let mut is_cut = false;
    for (seq, (item, hint)) in (part.place..).zip(part.items.iter().zip(&hints)) {
        match desk.take(seq, item, hint)? {
            Step::Answer(outcome) => outcomes.push(ItemOutcome { id: item.id, seq, outcome }),
            Step::Defer { needs_schema } => {
                is_cut = true;
                let rest = (seq..).zip(part.items.iter().skip(outcomes.len()));
                let deferred: Vec<_> = rest
                    .map(|(seq, item)| ItemOutcome {
                        id: item.id,
                        seq,
                        outcome: Outcome::Deferred { needs_schema },
                    })
                    .collect();
                outcomes.extend(deferred);
                break;
            }
            Step::Gap { resume_at } => {
                desk.finish(store, &read).await?;
                return Ok(Taken::Refused(PushResponse::Gap { resume_at, server_time: now }));
            }
        }
    }
    let last_seq = desk.finish(store, &read).await?;
    Ok(Taken::Outcomes { outcomes, last_seq, is_cut })
}

/// What is read off an item before it is judged, only to know what to load.
struct Hint {
    sha256: ChainHash,
    client: Option<ClientId>,
    folio: Option<Folio>,
    /// Cheques that it takes to a bank or to the office.
    cheques: Vec<Folio>,
    kind: &'static str,
}

impl Hint {
    fn of(item: &PushItem) -> Hint {
        let event = Event::from_bytes(&item.bytes).ok();
        Hint {
            sha256: ChainHash::of(item.bytes.as_bytes()),
            client: event.as_ref().and_then(|event| event.fact.client()),
            folio: event.as_ref().and_then(|event| event.fact.folio()).cloned(),
            cheques: event
                .as_ref()
                .map_or_else(Vec::new, |event| booking::cheques_moved(&event.fact).to_vec()),
            kind: event.as_ref().map_or("unreadable", |event| event.fact.kind()),
        }
    }
}

/// Where the items of one group are decided, one after the other.
struct Desk<'a> {
    state: DeviceState,
    seen: SeenBefore,
    posting: Posting,
    policy: &'a Policy,
    now: Millis,
}

enum Step {
    Answer(Outcome),
    Defer { needs_schema: u16 },
    Gap { resume_at: u64 },
}

impl Desk<'_> {
    fn take(&mut self, seq: u64, item: &PushItem, hint: &Hint) -> Result<Step, StoreError> {
        let stored = self.seen.events.get(&item.id).map_or(&[] as &[StoredEvent], Vec::as_slice);
        match intake::examine(&self.state, seq, item, stored) {
            Examined::Answer(outcome) => Ok(Step::Answer(outcome)),
            Examined::Defer { needs_schema } => Ok(Step::Defer { needs_schema }),
            Examined::Gap { resume_at } => Ok(Step::Gap { resume_at }),
            Examined::Quarantine { reason, advances } => {
                let is_id_taken = !stored.is_empty();
                let outcome = Outcome::Quarantined { reason };
                if reason == QuarantineReason::SameIdOtherBytes {
                    tracing::error!(event = %item.id, device = %self.state.device, "event {} came again with other bytes", item.id);
                }
                let seq = if advances { seq } else { 0 };
                self.keep(seq, item, hint, &outcome, Keep { as_event: !is_id_taken, as_exception: true })?;
                if advances {
                    self.state.advance(item);
                }
                Ok(Step::Answer(outcome))
            }
            Examined::Decide(event) => {
                let outcome = self.decide(&event, hint.sha256)?;
                let as_exception = match &outcome {
                    Outcome::Applied { applied } => applied.exception.is_some(),
                    _ => true,
                };
                self.keep(seq, item, hint, &outcome, Keep { as_event: true, as_exception })?;
                self.state.advance(item);
                Ok(Step::Answer(outcome))
            }
        }
    }

    /// Lets the rules speak, and enters in the books what they say.
    fn decide(&mut self, event: &Event, sha256: ChainHash) -> Result<Outcome, StoreError> {
        let taken = event.fact.folio();
        let folio = match taken {
            Some(folio) if self.seen.folios.contains(folio) => FolioState::Taken,
            _ => FolioState::Free,
        };
        let mut account = event.fact.client().and_then(|client| self.posting.account(client)).cloned();
        let mut drawer = self.posting.drawer(event.person).cloned().ok_or(StoreError::NotFound("drawer"))?;
        let outcome = intake::decide(event, account.as_mut(), &mut drawer, folio, self.policy, self.now);
        match &outcome {
            Outcome::Applied { applied } => {
                let drawer = event.fact.touches_drawer().then_some(drawer);
                booking::book(&mut self.posting, event, Changed { account, drawer }, applied, self.now)?;
            }
            _ => match (taken, folio) {
                (Some(number), FolioState::Free) => self.posting.hold_folio(number, event.id),
                (Some(number), FolioState::Taken) => {
                    self.posting.link_recovered(number, event.id, sha256);
                }
                (None, _) => {}
            },
        }
        self.seen.folios.extend(taken.cloned());
        Ok(outcome)
    }

    fn keep(
        &mut self,
        seq: u64,
        item: &PushItem,
        hint: &Hint,
        outcome: &Outcome,
        keep: Keep,
    ) -> Result<(), StoreError> {
        let record = EventRecord {
            id: item.id,
            device: self.state.device,
            seq,
            kind: hint.kind,
            client: hint.client,
            bytes: &item.bytes,
            sha256: hint.sha256,
            outcome,
        };
        if keep.as_event {
            self.posting.store_event(&record)?;
        }
        if keep.as_exception {
            self.posting.raise_exception(&record, self.state.person)?;
        }
        let stored = StoredEvent { sha256: hint.sha256, outcome: outcome.clone() };
        self.seen.events.entry(item.id).or_default().push(stored);
        Ok(())
    }

    /// Commits everything, and answers the device's last sequence.
    async fn finish(mut self, store: &Store, read: &Device) -> Result<u64, StoreError> {
        if self.state.last_seq > read.last_seq {
            self.posting.step_device(read, self.state.last_seq, self.state.chain_head);
        }
        self.posting.commit(store).await?;
        Ok(self.state.last_seq)
    }
}

/// In which tables an item's bytes are kept.
#[derive(Clone, Copy)]
struct Keep {
    as_event: bool,
    as_exception: bool,
}
