//! The page `/app/clientes/:id`.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::{
    model::{CustomerView, customer_view},
    parts::{Data, Invoices, Movements, ReachButtons},
};
use crate::{
    domain::ids::ClientId,
    ui::{
        components::{
            Amount, AmountSize, Banner, ButtonKind, EmptyState, Glyph, LinkButton, StatusTag, Tabs, Tone,
        },
        session::Session,
        text::{customer::ES, customers},
    },
};

#[component]
pub fn CustomerPage() -> impl IntoView {
    let session = expect_context::<Session>();
    let params = use_params_map();
    let client = Memo::new(move |_| params.with(|params| ClientId::parse(&params.get("id")?)));
    let customer = Memo::new(move |_| {
        let now = session.now.get();
        let client = client.get()?;
        session.with(|workspace| customer_view(workspace, client, now)).flatten()
    });
    let tab = RwSignal::new(0);
    move || match customer.get() {
        Some(customer) => view! { <Ficha customer=customer tab=tab/> }.into_any(),
        None => view! {
            <EmptyState glyph=Glyph::Person message=ES.not_found.to_owned()>
                <LinkButton href="/app/clientes" glyph=Glyph::People>
                    {ES.see_customers}
                </LinkButton>
            </EmptyState>
        }
        .into_any(),
    }
}

#[component]
fn Ficha(customer: CustomerView, tab: RwSignal<usize>) -> impl IntoView {
    let age = if customer.overdue_days > 0 {
        view! { <StatusTag tone=Tone::Warning text=(customers::ES.overdue_days)(customer.overdue_days)/> }
    } else {
        view! { <StatusTag tone=Tone::Ok glyph=Glyph::Check text=customers::ES.up_to_date.to_owned()/> }
    };
    let (invoices, movements, data) = (customer.invoices, customer.movements, customer.data);
    let open_tab = move || match tab.get() {
        0 => view! { <Invoices lines=invoices.clone()/> }.into_any(),
        1 => view! { <Movements lines=movements.clone()/> }.into_any(),
        _ => view! { <Data lines=data.clone()/> }.into_any(),
    };
    view! {
        <div class="stack">
            <section class="panel" aria-label=ES.balance>
                <div class="row" data-spread=true>
                    <span>{ES.balance}</span>
                    {age}
                </div>
                <Amount value=customer.balance size=AmountSize::Huge/>
                <dl>
                    <dt>{ES.overdue}</dt>
                    <dd>
                        <Amount value=customer.overdue tone=Tone::Danger/>
                    </dd>
                    {customer
                        .unapplied
                        .is_positive()
                        .then(|| {
                            view! {
                                <dt>{ES.unapplied}</dt>
                                <dd>
                                    <Amount value=customer.unapplied tone=Tone::Ok/>
                                </dd>
                            }
                        })}
                    {customer
                        .dollars
                        .map(|dollars| {
                            view! {
                                <dt>{ES.dollars}</dt>
                                <dd class="numbers">{dollars}</dd>
                            }
                        })}
                </dl>
                {customer.data_of.map(|text| view! { <small class="quiet">{text}</small> })}
            </section>
            {customer
                .is_pending
                .then(|| {
                    view! {
                        <Banner>
                            <p>{ES.pending}</p>
                        </Banner>
                    }
                })}
            <div class="stack" data-gap="small">
                <LinkButton
                    href=format!("/app/cobrar/{}", customer.client)
                    kind=ButtonKind::Primary
                    glyph=Glyph::Cash
                    wide=true
                >
                    {ES.collect}
                </LinkButton>
                <LinkButton href=format!("/app/visita/{}", customer.client) glyph=Glyph::Hand wide=true>
                    {ES.visit}
                </LinkButton>
                <ReachButtons reach=customer.reach directions=customer.directions/>
            </div>
            <Tabs
                label=ES.tabs
                labels=vec![ES.tab_invoices, ES.tab_movements, ES.tab_data]
                selected=tab
                on_select=move |index: usize| tab.set(index)
            >
                {open_tab}
            </Tabs>
        </div>
    }
    .into_any()
}
