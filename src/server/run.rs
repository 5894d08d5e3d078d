//! The running process: opens the database, serves until it is told to stop, and lets requests finish.

use std::{future::IntoFuture, io, net::SocketAddr, time::Duration};

use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
    time::{MissedTickBehavior, interval, timeout},
};

use super::{
    assets::Site,
    audit_books,
    clock::SystemClock,
    config::Config,
    routes::router,
    state::AppState,
    store::{Store, StoreError},
};

/// How long requests that are under way may take once the process was told to stop.
const FAREWELL: Duration = Duration::from_secs(20);
/// How often expired sessions are dropped and the change log is swept.
const SWEEP: Duration = Duration::from_secs(60 * 60);

/// How often the books are audited.
const AUDIT: Duration = Duration::from_secs(24 * 60 * 60);

/// Why the process cannot serve.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    #[error("the database cannot be opened: {0}")]
    Store(#[from] StoreError),
    #[error("the built front-end cannot be read: {0}")]
    Site(io::Error),
    #[error("{addr} cannot be listened on: {source}")]
    Listen { addr: SocketAddr, source: io::Error },
    #[error("serving failed: {0}")]
    Serve(io::Error),
}

/// Opens the database and reads what the browser gets.
pub async fn open(config: Config) -> Result<AppState, RunError> {
    let store = Store::open(&config.store).await?;
    let site = Site::load(&config.site).map_err(RunError::Site)?;
    if !site.is_complete() {
        tracing::warn!(site = %config.site.display(), "the front-end is not built: see `make site`");
    }
    Ok(AppState::new(store, config, SystemClock, site))
}

/// Serves until `ctrl-c` or SIGTERM. `announce` is told the address once it is open.
pub async fn serve(state: AppState, announce: impl FnOnce(SocketAddr)) -> Result<(), RunError> {
    let addr = state.config.addr;
    let listener = TcpListener::bind(addr).await.map_err(|source| RunError::Listen { addr, source })?;
    let addr = listener.local_addr().map_err(|source| RunError::Listen { addr, source })?;
    announce(addr);
    tokio::spawn(sweep(state.store.clone()));
    tokio::spawn(audit_nightly(state.store.clone()));

    let (stop, stopped) = tokio::sync::watch::channel(false);
    let mut farewell = stopped.clone();
    let service = router(state).into_make_service_with_connect_info::<SocketAddr>();
    let server = axum::serve(listener, service).with_graceful_shutdown(async move {
        told_to_stop().await;
        tracing::info!("stopping: no new requests are taken");
        // Nobody left to tell: then the process ends anyway.
        let _ = stop.send(true);
    });
    tokio::select! {
        result = server.into_future() => result.map_err(RunError::Serve),
        // A phone that keeps its connection open must not keep the process alive.
        () = async {
            drop(farewell.wait_for(|is_stopped| *is_stopped).await);
            tokio::time::sleep(FAREWELL).await;
        } => Ok(()),
    }
}

async fn told_to_stop() {
    let mut terminate = match signal(SignalKind::terminate()) {
        Ok(terminate) => terminate,
        Err(error) => {
            tracing::warn!(%error, "SIGTERM cannot be heard");
            drop(tokio::signal::ctrl_c().await);
            return;
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}

/// Drops expired sessions and what the change log no longer needs, now and then. A failure is tried again with the
/// next turn.
async fn sweep(store: Store) {
    let mut turns = interval(SWEEP);
    turns.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        turns.tick().await;
        match timeout(SWEEP, store.drop_expired_sessions()).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::warn!(%error, "expired sessions could not be dropped"),
            Err(_) => tracing::warn!("dropping expired sessions took too long"),
        }
        match timeout(SWEEP, store.sweep_changes()).await {
            Ok(Ok(swept)) => tracing::debug!(swept, "the change log was swept"),
            Ok(Err(error)) => tracing::warn!(%error, "the change log could not be swept"),
            Err(_) => tracing::warn!("sweeping the change log took too long"),
        }
    }
}

/// Audits the books once a day: the folder of the database is open in this process, so that the command cannot.
async fn audit_nightly(store: Store) {
    let mut turns = interval(AUDIT);
    turns.set_missed_tick_behavior(MissedTickBehavior::Delay);
    // The first turn comes at once: not while people wait for the start.
    turns.tick().await;
    loop {
        turns.tick().await;
        match audit_books::audit_at_work(&store).await {
            Ok(report) if report.is_clean() => {
                tracing::info!(payments = report.payments, "the books were audited and are right");
            }
            Ok(report) => {
                for finding in &report.findings {
                    let kind = finding.kind();
                    tracing::error!(
                        kind,
                        "the books do not add up: {kind}; stop the server and run `senda audit`"
                    );
                }
            }
            Err(error) => tracing::warn!(%error, "the books could not be audited"),
        }
    }
}
