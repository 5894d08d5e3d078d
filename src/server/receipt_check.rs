//! The public check of a receipt.

use super::extract::Visitor;
use crate::{
    api::error::{ApiError, Field, FieldProblem, Thing},
    domain::{chain::ChainHash, folio::Folio},
    sync::protocol::ReceiptCheck,
};

/// Answers only to whoever knows both the folio and the hash, that is, to whoever holds the receipt. A wrong hash and
/// an unknown folio look the same.
pub async fn check(visitor: &Visitor, folio: &str, hash: &str) -> Result<ReceiptCheck, ApiError> {
    let state = &visitor.state;
    state.limits.receipt_attempt(visitor.address, state.now())?;
    let folio = Folio::parse(folio).ok_or(ApiError::field(Field::Folio, FieldProblem::Malformed))?;
    let not_found = ApiError::NotFound { what: Thing::Receipt };
    let Some(hash) = ChainHash::parse(&hash.trim().to_ascii_lowercase()) else { return Err(not_found) };
    state.store.check_receipt(&folio, hash).await?.ok_or(not_found)
}
