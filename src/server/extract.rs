//! Who asks, as a parameter: [`Visitor`] for anybody, [`Caller`] for whoever is logged in, [`Allowed`] for whoever
//! has a permission. The same three serve the plain routes and the server functions.

use std::{
    marker::PhantomData,
    net::{IpAddr, Ipv4Addr, SocketAddr},
};

use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::request::Parts,
};
use leptos::context::use_context;
use tower_sessions::Session;

use super::{
    error::{HttpError, failed},
    sessions,
    state::AppState,
    store::people::Person,
};
use crate::{
    api::error::ApiError,
    domain::{
        date::Millis,
        ids::PersonId,
        role::{Permission, Role},
    },
};

/// Anybody, logged in or not.
#[derive(Clone)]
pub struct Visitor {
    pub state: AppState,
    pub session: Session,
    /// Where the request comes from, for the limits.
    pub address: IpAddr,
}

/// Somebody who is logged in, with an open account and a password of his own.
#[derive(Clone)]
pub struct Caller {
    pub state: AppState,
    pub session: Session,
    pub person: Person,
}

impl Caller {
    pub fn id(&self) -> PersonId {
        self.person.id
    }

    pub fn roles(&self) -> &[Role] {
        &self.person.roles
    }

    pub fn may(&self, permission: Permission) -> bool {
        self.person.roles.iter().any(|role| role.allows(permission))
    }

    pub fn now(&self) -> Millis {
        self.state.now()
    }
}

/// A permission as a type, for [`Allowed`].
pub trait Needs: Send + Sync + 'static {
    const PERMISSION: Permission;
}

/// The permissions as types.
pub mod may {
    use super::{Needs, Permission};

    macro_rules! permissions {
        ($($name:ident),*) => {$(
            pub struct $name;
            impl Needs for $name {
                const PERMISSION: Permission = Permission::$name;
            }
        )*};
    }

    permissions!(
        Collect,
        SeePortfolio,
        Import,
        AssignClients,
        ManagePeople,
        ManageDevices,
        ReadAudit,
        ResolveExceptions,
        SeeCash,
        ReceiveCash,
        Supervise,
        AskCorrection,
        ApproveCorrection,
        ManageCheques,
        Reconcile,
        StampRep,
        ManageSettings,
        SeeRadar
    );
}

/// A caller who has the permission `P`: a handler with this parameter never runs for anybody else.
pub struct Allowed<P: Needs> {
    pub caller: Caller,
    permission: PhantomData<P>,
}

impl Visitor {
    async fn of(parts: &mut Parts, state: &AppState) -> Result<Visitor, ApiError> {
        let session = Session::from_request_parts(parts, state)
            .await
            .map_err(|(_, reason)| failed(&std::io::Error::other(reason)))?;
        Ok(Visitor { state: state.clone(), session, address: address(parts, state) })
    }
}

impl Caller {
    async fn of(parts: &mut Parts, state: &AppState) -> Result<Caller, ApiError> {
        let visitor = Visitor::of(parts, state).await?;
        let person = sessions::person_of(state, &visitor.session).await?.ok_or(ApiError::NotLoggedIn)?;
        if state.store.login_note(person.id).await?.has_temporary_password {
            return Err(ApiError::MustChangePassword);
        }
        Ok(Caller { state: visitor.state, session: visitor.session, person })
    }

    fn with(self, needs: Permission) -> Result<Caller, ApiError> {
        if self.may(needs) { Ok(self) } else { Err(ApiError::Forbidden { needs }) }
    }
}

/// The address of the browser, or of the last hop where there is no trusted proxy.
fn address(parts: &Parts, state: &AppState) -> IpAddr {
    let forwarded = || {
        let hops = parts.headers.get("x-forwarded-for")?.to_str().ok()?;
        // The last one is the one that our proxy wrote; those before it are whatever the sender claims.
        hops.rsplit(',').next()?.trim().parse().ok()
    };
    let direct = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let address = if state.config.is_behind_proxy { forwarded().or(direct) } else { direct };
    address.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED))
}

impl FromRequestParts<AppState> for Visitor {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Visitor, HttpError> {
        Ok(Visitor::of(parts, state).await?)
    }
}

impl FromRequestParts<AppState> for Caller {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Caller, HttpError> {
        Ok(Caller::of(parts, state).await?)
    }
}

impl<P: Needs> FromRequestParts<AppState> for Allowed<P> {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Allowed<P>, HttpError> {
        let caller = Caller::of(parts, state).await?.with(P::PERMISSION)?;
        Ok(Allowed { caller, permission: PhantomData })
    }
}

/// The state and the head of the request in which a server function runs.
fn context() -> Result<(AppState, Parts), ApiError> {
    use_context::<AppState>()
        .zip(use_context::<Parts>())
        .ok_or_else(|| failed(&std::io::Error::other("a server function runs outside of a request")))
}

/// Whoever calls the server function. For those that need no login.
pub async fn visitor() -> Result<Visitor, ApiError> {
    let (state, mut parts) = context()?;
    Visitor::of(&mut parts, &state).await
}

/// Whoever calls the server function, if he has `permission`.
pub async fn caller_with(permission: Permission) -> Result<Caller, ApiError> {
    let (state, mut parts) = context()?;
    Caller::of(&mut parts, &state).await?.with(permission)
}
