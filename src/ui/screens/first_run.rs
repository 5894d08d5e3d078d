//! Making a browser somebody's phone, and the first download with its counts.

use leptos::prelude::*;

use crate::{
    api::session::{self as login, LoggedIn},
    device,
    domain::role::Permission,
    ui::{
        components::{Banner, Button, ButtonKind, Glyph, LinkButton, Progress, Skeleton, Tone},
        session::{Session, trouble::Trouble},
        shell::Screen,
        text::{common, errors, first_run::ES},
    },
};

/// Who is logged in, as far as it is known.
#[derive(Clone)]
enum Asked {
    Asking,
    Somebody(LoggedIn),
    Nobody,
    Failed(Trouble),
}

#[component]
pub fn FirstRun() -> impl IntoView {
    let asked = RwSignal::new(Asked::Asking);
    let ask = move || {
        asked.set(Asked::Asking);
        device::spawn(async move {
            let answer = match login::who_am_i().await {
                Ok(Some(person)) => Asked::Somebody(person),
                Ok(None) => Asked::Nobody,
                Err(error) => Asked::Failed(error.into()),
            };
            asked.try_set(answer);
        });
    };
    ask();
    let body = move || match asked.get() {
        Asked::Asking => view! {
            <p role="status">{ES.asking}</p>
            <Skeleton blocks=1/>
        }
        .into_any(),
        Asked::Nobody => view! {
            <p>{ES.login_needed}</p>
            <LinkButton href="/entrar" kind=ButtonKind::Primary glyph=Glyph::Person wide=true>
                {ES.go_to_login}
            </LinkButton>
        }
        .into_any(),
        Asked::Somebody(person) if person.may(Permission::Collect) => {
            view! { <Prepare person=person/> }.into_any()
        }
        Asked::Somebody(person) => view! {
            <p>{ES.not_field}</p>
            <LinkButton href=person.home() kind=ButtonKind::Primary wide=true>
                {ES.go_to_office}
            </LinkButton>
        }
        .into_any(),
        Asked::Failed(trouble) => view! {
            <Banner tone=Tone::Warning urgent=true>
                <p>{errors::trouble(&trouble)}</p>
                <Button glyph=Glyph::Refresh on_press=ask>
                    {common::ES.retry}
                </Button>
            </Banner>
        }
        .into_any(),
    };
    view! {
        <Screen title=ES.title.to_owned()>
            <p>{ES.explain}</p>
            <p>{ES.keeps}</p>
            {body}
        </Screen>
    }
    .into_any()
}

/// The one button that enrols.
#[component]
fn Prepare(person: LoggedIn) -> impl IntoView {
    let session = expect_context::<Session>();
    let is_busy = RwSignal::new(false);
    let refused = RwSignal::new(None::<Trouble>);
    let name = (ES.device_name)(&person.name);
    let enrol = move || {
        is_busy.set(true);
        refused.set(None);
        let name = name.clone();
        device::spawn(async move {
            // Protection is asked for where its benefit was just explained; a refusal does not stop the work.
            device::ask_protection().await;
            let result = session.enrol(name).await;
            is_busy.try_set(false);
            if let Err(trouble) = result {
                refused.try_set(Some(trouble));
            }
        });
    };
    view! {
        <p>{person.name.clone()} " · " {person.company.clone()}</p>
        {move || {
            refused
                .get()
                .map(|trouble| {
                    view! {
                        <Banner tone=Tone::Danger urgent=true>
                            <p>{errors::trouble(&trouble)}</p>
                        </Banner>
                    }
                })
        }}
        <Button kind=ButtonKind::Primary glyph=Glyph::Download wide=true busy=is_busy on_press=enrol>
            {ES.start}
        </Button>
    }
    .into_any()
}

/// The first download: nothing can be shown before its first end.
#[component]
pub fn Downloading() -> impl IntoView {
    let session = expect_context::<Session>();
    let label = Signal::derive(move || match session.arrived.get() {
        0 => ES.connecting.to_owned(),
        arrived => (ES.downloading)(arrived),
    });
    let stopped = move || {
        let trouble = session.trouble.get().filter(|_| !session.is_syncing())?;
        Some(view! {
            <Banner tone=Tone::Warning urgent=true>
                <p>{errors::trouble(&trouble)}</p>
                <Button glyph=Glyph::Refresh on_press=move || session.sync()>
                    {common::ES.retry}
                </Button>
            </Banner>
        })
    };
    view! {
        <Screen title=ES.downloading_title.to_owned() form=true>
            <Progress label=label done=session.arrived total=Signal::stored(None)/>
            {stopped}
        </Screen>
    }
    .into_any()
}
