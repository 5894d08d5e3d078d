//! Which clients are listed, and in what order.

use crate::{
    domain::{account::Account, date::CivilDate, ids::ClientId, money::Money},
    sync::overlay::Workspace,
};

/// How many clients are drawn at first, and with each *Mostrar más*: a thousand cards at once would make a phone wait.
pub const PAGE_SIZE: usize = 50;
/// Most clients that a search gives.
pub const FOUND_MAX: usize = 50;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    #[default]
    Overdue,
    Name,
}

impl Order {
    pub const ALL: [Order; 2] = [Order::Overdue, Order::Name];
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomerRow {
    pub client: ClientId,
    pub name: String,
    pub street: String,
    pub balance: Money,
    pub overdue_days: i64,
    pub is_pending: bool,
}

/// All clients in the order asked: whoever is overdue the longest first, or by name.
pub fn ordered(workspace: &Workspace, today: CivilDate, order: Order) -> Vec<ClientId> {
    let mut rows: Vec<(i64, String, ClientId)> = workspace
        .accounts()
        .map(|account| {
            let days = match order {
                Order::Overdue => -account.overdue_days(today),
                Order::Name => 0,
            };
            (days, account.customer.name.clone(), account.id())
        })
        .collect();
    rows.sort_unstable();
    rows.into_iter().map(|(_, _, id)| id).collect()
}

/// The rows of some clients; whoever left the list meanwhile is passed over.
pub fn rows(workspace: &Workspace, today: CivilDate, clients: &[ClientId]) -> Vec<CustomerRow> {
    clients
        .iter()
        .filter_map(|id| workspace.account(*id))
        .map(|account| row(&account, today, workspace.is_pending(account.id())))
        .collect()
}

fn row(account: &Account, today: CivilDate, is_pending: bool) -> CustomerRow {
    CustomerRow {
        client: account.id(),
        name: account.customer.name.clone(),
        street: account.customer.address.street.clone(),
        balance: account.balance().unwrap_or_default(),
        overdue_days: account.overdue_days(today),
        is_pending,
    }
}
