//! The page `/app/cobrar/:id`.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::form::CollectForm;
use crate::{
    domain::ids::ClientId,
    ui::{
        components::{EmptyState, Glyph, LinkButton},
        session::Session,
        shell::Screen,
        text::{collect::ES, customer},
    },
};

#[component]
pub fn CollectPage() -> impl IntoView {
    let session = expect_context::<Session>();
    let params = use_params_map();
    let client = Memo::new(move |_| params.with(|params| ClientId::parse(&params.get("id")?)));
    let is_known = Memo::new(move |_| {
        client.get().filter(|id| session.with(|workspace| workspace.account(*id).is_some()).unwrap_or(false))
    });
    let back = Signal::derive(move || {
        Some(match client.get() {
            Some(client) => format!("/app/clientes/{client}"),
            None => "/app/ruta".to_owned(),
        })
    });
    let body = move || match is_known.get() {
        Some(client) => view! { <CollectForm client=client/> }.into_any(),
        None => view! {
            <EmptyState glyph=Glyph::Person message=customer::ES.not_found.to_owned()>
                <LinkButton href="/app/clientes" glyph=Glyph::People>
                    {customer::ES.see_customers}
                </LinkButton>
            </EmptyState>
        }
        .into_any(),
    };
    view! {
        <Screen title=ES.title.to_owned() back=back form=true>
            {body}
        </Screen>
    }
    .into_any()
}
