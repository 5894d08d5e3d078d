//! The browser behind sync's ports, and the little else that screens ask of a phone.
//!
//! The one switch: a build for the browser compiles `browser`, every other build compiles `absent`, which has the same
//! names and answers that there is no device. Nothing else in Senda touches `web_sys`.

use serde::{Deserialize, Serialize};

// Pure parts, tested without a browser
pub mod answer;
pub mod backoff;
pub mod export;
pub mod packs;
pub mod photos;
pub mod preferences;
pub mod program;
pub mod trip_wire;

#[cfg(not(feature = "browser"))]
mod absent;
#[cfg(feature = "browser")]
mod browser;

#[cfg(not(feature = "browser"))]
pub use absent::*;
#[cfg(feature = "browser")]
pub use browser::*;
pub use preferences::{LetterSize, Preferences, Theme};

/// Why there is no device to ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum DeviceError {
    /// This is the server, rendering a page: nobody's phone is here.
    #[error("there is no device here")]
    Unavailable,
    /// The browser has no IndexedDB, or forbids it: private mode of some, or a very old one.
    #[error("this browser cannot keep data")]
    NoStorage,
}

/// Why the app should look around: send what is unsent, fetch what is new, show what another tab wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Wake {
    /// The network came back, as far as the browser can tell.
    Online,
    /// The network went away.
    Offline,
    /// The person came back to the page.
    Visible,
    /// The timer: soon after a failure, seldom while all is well. See [`report_sync`].
    Timer,
    /// Another tab of this browser recorded something or received something: reload from the store.
    OtherTab,
    /// The service worker was woken by Background Sync.
    Background,
    /// A new version is installed and waits for "Actualizar": see [`update_waiting`].
    UpdateReady,
    /// The browser offers to install the app: see [`can_install`].
    Installable,
}

/// How a round of sync ended, for the timer that starts the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SyncEnd {
    Complete,
    Failed,
}

/// What is handed to another app.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shareable {
    pub title: String,
    pub text: String,
    /// Empty where there is none.
    pub url: String,
    /// The client's phone with its country code, digits only; may be empty. For WhatsApp where the browser cannot
    /// share.
    pub phone: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShareResult {
    /// The person chose an app in the phone's own sheet.
    Shared,
    /// The browser cannot share: WhatsApp was opened with the text.
    WhatsAppOpened,
    /// The person closed the sheet.
    Cancelled,
    Failed,
}

/// A file for the person to keep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileOut {
    pub name: String,
    pub mime: &'static str,
    pub bytes: Vec<u8>,
}

/// A file that was chosen and not yet sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChosenFile {
    pub name: String,
    pub bytes: u64,
}

/// What the office answered to a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Uploaded {
    pub status: u16,
    /// JSON.
    pub body: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_server_has_no_device() {
        assert!(matches!(engine(), Err(DeviceError::Unavailable)));
        assert!(!is_online());
    }
}
