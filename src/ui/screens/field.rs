//! The frame of the field: what the phone holds is opened, and until it is there, the frame says how far it is.

use leptos::prelude::*;
use leptos_router::components::Outlet;

use super::first_run::{Downloading, FirstRun};
use crate::{
    device,
    domain::role::Role,
    ui::{
        components::{Banner, Button, ButtonKind, Glyph, LinkButton, NavItem, Skeleton, Tone},
        format,
        session::{Phase, Session},
        shell::{Bands, ChipState, Screen, WorkArea},
        text::{banners::ES, common, errors, first_run, navigation},
    },
};

#[component]
pub fn FieldShell() -> impl IntoView {
    let session = Session::of_page();
    provide_context(session);
    provide_context(ChipState(Signal::derive(move || session.is_downloaded().then(|| session.chip()))));
    provide_context(Bands(Callback::new(move |is_form: bool| {
        view! { <FieldBands is_form=is_form/> }.into_any()
    })));
    session.open();

    let items =
        Memo::new(move |_| if session.is_downloaded() { destinations(&session.roles()) } else { Vec::new() });
    let stage = Memo::new(move |_| match session.phase.get() {
        Phase::Ready if !session.is_downloaded() => Stage::Downloading,
        Phase::Ready => Stage::Ready,
        Phase::Opening => Stage::Opening,
        Phase::NotEnrolled => Stage::NotEnrolled,
        Phase::Failed(_) => Stage::Failed,
    });
    let open = move || match stage.get() {
        Stage::Ready => view! { <Outlet/> }.into_any(),
        Stage::Downloading => view! { <Downloading/> }.into_any(),
        Stage::NotEnrolled => view! { <FirstRun/> }.into_any(),
        Stage::Opening => view! {
            <Screen title=first_run::ES.opening.to_owned()>
                <Skeleton/>
            </Screen>
        }
        .into_any(),
        Stage::Failed => view! { <Failed/> }.into_any(),
    };
    view! { <WorkArea items=items>{open}</WorkArea> }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Opening,
    NotEnrolled,
    Downloading,
    Ready,
    Failed,
}

/// The destinations of the roles that work in the street, in their fixed order (ux.md §2).
fn destinations(roles: &[Role]) -> Vec<NavItem> {
    let first = if roles.contains(&Role::Collector) || !roles.contains(&Role::Seller) {
        navigation::ES.route
    } else {
        navigation::ES.today
    };
    let route = NavItem {
        also: &["/app/cobrar", "/app/visita", "/app/recibo", "/app/contrarecibo"],
        ..NavItem::new("/app/ruta", first, Glyph::Route)
    };
    let customers = NavItem {
        also: &["/app/convenio", "/app/solicitud"],
        ..NavItem::new("/app/clientes", navigation::ES.customers, Glyph::People)
    };
    let cash = NavItem {
        also: &["/app/corte", "/app/deposito", "/app/folio-cancelado"],
        ..NavItem::new("/app/caja", navigation::ES.cash, Glyph::Cash)
    };
    let more =
        NavItem { also: &["/app/por-enviar"], ..NavItem::new("/app/mas", navigation::ES.more, Glyph::More) };
    vec![route, customers, cash, more]
}

/// The bands above every screen: a new version, and what a person must do so that sending goes on.
#[component]
fn FieldBands(is_form: bool) -> impl IntoView {
    let session = expect_context::<Session>();
    let update = move || {
        (!is_form && session.is_update_ready.get()).then(|| {
            view! {
                <Banner>
                    <p>{ES.update}</p>
                    <Button glyph=Glyph::Refresh on_press=move || device::apply_update()>
                        {ES.update_now}
                    </Button>
                </Banner>
            }
        })
    };
    let trouble = move || {
        let trouble = session.trouble.get()?;
        if trouble.is_no_signal() {
            return None;
        }
        let action = if trouble.is_login() {
            view! { <LinkButton href="/entrar">{ES.enter}</LinkButton> }.into_any()
        } else {
            view! { <LinkButton href="/app/por-enviar">{ES.see_outbox}</LinkButton> }.into_any()
        };
        Some(view! {
            <Banner tone=Tone::Warning>
                <p>{errors::trouble(&trouble)}</p>
                {(!is_form).then_some(action)}
            </Banner>
        })
    };
    let old_data = move || {
        let at = session.old_data()?;
        let when = format::moment(at, session.zone(), session.today());
        Some(view! { <p class="quiet not-printed">{(ES.data_of)(&when)}</p> })
    };
    view! {
        {update}
        {trouble}
        {old_data}
    }
    .into_any()
}

#[component]
fn Failed() -> impl IntoView {
    let session = expect_context::<Session>();
    let sentence = move || match session.phase.get() {
        Phase::Failed(trouble) => errors::trouble(&trouble),
        _ => String::new(),
    };
    view! {
        <Screen title=first_run::ES.failed_title.to_owned()>
            <Banner tone=Tone::Danger urgent=true>
                <p>{sentence}</p>
                <Button kind=ButtonKind::Primary glyph=Glyph::Refresh on_press=move || session.open()>
                    {common::ES.retry}
                </Button>
                <a href="/rescate.html" rel="external">
                    {first_run::ES.rescue}
                </a>
            </Banner>
        </Screen>
    }
    .into_any()
}
