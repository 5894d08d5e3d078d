//! Convenio: a simulator within what the person may grant, the document, and the client's signature.

pub mod document;
pub mod model;
pub mod page;
pub mod signing;
