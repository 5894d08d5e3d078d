//! Drafts survive interruptions: what was typed is kept at each change, until it is saved.

use leptos::prelude::*;
use serde::{Serialize, de::DeserializeOwned};

use crate::{device, domain::photo::PhotoRef, ui::session::recorder::Recorder};

/// What was typed under `key`, or `blank`; and whether something had been kept. `is_blank` says that nothing is worth
/// keeping.
pub fn keep<T>(
    key: String,
    recorder: Recorder,
    blank: T,
    is_blank: fn(&T) -> bool,
) -> (RwSignal<T>, RwSignal<bool>)
where
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
{
    let kept = device::draft(&key).and_then(|json| serde_json::from_str::<T>(&json).ok());
    let was_kept = RwSignal::new(kept.is_some());
    let typed = RwSignal::new(kept.unwrap_or(blank));
    Effect::new(move |_| {
        let json = typed.with(|typed| if is_blank(typed) { None } else { serde_json::to_string(typed).ok() });
        if !recorder.is_writing() {
            device::keep_draft(&key, json.as_deref());
        }
    });
    (typed, was_kept)
}

/// The form was saved, or given up.
pub fn forget(key: &str) {
    device::keep_draft(key, None);
}

/// The photo of a form, kept with the rest of what was typed. A photo itself is on the phone as soon as it is taken.
pub fn keep_photo<T: Send + Sync + 'static>(
    typed: RwSignal<T>,
    slot: fn(&mut T) -> &mut Option<PhotoRef>,
) -> RwSignal<Option<PhotoRef>> {
    let mut first = None;
    typed.update_untracked(|typed| first = *slot(typed));
    let photo = RwSignal::new(first);
    Effect::new(move |before: Option<Option<PhotoRef>>| {
        let now = photo.get();
        if before.is_some_and(|before| before != now) {
            typed.update(|typed| *slot(typed) = now);
        }
        now
    });
    photo
}
