//! The routes. Pages that the server renders (`/entrar`, `/instalar`, `/r`) hydrate; the working area (`/app`,
//! `/oficina`) is mounted fresh on the cached shell.

use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::{
    components::{Route, Router, Routes},
    path,
};

use crate::ui::{screens::not_found::NotFoundPage, text::common::ES};

#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Title formatter=|title: String| (ES.page_title)(&title)/>
        <Router>
            <Routes fallback=NotFoundPage>
                <Route path=path!("/") view=NotFoundPage/>
            </Routes>
        </Router>
    }
}
