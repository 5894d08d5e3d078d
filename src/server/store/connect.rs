//! The connection, by one URL: `rocksdb://folder` on this machine (the default), `ws://host` to a SurrealDB server,
//! `mem://` in tests.

use surrealdb::{
    Surreal,
    engine::any::{self, Any},
    opt::auth::Root,
};

use super::StoreError;

/// Where the database is and how to get in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreOptions {
    /// `rocksdb://folder`, `ws://host:port`, `wss://…` or `mem://`.
    pub url: String,
    pub namespace: String,
    pub database: String,
    /// Only for a server: user and password of a root user.
    pub login: Option<StoreLogin>,
}

/// A login at a SurrealDB server. Its `Debug` form never shows the password.
#[derive(Clone, PartialEq, Eq)]
pub struct StoreLogin {
    pub user: String,
    pub password: String,
}

impl std::fmt::Debug for StoreLogin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StoreLogin").field("user", &self.user).finish_non_exhaustive()
    }
}

impl StoreOptions {
    /// The database in the folder `path`, on RocksDB.
    pub fn folder(path: &std::path::Path) -> StoreOptions {
        StoreOptions::at(format!("rocksdb://{}", path.display()))
    }

    /// A database that lives as long as the process: for tests.
    pub fn in_memory() -> StoreOptions {
        StoreOptions::at("mem://".into())
    }

    /// At `url`, without a login.
    pub fn at(url: String) -> StoreOptions {
        StoreOptions { url, namespace: "senda".into(), database: "senda".into(), login: None }
    }
}

/// Opens the connection and selects the database.
///
/// On RocksDB every commit waits for the disk: `sync=every` is part of the address, which SurrealDB lets win over
/// `SURREAL_DATASTORE_SYNC_DATA` and `SURREAL_DATASTORE_SYNC` of the environment (surrealdb-kvs-any `registry.rs`),
/// and an address that says otherwise is refused. Block cache and memtables follow the machine's memory; a small
/// machine bounds them with `SURREAL_ROCKSDB_BLOCK_CACHE_SIZE` and `SURREAL_ROCKSDB_WRITE_BUFFER_SIZE` (bytes), which
/// the engine reads from the environment only.
pub(super) async fn connect(options: &StoreOptions) -> Result<Surreal<Any>, StoreError> {
    let address = durable(&options.url)?;
    let failed = |error: surrealdb::Error| StoreError::Database(error.message().to_owned());
    let db = any::connect(address).await.map_err(failed)?;
    if let Some(login) = &options.login {
        db.signin(Root { username: login.user.clone(), password: login.password.clone() })
            .await
            .map_err(failed)?;
    }
    db.use_ns(&options.namespace).use_db(&options.database).await.map_err(failed)?;
    Ok(db)
}

/// The address with its durability spelt out.
fn durable(url: &str) -> Result<String, StoreError> {
    if url.starts_with("surrealkv") {
        return Err(StoreError::Settings("surrealkv loses acknowledged commits: use rocksdb://".into()));
    }
    if !url.starts_with("rocksdb:") {
        return Ok(url.to_owned());
    }
    match url.split_once('?') {
        None => Ok(format!("{url}?sync=every")),
        Some((_, query)) if query.split('&').any(|part| part == "sync=every") => Ok(url.to_owned()),
        Some((_, query)) if query.split('&').any(|part| part.starts_with("sync")) => {
            Err(StoreError::Settings("the books need sync=every".into()))
        }
        Some(_) => Ok(format!("{url}&sync=every")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rocksdb_always_waits_for_the_disk() {
        assert_eq!(durable("rocksdb://data").unwrap(), "rocksdb://data?sync=every");
        assert_eq!(durable("rocksdb://data?sync=every").unwrap(), "rocksdb://data?sync=every");
        assert_eq!(
            durable("rocksdb://data?versioned=true").unwrap(),
            "rocksdb://data?versioned=true&sync=every"
        );
        assert_eq!(durable("mem://").unwrap(), "mem://");
        for weak in ["rocksdb://data?sync=never", "rocksdb://data?sync=200ms", "surrealkv://data"] {
            assert!(durable(weak).is_err(), "{weak}");
        }
    }

    #[test]
    fn a_password_is_never_shown() {
        let login = StoreLogin { user: "root".into(), password: "secreta".into() };
        assert!(!format!("{login:?}").contains("secreta"));
    }
}
