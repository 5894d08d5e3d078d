//! The portfolio as the office sees it, and who collects from whom.

use leptos::{prelude::*, server_fn::codec::Json};
use serde::{Deserialize, Serialize};

use super::error::ApiError;
use crate::domain::{
    account::Account,
    ids::{BranchId, ClientId, PersonId},
    money::Money,
};

/// Rows of one page of the portfolio.
pub const PORTFOLIO_PAGE_ROWS: u32 = 50;
/// Most clients that one assignment moves.
pub const ASSIGN_CLIENTS_MAX: u32 = 2_000;

/// Which clients to list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PortfolioFilter {
    /// Words of the key, the name or the address; capitals and accents make no difference. Empty: all.
    #[serde(default)]
    pub search: String,
    #[serde(default)]
    pub collector: CollectorFilter,
    #[serde(default)]
    pub branch: Option<BranchId>,
    /// Exactly this one; empty: all.
    #[serde(default)]
    pub municipality: String,
    /// Exactly this one; empty: all.
    #[serde(default)]
    pub neighbourhood: String,
    #[serde(default)]
    pub order: PortfolioOrder,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "collector", rename_all = "snake_case")]
pub enum CollectorFilter {
    #[default]
    Anybody,
    /// Clients that nobody collects from.
    Nobody,
    Of {
        person: PersonId,
    },
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PortfolioOrder {
    #[default]
    Name,
    /// The largest overdue amount first.
    Overdue,
    /// Most days overdue first.
    OverdueDays,
    /// Largest balance first.
    Balance,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PortfolioPage {
    pub rows: Vec<PortfolioRow>,
    /// How many clients the filter finds in all.
    pub total: u32,
    /// Counted from 0.
    pub page: u32,
    /// Sum of the balances of all the clients that the filter finds.
    pub balance: Money,
    pub overdue: Money,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PortfolioRow {
    pub client: ClientId,
    pub key: String,
    pub name: String,
    pub neighbourhood: String,
    pub municipality: String,
    pub branch: BranchId,
    pub assigned_to: Option<PersonId>,
    /// Name of the collector; empty where there is none.
    pub collector_name: String,
    pub balance: Money,
    pub overdue: Money,
    pub overdue_days: i64,
    /// Saldo a favor.
    pub unapplied: Money,
    /// Owed in dollars: shown apart, never summed with pesos.
    pub balance_usd: Money,
}

/// A client that a filter finds, on whatever page: enough to mark it and to tell what moving it would do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatchedClient {
    pub client: ClientId,
    pub balance: Money,
    pub assigned_to: Option<PersonId>,
}

/// Where clients live.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceCount {
    pub municipality: String,
    pub neighbourhood: String,
    pub clients: u32,
}

/// How much work a collector has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CollectorLoad {
    pub person: PersonId,
    pub name: String,
    pub branch: BranchId,
    pub branch_name: String,
    pub clients: u32,
    pub balance: Money,
    pub overdue: Money,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssignDone {
    pub moved: u32,
    /// Clients that the person had already.
    pub unchanged: u32,
}

/// One page of the portfolio. Needs `Permission::SeePortfolio`.
#[server(name = LoadPortfolioPage, prefix = "/api", endpoint = "portfolio/page", input = Json)]
pub async fn portfolio_page(filter: PortfolioFilter, page: u32) -> Result<PortfolioPage, ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::SeePortfolio).await?;
    crate::server::portfolio::page(&caller, filter, page).await
}

/// One client with all that he owes. Needs `Permission::SeePortfolio`.
#[server(prefix = "/api", endpoint = "portfolio/account", input = Json)]
pub async fn portfolio_account(client: ClientId) -> Result<Account, ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::SeePortfolio).await?;
    crate::server::portfolio::account(&caller, client).await
}

/// The clients that the filter finds, at most [`ASSIGN_CLIENTS_MAX`]. Needs `Permission::AssignClients`.
#[server(prefix = "/api", endpoint = "assign/matching", input = Json)]
pub async fn matching_clients(filter: PortfolioFilter) -> Result<Vec<MatchedClient>, ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::AssignClients).await?;
    crate::server::portfolio::matching(&caller, filter).await
}

/// Where clients live, by municipality and neighbourhood. Needs `Permission::SeePortfolio`.
#[server(prefix = "/api", endpoint = "portfolio/places", input = Json)]
pub async fn portfolio_places() -> Result<Vec<PlaceCount>, ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::SeePortfolio).await?;
    crate::server::portfolio::places(&caller).await
}

/// Who may be given clients, with what each has now, by name. Needs `Permission::AssignClients`.
#[server(prefix = "/api", endpoint = "assign/loads", input = Json)]
pub async fn collector_loads() -> Result<Vec<CollectorLoad>, ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::AssignClients).await?;
    crate::server::portfolio::loads(&caller).await
}

/// Gives the clients to a person, or to nobody. Needs `Permission::AssignClients`.
#[server(prefix = "/api", endpoint = "assign/clients", input = Json)]
pub async fn assign_clients(clients: Vec<ClientId>, to: Option<PersonId>) -> Result<AssignDone, ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::AssignClients).await?;
    crate::server::portfolio::assign(&caller, clients, to).await
}
