//! The browser: IndexedDB, fetch, locks and the rest, behind sync's ports and the names of `device`.

mod clock;
mod database;
mod download;
mod drafts;
mod engine;
mod install;
mod js;
mod location;
mod lock;
mod net;
mod page;
mod preferences;
mod share;
mod start;
mod storage_health;
mod store;
mod update;
mod upload;
mod wake;

pub use clock::{DeviceClock, DeviceRng, now};
pub use download::download;
pub use drafts::{draft, forget_drafts, keep_draft};
pub use engine::{DeviceEngine, engine, export_outbox};
pub use install::{can_install, install, is_apple_phone, is_installed};
pub use location::locate;
pub use lock::with_sync_lock;
pub use net::DeviceTransport;
pub use page::{focus, fragment, is_online, open_page, print_page, vibrate_error, vibrate_ok};
pub use preferences::{preferences, set_preferences};
pub use share::share;
pub use start::{is_shell, remove_splash, spawn, start};
pub use storage_health::{ask_protection, storage_protected};
pub use store::DeviceStore;
pub use update::{apply_update, update_waiting};
pub use upload::{chosen_file, upload};
pub use wake::{notify_other_tabs, on_wake, report_sync};
