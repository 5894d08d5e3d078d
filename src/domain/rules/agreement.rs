//! The rules of a convenio. Source: issue C6, C9.

use super::Applied;
use crate::domain::{
    account::Account,
    agreement::{AgreementLimits, AgreementMade},
    date::CivilDate,
    ids::EventId,
    rule_error::RuleError,
};

/// A convenio that the client signed replaces the debts that it covers.
pub(super) fn apply_made(
    _account: &mut Account,
    _id: EventId,
    _on: CivilDate,
    _made: &AgreementMade,
    _limits: &AgreementLimits,
) -> Result<Applied, RuleError> {
    Err(RuleError::Field { field: "agreement".into() })
}
