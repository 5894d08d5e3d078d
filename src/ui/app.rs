//! The routes. Pages that the server renders (`/entrar`, `/instalar`, `/r`) hydrate; the working area (`/app`,
//! `/oficina`) is mounted fresh on the cached shell.

use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::{
    components::{ParentRoute, Redirect, Route, Router, Routes},
    path,
};

use crate::ui::{
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
        today::page::TodayPage,
        visit::page::VisitPage,
    },
    text::common::ES,
};

#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Title formatter=|title: String| (ES.page_title)(&title)/>
        <Router>
            <Routes fallback=NotFoundPage>
                <Route path=path!("/entrar") view=LoginPage/>
                <Route path=path!("/instalar") view=SetupPage/>
                <Route path=path!("/r") view=ReceiptCheckPage/>
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
                <OfficeRoutes/>
            </Routes>
        </Router>
    }
    .into_any()
}
