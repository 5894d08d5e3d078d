//! `/instalar`: the company and its first administrator, once, with the code that the server printed on its console.

use leptos::{html, prelude::*};
use leptos_meta::Title;

use super::{
    front_field::{Brand, FrontField, FrontInput, text_of},
    login::ShowPassword,
    office::remote::Change,
};
use crate::{
    api::{
        error::{ApiError, Field, FieldError, FieldProblem},
        people::LOGIN_CHARS_MIN,
        session::PASSWORD_CHARS_MIN,
        setup::{FirstAdmin, create_first_admin},
    },
    device,
    domain::date::Zone,
    ui::{
        components::{Banner, Button, ButtonKind, LinkButton, Tone},
        text::{api_errors, login::LOGIN, login::SETUP as ES},
    },
};

/// What was typed, before it is sent.
struct Typed {
    code: String,
    company: String,
    branch: String,
    zone: String,
    name: String,
    login: String,
    password: String,
    again: String,
}

impl Typed {
    /// The fields to mend, in the order of the form; two passwords that differ are told apart by the page.
    fn problems(&self) -> Vec<FieldError> {
        let missing = |field, text: &str| {
            text.trim().is_empty().then_some(FieldError { field, problem: FieldProblem::Missing })
        };
        let short = |field, text: &str, chars_min: u32| {
            let is_short = text.trim().chars().count() < chars_min as usize;
            is_short.then_some(FieldError { field, problem: FieldProblem::TooShort { chars_min } })
        };
        [
            missing(Field::SetupCode, &self.code),
            missing(Field::Company, &self.company),
            missing(Field::Branch, &self.branch),
            missing(Field::Name, &self.name),
            short(Field::Login, &self.login, LOGIN_CHARS_MIN),
            short(Field::Password, &self.password, PASSWORD_CHARS_MIN),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    fn first_admin(self) -> Option<FirstAdmin> {
        let trimmed = |text: String| text.trim().to_owned();
        Some(FirstAdmin {
            company: trimmed(self.company),
            branch: trimmed(self.branch),
            zone: Zone::parse(&self.zone)?,
            name: trimmed(self.name),
            login: trimmed(self.login).to_lowercase(),
            password: self.password,
            setup_code: trimmed(self.code),
        })
    }
}

#[component]
pub fn SetupPage() -> impl IntoView {
    let [code, company, branch, name, login, password, again] = [(); 7].map(|()| FrontInput::new());
    let zone = NodeRef::<html::Select>::new();
    let problems = RwSignal::new(Vec::<FieldError>::new());
    let differs = RwSignal::new(false);
    let creating = Change::default();
    let is_awake = RwSignal::new(false);
    Effect::new(move |_| is_awake.set(true));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let typed = Typed {
            code: text_of(code),
            company: text_of(company),
            branch: text_of(branch),
            zone: zone.get_untracked().map(|zone| zone.value()).unwrap_or_default(),
            name: text_of(name),
            login: text_of(login),
            password: text_of(password),
            again: text_of(again),
        };
        let found = typed.problems();
        let is_different = typed.password != typed.again;
        problems.set(found.clone());
        differs.set(is_different);
        if is_different || !found.is_empty() {
            device::focus("setup-title");
            return;
        }
        let Some(first) = typed.first_admin() else { return };
        creating.run(create_first_admin(first), |me| device::open_page(me.home()));
    };
    let error_of = move |field: Field| {
        Signal::derive(move || {
            let own =
                problems.with(|problems| problems.iter().find(|problem| problem.field == field).copied());
            let answered = creating.error.with(|error| match error {
                Some(ApiError::Fields { problems }) => {
                    problems.iter().find(|problem| problem.field == field).copied()
                }
                _ => None,
            });
            own.or(answered).map(|problem| api_errors::field(&problem))
        })
    };
    let zones = ES
        .zones
        .iter()
        .map(
            |(words, zone)| view! { <option value=*zone selected=*zone == ES.zone_default>{*words}</option> },
        )
        .collect_view();
    view! {
        <Title text=ES.title/>
        <main class="front">
            <Brand/>
            <form class="stack" method="post" novalidate on:submit=submit>
                <h1 id="setup-title" tabindex="-1">
                    {ES.title}
                </h1>
                <p class="quiet">{ES.intro}</p>
                {move || creating.error.get().map(trouble)}
                <FrontField
                    label=ES.code
                    name="setup-code"
                    input=code
                    hint=ES.code_hint
                    error=error_of(Field::SetupCode)
                />
                <FrontField
                    label=ES.company
                    name="company"
                    input=company
                    autocomplete="organization"
                    error=error_of(Field::Company)
                />
                <FrontField
                    label=ES.branch
                    name="branch"
                    input=branch
                    hint=ES.branch_hint
                    error=error_of(Field::Branch)
                />
                <div class="field">
                    <label for="zone">{ES.zone}</label>
                    <select id="zone" name="zone" node_ref=zone aria-describedby="zone-hint">
                        {zones}
                    </select>
                    <p class="field-hint" id="zone-hint">
                        {ES.zone_hint}
                    </p>
                </div>
                <FrontField
                    label=ES.name
                    name="name"
                    input=name
                    autocomplete="name"
                    error=error_of(Field::Name)
                />
                <FrontField
                    label=ES.login
                    name="login"
                    input=login
                    autocomplete="username"
                    hint=ES.login_hint
                    error=error_of(Field::Login)
                />
                <FrontField
                    label=ES.password
                    name="password"
                    input=password
                    kind="password"
                    autocomplete="new-password"
                    hint=ES.password_hint
                    error=error_of(Field::Password)
                />
                <ShowPassword input=password/>
                <FrontField
                    label=ES.password_again
                    name="password-again"
                    input=again
                    kind="password"
                    autocomplete="new-password"
                    error=Signal::derive(move || differs.get().then(|| ES.password_differs.to_owned()))
                />
                <Button
                    kind=ButtonKind::Primary
                    submit=true
                    wide=true
                    busy=Signal::derive(move || creating.is_busy.get() || !is_awake.get())
                >
                    {ES.create}
                </Button>
            </form>
        </main>
    }
    .into_any()
}

fn trouble(error: ApiError) -> impl IntoView {
    let enter = matches!(error, ApiError::AlreadySetUp)
        .then(|| view! { <LinkButton href="/entrar">{LOGIN.enter}</LinkButton> });
    view! {
        <Banner tone=Tone::Danger urgent=true>
            <p>{api_errors::api(&error)}</p>
            {enter}
        </Banner>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(password: &str) -> Typed {
        Typed {
            code: "1234".into(),
            company: "Materiales".into(),
            branch: String::new(),
            zone: "America/Tijuana".into(),
            name: "Ana".into(),
            login: "an".into(),
            password: password.into(),
            again: password.into(),
        }
    }

    #[test]
    fn problems_come_in_the_order_of_the_form() {
        let fields: Vec<Field> = typed("corta").problems().iter().map(|problem| problem.field).collect();
        assert_eq!(fields, [Field::Branch, Field::Login, Field::Password]);
    }

    #[test]
    fn every_zone_on_offer_is_known() {
        for (_, zone) in ES.zones {
            assert!(Zone::parse(zone).is_some(), "{zone}");
        }
    }
}
