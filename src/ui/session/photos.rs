//! The photos that wait on this phone, as signals, and their sending: after each round of sync, never within one.

use leptos::prelude::*;

use crate::{
    device::{self, photos::PhotoTotals},
    sync::engine::SyncError,
    ui::session::trouble::Trouble,
};

/// Handle of the page's one queue of photos.
#[derive(Clone, Copy)]
pub struct PhotoQueue {
    /// What waits, as of the last look.
    pub totals: RwSignal<PhotoTotals>,
    pub is_sending: RwSignal<bool>,
    /// Why the last photo did not arrive.
    pub trouble: RwSignal<Option<Trouble>>,
}

impl PhotoQueue {
    pub(super) fn create() -> PhotoQueue {
        PhotoQueue {
            totals: RwSignal::new(PhotoTotals::default()),
            is_sending: RwSignal::new(false),
            trouble: RwSignal::new(None),
        }
    }

    /// Counts again what waits.
    pub fn look(self) {
        device::spawn(async move {
            match device::photo_totals().await {
                Ok(totals) => self.totals.set(totals),
                Err(error) => self.trouble.set(Some(error.into())),
            }
        });
    }

    /// Sends what waits, with the device's own credential. Money that is recorded meanwhile stops it: see
    /// [`device::pause_photos`].
    pub fn send(self, credential: String) {
        if self.is_sending.get_untracked() {
            return;
        }
        self.is_sending.set(true);
        device::spawn(async move {
            let result = device::send_photos(&credential, move |totals| self.totals.set(totals)).await;
            self.is_sending.set(false);
            self.trouble.set(result.err().map(SyncError::into));
        });
    }
}
