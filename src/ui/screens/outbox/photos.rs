//! The photos that wait, on *Por enviar*.

use leptos::prelude::*;

use crate::{
    device,
    ui::{
        components::{Banner, Button, Glyph, Tone},
        session::Session,
        text::{errors, photos::ES},
    },
};

/// How many photos wait and how large they are; nothing where none waits and none was refused.
#[component]
pub fn PhotosWaiting() -> impl IntoView {
    let session = expect_context::<Session>();
    let photos = session.photos;
    photos.look();
    let send = move || {
        device::retry_photos();
        session.send_photos();
    };
    let waiting = move || {
        let totals = photos.totals.get();
        match totals.unsent {
            0 => ES.none_waiting.to_owned(),
            number => (ES.waiting)(number, totals.unsent_bytes),
        }
    };
    let trouble = move || {
        let has_unsent = photos.totals.get().unsent > 0;
        let trouble = photos.trouble.get().filter(|trouble| has_unsent && !trouble.is_no_signal())?;
        Some(view! {
            <Banner tone=Tone::Warning>
                <p>{errors::trouble(&trouble)}</p>
            </Banner>
        })
    };
    let refused = move || {
        let number = Some(photos.totals.get().refused).filter(|number| *number > 0)?;
        Some(view! {
            <Banner tone=Tone::Warning>
                <p>{(ES.refused)(number)}</p>
            </Banner>
        })
    };
    let is_shown = Memo::new(move |_| {
        let totals = photos.totals.get();
        totals.unsent > 0 || totals.refused > 0
    });
    view! {
        <Show when=move || is_shown.get()>
            <section class="panel" aria-label=ES.waiting_title>
                <h2>{ES.waiting_title}</h2>
                <p class="numbers" role="status">{waiting}</p>
                <p class="quiet">{ES.waiting_hint}</p>
                {trouble}
                {refused}
                <Show when=move || { photos.totals.get().unsent > 0 }>
                    <Button glyph=Glyph::Send busy=photos.is_sending on_press=send>
                        {ES.send_now}
                    </Button>
                </Show>
            </section>
        </Show>
    }
    .into_any()
}
