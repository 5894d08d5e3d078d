//! The workspace: all that the screens read, in memory. What is shown = rules(base, events not yet confirmed).

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    rc::Rc,
};

use super::{
    pull::{BaseAccount, PullReport, Seen},
    push::PushReport,
    records::{BaseRow, DrawerRow, Meta, NewRecord, OutboxRow, ReceiptRow},
    search::SearchIndex,
};
use crate::domain::{
    account::Account,
    date::Millis,
    drawer::Drawer,
    event::Event,
    folio::Folio,
    ids::{BranchId, ClientId},
    policy::Policy,
    rules,
};

/// Of a drawer before the first pull has said where its person works.
const NO_BRANCH: BranchId = BranchId::from_uuid(uuid::Uuid::nil());

/// With more changes than this, the search index is built anew rather than mended.
const SEARCH_CHANGES_MAX: usize = 64;

/// Everything of one person's scope. Accounts are shared: handing one out copies nothing.
#[derive(Debug)]
pub struct Workspace {
    meta: Meta,
    /// As the server said it.
    base_drawer: Option<DrawerRow>,
    /// With the events that the server has not confirmed.
    drawer: Rc<Drawer>,
    base: BTreeMap<ClientId, BaseAccount>,
    /// Only the accounts that have events not yet confirmed.
    overlaid: HashMap<ClientId, Rc<Account>>,
    outbox: Vec<OutboxRow>,
    /// By sequence: the events of the outbox, read. One that this build cannot read is not here: it still goes up.
    events: BTreeMap<u64, Event>,
    receipts: BTreeMap<Folio, ReceiptRow>,
    search: SearchIndex,
    unreadable: usize,
}

/// What another tab wrote since: see `Engine::look`.
#[derive(Clone, Debug)]
pub struct Look {
    pub meta: Meta,
    pub outbox: Vec<OutboxRow>,
    pub receipts: Vec<ReceiptRow>,
    pub drawer: Option<DrawerRow>,
    /// Only where the base has changed.
    pub base: Option<Vec<BaseRow>>,
}

impl Workspace {
    /// From what the store holds.
    pub fn open(look: Look) -> Workspace {
        let mut workspace = Workspace {
            meta: look.meta.clone(),
            base_drawer: None,
            drawer: Rc::new(Drawer::empty(look.meta.person, NO_BRANCH)),
            base: BTreeMap::new(),
            overlaid: HashMap::new(),
            outbox: Vec::new(),
            events: BTreeMap::new(),
            receipts: BTreeMap::new(),
            search: SearchIndex::default(),
            unreadable: 0,
        };
        workspace.note_look(look);
        workspace
    }

    /// The account as it is shown: the server's state with the events that it does not include yet.
    pub fn account(&self, id: ClientId) -> Option<Rc<Account>> {
        self.overlaid.get(&id).or_else(|| self.base.get(&id).map(|base| &base.account)).cloned()
    }

    /// What the person carries, as it is shown: the server's state with the events that it does not include yet.
    pub fn drawer(&self) -> Rc<Drawer> {
        Rc::clone(&self.drawer)
    }

    /// What the company allows; the defaults before the first pull.
    pub fn policy(&self) -> Policy {
        self.meta.profile.as_ref().map(|profile| profile.policy.clone()).unwrap_or_default()
    }

    /// All accounts as they are shown, by id.
    pub fn accounts(&self) -> impl Iterator<Item = Rc<Account>> + '_ {
        self.base.iter().map(|(id, base)| self.overlaid.get(id).unwrap_or(&base.account).clone())
    }

    pub fn account_count(&self) -> usize {
        self.base.len()
    }

    /// Something shown of this client is not confirmed by the server yet.
    pub fn is_pending(&self, id: ClientId) -> bool {
        self.overlaid.contains_key(&id)
            || self.outbox.iter().any(|row| row.client == Some(id) && row.is_unsent())
    }

    /// In sequence: what is unsent, what was answered and is not in the base yet, what is *por aclarar*.
    pub fn outbox(&self) -> &[OutboxRow] {
        &self.outbox
    }

    /// The event of an outbox row, where this build can read it.
    pub fn event(&self, seq: u64) -> Option<&Event> {
        self.events.get(&seq)
    }

    pub fn unsent_count(&self) -> usize {
        self.outbox.iter().filter(|row| row.is_unsent()).count()
    }

    /// When the oldest unsent event was recorded, by the wall clock.
    pub fn oldest_unsent(&self) -> Option<Millis> {
        self.outbox.iter().filter(|row| row.is_unsent()).map(|row| row.recorded).min()
    }

    /// By folio: one series grows, so the newest are last.
    pub fn receipts(&self) -> impl DoubleEndedIterator<Item = &ReceiptRow> {
        self.receipts.values()
    }

    pub fn receipt(&self, folio: &Folio) -> Option<&ReceiptRow> {
        self.receipts.get(folio)
    }

    pub fn meta(&self) -> &Meta {
        &self.meta
    }

    /// Base rows that could not be read: the next pull resets the base.
    pub fn unreadable_count(&self) -> usize {
        self.unreadable
    }

    /// Id and version of each account of the base.
    pub fn base_versions(&self) -> impl Iterator<Item = (ClientId, u64)> + '_ {
        self.base.iter().map(|(id, base)| (*id, base.account.version))
    }

    /// At most `limit` clients whose name, key, phone, RFC, street or folios hold every word of `query`, whatever its
    /// case and accents: first those whose name begins with it, then the others, each by name.
    pub fn search(&self, query: &str, limit: usize) -> Vec<ClientId> {
        self.search.find(query, limit, || self.base.values().map(|base| base.account.as_ref()))
    }

    /// What this tab has seen, for `Engine::look`.
    pub fn seen(&self) -> Seen {
        Seen { device: self.meta.device, cursor: self.meta.cursor }
    }

    /// Follows a record of this tab.
    pub fn note_record(&mut self, record: &NewRecord) {
        // Looked at before it was noted, or even settled already by another tab.
        let is_settled = record.row.seq <= self.meta.base_last_seq || record.event.device != self.meta.device;
        let Err(at) = self.outbox.binary_search_by_key(&record.row.seq, |row| row.seq) else { return };
        if is_settled {
            return;
        }
        self.outbox.insert(at, record.row.clone());
        self.meta.next_seq = record.meta.next_seq.max(self.meta.next_seq);
        self.meta.next_folio = record.meta.next_folio.max(self.meta.next_folio);
        self.meta.chain_head = record.meta.chain_head;
        self.events.insert(record.event.seq, record.event.clone());
        if let Some(receipt) = &record.receipt {
            self.receipts.insert(receipt.folio.clone(), receipt.clone());
        }
        self.lay(record.event.seq);
    }

    /// Follows a push of this tab.
    pub fn note_push(&mut self, report: &PushReport) {
        for outcome in &report.outcomes {
            if let Ok(at) = self.outbox.binary_search_by_key(&outcome.seq, |row| row.seq) {
                let row = &mut self.outbox[at];
                row.answer(outcome);
                let (event, booked) = (row.id, row.booked());
                let receipt = self.receipts.values_mut().find(|receipt| receipt.event == event);
                if let (Some(receipt), Some(booked)) = (receipt, booked) {
                    receipt.note_booked(booked);
                }
            }
        }
        let is_all_sent = !self.outbox.iter().any(OutboxRow::is_unsent);
        if let (Some(offset), Some(server_time)) = (report.clock_offset_ms, report.server_time) {
            self.meta = self.meta.after_answer(offset, server_time, is_all_sent);
        }
    }

    /// Follows a pull of this tab: only the changed accounts are touched. False, and nothing is changed, where another
    /// tab has pulled, or enrolled anew, since this one looked: then call `Engine::look` and [`Workspace::note_look`].
    #[must_use = "where it is false, look again"]
    pub fn note_pull(&mut self, report: &PullReport) -> bool {
        if report.from != Some(self.seen()) {
            return false;
        }
        if report.is_reset {
            self.base.clear();
            self.unreadable = 0;
        }
        if report.is_reset || report.changes.len() > SEARCH_CHANGES_MAX {
            self.search.forget();
        }
        for (id, change) in &report.changes {
            self.search.note(*id, change.as_ref().map(|base| base.account.as_ref()));
            match change {
                Some(base) => drop(self.base.insert(*id, base.clone())),
                None => drop(self.base.remove(id)),
            }
        }
        self.outbox.retain(|row| !row.leaves_at(report.settled_seq));
        self.meta.cursor = report.cursor;
        self.meta.base_last_seq = report.base_last_seq;
        self.meta.clock_offset_ms = report.clock_offset_ms.or(self.meta.clock_offset_ms);
        self.meta.pulled_at = report.pulled_at.or(self.meta.pulled_at);
        if report.profile.is_some() {
            self.meta.profile.clone_from(&report.profile);
        }
        if report.drawer.is_some() {
            self.base_drawer.clone_from(&report.drawer);
        }
        self.overlay_all();
        true
    }

    /// Follows what another tab wrote. What this tab recorded after the look stays.
    pub fn note_look(&mut self, look: Look) {
        if look.meta.device != self.meta.device {
            self.outbox.clear();
            self.receipts.clear();
        }
        self.base_drawer = look.drawer;
        let looked_seq = look.meta.next_seq;
        let read: BTreeSet<u64> = look.outbox.iter().map(|row| row.seq).collect();
        self.outbox.retain(|row| row.seq >= looked_seq && !read.contains(&row.seq));
        self.outbox.extend(look.outbox);
        self.outbox.sort_unstable_by_key(|row| row.seq);
        self.receipts.extend(look.receipts.into_iter().map(|receipt| (receipt.folio.clone(), receipt)));
        self.meta = Meta {
            next_seq: looked_seq.max(if look.meta.device == self.meta.device {
                self.meta.next_seq
            } else {
                0
            }),
            ..look.meta
        };
        if let Some(rows) = look.base {
            let rows_count = rows.len();
            self.base = rows.into_iter().filter_map(read_base).collect();
            self.unreadable = rows_count.saturating_sub(self.base.len());
            self.search.forget();
        }
        self.events.clear();
        for row in &self.outbox {
            if let Ok(event) = Event::from_bytes(&row.bytes) {
                self.events.insert(row.seq, event);
            }
        }
        self.overlay_all();
    }

    fn overlay_all(&mut self) {
        self.overlaid.clear();
        let held: BTreeSet<u64> = self.outbox.iter().map(|row| row.seq).collect();
        self.events.retain(|seq, _| held.contains(seq));
        let drawer = match &self.base_drawer {
            Some(row) => row.drawer.clone(),
            None => {
                let branch = self.meta.profile.as_ref().map_or(NO_BRANCH, |profile| profile.branch);
                Drawer::empty(self.meta.person, branch)
            }
        };
        self.drawer = Rc::new(drawer);
        let pending: Vec<u64> = self.events.keys().copied().collect();
        pending.into_iter().for_each(|seq| self.lay(seq));
    }

    /// Lays one event over the account and the drawer that it touches, unless their base includes it already. What a
    /// rule cannot apply to the newest base leaves them as they are; the server will say why.
    fn lay(&mut self, seq: u64) {
        let Some(event) = self.events.get(&seq) else { return };
        let policy = self.meta.profile.as_ref().map(|profile| profile.policy.clone()).unwrap_or_default();
        let mut name = String::new();
        if let Some(client) = event.fact.client()
            && let Some(base) = self.base.get(&client)
        {
            name.clone_from(&base.account.customer.name);
            if event.seq > base.included_seq.max(self.meta.base_last_seq) {
                let shown = self.overlaid.entry(client).or_insert_with(|| Rc::clone(&base.account));
                drop(rules::apply(Rc::make_mut(shown), event, &policy));
            }
        }
        let included_seq = self.base_drawer.as_ref().map_or(0, |row| row.included_seq);
        if event.fact.touches_drawer() && event.seq > included_seq.max(self.meta.base_last_seq) {
            drop(rules::apply_to_drawer(Rc::make_mut(&mut self.drawer), event, &name, &policy));
        }
    }
}

fn read_base(row: BaseRow) -> Option<(ClientId, BaseAccount)> {
    let account: Account = serde_json::from_str(&row.json).ok()?;
    let is_itself = account.id() == row.id && account.version == row.version;
    is_itself.then(|| (row.id, BaseAccount { account: Rc::new(account), included_seq: row.included_seq }))
}
