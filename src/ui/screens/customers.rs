//! Clientes: all of them, looking for one, and the open one beside the list on wide screens.

pub mod model;
pub mod page;
