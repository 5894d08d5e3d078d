//! A form about one client, named by the address.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::{
    domain::ids::ClientId,
    ui::{
        components::{EmptyState, Glyph, LinkButton},
        session::Session,
        shell::Screen,
        text::customer,
    },
};

/// The client that the address names as `:id`, as long as he is in this phone's list.
pub fn client_of_address(session: Session) -> Memo<Option<ClientId>> {
    let params = use_params_map();
    Memo::new(move |_| {
        let client = params.with(|params| ClientId::parse(&params.get("id")?))?;
        session.with(|workspace| workspace.account(client).is_some()).unwrap_or(false).then_some(client)
    })
}

/// What stands where the client of the address is not in the list.
#[component]
pub fn NoSuchClient() -> impl IntoView {
    view! {
        <EmptyState glyph=Glyph::Person message=customer::ES.not_found.to_owned()>
            <LinkButton href="/app/clientes" glyph=Glyph::People>
                {customer::ES.see_customers}
            </LinkButton>
        </EmptyState>
    }
    .into_any()
}

/// The screen of a form about the client of the address; its way back is his ficha.
#[component]
pub fn ClientScreen(
    #[prop(into)] title: String,
    /// Says whom it is about, under the title.
    of: fn(&str) -> String,
    /// The form.
    #[prop(into)]
    form: Callback<ClientId, AnyView>,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let client = client_of_address(session);
    let back = Signal::derive(move || {
        Some(match client.get() {
            Some(client) => format!("/app/clientes/{client}"),
            None => "/app/ruta".to_owned(),
        })
    });
    let name =
        move |client| session.with(|workspace| Some(of(&workspace.account(client)?.customer.name))).flatten();
    let body = move || match client.get() {
        Some(client) => view! {
            <p class="quiet">{move || name(client)}</p>
            {form.run(client)}
        }
        .into_any(),
        None => view! { <NoSuchClient/> }.into_any(),
    };
    view! {
        <Screen title=title back=back form=true>
            {body}
        </Screen>
    }
    .into_any()
}
