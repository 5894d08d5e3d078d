//! A new person: name, login, branch and jobs; the office answers with a temporary password.

use leptos::prelude::*;

use super::Jobs;
use crate::{
    api::{
        error::{ApiError, Field as ApiField},
        people::{BranchRow, LOGIN_CHARS_MIN, NewPerson, TemporaryPassword, create_person},
    },
    domain::{ids::BranchId, money::Money, role::Role},
    ui::{
        components::{Button, ButtonKind, Field, FieldKind, FieldNote, SelectField},
        screens::office::{
            remote::{Change, Remote},
            states::ChangeError,
        },
        text::{api_errors, people::ES},
    },
};

#[component]
pub fn Invite(
    branches: Remote<Vec<BranchRow>>,
    /// The name, and what to hand over.
    #[prop(into)]
    on_created: Callback<(String, TemporaryPassword)>,
) -> impl IntoView {
    let name = RwSignal::new(String::new());
    let login = RwSignal::new(String::new());
    let branch = RwSignal::new(String::new());
    let roles = RwSignal::new(Vec::<Role>::new());
    let goal = RwSignal::new(String::new());
    let has_tried = RwSignal::new(false);
    let creating = Change::default();
    // With one branch there is nothing to choose.
    Effect::new(move |_| {
        if let Some(only) =
            branches.get().filter(|rows| rows.len() == 1).and_then(|rows| rows.first().cloned())
        {
            branch.set(only.branch.to_string());
        }
    });
    let from_office = move |field: ApiField| {
        creating.error.with(|error| match error {
            Some(ApiError::Fields { problems }) => {
                problems.iter().find(|problem| problem.field == field).map(api_errors::field)
            }
            _ => None,
        })
    };
    let note = move |field: ApiField, missing: &'static str, is_missing: Signal<bool>| {
        Signal::derive(move || {
            if has_tried.get() && is_missing.get() {
                return Some(FieldNote::Error(missing.to_owned()));
            }
            from_office(field).map(FieldNote::Error)
        })
    };
    let lacks_name = Signal::derive(move || name.with(|name| name.trim().is_empty()));
    let lacks_login =
        Signal::derive(move || login.with(|login| login.trim().chars().count() < LOGIN_CHARS_MIN as usize));
    let lacks_branch = Signal::derive(move || branch.with(|branch| BranchId::parse(branch).is_none()));
    let lacks_roles = Signal::derive(move || roles.with(Vec::is_empty));
    let bad_goal = Signal::derive(move || goal.with(|goal| goal_of(goal).is_none()));
    let other_error = Signal::derive(move || {
        creating.error.get().filter(|error| !matches!(error, ApiError::Fields { .. }))
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        has_tried.set(true);
        let lacks = [lacks_name, lacks_login, lacks_branch, lacks_roles, bad_goal];
        let Some(branch) = BranchId::parse(&branch.get_untracked()) else { return };
        if lacks.iter().any(|lacks| lacks.get_untracked()) {
            return;
        }
        let new = NewPerson {
            name: name.get_untracked().trim().to_owned(),
            login: login.get_untracked().trim().to_lowercase(),
            roles: roles.get_untracked(),
            branch,
            month_goal: goal.with_untracked(|goal| goal_of(goal)).unwrap_or_default(),
        };
        let said = new.name.clone();
        creating.run(create_person(new), move |password| on_created.run((said, password)));
    };
    let branch_options = Signal::derive(move || {
        let rows = branches.get();
        crate::ui::screens::office::portfolio::options(
            ES.branch_missing,
            rows.iter().flat_map(|rows| rows.iter()).map(|row| (row.branch.to_string(), row.name.clone())),
        )
    });
    view! {
        <form class="stack" novalidate on:submit=submit>
            <Field
                label=ES.name
                name="person-name"
                value=name
                on_input=move |text| name.set(text)
                required=true
                note=note(ApiField::Name, ES.name_missing, lacks_name)
            />
            <Field
                label=ES.login
                name="person-login"
                kind=FieldKind::Text
                hint=ES.login_hint
                value=login
                on_input=move |text| login.set(text)
                required=true
                note=note(ApiField::Login, ES.login_missing, lacks_login)
            />
            <SelectField
                label=ES.branch
                name="person-branch"
                options=branch_options
                value=branch
                on_choose=move |key| branch.set(key)
                note=note(ApiField::Branch, ES.branch_missing, lacks_branch)
            />
            <Jobs chosen=roles/>
            {move || {
                note(ApiField::Roles, ES.roles_missing, lacks_roles)
                    .get()
                    .map(|_| view! { <p class="wrong" role="alert">{ES.roles_missing}</p> })
            }}
            <Field
                label=ES.goal
                name="person-goal"
                kind=FieldKind::Money
                hint=ES.goal_hint
                value=goal
                on_input=move |text| goal.set(text)
                note=note(ApiField::Goal, ES.goal_unreadable, bad_goal)
            />
            <ChangeError error=other_error/>
            <Button kind=ButtonKind::Primary submit=true wide=true busy=creating.is_busy>
                {ES.create}
            </Button>
        </form>
    }
    .into_any()
}

/// The goal as it was typed: pesos with or without `$` and commas, nothing for none; `None` where it is no amount.
fn goal_of(typed: &str) -> Option<Money> {
    let digits: String = typed.chars().filter(|c| !matches!(c, '$' | ',' | ' ')).collect();
    if digits.is_empty() {
        return Some(Money::ZERO);
    }
    let pesos = digits.parse::<rust_decimal::Decimal>().ok()?;
    Money::from_pesos(pesos).ok().filter(|goal| !goal.is_negative())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_goal_is_read_as_people_write_amounts() {
        for (typed, centavos) in [("", Some(0)), ("$50,000", Some(5_000_000)), ("1500.50", Some(150_050))] {
            assert_eq!(goal_of(typed).map(Money::centavos), centavos, "{typed}");
        }
        for typed in ["mucho", "-5", "1.005"] {
            assert_eq!(goal_of(typed), None, "{typed}");
        }
    }
}
