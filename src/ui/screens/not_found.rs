//! An address that leads nowhere.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::ui::{
    components::{ButtonKind, EmptyState, Glyph, LinkButton},
    text::common::ES,
};

#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! {
        <Title text=ES.not_found_title/>
        <main class="front">
            <h1>{ES.not_found_title}</h1>
            <EmptyState glyph=Glyph::Go message=ES.not_found.to_owned()>
                <LinkButton href="/app/ruta" kind=ButtonKind::Primary>
                    {ES.go_home}
                </LinkButton>
            </EmptyState>
        </main>
    }
    .into_any()
}
