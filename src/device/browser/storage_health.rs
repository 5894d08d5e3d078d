//! Whether the browser promises to keep what is stored, and how much room is left.

use wasm_bindgen::JsValue;

use super::js;
use crate::device::StorageHealth;

/// `None` where the browser does not say.
pub async fn storage_protected() -> Option<bool> {
    let promise = js::loose_navigator().storage()?.persisted().ok()?;
    js::settled(promise).await.ok()?.as_bool()
}

/// Asks for the promise; some browsers ask the person, some decide by use.
pub async fn ask_protection() -> bool {
    let Some(storage) = js::loose_navigator().storage() else { return false };
    let Ok(promise) = storage.persist() else { return false };
    js::settled(promise).await.ok().and_then(|answer| answer.as_bool()).unwrap_or(false)
}

pub async fn storage_health() -> Option<StorageHealth> {
    let promise = js::loose_navigator().storage()?.estimate().ok()?;
    let estimate = js::settled(promise).await.ok()?;
    Some(StorageHealth {
        is_protected: storage_protected().await.unwrap_or(false),
        used_bytes: bytes(&js::get(&estimate, "usage")),
        quota_bytes: bytes(&js::get(&estimate, "quota")),
    })
}

fn bytes(value: &JsValue) -> u64 {
    value.as_f64().unwrap_or_default() as u64
}
