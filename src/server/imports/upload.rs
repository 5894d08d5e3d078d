//! `POST /office/imports`: the first step.

use axum::extract::Multipart;

use super::{
    mapping, read_file,
    run::{self, Detail, RunState},
};
use crate::{
    api::{
        audit::AuditAction,
        error::ApiError,
        imports::{FileProblem, UPLOAD_BYTES_MAX, Uploaded},
    },
    domain::ids::ImportId,
    server::{audit, error::failed, extract::Caller, setup::random_uuid, store::import_runs::ImportRun},
};

/// Most characters that are kept of a file's name.
const FILE_NAME_CHARS_MAX: usize = 120;

/// Why an upload came to nothing.
#[derive(Debug)]
pub enum UploadRefusal {
    File(FileProblem),
    Other(ApiError),
}

impl From<ApiError> for UploadRefusal {
    fn from(error: ApiError) -> UploadRefusal {
        UploadRefusal::Other(error)
    }
}

impl From<FileProblem> for UploadRefusal {
    fn from(problem: FileProblem) -> UploadRefusal {
        UploadRefusal::File(problem)
    }
}

/// A file as it was sent.
struct Sent {
    name: String,
    bytes: Vec<u8>,
}

/// Takes the file in: reads it, proposes what its columns mean, keeps both.
pub async fn upload(caller: &Caller, form: Multipart) -> Result<Uploaded, UploadRefusal> {
    let file = file_of(form).await?;
    let name = file.name;
    // A file that brings the reader down is a damaged file, and no more than that.
    let work = move || read_file(&file.bytes).and_then(|table| Ok((mapping::propose(&table)?, table)));
    let (mapping, table) = tokio::task::spawn_blocking(work).await.unwrap_or(Err(FileProblem::Damaged))?;
    let now = caller.now();
    let detail = Detail {
        source: table.source.clone(),
        width: table.width,
        rows: u32::try_from(table.rows.len()).unwrap_or(u32::MAX),
        parts: run::parts_of(&table),
        mapping,
        counts: None,
        result: None,
        refused_late: Vec::new(),
    };
    let kept = ImportRun {
        id: ImportId::from_uuid(random_uuid()),
        person: caller.id(),
        started: now,
        updated: now,
        state: RunState::Match.as_str().to_owned(),
        file_name: name.clone(),
        detail: serde_json::to_string(&detail).map_err(|error| failed(&error))?,
    };
    run::keep(&caller.state.store, &kept, &table).await?;
    audit::record(caller, AuditAction::ImportUploaded { import: kept.id, file_name: name }).await?;
    Ok(Uploaded { id: kept.id })
}

/// The form's only file.
async fn file_of(mut form: Multipart) -> Result<Sent, UploadRefusal> {
    while let Some(field) = form.next_field().await.map_err(problem_of)? {
        if field.name() != Some("file") {
            continue;
        }
        let name = field.file_name().map(file_name).unwrap_or_default();
        let bytes = field.bytes().await.map_err(problem_of)?;
        if bytes.is_empty() {
            return Err(FileProblem::Empty.into());
        }
        return Ok(Sent { name, bytes: bytes.into() });
    }
    Err(ApiError::BadRequest.into())
}

fn problem_of(error: axum::extract::multipart::MultipartError) -> UploadRefusal {
    if error.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
        let megabytes_max = (UPLOAD_BYTES_MAX / 1024 / 1024) as u32;
        return FileProblem::TooLarge { megabytes_max }.into();
    }
    ApiError::BadRequest.into()
}

/// The name without folders, as some browsers send them, and without what cannot be shown.
fn file_name(sent: &str) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().filter(|c| !c.is_control()).take(FILE_NAME_CHARS_MAX).collect()
}
