//! Personas: who works here, with which jobs, and the way in of each.

mod detail;
mod invite;

use leptos::prelude::*;

use self::{detail::PersonDetail, invite::Invite};
use super::{remote::Remote, states::Loaded, typing::move_with_arrows};
use crate::{
    api::people::{PersonRow, TemporaryPassword, list_branches, list_people},
    domain::{ids::PersonId, role::Role},
    ui::{
        components::{
            Button, ButtonKind, EmptyState, Glyph, MasterDetail, SearchBox, Sheet, StatusLine, StatusTag,
            Tone,
        },
        text::{office, people::ES},
    },
};

#[component]
pub fn PeoplePage() -> impl IntoView {
    let people = Remote::new(list_people);
    let branches = Remote::new(list_branches);
    let typed = RwSignal::new(String::new());
    let open = RwSignal::new(None::<PersonId>);
    let is_inviting = RwSignal::new(false);
    let password = RwSignal::new(None::<(String, TemporaryPassword)>);
    let said = RwSignal::new(String::new());
    let opened = Memo::new(move |_| {
        let id = open.get()?;
        people.get()?.iter().find(|row| row.person == id).cloned()
    });
    let shown = move |name: String, new: TemporaryPassword| {
        is_inviting.set(false);
        password.set(Some((name, new)));
        people.reload();
    };
    let changed = move |words: String| {
        said.set(words);
        people.reload();
    };
    let list = move || {
        view! {
            <div class="stack">
                <Button kind=ButtonKind::Primary glyph=Glyph::Plus on_press=move |()| is_inviting.set(true)>
                    {ES.invite}
                </Button>
                <SearchBox label=ES.search value=typed on_input=move |text| typed.set(text)/>
                <Loaded
                    state=people.state()
                    has_data=people.has_data()
                    retry=move |()| people.reload()
                >
                    <Rows people=people typed=typed open=open/>
                </Loaded>
            </div>
        }
        .into_any()
    };
    let detail = move || {
        move || match opened.get() {
            Some(person) => view! {
                <PersonDetail
                    person=person
                    on_close=move |()| open.set(None)
                    on_changed=changed
                    on_password=move |(name, new)| shown(name, new)
                />
            }
            .into_any(),
            None => view! {
                <EmptyState
                    glyph=Glyph::People
                    message=format!("{}. {}", ES.choose, ES.choose_detail)
                />
            }
            .into_any(),
        }
    };
    view! {
        <div class="stack">
            <StatusLine message=said/>
            <MasterDetail
                is_open=Signal::derive(move || opened.with(Option::is_some))
                master=list
                detail=detail
            />
            <Sheet is_open=is_inviting title=ES.invite_title on_close=move |()| is_inviting.set(false)>
                <Invite branches=branches on_created=move |(name, new)| shown(name, new)/>
            </Sheet>
            <Sheet
                is_open=Signal::derive(move || password.with(Option::is_some))
                title=ES.password_title
                on_close=move |()| password.set(None)
            >
                {move || password.get().map(|(name, new)| view! {
                    <PasswordOnce
                        name=name
                        new=new
                        on_done=move |()| password.set(None)
                    />
                })}
            </Sheet>
        </div>
    }
    .into_any()
}

#[component]
fn Rows(
    people: Remote<Vec<PersonRow>>,
    typed: RwSignal<String>,
    open: RwSignal<Option<PersonId>>,
) -> impl IntoView {
    move || {
        let people = people.get()?;
        let wanted = typed.get().to_lowercase();
        let entries = people
            .iter()
            .filter(|row| {
                wanted.is_empty() || row.name.to_lowercase().contains(&wanted) || row.login.contains(&wanted)
            })
            .map(|row| entry(row, open))
            .collect::<Vec<_>>();
        if entries.is_empty() {
            let message = if wanted.is_empty() { ES.empty } else { office::ES.none_found };
            return Some(view! { <EmptyState glyph=Glyph::People message=message/> }.into_any());
        }
        Some(
            view! {
                <ul class="account-list" on:keydown=move |event| move_with_arrows(&event)>
                    {entries}
                </ul>
            }
            .into_any(),
        )
    }
}

fn entry(row: &PersonRow, open: RwSignal<Option<PersonId>>) -> AnyView {
    let person = row.person;
    let state = if row.is_active {
        row.has_temporary_password
            .then(|| view! { <StatusTag tone=Tone::Warning glyph=Glyph::Lock text=ES.temporary/> })
    } else {
        Some(view! { <StatusTag tone=Tone::Neutral text=ES.inactive/> })
    };
    view! {
        <li>
            <button
                type="button"
                class="account-entry"
                aria-current=move || (open.get() == Some(person)).then_some("true")
                on:click=move |_| open.set(Some(person))
            >
                <span class="name">{row.name.clone()}</span>
                <span class="quiet">{row.login.clone()}</span>
                <span class="quiet place">{format!("{} · {}", job_names(&row.roles), row.branch_name)}</span>
                {state}
            </button>
        </li>
    }
    .into_any()
}

/// `Gestor de cobranza, Vendedor`.
fn job_names(roles: &[Role]) -> String {
    roles.iter().map(|role| office::role(*role)).collect::<Vec<_>>().join(", ")
}

/// The temporary password, shown this once.
#[component]
fn PasswordOnce(name: String, new: TemporaryPassword, #[prop(into)] on_done: Callback<()>) -> impl IntoView {
    view! {
        <div class="stack">
            <p>{(ES.password_once)(&name)}</p>
            <dl>
                <dt>{ES.login}</dt>
                <dd>
                    <code>{new.login}</code>
                </dd>
                <dt>{ES.password_title}</dt>
                <dd>
                    <code class="secret">{new.password}</code>
                </dd>
            </dl>
            <Button kind=ButtonKind::Primary wide=true on_press=on_done>
                {ES.password_done}
            </Button>
        </div>
    }
    .into_any()
}

/// The jobs to tick, shared by the invitation and the change of jobs.
#[component]
fn Jobs(chosen: RwSignal<Vec<Role>>) -> impl IntoView {
    let ticks = Role::ALL
        .into_iter()
        .map(|role| {
            let is_chosen = move || chosen.with(|chosen| chosen.contains(&role));
            let toggle = move |_| {
                chosen.update(|chosen| {
                    if chosen.contains(&role) {
                        chosen.retain(|other| *other != role);
                    } else {
                        chosen.push(role);
                        chosen.sort();
                    }
                });
            };
            view! {
                <label class="tick">
                    <input type="checkbox" name="role" prop:checked=is_chosen on:change=toggle/>
                    <span>
                        <strong>{office::role(role)}</strong>
                        <span class="quiet">" · " {office::role_hint(role)}</span>
                    </span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="ticks">
            <legend>{ES.roles}</legend>
            {ticks}
        </fieldset>
    }
    .into_any()
}
