//! Whether the browser promises to keep what is stored.

use super::js;

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
