//! The routes of the three programs: the pages that the server renders (`/entrar`, `/instalar`, `/r`) and that then
//! wake up, the field (`/app`) and the office (`/oficina`), which are mounted fresh on their cached shells. Each is a
//! file of its own, so that a phone in the street loads no screen of the office; between them the browser loads
//! another document.

use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::{
    components::{ParentRoute, Redirect, Route, Router, Routes},
    hooks::use_location,
    path,
};

use crate::{
    device,
    ui::{
        screens::{
            agreement::{document::AgreementDocumentPage, page::AgreementPage},
            cash::{page::CashPage, voided::VoidFolioPage},
            collect::page::CollectPage,
            correction::page::CorrectionPage,
            counter_receipt::page::CounterReceiptPage,
            customer::page::CustomerPage,
            customers::page::{CustomersPage, NobodyOpen},
            deposit::page::DepositPage,
            field::FieldShell,
            handover::{document::HandoverDocumentPage, page::HandoverPage},
            login::LoginPage,
            more::page::MorePage,
            not_found::NotFoundPage,
            office::OfficeRoutes,
            outbox::page::OutboxPage,
            receipt::page::ReceiptPage,
            receipt_check::ReceiptCheckPage,
            setup::SetupPage,
            statement::page::StatementPage,
            today::page::TodayPage,
            visit::page::VisitPage,
        },
        text::common::ES,
    },
};

/// `/entrar`, `/instalar`, `/r`, and what is said of an address that leads nowhere.
#[component]
pub fn Pages() -> impl IntoView {
    view! {
        <Program>
            <Routes fallback=NotFoundPage>
                <Route path=path!("/entrar") view=LoginPage/>
                <Route path=path!("/instalar") view=SetupPage/>
                <Route path=path!("/r") view=ReceiptCheckPage/>
            </Routes>
        </Program>
    }
}

/// `/app`: all that is needed to take money.
#[component]
pub fn Field() -> impl IntoView {
    view! {
        <Program>
            <Routes fallback=|| view! { <Elsewhere own="/app"/> }>
                <ParentRoute path=path!("/app") view=FieldShell>
                    <Route path=path!("") view=|| view! { <Redirect path="/app/ruta"/> }/>
                    <Route path=path!("ruta") view=TodayPage/>
                    <ParentRoute path=path!("clientes") view=CustomersPage>
                        <Route path=path!("") view=NobodyOpen/>
                        <Route path=path!(":id") view=CustomerPage/>
                    </ParentRoute>
                    <Route path=path!("cobrar/:id") view=CollectPage/>
                    <Route path=path!("recibo/:folio") view=ReceiptPage/>
                    <Route path=path!("visita/:id") view=VisitPage/>
                    <Route path=path!("estado-de-cuenta/:id") view=StatementPage/>
                    <Route path=path!("por-enviar") view=OutboxPage/>
                    <Route path=path!("caja") view=CashPage/>
                    <Route path=path!("corte") view=HandoverPage/>
                    <Route path=path!("corte/:event") view=HandoverDocumentPage/>
                    <Route path=path!("deposito") view=DepositPage/>
                    <Route path=path!("folio-cancelado") view=VoidFolioPage/>
                    <Route path=path!("contrarecibo/:id") view=CounterReceiptPage/>
                    <Route path=path!("convenio/:id") view=AgreementPage/>
                    <Route path=path!("convenio/:id/:agreement") view=AgreementDocumentPage/>
                    <Route path=path!("solicitud/:id") view=CorrectionPage/>
                    <Route path=path!("mas") view=MorePage/>
                </ParentRoute>
            </Routes>
        </Program>
    }
}

/// `/oficina`.
#[component]
pub fn Office() -> impl IntoView {
    view! {
        <Program>
            <Routes fallback=|| view! { <Elsewhere own="/oficina"/> }>
                <OfficeRoutes/>
            </Routes>
        </Program>
    }
}

/// What every program has around its routes.
#[component]
fn Program(children: Children) -> impl IntoView {
    provide_meta_context();
    view! {
        <Title formatter=|title: String| (ES.page_title)(&title)/>
        <Router>{children()}</Router>
    }
    .into_any()
}

/// An address that this program has no screen for: below its `own` path it leads nowhere, and anywhere else it is
/// another program's, which the browser is told to load.
#[component]
fn Elsewhere(own: &'static str) -> impl IntoView {
    let location = use_location();
    if location.pathname.get_untracked().starts_with(own) {
        return view! { <NotFoundPage/> }.into_any();
    }
    Effect::new(move |_| device::open_page(&location.pathname.get_untracked()));
    ().into_any()
}
