//! The public check of a receipt: the client sees that the office has his payment.

use leptos::{prelude::*, server_fn::codec::Json};

use serde::{Deserialize, Serialize};

use super::error::ApiError;
use crate::{
    domain::{date::CivilDate, ids::ClientId, money::Money, payment::PaymentMethod},
    sync::protocol::ReceiptCheck,
};

/// Whether the office has the payment with this folio and this hash (64 hexadecimal digits, from the QR code).
/// Public; attempts are limited by address, and nothing but the amount and the moment is told.
#[server(prefix = "/api", endpoint = "receipts/check", input = Json)]
pub async fn check_receipt(folio: String, hash: String) -> Result<ReceiptCheck, ApiError> {
    crate::server::receipt_check::check(&crate::server::extract::visitor().await?, &folio, &hash).await
}

/// What a receipt says whose phone was destroyed before it could send it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LostReceipt {
    /// From its link: folio and hash (64 hexadecimal digits).
    pub folio: String,
    pub hash: String,
    /// As printed on it.
    pub client: ClientId,
    pub amount: Money,
    pub method: PaymentMethod,
    pub received_on: CivilDate,
}

/// Takes in a payment that only its receipt tells of, once: it is booked with whoever held the series, and what the
/// phone wrote is only linked to it should it come after all. [`ApiError::Conflict`] where the office has the folio.
/// Needs `Permission::ResolveExceptions`.
#[server(prefix = "/api", endpoint = "receipts/recover", input = Json)]
pub async fn recover_payment(lost: LostReceipt) -> Result<(), ApiError> {
    let caller =
        crate::server::extract::caller_with(crate::domain::role::Permission::ResolveExceptions).await?;
    crate::server::receipt_check::recover(&caller, lost).await
}
