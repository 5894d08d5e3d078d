//! Sending photos, one by one and apart from money: a push that has something to send stops the photo that is on its
//! way, and photos go on when it is done.

use std::cell::{Cell, RefCell};

use gloo_net::http::Request;
use web_sys::{AbortController, RequestCredentials};

use super::{
    clock::{self, DeviceClock, DeviceRng},
    lock, net, photo_store,
};
use crate::{
    device::{
        SyncEnd,
        answer::AnswerHead,
        backoff::Backoff,
        photos::{PhotoRow, PhotoState, PhotoTotals, PhotoVerdict, next_unsent, verdict},
    },
    domain::chain::ChainHash,
    sync::{
        engine::SyncError,
        ports::{Clock, NetError, Rng},
        protocol::{PHOTO_ROUTE, PROTOCOL_HEADER},
    },
};

/// Longest time for one photo: 2 MB at 7 KB a second.
const PHOTO_WAIT_MS_MAX: u32 = 5 * 60_000;

thread_local! {
    /// The photo that is on its way.
    static UPLOAD: RefCell<Option<AbortController>> = const { RefCell::new(None) };
    /// How often photos were told to stop; whoever sends looks whether it is still as when he began.
    static PAUSES: Cell<u32> = const { Cell::new(0) };
    static BACKOFF: Cell<Backoff> = const { Cell::new(Backoff::NEW) };
    /// On the clock that never jumps; nothing is tried before.
    static NEXT_TRY_MS: Cell<i64> = const { Cell::new(0) };
}

/// Stops the photo that is on its way; photos go on with the next [`send_photos`]. For money, which goes first.
pub fn pause_photos() {
    PAUSES.set(PAUSES.get().wrapping_add(1));
    UPLOAD.with_borrow(|upload| {
        if let Some(upload) = upload {
            upload.abort();
        }
    });
}

/// Forgets earlier failures: the network is another one, or the person asks.
pub fn retry_photos() {
    BACKOFF.set(Backoff::NEW);
    NEXT_TRY_MS.set(0);
}

/// Sends what is unsent, the oldest first, and tells `on_change` after each. Does nothing while another tab sends, or
/// within the wait after a failure.
pub async fn send_photos(credential: &str, on_change: impl Fn(PhotoTotals)) -> Result<(), SyncError> {
    if DeviceClock.monotonic_ms() < NEXT_TRY_MS.get() {
        return Ok(());
    }
    lock::with_photo_lock(send_all(credential, on_change)).await.unwrap_or(Ok(()))
}

async fn send_all(credential: &str, on_change: impl Fn(PhotoTotals)) -> Result<(), SyncError> {
    let pauses = PAUSES.get();
    let mut rows = photo_store::rows().await?;
    on_change(PhotoTotals::of(&rows));
    while let Some(row) = next_unsent(&rows).cloned() {
        if PAUSES.get() != pauses {
            return Ok(());
        }
        let state = match send_one(credential, &row).await {
            Ok(state) => state,
            // Not a failure: it was told to stop.
            Err(_) if PAUSES.get() != pauses => return Ok(()),
            Err(error) => {
                wait_after(SyncEnd::Failed);
                return Err(error);
            }
        };
        wait_after(SyncEnd::Complete);
        photo_store::mark(row.sha256, state).await?;
        // Read again: one may have been taken, or dropped, meanwhile.
        rows = photo_store::rows().await?;
        on_change(PhotoTotals::of(&rows));
    }
    Ok(photo_store::sweep().await?)
}

async fn send_one(credential: &str, row: &PhotoRow) -> Result<PhotoState, SyncError> {
    let Some(content) = photo_store::content(row.sha256).await? else {
        // Its bytes are gone: there is nothing that could be sent.
        return Ok(PhotoState::Refused);
    };
    match put(credential, row.sha256, &content).await? {
        PhotoVerdict::Taken => Ok(PhotoState::Sent { at: clock::now() }),
        PhotoVerdict::Refused => Ok(PhotoState::Refused),
    }
}

async fn put(credential: &str, sha256: ChainHash, content: &[u8]) -> Result<PhotoVerdict, NetError> {
    let wait = net::Wait::new(PHOTO_WAIT_MS_MAX)?;
    UPLOAD.set(Some(wait.controller()));
    let request = net::common(Request::put(&format!("{PHOTO_ROUTE}{sha256}")), &wait)
        .credentials(RequestCredentials::Omit)
        .header("authorization", &format!("Bearer {credential}"))
        .header("content-type", "application/octet-stream")
        .body(js_sys::Uint8Array::from(content))
        .map_err(|_| NetError::Unreachable)?;
    let answer = request.send().await;
    UPLOAD.set(None);
    let answer = answer.map_err(|_| NetError::Unreachable)?;
    let headers = answer.headers();
    // To its end: what is left unread would be broken off, and the connection with it.
    answer.text().await.map_err(|_| NetError::Unreachable)?;
    verdict(AnswerHead {
        status: answer.status(),
        content_type: &headers.get("content-type").unwrap_or_default(),
        protocol: &headers.get(PROTOCOL_HEADER).unwrap_or_default(),
    })
}

fn wait_after(end: SyncEnd) {
    let backoff = BACKOFF.get().after(end);
    BACKOFF.set(backoff);
    NEXT_TRY_MS.set(match end {
        SyncEnd::Complete => 0,
        SyncEnd::Failed => DeviceClock.monotonic_ms() + i64::from(backoff.wait_ms(DeviceRng.bytes10()[0])),
    });
}
