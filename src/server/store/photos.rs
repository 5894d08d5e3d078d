//! Photos: what they are, their bytes apart, and who sent each.

use surrealdb::types::{Bytes, RecordId, Value, object};

use super::{
    CONFLICT_ATTEMPTS_MAX, Store, StoreError,
    query::{array_id, id, int, text, text_id, uuid_value},
};
use crate::domain::{
    chain::ChainHash,
    date::Millis,
    ids::{DeviceId, PersonId},
    photo::PhotoKind,
};

/// A photo whose bytes were decoded: it is what it says.
#[derive(Clone, Debug)]
pub struct NewPhoto {
    pub sha256: ChainHash,
    pub kind: PhotoKind,
    pub width_px: u32,
    pub height_px: u32,
    pub content: Vec<u8>,
}

/// A photo as it is served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredPhoto {
    pub kind: PhotoKind,
    pub content: Vec<u8>,
}

impl Store {
    /// Keeps the photo, once, and that `person` sent it, once: the same call again changes nothing.
    pub async fn put_photo(
        &self,
        photo: NewPhoto,
        device: DeviceId,
        person: PersonId,
        now: Millis,
    ) -> Result<(), StoreError> {
        let size = int(photo.content.len() as u64);
        let sql = "BEGIN;
            IF !record::exists($photo) {
                CREATE $photo CONTENT $row RETURN NONE;
                CREATE $content_id CONTENT { content: $content } RETURN NONE;
            };
            IF !record::exists($sender) { CREATE $sender CONTENT $sent RETURN NONE; };
            COMMIT;";
        let vars = object! {
            photo: photo_id(photo.sha256),
            row: object! {
                kind: text(photo.kind.as_str()),
                size: size,
                width: int(u64::from(photo.width_px)),
                height: int(u64::from(photo.height_px)),
                received: now.0,
            },
            content_id: content_id(photo.sha256),
            content: Value::Bytes(Bytes::from(photo.content)),
            sender: sender_id(photo.sha256, person),
            sent: object! { device: id("device", device.uuid()), received: now.0 },
        };
        for attempt in 0..CONFLICT_ATTEMPTS_MAX {
            self.back_off(attempt).await;
            match self.run(sql, vars.clone()).await {
                // Somebody sends the same at the same time, or the commit's answer was lost: once more finds it there.
                Err(StoreError::Conflict | StoreError::Exists(_) | StoreError::UnknownCommit) => {}
                other => return other.map(|_| ()),
            }
        }
        Err(StoreError::Conflict)
    }

    /// The photo with its bytes.
    pub async fn photo(&self, sha256: ChainHash) -> Result<Option<StoredPhoto>, StoreError> {
        let sql = "SELECT kind FROM $photo; SELECT content FROM $content;";
        let vars = object! { photo: photo_id(sha256), content: content_id(sha256) };
        let mut answer = self.run(sql, vars).await?;
        let (Some(mut photo), Some(mut content)) = (answer.row(0)?, answer.row(1)?) else { return Ok(None) };
        let kind = PhotoKind::parse(&photo.text("kind")?)
            .ok_or_else(|| StoreError::Unreadable("kind of a photo".into()))?;
        Ok(Some(StoredPhoto { kind, content: content.bytes("content")? }))
    }

    /// Whether one of this person's devices sent the photo.
    pub async fn has_sent_photo(&self, person: PersonId, sha256: ChainHash) -> Result<bool, StoreError> {
        let sql = "SELECT received FROM $id";
        Ok(self.run(sql, object! { id: sender_id(sha256, person) }).await?.row(0)?.is_some())
    }
}

fn photo_id(sha256: ChainHash) -> RecordId {
    text_id("photo", &sha256.to_string())
}

fn content_id(sha256: ChainHash) -> RecordId {
    text_id("photo_content", &sha256.to_string())
}

fn sender_id(sha256: ChainHash, person: PersonId) -> RecordId {
    array_id("photo_sender", vec![text(sha256.to_string()), uuid_value(person.uuid())])
}
