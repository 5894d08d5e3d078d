//! The manager's board: the day's collection by person and the ageing of the portfolio.

use leptos::{prelude::*, server_fn::codec::Json};
use serde::{Deserialize, Serialize};

use super::error::ApiError;
use crate::domain::{
    ageing::Buckets,
    date::{CivilDate, Millis},
    ids::{BranchId, PersonId},
    money::Money,
};

/// What the board shows. Days are civil days in the zone of the branch, or of the caller's branch for the whole
/// company.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Board {
    /// When the figures were read.
    pub as_of: Millis,
    pub day: CivilDate,
    /// Received on `day`.
    pub collected: Money,
    pub payments: u32,
    /// Received on the same day of the week before.
    pub collected_week_before: Money,
    /// Received in the month of `day`, up to it.
    pub month_collected: Money,
    /// Sum of the people's goals; zero where none is set.
    pub month_goal: Money,
    /// Day by day from the first of the month to `day`, days without collection included.
    pub daily: Vec<DayTotal>,
    /// By form of payment, largest first.
    pub by_form: Vec<FormTotal>,
    /// Field people and whoever collected on `day`, largest collection first.
    pub by_person: Vec<PersonDay>,
    /// Of all open debts in pesos.
    pub ageing: Buckets,
    /// By collector, most overdue first; the clients of nobody come last.
    pub ageing_by_person: Vec<PersonAgeing>,
    /// What waits in *por aclarar*.
    pub open_exceptions: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayTotal {
    pub day: CivilDate,
    pub amount: Money,
    pub payments: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormTotal {
    /// SAT key of c_FormaPago: 01 cash, 02 cheque, 03 transfer, 04 and 28 card.
    pub sat_form: String,
    pub amount: Money,
    pub payments: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonDay {
    pub person: PersonId,
    pub name: String,
    pub branch: BranchId,
    pub collected: Money,
    pub payments: u32,
    pub by_form: Vec<FormTotal>,
    /// What he carries in cash now.
    pub cash_in_hand: Money,
    pub month_collected: Money,
    /// Zero where no goal is set.
    pub month_goal: Money,
    /// When a phone of his last pushed or pulled; `None` if never.
    pub last_sync: Option<Millis>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonAgeing {
    /// `None` for the clients that nobody collects from.
    pub person: Option<PersonId>,
    pub name: String,
    pub clients: u32,
    pub totals: Buckets,
}

/// The board of `day` (today where `None`) for one branch or the whole company. Needs `Permission::SeePortfolio`.
#[server(prefix = "/api", endpoint = "dashboard/board", input = Json)]
pub async fn load_board(day: Option<CivilDate>, branch: Option<BranchId>) -> Result<Board, ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::SeePortfolio).await?;
    crate::server::dashboard::board(&caller, day, branch).await
}
