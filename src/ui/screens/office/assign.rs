//! Asignar: filter the clients, mark them, say who collects from them. Nothing happens before the effect is confirmed.

mod model;

use leptos::prelude::*;

use self::model::{Marked, Target};
use super::{
    remote::{Change, Remote},
    states::{ChangeError, Loaded},
    table::Pager,
    typing::{move_with_arrows, rested},
};
use crate::{
    api::{
        assign::{
            ASSIGN_CLIENTS_MAX, MatchedClient, PORTFOLIO_PAGE_ROWS, PortfolioFilter, PortfolioOrder,
            PortfolioPage, PortfolioRow, assign_clients, collector_loads, matching_clients, portfolio_page,
            portfolio_places,
        },
        people::list_branches,
    },
    domain::ids::BranchId,
    ui::{
        components::{
            Banner, Button, ButtonKind, Column, DataTable, EmptyState, Glyph, SearchBox, SelectField, Sheet,
            StatusLine, Tone,
        },
        format,
        screens::office::portfolio,
        text::{assign::ES, common::ES as COMMON, office},
    },
};

/// The choices of the filters.
#[derive(Clone, Copy)]
struct Filters {
    typed: RwSignal<String>,
    collector: RwSignal<String>,
    branch: RwSignal<String>,
    municipality: RwSignal<String>,
    neighbourhood: RwSignal<String>,
}

#[component]
pub fn AssignPage() -> impl IntoView {
    let filters = Filters {
        typed: RwSignal::new(String::new()),
        collector: RwSignal::new(portfolio::NOBODY.to_owned()),
        branch: RwSignal::new(String::new()),
        municipality: RwSignal::new(String::new()),
        neighbourhood: RwSignal::new(String::new()),
    };
    let search = rested(filters.typed);
    let page = RwSignal::new(0u32);
    let filter = Memo::new(move |_| PortfolioFilter {
        search: search.get(),
        collector: portfolio::collector_of(&filters.collector.get()),
        branch: BranchId::parse(&filters.branch.get()),
        municipality: filters.municipality.get(),
        neighbourhood: filters.neighbourhood.get(),
        order: PortfolioOrder::Name,
    });
    Effect::new(move |before: Option<()>| {
        filter.track();
        if before.is_some() {
            page.set(0);
        }
    });
    let rows = Remote::new(move || portfolio_page(filter.get(), page.get()));
    let loads = Remote::new(collector_loads);
    let marked = RwSignal::new(Marked::default());
    let chosen = RwSignal::new(String::new());
    let marking = Change::default();
    let mark_all = move |()| {
        marking.run(matching_clients(filter.get_untracked()), move |clients: Vec<MatchedClient>| {
            marked.update(|marked| clients.into_iter().for_each(|client| marked.mark(client)));
        });
    };
    let mark_all_words = move || {
        let found = rows.get().map_or(0, |page| page.total.min(ASSIGN_CLIENTS_MAX));
        (ES.select_all)(u64::from(found))
    };
    let is_confirming = RwSignal::new(false);
    let assigning = Change::default();
    let said = RwSignal::new(String::new());
    let target = Memo::new(move |_| {
        let loads = loads.get()?;
        chosen.with(|key| Target::of(key, &loads))
    });
    let assign = move |()| {
        let Some(target) = target.get_untracked() else { return };
        let ids = marked.with_untracked(Marked::ids);
        let count = marked.with_untracked(Marked::count);
        assigning.run(assign_clients(ids, target.person()), move |_| {
            is_confirming.set(false);
            said.set(target.done(count));
            marked.update(Marked::clear);
            rows.reload();
            loads.reload();
        });
    };
    let missing = Signal::derive(move || {
        if marked.with(|marked| marked.count() == 0) {
            Some(ES.none_selected.to_owned())
        } else if target.with(Option::is_none) {
            Some(ES.collector_missing.to_owned())
        } else {
            None
        }
    });
    let action = move || {
        target.with(|target| match target {
            Some(target) => marked.with(|marked| target.action(marked)),
            None => office::ES.assign.to_owned(),
        })
    };
    let effect = move || {
        target.with(|target| target.as_ref().map(|target| marked.with(|marked| target.effect(marked))))
    };
    let options = Signal::derive(move || {
        let loads = loads.get();
        let people = loads.iter().flat_map(|loads| loads.iter()).map(|load| {
            let words = format!("{} · {}", load.name, (ES.load)(u64::from(load.clients), load.balance));
            (load.person.to_string(), words)
        });
        portfolio::options(
            ES.choose_collector,
            people.chain([(model::NOBODY.to_owned(), ES.nobody.to_owned())]),
        )
    });
    let nobody_collects = move || loads.get().is_some_and(|loads| loads.is_empty());
    view! {
        <div class="stack">
            <p class="quiet">{ES.intro}</p>
            <StatusLine message=said/>
            <Show when=nobody_collects>
                <Banner tone=Tone::Warning>
                    <p>{ES.no_collectors}</p>
                </Banner>
            </Show>
            <FilterFields filters=filters loads=loads/>
            <Loaded
                state=rows.state()
                has_data=rows.has_data()
                retry=move |()| rows.reload()
            >
                <div class="row" data-spread="true">
                    <Button glyph=Glyph::Check busy=marking.is_busy on_press=mark_all>
                        {mark_all_words}
                    </Button>
                    <Button kind=ButtonKind::Quiet on_press=move |()| marked.update(Marked::clear)>
                        {ES.clear_selection}
                    </Button>
                </div>
                <ChangeError error=marking.error/>
                <Rows rows=rows marked=marked/>
                <Pager
                    page=page
                    rows_of_page=PORTFOLIO_PAGE_ROWS
                    total=Signal::derive(move || rows.get().map_or(0, |page| page.total))
                    on_turn=move |to| page.set(to)
                />
            </Loaded>
            <div class="action-bar assign-bar">
                <p class="numbers" role="status">
                    {move || marked.with(|marked| (ES.selected)(marked.count(), marked.balance()))}
                </p>
                <SelectField
                    label=ES.collector
                    name="collector-to"
                    options=options
                    value=chosen
                    on_choose=move |key| chosen.set(key)
                />
                <Button kind=ButtonKind::Primary disabled=missing on_press=move |()| is_confirming.set(true)>
                    {action}
                </Button>
            </div>
            <Sheet is_open=is_confirming title=ES.confirm_title on_close=move |()| is_confirming.set(false)>
                <p>{effect}</p>
                <p class="quiet">{ES.effect}</p>
                <ChangeError error=assigning.error/>
                <div class="sheet-actions">
                    <Button kind=ButtonKind::Primary wide=true busy=assigning.is_busy on_press=assign>
                        {action}
                    </Button>
                    <Button wide=true on_press=move |()| is_confirming.set(false)>
                        {COMMON.cancel}
                    </Button>
                </div>
            </Sheet>
        </div>
    }
    .into_any()
}

#[component]
fn FilterFields(filters: Filters, loads: Remote<Vec<crate::api::assign::CollectorLoad>>) -> impl IntoView {
    let places = Remote::new(portfolio_places);
    let branches = Remote::new(list_branches);
    let same = |name: String| (name.clone(), name);
    let collectors = Signal::derive(move || {
        let loads = loads.get();
        let people = loads
            .iter()
            .flat_map(|loads| loads.iter())
            .map(|load| (load.person.to_string(), load.name.clone()));
        portfolio::options(
            ES.any_collector,
            std::iter::once((portfolio::NOBODY.to_owned(), office::ES.unassigned.to_owned())).chain(people),
        )
    });
    let branch_options = Signal::derive(move || {
        let branches = branches.get();
        portfolio::options(
            office::ES.all_branches,
            branches
                .iter()
                .flat_map(|rows| rows.iter())
                .map(|row| (row.branch.to_string(), row.name.clone())),
        )
    });
    let municipality_options = Signal::derive(move || {
        let names = places.get().map(|places| model::municipalities(&places)).unwrap_or_default();
        portfolio::options(ES.any_municipality, names.into_iter().map(same))
    });
    let neighbourhood_options = Signal::derive(move || {
        let names = places
            .get()
            .map(|places| filters.municipality.with(|chosen| model::neighbourhoods(&places, chosen)))
            .unwrap_or_default();
        portfolio::options(ES.any_neighbourhood, names.into_iter().map(same))
    });
    let choose_municipality = move |name: String| {
        filters.neighbourhood.set(String::new());
        filters.municipality.set(name);
    };
    view! {
        <section class="stack" aria-label=ES.filters>
            <SearchBox label=ES.text_hint value=filters.typed on_input=move |text| filters.typed.set(text)/>
            <div class="filters">
                <SelectField
                    label=ES.now_with
                    name="collector"
                    options=collectors
                    value=filters.collector
                    on_choose=move |key| filters.collector.set(key)
                />
                <SelectField
                    label=office::ES.branch
                    name="branch"
                    options=branch_options
                    value=filters.branch
                    on_choose=move |key| filters.branch.set(key)
                />
                <SelectField
                    label=ES.municipality
                    name="municipality"
                    options=municipality_options
                    value=filters.municipality
                    on_choose=choose_municipality
                />
                <SelectField
                    label=ES.neighbourhood
                    name="neighbourhood"
                    options=neighbourhood_options
                    value=filters.neighbourhood
                    on_choose=move |key| filters.neighbourhood.set(key)
                />
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Rows(rows: Remote<PortfolioPage>, marked: RwSignal<Marked>) -> impl IntoView {
    move || {
        let page = rows.get()?;
        if page.rows.is_empty() {
            let message = format!("{}. {}", office::ES.none_found, office::ES.none_found_detail);
            return Some(view! { <EmptyState glyph=Glyph::Search message=message/> }.into_any());
        }
        let lines = page.rows.iter().map(|row| line(row, marked)).collect_view();
        let columns = vec![
            Column::text(ES.mark),
            Column::text(ES.client),
            Column::text(ES.place),
            Column::text(ES.now_with),
            Column::figure(ES.balance),
        ];
        Some(
            view! {
                <div on:keydown=move |event| move_with_arrows(&event)>
                    <DataTable caption=ES.clients columns=columns>
                        {lines}
                    </DataTable>
                </div>
            }
            .into_any(),
        )
    }
}

fn line(row: &PortfolioRow, marked: RwSignal<Marked>) -> AnyView {
    let client = MatchedClient { client: row.client, balance: row.balance, assigned_to: row.assigned_to };
    let is_marked = move || marked.with(|marked| marked.is_marked(client.client));
    let toggle = move |_| {
        marked.update(|marked| {
            if marked.is_marked(client.client) {
                marked.unmark(client.client);
            } else {
                marked.mark(client);
            }
        });
    };
    let who = if row.collector_name.is_empty() { office::ES.unassigned } else { &row.collector_name };
    let place = [row.neighbourhood.as_str(), row.municipality.as_str()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ");
    view! {
        <tr aria-selected=move || is_marked().to_string()>
            <td>
                <label class="tick">
                    <input type="checkbox" prop:checked=is_marked on:change=toggle/>
                    <span class="only-heard">{(ES.select_row)(&row.name)}</span>
                </label>
            </td>
            <th scope="row">{row.name.clone()}</th>
            <td>{place}</td>
            <td>{who.to_owned()}</td>
            <td data-align="end">{format::money(row.balance)}</td>
        </tr>
    }
    .into_any()
}
