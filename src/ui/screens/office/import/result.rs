//! Step 4: what applying did, and what to do next.

use std::sync::Arc;

use leptos::prelude::*;

use super::model;
use crate::{
    api::imports::{ImportKind, ImportView},
    domain::role::Permission,
    ui::{
        components::{Banner, ButtonKind, LinkButton, Tone},
        screens::office::here::Here,
        text::import_wizard::ES,
    },
};

#[component]
pub fn ApplyReport(view: Arc<ImportView>) -> impl IntoView {
    let result = view.result.unwrap_or_default();
    let lines = [
        Some((ES.created)(u64::from(result.created))),
        Some((ES.updated)(u64::from(result.updated))),
        Some((ES.same)(u64::from(result.unchanged))),
        (result.clients_created > 0).then(|| (ES.clients_created)(u64::from(result.clients_created))),
        Some((ES.left_out)(u64::from(result.refused))),
    ];
    let lines = lines.into_iter().flatten().map(|words| view! { <li>{words}</li> }).collect_view();
    let refused = (result.refused > 0).then(|| {
        view! {
            <div class="stack" data-gap="small">
                <a class="button" href=model::refused_address(view.id) download>
                    {ES.download_refused}
                </a>
                <p class="quiet">{ES.download_hint}</p>
            </div>
        }
    });
    let may_assign = Here::now().is_some_and(|here| here.may(Permission::AssignClients));
    let assign = (may_assign && view.mapping.kind == ImportKind::Clients)
        .then(|| view! { <LinkButton href="/oficina/asignar">{ES.go_assign}</LinkButton> });
    view! {
        <section class="stack">
            <Banner tone=Tone::Ok urgent=true>
                <h2>{ES.done}</h2>
                <p>{view.file_name.clone()}</p>
                <ul class="numbers">{lines}</ul>
            </Banner>
            {refused}
            <div class="row">
                <LinkButton href="/oficina/importar" kind=ButtonKind::Primary>
                    {ES.another}
                </LinkButton>
                {assign}
            </div>
        </section>
    }
    .into_any()
}
