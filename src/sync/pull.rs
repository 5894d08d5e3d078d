//! Pull: from pages to what is written, and whether a page can be believed. Pure; the engine awaits.

use std::{
    collections::{BTreeMap, HashMap},
    rc::Rc,
};

use super::{
    ports::NetError,
    protocol::{PULL_LIMIT_MAX, Profile, PullPage, PullRequest, Put, ScopeChecksum, account_checksum},
    records::{BaseRow, DrawerRow, Meta, PageWrite},
};
use crate::domain::{
    account::Account,
    date::Millis,
    ids::{ClientId, DeviceId},
};

/// A state of the base as stored: whose enrolment, and up to which commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    pub device: DeviceId,
    pub cursor: u64,
}

/// One account of the base, parsed, with the events of this device that it includes.
#[derive(Clone, Debug, PartialEq)]
pub struct BaseAccount {
    pub account: Rc<Account>,
    pub included_seq: u64,
}

/// What a pull changed on the device: all that a workspace must know to follow.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PullReport {
    /// Forget every account first.
    pub is_reset: bool,
    /// The last state of each changed account; `None` where it left the scope.
    pub changes: BTreeMap<ClientId, Option<BaseAccount>>,
    /// The enrolment and the cursor that the changes start from; `None` where nothing was written.
    pub from: Option<Seen>,
    pub cursor: u64,
    pub base_last_seq: u64,
    /// Answered events up to this sequence left the outbox, except those *por aclarar*; 0 before the last page.
    pub settled_seq: u64,
    pub clock_offset_ms: Option<i64>,
    /// Server time of the last page, where the pull is complete.
    pub pulled_at: Option<Millis>,
    pub profile: Option<Profile>,
    pub drawer: Option<DrawerRow>,
    pub requests: u32,
}

impl PullReport {
    /// Adds what one written page changed.
    pub fn note(&mut self, page: &PageWrite, accounts: Vec<BaseAccount>) {
        if page.is_reset {
            self.is_reset = true;
            self.changes.clear();
        }
        self.changes.extend(page.deletes.iter().map(|id| (*id, None)));
        self.changes.extend(accounts.into_iter().map(|base| (base.account.id(), Some(base))));
        self.from = self.from.or(Some(Seen { device: page.device, cursor: page.expected_cursor }));
        self.cursor = page.cursor;
        self.settled_seq = self.settled_seq.max(page.settled_seq);
        self.base_last_seq = page.settled_seq;
        self.clock_offset_ms = page.clock_offset_ms.or(self.clock_offset_ms);
        self.pulled_at = page.pulled_at.or(self.pulled_at);
        if page.profile.is_some() {
            self.profile.clone_from(&page.profile);
        }
        if page.drawer.is_some() {
            self.drawer.clone_from(&page.drawer);
        }
    }
}

/// The versions of the base and their checksum, kept up with each page so that none has to be read again.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ScopeIndex {
    versions: HashMap<ClientId, u64>,
    checksum: ScopeChecksum,
}

impl ScopeIndex {
    pub fn of(accounts: impl IntoIterator<Item = (ClientId, u64)>) -> ScopeIndex {
        let mut index = ScopeIndex::default();
        for (id, version) in accounts {
            index.put(id, version);
        }
        index
    }

    pub fn checksum(&self) -> ScopeChecksum {
        self.checksum
    }

    pub fn put(&mut self, id: ClientId, version: u64) {
        self.delete(id);
        self.versions.insert(id, version);
        self.checksum.accounts = self.checksum.accounts.saturating_add(1);
        self.checksum.sum = self.checksum.sum.wrapping_add(account_checksum(id, version));
    }

    pub fn delete(&mut self, id: ClientId) {
        if let Some(version) = self.versions.remove(&id) {
            self.checksum.accounts = self.checksum.accounts.saturating_sub(1);
            self.checksum.sum = self.checksum.sum.wrapping_sub(account_checksum(id, version));
        }
    }
}

/// What to do after a page.
#[derive(Debug)]
pub enum PullStep {
    /// Ask for the next page.
    Ask,
    /// Write this; then ask again, unless it `is_last`.
    Write { page: PageWrite, accounts: Vec<BaseAccount>, is_last: bool },
}

/// Whether pages are written as they come, or collected to replace the whole base at once.
enum Mode {
    Pages,
    /// The old base stays in use until the whole snapshot is here: a signal that dies halfway takes no client away.
    Snapshot {
        collected: BTreeMap<ClientId, (BaseRow, BaseAccount)>,
    },
}

/// One pull, from its first page to its last.
pub struct PullRun {
    meta: Meta,
    index: ScopeIndex,
    since: u64,
    mode: Mode,
    is_mismatched: bool,
}

impl PullRun {
    /// `index` is that of the base as stored under `meta.cursor`.
    pub fn new(meta: Meta, index: ScopeIndex) -> PullRun {
        PullRun { since: meta.cursor, meta, index, mode: Mode::Pages, is_mismatched: false }
    }

    pub fn request(&self) -> PullRequest {
        PullRequest {
            scope: self.meta.person,
            device: self.meta.device,
            epoch: self.meta.epoch,
            since: self.since,
            limit: PULL_LIMIT_MAX,
        }
    }

    /// The server does not know the cursor, or the checksums differ: start over from a snapshot. Only once.
    pub fn restart(&mut self) -> Result<(), NetError> {
        if matches!(self.mode, Mode::Snapshot { .. }) {
            return Err(NetError::NotProtocol);
        }
        self.mode = Mode::Snapshot { collected: BTreeMap::new() };
        self.since = 0;
        Ok(())
    }

    /// The base as it is after the pages written so far.
    pub fn into_index(self) -> ScopeIndex {
        self.index
    }

    /// Even the snapshot did not add up to the server's checksum.
    pub fn is_mismatched(&self) -> bool {
        self.is_mismatched
    }

    /// Takes one page. An error means that the page cannot be believed, and nothing of it is written.
    pub fn take(&mut self, page: PullPage, clock_offset_ms: i64) -> Result<PullStep, NetError> {
        check_page(&page, self.since)?;
        let arrived =
            page.puts.iter().map(|put| read_put(put, page.device_last_seq)).collect::<Result<Vec<_>, _>>()?;
        let is_last = !page.has_more;
        let PullPage { deletes, next, device_last_seq, checksum, profile, drawer, server_time, .. } = page;

        let (is_reset, rows, deletes) = match &mut self.mode {
            Mode::Pages => {
                deletes.iter().for_each(|id| self.index.delete(*id));
                arrived.iter().for_each(|(row, _)| self.index.put(row.id, row.version));
                if is_last && checksum != Some(self.index.checksum()) {
                    self.restart()?;
                    return Ok(PullStep::Ask);
                }
                (false, arrived, deletes)
            }
            Mode::Snapshot { collected } => {
                deletes.iter().for_each(|id| drop(collected.remove(id)));
                collected.extend(arrived.into_iter().map(|(row, account)| (row.id, (row, account))));
                self.since = next;
                if !is_last {
                    return Ok(PullStep::Ask);
                }
                let rows: Vec<_> = std::mem::take(collected).into_values().collect();
                self.index = ScopeIndex::of(rows.iter().map(|(row, _)| (row.id, row.version)));
                self.is_mismatched = checksum != Some(self.index.checksum());
                (true, rows, Vec::new())
            }
        };
        let (puts, accounts) = rows.into_iter().unzip();
        let settled_seq = if is_last { device_last_seq } else { self.meta.base_last_seq };
        let write = PageWrite {
            device: self.meta.device,
            expected_cursor: self.meta.cursor,
            is_reset,
            puts,
            deletes,
            settled_seq,
            cursor: next,
            clock_offset_ms: Some(clock_offset_ms),
            pulled_at: is_last.then_some(server_time),
            profile,
            drawer: drawer
                .filter(|_| is_last)
                .map(|drawer| DrawerRow { included_seq: device_last_seq, drawer }),
        };
        self.since = next;
        self.meta.cursor = next;
        Ok(PullStep::Write { page: write, accounts, is_last })
    }
}

/// A page must go on from where it was asked, make progress, and close with a checksum.
fn check_page(page: &PullPage, since: u64) -> Result<(), NetError> {
    let goes_on = if page.has_more { page.next > since } else { page.next >= since };
    let is_closed = page.has_more || page.checksum.is_some();
    if goes_on && is_closed { Ok(()) } else { Err(NetError::NotProtocol) }
}

/// An account that this build cannot read comes from a newer server: the build must be updated. One that is not what
/// its put says is not believed.
fn read_put(put: &Put, included_seq: u64) -> Result<(BaseRow, BaseAccount), NetError> {
    let json = put.account.get();
    let account: Account = serde_json::from_str(json).map_err(|_| NetError::UpgradeNeeded)?;
    if account.id() != put.id || account.version != put.version {
        return Err(NetError::NotProtocol);
    }
    let row = BaseRow { id: put.id, version: put.version, included_seq, json: json.to_owned() };
    Ok((row, BaseAccount { account: Rc::new(account), included_seq }))
}

#[cfg(test)]
mod tests {
    use serde_json::value::RawValue;

    use super::*;
    use crate::{
        domain::{chain::ChainHash, folio::Series, ids::PersonId, sample},
        sync::ports::StoreError,
    };

    fn meta(cursor: u64) -> Meta {
        Meta {
            device: DeviceId::from_key("phone"),
            epoch: 1,
            series: Series::numbered('C', 7).unwrap(),
            person: PersonId::from_key("ana"),
            credential: String::new(),
            next_seq: 9,
            next_folio: 1,
            chain_head: ChainHash::of(b""),
            cursor,
            base_last_seq: 2,
            clock_offset_ms: None,
            pulled_at: None,
            all_sent_at: None,
            profile: None,
        }
    }

    fn put(key: &str, version: u64) -> Put {
        let mut account = sample::named_account(key, &[]);
        account.version = version;
        let json = serde_json::to_string(&account).unwrap();
        Put { id: account.id(), version, account: RawValue::from_string(json).unwrap() }
    }

    /// `scope` is what the server says that the whole scope is; `None` where more pages follow.
    fn page(puts: Vec<Put>, next: u64, scope: Option<&[(&str, u64)]>) -> PullPage {
        PullPage {
            puts,
            deletes: Vec::new(),
            next,
            has_more: scope.is_none(),
            device_last_seq: 5,
            checksum: scope
                .map(|all| ScopeChecksum::of(all.iter().map(|(key, v)| (ClientId::from_key(key), *v)))),
            profile: None,
            drawer: None,
            server_time: Millis(1),
        }
    }

    fn written(step: PullStep) -> (PageWrite, bool) {
        match step {
            PullStep::Write { page, is_last, .. } => (page, is_last),
            PullStep::Ask => panic!("a page to write was expected"),
        }
    }

    #[test]
    fn events_leave_the_outbox_only_with_the_last_page() {
        let mut run = PullRun::new(meta(0), ScopeIndex::default());
        let (first, is_last) = written(run.take(page(vec![put("A", 1)], 3, None), 7).unwrap());
        assert_eq!((first.settled_seq, first.expected_cursor, first.cursor, is_last), (2, 0, 3, false));
        assert_eq!(first.puts[0].included_seq, 5);
        assert_eq!(run.request().since, 3);
        let whole = [("A", 1), ("B", 4)];
        let (last, is_last) = written(run.take(page(vec![put("B", 4)], 8, Some(&whole)), 7).unwrap());
        assert_eq!((last.settled_seq, last.expected_cursor, last.cursor, is_last), (5, 3, 8, true));
        assert_eq!(last.pulled_at, Some(Millis(1)));
    }

    #[test]
    fn a_checksum_that_differs_asks_for_a_snapshot_that_replaces_the_base_at_once() {
        let index = ScopeIndex::of([(ClientId::from_key("A"), 1), (ClientId::from_key("gone"), 1)]);
        let mut run = PullRun::new(meta(6), index);
        let whole = [("A", 1), ("B", 4)];
        assert!(matches!(run.take(page(vec![put("B", 4)], 8, Some(&whole)), 0).unwrap(), PullStep::Ask));
        assert_eq!(run.request().since, 0);
        assert!(matches!(run.take(page(vec![put("A", 1)], 1, None), 0).unwrap(), PullStep::Ask));
        let (write, is_last) = written(run.take(page(vec![put("B", 4)], 8, Some(&whole)), 0).unwrap());
        assert!(write.is_reset && is_last && !run.is_mismatched());
        assert_eq!((write.puts.len(), write.expected_cursor, write.cursor), (2, 6, 8));
    }

    #[test]
    fn a_snapshot_that_does_not_add_up_either_is_kept_and_said() {
        let mut run = PullRun::new(meta(6), ScopeIndex::default());
        run.restart().unwrap();
        let (write, _) = written(run.take(page(vec![put("A", 1)], 8, Some(&[("B", 1)])), 0).unwrap());
        assert!(write.is_reset && run.is_mismatched());
        assert_eq!(run.restart(), Err(NetError::NotProtocol), "one snapshot is enough");
    }

    #[test]
    fn a_page_from_before_a_settled_event_is_stale_although_no_cursor_moved() {
        let mut run = PullRun::new(meta(6), ScopeIndex::default());
        let (write, _) = written(run.take(page(Vec::new(), 6, Some(&[])), 0).unwrap());
        assert_eq!(meta(6).after_page(&write).map(|next| next.base_last_seq), Ok(5));
        let settled_since = Meta { base_last_seq: 6, ..meta(6) };
        assert_eq!(settled_since.after_page(&write), Err(StoreError::Stale));
    }

    #[test]
    fn pages_that_cannot_be_are_not_believed() {
        let check = |page: PullPage, error| {
            let mut run = PullRun::new(meta(6), ScopeIndex::default());
            assert_eq!(run.take(page, 0).unwrap_err(), error);
        };
        check(page(Vec::new(), 6, None), NetError::NotProtocol);
        check(page(Vec::new(), 5, Some(&[])), NetError::NotProtocol);
        check(PullPage { checksum: None, ..page(Vec::new(), 6, Some(&[])) }, NetError::NotProtocol);
        check(page(vec![Put { version: 2, ..put("A", 1) }], 7, Some(&[])), NetError::NotProtocol);
        let unknown = RawValue::from_string(r#"{"shape":"of the future"}"#.into()).unwrap();
        check(page(vec![Put { account: unknown, ..put("A", 1) }], 7, Some(&[])), NetError::UpgradeNeeded);
    }
}
