//! What every request can reach.

use std::sync::Arc;

use super::{
    assets::Site, clock::ServerClock, config::Config, login_limits::Limits, metrics::Metrics,
    passwords::Passwords, setup::SetupCode, store::Store,
};
use crate::domain::date::Millis;

/// Cheap to clone; one per process.
#[derive(Clone)]
pub struct AppState {
    pub store: Store,
    pub config: Arc<Config>,
    pub clock: Arc<dyn ServerClock>,
    pub site: Arc<Site>,
    pub passwords: Passwords,
    pub limits: Arc<Limits>,
    pub setup_code: Arc<SetupCode>,
    pub metrics: Arc<Metrics>,
}

impl AppState {
    /// Everything that does not depend on how the process was told to run starts empty.
    pub fn new(store: Store, config: Config, clock: impl ServerClock, site: Site) -> AppState {
        AppState {
            store,
            config: Arc::new(config),
            clock: Arc::new(clock),
            site: Arc::new(site),
            passwords: Passwords::default(),
            limits: Arc::new(Limits::default()),
            setup_code: Arc::new(SetupCode::random()),
            metrics: Arc::new(Metrics::default()),
        }
    }

    pub fn now(&self) -> Millis {
        self.clock.now()
    }
}
