//! People, their roles and sessions, and the branches they work for.

use leptos::{prelude::*, server_fn::codec::Json};
use serde::{Deserialize, Serialize};

use super::error::ApiError;
use crate::domain::{
    date::{Millis, Zone},
    ids::{BranchId, PersonId},
    money::Money,
    role::Role,
};

/// Longest name of a person, a branch or the company.
pub const NAME_CHARS_MAX: u32 = 80;
/// Longest login. Logins are lower-case letters, digits, dot, hyphen and underscore.
pub const LOGIN_CHARS_MAX: u32 = 40;
/// Shortest login.
pub const LOGIN_CHARS_MIN: u32 = 3;

/// A person as the office lists him.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonRow {
    pub person: PersonId,
    pub login: String,
    pub name: String,
    pub roles: Vec<Role>,
    pub branch: BranchId,
    pub branch_name: String,
    pub is_active: bool,
    /// He has not yet changed the temporary password.
    pub has_temporary_password: bool,
    pub last_login: Option<Millis>,
    /// What he should collect in a month; zero where no goal is set.
    pub month_goal: Money,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewPerson {
    pub name: String,
    pub login: String,
    pub roles: Vec<Role>,
    pub branch: BranchId,
    #[serde(default)]
    pub month_goal: Money,
}

/// A person's password for the first time: shown once, stored only hashed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemporaryPassword {
    pub person: PersonId,
    pub login: String,
    pub password: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BranchRow {
    pub branch: BranchId,
    pub name: String,
    pub zone: Zone,
}

/// All people, by name. Needs `Permission::ManagePeople`.
#[server(prefix = "/api", endpoint = "people/list", input = Json)]
pub async fn list_people() -> Result<Vec<PersonRow>, ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::ManagePeople).await?;
    crate::server::people::list(&caller).await
}

/// Creates a person with a temporary password. Needs `Permission::ManagePeople`.
#[server(prefix = "/api", endpoint = "people/create", input = Json)]
pub async fn create_person(new: NewPerson) -> Result<TemporaryPassword, ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::ManagePeople).await?;
    crate::server::people::create(&caller, new).await
}

/// Changes what a person may do; his sessions see it with their next request. Needs `Permission::ManagePeople`.
#[server(prefix = "/api", endpoint = "people/set-roles", input = Json)]
pub async fn set_roles(person: PersonId, roles: Vec<Role>) -> Result<(), ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::ManagePeople).await?;
    crate::server::people::set_roles(&caller, person, roles).await
}

/// Closes the account: sessions end and logins are refused. What his phones still hold is received all the same.
/// Needs `Permission::ManagePeople`.
#[server(prefix = "/api", endpoint = "people/deactivate", input = Json)]
pub async fn deactivate_person(person: PersonId) -> Result<(), ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::ManagePeople).await?;
    crate::server::people::set_active(&caller, person, crate::server::people::Standing::Inactive).await
}

/// Opens a closed account again. Needs `Permission::ManagePeople`.
#[server(prefix = "/api", endpoint = "people/reactivate", input = Json)]
pub async fn reactivate_person(person: PersonId) -> Result<(), ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::ManagePeople).await?;
    crate::server::people::set_active(&caller, person, crate::server::people::Standing::Active).await
}

/// Ends every session of a person. Needs `Permission::ManagePeople`.
#[server(prefix = "/api", endpoint = "people/close-sessions", input = Json)]
pub async fn close_sessions(person: PersonId) -> Result<(), ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::ManagePeople).await?;
    crate::server::people::close_sessions(&caller, person).await
}

/// Gives a person a new temporary password and ends his sessions. Needs `Permission::ManagePeople`.
#[server(prefix = "/api", endpoint = "people/reset-password", input = Json)]
pub async fn reset_password(person: PersonId) -> Result<TemporaryPassword, ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::ManagePeople).await?;
    crate::server::people::reset_password(&caller, person).await
}

/// All branches, by name. Needs `Permission::SeePortfolio`.
#[server(prefix = "/api", endpoint = "branches/list", input = Json)]
pub async fn list_branches() -> Result<Vec<BranchRow>, ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::SeePortfolio).await?;
    crate::server::people::list_branches(&caller).await
}

/// Creates a branch. Needs `Permission::ManagePeople`.
#[server(prefix = "/api", endpoint = "branches/create", input = Json)]
pub async fn create_branch(name: String, zone: Zone) -> Result<BranchRow, ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::ManagePeople).await?;
    crate::server::people::create_branch(&caller, &name, zone).await
}
