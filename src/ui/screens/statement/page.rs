//! The page `/app/estado-de-cuenta/:id`.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::model::{StatementPage as Shown, statement_page};
use crate::{
    device::{self, ShareResult, Shareable},
    domain::ids::ClientId,
    ui::{
        components::{
            Button, ButtonKind, EmptyState, Glyph, LinkButton, Paper, PaperChips, ReportView, StatusLine,
        },
        session::Session,
        shell::Screen,
        text::{customer, reports::ES},
    },
};

#[component]
pub fn StatementPage() -> impl IntoView {
    let session = expect_context::<Session>();
    let params = use_params_map();
    let client = Memo::new(move |_| params.with(|params| ClientId::parse(&params.get("id")?)));
    // Made once for each opening: a paper that is being read does not change by itself.
    let shown = Memo::new(move |_| {
        let now = session.now.get_untracked();
        let client = client.get()?;
        session.with(|workspace| statement_page(workspace, client, now)).flatten()
    });
    let back = Signal::derive(move || {
        Some(client.get().map_or("/app/clientes".to_owned(), |client| format!("/app/clientes/{client}")))
    });
    let body = move || match shown.get() {
        Some(shown) => view! { <Made shown=shown/> }.into_any(),
        None => view! {
            <EmptyState glyph=Glyph::Person message=ES.statement_not_found>
                <LinkButton href="/app/clientes" glyph=Glyph::People>
                    {customer::ES.see_customers}
                </LinkButton>
            </EmptyState>
        }
        .into_any(),
    };
    view! {
        <Screen title=ES.statement_of.to_owned() back=back>
            {body}
        </Screen>
    }
    .into_any()
}

#[component]
fn Made(shown: Shown) -> impl IntoView {
    let paper = RwSignal::new(Paper::default());
    let said = RwSignal::new(String::new());
    let what = Shareable {
        title: ES.statement_of.to_owned(),
        text: shown.message.clone(),
        url: String::new(),
        phone: shown.phone.clone(),
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
    view! {
        {shown.is_pending.then(|| view! { <p class="quiet">{ES.statement_pending}</p> })}
        <ReportView report=shown.report paper=paper/>
        <p class="quiet">{ES.statement_note}</p>
        <PaperChips paper=paper/>
        <div class="action-bar">
            <StatusLine message=said/>
            <Button kind=ButtonKind::Primary glyph=Glyph::Share wide=true on_press=share>
                {ES.share}
            </Button>
            <Button glyph=Glyph::Printer wide=true on_press=move || device::print_page()>
                {ES.print}
            </Button>
        </div>
    }
    .into_any()
}
