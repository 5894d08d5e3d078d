//! Login sessions: kept in the database, revoked for good, and checked against the person on every request.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use surrealdb::engine::any::Any;
use tower_sessions::{
    Expiry, Session, SessionManagerLayer, SessionStore,
    cookie::SameSite,
    session::{Id, Record},
    session_store,
};
use tower_sessions_surrealdb_store::SurrealSessionStore;

use super::{
    config::Config,
    error::failed,
    state::AppState,
    store::{SESSION_TABLE, Store, people::Person},
};
use crate::{
    api::error::ApiError,
    domain::{date::Millis, ids::PersonId},
};

/// A session that nobody used for so long is over. A weekend and a Monday off must fit.
pub const SESSION_IDLE_MS_MAX: i64 = 4 * 24 * 60 * 60 * 1_000;
/// No session lives longer than this, however busy.
pub const SESSION_AGE_MS_MAX: i64 = 30 * 24 * 60 * 60 * 1_000;
/// How stale the note of the last use may be: a write per request would be work for nothing.
const SEEN_MS_STEP: i64 = 10 * 60 * 1_000;

const KEY: &str = "login";

/// What a session remembers.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct SessionLogin {
    person: PersonId,
    /// The person's epoch at the login: a greater one revokes the session.
    epoch: u32,
    started: Millis,
    seen: Millis,
}

/// Puts `person` into the session under a new session id, so that an id known before the login is worth nothing.
pub async fn begin(state: &AppState, session: &Session, person: &Person) -> Result<(), ApiError> {
    let now = state.now();
    session.cycle_id().await.map_err(|error| failed(&error))?;
    let login = SessionLogin { person: person.id, epoch: person.session_epoch, started: now, seen: now };
    session.insert(KEY, login).await.map_err(|error| failed(&error))
}

/// Ends the session on both sides.
pub async fn end(session: &Session) -> Result<(), ApiError> {
    session.flush().await.map_err(|error| failed(&error))
}

/// Who is behind the session: `None` without a login, or where it is idle, old or revoked, or the account is closed.
pub async fn person_of(state: &AppState, session: &Session) -> Result<Option<Person>, ApiError> {
    let login: Option<SessionLogin> = session.get(KEY).await.map_err(|error| failed(&error))?;
    let Some(mut login) = login else { return Ok(None) };
    let now = state.now();
    let is_over =
        now.since(login.seen) > SESSION_IDLE_MS_MAX || now.since(login.started) > SESSION_AGE_MS_MAX;
    let person = state.store.person(login.person).await?;
    let person = person.filter(|person| person.is_active && person.session_epoch == login.epoch);
    let Some(person) = person.filter(|_| !is_over) else {
        end(session).await?;
        return Ok(None);
    };
    if now.since(login.seen) > SEEN_MS_STEP {
        login.seen = now;
        session.insert(KEY, login).await.map_err(|error| failed(&error))?;
    }
    Ok(Some(person))
}

/// The cookie and the store behind it.
pub fn layer(store: &Store, config: &Config) -> SessionManagerLayer<RevocableStore> {
    let name = if config.has_secure_cookies { "__Host-senda" } else { "senda" };
    SessionManagerLayer::new(RevocableStore::new(store))
        .with_name(name)
        .with_http_only(true)
        // Lax and not Strict: whoever opens a link to Senda from WhatsApp must find himself logged in. Changes are
        // kept safe by `origin_check`.
        .with_same_site(SameSite::Lax)
        .with_secure(config.has_secure_cookies)
        .with_path("/")
        .with_expiry(Expiry::OnInactivity(time::Duration::milliseconds(SESSION_IDLE_MS_MAX)))
}

/// The store of `tower-sessions-surrealdb-store` with a mark for each id that was given up.
///
/// Its `save` is an upsert, so that a request which loaded the session before the logout and saves it afterwards
/// brings it back. The mark outlives such a save, and `load` looks for it first.
#[derive(Clone)]
pub struct RevocableStore {
    sessions: SurrealSessionStore<Any>,
    store: Store,
}

impl RevocableStore {
    pub fn new(store: &Store) -> RevocableStore {
        let sessions = SurrealSessionStore::new(store.connection(), SESSION_TABLE.to_owned());
        RevocableStore { sessions, store: store.clone() }
    }
}

impl std::fmt::Debug for RevocableStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RevocableStore").finish_non_exhaustive()
    }
}

fn backend(error: super::store::StoreError) -> session_store::Error {
    session_store::Error::Backend(error.to_string())
}

#[async_trait]
impl SessionStore for RevocableStore {
    async fn create(&self, record: &mut Record) -> session_store::Result<()> {
        self.sessions.create(record).await
    }

    async fn save(&self, record: &Record) -> session_store::Result<()> {
        self.sessions.save(record).await
    }

    async fn load(&self, id: &Id) -> session_store::Result<Option<Record>> {
        if self.store.is_session_revoked(&id.to_string()).await.map_err(backend)? {
            return Ok(None);
        }
        self.sessions.load(id).await
    }

    async fn delete(&self, id: &Id) -> session_store::Result<()> {
        // The mark first: without it nothing may be deleted, or a late save would find no obstacle.
        self.store.revoke_session(&id.to_string()).await.map_err(backend)?;
        self.sessions.delete(id).await
    }
}
