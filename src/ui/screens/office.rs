//! The office: tablet and desktop, with a network. Its pages ask the office through `api` and keep showing what they
//! have when the network goes.

use leptos::prelude::*;
use leptos_router::{
    components::{ParentRoute, Route},
    path,
};

pub mod here;
pub mod remote;
pub mod states;
pub mod table;
pub mod typing;

pub mod frame;

pub mod assign;
pub mod audit;
pub mod cash_desk;
pub mod dashboard;
pub mod devices;
pub mod exceptions;
pub mod import;
pub mod people;
pub mod portfolio;
pub mod radar;
pub mod reconciliation;
pub mod recover;
pub mod rep;
pub mod reports;
pub mod requests;
pub mod settings;

use self::{
    assign::AssignPage,
    audit::AuditPage,
    cash_desk::CashDeskPage,
    dashboard::DashboardPage,
    devices::DevicesPage,
    exceptions::ExceptionsPage,
    frame::{MorePage, OfficeFrame, OfficeScreen},
    import::{ImportPage, ImportRunPage},
    people::PeoplePage,
    portfolio::PortfolioPage,
    radar::RadarPage,
    reconciliation::ReconciliationPage,
    rep::RepPage,
    reports::{ReportPage, ReportsPage},
    requests::RequestsPage,
    settings::SettingsPage,
};
use crate::ui::text::{
    office::ES, radar::ES as RADAR, reconciliation::ES as RECONCILIATION, rep::ES as REP,
    reports::ES as REPORTS,
};

/// All routes below `/oficina`, in the order of the navigation.
#[component(transparent)]
pub fn OfficeRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("/oficina") view=OfficeFrame>
            <Route
                path=path!("/tablero")
                view=|| view! { <OfficeScreen title=ES.dashboard page=DashboardPage/> }
            />
            <Route
                path=path!("/cartera")
                view=|| view! { <OfficeScreen title=ES.portfolio page=PortfolioPage/> }
            />
            <Route
                path=path!("/reportes")
                view=|| view! { <OfficeScreen title=REPORTS.title page=ReportsPage/> }
            />
            <Route
                path=path!("/reportes/:name")
                view=|| view! { <OfficeScreen title=REPORTS.title page=ReportPage/> }
            />
            <Route path=path!("/caja") view=|| view! { <OfficeScreen title=ES.cash_desk page=CashDeskPage/> }/>
            <Route
                path=path!("/solicitudes")
                view=|| view! { <OfficeScreen title=ES.requests page=RequestsPage/> }
            />
            <Route path=path!("/senales") view=|| view! { <OfficeScreen title=RADAR.title page=RadarPage/> }/>
            <Route path=path!("/ajustes") view=|| view! { <OfficeScreen title=ES.settings page=SettingsPage/> }/>
            <Route path=path!("/importar") view=|| view! { <OfficeScreen title=ES.import page=ImportPage/> }/>
            <Route
                path=path!("/importar/:id")
                view=|| view! { <OfficeScreen title=ES.import page=ImportRunPage/> }
            />
            <Route path=path!("/asignar") view=|| view! { <OfficeScreen title=ES.assign page=AssignPage/> }/>
            <Route
                path=path!("/por-aclarar")
                view=|| view! { <OfficeScreen title=ES.exceptions page=ExceptionsPage/> }
            />
            <Route
                path=path!("/conciliacion")
                view=|| view! { <OfficeScreen title=RECONCILIATION.title page=ReconciliationPage/> }
            />
            <Route path=path!("/rep") view=|| view! { <OfficeScreen title=REP.title page=RepPage/> }/>
            <Route path=path!("/personas") view=|| view! { <OfficeScreen title=ES.people page=PeoplePage/> }/>
            <Route
                path=path!("/dispositivos")
                view=|| view! { <OfficeScreen title=ES.devices page=DevicesPage/> }
            />
            <Route path=path!("/auditoria") view=|| view! { <OfficeScreen title=ES.audit page=AuditPage/> }/>
            <Route path=path!("/mas") view=|| view! { <OfficeScreen title=ES.more page=MorePage/> }/>
        </ParentRoute>
    }
    .into_inner()
}
