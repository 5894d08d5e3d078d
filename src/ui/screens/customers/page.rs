//! The pages `/app/clientes` and, around an open client, `/app/clientes/:id`.

use leptos::prelude::*;
use leptos_router::{components::Outlet, hooks::use_location};

use super::model::{CustomerRow, FOUND_MAX, Order, PAGE_SIZE, ordered, rows};
use crate::{
    device,
    domain::ids::ClientId,
    ui::{
        components::{
            Amount, Button, CardState, Chips, Choice, EmptyState, Glyph, ListCard, MasterDetail, SearchBox,
            StatusLine, StatusTag, Tone,
        },
        session::Session,
        shell::Screen,
        text::{customer, customers::ES},
    },
};

const PATH: &str = "/app/clientes";

#[component]
pub fn CustomersPage() -> impl IntoView {
    let session = expect_context::<Session>();
    let path = use_location().pathname;
    let open_client = Memo::new(move |_| {
        path.with(|path| path.strip_prefix(PATH)?.strip_prefix('/').and_then(ClientId::parse))
    });
    let is_open = Signal::derive(move || open_client.get().is_some());
    let title = Memo::new(move |_| {
        let name = open_client.get().and_then(|id| {
            session.with(|workspace| Some(workspace.account(id)?.customer.name.clone())).flatten()
        });
        name.unwrap_or_else(|| ES.title.to_owned())
    });
    let back = Signal::derive(move || is_open.get().then(|| PATH.to_owned()));
    view! {
        <Screen title=title back=back wide=true>
            <MasterDetail
                is_open=is_open
                master=move || view! { <CustomerList open_client=open_client/> }
                detail=move || view! { <Outlet/> }
            />
        </Screen>
    }
    .into_any()
}

/// The list with its search.
#[component]
fn CustomerList(open_client: Memo<Option<ClientId>>) -> impl IntoView {
    let session = expect_context::<Session>();
    let query = RwSignal::new(String::new());
    let order = RwSignal::new(Order::Overdue);
    let shown = RwSignal::new(PAGE_SIZE);

    let total = Memo::new(move |_| session.with(|workspace| workspace.account_count()).unwrap_or(0));
    let is_searching = Memo::new(move |_| query.with(|query| !query.trim().is_empty()));
    let all = Memo::new(move |_| {
        let today = session.today();
        session.with(|workspace| ordered(workspace, today, order.get())).unwrap_or_default()
    });
    let listed = Memo::new(move |_| {
        let today = session.today();
        session
            .with(|workspace| {
                if is_searching.get() {
                    let search = || query.with(|query| workspace.search(query, FOUND_MAX));
                    let found = device::timed("senda.search", search);
                    rows(workspace, today, &found)
                } else {
                    all.with(|all| rows(workspace, today, &all[..all.len().min(shown.get())]))
                }
            })
            .unwrap_or_default()
    });
    let left = move || if is_searching.get() { 0 } else { total.get().saturating_sub(shown.get()) };
    let count = Signal::derive(move || {
        let number = listed.with(Vec::len);
        match (is_searching.get(), number) {
            (true, FOUND_MAX) => (ES.found_at_least)(FOUND_MAX),
            (true, _) => (ES.found)(number),
            (false, _) => (ES.shown_of)(number, total.get()),
        }
    });
    let nothing = Signal::derive(move || {
        if is_searching.get() {
            query.with(|query| (ES.none_found)(query.trim()))
        } else {
            ES.empty.to_owned()
        }
    });
    let orders = vec![Choice::new(ES.by_overdue), Choice::new(ES.by_name)];
    view! {
        <div class="stack">
            <SearchBox label=ES.search value=query on_input=move |text: String| query.set(text)/>
            <Show when=move || !is_searching.get()>
                <Chips
                    legend=ES.order
                    quiet_legend=true
                    choices=orders.clone()
                    selected=Signal::derive(move || Order::ALL.iter().position(|one| *one == order.get()))
                    on_choose=move |index: usize| order.set(Order::ALL.get(index).copied().unwrap_or_default())
                />
            </Show>
            <StatusLine message=count/>
            <Show when=move || listed.with(Vec::is_empty)>
                <EmptyState glyph=Glyph::People message=nothing/>
            </Show>
            <ul class="card-list">
                <For
                    each=move || listed.get()
                    key=|row| (row.client, row.balance, row.overdue_days, row.is_pending)
                    children=move |row| view! { <CustomerCard row=row open_client=open_client/> }
                />
            </ul>
            <Show when=move || { left() > 0 }>
                <Button wide=true on_press=move || shown.update(|shown| *shown += PAGE_SIZE)>
                    {move || (ES.show_more)(left().min(PAGE_SIZE))}
                </Button>
            </Show>
        </div>
    }
    .into_any()
}

#[component]
fn CustomerCard(row: CustomerRow, open_client: Memo<Option<ClientId>>) -> impl IntoView {
    let balance = row.balance;
    let (tone, age) = if row.overdue_days > 0 {
        (Tone::Warning, (ES.overdue_days)(row.overdue_days))
    } else {
        (Tone::Ok, ES.up_to_date.to_owned())
    };
    let state = if row.is_pending { CardState::Pending } else { CardState::Todo };
    let client = row.client;
    view! {
        <ListCard
            title=row.name
            href=format!("{PATH}/{client}")
            state=state
            current=Signal::derive(move || open_client.get() == Some(client))
            aside=move || view! { <Amount value=balance/> }
        >
            <p class="quiet">{row.street}</p>
            <p class="row">
                <StatusTag tone=tone text=age/>
                {row
                    .is_pending
                    .then(|| {
                        view! { <StatusTag glyph=Glyph::Clock text=customer::ES.pending_mark/> }
                    })}
            </p>
        </ListCard>
    }
    .into_any()
}

/// The other pane while nobody is open.
#[component]
pub fn NobodyOpen() -> impl IntoView {
    view! { <EmptyState glyph=Glyph::Person message=ES.choose.to_owned()/> }
}
