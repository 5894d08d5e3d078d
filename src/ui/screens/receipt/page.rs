//! The page `/app/recibo/:folio`.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::model::{ReceiptPage as Shown, receipt_page};
use crate::{
    device::{self, ShareResult, Shareable},
    domain::folio::Folio,
    ui::{
        components::{
            Button, ButtonKind, Chips, Choice, EmptyState, Glyph, LinkButton, Paper, ReceiptView, StatusLine,
            StatusTag,
        },
        screens::today::model::next_client,
        session::Session,
        shell::Screen,
        text::{cash, receipt::ES},
    },
};

#[component]
pub fn ReceiptPage() -> impl IntoView {
    let session = expect_context::<Session>();
    let params = use_params_map();
    let receipt = Memo::new(move |_| {
        let folio = params.with(|params| Folio::parse(&params.get("folio")?))?;
        let today = session.today();
        session.with(|workspace| receipt_page(workspace, &folio, today)).flatten()
    });
    let body = move || match receipt.get() {
        Some(receipt) => view! { <Issued receipt=receipt/> }.into_any(),
        None => view! {
            <EmptyState glyph=Glyph::Receipt message=ES.not_found.to_owned()>
                <LinkButton href="/app/caja" glyph=Glyph::Cash>
                    {cash::ES.title}
                </LinkButton>
            </EmptyState>
        }
        .into_any(),
    };
    view! {
        <Screen title=ES.title.to_owned() back=Signal::stored(Some("/app/caja".to_owned()))>
            {body}
        </Screen>
    }
    .into_any()
}

#[component]
fn Issued(receipt: Shown) -> impl IntoView {
    let session = expect_context::<Session>();
    let paper = RwSignal::new(Paper::default());
    let said = RwSignal::new(String::new());
    let next = session
        .peek(|workspace| {
            let today = untrack(|| session.today());
            next_client(workspace, today, receipt.client)
        })
        .flatten();
    let next_href = next.map_or("/app/ruta".to_owned(), |client| format!("/app/clientes/{client}"));
    let what = Shareable {
        title: (ES.folio)(&receipt.print.folio),
        text: receipt.message.clone(),
        url: String::new(),
        phone: receipt.phone.clone(),
    };
    let share = move || {
        let what = what.clone();
        device::spawn(async move {
            let sentence = match device::share(&what).await {
                ShareResult::Shared | ShareResult::WhatsAppOpened => ES.shared,
                ShareResult::Cancelled => "",
                ShareResult::Failed => ES.not_shared,
            };
            said.try_set(sentence.to_owned());
        });
    };
    let papers = vec![Choice::new(ES.paper_58), Choice::new(ES.paper_80), Choice::new(ES.paper_letter)];
    view! {
        <p class="row not-printed">
            <StatusTag tone=receipt.state.tone glyph=receipt.state.glyph text=receipt.state.text/>
        </p>
        <ReceiptView receipt=receipt.print paper=paper/>
        {receipt.state.is_provisional.then(|| view! { <p class="quiet not-printed">{ES.provisional}</p> })}
        <Chips
            legend=ES.paper
            choices=Signal::stored(papers)
            selected=Signal::derive(move || Paper::ALL.iter().position(|one| *one == paper.get()))
            on_choose=move |index: usize| paper.set(Paper::ALL.get(index).copied().unwrap_or_default())
        />
        <div class="action-bar">
            <StatusLine message=said/>
            <Button kind=ButtonKind::Primary glyph=Glyph::Share wide=true on_press=share>
                {ES.share}
            </Button>
            <div class="pair">
                <Button glyph=Glyph::Printer on_press=move || device::print_page()>
                    {ES.print}
                </Button>
                <LinkButton href=next_href glyph=Glyph::Route>
                    {ES.next_visit}
                </LinkButton>
            </div>
        </div>
    }
    .into_any()
}
