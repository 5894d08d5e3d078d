//! Importar: upload, match columns, review, apply. Each import has its own address, so that it can be taken up again.

mod matching;
mod model;
mod result;
mod review;
mod upload;

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use self::{matching::Matching, result::ApplyReport, review::Review, upload::Upload};
use super::{here::WallClock, remote::Remote, states::Loaded};
use crate::{
    api::imports::{ImportLine, ImportStep, ImportView, import_view, list_imports},
    domain::ids::ImportId,
    ui::{
        components::{Column, DataTable, EmptyState, Glyph, LinkButton, StatusTag, Tone},
        text::{import_wizard::ES, imports as import_texts},
    },
};

/// `/oficina/importar`: the first step, and the imports before.
#[component]
pub fn ImportPage() -> impl IntoView {
    let before = Remote::new(list_imports);
    let clock = WallClock::of_caller();
    let table = move || {
        let lines = before.get()?;
        if lines.is_empty() {
            return None;
        }
        let rows = lines.iter().map(|import| line(import, clock)).collect_view();
        let columns = vec![
            Column::text(ES.file),
            Column::text(ES.kind),
            Column::text(ES.state),
            Column::text(ES.who),
            Column::text(ES.when),
        ];
        Some(
            view! {
                <DataTable caption=ES.previous_imports columns=columns>
                    {rows}
                </DataTable>
            }
            .into_any(),
        )
    };
    view! {
        <div class="stack" data-gap="large">
            <Steps current=0/>
            <Upload/>
            <Loaded
                state=before.state()
                has_data=before.has_data()
                retry=move |()| before.reload()
            >
                {table}
            </Loaded>
        </div>
    }
    .into_any()
}

fn line(import: &ImportLine, clock: WallClock) -> AnyView {
    let (tone, words) = match import.step {
        ImportStep::Match => (Tone::Warning, ES.state_uploaded),
        ImportStep::Review => (Tone::Warning, ES.state_reviewed),
        ImportStep::Applied => (Tone::Ok, ES.state_applied),
    };
    view! {
        <tr>
            <th scope="row">
                <a href=model::address(import.id)>{import.file_name.clone()}</a>
            </th>
            <td>{import_texts::kind(import.kind)}</td>
            <td>
                <StatusTag tone=tone text=words/>
            </td>
            <td>{import.uploaded_by.clone()}</td>
            <td>{clock.moment(import.uploaded)}</td>
        </tr>
    }
    .into_any()
}

/// `/oficina/importar/:id`: one import, at the step where it stands.
#[component]
pub fn ImportRunPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").and_then(|id| ImportId::parse(&id))));
    move || match id.get() {
        Some(id) => view! { <Run id=id/> }.into_any(),
        None => missing(),
    }
}

fn missing() -> AnyView {
    view! {
        <EmptyState glyph=Glyph::File message=format!("{}. {}", ES.not_found, ES.not_found_detail)>
            <LinkButton href="/oficina/importar">{ES.another}</LinkButton>
        </EmptyState>
    }
    .into_any()
}

#[component]
fn Run(id: ImportId) -> impl IntoView {
    let remote = Remote::new(move || import_view(id));
    // What a step answers takes the place of what was asked for at the start.
    let newer = RwSignal::new(None::<Arc<ImportView>>);
    let view = Memo::new(move |_| newer.get().or_else(|| remote.get()));
    let is_back_at_columns = RwSignal::new(false);
    let went_on = move |view: ImportView| {
        is_back_at_columns.set(false);
        newer.set(Some(Arc::new(view)));
    };
    let step = Memo::new(move |_| {
        let step = view.with(|view| view.as_ref().map(|view| view.step))?;
        Some(if is_back_at_columns.get() && step == ImportStep::Review { ImportStep::Match } else { step })
    });
    let content = move || {
        let step = step.get()?;
        // The rest of the view is read once: what is being typed in a step outlives every other change.
        let view = view.get_untracked()?;
        Some(match step {
            ImportStep::Match => view! { <Matching view=view on_next=went_on/> }.into_any(),
            ImportStep::Review => {
                view! { <Review view=view on_back=move |()| is_back_at_columns.set(true) on_applied=went_on/> }
                    .into_any()
            }
            ImportStep::Applied => view! { <ApplyReport view=view/> }.into_any(),
        })
    };
    let current = move || match step.get() {
        None | Some(ImportStep::Match) => 1,
        Some(ImportStep::Review) => 2,
        Some(ImportStep::Applied) => 3,
    };
    view! {
        <div class="stack" data-gap="large">
            {move || view! { <Steps current=current()/> }}
            <Loaded
                state=remote.state()
                has_data=Signal::derive(move || view.with(Option::is_some))
                retry=move |()| remote.reload()
            >
                {content}
            </Loaded>
        </div>
    }
    .into_any()
}

/// The four steps, and which one is open.
#[component]
fn Steps(current: usize) -> impl IntoView {
    let steps = ES
        .steps
        .into_iter()
        .enumerate()
        .map(|(index, words)| {
            let state = match index.cmp(&current) {
                std::cmp::Ordering::Less => "done",
                std::cmp::Ordering::Equal => "current",
                std::cmp::Ordering::Greater => "later",
            };
            view! {
                <li data-state=state aria-current=(index == current).then_some("step")>
                    <span class="number">{index + 1}</span>
                    <span>{words}</span>
                </li>
            }
        })
        .collect_view();
    view! { <ol class="import-steps" aria-label=(ES.step_of)(current + 1)>{steps}</ol> }
}
