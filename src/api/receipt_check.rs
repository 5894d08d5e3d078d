//! The public check of a receipt: the client sees that the office has his payment.

use leptos::{prelude::*, server_fn::codec::Json};

use super::error::ApiError;
use crate::sync::protocol::ReceiptCheck;

/// Whether the office has the payment with this folio and this hash (64 hexadecimal digits, from the QR code).
/// Public; attempts are limited by address, and nothing but the amount and the moment is told.
#[server(prefix = "/api", endpoint = "receipts/check", input = Json)]
pub async fn check_receipt(folio: String, hash: String) -> Result<ReceiptCheck, ApiError> {
    crate::server::receipt_check::check(&crate::server::extract::visitor().await?, &folio, &hash).await
}
