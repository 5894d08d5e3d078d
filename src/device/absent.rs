//! No browser: the server renders screens, and effects never run there. Same names as `browser`, nothing behind them.

use std::{convert::Infallible, future::Future};

use super::{
    ChosenFile, DeviceError, FileOut, Preferences, ShareResult, Shareable, SyncEnd, Uploaded, Wake,
    photos::{PhotoError, PhotoTotals, TakenPhoto},
};
use crate::{
    domain::{date::Millis, event::Place, photo::PhotoRef, rule_error::RuleError, signature::Point},
    sync::{
        engine::{Engine, SyncError},
        ports::{Clock, LocalStore, NetError, Rng, StoreError, Transport},
        protocol::{ItemOutcome, PullRequest, PullResponse, PushRequest, PushResponse},
        records::{BaseRow, DrawerRow, Meta, NewRecord, OutboxRow, PageWrite, ReceiptRow},
    },
};

/// A port that nobody can hold: the types of the engine exist on the server, values of them do not.
#[derive(Clone, Copy, Debug)]
pub struct NoPort(Infallible);

pub type DeviceStore = NoPort;
pub type DeviceTransport = NoPort;
pub type DeviceClock = NoPort;
pub type DeviceRng = NoPort;
/// What screens record and sync with.
pub type DeviceEngine = Engine<DeviceStore, DeviceTransport, DeviceClock, DeviceRng>;

pub fn engine() -> Result<DeviceEngine, DeviceError> {
    Err(DeviceError::Unavailable)
}
pub fn start() {}
pub fn remove_splash() {}
/// The future is dropped unpolled.
pub fn spawn(_work: impl Future<Output = ()> + 'static) {}
pub async fn with_sync_lock<T>(_work: impl Future<Output = T>) -> Option<T> {
    None
}
pub fn on_wake(_callback: impl Fn(Wake) + 'static) {}
pub fn report_sync(_end: SyncEnd) {}
pub fn notify_other_tabs() {}
pub fn timed<T>(_name: &str, work: impl FnOnce() -> T) -> T {
    work()
}
pub fn is_online() -> bool {
    false
}
pub async fn locate() -> Option<Place> {
    None
}
pub async fn share(_what: &Shareable) -> ShareResult {
    ShareResult::Failed
}
pub fn vibrate_ok() {}
pub fn vibrate_error() {}
pub fn download(_file: &FileOut) {}
pub async fn export_outbox() -> Result<FileOut, StoreError> {
    Err(StoreError::NotEnrolled)
}
pub async fn storage_protected() -> Option<bool> {
    None
}
pub async fn ask_protection() -> bool {
    false
}
pub fn is_installed() -> bool {
    false
}
pub fn is_apple_phone() -> bool {
    false
}
pub fn can_install() -> bool {
    false
}
pub async fn install() -> bool {
    false
}
pub fn preferences() -> Preferences {
    Preferences::default()
}
pub fn set_preferences(_preferences: &Preferences) {}
pub fn draft(_key: &str) -> Option<String> {
    None
}
pub fn keep_draft(_key: &str, _text: Option<&str>) {}
pub fn forget_drafts() {}
pub fn update_waiting() -> bool {
    false
}
pub fn apply_update() {}
pub fn print_page() {}
/// The server's time comes from its own clock, never from here.
pub fn now() -> Millis {
    Millis(0)
}
pub fn open_page(_address: &str) {}
pub fn chosen_file(_input_id: &str) -> Option<ChosenFile> {
    None
}
pub async fn upload(_form_id: &str, _address: &str) -> Result<Uploaded, NetError> {
    Err(NetError::Unreachable)
}
pub async fn take_photo(_input_id: &str) -> Result<TakenPhoto, PhotoError> {
    Err(PhotoError::NoFile)
}
pub async fn photo_url(_photo: PhotoRef) -> Option<String> {
    None
}
pub fn release_photo_url(_url: &str) {}
pub async fn drop_photo(_photo: PhotoRef) -> Result<(), StoreError> {
    Ok(())
}
pub async fn photo_totals() -> Result<PhotoTotals, StoreError> {
    Ok(PhotoTotals::default())
}
pub async fn forget_photos() -> Result<(), StoreError> {
    Ok(())
}
pub async fn send_photos(_credential: &str, _on_change: impl Fn(PhotoTotals)) -> Result<(), SyncError> {
    Ok(())
}
pub fn pause_photos() {}
pub fn retry_photos() {}
pub fn point_in(_element_id: &str, _client_x: i32, _client_y: i32) -> Option<Point> {
    None
}
pub fn hold_pointer(_element_id: &str, _pointer_id: i32) {}
pub fn fragment() -> String {
    String::new()
}
pub fn focus(_element_id: &str) {}

impl NoPort {
    fn never(&self) -> ! {
        match self.0 {}
    }
}

impl Clock for NoPort {
    fn wall(&self) -> Millis {
        self.never()
    }
    fn monotonic_ms(&self) -> i64 {
        self.never()
    }
}

impl Rng for NoPort {
    fn bytes10(&self) -> [u8; 10] {
        self.never()
    }
}

impl LocalStore for NoPort {
    async fn load_meta(&self) -> Result<Option<Meta>, StoreError> {
        self.never()
    }
    async fn load_outbox(&self) -> Result<Vec<OutboxRow>, StoreError> {
        self.never()
    }
    async fn load_base(&self) -> Result<Vec<BaseRow>, StoreError> {
        self.never()
    }
    async fn load_receipts(&self) -> Result<Vec<ReceiptRow>, StoreError> {
        self.never()
    }
    async fn load_drawer(&self) -> Result<Option<DrawerRow>, StoreError> {
        self.never()
    }
    async fn enrol(&self, _meta: &Meta) -> Result<(), StoreError> {
        self.never()
    }
    async fn append<F>(&self, _build: F) -> Result<NewRecord, StoreError>
    where
        F: FnOnce(&Meta) -> Result<NewRecord, RuleError>,
    {
        self.never()
    }
    async fn settle(
        &self,
        _outcomes: &[ItemOutcome],
        _clock_offset_ms: i64,
        _server_time: Millis,
    ) -> Result<(), StoreError> {
        self.never()
    }
    async fn count_attempt(&self, _up_to_seq: u64) -> Result<(), StoreError> {
        self.never()
    }
    async fn apply_page(&self, _page: PageWrite) -> Result<(), StoreError> {
        self.never()
    }
    async fn forget(&self) -> Result<(), StoreError> {
        self.never()
    }
}

impl Transport for NoPort {
    async fn push(&self, _credential: &str, _request: &PushRequest) -> Result<PushResponse, NetError> {
        self.never()
    }
    async fn pull(&self, _request: &PullRequest) -> Result<PullResponse, NetError> {
        self.never()
    }
}
