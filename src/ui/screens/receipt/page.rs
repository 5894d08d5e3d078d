//! The page `/app/recibo/:folio`.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::{
    booked::Change,
    model::{ReceiptPage as Shown, receipt_page},
};
use crate::{
    device::{self, ShareResult, Shareable},
    domain::folio::Folio,
    ui::{
        components::{
            Amount, Banner, Button, ButtonKind, EmptyState, Glyph, LinkButton, Paper, PaperChips,
            ReceiptView, StatusLine, StatusTag, Tone,
        },
        screens::{
            correction::model::{Kind, request_href},
            today::model::next_client,
        },
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
    let request = request_href(receipt.client, Kind::Reversal, &receipt.event.to_string());
    view! {
        <p class="row not-printed">
            <StatusTag tone=receipt.state.tone glyph=receipt.state.glyph text=receipt.state.text/>
        </p>
        {booked_otherwise(receipt.changes)}
        <ReceiptView receipt=receipt.print paper=paper/>
        {receipt.state.is_provisional.then(|| view! { <p class="quiet not-printed">{ES.provisional}</p> })}
        <PaperChips paper=paper/>
        <a class="not-printed" href=request>
            {ES.ask_reversal}
        </a>
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

/// What the receipt said beside what the office booked; nothing where they are the same.
fn booked_otherwise(changes: Vec<Change>) -> Option<AnyView> {
    if changes.is_empty() {
        return None;
    }
    let rows = changes
        .into_iter()
        .map(|change| {
            view! {
                <dt>{change.what} " · " {(ES.receipt_said)(change.shown)}</dt>
                <dd>
                    <Amount value=change.booked/>
                </dd>
            }
        })
        .collect_view();
    Some(
        view! {
            <section class="panel not-printed" aria-label=ES.booked_title>
                <Banner tone=Tone::Warning>
                    <p>
                        <strong>{ES.booked_title}</strong>
                    </p>
                    <p>{ES.booked_why}</p>
                </Banner>
                <dl>{rows}</dl>
            </section>
        }
        .into_any(),
    )
}
