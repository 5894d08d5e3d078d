//! One person: jobs, and his way in.

use leptos::prelude::*;

use super::Jobs;
use crate::{
    api::{
        error::ApiError,
        people::{
            PersonRow, TemporaryPassword, close_sessions, deactivate_person, reactivate_person,
            reset_password, set_roles,
        },
    },
    ui::{
        components::{Button, ButtonKind, Glyph, Sheet, StatusTag, Tone},
        screens::office::{here::WallClock, remote::Change, states::ChangeError},
        text::{common::ES as COMMON, office, people::ES},
    },
};

/// What may be asked of a person's way in, each with its question and its consequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Deactivate,
    Reset,
    CloseSessions,
}

impl Step {
    fn label(self) -> &'static str {
        match self {
            Step::Deactivate => ES.deactivate,
            Step::Reset => ES.reset,
            Step::CloseSessions => ES.close_sessions,
        }
    }

    fn question(self, name: &str) -> String {
        match self {
            Step::Deactivate => (ES.deactivate_title)(name),
            Step::Reset => (ES.reset_title)(name),
            Step::CloseSessions => (ES.close_title)(name),
        }
    }

    fn effect(self) -> &'static str {
        match self {
            Step::Deactivate => ES.deactivate_effect,
            Step::Reset => ES.reset_effect,
            Step::CloseSessions => ES.close_effect,
        }
    }
}

#[component]
pub fn PersonDetail(
    person: PersonRow,
    #[prop(into)] on_close: Callback<()>,
    /// What happened, in words.
    #[prop(into)]
    on_changed: Callback<String>,
    /// The name, and the new temporary password.
    #[prop(into)]
    on_password: Callback<(String, TemporaryPassword)>,
) -> impl IntoView {
    let id = person.person;
    let name = StoredValue::new(person.name.clone());
    let roles = RwSignal::new(person.roles.clone());
    let before = StoredValue::new(person.roles.clone());
    let saving = Change::default();
    let stepping = Change::default();
    let step = RwSignal::new(None::<Step>);
    let clock = WallClock::of_caller();
    let last_login = person.last_login.map_or_else(|| ES.never.to_owned(), |at| clock.moment(at));
    let cannot_save = Signal::derive(move || {
        if roles.with(Vec::is_empty) {
            Some(ES.roles_missing.to_owned())
        } else {
            (roles.get() == before.get_value()).then(|| ES.roles_unchanged.to_owned())
        }
    });
    let save = move |()| {
        saving.run(set_roles(id, roles.get_untracked()), move |()| {
            on_changed.run((ES.roles_saved)(&name.get_value()));
        });
    };
    let reactivate = move |()| {
        saving.run(reactivate_person(id), move |()| on_changed.run((ES.reactivated)(&name.get_value())));
    };
    let go_on = move |()| {
        let Some(now) = step.get_untracked() else { return };
        let said = move |words: String| {
            step.try_set(None);
            on_changed.run(words);
        };
        match now {
            Step::Deactivate => {
                stepping.run(deactivate_person(id), move |()| said((ES.deactivated)(&name.get_value())))
            }
            Step::CloseSessions => {
                stepping.run(close_sessions(id), move |()| said((ES.closed)(&name.get_value())))
            }
            Step::Reset => stepping.run(reset_password(id), move |new: TemporaryPassword| {
                step.try_set(None);
                on_password.run((name.get_value(), new));
            }),
        }
    };
    let ask = move |what: Step| {
        move |()| {
            stepping.error.set(None::<ApiError>);
            step.set(Some(what));
        }
    };
    let question =
        Signal::derive(move || step.get().map(|step| step.question(&name.get_value())).unwrap_or_default());
    let is_active = person.is_active;
    let state = if is_active {
        view! { <StatusTag tone=Tone::Ok glyph=Glyph::Check text=ES.active/> }
    } else {
        view! { <StatusTag tone=Tone::Neutral text=ES.inactive/> }
    };
    let access = if is_active {
        view! {
            <div class="row">
                <Button glyph=Glyph::Lock on_press=ask(Step::Reset)>
                    {ES.reset}
                </Button>
                <Button glyph=Glyph::SignOut on_press=ask(Step::CloseSessions)>
                    {ES.close_sessions}
                </Button>
                <Button kind=ButtonKind::Danger on_press=ask(Step::Deactivate)>
                    {ES.deactivate}
                </Button>
            </div>
        }
        .into_any()
    } else {
        view! {
            <Button busy=saving.is_busy on_press=reactivate>
                {ES.reactivate}
            </Button>
        }
        .into_any()
    };
    view! {
        <article class="stack">
            <div class="back-to-list">
                <Button kind=ButtonKind::Quiet glyph=Glyph::Back on_press=on_close>
                    {office::ES.back_to_list}
                </Button>
            </div>
            <div class="row" data-spread="true">
                <h2>{person.name.clone()}</h2>
                {state}
            </div>
            <dl>
                <dt>{ES.login}</dt>
                <dd>{person.login.clone()}</dd>
                <dt>{ES.branch}</dt>
                <dd>{person.branch_name.clone()}</dd>
                <dt>{ES.last_login}</dt>
                <dd>{last_login}</dd>
            </dl>
            <Jobs chosen=roles/>
            <ChangeError error=saving.error/>
            <Button kind=ButtonKind::Primary busy=saving.is_busy disabled=cannot_save on_press=save>
                {ES.save_roles}
            </Button>
            <h3>{ES.access}</h3>
            {access}
            <Sheet
                is_open=Signal::derive(move || step.get().is_some())
                title=question
                on_close=move |()| step.set(None)
            >
                <p>{move || step.get().map(Step::effect)}</p>
                <ChangeError error=stepping.error/>
                <div class="sheet-actions">
                    <Button kind=ButtonKind::Danger wide=true busy=stepping.is_busy on_press=go_on>
                        {move || step.get().map(Step::label)}
                    </Button>
                    <Button wide=true on_press=move |()| step.set(None)>
                        {COMMON.cancel}
                    </Button>
                </div>
            </Sheet>
        </article>
    }
    .into_any()
}
