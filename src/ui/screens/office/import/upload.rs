//! Step 1: a file, dropped or chosen: the browser's own control lies over the whole zone. The office reads the file;
//! nothing is stored before it is applied.

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use super::model;
use crate::{
    api::imports::{UPLOAD_BYTES_MAX, UploadAnswer},
    device,
    ui::{
        components::{Banner, Button, ButtonKind, Glyph, Icon, Tone},
        text::{import_wizard::ES, imports as import_texts},
    },
};

const FORM: &str = "import-form";
const INPUT: &str = "import-file";

#[component]
pub fn Upload() -> impl IntoView {
    let chosen = RwSignal::new(None::<device::ChosenFile>);
    let problem = RwSignal::new(None::<String>);
    let is_busy = RwSignal::new(false);
    let choose = move |_| {
        chosen.set(device::chosen_file(INPUT));
        problem.set(chosen.with_untracked(|file| file.as_ref().and_then(refusal)));
    };
    let navigate = use_navigate();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if is_busy.get_untracked() {
            return;
        }
        // The browser knows what is chosen, also where it was before this page was ready.
        let file = device::chosen_file(INPUT);
        let refused = file.as_ref().map_or_else(|| Some(ES.file_missing.to_owned()), refusal);
        problem.set(refused.clone());
        if refused.is_some() {
            return;
        }
        chosen.set(file);
        is_busy.set(true);
        let navigate = navigate.clone();
        device::spawn(async move {
            let answer = device::upload(FORM, "/office/imports").await;
            is_busy.try_set(false);
            match UploadAnswer::of(answer.map(|answer| (answer.status, answer.body))) {
                UploadAnswer::Uploaded(id) => navigate(&model::address(id), Default::default()),
                UploadAnswer::Refused(refused) => {
                    problem.try_set(Some(import_texts::file_problem(&refused)));
                }
                UploadAnswer::Failed(error) => {
                    problem.try_set(Some(crate::ui::text::api_errors::api(&error)));
                }
            }
        });
    };
    let name =
        move || chosen.with(|file| file.as_ref().map_or(ES.drop_here.to_owned(), |file| file.name.clone()));
    let progress = move || {
        let sent = chosen.with(|file| file.as_ref().map(|file| (ES.uploading)(&file.name)));
        sent.filter(|_| is_busy.get())
    };
    view! {
        <form id=FORM class="stack" novalidate on:submit=submit>
            <label class="drop-zone" data-busy=move || is_busy.get()>
                <Icon glyph=Glyph::Upload/>
                <span class="name">
                    {name}
                </span>
                <span>{ES.choose_file}</span>
                <input
                    id=INPUT
                    type="file"
                    name="file"
                    accept=".xlsx,.csv,.txt"
                    aria-describedby="import-hint"
                    on:change=choose
                />
            </label>
            <p id="import-hint" class="quiet">
                {ES.file_hint}
            </p>
            {move || problem.get().map(|words| view! {
                <Banner
                    tone=Tone::Danger
                    urgent=true
                >
                    <p>{words}</p>
                </Banner>
            })}
            <Button kind=ButtonKind::Primary submit=true busy=is_busy>
                {ES.upload}
            </Button>
            <p role="status">
                {progress}
            </p>
        </form>
    }
    .into_any()
}

/// Why the file need not even be sent.
fn refusal(file: &device::ChosenFile) -> Option<String> {
    let name = file.name.to_lowercase();
    if ![".xlsx", ".csv", ".txt"].iter().any(|end| name.ends_with(end)) {
        return Some(ES.file_kind.to_owned());
    }
    (file.bytes > UPLOAD_BYTES_MAX).then(|| ES.file_too_big.to_owned())
}
