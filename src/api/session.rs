//! Who is logged in.

use leptos::{prelude::*, server_fn::codec::Json};
use serde::{Deserialize, Serialize};

use super::error::ApiError;
use crate::domain::{
    date::Zone,
    ids::{BranchId, PersonId},
    role::{Permission, Role},
};

/// Fewest characters of a password.
pub const PASSWORD_CHARS_MIN: u32 = 10;
/// Most characters of a password: hashing more than this would be work for nothing.
pub const PASSWORD_CHARS_MAX: u32 = 128;

/// The person behind the session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoggedIn {
    pub person: PersonId,
    pub login: String,
    pub name: String,
    pub roles: Vec<Role>,
    pub branch: BranchId,
    pub branch_name: String,
    pub zone: Zone,
    pub company: String,
    /// He logged in with a temporary password: every other operation is refused until he chose his own.
    pub must_change_password: bool,
}

impl LoggedIn {
    pub fn may(&self, permission: Permission) -> bool {
        self.roles.iter().any(|role| role.allows(permission))
    }

    /// Where the person's work is: field people walk the route, the others sit in the office.
    pub fn home(&self) -> &'static str {
        if self.may(Permission::Collect) {
            "/app/ruta"
        } else if self.may(Permission::SeePortfolio) {
            "/oficina/tablero"
        } else {
            "/app/mas"
        }
    }
}

/// Logs in and starts a new session. Needs no permission; attempts are limited by login and by address.
#[server(prefix = "/api", endpoint = "session/login", input = Json)]
pub async fn login(login: String, password: String) -> Result<LoggedIn, ApiError> {
    crate::server::login::login(&crate::server::extract::visitor().await?, &login, &password).await
}

/// Ends the session. Needs no permission. That nothing is unsent is checked by the phone before it asks.
#[server(prefix = "/api", endpoint = "session/logout", input = Json)]
pub async fn logout() -> Result<(), ApiError> {
    crate::server::login::logout(&crate::server::extract::visitor().await?).await
}

/// Who is logged in, if anybody. Needs no permission.
#[server(prefix = "/api", endpoint = "session/me", input = Json)]
pub async fn who_am_i() -> Result<Option<LoggedIn>, ApiError> {
    crate::server::login::who_am_i(&crate::server::extract::visitor().await?).await
}

/// Changes one's own password and closes one's other sessions. Needs a login; a temporary password is enough.
#[server(prefix = "/api", endpoint = "session/change-password", input = Json)]
pub async fn change_password(current: String, new: String) -> Result<(), ApiError> {
    crate::server::login::change_password(&crate::server::extract::visitor().await?, &current, &new).await
}
