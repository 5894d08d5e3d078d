//! The first minutes of an installation: its company and its first administrator.

use leptos::{prelude::*, server_fn::codec::Json};
use serde::{Deserialize, Serialize};

use super::{error::ApiError, session::LoggedIn};
use crate::domain::date::Zone;

/// What the page `/instalar` asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FirstAdmin {
    pub company: String,
    pub branch: String,
    pub zone: Zone,
    pub name: String,
    pub login: String,
    pub password: String,
    /// The one-time code that the server printed on its console when it started without people.
    pub setup_code: String,
}

/// Whether the installation has no people yet. Needs no permission.
#[server(prefix = "/api", endpoint = "setup/needed", input = Json)]
pub async fn needs_setup() -> Result<bool, ApiError> {
    crate::server::setup::is_needed(&crate::server::extract::visitor().await?).await
}

/// Creates company, first branch and first administrator, once, and logs him in. Needs the setup code, and that no
/// people exist.
#[server(prefix = "/api", endpoint = "setup/first-admin", input = Json)]
pub async fn create_first_admin(first: FirstAdmin) -> Result<LoggedIn, ApiError> {
    crate::server::setup::create_first_admin(&crate::server::extract::visitor().await?, first).await
}
