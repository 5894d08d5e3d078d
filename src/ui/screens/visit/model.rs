//! The visit being captured.

use serde::{Deserialize, Serialize};

use crate::{
    domain::{
        date::CivilDate,
        ids::ClientId,
        rule_error::RuleError,
        visit::{VISIT_NOTE_CHARS_MAX, VisitMade, VisitResult},
    },
    sync::engine::Draft,
    ui::components::AmountEntry,
};

/// The six tiles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reason {
    Absent,
    Closed,
    NoMoney,
    Promised,
    InReview,
    Disputes,
}

impl Reason {
    pub const ALL: [Reason; 6] = [
        Reason::Absent,
        Reason::Closed,
        Reason::NoMoney,
        Reason::Promised,
        Reason::InReview,
        Reason::Disputes,
    ];
}

/// What is still missing or wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missing {
    Reason,
    Amount,
    Date,
    /// It is recorded as a contrarecibo.
    CounterReceipt,
    Rule(RuleError),
}

/// Everything that was typed, so that an interruption loses nothing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Typed {
    pub reason: Option<Reason>,
    pub amount: AmountEntry,
    pub promise_date: String,
    pub note: String,
}

impl Typed {
    /// The draft to record on `today`; the error names what to mend.
    pub fn draft(&self, client: ClientId, today: CivilDate) -> Result<Draft, Missing> {
        let result = match self.reason.ok_or(Missing::Reason)? {
            Reason::Absent => VisitResult::Absent,
            Reason::Closed => VisitResult::Closed,
            Reason::NoMoney => VisitResult::NoMoney,
            Reason::Disputes => VisitResult::Disputes,
            Reason::Promised => {
                let amount = self.amount.money().ok_or(Missing::Amount)?;
                let due = CivilDate::parse_iso(self.promise_date.trim()).ok_or(Missing::Date)?;
                if due < today {
                    return Err(Missing::Rule(RuleError::PromiseInThePast));
                }
                VisitResult::Promised { amount, due }
            }
            // Which invoices, until when: the screen of the contrarecibo asks.
            Reason::InReview => return Err(Missing::CounterReceipt),
        };
        let note = self.note.trim().to_owned();
        if note.chars().count() > VISIT_NOTE_CHARS_MAX {
            let error = RuleError::TextTooLong { field: "note".into(), chars_max: VISIT_NOTE_CHARS_MAX };
            return Err(Missing::Rule(error));
        }
        Ok(Draft::Visit(VisitMade { client, result, note }))
    }

    /// Nothing worth keeping has been typed.
    pub fn is_blank(&self) -> bool {
        self.reason.is_none() && self.note.trim().is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(typed: Typed, expected: Result<VisitResult, Missing>) {
        let today = CivilDate::new(2026, 11, 21).unwrap();
        let made = typed.draft(ClientId::from_key("A"), today).map(|draft| match draft {
            Draft::Visit(visit) => visit.result,
            other => panic!("a visit was expected, not {other:?}"),
        });
        assert_eq!(made, expected);
    }

    #[test]
    fn a_promise_needs_an_amount_and_a_day_that_has_not_passed() {
        let promised = Typed { reason: Some(Reason::Promised), ..Typed::default() };
        check(Typed::default(), Err(Missing::Reason));
        check(promised.clone(), Err(Missing::Amount));
        let with_amount = Typed { amount: AmountEntry::from_typed("300"), ..promised };
        check(with_amount.clone(), Err(Missing::Date));
        let past = Typed { promise_date: "2026-11-20".into(), ..with_amount.clone() };
        check(past, Err(Missing::Rule(RuleError::PromiseInThePast)));
        let today = Typed { promise_date: "2026-11-21".into(), ..with_amount };
        check(
            today,
            Ok(VisitResult::Promised {
                amount: crate::domain::money::Money::from_centavos(30_000).unwrap(),
                due: CivilDate::new(2026, 11, 21).unwrap(),
            }),
        );
    }

    #[test]
    fn in_review_is_recorded_as_a_contrarecibo() {
        let review = Typed { reason: Some(Reason::InReview), ..Typed::default() };
        check(review, Err(Missing::CounterReceipt));
    }
}
