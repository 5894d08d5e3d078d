//! The engine of this tab.

use std::cell::RefCell;

use super::{
    clock::{self, DeviceClock, DeviceRng},
    net::DeviceTransport,
    store::{self, DeviceStore},
};
use crate::{
    device::{DeviceError, FileOut, export},
    sync::{engine::Engine, ports::StoreError},
};

/// What screens record and sync with.
pub type DeviceEngine = Engine<DeviceStore, DeviceTransport, DeviceClock, DeviceRng>;

thread_local! {
    static ENGINE: RefCell<Option<DeviceEngine>> = const { RefCell::new(None) };
}

/// The one engine of this tab; clones share everything.
pub fn engine() -> Result<DeviceEngine, DeviceError> {
    let engine = ENGINE.with_borrow_mut(|engine| {
        let make = || Engine::new(DeviceStore::default(), DeviceTransport, DeviceClock, DeviceRng);
        engine.get_or_insert_with(make).clone()
    });
    Ok(engine)
}

/// The backup of what was not sent, with the exact bytes; also of a storage that is no longer whole.
pub async fn export_outbox() -> Result<FileOut, StoreError> {
    let (meta, rows) = store::salvage().await?;
    let (name, text) = export::export(meta.as_ref(), &rows, clock::now())
        .map_err(|error| StoreError::Failed(error.to_string()))?;
    Ok(FileOut { name, mime: "application/json", bytes: text.into_bytes() })
}
