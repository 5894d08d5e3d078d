//! Ajustes: what the company allows, by company, branch and person, and its accounts at banks.

mod banks;
mod branches;
mod company;
mod model;
mod people;

pub use self::model::amount_of;

use leptos::prelude::*;

use self::{banks::Banks, branches::Branches, company::Company, people::People};
use super::{remote::Remote, states::Loaded};
use crate::{
    api::settings::get_settings,
    ui::{
        components::{StatusLine, Tabs},
        text::settings::ES,
    },
};

#[component]
pub fn SettingsPage() -> impl IntoView {
    let settings = Remote::new(get_settings);
    let part = RwSignal::new(0usize);
    let said = RwSignal::new(String::new());
    let changed = Callback::new(move |words: String| {
        said.set(words);
        settings.reload();
    });
    // A form keeps what is being typed while newer settings arrive: only another version makes it anew.
    let company = Memo::new(move |_| settings.get().map(|view| view.company.clone()));
    let branches = Memo::new(move |_| settings.get().map(|view| view.branches.clone()).unwrap_or_default());
    let people = Memo::new(move |_| settings.get().map(|view| view.people.clone()).unwrap_or_default());
    let banks = Memo::new(move |_| settings.get().map(|view| view.banks.clone()).unwrap_or_default());
    let body = move || match part.get() {
        0 => company.get().map(|row| view! { <Company row=row changed=changed/> }).into_any(),
        1 => view! { <Branches rows=branches changed=changed/> }.into_any(),
        2 => view! { <People rows=people changed=changed/> }.into_any(),
        _ => view! { <Banks rows=banks changed=changed/> }.into_any(),
    };
    view! {
        <div class="stack">
            <p class="quiet">{ES.intro}</p>
            <StatusLine message=said/>
            <Loaded
                state=settings.state()
                has_data=settings.has_data()
                retry=move |()| settings.reload()
            >
                <Tabs
                    label=ES.parts
                    labels=vec![ES.company, ES.branches, ES.people, ES.banks]
                    selected=part
                    on_select=move |index| part.set(index)
                >
                    {body}
                </Tabs>
            </Loaded>
        </div>
    }
    .into_any()
}
