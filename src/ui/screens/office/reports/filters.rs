//! What a report is narrowed by.

use leptos::prelude::*;

use super::model::Chosen;
use crate::{
    api::{people::BranchRow, reports::PersonChoice},
    domain::report::ReportName,
    ui::{
        components::{Field, FieldKind, SelectField},
        screens::office::{portfolio::options, remote::Remote},
        text::{office, reports::ES},
    },
};

#[component]
pub fn Filters(
    name: ReportName,
    chosen: RwSignal<Chosen>,
    people: Remote<Vec<PersonChoice>>,
    branches: Remote<Vec<BranchRow>>,
) -> impl IntoView {
    let takes = name.takes();
    let from = takes.period.then(|| {
        view! {
            <Field
                label=ES.from
                name="from"
                kind=FieldKind::Date
                value=Signal::derive(move || chosen.with(|chosen| chosen.from.clone()))
                on_input=move |day| chosen.update(|chosen| chosen.from = day)
            />
        }
    });
    let to = (takes.period || takes.one_day).then(|| {
        view! {
            <Field
                label=if takes.one_day { ES.day } else { ES.to }
                name="to"
                kind=FieldKind::Date
                value=Signal::derive(move || chosen.with(|chosen| chosen.to.clone()))
                on_input=move |day| chosen.update(|chosen| chosen.to = day)
            />
        }
    });
    let person = takes.person.then(|| {
        let people = Signal::derive(move || {
            let branch = chosen.with(|chosen| chosen.branch.clone());
            let found = people.get();
            let of_branch = found
                .iter()
                .flat_map(|rows| rows.iter())
                .filter(|row| branch.is_empty() || row.branch.to_string() == branch);
            options(ES.everybody, of_branch.map(|row| (row.person.to_string(), row.name.clone())))
        });
        view! {
            <SelectField
                label=ES.person
                name="person"
                options=people
                value=Signal::derive(move || chosen.with(|chosen| chosen.person.clone()))
                on_choose=move |person| chosen.update(|chosen| chosen.person = person)
            />
        }
    });
    let branch = takes.branch.then(|| {
        let branches = Signal::derive(move || {
            let found = branches.get();
            let rows = found.iter().flat_map(|rows| rows.iter());
            options(office::ES.all_branches, rows.map(|row| (row.branch.to_string(), row.name.clone())))
        });
        view! {
            <SelectField
                label=office::ES.branch
                name="branch"
                options=branches
                value=Signal::derive(move || chosen.with(|chosen| chosen.branch.clone()))
                on_choose=move |branch| chosen.update(|chosen| chosen.branch = branch)
            />
        }
    });
    view! { <div class="filters not-printed">{from} {to} {branch} {person}</div> }.into_any()
}
