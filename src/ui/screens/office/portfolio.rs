//! Cartera: every account that the office holds; on a tablet the list at the left and the account at the right.

mod account;
mod model;

pub use self::model::{NOBODY, collector_of, options};

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use self::account::AccountDetail;
use super::{
    here::{Here, WallClock},
    remote::Remote,
    states::Loaded,
    table::Pager,
    typing::{move_with_arrows, rested},
};
use crate::{
    api::{
        assign::{
            CollectorFilter, PORTFOLIO_PAGE_ROWS, PortfolioFilter, PortfolioRow, collector_loads,
            portfolio_account, portfolio_page,
        },
        people::list_branches,
    },
    domain::{
        ids::{BranchId, ClientId},
        role::Permission,
    },
    ui::{
        components::{EmptyState, Glyph, LinkButton, MasterDetail, SearchBox, SelectField, StatusTag, Tone},
        format,
        text::{office, portfolio::ES},
    },
};

/// The query of the URL that names the open account.
pub const CLIENT_QUERY: &str = "cliente";

#[component]
pub fn PortfolioPage() -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let search = rested(typed);
    let order = RwSignal::new(String::from("overdue_days"));
    let collector = RwSignal::new(String::new());
    let branch = RwSignal::new(String::new());
    let page = RwSignal::new(0u32);
    let filter = Memo::new(move |_| PortfolioFilter {
        search: search.get(),
        collector: model::collector_of(&collector.get()),
        branch: BranchId::parse(&branch.get()),
        municipality: String::new(),
        neighbourhood: String::new(),
        order: model::order_of(&order.get()),
    });
    // Another filter starts at its first page.
    Effect::new(move |before: Option<()>| {
        filter.track();
        if before.is_some() {
            page.set(0);
        }
    });
    let rows = Remote::new(move || portfolio_page(filter.get(), page.get()));
    let branches = Remote::new(list_branches);
    let query = use_query_map();
    let open =
        Memo::new(move |_| query.with(|query| query.get(CLIENT_QUERY).and_then(|id| ClientId::parse(&id))));
    let branch_options = Signal::derive(move || {
        model::options(
            office::ES.all_branches,
            branches
                .get()
                .iter()
                .flat_map(|rows| rows.iter())
                .map(|row| (row.branch.to_string(), row.name.clone())),
        )
    });
    let collectors =
        Here::now().filter(|here| here.may(Permission::AssignClients)).map(|_| Remote::new(collector_loads));
    let collector_options = Signal::derive(move || {
        let loads = collectors.and_then(Remote::get);
        let people = loads
            .iter()
            .flat_map(|loads| loads.iter())
            .map(|load| (load.person.to_string(), load.name.clone()));
        model::options(
            ES.any_collector,
            std::iter::once((model::NOBODY.to_owned(), office::ES.unassigned.to_owned())).chain(people),
        )
    });
    let list = move || {
        view! {
            <div class="stack">
                <SearchBox label=ES.search_hint value=typed on_input=move |text| typed.set(text)/>
                <div class="filters">
                    <SelectField
                        label=ES.collector
                        name="collector"
                        options=collector_options
                        value=collector
                        on_choose=move |key| collector.set(key)
                    />
                    <SelectField
                        label=office::ES.branch
                        name="branch"
                        options=branch_options
                        value=branch
                        on_choose=move |key| branch.set(key)
                    />
                    <SelectField
                        label=ES.order
                        name="order"
                        options=model::order_options()
                        value=order
                        on_choose=move |key| order.set(key)
                    />
                </div>
                <Loaded
                    state=rows.state()
                    has_data=rows.has_data()
                    retry=move |()| rows.reload()
                >
                    <Rows rows=rows filter=filter open=open/>
                    <Pager
                        page=page
                        rows_of_page=PORTFOLIO_PAGE_ROWS
                        total=Signal::derive(move || rows.get().map_or(0, |page| page.total))
                        on_turn=move |to| page.set(to)
                    />
                </Loaded>
            </div>
        }
        .into_any()
    };
    let detail = move || {
        move || match open.get() {
            Some(client) => view! {
                <Opened
                    client=client
                    collector=Signal::derive(move || name_of(rows, client))
                />
            }
            .into_any(),
            None => view! {
                <EmptyState
                    glyph=Glyph::List
                    message=format!("{}. {}", ES.choose, ES.choose_detail)
                />
            }
            .into_any(),
        }
    };
    view! {
        <div class="stack">
            <MasterDetail is_open=Signal::derive(move || open.get().is_some()) master=list detail=detail/>
        </div>
    }
    .into_any()
}

type Listed = Remote<crate::api::assign::PortfolioPage>;

/// Name of whoever collects from the client, as the list has it.
fn name_of(rows: Listed, client: ClientId) -> Option<String> {
    rows.get()?.rows.iter().find(|row| row.client == client).map(|row| row.collector_name.clone())
}

#[component]
fn Rows(rows: Listed, filter: Memo<PortfolioFilter>, open: Memo<Option<ClientId>>) -> impl IntoView {
    let count = move || rows.get().map(|page| (ES.count)(u64::from(page.total), page.balance, page.overdue));
    let entries = move || {
        let page = rows.get()?;
        if page.rows.is_empty() {
            let is_unfiltered = filter.with(|filter| filter.search.is_empty() && filter.branch.is_none())
                && filter.with(|filter| filter.collector == CollectorFilter::Anybody);
            return Some(nothing(is_unfiltered));
        }
        let entries = page.rows.iter().map(|row| entry(row, open)).collect_view();
        Some(
            view! {
                <ul class="account-list" on:keydown=move |event| move_with_arrows(&event)>
                    {entries}
                </ul>
            }
            .into_any(),
        )
    };
    view! {
        <p class="quiet numbers" role="status">
            {count}
        </p>
        {entries}
    }
    .into_any()
}

fn nothing(is_unfiltered: bool) -> AnyView {
    if is_unfiltered {
        view! {
            <EmptyState glyph=Glyph::Archive message=format!("{}. {}", ES.empty, ES.empty_detail)>
                <LinkButton href="/oficina/importar">{ES.go_to_import}</LinkButton>
            </EmptyState>
        }
        .into_any()
    } else {
        view! {
            <EmptyState
                glyph=Glyph::Search
                message=format!("{}. {}", office::ES.none_found, office::ES.none_found_detail)
            />
        }
        .into_any()
    }
}

fn entry(row: &PortfolioRow, open: Memo<Option<ClientId>>) -> AnyView {
    let client = row.client;
    let place = [row.neighbourhood.as_str(), row.municipality.as_str()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ");
    let who = if row.collector_name.is_empty() { office::ES.unassigned } else { &row.collector_name };
    let overdue = row.overdue.is_positive().then(|| {
        view! {
            <StatusTag
                tone=Tone::Danger
                glyph=Glyph::Clock
                text=(ES.overdue_since)(row.overdue, row.overdue_days)
            />
        }
    });
    view! {
        <li>
            <a
                class="account-entry"
                href=format!("/oficina/cartera?{CLIENT_QUERY}={client}")
                aria-current=move || (open.get() == Some(client)).then_some("true")
            >
                <span class="name">{row.name.clone()}</span>
                <span class="amount">{format::money(row.balance)}</span>
                <span class="quiet place">{format!("{} · {place}", row.key)}</span>
                <span class="quiet who">{who.to_owned()}</span>
                {overdue}
            </a>
        </li>
    }
    .into_any()
}

/// The open account, asked for by its id.
#[component]
fn Opened(client: ClientId, collector: Signal<Option<String>>) -> impl IntoView {
    let account = Remote::new(move || portfolio_account(client));
    let clock = WallClock::of_caller();
    view! {
        <div class="stack">
            <a class="back-to-list" href="/oficina/cartera">{office::ES.back_to_list}</a>
            <Loaded
                state=account.state()
                has_data=account.has_data()
                retry=move |()| account.reload()
            >
                {move || {
                    account.get().map(|account| view! {
                        <AccountDetail
                            account=account
                            collector=collector
                            clock=clock
                        />
                    })
                }}
            </Loaded>
        </div>
    }
    .into_any()
}
