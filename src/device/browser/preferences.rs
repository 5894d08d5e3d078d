//! Colours and letter size, kept in `localStorage` and applied as attributes of `<html>`.

use gloo_storage::{LocalStorage, Storage};

use super::js;
use crate::device::preferences::{PREFERENCES_KEY, Preferences};

pub fn preferences() -> Preferences {
    LocalStorage::get(PREFERENCES_KEY).unwrap_or_default()
}

/// Keeps and applies. A browser that cannot keep them still applies them.
pub fn set_preferences(preferences: &Preferences) {
    let _ = LocalStorage::set(PREFERENCES_KEY, preferences);
    apply(preferences);
}

pub fn apply(preferences: &Preferences) {
    if let Some(root) = js::document().and_then(|document| document.document_element()) {
        let _ = root.set_attribute("data-theme", preferences.theme.attribute());
        let _ = root.set_attribute("data-letter", preferences.letter.attribute());
    }
}
