//! Taking in photos that devices send, and showing them to who may see them.
//!
//! Nothing is believed: the hash is computed again, the bytes are decoded to the last pixel, and what is served is
//! named after what was decoded. A photo that is refused here stays on the phone that took it.

use std::io::Cursor;

use axum::body::Bytes;
use tokio::sync::Semaphore;
use zune_jpeg::JpegDecoder;
use zune_png::PngDecoder;

use super::{
    extract::Caller,
    store::{
        Store, StoreError,
        photos::{NewPhoto, StoredPhoto},
    },
};
use crate::{
    api::error::{ApiError, Thing},
    domain::{
        chain::ChainHash,
        date::Millis,
        photo::{PHOTO_BYTES_MAX, PHOTO_SIDE_PX_MAX, PhotoKind},
        role::Permission,
    },
};

/// Longest side that is taken: twice what the phone makes, which decodes to 40 MB at most.
const SIDE_PX_MAX: u32 = 2 * PHOTO_SIDE_PX_MAX;
/// Photos that are decoded at the same time: the others wait, so that memory has a bound.
const DECODERS: usize = 2;
static DECODING: Semaphore = Semaphore::const_new(DECODERS);

/// Why a photo was not taken.
#[derive(Debug, thiserror::Error)]
pub enum PhotoRefusal {
    /// 401: the credential is nobody's.
    #[error("the credential was not accepted")]
    Unauthorized,
    /// 400: the address names no SHA-256.
    #[error("the address names no photo")]
    Malformed,
    /// 413: more than [`PHOTO_BYTES_MAX`].
    #[error("the photo is too large")]
    TooLarge,
    /// 422: the bytes are not those that the address names.
    #[error("the bytes have another hash")]
    WrongHash,
    /// 422: neither a whole JPEG nor a whole PNG.
    #[error("not an image")]
    NotAnImage,
    /// 422: a side longer than [`SIDE_PX_MAX`].
    #[error("the image has too many pixels")]
    TooManyPixels,
    /// 503 where it is passing, else 500.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Takes in one photo, sent with the credential of an enrolled device, retired or not. The same photo again is taken
/// again without effect.
pub async fn take(
    store: &Store,
    credential: &str,
    sha256: &str,
    content: Bytes,
    now: Millis,
) -> Result<(), PhotoRefusal> {
    let device = store.device_by_credential(credential).await?.ok_or(PhotoRefusal::Unauthorized)?;
    let sha256 = ChainHash::parse(sha256).ok_or(PhotoRefusal::Malformed)?;
    if content.len() > PHOTO_BYTES_MAX {
        return Err(PhotoRefusal::TooLarge);
    }
    // Never closed; were it, photos would only be decoded without waiting.
    let _turn = DECODING.acquire().await;
    // A file that brings the decoder down is a damaged file, and no more than that.
    let work = move || examine(sha256, &content);
    let photo = tokio::task::spawn_blocking(work).await.unwrap_or(Err(PhotoRefusal::NotAnImage))?;
    Ok(store.put_photo(photo, device.id, device.person, now).await?)
}

/// A photo for who may see it: the office, by [`Permission::SeePortfolio`], and the person who sent it.
pub async fn see(caller: &Caller, sha256: &str) -> Result<StoredPhoto, ApiError> {
    let not_found = ApiError::NotFound { what: Thing::Photo };
    let needs = Permission::SeePortfolio;
    let store = &caller.state.store;
    let sha256 = ChainHash::parse(sha256);
    let is_own = match sha256 {
        Some(sha256) if !caller.may(needs) => store.has_sent_photo(caller.id(), sha256).await?,
        _ => false,
    };
    // Whether somebody else's photo exists is not said either.
    if !is_own && !caller.may(needs) {
        return Err(ApiError::Forbidden { needs });
    }
    let sha256 = sha256.ok_or(not_found.clone())?;
    store.photo(sha256).await?.ok_or(not_found)
}

/// The hash, and every pixel.
fn examine(sha256: ChainHash, content: &[u8]) -> Result<NewPhoto, PhotoRefusal> {
    if ChainHash::of(content) != sha256 {
        return Err(PhotoRefusal::WrongHash);
    }
    let kind = PhotoKind::of(content).ok_or(PhotoRefusal::NotAnImage)?;
    let (width_px, height_px) = match kind {
        PhotoKind::Jpeg => decode_jpeg(content)?,
        PhotoKind::Png => decode_png(content)?,
    };
    Ok(NewPhoto { sha256, kind, width_px, height_px, content: content.to_vec() })
}

fn decode_jpeg(content: &[u8]) -> Result<(u32, u32), PhotoRefusal> {
    let options = zune_jpeg::zune_core::options::DecoderOptions::default().set_strict_mode(true);
    let mut decoder = JpegDecoder::new_with_options(Cursor::new(content), options);
    decoder.decode_headers().map_err(|_| PhotoRefusal::NotAnImage)?;
    let info = decoder.info().ok_or(PhotoRefusal::NotAnImage)?;
    let sides = within_limits(usize::from(info.width), usize::from(info.height))?;
    decoder.decode().map_err(|_| PhotoRefusal::NotAnImage)?;
    Ok(sides)
}

fn decode_png(content: &[u8]) -> Result<(u32, u32), PhotoRefusal> {
    let options = zune_png::zune_core::options::DecoderOptions::default()
        .set_strict_mode(true)
        .png_set_confirm_crc(true)
        .inflate_set_confirm_adler(true);
    let mut decoder = PngDecoder::new_with_options(Cursor::new(content), options);
    decoder.decode_headers().map_err(|_| PhotoRefusal::NotAnImage)?;
    let (width, height) = decoder.dimensions().ok_or(PhotoRefusal::NotAnImage)?;
    let sides = within_limits(width, height)?;
    decoder.decode_raw().map_err(|_| PhotoRefusal::NotAnImage)?;
    Ok(sides)
}

fn within_limits(width: usize, height: usize) -> Result<(u32, u32), PhotoRefusal> {
    let side = |pixels: usize| u32::try_from(pixels).ok().filter(|pixels| *pixels <= SIDE_PX_MAX);
    side(width).zip(side(height)).ok_or(PhotoRefusal::TooManyPixels)
}
