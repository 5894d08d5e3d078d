//! The real router on the real engine in memory, with the clock held still.

use axum::Router;
use senda::{
    domain::{date::Millis, ids::ClientId},
    server::{
        assets::Site,
        clock::ServerClock,
        config::Config,
        routes::router,
        state::AppState,
        store::{Store, people::Person},
    },
};

use crate::phones::{NOW, Phone, found_company, give_clients, hire};

/// A clock that stands at [`NOW`].
pub struct StoppedClock;

impl ServerClock for StoppedClock {
    fn now(&self) -> Millis {
        NOW
    }
}

/// A company with one collector, his phone and his clients.
pub struct TestBooks {
    pub store: Store,
    pub router: Router,
    pub person: Person,
    pub clients: Vec<ClientId>,
    pub phone: Phone,
}

pub fn router_of(store: &Store) -> Router {
    let config = Config::read(|_| None).unwrap();
    router(AppState::new(store.clone(), config, StoppedClock, Site::default()))
}

pub async fn test_books(clients: usize) -> TestBooks {
    books_in(Store::in_memory().await.unwrap(), clients).await
}

/// As [`test_books`], in an empty database.
pub async fn books_in(store: Store, clients: usize) -> TestBooks {
    found_company(&store).await;
    let person = hire(&store, "ana").await;
    let clients = give_clients(&store, person.id, "C", clients).await;
    let phone = Phone::enrol(&store, person.id).await;
    TestBooks { router: router_of(&store), store, person, clients, phone }
}
