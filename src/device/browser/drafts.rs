//! What is half-filled in a form, kept in `localStorage` so that a call, a dead battery or a stray tap loses nothing.

use gloo_storage::{LocalStorage, Storage};

/// Before each key, so that signing out finds them all.
const PREFIX: &str = "senda.borrador.";

/// What was kept under the key.
pub fn draft(key: &str) -> Option<String> {
    LocalStorage::raw().get_item(&format!("{PREFIX}{key}")).ok().flatten()
}

/// Keeps the text, or forgets it. A browser that cannot keep it goes on without.
pub fn keep_draft(key: &str, text: Option<&str>) {
    let (storage, key) = (LocalStorage::raw(), format!("{PREFIX}{key}"));
    let _ = match text {
        Some(text) => storage.set_item(&key, text),
        None => storage.remove_item(&key),
    };
}

/// Forgets every draft, at signing out.
pub fn forget_drafts() {
    let storage = LocalStorage::raw();
    let count = storage.length().unwrap_or(0);
    let keys: Vec<String> = (0..count).filter_map(|index| storage.key(index).ok().flatten()).collect();
    for key in keys.iter().filter(|key| key.starts_with(PREFIX)) {
        let _ = storage.remove_item(key);
    }
}
