//! The page `/app/por-enviar`.

use leptos::prelude::*;

use super::{
    model::{OutboxLine, outbox_view},
    photos::PhotosWaiting,
};
use crate::{
    device,
    ui::{
        components::{
            Banner, Button, ButtonKind, CardState, EmptyState, Glyph, ListCard, StatusLine, StatusTag, Tone,
        },
        session::Session,
        shell::Screen,
        text::{errors, outbox::ES},
    },
};

#[component]
pub fn OutboxPage() -> impl IntoView {
    let session = expect_context::<Session>();
    let outbox = Memo::new(move |_| {
        let now = session.now.get();
        session.with(|workspace| outbox_view(workspace, now)).unwrap_or_default()
    });
    let has_photos = Memo::new(move |_| session.photos.totals.get().unsent > 0);
    let is_empty = Memo::new(move |_| {
        outbox.with(|outbox| {
            let is_empty =
                outbox.unsent.is_empty() && outbox.quarantined.is_empty() && outbox.answered.is_empty();
            is_empty && !has_photos.get()
        })
    });
    let headline = Signal::derive(move || outbox.with(|outbox| outbox.headline.clone()));
    let has_unsent = Memo::new(move |_| outbox.with(|outbox| !outbox.unsent.is_empty()));
    let no_signal = move || {
        session
            .trouble
            .with(|trouble| trouble.as_ref().is_some_and(|trouble| trouble.is_no_signal()))
            .then(|| view! { <p class="quiet">{ES.no_signal}</p> })
    };
    view! {
        <Screen title=ES.title.to_owned() back=Signal::stored(Some("/app/mas".to_owned()))>
            <Show
                when=move || !is_empty.get()
                fallback=move || view! { <EmptyState glyph=Glyph::Check message=headline/> }
            >
                <Show when=move || has_unsent.get() || !has_photos.get()>
                    <p role="status">
                        <strong class="numbers">{headline}</strong>
                    </p>
                </Show>
            </Show>
            {no_signal}
            <Show when=move || has_unsent.get()>
                <Button
                    kind=ButtonKind::Primary
                    glyph=Glyph::Send
                    wide=true
                    busy=Signal::derive(move || session.is_syncing())
                    on_press=move || session.sync()
                >
                    {ES.send_now}
                </Button>
            </Show>
            <PhotosWaiting/>
            {move || section(ES.quarantined_list, outbox.with(|outbox| outbox.quarantined.clone()), true)}
            {move || section(ES.waiting_list, outbox.with(|outbox| outbox.unsent.clone()), false)}
            {move || section(ES.sent_list, outbox.with(|outbox| outbox.answered.clone()), false)}
            <Protection/>
            <Backup/>
        </Screen>
    }
    .into_any()
}

fn section(title: &'static str, lines: Vec<OutboxLine>, is_explained: bool) -> Option<impl IntoView + use<>> {
    if lines.is_empty() {
        return None;
    }
    let cards = lines
        .into_iter()
        .map(|line| {
            let state = if line.tone == Tone::Ok { CardState::Done } else { CardState::Pending };
            let details = view! {
                <p class="quiet">
                    {[line.who, line.age].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")}
                </p>
                <p class="row">
                    <StatusTag tone=line.tone glyph=line.glyph text=line.state/>
                    {(line.attempts > 0).then(|| view! { <small class="quiet">{(ES.attempts)(line.attempts)}</small> })}
                </p>
            };
            match line.href {
                Some(href) => {
                    view! { <ListCard title=line.what href=href state=state>{details}</ListCard> }.into_any()
                }
                None => view! { <ListCard title=line.what state=state>{details}</ListCard> }.into_any(),
            }
        })
        .collect_view();
    Some(view! {
        <section class="stack" data-gap="small" aria-label=title>
            <h2>{title}</h2>
            {is_explained.then(|| view! { <p class="quiet">{ES.clear_up_hint}</p> })}
            <ul class="card-list">{cards}</ul>
        </section>
    })
}

/// Whether the browser promised not to evict, and the button that asks it to.
#[component]
pub fn Protection() -> impl IntoView {
    let is_protected = RwSignal::new(None::<bool>);
    let is_asking = RwSignal::new(false);
    let was_refused = RwSignal::new(false);
    device::spawn(async move {
        let answer = device::storage_protected().await;
        is_protected.try_set(answer);
    });
    let ask = move || {
        is_asking.set(true);
        device::spawn(async move {
            let is_granted = device::ask_protection().await;
            is_asking.try_set(false);
            is_protected.try_set(Some(is_granted));
            was_refused.try_set(!is_granted);
        });
    };
    let sentence = move || match (is_protected.get(), was_refused.get()) {
        (Some(true), _) => ES.protected,
        (_, true) => crate::ui::text::more::ES.protection_refused,
        (Some(false), false) => ES.not_protected,
        (None, false) => ES.protection_unknown,
    };
    view! {
        <section class="panel" aria-label=ES.protection>
            <h2>{ES.protection}</h2>
            <p role="status">{sentence}</p>
            <Show when=move || is_protected.get() != Some(true)>
                <Button glyph=Glyph::Shield busy=is_asking on_press=ask>
                    {ES.protect}
                </Button>
            </Show>
        </section>
    }
    .into_any()
}

/// The file with what was not sent.
#[component]
pub fn Backup() -> impl IntoView {
    let said = RwSignal::new(String::new());
    let refused = RwSignal::new(None::<String>);
    let export = move || {
        device::spawn(async move {
            match device::export_outbox().await {
                Ok(file) => {
                    device::download(&file);
                    said.try_set(ES.exported.to_owned());
                    refused.try_set(None);
                }
                Err(error) => {
                    refused.try_set(Some(errors::store(&error)));
                }
            }
        });
    };
    view! {
        <section class="panel" aria-label=ES.export>
            <h2>{ES.export}</h2>
            <p class="quiet">{ES.export_hint}</p>
            {move || {
                refused
                    .get()
                    .map(|sentence| {
                        view! {
                            <Banner tone=Tone::Danger urgent=true>
                                <p>{sentence}</p>
                            </Banner>
                        }
                    })
            }}
            <Button glyph=Glyph::Download on_press=export>
                {ES.export}
            </Button>
            <StatusLine message=said/>
        </section>
    }
    .into_any()
}
