//! The IndexedDB of Senda: its two databases, their stores and versions, and transactions that say why they failed.

use std::{cell::RefCell, collections::BTreeMap};

use indexed_db_futures::{
    Build, BuildPrimitive, OpenDbResult,
    database::{Database, VersionChangeEvent},
    error::{Error, OpenDbError},
    internals::SystemRepr,
    object_store::ObjectStore,
    prelude::QuerySource,
    transaction::{Transaction, TransactionDurability, TransactionMode, TransactionOptions},
};
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::{JsCast, JsValue};

use super::js;
use crate::sync::ports::StoreError;

/// A database of this browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Base {
    /// What is recorded and what the office sent.
    Books,
    /// Photos apart: however large they grow, no transaction of money ever waits for one of theirs.
    Photos,
}

impl Base {
    fn name(self) -> &'static str {
        match self {
            Base::Books => "senda",
            Base::Photos => "senda-photos",
        }
    }

    /// Raised with each change of the stores; see [`upgrade`]. `public/rescate.js` opens whatever version it finds.
    fn version(self) -> u32 {
        match self {
            Base::Books | Base::Photos => 1,
        }
    }
}

/// Key [`ENROLMENT_KEY`]: `Meta`; key [`INDEX_KEY`]: `PackIndex`; key [`DRAWER_KEY`]: `DrawerRow`. Each value is JSON.
pub const META: &str = "meta";
/// Key: sequence. Value: JSON of an `OutboxRow`.
pub const OUTBOX: &str = "outbox";
/// Key: number of the pack. Value: the UTF-8 of the pack as bytes; see `device::packs`.
pub const BASE: &str = "base_accounts";
/// Key: folio. Value: JSON of a `ReceiptRow`.
pub const RECEIPTS: &str = "receipts";

/// Of [`Base::Photos`]. Key: SHA-256 in hexadecimal. Value: JSON of a `PhotoRow`.
pub const PHOTO_ROWS: &str = "rows";
/// Of [`Base::Photos`]. Key: SHA-256 in hexadecimal. Value: the bytes.
pub const PHOTO_CONTENT: &str = "content";

pub const ENROLMENT_KEY: &str = "enrolment";
pub const INDEX_KEY: &str = "base_index";
pub const DRAWER_KEY: &str = "drawer";

const DOM_QUOTA: &str = "QuotaExceededError";
const DOM_INVALID_STATE: &str = "InvalidStateError";

thread_local! {
    /// Opened once; given up when another tab upgrades it or the browser closes it.
    static OPEN: RefCell<BTreeMap<Base, Database>> = const { RefCell::new(BTreeMap::new()) };
}

/// How sure a write must be before it counts as done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// Flushed to the storage itself: for what exists nowhere else.
    Strict,
    /// For what the server has too. A power cut may undo it, as a whole.
    Relaxed,
}

/// As [`write_in`], in the books.
pub async fn write<T>(
    stores: &[&str],
    durability: Durability,
    body: impl AsyncFnOnce(&Transaction<'_>) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    write_in(Base::Books, stores, durability, body).await
}

/// As [`read_in`], in the books.
pub async fn read<T>(
    stores: &[&str],
    body: impl AsyncFnOnce(&Transaction<'_>) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    read_in(Base::Books, stores, body).await
}

/// Runs the body in one read-write transaction and waits until it is complete. An error of the body, or a future that
/// is dropped, aborts it.
pub async fn write_in<T>(
    base: Base,
    stores: &[&str],
    durability: Durability,
    body: impl AsyncFnOnce(&Transaction<'_>) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let durability = match durability {
        Durability::Strict => TransactionDurability::Strict,
        Durability::Relaxed => TransactionDurability::Relaxed,
    };
    let first = open(base).await?;
    let second;
    let tx = match begin(&first, stores, TransactionMode::Readwrite, durability) {
        Err(error) if is_closed(&error) => {
            give_up(base);
            second = open(base).await?;
            begin(&second, stores, TransactionMode::Readwrite, durability)
        }
        begun => begun,
    };
    let tx = tx.map_err(|error| failure(&error))?;
    let raw: web_sys::IdbTransaction = tx.as_sys().clone().unchecked_into();
    let value = body(&tx).await.map_err(|error| name_abort(&raw, error))?;
    tx.commit().await.map_err(|error| name_abort(&raw, failure(&error)))?;
    Ok(value)
}

/// Runs the body in one read-only transaction.
pub async fn read_in<T>(
    base: Base,
    stores: &[&str],
    body: impl AsyncFnOnce(&Transaction<'_>) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let first = open(base).await?;
    let second;
    let tx = match begin(&first, stores, TransactionMode::Readonly, TransactionDurability::Default) {
        Err(error) if is_closed(&error) => {
            give_up(base);
            second = open(base).await?;
            begin(&second, stores, TransactionMode::Readonly, TransactionDurability::Default)
        }
        begun => begun,
    };
    body(&tx.map_err(|error| failure(&error))?).await
}

/// The value under a key, read from its JSON.
pub async fn get_json<T: DeserializeOwned>(
    tx: &Transaction<'_>,
    store: &str,
    key: impl Into<Key>,
) -> Result<Option<T>, StoreError> {
    let text = get_text(tx, store, key).await?;
    text.map(|text| parse(&text)).transpose()
}

pub async fn get_text(
    tx: &Transaction<'_>,
    store: &str,
    key: impl Into<Key>,
) -> Result<Option<String>, StoreError> {
    let store = object_store(tx, store)?;
    let request = match key.into() {
        Key::Number(number) => store.get::<String, f64, _>(number).primitive(),
        Key::Text(text) => store.get::<String, String, _>(text).primitive(),
    };
    request.map_err(|error| failure(&error))?.await.map_err(|error| failure(&error))
}

/// Asks for the write and does not wait for it: the transaction's end tells whether it was done.
pub fn put_text(
    tx: &Transaction<'_>,
    store: &str,
    key: impl Into<Key>,
    text: &str,
) -> Result<(), StoreError> {
    let store = object_store(tx, store)?;
    let asked = match key.into() {
        Key::Number(number) => store.put(text).with_key(number).without_key_type().primitive().map(drop),
        Key::Text(key) => store.put(text).with_key(key).without_key_type().primitive().map(drop),
    };
    asked.map_err(|error| failure(&error))
}

/// As [`put_text`], and fails the transaction where the key is taken: for what must never be overwritten.
pub fn add_text(
    tx: &Transaction<'_>,
    store: &str,
    key: impl Into<Key>,
    text: &str,
) -> Result<(), StoreError> {
    let store = object_store(tx, store)?;
    let asked = match key.into() {
        Key::Number(number) => store.add(text).with_key(number).without_key_type().primitive().map(drop),
        Key::Text(key) => store.add(text).with_key(key).without_key_type().primitive().map(drop),
    };
    asked.map_err(|error| failure(&error))
}

pub fn put_json(
    tx: &Transaction<'_>,
    store: &str,
    key: impl Into<Key>,
    value: &impl Serialize,
) -> Result<(), StoreError> {
    put_text(tx, store, key, &write_json(value)?)
}

pub fn delete(tx: &Transaction<'_>, store: &str, key: f64) -> Result<(), StoreError> {
    object_store(tx, store)?.delete::<f64, _>(key).primitive().map(drop).map_err(|error| failure(&error))
}

/// As [`delete`], of what is kept under a text.
pub fn delete_text(tx: &Transaction<'_>, store: &str, key: &str) -> Result<(), StoreError> {
    let asked = object_store(tx, store)?.delete::<String, _>(key.to_owned()).primitive();
    asked.map(drop).map_err(|error| failure(&error))
}

pub fn clear(tx: &Transaction<'_>, store: &str) -> Result<(), StoreError> {
    object_store(tx, store)?.clear().map(drop).map_err(|error| failure(&error))
}

/// All values of a store, in the order of their keys.
pub async fn all_texts(tx: &Transaction<'_>, store: &str) -> Result<Vec<String>, StoreError> {
    let rows = object_store(tx, store)?.get_all::<String>().await.map_err(|error| failure(&error))?;
    rows.map(|text| text.map_err(|error| failure(&error))).collect()
}

/// Writes UTF-8 as bytes. JavaScript's own strings are UTF-16: each would be converted on the way in and on the way
/// out, a quarter of the time that reading packs takes (165 ms against 120 ms for 10 MB).
pub fn put_bytes(tx: &Transaction<'_>, store: &str, key: u32, text: &str) -> Result<(), StoreError> {
    let bytes = JsValue::from(js_sys::Uint8Array::from(text.as_bytes()));
    let store = object_store(tx, store)?;
    let asked = store.put(bytes).with_key(f64::from(key)).without_key_type().primitive();
    asked.map(drop).map_err(|error| failure(&error))
}

/// What [`put_bytes`] wrote under a key.
pub async fn get_bytes(tx: &Transaction<'_>, store: &str, key: u32) -> Result<Option<String>, StoreError> {
    let asked = object_store(tx, store)?.get::<JsValue, f64, _>(f64::from(key)).primitive();
    let value = asked.map_err(|error| failure(&error))?.await.map_err(|error| failure(&error))?;
    Ok(value.map(utf8))
}

/// All that [`put_bytes`] wrote, in the order of the keys, one after the other so that it is not twice in memory.
pub async fn each_bytes(
    tx: &Transaction<'_>,
    store: &str,
    mut take: impl FnMut(&str),
) -> Result<(), StoreError> {
    let rows = object_store(tx, store)?.get_all::<JsValue>().await.map_err(|error| failure(&error))?;
    for value in rows {
        take(&utf8(value.map_err(|error| failure(&error))?));
    }
    Ok(())
}

/// Writes bytes under a text.
pub fn put_blob(tx: &Transaction<'_>, store: &str, key: &str, bytes: &[u8]) -> Result<(), StoreError> {
    let bytes = JsValue::from(js_sys::Uint8Array::from(bytes));
    let asked = object_store(tx, store)?.put(bytes).with_key(key).without_key_type().primitive();
    asked.map(drop).map_err(|error| failure(&error))
}

/// What [`put_blob`] wrote under a text.
pub async fn get_blob(tx: &Transaction<'_>, store: &str, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
    let asked = object_store(tx, store)?.get::<JsValue, String, _>(key.to_owned()).primitive();
    let value = asked.map_err(|error| failure(&error))?.await.map_err(|error| failure(&error))?;
    Ok(value.and_then(|value| value.dyn_into::<js_sys::Uint8Array>().ok()).map(|bytes| bytes.to_vec()))
}

/// What is not what we wrote is damage, and is passed over by who reads it.
fn utf8(value: JsValue) -> String {
    let bytes = value.dyn_into::<js_sys::Uint8Array>().map(|bytes| bytes.to_vec()).unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

/// The values from one number to another, both included.
pub async fn texts_between(
    tx: &Transaction<'_>,
    store: &str,
    range: std::ops::RangeInclusive<f64>,
) -> Result<Vec<String>, StoreError> {
    let store = object_store(tx, store)?;
    let rows =
        store.get_all::<String>().with_query::<f64, _>(range).await.map_err(|error| failure(&error))?;
    rows.map(|text| text.map_err(|error| failure(&error))).collect()
}

pub fn parse<T: DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| StoreError::Failed(error.to_string()))
}

pub fn write_json(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Failed(error.to_string()))
}

/// A key of a store: sequences and packs by number, folios and names by text.
pub enum Key {
    Number(f64),
    Text(String),
}

impl From<u64> for Key {
    /// Sequences stay far below 2^53, up to which a JavaScript number counts exactly.
    fn from(number: u64) -> Key {
        Key::Number(number as f64)
    }
}

impl From<u32> for Key {
    fn from(number: u32) -> Key {
        Key::Number(f64::from(number))
    }
}

impl From<&str> for Key {
    fn from(text: &str) -> Key {
        Key::Text(text.to_owned())
    }
}

fn object_store<'a>(tx: &'a Transaction<'_>, name: &str) -> Result<ObjectStore<'a>, StoreError> {
    tx.object_store(name).map_err(|error| failure(&error))
}

fn begin<'a>(
    database: &'a Database,
    stores: &[&str],
    mode: TransactionMode,
    durability: TransactionDurability,
) -> Result<Transaction<'a>, Error> {
    let options = TransactionOptions::new().with_durability(durability);
    database.transaction(stores).with_mode(mode).with_options(options).build()
}

async fn open(base: Base) -> Result<Database, StoreError> {
    if let Some(database) = OPEN.with_borrow(|open| open.get(&base).cloned()) {
        return Ok(database);
    }
    let request = Database::open(base.name())
        .with_version(base.version())
        .with_on_upgrade_needed(move |event, database| upgrade(base, event, database))
        .build();
    let opened: OpenDbResult<Database> = match request {
        Ok(request) => request.await,
        Err(error) => Err(error),
    };
    let database = opened.map_err(|error| match &error {
        OpenDbError::Base(error) => failure(error),
        OpenDbError::VersionZero | OpenDbError::UnsupportedEnvironment | OpenDbError::NullFactory => {
            StoreError::Failed(error.to_string())
        }
    })?;
    let events: web_sys::EventTarget = database.as_sys().clone().unchecked_into();
    // A tab with a newer build wants to upgrade: it must not wait for this one.
    js::listen(&events, "versionchange", {
        let database = database.clone();
        move |_| {
            give_up(base);
            database.clone().close();
        }
    });
    js::listen(&events, "close", move |_| give_up(base));
    OPEN.with_borrow_mut(|open| open.insert(base, database.clone()));
    Ok(database)
}

/// Brings the stores of any older version to this one, step by step; data is kept.
fn upgrade(base: Base, event: VersionChangeEvent, database: Database) -> indexed_db_futures::Result<()> {
    let from = event.old_version() as u32;
    let first: &[&str] = match base {
        Base::Books => &[META, OUTBOX, BASE, RECEIPTS],
        Base::Photos => &[PHOTO_ROWS, PHOTO_CONTENT],
    };
    if from < 1 {
        for store in first {
            database.create_object_store(store).build()?;
        }
    }
    Ok(())
}

fn give_up(base: Base) {
    OPEN.with_borrow_mut(|open| open.remove(&base));
}

fn is_closed(error: &Error) -> bool {
    matches!(error, Error::DomException(error) if dom_name(error) == DOM_INVALID_STATE)
}

fn dom_name(error: &indexed_db_futures::error::DomException) -> String {
    web_sys::DomException::from(error.clone()).name()
}

fn failure(error: &Error) -> StoreError {
    match error {
        Error::DomException(dom) if dom_name(dom) == DOM_QUOTA => StoreError::Quota,
        error => StoreError::Failed(error.to_string()),
    }
}

/// A transaction that the browser aborted says itself why; the request that met it says only that it was aborted.
fn name_abort(tx: &web_sys::IdbTransaction, error: StoreError) -> StoreError {
    match (error, tx.error()) {
        (StoreError::Failed(_), Some(dom)) if dom.name() == DOM_QUOTA => StoreError::Quota,
        (StoreError::Failed(text), Some(dom)) => StoreError::Failed(format!("{text}: {}", dom.message())),
        (error, _) => error,
    }
}
