//! The model server: the protocol over a database that is a value. It decides by the same lines as the real one
//! (`sync::intake`), and can be killed between any two awaits.

use std::{
    collections::{BTreeMap, BTreeSet, btree_map::Entry},
    rc::Rc,
};

use senda::{
    domain::{
        account::Account,
        chain::ChainHash,
        event::{EVENT_SCHEMA, Event, Fact},
        folio::{Folio, Series},
        ids::{ClientId, DeviceId, EventId, PersonId},
    },
    sync::{
        intake::{self, DeviceState, Examined, FolioState, Opening, StoredEvent},
        ports::NetError,
        protocol::{
            Enrolment, ItemOutcome, Outcome, PullPage, PullRequest, PullResponse, PushItem, PushRequest,
            PushResponse, Put, ScopeChecksum,
        },
    },
};
use serde_json::value::RawValue;

use super::{
    books::Books,
    executor::{Owner, pause},
    faults::Bug,
    world::World,
};

/// Most tries of one transaction that meets conflicts.
pub const TRIES_MAX: usize = 50;

#[derive(Clone, Default)]
pub struct Db {
    pub revision: u64,
    pub devices: BTreeMap<DeviceId, DeviceState>,
    pub events: BTreeMap<EventId, Rc<StoredRow>>,
    /// Other bytes that claimed the id of a stored event.
    pub alarms: BTreeMap<(EventId, [u8; 32]), Rc<StoredRow>>,
    pub folios: BTreeMap<Folio, EventId>,
    pub scopes: BTreeMap<PersonId, Scope>,
    pub books: Books,
}

#[derive(Clone, Default)]
pub struct Scope {
    pub counter: u64,
    pub log: BTreeMap<u64, ClientId>,
}

pub struct StoredRow {
    pub item: PushItem,
    pub device: DeviceId,
    pub seq: u64,
    /// False for what came under a sequence that was taken already.
    pub has_place: bool,
    pub outcome: Outcome,
}

impl Db {
    pub fn scope_accounts(&self, person: PersonId) -> impl Iterator<Item = &Rc<Account>> {
        self.books.accounts.values().filter(move |account| account.assigned_to == Some(person))
    }

    pub fn note_change(&mut self, person: Option<PersonId>, client: ClientId) {
        let Some(person) = person else { return };
        let scope = self.scopes.entry(person).or_default();
        scope.counter += 1;
        scope.log.insert(scope.counter, client);
    }

    fn stored_under(&self, id: EventId) -> Vec<StoredEvent> {
        let alarms = self.alarms.range((id, [0; 32])..=(id, [255; 32])).map(|(_, row)| row);
        self.events
            .get(&id)
            .into_iter()
            .chain(alarms)
            .map(|row| StoredEvent {
                sha256: ChainHash::of(row.item.bytes.as_bytes()),
                outcome: row.outcome.clone(),
            })
            .collect()
    }
}

pub enum CommitError {
    Conflict,
    Unknown,
}

pub async fn commit(world: &World, mut tx: Db) -> Result<(), CommitError> {
    pause().await;
    let is_stale = world.db.borrow().revision != tx.revision;
    if is_stale || world.fault(|faults| faults.conflict) {
        return Err(CommitError::Conflict);
    }
    let is_unknown = world.fault(|faults| faults.unknown_commit);
    if is_unknown && world.dice.one_in(2) {
        return Err(CommitError::Unknown);
    }
    tx.revision += 1;
    if world.bug == Some(Bug::CounterOutsideTransaction) {
        for (person, scope) in &world.db.borrow().scopes {
            let counter = &mut tx.scopes.entry(*person).or_default().counter;
            *counter = scope.counter.max(*counter);
        }
    }
    *world.db.borrow_mut() = tx;
    pause().await;
    if is_unknown { Err(CommitError::Unknown) } else { Ok(()) }
}

pub async fn push(world: Rc<World>, request: PushRequest) -> Result<PushResponse, NetError> {
    pause().await;
    let device = world.db.borrow().devices.get(&request.device).cloned().ok_or(NetError::Unauthorized)?;
    match intake::open(&device, &request) {
        Opening::WrongEpoch => return Ok(PushResponse::WrongEpoch { server_time: world.server_time() }),
        Opening::Gap { resume_at } => {
            return Ok(PushResponse::Gap { resume_at, server_time: world.server_time() });
        }
        Opening::Take => {}
    }
    let mut outcomes: Vec<ItemOutcome> = Vec::new();
    let mut deferred = None;
    let items_count = request.items.len();
    for ((index, item), seq) in request.items.iter().enumerate().zip(request.first_seq..) {
        let taken = match &deferred {
            Some(outcome) => Taken::Outcome(Outcome::clone(outcome)),
            None if world.bug == Some(Bug::AckBeforeCommit) && index + 1 == items_count => {
                let late = (Rc::clone(&world), request.clone(), item.clone());
                world.executor.spawn(Owner::Server, async move {
                    for _ in 0..20 {
                        pause().await;
                    }
                    drop(take(&late.0, &late.1, seq, &late.2).await);
                });
                let mut tx = world.db.borrow().clone();
                settle_item(&world, &mut tx, &request, (seq, item), Mode::Plain, None)
            }
            None => take(&world, &request, seq, item).await?,
        };
        match taken {
            Taken::Outcome(outcome) => {
                if matches!(outcome, Outcome::Deferred { .. }) {
                    deferred = Some(outcome.clone());
                }
                outcomes.push(ItemOutcome { id: item.id, seq, outcome });
            }
            Taken::Gap(resume_at) => {
                return Ok(PushResponse::Gap { resume_at, server_time: world.server_time() });
            }
        }
    }
    let last_seq = world.db.borrow().devices[&request.device].last_seq;
    Ok(PushResponse::Done { outcomes, last_seq, server_time: world.server_time() })
}

enum Taken {
    Outcome(Outcome),
    Gap(u64),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Plain,
    /// A bug's way: what is stored already is written again.
    Again,
}

/// One item, one transaction; tried again after a conflict, read again after a commit of unknown fate.
async fn take(
    world: &Rc<World>,
    request: &PushRequest,
    seq: u64,
    item: &PushItem,
) -> Result<Taken, NetError> {
    let early_number = if world.bug == Some(Bug::CounterOutsideTransaction) {
        let mut db = world.db.borrow_mut();
        let client = Event::from_bytes(&item.bytes).ok().and_then(|event| event.fact.client());
        let person = client.and_then(|client| db.books.accounts.get(&client)?.assigned_to);
        person.map(|person| {
            let scope = db.scopes.entry(person).or_default();
            scope.counter += 1;
            scope.counter
        })
    } else {
        None
    };
    let mut mode = if world.bug == Some(Bug::UpsertForCreate) { Mode::Again } else { Mode::Plain };
    for _ in 0..TRIES_MAX {
        let mut tx = world.db.borrow().clone();
        pause().await;
        if tx.devices[&request.device].epoch != request.epoch {
            return Err(NetError::ServerFailed);
        }
        let before = tx.revision;
        let taken = settle_item(world, &mut tx, request, (seq, item), mode, early_number);
        let writes = match &taken {
            Taken::Gap(_) => false,
            Taken::Outcome(Outcome::Deferred { .. }) => false,
            Taken::Outcome(Outcome::Duplicate { .. }) => {
                mode == Mode::Again
                    || matches!(world.bug, Some(Bug::DedupByTimeWindow | Bug::CorteAppliedAgain))
            }
            Taken::Outcome(_) => true,
        };
        debug_assert_eq!(before, tx.revision);
        if !writes {
            return Ok(taken);
        }
        match commit(world, tx).await {
            Ok(()) => return Ok(taken),
            Err(CommitError::Conflict) => {}
            Err(CommitError::Unknown) if world.bug == Some(Bug::RetryWithoutReading) => mode = Mode::Again,
            Err(CommitError::Unknown) => {}
        }
    }
    Err(NetError::ServerFailed)
}

fn settle_item(
    world: &World,
    tx: &mut Db,
    request: &PushRequest,
    (seq, item): (u64, &PushItem),
    mode: Mode,
    early_number: Option<u64>,
) -> Taken {
    let mut device = tx.devices[&request.device].clone();
    let stored = tx.stored_under(item.id);
    let examined = intake::examine_as(world.server_schema.get(), &device, seq, item, &stored);
    let (outcome, advances) = match examined {
        Examined::Answer(answer) => {
            let is_corte = |event: &Event| matches!(event.fact, Fact::CashHandedOver(_));
            if let Ok(event) = Event::from_bytes(&item.bytes)
                && (mode == Mode::Again || (world.bug == Some(Bug::CorteAppliedAgain) && is_corte(&event)))
            {
                write_event(world, tx, &event, FolioState::Free, early_number);
            }
            return Taken::Outcome(answer);
        }
        Examined::Defer { needs_schema } => return Taken::Outcome(Outcome::Deferred { needs_schema }),
        Examined::Gap { resume_at } => return Taken::Gap(resume_at),
        Examined::Quarantine { reason, advances } => (Outcome::Quarantined { reason }, advances),
        Examined::Decide(event) => {
            if world.bug == Some(Bug::DedupByTimeWindow)
                && let Some(payment) = event.fact.payment()
                && let Some(twin) = tx
                    .books
                    .payments
                    .iter()
                    .map(|booked| (booked.event, &booked.payment))
                    .find(|(_, twin)| twin.client == payment.client && twin.amount == payment.amount)
            {
                let original = Box::new(tx.events[&twin.0].outcome.clone());
                device.advance(item);
                tx.devices.insert(device.device, device);
                return Taken::Outcome(Outcome::Duplicate { original });
            }
            let folio = match event.fact.folio() {
                Some(folio) if tx.folios.contains_key(folio) => FolioState::Taken,
                _ => FolioState::Free,
            };
            if let (FolioState::Free, Some(folio)) = (folio, event.fact.folio()) {
                tx.folios.insert(folio.clone(), event.id);
            }
            (write_event(world, tx, &event, folio, early_number), true)
        }
    };
    if advances {
        device.advance(item);
    }
    let row = Rc::new(StoredRow {
        item: item.clone(),
        device: device.device,
        seq,
        has_place: advances,
        outcome: outcome.clone(),
    });
    match tx.events.entry(item.id) {
        Entry::Vacant(place) => drop(place.insert(row)),
        Entry::Occupied(_) => {
            let sha256 = *ChainHash::of(item.bytes.as_bytes()).as_bytes();
            tx.alarms.insert((item.id, sha256), row);
        }
    }
    tx.devices.insert(device.device, device);
    Taken::Outcome(outcome)
}

fn write_event(
    world: &World,
    tx: &mut Db,
    event: &Event,
    folio: FolioState,
    early_number: Option<u64>,
) -> Outcome {
    let outcome = tx.books.take(event, folio, world.server_time(), world.bug);
    if !matches!(outcome, Outcome::Applied { .. }) {
        return outcome;
    }
    if world.bug == Some(Bug::DrawerOutsideTransaction)
        && let Some(drawer) = tx.books.drawers.get(&event.person)
    {
        world.db.borrow_mut().books.drawers.insert(event.person, Rc::clone(drawer));
    }
    let Some(client) = event.fact.client() else { return outcome };
    match (early_number, tx.books.accounts[&client].assigned_to) {
        (Some(number), Some(person)) => {
            tx.scopes.entry(person).or_default().log.insert(number, client);
        }
        (_, person) => tx.note_change(person, client),
    }
    outcome
}

pub async fn pull(world: Rc<World>, request: PullRequest) -> Result<PullResponse, NetError> {
    pause().await;
    let mut page = read_page(&world, &request);
    if world.bug == Some(Bug::LastSeqReadApart) {
        for _ in 0..6 {
            pause().await;
        }
        page.device_last_seq = world.db.borrow().devices.get(&request.device).map_or(0, |d| d.last_seq);
    }
    if world.bug == Some(Bug::DrawerReadApart) && page.drawer.is_some() {
        for _ in 0..6 {
            pause().await;
        }
        page.drawer = Some(world.db.borrow().books.drawer(request.scope));
    }
    pause().await;
    Ok(PullResponse::Page(page))
}

fn read_page(world: &World, request: &PullRequest) -> PullPage {
    let db = world.db.borrow();
    let empty = Scope::default();
    let scope = db.scopes.get(&request.scope).unwrap_or(&empty);
    let lines: Vec<(u64, ClientId)> =
        scope.log.range(request.since + 1..).take(world.page_max).map(|(n, client)| (*n, *client)).collect();
    let next = lines.last().map_or(request.since, |(number, _)| *number);
    let has_more = scope.log.range(next + 1..).next().is_some();
    let clients: BTreeSet<ClientId> = lines.into_iter().map(|(_, client)| client).collect();
    let mut puts = Vec::new();
    let mut deletes = Vec::new();
    for client in clients {
        match db.books.accounts.get(&client).filter(|account| account.assigned_to == Some(request.scope)) {
            Some(account) => puts.push(Put {
                id: client,
                version: account.version,
                account: RawValue::from_string(serde_json::to_string(account.as_ref()).unwrap()).unwrap(),
            }),
            None => deletes.push(client),
        }
    }
    let mut in_scope: BTreeMap<ClientId, u64> =
        db.scope_accounts(request.scope).map(|account| (account.id(), account.version)).collect();
    if world.bug == Some(Bug::DeleteLostAndChecksumToo) {
        deletes.clear();
        let said = scope.log.values().map(|client| (*client, db.books.accounts[client].version));
        // The versions of accounts that left stay as the phone last had them.
        for (client, version) in said {
            if db.books.accounts[&client].assigned_to != Some(request.scope) {
                let held = world.held_version(request.device, client);
                in_scope.insert(client, held.unwrap_or(version));
                if held.is_none() {
                    in_scope.remove(&client);
                }
            }
        }
    }
    PullPage {
        puts,
        deletes,
        next,
        has_more,
        device_last_seq: db.devices.get(&request.device).map_or(0, |device| device.last_seq),
        checksum: (!has_more).then(|| ScopeChecksum::of(in_scope)),
        profile: None,
        drawer: (!has_more).then(|| db.books.drawer(request.scope)),
        server_time: world.server_time(),
    }
}

/// A new enrolment: a new device and a series that nobody had.
pub async fn enrol(world: Rc<World>, person: PersonId) -> Result<Enrolment, NetError> {
    pause().await;
    let number = world.next_series.get();
    world.next_series.set(number + 1);
    let series = Series::numbered('C', number).unwrap();
    let device = DeviceId::from_key(series.as_str());
    let state = DeviceState::fresh(device, 1, series.clone(), person);
    let mut db = world.db.borrow_mut();
    db.devices.insert(device, state);
    db.revision += 1;
    Ok(Enrolment {
        device,
        epoch: 1,
        series,
        person,
        credential: format!("secret of {device}"),
        server_time: world.server_time(),
    })
}

/// The newest schema of this build, for a server that is up to date.
pub const SCHEMA_NOW: u16 = EVENT_SCHEMA;
