//! `/entrar`: login and password; a temporary password is changed at once. Rendered by the server, then woken up.

mod model;
mod own_password;

use leptos::prelude::*;
use leptos_meta::Title;

use self::own_password::OwnPassword;
use super::{
    front_field::{Brand, FrontField, FrontInput, text_of},
    office::remote::Change,
};
use crate::{
    api::{
        error::ApiError,
        session::{LoggedIn, login, who_am_i},
    },
    device,
    ui::{
        components::{Banner, Button, ButtonKind, Tone},
        text::{api_errors, login::LOGIN as ES},
    },
};

#[component]
pub fn LoginPage() -> impl IntoView {
    let temporary = RwSignal::new(None::<String>);
    // Whoever is logged in already has nothing to do here.
    Effect::new(move |_| {
        device::spawn(async move {
            if let Ok(Some(me)) = who_am_i().await
                && !me.must_change_password
            {
                device::open_page(me.home());
            }
        });
    });
    let entered = move |(me, password): (LoggedIn, String)| {
        if me.must_change_password {
            temporary.set(Some(password));
        } else {
            device::open_page(me.home());
        }
    };
    view! {
        <Title text=ES.title/>
        <main class="front">
            <Brand/>
            {move || match temporary.get() {
                Some(password) => view! { <OwnPassword current=password/> }.into_any(),
                None => view! { <LoginForm on_entered=entered/> }.into_any(),
            }}
        </main>
    }
    .into_any()
}

#[component]
fn LoginForm(
    /// Who entered, and with which password.
    #[prop(into)]
    on_entered: Callback<(LoggedIn, String)>,
) -> impl IntoView {
    let (name, password) = (FrontInput::new(), FrontInput::new());
    let missing = RwSignal::new(model::Missing::default());
    let entering = Change::default();
    // Before the page is awake nothing could receive the form: its button waits, what is typed stays.
    let is_awake = RwSignal::new(false);
    Effect::new(move |_| is_awake.set(true));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (name, password) = (text_of(name), text_of(password));
        let lacks = model::Missing::of(&name, &password);
        missing.set(lacks);
        if let Some(first) = lacks.first() {
            device::focus(first);
            return;
        }
        let typed = password.clone();
        entering.run(login(name.trim().to_lowercase(), password), move |me| on_entered.run((me, typed)));
    };
    let error_of = move |is_missing: fn(&model::Missing) -> bool, words: &'static str| {
        Signal::derive(move || missing.with(is_missing).then(|| words.to_owned()))
    };
    view! {
        <form class="stack" method="post" novalidate on:submit=submit>
            <h1>{ES.title}</h1>
            <p class="quiet">{ES.intro}</p>
            {move || entering.error.get().map(trouble)}
            <FrontField
                label=ES.login
                name=model::LOGIN_FIELD
                input=name
                autocomplete="username"
                hint=ES.login_hint
                error=error_of(|missing| missing.login, ES.login_missing)
            />
            <FrontField
                label=ES.password
                name=model::PASSWORD_FIELD
                input=password
                kind="password"
                autocomplete="current-password"
                error=error_of(|missing| missing.password, ES.password_missing)
            />
            <ShowPassword input=password/>
            <Button
                kind=ButtonKind::Primary
                submit=true
                wide=true
                busy=Signal::derive(move || entering.is_busy.get() || !is_awake.get())
            >
                {ES.enter}
            </Button>
            <p class="quiet">{ES.help}</p>
        </form>
    }
    .into_any()
}

fn trouble(error: ApiError) -> impl IntoView {
    view! {
        <Banner tone=Tone::Danger urgent=true>
            <p>{api_errors::api(&error)}</p>
        </Banner>
    }
    .into_any()
}

/// Shows what is written in a field of a password.
#[component]
pub fn ShowPassword(input: FrontInput) -> impl IntoView {
    let toggle = move |event| {
        if let Some(input) = input.get_untracked() {
            input.set_type(if event_target_checked(&event) { "text" } else { "password" });
        }
    };
    view! {
        <label class="tick">
            <input type="checkbox" on:change=toggle/>
            <span>{ES.show_password}</span>
        </label>
    }
    .into_any()
}
