//! A phone: one browser's storage, its tabs, and a person who records.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeSet,
    rc::Rc,
};

use senda::{
    domain::{
        date::Millis,
        event::Fact,
        ids::{EventId, PersonId},
        rule_error::RuleError,
    },
    sync::{
        engine::{Engine, SyncError},
        memory_store::{MemoryState, MemoryStore},
        overlay::Workspace,
        ports::{Clock, LocalStore, NetError, Rng, StoreError, Transport},
        protocol::{ItemOutcome, PullRequest, PullResponse, PushRequest, PushResponse},
        records::{BaseRow, DrawerRow, Meta, NewRecord, OutboxRow, PageWrite, ReceiptRow},
    },
};

use super::{
    drafts,
    executor::{Owner, pause},
    faults::Bug,
    oracle::{self, Shown},
    server,
    world::{World, exchange},
};

/// Most things that the person of one tab does.
const ACTIONS_MAX: usize = 12;

pub struct Phone {
    pub person: PersonId,
    /// What the tabs see.
    pub live: MemoryStore,
    /// What a power cut leaves.
    pub durable: RefCell<MemoryState>,
    /// The wall clock less the true time.
    pub skew: Cell<i64>,
    pub is_logged_in: Cell<bool>,
}

impl Phone {
    pub fn new(person: PersonId) -> Phone {
        Phone {
            person,
            live: MemoryStore::default(),
            durable: RefCell::default(),
            skew: Cell::new(0),
            is_logged_in: Cell::new(true),
        }
    }

    pub fn meta(&self) -> Option<Meta> {
        self.live.snapshot().meta
    }

    /// Everything written so far reaches the disk.
    pub fn flush(&self) {
        *self.durable.borrow_mut() = self.live.snapshot();
    }
}

/// The ports of one tab.
#[derive(Clone)]
pub struct Ports {
    world: Rc<World>,
    phone: usize,
    /// The server forgot the cursor: the reset that follows is not by a checksum.
    was_reset: Rc<Cell<bool>>,
}

impl Ports {
    fn phone(&self) -> &Phone {
        &self.world.phones[self.phone]
    }

    async fn relaxed(&self) -> Result<(), StoreError> {
        pause().await;
        if self.world.fault(|faults| faults.quota) { Err(StoreError::Quota) } else { Ok(()) }
    }
}

impl Clock for Ports {
    fn wall(&self) -> Millis {
        self.world.server_time().plus(self.phone().skew.get())
    }
    fn monotonic_ms(&self) -> i64 {
        self.world.server_time().0
    }
}

impl Rng for Ports {
    fn bytes10(&self) -> [u8; 10] {
        (&self.world.dice).bytes10()
    }
}

impl LocalStore for Ports {
    async fn load_meta(&self) -> Result<Option<Meta>, StoreError> {
        pause().await;
        self.phone().live.load_meta().await
    }
    async fn load_outbox(&self) -> Result<Vec<OutboxRow>, StoreError> {
        pause().await;
        self.phone().live.load_outbox().await
    }
    async fn load_base(&self) -> Result<Vec<BaseRow>, StoreError> {
        pause().await;
        self.phone().live.load_base().await
    }
    async fn load_receipts(&self) -> Result<Vec<ReceiptRow>, StoreError> {
        pause().await;
        self.phone().live.load_receipts().await
    }
    async fn load_drawer(&self) -> Result<Option<DrawerRow>, StoreError> {
        pause().await;
        self.phone().live.load_drawer().await
    }
    async fn enrol(&self, meta: &Meta) -> Result<(), StoreError> {
        self.relaxed().await?;
        self.phone().live.enrol(meta).await?;
        self.phone().flush();
        pause().await;
        Ok(())
    }
    async fn append<F>(&self, build: F) -> Result<NewRecord, StoreError>
    where
        F: FnOnce(&Meta) -> Result<NewRecord, RuleError>,
    {
        self.relaxed().await?;
        let record = if self.world.bug == Some(Bug::CountersReadOutside) {
            let meta = self.phone().live.load_meta().await?.ok_or(StoreError::NotEnrolled)?;
            pause().await;
            self.phone().live.append(|_| build(&meta)).await?
        } else {
            self.phone().live.append(build).await?
        };
        if self.world.bug == Some(Bug::VoidedFolioReused) && matches!(record.event.fact, Fact::FolioVoided(_))
        {
            let mut state = self.phone().live.snapshot();
            if let Some(meta) = &mut state.meta {
                meta.next_folio -= 1;
            }
            self.phone().live.restore(state);
        }
        if self.world.bug != Some(Bug::RelaxedDurability) {
            self.phone().flush();
        }
        pause().await;
        Ok(record)
    }
    async fn settle(
        &self,
        outcomes: &[ItemOutcome],
        clock_offset_ms: i64,
        server_time: Millis,
    ) -> Result<(), StoreError> {
        self.relaxed().await?;
        self.phone().live.settle(outcomes, clock_offset_ms, server_time).await?;
        if self.world.bug == Some(Bug::SettleBeforePull) {
            let mut state = self.phone().live.snapshot();
            state.outbox.retain(|seq, row| !row.leaves_at(*seq));
            self.phone().live.restore(state);
        }
        pause().await;
        Ok(())
    }
    async fn count_attempt(&self, up_to_seq: u64) -> Result<(), StoreError> {
        pause().await;
        self.phone().live.count_attempt(up_to_seq).await
    }
    async fn apply_page(&self, mut page: PageWrite) -> Result<(), StoreError> {
        self.relaxed().await?;
        if self.world.bug == Some(Bug::OverlayForgetsDrawer)
            && let (Some(row), Some(meta)) = (&mut page.drawer, self.phone().meta())
        {
            row.included_seq = meta.next_seq;
        }
        let (before, is_reset) = (self.phone().live.snapshot(), page.is_reset);
        self.phone().live.apply_page(page).await?;
        if !is_reset {
            oracle::check_page(&self.world, &before, &self.phone().live.snapshot());
        }
        pause().await;
        Ok(())
    }
    async fn forget(&self) -> Result<(), StoreError> {
        pause().await;
        self.phone().live.forget().await
    }
}

impl Transport for Ports {
    async fn push(&self, credential: &str, request: &PushRequest) -> Result<PushResponse, NetError> {
        assert_eq!(credential, format!("secret of {}", request.device));
        let world = &self.world;
        let kept = world.kept_answer.borrow().clone();
        if let Some(answer) = kept
            && world.fault(|faults| faults.replayed_answer)
        {
            return Ok(answer);
        }
        let answer = exchange(world, || server::push(Rc::clone(world), request.clone())).await?;
        if let PushResponse::Done { outcomes, .. } = &answer {
            world.truth.borrow_mut().note_acknowledged(request, outcomes);
            *world.kept_answer.borrow_mut() = Some(answer.clone());
        }
        Ok(answer)
    }

    async fn pull(&self, request: &PullRequest) -> Result<PullResponse, NetError> {
        let (world, phone) = (&self.world, self.phone());
        if world.fault(|faults| faults.expired_login) {
            phone.is_logged_in.set(false);
        }
        if !phone.is_logged_in.get() {
            return Err(NetError::Unauthorized);
        }
        if request.since > 0 && world.fault(|faults| faults.forgotten_cursor) {
            self.was_reset.set(true);
            return Ok(PullResponse::Reset { server_time: world.server_time() });
        }
        exchange(world, || server::pull(Rc::clone(world), request.clone())).await
    }
}

type TabEngine = Engine<Ports, Ports, Ports, Ports>;

/// One tab: its engine, its memory, and the events that it must be showing.
struct Tab {
    ports: Ports,
    engine: TabEngine,
    workspace: RefCell<Option<Workspace>>,
    known: RefCell<BTreeSet<EventId>>,
}

pub fn open_tab(world: &Rc<World>, phone: usize) {
    let number = world.next_tab.get();
    world.next_tab.set(number + 1);
    let owner = Owner::Tab { phone, tab: number };
    let world = Rc::clone(world);
    let spawner = Rc::clone(&world);
    spawner.executor.spawn(owner, async move {
        let tab = Rc::new(Tab::new(&world, phone));
        tab.open().await;
        let person = Rc::clone(&tab);
        world.executor.spawn(owner, async move { person.act().await });
        tab.sync_for_ever().await;
    });
}

/// After the world has healed: one fresh tab that sends and receives all, without a single failure.
pub fn come_to_rest(world: &Rc<World>, phone: usize) {
    let world = Rc::clone(world);
    let spawner = Rc::clone(&world);
    spawner.executor.spawn(Owner::Tab { phone, tab: 0 }, async move {
        let tab = Tab::new(&world, phone);
        tab.open().await;
        if let Err(error) = tab.push().await {
            if error != SyncError::WrongEpoch {
                return world.violate(format!("at rest a push fails: {error:?}"));
            }
            tab.export_and_enrol_anew().await;
        }
        if let Err(error) = tab.pull().await {
            return world.violate(format!("at rest a pull fails: {error:?}"));
        }
        tab.look().await;
        oracle::check_phone_at_rest(&world, phone, tab.workspace.borrow().as_ref());
    });
}

impl Tab {
    fn new(world: &Rc<World>, phone: usize) -> Tab {
        let ports = Ports { world: Rc::clone(world), phone, was_reset: Rc::default() };
        let engine = Engine::new(ports.clone(), ports.clone(), ports.clone(), ports.clone());
        Tab { ports, engine, workspace: RefCell::default(), known: RefCell::default() }
    }

    fn world(&self) -> &Rc<World> {
        &self.ports.world
    }

    /// Loads, enrolling first where the storage is empty.
    async fn open(&self) {
        loop {
            let known = self.shown_so_far();
            match self.engine.load().await {
                Ok(Some(workspace)) => {
                    *self.workspace.borrow_mut() = Some(workspace);
                    *self.known.borrow_mut() = known;
                    return self.check_screen();
                }
                Ok(None) => self.enrol().await,
                Err(_) => pause().await,
            }
        }
    }

    async fn enrol(&self) {
        let person = self.ports.phone().person;
        let world = self.world();
        if let Ok(enrolment) = exchange(world, || server::enrol(Rc::clone(world), person)).await {
            drop(self.engine.enrol(&enrolment).await);
        }
    }

    fn shown_so_far(&self) -> BTreeSet<EventId> {
        let Some(meta) = self.ports.phone().meta() else { return BTreeSet::new() };
        let truth = self.world().truth.borrow();
        truth.shown.iter().filter(|shown| shown.device == meta.device).map(|shown| shown.event).collect()
    }

    fn check_screen(&self) {
        if let Some(workspace) = &*self.workspace.borrow() {
            oracle::check_screen(self.world(), workspace, &self.known.borrow());
        }
    }

    async fn act(&self) {
        for _ in 0..ACTIONS_MAX {
            for _ in 0..self.world().dice.below(25) {
                pause().await;
            }
            let Some(recording) = self.start_record() else { continue };
            let Ok(record) = recording.await else { continue };
            self.world().truth.borrow_mut().shown.push(Shown {
                event: record.event.id,
                device: record.event.device,
                client: record.event.fact.client(),
                kind: record.event.fact.kind(),
                is_payment: record.event.fact.payment().is_some(),
                bytes: record.row.bytes.clone(),
            });
            if let Some(workspace) = &mut *self.workspace.borrow_mut() {
                workspace.note_record(&record);
                // A tab that has not seen yet that another one enrolled anew shows the record at its next look.
                if workspace.meta().device == record.event.device {
                    self.known.borrow_mut().insert(record.event.id);
                }
            }
            self.check_screen();
        }
    }

    fn start_record(&self) -> Option<impl Future<Output = Result<NewRecord, StoreError>> + use<>> {
        let workspace = self.workspace.borrow();
        let workspace = workspace.as_ref()?;
        let draft = drafts::draft(self.world(), &self.ports, workspace)?;
        Some(self.engine.record(workspace, draft, None))
    }

    async fn sync_for_ever(&self) {
        loop {
            for _ in 0..self.world().dice.below(8) {
                pause().await;
            }
            let phone = self.ports.phone();
            if !phone.is_logged_in.get() && self.world().dice.one_in(3) {
                phone.is_logged_in.set(true);
            }
            match self.push().await {
                Err(SyncError::WrongEpoch) => self.export_and_enrol_anew().await,
                Err(error @ SyncError::ServerBehind { .. }) => {
                    self.world().violate(format!("a push meets {error:?}"));
                }
                _ => {}
            }
            match self.pull().await {
                Err(SyncError::ChecksumDiffers) => {
                    self.world().violate("even a snapshot does not add up".into());
                }
                Err(SyncError::Net { error: NetError::UpgradeNeeded }) => {
                    self.world().violate("an account cannot be read".into());
                }
                _ => {}
            }
            self.look().await;
        }
    }

    async fn push(&self) -> Result<(), SyncError> {
        let report = self.engine.push().await?;
        if let Some(workspace) = &mut *self.workspace.borrow_mut() {
            workspace.note_push(&report);
        }
        self.check_screen();
        Ok(())
    }

    async fn pull(&self) -> Result<(), SyncError> {
        let report = self.engine.pull().await?;
        if report.is_reset {
            let mut truth = self.world().truth.borrow_mut();
            let asked_by =
                if self.ports.was_reset.take() { &mut truth.resets } else { &mut truth.mismatches };
            *asked_by += 1;
        }
        let is_followed =
            self.workspace.borrow_mut().as_mut().is_some_and(|workspace| workspace.note_pull(&report));
        if !is_followed {
            self.look().await;
        }
        self.check_screen();
        Ok(())
    }

    /// Reads what other tabs wrote.
    async fn look(&self) {
        let Some(seen) = self.workspace.borrow().as_ref().map(Workspace::seen) else { return };
        let known = self.shown_so_far();
        if let Ok(Some(look)) = self.engine.look(seen).await
            && let Some(workspace) = &mut *self.workspace.borrow_mut()
        {
            workspace.note_look(look);
            self.known.borrow_mut().extend(known);
        }
        self.check_screen();
    }

    /// The enrolment is over: the person exports what is unsent and enrols again.
    async fn export_and_enrol_anew(&self) {
        let (world, phone) = (self.world(), self.ports.phone);
        world.excuse_unsent(phone);
        world.phones[phone].live.restore(MemoryState::default());
        world.phones[phone].flush();
        self.open().await;
    }
}
