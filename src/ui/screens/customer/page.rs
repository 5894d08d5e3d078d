//! The page `/app/clientes/:id`.

use leptos::prelude::*;

use super::{
    model::{CustomerView, customer_view},
    parts::{Data, Debts, Movements, Papers, ReachButtons},
};
use crate::ui::{
    components::{
        Amount, AmountSize, Banner, ButtonKind, Glyph, LinkButton, StatusLine, StatusTag, Tabs, Tone,
    },
    screens::{
        form::client_screen::{NoSuchClient, client_of_address},
        receipt::booked::BookedOtherwise,
    },
    session::Session,
    text::{agreement as convenio, correction, counter_receipt, customer::ES, customers, reports},
};

#[component]
pub fn CustomerPage() -> impl IntoView {
    let session = expect_context::<Session>();
    let client = client_of_address(session);
    let notice = session.take_notice();
    let customer = Memo::new(move |_| {
        let now = session.now.get();
        let client = client.get()?;
        session.with(|workspace| customer_view(workspace, client, now)).flatten()
    });
    let tab = RwSignal::new(0);
    move || match customer.get() {
        Some(customer) => view! {
            <StatusLine message=notice.clone()/>
            <BookedOtherwise client=customer.client/>
            <Ficha customer=customer tab=tab/>
        }
        .into_any(),
        None => view! { <NoSuchClient/> }.into_any(),
    }
}

#[component]
fn Ficha(customer: CustomerView, tab: RwSignal<usize>) -> impl IntoView {
    let age = if customer.overdue_days > 0 {
        view! { <StatusTag tone=Tone::Warning text=(customers::ES.overdue_days)(customer.overdue_days)/> }
    } else {
        view! { <StatusTag tone=Tone::Ok glyph=Glyph::Check text=customers::ES.up_to_date.to_owned()/> }
    };
    let (debts, movements, data) = (customer.debts, customer.movements, customer.data);
    let (agreements, cheques, requests) = (customer.agreements, customer.cheques, customer.requests);
    let open_tab = move || match tab.get() {
        0 => view! {
            <Debts groups=debts.clone()/>
            <Papers title=ES.agreements lines=agreements.clone()/>
            <Papers title=ES.cheques lines=cheques.clone()/>
            <Papers title=correction::ES.list lines=requests.clone()/>
        }
        .into_any(),
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
                        .moratory
                        .is_positive()
                        .then(|| {
                            view! {
                                <dt>{ES.moratory}</dt>
                                <dd>
                                    <Amount value=customer.moratory/>
                                </dd>
                                <dt>{ES.to_clear}</dt>
                                <dd>
                                    <Amount value=customer.to_clear/>
                                </dd>
                            }
                        })}
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
                <div class="row">
                    <LinkButton href=format!("/app/convenio/{}", customer.client) glyph=Glyph::Calendar>
                        {convenio::ES.title}
                    </LinkButton>
                    <LinkButton href=format!("/app/contrarecibo/{}", customer.client) glyph=Glyph::File>
                        {counter_receipt::ES.title}
                    </LinkButton>
                    <LinkButton
                        href=format!("/app/estado-de-cuenta/{}", customer.client)
                        glyph=Glyph::List
                    >
                        {reports::ES.statement_of}
                    </LinkButton>
                    <LinkButton href=format!("/app/solicitud/{}", customer.client) glyph=Glyph::Letter>
                        {ES.ask_office}
                    </LinkButton>
                </div>
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
