//! `POST /office/statements`: a bank statement comes in. The same file again changes nothing, and a file that overlaps
//! with another brings only its new lines.

use std::collections::BTreeMap;

use axum::extract::Multipart;
use sha2::{Digest, Sha256};

use super::today;
use crate::{
    api::{
        audit::AuditAction,
        error::{ApiError, Thing},
        imports::{FileProblem, UPLOAD_BYTES_MAX},
        reconciliation::{LineId, StatementProblem, StatementTaken},
    },
    domain::{ids::BankAccountId, reconciliation::StatementLine},
    server::{audit, extract::Caller, statements, store::statements::KeptStatement},
};

/// Most characters that are kept of a file's name.
const FILE_NAME_CHARS_MAX: usize = 120;
/// Most characters of the part that names the bank account.
const BANK_CHARS_MAX: usize = 64;

/// Why a statement came to nothing.
#[derive(Debug)]
pub enum StatementRefusal {
    Problem(StatementProblem),
    Other(ApiError),
}

impl<E: Into<ApiError>> From<E> for StatementRefusal {
    fn from(error: E) -> StatementRefusal {
        StatementRefusal::Other(error.into())
    }
}

/// What the form held.
struct Sent {
    bank: BankAccountId,
    name: String,
    bytes: Vec<u8>,
}

/// Takes a statement in.
pub async fn upload(caller: &Caller, form: Multipart) -> Result<StatementTaken, StatementRefusal> {
    let Sent { bank, name, bytes } = sent_of(form).await?;
    let store = &caller.state.store;
    store.bank_account(bank).await?.ok_or(ApiError::NotFound { what: Thing::BankAccount })?;
    let sha256: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    let count = |count: u64| u32::try_from(count).unwrap_or(u32::MAX);
    if let Some(kept) = store.statement(bank, &sha256).await? {
        let lines = count(kept.lines);
        return Ok(StatementTaken { lines, new_lines: 0, refused: kept.refused, is_repeated: true });
    }
    let now = caller.now();
    let today = today(store, now).await?;
    // A file that brings the reader down is a damaged file, and no more than that.
    let read = tokio::task::spawn_blocking(move || statements::read(&bytes, today)).await;
    let read = read.unwrap_or(Err(FileProblem::Damaged.into())).map_err(StatementRefusal::Problem)?;
    let lines = keyed(bank, read.lines);
    let days = || lines.iter().map(|(id, _)| id.on);
    let new_lines = store.keep_lines(&lines).await?;
    let kept = KeptStatement {
        bank,
        sha256,
        person: caller.id(),
        uploaded: now,
        file_name: name.clone(),
        lines: lines.len() as u64,
        new_lines,
        skipped: u64::from(read.skipped),
        refused: read.refused,
        first: days().min().unwrap_or(today),
        last: days().max().unwrap_or(today),
    };
    store.keep_statement(&kept).await?;
    audit::record(
        caller,
        AuditAction::StatementTaken {
            bank,
            file_name: name,
            lines: count(kept.lines),
            new_lines: count(new_lines),
        },
    )
    .await?;
    Ok(StatementTaken {
        lines: count(kept.lines),
        new_lines: count(new_lines),
        refused: kept.refused,
        is_repeated: false,
    })
}

/// Each line under an id made of what it says. Lines that say the same, as two deposits of one amount on one day may,
/// are told apart by how many came before: the same in each file that has all of the day.
fn keyed(bank: BankAccountId, lines: Vec<StatementLine>) -> Vec<(LineId, StatementLine)> {
    let mut seen: BTreeMap<[u8; 32], u64> = BTreeMap::new();
    let keyed = lines.into_iter().map(|line| {
        let said = Sha256::new()
            .chain_update(line.on.to_string())
            .chain_update(line.amount.centavos().to_be_bytes())
            .chain_update((line.reference.len() as u64).to_be_bytes())
            .chain_update(&line.reference)
            .chain_update(&line.description)
            .finalize();
        let before = seen.entry(said.into()).or_default();
        let digest = Sha256::new().chain_update(said).chain_update(before.to_be_bytes()).finalize();
        *before = before.saturating_add(1);
        let mut bytes = [0u8; 16];
        bytes.copy_from_slice(&digest[..16]);
        let key = uuid::Builder::from_custom_bytes(bytes).into_uuid();
        (LineId { bank, on: line.on, key }, line)
    });
    keyed.collect()
}

/// The form's parts: which bank account, and the file.
async fn sent_of(mut form: Multipart) -> Result<Sent, StatementRefusal> {
    let (mut bank, mut file) = (None, None);
    while let Some(field) = form.next_field().await.map_err(problem_of)? {
        match field.name() {
            Some("bank") => {
                let text = field.text().await.map_err(problem_of)?;
                if text.len() <= BANK_CHARS_MAX {
                    bank = BankAccountId::parse(&text);
                }
            }
            Some("file") => {
                let name = field.file_name().map(file_name).unwrap_or_default();
                file = Some((name, field.bytes().await.map_err(problem_of)?));
            }
            _ => {}
        }
    }
    let bank = bank.ok_or(ApiError::NotFound { what: Thing::BankAccount })?;
    let (name, bytes) = file.ok_or(ApiError::BadRequest)?;
    Ok(Sent { bank, name, bytes: bytes.into() })
}

fn problem_of(error: axum::extract::multipart::MultipartError) -> StatementRefusal {
    if error.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
        let megabytes_max = (UPLOAD_BYTES_MAX / 1024 / 1024) as u32;
        return StatementRefusal::Problem(FileProblem::TooLarge { megabytes_max }.into());
    }
    ApiError::BadRequest.into()
}

/// The name without folders, as some browsers send them, and without what cannot be shown.
fn file_name(sent: &str) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().filter(|c| !c.is_control()).take(FILE_NAME_CHARS_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{date::CivilDate, money::Money};

    fn line(row: u32, day: u32, description: &str) -> StatementLine {
        StatementLine {
            row,
            on: CivilDate::new(2026, 11, day).unwrap(),
            amount: Money::from_centavos(50_000).unwrap(),
            reference: String::new(),
            description: description.into(),
            bank: None,
        }
    }

    fn keys(lines: Vec<StatementLine>) -> Vec<LineId> {
        keyed(BankAccountId::from_key("one"), lines).into_iter().map(|(id, _)| id).collect()
    }

    #[test]
    fn twins_of_one_day_are_two_lines_and_the_same_in_each_file() {
        let first = keys(vec![line(6, 20, "DEPOSITO"), line(7, 20, "DEPOSITO"), line(8, 19, "DEPOSITO")]);
        assert_ne!(first[0], first[1]);
        let later = keys(vec![
            line(4, 21, "DEPOSITO"),
            line(5, 20, "DEPOSITO"),
            line(6, 20, "DEPOSITO"),
            line(7, 20, "SPEI"),
        ]);
        assert_eq!(&later[1..3], &first[..2]);
        assert!(!first.contains(&later[3]));
    }
}
