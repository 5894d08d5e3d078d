//! The rules of a contrarecibo. Source: domain-rules.md §1.

use super::Applied;
use crate::domain::{
    account::Account, counter_receipt::CounterReceiptTaken, date::CivilDate, ids::EventId,
    rule_error::RuleError,
};

/// The invoices are *en revisión*; nothing is paid by it.
pub(super) fn apply(
    _account: &mut Account,
    _id: EventId,
    _on: CivilDate,
    _taken: &CounterReceiptTaken,
) -> Result<Applied, RuleError> {
    Err(RuleError::Field { field: "counter_receipt".into() })
}
