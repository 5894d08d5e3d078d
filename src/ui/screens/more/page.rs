//! The page `/app/mas`.

use leptos::prelude::*;

use super::{install::Install, sign_out::SignOut};
use crate::{
    device::{self, LetterSize, Preferences, Theme},
    domain::role::Permission,
    ui::{
        components::{Button, Chips, Choice, Glyph, LinkButton},
        screens::outbox::page::{Backup, Protection},
        session::Session,
        shell::{OUTBOX_PATH, Screen},
        text::more::ES,
    },
};

#[component]
pub fn MorePage() -> impl IntoView {
    let session = expect_context::<Session>();
    view! {
        <Screen title=ES.title.to_owned()>
            <LinkButton href=OUTBOX_PATH glyph=Glyph::Send wide=true>
                {ES.outbox}
            </LinkButton>
            <Look/>
            <Install/>
            <Protection/>
            <Version/>
            <Backup/>
            {move || is_office(&session).then(office)}
            <ThisPhone/>
            <SignOut/>
        </Screen>
    }
    .into_any()
}

/// Colours and letters, applied and kept at once.
#[component]
fn Look() -> impl IntoView {
    let preferences = RwSignal::new(device::preferences());
    let set = move |changed: Preferences| {
        device::set_preferences(&changed);
        preferences.set(changed);
    };
    let themes = Theme::ALL.into_iter().map(|theme| Choice::new((ES.theme_name)(theme))).collect();
    let letters = LetterSize::ALL.into_iter().map(|letter| Choice::new((ES.letter_name)(letter))).collect();
    view! {
        <Chips
            legend=ES.theme
            choices=Signal::stored(themes)
            selected=Signal::derive(move || {
                Theme::ALL.iter().position(|theme| *theme == preferences.get().theme)
            })
            on_choose=move |index: usize| {
                let theme = Theme::ALL.get(index).copied().unwrap_or_default();
                set(Preferences { theme, ..preferences.get_untracked() });
            }
        />
        <Chips
            legend=ES.letter
            choices=Signal::stored(letters)
            selected=Signal::derive(move || {
                LetterSize::ALL.iter().position(|letter| *letter == preferences.get().letter)
            })
            on_choose=move |index: usize| {
                let letter = LetterSize::ALL.get(index).copied().unwrap_or_default();
                set(Preferences { letter, ..preferences.get_untracked() });
            }
        />
    }
    .into_any()
}

#[component]
fn Version() -> impl IntoView {
    let session = expect_context::<Session>();
    view! {
        <section class="panel" aria-label=ES.update>
            <h2>{ES.update}</h2>
            <p>{(ES.version)(env!("CARGO_PKG_VERSION"))}</p>
            <Show
                when=move || session.is_update_ready.get()
                fallback=|| view! { <p class="quiet">{ES.up_to_date}</p> }
            >
                <Button glyph=Glyph::Refresh on_press=move || device::apply_update()>
                    {ES.update_now}
                </Button>
            </Show>
        </section>
    }
    .into_any()
}

#[component]
fn ThisPhone() -> impl IntoView {
    let session = expect_context::<Session>();
    let lines = move || {
        session.with(|workspace| {
            let meta = workspace.meta();
            let who = meta.profile.as_ref().map(|profile| (ES.person)(&profile.name, &profile.company));
            let roles = meta.profile.as_ref().map(|profile| {
                profile.roles.iter().map(|role| (ES.role_name)(*role)).collect::<Vec<_>>().join(", ")
            });
            view! {
                <p>{who}</p>
                <p class="quiet">{roles}</p>
                <p class="quiet">{(ES.device_series)(meta.series.as_str())}</p>
            }
        })
    };
    view! {
        <section class="panel" aria-label=ES.this_phone>
            <h2>{ES.this_phone}</h2>
            {lines}
        </section>
    }
    .into_any()
}

/// Who also works in the office may change over.
fn is_office(session: &Session) -> bool {
    session.roles().into_iter().any(|role| role.allows(Permission::SeePortfolio))
}

fn office() -> impl IntoView {
    view! {
        <LinkButton href="/oficina/tablero" glyph=Glyph::Dashboard wide=true>
            {ES.go_to_office}
        </LinkButton>
    }
}
