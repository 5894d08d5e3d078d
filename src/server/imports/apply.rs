//! local
use crate::{
    api::{error::ApiError, imports::*},
    domain::ids::ImportId,
    server::extract::Caller,
};
pub async fn apply(_: &Caller, _: ImportId) -> Result<ImportView, ApiError> {
    Err(ApiError::Busy)
}
