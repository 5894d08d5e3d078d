//! What the phone holds in memory while the page lives: the workspace, how sending goes, and the loop that sends and
//! receives. Screens read signals of it and never the network.

use leptos::prelude::*;

use crate::{
    api::{enrolment, session as login},
    device::{self, SyncEnd, Wake},
    domain::{
        date::{CivilDate, Millis, Zone},
        event::Place,
        role::Role,
    },
    sync::{
        engine::{Draft, SyncError},
        overlay::Workspace,
        ports::{NetError, StoreError},
        records::NewRecord,
    },
    ui::{
        components::SyncState,
        session::{photos::PhotoQueue, trouble::Trouble},
    },
};

pub mod photos;
pub mod recorder;
pub mod trouble;

/// From this age on, screens say when their data is from.
const OLD_DATA_MS: i64 = 2 * 3_600_000;

/// How far the app has come since the page was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Reading what the browser holds.
    Opening,
    /// This browser is nobody's phone yet.
    NotEnrolled,
    /// The workspace is in memory.
    Ready,
    /// What the browser holds cannot be read.
    Failed(Trouble),
}

/// What the loop is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Activity {
    Idle,
    Sending { total: usize },
    Receiving,
}

/// Handle of the page's one session. It lives as long as the page.
#[derive(Clone, Copy)]
pub struct Session {
    pub phase: RwSignal<Phase>,
    workspace: RwSignal<Option<Workspace>, LocalStorage>,
    activity: RwSignal<Activity>,
    /// The loop was asked to run while it ran.
    is_asked_again: RwSignal<bool>,
    is_online: RwSignal<bool>,
    /// Why the last round did not come to its end.
    pub trouble: RwSignal<Option<Trouble>>,
    /// What was just done, said once by the next screen.
    pub notice: RwSignal<Option<String>>,
    /// Accounts that the running download has brought.
    pub arrived: RwSignal<u64>,
    /// The wall clock at the last wake: ages are counted to it.
    pub now: RwSignal<Millis>,
    /// A new version waits.
    pub is_update_ready: RwSignal<bool>,
    /// The browser offers to install.
    pub is_installable: RwSignal<bool>,
    /// Photos, which go after everything else.
    pub photos: PhotoQueue,
}

thread_local! {
    static OF_PAGE: (Owner, Session) = {
        // No child of the screen that happens to ask first: that one will be disposed of.
        let asking = Owner::current();
        let owner = Owner::new_root(None);
        let session = owner.with(Session::create);
        if let Some(asking) = asking {
            asking.set();
        }
        (owner, session)
    };
}

impl Session {
    /// The session of this page; made at the first call, and never disposed of with a screen.
    pub fn of_page() -> Session {
        OF_PAGE.with(|(_, session)| *session)
    }

    fn create() -> Session {
        let session = Session {
            phase: RwSignal::new(Phase::Opening),
            workspace: RwSignal::new_local(None),
            activity: RwSignal::new(Activity::Idle),
            is_asked_again: RwSignal::new(false),
            is_online: RwSignal::new(device::is_online()),
            trouble: RwSignal::new(None),
            notice: RwSignal::new(None),
            arrived: RwSignal::new(0),
            now: RwSignal::new(device::now()),
            is_update_ready: RwSignal::new(device::update_waiting()),
            is_installable: RwSignal::new(device::can_install()),
            photos: PhotoQueue::create(),
        };
        device::on_wake(move |wake| session.wake(wake));
        session
    }

    /// Reads what the browser holds, once, and starts to sync.
    pub fn open(self) {
        if self.workspace.with_untracked(Option::is_some) {
            return;
        }
        self.phase.set(Phase::Opening);
        device::spawn(async move {
            match self.load().await {
                Ok(true) => {
                    self.photos.look();
                    self.sync();
                }
                Ok(false) => self.phase.set(Phase::NotEnrolled),
                Err(trouble) => self.phase.set(Phase::Failed(trouble)),
            }
        });
    }

    async fn load(self) -> Result<bool, Trouble> {
        let loaded = device::engine()?.load().await?;
        let is_enrolled = loaded.is_some();
        self.now.set(device::now());
        self.workspace.set(loaded);
        if is_enrolled {
            self.phase.set(Phase::Ready);
        }
        Ok(is_enrolled)
    }

    /// Reads something of the workspace, and again when it changes. `None` before it is in memory.
    pub fn with<R>(self, read: impl FnOnce(&Workspace) -> R) -> Option<R> {
        self.workspace.with(|workspace| workspace.as_ref().map(read))
    }

    /// As [`Session::with`], once.
    pub fn peek<R>(self, read: impl FnOnce(&Workspace) -> R) -> Option<R> {
        self.workspace.with_untracked(|workspace| workspace.as_ref().map(read))
    }

    /// The zone in which the person works.
    pub fn zone(self) -> Zone {
        self.with(|workspace| workspace.meta().profile.as_ref().map(|profile| profile.zone))
            .flatten()
            .unwrap_or(Zone::MEXICO_CITY)
    }

    /// The civil date in the person's zone.
    pub fn today(self) -> CivilDate {
        self.now.get().date_in(self.zone())
    }

    /// As [`Session::today`], once.
    pub fn today_now(self) -> CivilDate {
        untrack(|| self.today())
    }

    /// The roles of the person, as the last download said.
    pub fn roles(self) -> Vec<Role> {
        self.with(|workspace| workspace.meta().profile.as_ref().map(|profile| profile.roles.clone()))
            .flatten()
            .unwrap_or_default()
    }

    /// There is something to work with: the first download has come to its end, or at least to a first page.
    pub fn is_downloaded(self) -> bool {
        self.with(|workspace| workspace.meta().pulled_at.is_some() || workspace.account_count() > 0)
            .unwrap_or(false)
    }

    /// When the data of the office is from, where that is longer ago than a person would think.
    pub fn old_data(self) -> Option<Millis> {
        let now = self.now.get();
        let pulled_at = self.with(|workspace| workspace.meta().pulled_at).flatten()?;
        (now.since(pulled_at) > OLD_DATA_MS).then_some(pulled_at)
    }

    /// What the chip says.
    pub fn chip(self) -> SyncState {
        let is_cut = !self.is_online.get()
            || self.trouble.with(|trouble| matches!(trouble, Some(trouble) if trouble.is_no_signal()));
        let now = self.now.get();
        let activity = self.activity.get();
        let photos = self.photos.totals.get().unsent;
        self.with(|workspace| {
            let unsent = workspace.unsent_count();
            let oldest_ms = workspace.oldest_unsent().map_or(0, |oldest| now.since(oldest));
            let quarantined = workspace.outbox().iter().filter(|row| row.is_quarantined()).count();
            match activity {
                Activity::Sending { total } if unsent > 0 => SyncState::Sending { done: 0, total },
                _ if is_cut => SyncState::Offline { unsent, oldest_ms },
                _ if quarantined > 0 => SyncState::Quarantined { items: quarantined },
                _ if unsent > 0 => SyncState::Waiting { unsent, oldest_ms },
                _ if photos > 0 => SyncState::Photos { unsent: photos },
                _ => SyncState::AllSent,
            }
        })
        .unwrap_or(if is_cut {
            SyncState::Offline { unsent: 0, oldest_ms: 0 }
        } else {
            SyncState::AllSent
        })
    }

    /// A round is running.
    pub fn is_syncing(self) -> bool {
        self.activity.get() != Activity::Idle
    }

    /// What was done on the screen before, said once.
    pub fn take_notice(self) -> String {
        let said = self.notice.get_untracked().unwrap_or_default();
        self.notice.set(None);
        said
    }

    /// Records a fact. `Ok` means that it is durable on this phone; only then may a receipt be shown.
    pub async fn record(self, draft: Draft, place: Option<Place>) -> Result<NewRecord, StoreError> {
        let engine = device::engine().map_err(|error| StoreError::Failed(error.to_string()))?;
        let writing = self.peek(|workspace| engine.record(workspace, draft, place));
        let record = writing.ok_or(StoreError::NotEnrolled)?.await?;
        self.now.set(device::now());
        self.change(|workspace| workspace.note_record(&record));
        device::notify_other_tabs();
        self.photos.look();
        self.sync();
        Ok(record)
    }

    /// Makes this browser a phone of whoever is logged in, and starts the first download.
    pub async fn enrol(self, device_name: String) -> Result<(), Trouble> {
        let engine = device::engine()?;
        let enrolled = enrolment::enrol(device_name).await?;
        engine.enrol(&enrolled).await?;
        self.load().await?;
        self.sync();
        Ok(())
    }

    /// Closes the login and forgets everything of this phone. Refused while anything is unsent.
    pub async fn sign_out(self) -> Result<(), Trouble> {
        if self.peek(Workspace::unsent_count).unwrap_or(0) > 0 {
            return Err(StoreError::Unsent.into());
        }
        if device::photo_totals().await?.unsent > 0 {
            return Err(StoreError::Unsent.into());
        }
        login::logout().await?;
        if self.workspace.with_untracked(Option::is_some) {
            device::engine()?.forget().await?;
        }
        device::forget_photos().await?;
        self.photos.look();
        device::forget_drafts();
        self.workspace.set(None);
        self.phase.set(Phase::Opening);
        device::notify_other_tabs();
        Ok(())
    }

    /// Sends what is unsent and receives what is new, in the background. Asked while it runs, it runs once more.
    pub fn sync(self) {
        if self.activity.get_untracked() != Activity::Idle {
            self.is_asked_again.set(true);
            return;
        }
        if self.workspace.with_untracked(Option::is_none) {
            return;
        }
        if !device::is_online() {
            // Nothing to try: the browser wakes this when the signal returns, and the timer in case it does not.
            self.is_online.set(false);
            self.trouble.set(Some(SyncError::from(NetError::Unreachable).into()));
            device::report_sync(SyncEnd::Failed);
            return;
        }
        self.activity.set(Activity::Receiving);
        device::spawn(async move {
            // Where another tab has the lock, it sends what this one recorded, and tells when it has.
            let result = loop {
                self.is_asked_again.set(false);
                let result = device::with_sync_lock(self.round()).await;
                if !self.is_asked_again.get_untracked() || matches!(result, Some(Err(_)) | None) {
                    break result;
                }
            };
            self.activity.set(Activity::Idle);
            self.now.set(device::now());
            match result {
                Some(Ok(())) => {
                    self.trouble.set(None);
                    device::report_sync(SyncEnd::Complete);
                }
                Some(Err(trouble)) => {
                    self.trouble.set(Some(trouble));
                    device::report_sync(SyncEnd::Failed);
                }
                None => device::report_sync(SyncEnd::Complete),
            }
            self.send_photos();
        });
    }

    /// Sends the photos that wait, unless there is no signal anyway.
    pub fn send_photos(self) {
        let is_cut = |trouble: &Option<Trouble>| trouble.as_ref().is_some_and(Trouble::is_no_signal);
        if self.trouble.with_untracked(is_cut) {
            return;
        }
        if let Some(credential) = self.peek(|workspace| workspace.meta().credential.clone()) {
            self.photos.send(credential);
        }
    }

    async fn round(self) -> Result<(), Trouble> {
        let engine = device::engine()?;
        let total = self.peek(Workspace::unsent_count).unwrap_or(0);
        if total > 0 {
            // Money has the whole signal.
            device::pause_photos();
            self.activity.set(Activity::Sending { total });
        }
        let pushed = engine.push().await;
        self.activity.set(Activity::Receiving);
        let mut has_changed = false;
        let push_error = match pushed {
            Ok(report) => {
                has_changed = !report.outcomes.is_empty();
                if report.requests > 0 {
                    self.change(|workspace| workspace.note_push(&report));
                }
                None
            }
            // Without a signal there is nothing to receive either.
            Err(error @ SyncError::Net { error: NetError::Unreachable | NetError::NotProtocol }) => {
                return Err(error.into());
            }
            Err(error) => Some(error),
        };
        self.arrived.set(0);
        let pulled = engine.pull_counting(move |arrived| self.arrived.set(arrived)).await;
        let pull_error = match pulled {
            Ok(report) => {
                has_changed |= !report.changes.is_empty() || report.is_reset;
                // Where another tab has pulled meanwhile, what it wrote is read instead.
                if !self.change(|workspace| workspace.note_pull(&report)).unwrap_or(true)
                    && let Some(seen) = self.peek(Workspace::seen)
                    && let Some(look) = engine.look(seen).await?
                {
                    self.change(|workspace| workspace.note_look(look));
                }
                None
            }
            Err(error) => Some(error),
        };
        if has_changed {
            device::notify_other_tabs();
        }
        match push_error.or(pull_error) {
            Some(error) => Err(error.into()),
            None => Ok(()),
        }
    }

    fn change<R>(self, change: impl FnOnce(&mut Workspace) -> R) -> Option<R> {
        self.workspace.try_update(|workspace| workspace.as_mut().map(change)).flatten()
    }

    fn wake(self, wake: Wake) {
        self.now.set(device::now());
        self.is_online.set(device::is_online());
        match wake {
            Wake::Offline => {}
            Wake::Online => {
                device::retry_photos();
                self.sync();
            }
            Wake::Visible | Wake::Timer | Wake::Background => self.sync(),
            Wake::OtherTab => device::spawn(async move { self.look().await }),
            Wake::UpdateReady => self.is_update_ready.set(device::update_waiting()),
            Wake::Installable => self.is_installable.set(device::can_install()),
        }
    }

    /// Follows what another tab wrote.
    async fn look(self) {
        self.photos.look();
        let Ok(engine) = device::engine() else { return };
        let Some(seen) = self.peek(Workspace::seen) else {
            // The other tab may have enrolled this browser.
            if self.phase.get_untracked() == Phase::NotEnrolled {
                self.open();
            }
            return;
        };
        match engine.look(seen).await {
            Ok(Some(look)) => {
                let reached =
                    |workspace: &Workspace| (workspace.meta().pulled_at, workspace.meta().all_sent_at);
                let before = self.peek(reached);
                self.change(|workspace| workspace.note_look(look));
                // The other tab has reached the office: what this one met before no longer holds.
                if self.peek(reached) != before {
                    self.trouble.set(None);
                }
                // The tab that wrote may have met this one's lock: one of the two sends.
                if self.peek(Workspace::unsent_count).unwrap_or(0) > 0 {
                    self.sync();
                }
            }
            // The other tab signed out.
            Ok(None) => {
                self.workspace.set(None);
                self.phase.set(Phase::NotEnrolled);
            }
            Err(error) => self.trouble.set(Some(error.into())),
        }
    }
}
