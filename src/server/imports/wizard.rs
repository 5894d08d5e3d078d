//! local
use crate::{
    api::{error::ApiError, imports::*},
    domain::ids::ImportId,
    server::extract::Caller,
};
pub async fn get(_: &Caller, _: ImportId) -> Result<ImportView, ApiError> {
    Err(ApiError::Busy)
}
pub async fn set_mapping(_: &Caller, _: ImportId, _: Mapping) -> Result<ImportView, ApiError> {
    Err(ApiError::Busy)
}
pub async fn rows(_: &Caller, _: ImportId, _: Option<Verdict>, _: u32) -> Result<RowsPage, ApiError> {
    Err(ApiError::Busy)
}
pub async fn list(_: &Caller) -> Result<Vec<ImportLine>, ApiError> {
    Err(ApiError::Busy)
}
