//! What a page shows while its data are coming, missing, old or forbidden.

use leptos::prelude::*;

use super::{here::WallClock, remote::RemoteState};
use crate::{
    api::error::ApiError,
    ui::{
        components::{Banner, Button, ButtonKind, EmptyState, Glyph, LinkButton, Skeleton, Tone},
        text::{api_errors, common::ES as COMMON, office::ES},
    },
};

/// The content once there are data; before, a skeleton or why there are none; with old data, a band that says so.
#[component]
pub fn Loaded(
    state: RemoteState,
    /// Whether something was received.
    #[prop(into)]
    has_data: Signal<bool>,
    #[prop(into)] retry: Callback<()>,
    children: ChildrenFn,
) -> impl IntoView {
    let has_data = Memo::new(move |_| has_data.get());
    let clock = WallClock::of_caller();
    let trouble = move || {
        let error = state.error.get()?;
        let until = has_data.get().then(|| state.received.get().map(|at| clock.moment(at))).flatten();
        Some(view! { <Trouble error=error until=until busy=state.is_busy retry=retry/> })
    };
    view! {
        {trouble}
        <Show when=move || !has_data.get() && state.error.with(Option::is_none)>
            <Skeleton/>
        </Show>
        <Show when=move || has_data.get()>{children()}</Show>
    }
    .into_any()
}

/// Why the office did not answer what was asked.
#[component]
fn Trouble(
    error: ApiError,
    /// The hour of the data that are shown, if there are any.
    until: Option<String>,
    #[prop(into)] busy: Signal<bool>,
    retry: Callback<()>,
) -> impl IntoView {
    match error {
        ApiError::Forbidden { .. } => view! {
            <EmptyState glyph=Glyph::Lock message=format!("{}. {}", ES.no_permission, ES.no_permission_detail)/>
        }
        .into_any(),
        ApiError::NotLoggedIn | ApiError::MustChangePassword => view! {
            <Banner tone=Tone::Warning urgent=true>
                <p>{api_errors::api(&error)}</p>
                <LinkButton href="/entrar" kind=ButtonKind::Primary>{ES.enter_again}</LinkButton>
            </Banner>
        }
        .into_any(),
        ApiError::Unreachable | ApiError::NotSenda => {
            let words = until.map_or_else(|| ES.offline_without_data.to_owned(), |hour| (ES.offline)(&hour));
            view! {
                <Banner tone=Tone::Info>
                    <p role="status">{words}</p>
                    <Retry busy=busy retry=retry/>
                </Banner>
            }
            .into_any()
        }
        other => view! {
            <Banner tone=Tone::Danger urgent=true>
                <p>{ES.failed} " " {api_errors::api(&other)}</p>
                <Retry busy=busy retry=retry/>
            </Banner>
        }
        .into_any(),
    }
}

#[component]
fn Retry(busy: Signal<bool>, retry: Callback<()>) -> impl IntoView {
    view! {
        <Button glyph=Glyph::Refresh busy=busy on_press=retry>
            {COMMON.retry}
        </Button>
    }
    .into_any()
}

/// What went wrong with a change that was asked for, beside its button.
#[component]
pub fn ChangeError(#[prop(into)] error: Signal<Option<ApiError>>) -> impl IntoView {
    move || {
        error.get().map(|error| {
            view! {
                <Banner tone=Tone::Danger urgent=true>
                    <p>{api_errors::api(&error)}</p>
                </Banner>
            }
        })
    }
}
