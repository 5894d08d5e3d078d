//! The portfolio as the office lists it, and who collects from whom.

use std::collections::HashMap;

use super::{
    audit,
    extract::Caller,
    store::{accounts, people::Person},
};
use crate::{
    api::{
        assign::{
            ASSIGN_CLIENTS_MAX, AssignDone, CollectorFilter, CollectorLoad, MatchedClient,
            PORTFOLIO_PAGE_ROWS, PlaceCount, PortfolioFilter, PortfolioOrder, PortfolioPage, PortfolioRow,
        },
        audit::AuditAction,
        error::{ApiError, Field, FieldProblem, Thing},
    },
    domain::{
        account::Account,
        date::{CivilDate, Zone},
        ids::{BranchId, ClientId, PersonId},
        role::Permission,
    },
};

/// Longest text to search for.
const SEARCH_CHARS_MAX: u32 = 100;

/// The civil date in the caller's branch.
pub async fn today(caller: &Caller) -> Result<CivilDate, ApiError> {
    let zone = zone_of(caller, caller.person.branch).await?;
    Ok(caller.now().date_in(zone))
}

/// The zone of a branch; the company's where the branch is unknown.
pub async fn zone_of(caller: &Caller, branch: BranchId) -> Result<Zone, ApiError> {
    let store = &caller.state.store;
    if let Some(branch) = store.branch(branch).await? {
        return Ok(branch.zone);
    }
    Ok(store.company().await?.map_or(Zone::MEXICO_CITY, |company| company.zone))
}

/// The store's question for a filter.
async fn query_of(
    caller: &Caller,
    filter: PortfolioFilter,
    page: u32,
) -> Result<accounts::PortfolioQuery, ApiError> {
    if filter.search.chars().count() > SEARCH_CHARS_MAX as usize {
        return Err(ApiError::field(Field::Search, FieldProblem::TooLong { chars_max: SEARCH_CHARS_MAX }));
    }
    Ok(accounts::PortfolioQuery {
        today: today(caller).await?,
        words: filter.search,
        municipality: filter.municipality,
        neighbourhood: filter.neighbourhood,
        assigned: match filter.collector {
            CollectorFilter::Anybody => accounts::AssignedFilter::Anybody,
            CollectorFilter::Nobody => accounts::AssignedFilter::Nobody,
            CollectorFilter::Of { person } => accounts::AssignedFilter::Person(person),
        },
        branch: filter.branch,
        order: match filter.order {
            PortfolioOrder::Name => accounts::PortfolioOrder::Name,
            PortfolioOrder::Overdue => accounts::PortfolioOrder::Overdue,
            PortfolioOrder::OverdueDays => accounts::PortfolioOrder::OverdueDays,
            PortfolioOrder::Balance => accounts::PortfolioOrder::Balance,
        },
        offset: page.saturating_mul(PORTFOLIO_PAGE_ROWS),
        limit: PORTFOLIO_PAGE_ROWS,
    })
}

/// The clients that the filter finds, on whatever page, as many as one assignment moves.
pub async fn matching(caller: &Caller, filter: PortfolioFilter) -> Result<Vec<MatchedClient>, ApiError> {
    let query = query_of(caller, filter, 0).await?;
    let lines = caller.state.store.portfolio_lines(&query).await?;
    let matched = lines.into_iter().take(ASSIGN_CLIENTS_MAX as usize).map(|line| MatchedClient {
        client: line.client,
        balance: line.balance,
        assigned_to: line.assigned_to,
    });
    Ok(matched.collect())
}

/// Where clients live.
pub async fn places(caller: &Caller) -> Result<Vec<PlaceCount>, ApiError> {
    let places = caller.state.store.places().await?;
    let places = places.into_iter().map(|(municipality, neighbourhood, clients)| PlaceCount {
        municipality,
        neighbourhood,
        clients: count(clients),
    });
    Ok(places.collect())
}

pub async fn page(caller: &Caller, filter: PortfolioFilter, page: u32) -> Result<PortfolioPage, ApiError> {
    let query = query_of(caller, filter, page).await?;
    let found = caller.state.store.portfolio(&query).await?;
    let names = names(caller).await?;
    let rows = found.lines.into_iter().map(|line| PortfolioRow {
        client: line.client,
        key: line.key,
        name: line.name,
        neighbourhood: line.neighbourhood,
        municipality: line.municipality,
        branch: line.branch,
        assigned_to: line.assigned_to,
        collector_name: line.assigned_to.and_then(|person| names.get(&person).cloned()).unwrap_or_default(),
        balance: line.balance,
        overdue: line.overdue,
        overdue_days: line.overdue_days,
        unapplied: line.unapplied,
        balance_usd: line.balance_usd,
    });
    Ok(PortfolioPage {
        rows: rows.collect(),
        total: count(found.matches),
        page,
        balance: found.balance,
        overdue: found.overdue,
    })
}

pub async fn account(caller: &Caller, client: ClientId) -> Result<Account, ApiError> {
    caller.state.store.account(client).await?.ok_or(ApiError::NotFound { what: Thing::Client })
}

/// Whoever may collect, by name, with what he has now.
pub async fn loads(caller: &Caller) -> Result<Vec<CollectorLoad>, ApiError> {
    let store = &caller.state.store;
    let branches: HashMap<BranchId, String> =
        store.branches().await?.into_iter().map(|branch| (branch.id, branch.name)).collect();
    let mut loads: Vec<CollectorLoad> = store
        .people()
        .await?
        .into_iter()
        .filter(may_collect)
        .map(|person| CollectorLoad {
            person: person.id,
            name: person.name,
            branch: person.branch,
            branch_name: branches.get(&person.branch).cloned().unwrap_or_default(),
            clients: 0,
            balance: Default::default(),
            overdue: Default::default(),
        })
        .collect();
    let money = |error| ApiError::from(super::store::StoreError::from(error));
    for line in store.ageing(today(caller).await?).await? {
        let Some(load) = loads.iter_mut().find(|load| Some(load.person) == line.person) else { continue };
        load.clients = load.clients.saturating_add(count(line.clients));
        load.balance =
            line.ageing.pesos.total().and_then(|owed| load.balance.checked_add(owed)).map_err(money)?;
        load.overdue =
            line.ageing.pesos.overdue().and_then(|late| load.overdue.checked_add(late)).map_err(money)?;
    }
    Ok(loads)
}

pub async fn assign(
    caller: &Caller,
    clients: Vec<ClientId>,
    to: Option<PersonId>,
) -> Result<AssignDone, ApiError> {
    if clients.len() > ASSIGN_CLIENTS_MAX as usize {
        return Err(ApiError::TooMany { items_max: ASSIGN_CLIENTS_MAX });
    }
    let store = &caller.state.store;
    let name = match to {
        None => String::new(),
        Some(person) => {
            let person = store.person(person).await?.filter(may_collect);
            person.ok_or(ApiError::NotFound { what: Thing::Person })?.name
        }
    };
    let done = store.assign_clients(&clients, to, caller.now()).await?;
    if done.changed == 0 && done.unchanged == 0 && !done.unknown.is_empty() {
        return Err(ApiError::NotFound { what: Thing::Client });
    }
    if done.changed > 0 {
        let action = AuditAction::ClientsAssigned { to, name, clients: count(done.changed) };
        audit::record(caller, action).await?;
    }
    Ok(AssignDone { moved: count(done.changed), unchanged: count(done.unchanged) })
}

fn may_collect(person: &Person) -> bool {
    person.is_active && person.roles.iter().any(|role| role.allows(Permission::Collect))
}

async fn names(caller: &Caller) -> Result<HashMap<PersonId, String>, ApiError> {
    let people = caller.state.store.people().await?;
    Ok(people.into_iter().map(|person| (person.id, person.name)).collect())
}

/// Counts of clients never come near the edge of 32 bits.
pub fn count(count: u64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
