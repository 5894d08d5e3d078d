//! REP: what must be stamped of a month's payments, by when, what is missing, and what was stamped.
//!
//! The same rows as files are plain routes: `GET /office/rep/{month}/rep.csv` and `rep.json`, the month as `2026-11`.

mod view;

use leptos::{prelude::*, server_fn::codec::Json};

pub use view::{
    DocumentView, InvoiceNotes, Month, NoteProblem, PAYMENTS_MAX, ROWS_MAX, RepFilter, RepMonth, RepRow,
    RepState, TaxMethod,
};

use super::error::ApiError;
use crate::domain::{date::CivilDate, ids::EventId};

/// The payments of a month that must be stamped. Needs `Permission::StampRep`.
#[server(name = LoadRepMonth, prefix = "/api", endpoint = "rep/month", input = Json)]
pub async fn rep_month(month: Month, filter: RepFilter) -> Result<RepMonth, ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::StampRep).await?;
    crate::server::rep::month(&caller, month, filter).await
}

/// Notes the folio fiscal of the REP that documents these payments. Needs `Permission::StampRep`.
#[server(prefix = "/api", endpoint = "rep/stamp", input = Json)]
pub async fn note_stamp(payments: Vec<EventId>, uuid: String, stamped_on: CivilDate) -> Result<(), ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::StampRep).await?;
    crate::server::rep::stamp(&caller, payments, &uuid, stamped_on).await
}

/// Takes the note of a REP back: it was cancelled, or belongs to another payment. Needs `Permission::StampRep`.
#[server(prefix = "/api", endpoint = "rep/unstamp", input = Json)]
pub async fn take_stamp_back(payment: EventId) -> Result<(), ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::StampRep).await?;
    crate::server::rep::unstamp(&caller, payment).await
}

/// Notes what SAT knows of invoices, one by line: folio and folio fiscal. Needs `Permission::StampRep`.
#[server(prefix = "/api", endpoint = "rep/note-invoices", input = Json)]
pub async fn note_invoices(lines: String, method: TaxMethod) -> Result<InvoiceNotes, ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::StampRep).await?;
    crate::server::rep::note_invoices(&caller, &lines, method).await
}
