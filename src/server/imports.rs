//! Imports of clients and open invoices from spreadsheets: upload, match columns, review, apply.
//!
//! Reading order: `decode` and `delimited` or `workbook` make a `table`; `header` and `mapping` say what its columns
//! mean; `review` gives each row its verdict by way of `clients` and `invoices`; none of them knows of the database.
//! `run` keeps an upload between the steps of the `wizard`, and `apply` stores it.

// From bytes to a table
pub mod decode;
pub mod delimited;
pub mod formula;
pub mod table;
pub mod workbook;
// What the columns mean
pub mod header;
pub mod mapping;
// What the rows say
pub mod amounts;
pub mod clients;
pub mod dates;
pub mod invoices;
pub mod review;
pub mod texts;

// The wizard: what is kept between its steps, and what goes into the books
pub mod apply;
pub mod refused;
pub mod run;
pub mod upload;
pub mod wizard;

use crate::api::imports::{FileProblem, UPLOAD_BYTES_MAX};

/// Reads an upload of either format into a table.
pub fn read_file(bytes: &[u8]) -> Result<table::Table, FileProblem> {
    if bytes.len() as u64 > UPLOAD_BYTES_MAX {
        let megabytes_max = (UPLOAD_BYTES_MAX / 1024 / 1024) as u32;
        return Err(FileProblem::TooLarge { megabytes_max });
    }
    match decode::decode(bytes)? {
        decode::Decoded::Text { text, encoding } => delimited::read(&text, encoding),
        decode::Decoded::Workbook => workbook::read(bytes),
    }
}
