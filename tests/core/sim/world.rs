//! The world of one seed: phones, one server, the network between them, and what goes wrong in it.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    future::Future,
    rc::Rc,
};

use senda::{
    domain::{
        account::Account,
        customer::{Address, Customer},
        date::{Millis, Zone},
        ids::{ClientId, DeviceId, PersonId},
        money::Money,
    },
    sync::{memory_store::MemoryState, ports::NetError, protocol::PushResponse},
};

use super::{
    books::Books,
    executor::{Executor, Owner, pause},
    faults::{Bug, Dice, Faults},
    office,
    oracle::{self, Truth},
    phone::{self, Phone},
    server::{self, Db},
};

/// Steps of one seed while things go wrong.
const STEPS_MAX: usize = 1_600;
/// Steps that coming to rest may take; beyond, something waits for ever.
const REST_STEPS_MAX: usize = 60_000;
/// 2026-11-21 18:00 UTC.
const START_MS: i64 = 1_795_284_000_000;

pub struct World {
    pub dice: Dice,
    pub bug: Option<Bug>,
    pub executor: Executor,
    pub db: RefCell<Db>,
    /// The books before anything happened.
    pub opening: RefCell<Books>,
    pub phones: Vec<Phone>,
    pub people: Vec<PersonId>,
    pub truth: RefCell<Truth>,
    /// The newest schema that the server knows: 0 for a build older than the phones.
    pub server_schema: Cell<u16>,
    pub next_series: Cell<u32>,
    pub next_invoice: Cell<u32>,
    pub next_tab: Cell<u64>,
    /// Most changes in one page: few, so that pulls have several pages; in some worlds many, so that a snapshot comes
    /// through before something breaks.
    pub page_max: usize,
    /// An answer that a proxy kept.
    pub kept_answer: RefCell<Option<PushResponse>>,
    faults: Faults,
    is_healed: Cell<bool>,
    now: Cell<i64>,
}

/// Runs one seed to its end. `Err` says what was violated first.
pub fn run(seed: u64, bug: Option<Bug>) -> Result<Truth, String> {
    let world = Rc::new(World::new(seed, bug));
    for phone in 0..world.phones.len() {
        for _ in 0..1 + world.dice.below(2) {
            phone::open_tab(&world, phone);
        }
    }
    for _ in 0..STEPS_MAX {
        world.disturb();
        world.executor.step(&world.dice);
        world.now.set(world.now.get() + world.dice.below(40) as i64);
        if let Some(violation) = world.truth.borrow().violations.first() {
            return Err(violation.clone());
        }
    }
    world.heal();
    world.finish_tasks()?;
    for _ in 0..2 {
        for phone in 0..world.phones.len() {
            phone::come_to_rest(&world, phone);
            world.finish_tasks()?;
        }
    }
    oracle::check_rest(&world);
    let truth = world.truth.take();
    match truth.violations.first() {
        Some(violation) => Err(violation.clone()),
        None => Ok(truth),
    }
}

impl World {
    fn new(seed: u64, bug: Option<Bug>) -> World {
        let dice = Dice::new(seed);
        let faults = Faults::from_seed(&dice);
        let people: Vec<PersonId> =
            (0..1 + dice.below(3)).map(|number| PersonId::from_key(&format!("P{number}"))).collect();
        let phones = (0..1 + dice.below(3)).map(|number| Phone::new(people[number % people.len()])).collect();
        let server_schema = if faults.server_upgrade > 0 && dice.one_in(2) { 0 } else { server::SCHEMA_NOW };
        let world = World {
            dice,
            bug,
            executor: Executor::default(),
            db: RefCell::default(),
            opening: RefCell::default(),
            phones,
            people,
            truth: RefCell::default(),
            server_schema: Cell::new(server_schema),
            next_series: Cell::new(1),
            next_invoice: Cell::new(1),
            next_tab: Cell::new(1),
            page_max: if seed.is_multiple_of(4) { 60 } else { 3 },
            kept_answer: RefCell::default(),
            faults,
            is_healed: Cell::new(false),
            now: Cell::new(START_MS),
        };
        world.lay_portfolio();
        world
    }

    fn lay_portfolio(&self) {
        let mut db = Db::default();
        let mut accounts = BTreeMap::new();
        for number in 0..4 + self.dice.below(5) {
            let mut account = client(number);
            let owner = office::first_owner(self, number, &mut account);
            for _ in 0..self.dice.below(4) {
                account.invoices.push(office::new_invoice(self));
            }
            let scope = db.scopes.entry(owner).or_default();
            scope.counter += 1;
            scope.log.insert(scope.counter, account.id());
            accounts.insert(account.id(), Rc::new(account));
        }
        db.books = Books::opening(accounts);
        *self.opening.borrow_mut() = db.books.clone();
        *self.db.borrow_mut() = db;
    }

    pub fn server_time(&self) -> Millis {
        Millis(self.now.get())
    }

    /// Whether this goes wrong now.
    pub fn fault(&self, rarity: impl FnOnce(&Faults) -> u32) -> bool {
        !self.is_healed.get() && self.dice.one_in(rarity(&self.faults))
    }

    pub fn violate(&self, what: String) {
        self.truth.borrow_mut().violations.push(what);
    }

    /// The version that a device's base holds.
    pub fn held_version(&self, device: DeviceId, client: ClientId) -> Option<u64> {
        self.phones.iter().map(|phone| phone.live.snapshot()).find_map(|state| {
            (state.meta?.device == device).then(|| state.base.get(&client).map(|row| row.version)).flatten()
        })
    }

    /// What may befall machines between two steps.
    fn disturb(self: &Rc<Self>) {
        if self.fault(|faults| faults.kill_server) {
            self.executor.kill(|owner| matches!(owner, Owner::Server | Owner::Office));
        }
        if self.fault(|faults| faults.server_upgrade) {
            self.server_schema.set(server::SCHEMA_NOW);
        }
        if self.dice.one_in(40) {
            self.executor.spawn(Owner::Office, office::decide(Rc::clone(self)));
        }
        let phone = self.dice.below(self.phones.len());
        if self.fault(|faults| faults.kill_tab) {
            self.kill_tab(phone);
            phone::open_tab(self, phone);
        }
        if self.dice.one_in(20) {
            self.phones[phone].flush();
        }
        if self.fault(|faults| faults.power_cut) {
            let durable = self.phones[phone].durable.borrow().clone();
            self.replace_storage(phone, durable);
        }
        if self.fault(|faults| faults.eviction) {
            self.excuse_unsent(phone);
            self.replace_storage(phone, MemoryState::default());
        }
        if self.fault(|faults| faults.clock_jump) {
            let jump = [-86_400_000, -3_600_000, 60_000, 7_200_000, 400_000_000][self.dice.below(5)];
            self.phones[phone].skew.set(jump);
        }
        if self.fault(|faults| faults.cloned_profile) {
            let other = self.dice.below(self.phones.len());
            let state = self.phones[other].live.snapshot();
            if let Some(meta) = &state.meta
                && other != phone
            {
                self.truth.borrow_mut().tainted.insert(meta.device);
                self.excuse_unsent(phone);
                self.replace_storage(phone, state);
            }
        }
        if self.fault(|faults| faults.new_epoch)
            && let Some(meta) = self.phones[phone].live.snapshot().meta
        {
            let mut db = self.db.borrow_mut();
            db.revision += 1;
            if let Some(device) = db.devices.get_mut(&meta.device) {
                device.epoch += 1;
            }
        }
    }

    fn kill_tab(&self, phone: usize) {
        // Which tab dies is chance, by the parity of its number: with one tab open it may also live.
        let parity = self.dice.roll() % 2;
        self.executor
            .kill(|owner| matches!(owner, Owner::Tab { phone: p, tab } if p == phone && tab % 2 == parity));
    }

    /// The phone goes off and comes back with other storage.
    fn replace_storage(self: &Rc<Self>, phone: usize, state: MemoryState) {
        self.executor.kill(|owner| matches!(owner, Owner::Tab { phone: p, .. } if p == phone));
        *self.phones[phone].durable.borrow_mut() = state.clone();
        self.phones[phone].live.restore(state);
        phone::open_tab(self, phone);
    }

    /// Storage is about to be lost: what nobody else has seen cannot be asked for afterwards.
    pub fn excuse_unsent(&self, phone: usize) {
        let outbox = self.phones[phone].live.snapshot().outbox;
        let mut truth = self.truth.borrow_mut();
        truth.excused.extend(outbox.values().filter(|row| row.is_unsent()).map(|row| row.id));
    }

    fn heal(&self) {
        self.is_healed.set(true);
        self.server_schema.set(server::SCHEMA_NOW);
        self.executor.kill(|owner| matches!(owner, Owner::Tab { .. }));
        self.phones.iter().for_each(|phone| phone.is_logged_in.set(true));
    }

    fn finish_tasks(&self) -> Result<(), String> {
        for _ in 0..REST_STEPS_MAX {
            if !self.executor.step(&self.dice) {
                return Ok(());
            }
            self.now.set(self.now.get() + 5);
        }
        Err("the world does not come to rest".into())
    }
}

/// One message to the server and its answer, with all that a network does to them.
pub async fn exchange<A: 'static, F>(world: &Rc<World>, ask: impl Fn() -> F) -> Result<A, NetError>
where
    F: Future<Output = Result<A, NetError>> + 'static,
{
    pause().await;
    if world.fault(|faults| faults.lost_request) {
        return Err(NetError::Unreachable);
    }
    if world.fault(|faults| faults.captive_portal) {
        return Err(NetError::NotProtocol);
    }
    if world.fault(|faults| faults.server_busy) {
        return Err(NetError::Busy);
    }
    let slot = Rc::new(RefCell::new(None));
    let is_delayed = world.fault(|faults| faults.delayed);
    let copies = if world.fault(|faults| faults.doubled) { 2 } else { 1 };
    for copy in 0..copies {
        let delay = if is_delayed || copy > 0 { world.dice.below(60) } else { 0 };
        // The question may be long on its way, or its answer.
        let (there, back) = if world.dice.one_in(2) { (delay, 0) } else { (0, delay) };
        let slot = (copy == 0).then(|| Rc::clone(&slot));
        let answer = ask();
        world.executor.spawn(Owner::Server, async move {
            for _ in 0..there {
                pause().await;
            }
            let answer = answer.await;
            for _ in 0..back {
                pause().await;
            }
            if let Some(slot) = slot {
                *slot.borrow_mut() = Some(answer);
            }
        });
    }
    let patience = if is_delayed { world.dice.below(40) } else { usize::MAX };
    let mut waited = 0;
    let answer = loop {
        pause().await;
        if let Some(answer) = slot.borrow_mut().take() {
            break answer;
        }
        waited += 1;
        if waited > patience || Rc::strong_count(&slot) == 1 {
            return Err(NetError::Unreachable);
        }
    };
    if world.fault(|faults| faults.lost_response) {
        return Err(NetError::Unreachable);
    }
    answer
}

fn client(number: usize) -> Account {
    let key = format!("C{number:05}");
    Account::new(Customer {
        id: ClientId::from_key(&key),
        name: format!("Cliente {number}"),
        key,
        rfc: String::new(),
        phone: String::new(),
        email: String::new(),
        address: Address::default(),
        position: None,
        zone: Zone::TIJUANA,
        branch: super::books::branch(),
        credit_days: 30,
        credit_limit: Money::ZERO,
    })
}

/// How many payments each client has been asked for: below what an account remembers, so that the oracle can find
/// each on the screen.
pub type AskedPayments = BTreeMap<ClientId, usize>;
