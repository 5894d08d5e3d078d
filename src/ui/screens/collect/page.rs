//! The page `/app/cobrar/:id`.

use leptos::prelude::*;

use super::form::CollectForm;
use crate::{
    domain::ids::ClientId,
    ui::{screens::form::ClientScreen, text::collect::ES},
};

#[component]
pub fn CollectPage() -> impl IntoView {
    let form = Callback::new(|client: ClientId| view! { <CollectForm client=client/> }.into_any());
    view! { <ClientScreen title=ES.title of=ES.of form=form/> }
}
