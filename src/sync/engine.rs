//! The engine of one tab: records, pushes and pulls over the ports. Cheap to clone; clones share everything.

use std::{cell::RefCell, rc::Rc};

use serde::{Deserialize, Serialize};

pub use super::draft::{Draft, PaymentExtras};
use super::{
    clock::Departure,
    overlay::{Look, Workspace},
    ports::{Clock, LocalStore, NetError, Rng, StoreError, Transport},
    protocol::{Enrolment, ItemOutcome, Outcome, PullResponse, PushRequest, PushResponse},
    pull::{PullReport, PullRun, PullStep, ScopeIndex, Seen},
    push::{PushPlan, PushReport, check_gap, check_outcomes, next_push},
    records::{Meta, NewRecord, OutboxRow, OutboxState, ReceiptRow},
};
use crate::domain::{
    account::Account,
    chain::ChainHash,
    date::Zone,
    drawer::Drawer,
    event::{EVENT_BYTES_MAX, EVENT_SCHEMA, Event, Place, Stamp},
    folio::Folio,
    ids::EventId,
    money::Money,
    policy::Policy,
    rule_error::RuleError,
    rules::{self, Applied},
};

/// Most requests of one push or pull: ten times what a phone that was months without signal needs.
pub const REQUESTS_MAX: u32 = 10_000;
/// Most times that the base is read again because another tab wrote to it meanwhile.
const READS_MAX: u32 = 8;
/// Most gaps that a server may claim in one push before it is not believed.
const GAPS_MAX: u32 = 2;

/// Why a push or a pull did not come to its end. What was done before stands.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "sync", rename_all = "snake_case")]
pub enum SyncError {
    #[error("{error}")]
    Store { error: StoreError },
    #[error("{error}")]
    Net { error: NetError },
    /// Another life of this enrolment has pushed: export the outbox and enrol again.
    #[error("this enrolment is over")]
    WrongEpoch,
    /// The server asks for an event that this device no longer holds: it was restored from an old backup.
    #[error("the server lost event {seq}")]
    ServerBehind { seq: u64 },
    /// Even a fresh snapshot does not add up to the server's checksum.
    #[error("the data received does not add up")]
    ChecksumDiffers,
}

impl SyncError {
    /// Trying again later cannot mend it: a person must do something.
    pub fn is_permanent(&self) -> bool {
        match self {
            SyncError::WrongEpoch | SyncError::ServerBehind { .. } => true,
            SyncError::Net { error } => matches!(error, NetError::Unauthorized | NetError::UpgradeNeeded),
            SyncError::Store { error } => !matches!(error, StoreError::Stale | StoreError::Failed(_)),
            SyncError::ChecksumDiffers => false,
        }
    }
}

impl From<StoreError> for SyncError {
    fn from(error: StoreError) -> SyncError {
        SyncError::Store { error }
    }
}

impl From<NetError> for SyncError {
    fn from(error: NetError) -> SyncError {
        SyncError::Net { error }
    }
}

/// One engine per tab.
#[derive(Debug)]
pub struct Engine<S, T, C, R> {
    inner: Rc<Inner<S, T, C, R>>,
}

#[derive(Debug)]
struct Inner<S, T, C, R> {
    store: S,
    transport: T,
    clock: C,
    rng: R,
    /// Versions of the base as stored under a cursor; `None` where they must be read again.
    index: RefCell<Option<(Seen, ScopeIndex)>>,
    /// What a pull that broke had already written: it comes with the next report.
    unreported: RefCell<PullReport>,
    unreported_push: RefCell<PushReport>,
}

impl<S, T, C, R> Clone for Engine<S, T, C, R> {
    fn clone(&self) -> Self {
        Engine { inner: Rc::clone(&self.inner) }
    }
}

impl<S: LocalStore, T: Transport, C: Clock, R: Rng> Engine<S, T, C, R> {
    pub fn new(store: S, transport: T, clock: C, rng: R) -> Self {
        let inner = Inner {
            store,
            transport,
            clock,
            rng,
            index: RefCell::default(),
            unreported: RefCell::default(),
            unreported_push: RefCell::default(),
        };
        Engine { inner: Rc::new(inner) }
    }

    pub fn store(&self) -> &S {
        &self.inner.store
    }
    pub fn clock(&self) -> &C {
        &self.inner.clock
    }
    pub fn rng(&self) -> &R {
        &self.inner.rng
    }

    /// Everything into memory, once at start. `None` where this browser is not enrolled.
    pub async fn load(&self) -> Result<Option<Workspace>, StoreError> {
        let Some(look) = self.look_past(None).await? else { return Ok(None) };
        let workspace = Workspace::open(look);
        self.inner.unreported.take();
        self.inner.unreported_push.take();
        *self.inner.index.borrow_mut() = Some((workspace.seen(), ScopeIndex::of(workspace.base_versions())));
        Ok(Some(workspace))
    }

    /// What another tab wrote since `seen`, for `Workspace::note_look`. `None` where the browser is not enrolled.
    pub async fn look(&self, seen: Seen) -> Result<Option<Look>, StoreError> {
        self.look_past(Some(seen)).await
    }

    /// Reads the store; the base only where it is not the one `seen`. Another tab may write between two reads: the
    /// outbox is read before the base, so that an event is in one of them at least, and all is read again where
    /// another enrolment began meanwhile.
    async fn look_past(&self, seen: Option<Seen>) -> Result<Option<Look>, StoreError> {
        let store = &self.inner.store;
        for _ in 0..READS_MAX {
            let Some(before) = store.load_meta().await? else { return Ok(None) };
            let outbox = store.load_outbox().await?;
            let receipts = store.load_receipts().await?;
            let drawer = store.load_drawer().await?;
            let Some(mut meta) = store.load_meta().await? else { return Ok(None) };
            let is_same = seen == Some(Seen { device: meta.device, cursor: meta.cursor });
            let base = if is_same { None } else { Some(store.load_base().await?) };
            let is_whole = before.device == meta.device
                && (is_same || store.load_meta().await?.is_some_and(|after| after.device == meta.device));
            if is_whole {
                // Whatever is recorded from here on is not surely in what was read.
                meta.next_seq = before.next_seq;
                return Ok(Some(Look { meta, outbox, receipts, drawer, base }));
            }
        }
        Err(StoreError::Stale)
    }

    /// Keeps what the server gave to this browser. Refused while anything of an older enrolment is unsent.
    pub async fn enrol(&self, enrolment: &Enrolment) -> Result<(), StoreError> {
        let offset_ms = enrolment.server_time.since(self.inner.clock.wall());
        *self.inner.index.borrow_mut() = None;
        self.inner.store.enrol(&fresh_meta(enrolment, offset_ms)).await
    }

    /// Forgets the enrolment and all data. Refused while anything is unsent or *por aclarar*.
    pub async fn forget(&self) -> Result<(), StoreError> {
        *self.inner.index.borrow_mut() = None;
        self.inner.store.forget().await
    }

    /// Records one fact, durably: when this returns `Ok`, it happened; on any error nothing was issued.
    ///
    /// The event is built inside the store's critical section, with the counters as stored, so that two tabs never
    /// give the same folio. The receipt shows what the very rules of the server do to the account as shown here.
    ///
    /// The workspace is read at once and not held: a sync may change it while the store writes.
    pub fn record(
        &self,
        workspace: &Workspace,
        draft: Draft,
        place: Option<Place>,
    ) -> impl Future<Output = Result<NewRecord, StoreError>> + use<S, T, C, R> {
        let client = draft.client();
        let account = client.and_then(|client| workspace.account(client));
        let drawer = workspace.drawer();
        let policy = workspace.policy();
        let profile_zone = workspace.meta().profile.as_ref().map(|profile| profile.zone);
        let inner = Rc::clone(&self.inner);
        async move {
            if client.is_some() && account.is_none() {
                return Err(RuleError::WrongClient.into());
            }
            let account_zone = account.as_ref().map(|account| account.customer.zone);
            let zone = profile_zone.or(account_zone).unwrap_or(Zone::MEXICO_CITY);
            let before = Before { account: account.as_deref(), drawer: &drawer, policy: &policy };
            let Inner { store, clock, rng, .. } = inner.as_ref();
            store
                .append(|meta| {
                    let stamp = Stamp {
                        wall: clock.wall(),
                        zone,
                        monotonic_ms: clock.monotonic_ms(),
                        offset_ms: meta.clock_offset_ms,
                    };
                    build_record(meta, before, draft, Moment { stamp, place, random: rng.bytes10() })
                })
                .await
        }
    }

    /// Sends until nothing is unsent. What was answered before an error stands, and comes with the next report.
    pub async fn push(&self) -> Result<PushReport, SyncError> {
        let mut report = self.inner.unreported_push.take();
        let result = self.push_all(&mut report).await;
        match result {
            Ok(()) => Ok(report),
            Err(error) => {
                self.inner.unreported_push.replace(report);
                Err(error)
            }
        }
    }

    async fn push_all(&self, report: &mut PushReport) -> Result<(), SyncError> {
        let mut from = None;
        let mut gaps = 0;
        report.deferred = None;
        let (mut meta, mut rows) = self.outbox_of_one_enrolment().await?;
        for _ in 0..REQUESTS_MAX {
            let mut plan = next_push(&rows, &meta, from);
            if !matches!(plan, PushPlan::Send(_)) {
                (meta, rows) = self.outbox_of_one_enrolment().await?;
                plan = next_push(&rows, &meta, from);
            }
            let request = match plan {
                PushPlan::Nothing => return Ok(()),
                PushPlan::Lost { seq } => return Err(SyncError::ServerBehind { seq }),
                PushPlan::Send(request) => request,
            };
            report.requests = report.requests.saturating_add(1);
            match self.send(&meta, &request, report).await? {
                Sent::Done(outcomes) => {
                    for outcome in &outcomes {
                        if let Some(row) = rows.iter_mut().find(|row| row.seq == outcome.seq) {
                            row.answer(outcome);
                        }
                    }
                    report.outcomes.extend(outcomes);
                    if report.deferred.is_some() {
                        return Ok(());
                    }
                    let after = request.first_seq.saturating_add(request.items.len() as u64);
                    from = from.map(|_| after);
                }
                Sent::Gap(resume_at) => {
                    gaps += 1;
                    if gaps > GAPS_MAX {
                        return Err(NetError::NotProtocol.into());
                    }
                    from = Some(resume_at);
                }
            }
        }
        Err(NetError::NotProtocol.into())
    }

    /// The outbox with the very enrolment that wrote it: another tab may enrol anew between two reads, and events
    /// sent under an enrolment that is not theirs would be taken for forged.
    async fn outbox_of_one_enrolment(&self) -> Result<(Meta, Vec<OutboxRow>), StoreError> {
        let store = &self.inner.store;
        for _ in 0..READS_MAX {
            let before = store.load_meta().await?.ok_or(StoreError::NotEnrolled)?;
            let rows = store.load_outbox().await?;
            let meta = store.load_meta().await?.ok_or(StoreError::NotEnrolled)?;
            if before.device == meta.device && before.epoch == meta.epoch {
                return Ok((meta, rows));
            }
        }
        Err(StoreError::Stale)
    }

    /// One request, and its answer kept where it can be believed.
    async fn send(
        &self,
        meta: &Meta,
        request: &PushRequest,
        report: &mut PushReport,
    ) -> Result<Sent, SyncError> {
        let Inner { store, transport, clock, .. } = self.inner.as_ref();
        let departure = Departure::now(clock);
        let answer = transport.push(&meta.credential, request).await.and_then(|answer| {
            match &answer {
                PushResponse::Done { outcomes, .. } => check_outcomes(request, outcomes)?,
                PushResponse::Gap { resume_at, .. } => check_gap(request, *resume_at)?,
                PushResponse::WrongEpoch { .. } => {}
            }
            Ok(answer)
        });
        let answer = match answer {
            Ok(answer) => answer,
            Err(error) => {
                let last = request.first_seq.saturating_add(request.items.len() as u64).saturating_sub(1);
                store.count_attempt(last).await?;
                return Err(error.into());
            }
        };
        match answer {
            PushResponse::Done { outcomes, server_time, .. } => {
                let offset_ms = departure.offset_ms(clock, server_time);
                let outcomes: Vec<ItemOutcome> = outcomes
                    .into_iter()
                    .map(|answer| ItemOutcome { outcome: answer.outcome.original().clone(), ..answer })
                    .collect();
                store.settle(&outcomes, offset_ms, server_time).await?;
                report.clock_offset_ms = Some(offset_ms);
                report.server_time = Some(server_time);
                report.deferred = outcomes.iter().find_map(|answer| match answer.outcome {
                    Outcome::Deferred { needs_schema } => Some(needs_schema),
                    _ => None,
                });
                Ok(Sent::Done(outcomes))
            }
            PushResponse::Gap { resume_at, .. } => Ok(Sent::Gap(resume_at)),
            PushResponse::WrongEpoch { .. } => Err(SyncError::WrongEpoch),
        }
    }

    /// Receives up to the last page. Where the checksum differs, the base is replaced by a snapshot; the outbox is
    /// untouched. What was written before an error stands, and comes with the next report.
    pub async fn pull(&self) -> Result<PullReport, SyncError> {
        self.pull_counting(|_| {}).await
    }

    /// As [`Engine::pull`], telling after each page how many accounts have arrived.
    pub async fn pull_counting(&self, on_page: impl Fn(u64)) -> Result<PullReport, SyncError> {
        let mut report = self.inner.unreported.take();
        let result = self.pull_all(&mut report, on_page).await;
        match result {
            Ok(()) => Ok(report),
            Err(error) => {
                self.inner.unreported.replace(report);
                Err(error)
            }
        }
    }

    async fn pull_all(&self, report: &mut PullReport, on_page: impl Fn(u64)) -> Result<(), SyncError> {
        let mut arrived: u64 = 0;
        let Inner { store, transport, clock, .. } = self.inner.as_ref();
        let (meta, index) = self.take_index().await?;
        if report.from.is_some_and(|from| from.device != meta.device || report.cursor != meta.cursor) {
            // Another tab went on from where this one broke: what is between is not in this report.
            *report = PullReport::default();
        }
        let device = meta.device;
        let mut run = PullRun::new(meta, index);
        for _ in 0..REQUESTS_MAX {
            let departure = Departure::now(clock);
            let answer = transport.pull(&run.request()).await?;
            report.requests = report.requests.saturating_add(1);
            let step = match answer {
                PullResponse::Reset { .. } => {
                    run.restart()?;
                    PullStep::Ask
                }
                PullResponse::Page(page) => {
                    arrived = arrived.saturating_add(page.puts.len() as u64);
                    on_page(arrived);
                    let offset_ms = departure.offset_ms(clock, page.server_time);
                    run.take(page, offset_ms)?
                }
            };
            let PullStep::Write { page, accounts, is_last } = step else { continue };
            let seen = Seen { device, cursor: page.cursor };
            store.apply_page(page.clone()).await?;
            report.note(&page, accounts);
            if is_last {
                let is_mismatched = run.is_mismatched();
                *self.inner.index.borrow_mut() = Some((seen, run.into_index()));
                return if is_mismatched { Err(SyncError::ChecksumDiffers) } else { Ok(()) };
            }
        }
        Err(NetError::NotProtocol.into())
    }

    /// `meta` and the versions of the base under its cursor. The index is taken out: a pull that breaks leaves it to
    /// be read again.
    async fn take_index(&self) -> Result<(Meta, ScopeIndex), StoreError> {
        let store = &self.inner.store;
        for _ in 0..READS_MAX {
            let meta = store.load_meta().await?.ok_or(StoreError::NotEnrolled)?;
            let seen = Seen { device: meta.device, cursor: meta.cursor };
            if let Some((held, index)) = self.inner.index.take()
                && held == seen
            {
                return Ok((meta, index));
            }
            let rows = store.load_base().await?;
            let index = ScopeIndex::of(rows.iter().map(|row| (row.id, row.version)));
            // Another tab may have written a page between the two reads: then this is not the base of that cursor.
            self.inner.index.replace(Some((seen, index)));
        }
        Err(StoreError::Stale)
    }
}

/// What the server said to one request.
enum Sent {
    Done(Vec<ItemOutcome>),
    Gap(u64),
}

/// What the event is laid on.
#[derive(Clone, Copy)]
struct Before<'a> {
    account: Option<&'a Account>,
    drawer: &'a Drawer,
    policy: &'a Policy,
}

/// When, where, and the randomness of the id.
struct Moment {
    stamp: Stamp,
    place: Option<Place>,
    random: [u8; 10],
}

/// `meta` of a fresh enrolment: the first sequence, the first folio, the genesis of the chain.
fn fresh_meta(enrolment: &Enrolment, clock_offset_ms: i64) -> Meta {
    Meta {
        device: enrolment.device,
        epoch: enrolment.epoch,
        series: enrolment.series.clone(),
        person: enrolment.person,
        credential: enrolment.credential.clone(),
        next_seq: 1,
        next_folio: 1,
        chain_head: ChainHash::genesis(&enrolment.series, enrolment.device),
        cursor: 0,
        base_last_seq: 0,
        clock_offset_ms: Some(clock_offset_ms),
        pulled_at: None,
        all_sent_at: None,
        profile: None,
    }
}

/// The event, its row, its receipt and the counters moved on. Runs inside the store's critical section.
fn build_record(
    meta: &Meta,
    before: Before<'_>,
    draft: Draft,
    moment: Moment,
) -> Result<NewRecord, RuleError> {
    let fact = draft.into_fact(meta.person, || Folio::new(meta.series.clone(), meta.next_folio))?;
    let minted_ms = u64::try_from(moment.stamp.instant().0).unwrap_or(0);
    let event = Event {
        schema: EVENT_SCHEMA,
        id: EventId::mint(minted_ms, &moment.random),
        device: meta.device,
        epoch: meta.epoch,
        seq: meta.next_seq,
        person: meta.person,
        prev: meta.chain_head,
        stamp: moment.stamp,
        place: moment.place,
        fact,
    };
    let mut after = before.account.cloned();
    let applied = match &mut after {
        Some(account) if event.fact.client().is_some() => rules::apply(account, &event, before.policy)?,
        _ => Applied::default(),
    };
    let name = after.as_ref().map_or("", |account| account.customer.name.as_str());
    if event.fact.touches_drawer() {
        rules::apply_to_drawer(&mut before.drawer.clone(), &event, name, before.policy)?;
    }
    let too_long = || RuleError::TextTooLong { field: "event".into(), chars_max: EVENT_BYTES_MAX };
    let bytes = event.to_bytes().map_err(|_| too_long())?;
    if bytes.len() > EVENT_BYTES_MAX {
        return Err(too_long());
    }
    let sha256 = ChainHash::of(bytes.as_bytes());
    let receipt = match event.fact.payment() {
        Some(payment) => Some(ReceiptRow {
            folio: payment.folio.clone(),
            event: event.id,
            seq: event.seq,
            client: payment.client,
            client_name: name.to_owned(),
            amount: payment.amount,
            method: payment.method.clone(),
            allocation: applied.allocation.unwrap_or_default(),
            balance_after: after.as_ref().map_or(Ok(Money::ZERO), Account::balance)?,
            recorded: event.stamp.wall,
            chain: sha256,
            booked: None,
        }),
        None => None,
    };
    let mut next = meta.clone();
    next.next_seq = meta.next_seq.saturating_add(1);
    if event.fact.folio().is_some() {
        next.next_folio = meta.next_folio.saturating_add(1);
    }
    next.chain_head = sha256;
    let row = OutboxRow {
        seq: event.seq,
        id: event.id,
        client: event.fact.client(),
        kind: event.fact.kind().to_owned(),
        schema: event.schema,
        bytes,
        sha256,
        recorded: event.stamp.wall,
        attempts: 0,
        state: OutboxState::Unsent,
    };
    Ok(NewRecord { event, row, receipt, meta: next })
}
