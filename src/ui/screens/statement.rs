//! Estado de cuenta on the phone: from the account that it has, without signal; shared, or printed.

mod model;
pub mod page;
