//! Imports of clients and open invoices: the wizard's steps as server functions, and the types that it shows.
//!
//! The first step, the upload itself, is a plain route: `POST /office/imports`, multipart, one part `file`. It answers
//! [`Uploaded`], or 422 with a [`FileProblem`] as JSON where the file cannot be read. The refused rows are another:
//! `GET /office/imports/{id}/refused.csv`.

mod reason;
mod review;

use leptos::{prelude::*, server_fn::codec::Json};
use serde::{Deserialize, Serialize};

pub use reason::{Field, FileProblem, ImportKind, MappingProblem, Reason, Verdict};
pub use review::{
    ApplyResult, ColumnView, Counts, ImportLine, ImportStep, ImportView, Mapping, PreviewCell, PreviewValue,
    REVIEW_PAGE_ROWS, RowView, RowsPage, SampleRow, SourceView, TextEncoding,
};

use super::error::ApiError;
use crate::{domain::ids::ImportId, sync::ports::NetError};

/// Most bytes of an upload. 50,000 rows of CSV take about 6 MB.
pub const UPLOAD_BYTES_MAX: u64 = 10 * 1024 * 1024;

/// The answer to an upload that could be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Uploaded {
    pub id: ImportId,
}

/// What came back from the upload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UploadAnswer {
    Uploaded(ImportId),
    /// The file cannot be read; nothing was kept of it.
    Refused(FileProblem),
    Failed(ApiError),
}

impl UploadAnswer {
    /// Reads the status and the JSON of the answer, or that there was none.
    pub fn of(answer: Result<(u16, String), NetError>) -> UploadAnswer {
        let (status, body) = match answer {
            Ok(answer) => answer,
            Err(NetError::NotProtocol) => return UploadAnswer::Failed(ApiError::NotSenda),
            Err(_) => return UploadAnswer::Failed(ApiError::Unreachable),
        };
        if status == 200 {
            return match serde_json::from_str::<Uploaded>(&body) {
                Ok(uploaded) => UploadAnswer::Uploaded(uploaded.id),
                Err(_) => UploadAnswer::Failed(ApiError::NotSenda),
            };
        }
        if let Ok(problem) = serde_json::from_str(&body) {
            return UploadAnswer::Refused(problem);
        }
        UploadAnswer::Failed(serde_json::from_str(&body).unwrap_or(ApiError::NotSenda))
    }
}

/// One import, at whatever step it stands. Needs `Permission::Import`.
#[server(name = LoadImport, prefix = "/api", endpoint = "imports/get", input = Json)]
pub async fn import_view(id: ImportId) -> Result<ImportView, ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::Import).await?;
    crate::server::imports::wizard::get(&caller, id).await
}

/// Says what the columns mean. What keeps it from being used comes back in the view. Needs `Permission::Import`.
#[server(prefix = "/api", endpoint = "imports/mapping", input = Json)]
pub async fn match_columns(id: ImportId, mapping: Mapping) -> Result<ImportView, ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::Import).await?;
    crate::server::imports::wizard::set_mapping(&caller, id, mapping).await
}

/// One page of the reviewed rows, of one verdict or of all. Needs `Permission::Import`.
#[server(prefix = "/api", endpoint = "imports/rows", input = Json)]
pub async fn import_rows(id: ImportId, verdict: Option<Verdict>, page: u32) -> Result<RowsPage, ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::Import).await?;
    crate::server::imports::wizard::rows(&caller, id, verdict, page).await
}

/// Stores the good rows and the ones to be shown. Twice is once. Needs `Permission::Import`.
#[server(prefix = "/api", endpoint = "imports/apply", input = Json)]
pub async fn apply_import(id: ImportId) -> Result<ImportView, ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::Import).await?;
    crate::server::imports::apply::apply(&caller, id).await
}

/// The latest imports, newest first. Needs `Permission::Import`.
#[server(prefix = "/api", endpoint = "imports/list", input = Json)]
pub async fn list_imports() -> Result<Vec<ImportLine>, ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::Import).await?;
    crate::server::imports::wizard::list(&caller).await
}
