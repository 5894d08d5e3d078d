//! A photo as evidence: taken with the camera, reduced and kept on this phone at once, sent later and apart.

use leptos::prelude::*;

use super::{Button, ButtonKind, Glyph, Icon};
use crate::{
    device,
    domain::photo::PhotoRef,
    ui::text::{errors, photos::ES},
};

/// Takes a photo. It is kept on the phone when `photo` holds it; the record that names it makes it evidence.
///
/// A screen that has recorded sets `photo` to `None`: only *Tomar otra* and *Quitar* forget a photo.
#[component]
pub fn PhotoField(
    #[prop(into)] label: String,
    /// The id of the input, so one of its kind per page.
    name: &'static str,
    photo: RwSignal<Option<PhotoRef>>,
    #[prop(optional, into)] hint: Option<String>,
    /// What is wrong, as the form sees it: for example that the photo is missing.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let is_busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<String>);
    // The photo that this field has brought to the phone: no record names it yet.
    let brought = RwSignal::new(None::<PhotoRef>);
    let forget = move |old: Option<PhotoRef>| {
        if let Some(old) = old.filter(|old| brought.get_untracked() == Some(*old)) {
            device::spawn(async move { drop(device::drop_photo(old).await) });
        }
    };
    let take = move |_| {
        if is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        failure.set(None);
        device::spawn(async move {
            let taken = device::take_photo(name).await;
            is_busy.try_set(false);
            match taken {
                Ok(taken) => {
                    let old = photo.try_get_untracked().flatten();
                    if old != Some(taken.photo) {
                        forget(old);
                        brought.try_set(taken.is_new.then_some(taken.photo));
                    }
                    photo.try_set(Some(taken.photo));
                }
                Err(error) => {
                    failure.try_set(errors::photo(&error));
                }
            }
        });
    };
    let remove = move || {
        forget(photo.get_untracked());
        photo.set(None);
        failure.set(None);
    };
    let note = Signal::derive(move || failure.get().or_else(|| error.get()));
    let state = move || match (is_busy.get(), note.with(Option::is_some), photo.get()) {
        (true, ..) => "busy",
        (_, true, _) => "error",
        (.., Some(_)) => "taken",
        (.., None) => "empty",
    };
    let described = format!("{name}-hint {name}-note");
    view! {
        <div class="photo-field" role="group" aria-labelledby=format!("{name}-label") data-state=state>
            <span class="photo-label" id=format!("{name}-label")>{label.clone()}</span>
            <p class="quiet" id=format!("{name}-hint")>{hint}</p>
            {move || photo.get().map(|photo| view! { <PhotoView photo=photo label=label.clone()/> })}
            <div class="row">
                <input
                    class="only-heard"
                    type="file"
                    id=name
                    accept="image/*"
                    capture="environment"
                    aria-describedby=described
                    aria-invalid=move || note.with(Option::is_some).then_some("true")
                    on:change=take
                />
                <label class="button" for=name aria-busy=move || is_busy.get().then_some("true")>
                    <Icon glyph=Glyph::Camera/>
                    <span>
                        {move || match (is_busy.get(), photo.get()) {
                            (true, _) => ES.preparing,
                            (_, Some(_)) => ES.take_another,
                            (_, None) => ES.take,
                        }}
                    </span>
                </label>
                <Show when=move || photo.get().is_some() && !is_busy.get()>
                    <Button kind=ButtonKind::Quiet glyph=Glyph::Close on_press=remove>
                        {ES.remove}
                    </Button>
                </Show>
            </div>
            <p class="quiet" role="status">
                {move || (photo.get().is_some() && !is_busy.get()).then_some(ES.taken)}
            </p>
            <p class="photo-note" id=format!("{name}-note") role="alert">
                {move || note.get().map(|note| view! { <Icon glyph=Glyph::Alert small=true/> <span>{note}</span> })}
            </p>
        </div>
    }
    .into_any()
}

/// Shows a photo: from this phone while it is here, else from the office.
#[component]
pub fn PhotoView(
    photo: PhotoRef,
    /// What it is a photo of.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    let address = RwSignal::new(None::<String>);
    let is_missing = RwSignal::new(false);
    let local = StoredValue::new(None::<String>);
    Effect::new(move |_| {
        device::spawn(async move {
            let url = device::photo_url(photo).await;
            let shown = url.clone().unwrap_or_else(|| format!("/office/photos/{}", photo.sha256));
            let is_gone = local.try_set_value(url.clone()).is_some();
            match url {
                // The screen was left meanwhile.
                Some(url) if is_gone => device::release_photo_url(&url),
                _ => {
                    address.try_set(Some(shown));
                }
            }
        });
    });
    on_cleanup(move || {
        if let Some(url) = local.try_get_value().flatten() {
            device::release_photo_url(&url);
        }
    });
    view! {
        <Show
            when=move || !is_missing.get()
            fallback=|| view! { <p class="quiet">{ES.unreadable}</p> }
        >
            <img
                class="photo-view"
                src=move || address.get()
                alt=(ES.preview)(&label)
                on:error=move |_| is_missing.set(address.with_untracked(Option::is_some))
            />
        </Show>
    }
    .into_any()
}
