//! The rules of a visit without payment.

use super::{Applied, promise};
use crate::domain::{
    account::Account,
    date::CivilDate,
    ids::EventId,
    promise::PromiseMade,
    rule_error::RuleError,
    visit::{VISIT_NOTE_CHARS_MAX, VisitLine, VisitMade, VisitResult},
};

/// The client was visited on the day `on`; what he promised counts as a promise.
pub(super) fn apply(
    account: &mut Account,
    id: EventId,
    on: CivilDate,
    visit: &VisitMade,
) -> Result<Applied, RuleError> {
    if visit.note.chars().count() > VISIT_NOTE_CHARS_MAX {
        return Err(RuleError::TextTooLong { field: "note".into(), chars_max: VISIT_NOTE_CHARS_MAX });
    }
    if let VisitResult::Promised { amount, due } = visit.result {
        promise::apply(account, id, on, &PromiseMade { client: visit.client, amount, due })?;
    }
    // An older visit that arrives late, from another phone, is no longer the last.
    if account.last_visit.as_ref().is_none_or(|last| (last.on, last.event) <= (on, id)) {
        account.last_visit = Some(VisitLine { event: id, on, result: visit.result.clone() });
    }
    Ok(Applied::default())
}
