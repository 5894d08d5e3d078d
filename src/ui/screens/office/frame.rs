//! The frame of the office: who is here, the sections that are his, and one page at a time. On phones the first four
//! sections and *Más*; from 600 px all of them in the rail.

use std::sync::Arc;

use leptos::prelude::*;

use super::{
    here::Here,
    remote::{Change, Remote},
    states::{ChangeError, Loaded},
    typing::listen_for_slash,
};
use crate::{
    api::{
        error::ApiError,
        session::{LoggedIn, logout, who_am_i},
    },
    device,
    domain::role::Permission,
    ui::{
        components::{Button, Glyph, Icon, NavItem},
        shell::{Screen, WorkArea},
        text::{
            office::ES, radar::ES as RADAR, reconciliation::ES as RECONCILIATION, rep::ES as REP,
            reports::ES as REPORTS,
        },
    },
};

/// The sections of the office in their fixed order, and what each needs.
fn sections() -> [(Permission, NavItem); 15] {
    [
        (Permission::SeePortfolio, NavItem::new("/oficina/tablero", ES.dashboard, Glyph::Dashboard)),
        (Permission::SeePortfolio, NavItem::new("/oficina/cartera", ES.portfolio, Glyph::List)),
        (Permission::SeeCash, NavItem::new("/oficina/caja", ES.cash_desk, Glyph::Cash)),
        (Permission::SeePortfolio, NavItem::new("/oficina/solicitudes", ES.requests, Glyph::Hand)),
        (Permission::SeePortfolio, NavItem::new("/oficina/reportes", REPORTS.title, Glyph::Chart)),
        (Permission::SeeRadar, NavItem::new("/oficina/senales", RADAR.title, Glyph::Eye)),
        (Permission::Import, NavItem::new("/oficina/importar", ES.import, Glyph::Upload)),
        (Permission::AssignClients, NavItem::new("/oficina/asignar", ES.assign, Glyph::Swap)),
        (Permission::ResolveExceptions, NavItem::new("/oficina/por-aclarar", ES.exceptions, Glyph::Alert)),
        (Permission::Reconcile, NavItem::new("/oficina/conciliacion", RECONCILIATION.title, Glyph::Bank)),
        (Permission::StampRep, NavItem::new("/oficina/rep", REP.title, Glyph::File)),
        (Permission::ManagePeople, NavItem::new("/oficina/personas", ES.people, Glyph::People)),
        (Permission::ManageDevices, NavItem::new("/oficina/dispositivos", ES.devices, Glyph::Device)),
        (Permission::ReadAudit, NavItem::new("/oficina/auditoria", ES.audit, Glyph::Shield)),
        (Permission::ManageSettings, NavItem::new("/oficina/ajustes", ES.settings, Glyph::Settings)),
    ]
}

/// The sections that the person may open.
fn sections_of(me: &LoggedIn) -> Vec<NavItem> {
    sections().into_iter().filter(|(needs, _)| me.may(*needs)).map(|(_, item)| item).collect()
}

/// Who is logged in, asked for once for all the pages of the office.
#[derive(Clone, Copy)]
struct Caller(Remote<LoggedIn>);

/// Frame of all pages below `/oficina`.
#[component]
pub fn OfficeFrame() -> impl IntoView {
    let me = Remote::new(|| async { who_am_i().await?.ok_or(ApiError::NotLoggedIn) });
    provide_context(Caller(me));
    listen_for_slash();
    let items = Memo::new(move |_| {
        let mut items = me.get().map_or_else(Vec::new, |me| sections_of(&me));
        items.push(NavItem::new("/oficina/mas", ES.more, Glyph::More));
        items
    });
    view! { <WorkArea items=items/> }.into_any()
}

/// One page of the office: its bar, and its content once it is known who is here.
#[component]
pub fn OfficeScreen(
    title: &'static str,
    /// Made once the caller is known; `Here` is in its context.
    #[prop(into)]
    page: ViewFn,
) -> impl IntoView {
    let Some(Caller(me)) = use_context::<Caller>() else {
        return ().into_any();
    };
    let who = Memo::new(move |_| me.get());
    view! {
        <Screen title=title wide=true>
            <Loaded
                state=me.state()
                has_data=Signal::derive(move || who.with(Option::is_some))
                retry=move |()| me.reload()
            >
                {
                    let page = page.clone();
                    move || {
                        let page = page.clone();
                        who.get().map(|me| view! { <Inside me=me page=page/> })
                    }
                }
            </Loaded>
        </Screen>
    }
    .into_any()
}

#[component]
fn Inside(me: Arc<LoggedIn>, page: ViewFn) -> impl IntoView {
    provide_context(Here { me });
    page.run()
}

/// `/oficina/mas`: the sections that do not fit below on a phone, and the way out.
#[component]
pub fn MorePage() -> impl IntoView {
    let leaving = Change::default();
    let leave = move |()| leaving.run(logout(), |()| device::open_page("/entrar"));
    let Some(here) = Here::now() else { return ().into_any() };
    let to_field =
        here.may(Permission::Collect).then(|| NavItem::new("/app/ruta", ES.to_field, Glyph::Route));
    let links = sections_of(&here.me)
        .into_iter()
        .chain(to_field)
        .map(|item| {
            view! {
                <li>
                    <a class="office-link" href=item.href>
                        <Icon glyph=item.glyph/>
                        <span>{item.label}</span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <div class="stack">
            <section class="panel">
                <h2>{here.me.name.clone()}</h2>
                <p
                    class="quiet"
                >
                    {format!("{} · {} · {}", here.me.login, here.me.branch_name, here.me.company)}
                </p>
            </section>
            <ul class="stack" data-gap="small">
                {links}
            </ul>
            <ChangeError error=leaving.error/>
            <Button glyph=Glyph::SignOut busy=leaving.is_busy on_press=leave>
                {ES.sign_out}
            </Button>
        </div>
    }
    .into_any()
}
