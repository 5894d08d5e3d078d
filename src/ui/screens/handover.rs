//! Corte: a blind count, what is handed over with it, the signatures, and the document that remains.

pub mod checklist;
pub mod document;
pub mod model;
pub mod page;
