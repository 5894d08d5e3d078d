//! Sync: protocol and state machines over ports. Knows nothing of browsers, HTTP or SurrealDB.

// What travels
pub mod protocol;
// What is asked of the platform
pub mod ports;
// What the device keeps
pub mod records;
// State machines
pub mod clock;
pub mod draft;
pub mod engine;
pub mod overlay;
pub mod pull;
pub mod push;
pub mod search;
// What the server decides by
pub mod intake;
// For tests, and for the screens of a build without a browser
pub mod memory_store;
