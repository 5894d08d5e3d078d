//! The rules of corrections. Source: domain-rules.md §3.8.

use super::Applied;
use crate::domain::{account::Account, correction::CorrectionAsked, rule_error::RuleError};

/// What is asked changes nothing yet; it must make sense for this account.
pub(super) fn check_asked(_account: &Account, _asked: &CorrectionAsked) -> Result<Applied, RuleError> {
    Err(RuleError::Field { field: "correction".into() })
}
