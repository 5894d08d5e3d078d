//! The rules of a contrarecibo. Source: domain-rules.md §1.

use super::{Applied, ExceptionCode};
use crate::domain::{
    account::Account,
    counter_receipt::{CLIENT_FOLIO_CHARS_MAX, CounterReceiptTaken, InReview},
    date::CivilDate,
    ids::EventId,
    rule_error::RuleError,
};

/// The invoices are *en revisión*; nothing is paid by it.
///
/// One that was settled meanwhile is in review no more: the fact stands, and is flagged. Of two for one invoice the
/// later counts, whichever arrives last.
pub(super) fn apply(
    account: &mut Account,
    id: EventId,
    on: CivilDate,
    taken: &CounterReceiptTaken,
) -> Result<Applied, RuleError> {
    if taken.invoices.is_empty() {
        return Err(RuleError::Field { field: "invoices".into() });
    }
    if taken.client_folio.chars().count() > CLIENT_FOLIO_CHARS_MAX {
        let chars_max = CLIENT_FOLIO_CHARS_MAX;
        return Err(RuleError::TextTooLong { field: "client_folio".into(), chars_max });
    }
    if taken.pay_on.is_some_and(|pay_on| pay_on < on) {
        return Err(RuleError::PayDayInThePast);
    }
    let mut exception = None;
    for invoice in &taken.invoices {
        let open = account.invoices.iter_mut().find(|known| known.id == *invoice && known.is_open());
        let Some(open) = open else {
            exception = Some(ExceptionCode::NamedInvoiceSettled);
            continue;
        };
        let is_later = |known: &InReview| (known.since, known.event) <= (on, id);
        if open.in_review.as_ref().is_none_or(is_later) {
            open.in_review = Some(InReview {
                event: id,
                client_folio: taken.client_folio.clone(),
                since: on,
                pay_on: taken.pay_on,
            });
        }
    }
    Ok(Applied { exception, ..Applied::default() })
}
