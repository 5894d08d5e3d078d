//! The photos of this browser, in a database of their own: however full it is, records have theirs.

use indexed_db_futures::transaction::Transaction;

use super::{
    clock,
    database::{self, Base, Durability, PHOTO_CONTENT, PHOTO_ROWS},
};
use crate::{
    device::photos::{PhotoRow, PhotoState, PhotoTotals, droppable},
    domain::{chain::ChainHash, photo::PhotoRef},
    sync::ports::StoreError,
};

const BOTH: [&str; 2] = [PHOTO_ROWS, PHOTO_CONTENT];

/// All photos, without their bytes.
pub async fn rows() -> Result<Vec<PhotoRow>, StoreError> {
    database::read_in(Base::Photos, &[PHOTO_ROWS], async |tx| all(tx).await).await
}

/// The bytes of one photo; `None` where it is not on this phone.
pub async fn content(sha256: ChainHash) -> Result<Option<Vec<u8>>, StoreError> {
    let key = sha256.to_string();
    database::read_in(Base::Photos, &[PHOTO_CONTENT], async |tx| {
        database::get_blob(tx, PHOTO_CONTENT, &key).await
    })
    .await
}

/// Keeps a photo so that it survives a power cut. Answers whether it is new here. Where there is no room left, what
/// the office has makes room.
pub async fn keep(row: &PhotoRow, bytes: &[u8]) -> Result<bool, StoreError> {
    match add(row, bytes).await {
        Err(StoreError::Quota) => {
            let sent = |row: &PhotoRow| matches!(row.state, PhotoState::Sent { .. });
            remove(rows().await?.iter().filter(|row| sent(row)).map(|row| row.sha256).collect()).await?;
            add(row, bytes).await
        }
        other => other,
    }
}

async fn add(row: &PhotoRow, bytes: &[u8]) -> Result<bool, StoreError> {
    let key = row.sha256.to_string();
    database::write_in(Base::Photos, &BOTH, Durability::Strict, async |tx| {
        if database::get_text(tx, PHOTO_ROWS, key.as_str()).await?.is_some() {
            return Ok(false);
        }
        database::put_json(tx, PHOTO_ROWS, key.as_str(), row)?;
        database::put_blob(tx, PHOTO_CONTENT, &key, bytes)?;
        Ok(true)
    })
    .await
}

/// Notes how far a photo has come; one that was dropped meanwhile stays dropped. Not strict: at worst the office is
/// sent again what it has, and says so.
pub async fn mark(sha256: ChainHash, state: PhotoState) -> Result<(), StoreError> {
    let key = sha256.to_string();
    database::write_in(Base::Photos, &[PHOTO_ROWS], Durability::Relaxed, async |tx| {
        match database::get_json::<PhotoRow>(tx, PHOTO_ROWS, key.as_str()).await? {
            Some(row) => database::put_json(tx, PHOTO_ROWS, key.as_str(), &PhotoRow { state, ..row }),
            None => Ok(()),
        }
    })
    .await
}

/// Drops what the office has for some days: see [`droppable`].
pub async fn sweep() -> Result<(), StoreError> {
    remove(droppable(&rows().await?, clock::now())).await
}

/// Forgets one photo that no record names: the person took another, or none. One that was sent stays.
pub async fn drop_photo(photo: PhotoRef) -> Result<(), StoreError> {
    let key = photo.sha256.to_string();
    database::write_in(Base::Photos, &BOTH, Durability::Relaxed, async |tx| {
        let row = database::get_json::<PhotoRow>(tx, PHOTO_ROWS, key.as_str()).await?;
        if row.is_some_and(|row| row.state == PhotoState::Unsent) {
            database::delete_text(tx, PHOTO_ROWS, &key)?;
            database::delete_text(tx, PHOTO_CONTENT, &key)?;
        }
        Ok(())
    })
    .await
}

/// How many wait, and how large they are.
pub async fn photo_totals() -> Result<PhotoTotals, StoreError> {
    Ok(PhotoTotals::of(&rows().await?))
}

/// Forgets all photos. Refused while any is unsent.
pub async fn forget_photos() -> Result<(), StoreError> {
    database::write_in(Base::Photos, &BOTH, Durability::Strict, async |tx| {
        if PhotoTotals::of(&all(tx).await?).unsent > 0 {
            return Err(StoreError::Unsent);
        }
        database::clear(tx, PHOTO_ROWS)?;
        database::clear(tx, PHOTO_CONTENT)
    })
    .await
}

async fn remove(photos: Vec<ChainHash>) -> Result<(), StoreError> {
    if photos.is_empty() {
        return Ok(());
    }
    database::write_in(Base::Photos, &BOTH, Durability::Relaxed, async |tx| {
        for photo in &photos {
            database::delete_text(tx, PHOTO_ROWS, &photo.to_string())?;
            database::delete_text(tx, PHOTO_CONTENT, &photo.to_string())?;
        }
        Ok(())
    })
    .await
}

async fn all(tx: &Transaction<'_>) -> Result<Vec<PhotoRow>, StoreError> {
    let texts = database::all_texts(tx, PHOTO_ROWS).await?;
    texts.iter().map(|text| database::parse(text)).collect()
}
