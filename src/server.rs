//! The server: routes and the database behind them. The business is in `domain`, what travels in `sync`.

// What is stored
pub mod store;
