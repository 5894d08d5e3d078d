//! The life of a cheque: good only when it clears. Source: domain-rules.md §2.5, §2.6.

use serde::{Deserialize, Serialize};

use super::{
    account::{Account, RESOLVED_CHEQUES_MAX},
    date::CivilDate,
    folio::Folio,
    ids::EventId,
    money::{Money, MoneyError},
    rule_error::RuleError,
};

/// The least indemnity for a cheque that bounced, in hundredths of a percent of it. Source: LGTOC 193.
pub const INDEMNITY_BP: u64 = 2_000;

/// The days in which a cheque of the same place is presented. Source: LGTOC 181 (to be confirmed).
pub const PRESENTATION_DAYS: i64 = 15;

/// A cheque as the account shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cheque {
    /// The payment that brought it.
    pub event: EventId,
    pub folio: Folio,
    pub number: String,
    pub bank: String,
    pub amount: Money,
    pub received_on: CivilDate,
    pub state: ChequeState,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ChequeState {
    Received,
    Deposited { on: CivilDate },
    Cleared { on: CivilDate },
    Bounced { on: CivilDate },
}

impl ChequeState {
    /// It was handed to a bank.
    pub fn deposited(self, on: CivilDate) -> Result<ChequeState, RuleError> {
        match self {
            ChequeState::Received => Ok(ChequeState::Deposited { on }),
            _ => Err(RuleError::ChequeState),
        }
    }

    /// The bank paid it. A deposit that nobody recorded does not stop the bank's word.
    pub fn cleared(self, on: CivilDate) -> Result<ChequeState, RuleError> {
        match self {
            ChequeState::Received | ChequeState::Deposited { .. } => Ok(ChequeState::Cleared { on }),
            ChequeState::Cleared { .. } | ChequeState::Bounced { .. } => Err(RuleError::ChequeState),
        }
    }

    /// The bank gave it back.
    pub fn bounced(self, on: CivilDate) -> Result<ChequeState, RuleError> {
        match self {
            ChequeState::Received | ChequeState::Deposited { .. } => Ok(ChequeState::Bounced { on }),
            ChequeState::Cleared { .. } | ChequeState::Bounced { .. } => Err(RuleError::ChequeState),
        }
    }

    /// Nothing more happens to it.
    pub fn is_resolved(self) -> bool {
        matches!(self, ChequeState::Cleared { .. } | ChequeState::Bounced { .. })
    }
}

/// The indemnity that is owed for a cheque that bounced: 3,750.00 for 18,750.00. Source: domain-rules.md §2.5.
pub fn indemnity(amount: Money) -> Result<Money, MoneyError> {
    amount.share(INDEMNITY_BP, 10_000)
}

/// The cheque of `payment` was deposited on that day. On `Err` the account is untouched.
pub fn mark_deposited(account: &mut Account, payment: EventId, on: CivilDate) -> Result<(), RuleError> {
    mark(account, payment, |state| state.deposited(on))
}

/// The cheque of `payment` cleared on that day. On `Err` the account is untouched.
pub fn mark_cleared(account: &mut Account, payment: EventId, on: CivilDate) -> Result<(), RuleError> {
    mark(account, payment, |state| state.cleared(on))
}

pub(super) fn mark(
    account: &mut Account,
    payment: EventId,
    step: impl Fn(ChequeState) -> Result<ChequeState, RuleError>,
) -> Result<(), RuleError> {
    let cheque = account.cheques.iter_mut().find(|cheque| cheque.event == payment);
    let cheque = cheque.ok_or(RuleError::UnknownCheque)?;
    cheque.state = step(cheque.state)?;
    forget_resolved(&mut account.cheques);
    Ok(())
}

/// Keeps the last ones that are resolved, and all that may still bounce.
pub(super) fn forget_resolved(cheques: &mut Vec<Cheque>) {
    let resolved = cheques.iter().filter(|cheque| cheque.state.is_resolved()).count();
    let mut surplus = resolved.saturating_sub(RESOLVED_CHEQUES_MAX);
    cheques.retain(|cheque| {
        let goes = surplus > 0 && cheque.state.is_resolved();
        surplus = surplus.saturating_sub(usize::from(goes));
        !goes
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        folio::Series,
        sample::{self, day, money},
    };

    #[test]
    fn a_cheque_goes_only_forward() {
        let on = day("2026-11-21");
        let states = [
            ChequeState::Received,
            ChequeState::Deposited { on },
            ChequeState::Cleared { on },
            ChequeState::Bounced { on },
        ];
        let steps = [ChequeState::deposited, ChequeState::cleared, ChequeState::bounced];
        // One row for each state: may it be deposited, clear, bounce?
        let allowed = [[true, true, true], [false, true, true], [false; 3], [false; 3]];
        for (state, row) in states.into_iter().zip(allowed) {
            for (step, may) in steps.into_iter().zip(row) {
                assert_eq!(step(state, on).is_ok(), may, "{state:?}");
            }
        }
    }

    /// domain-rules.md §2.5: 18,750.00 → 3,750.00.
    #[test]
    fn the_indemnity_is_a_fifth() {
        assert_eq!(indemnity(money(1_875_000)), Ok(money(375_000)));
        assert_eq!(indemnity(money(3)), Ok(money(1)));
    }

    #[test]
    fn what_may_still_bounce_is_never_forgotten() {
        let mut account = sample::account(&[]);
        for number in 1..=20_u32 {
            account.cheques.push(Cheque {
                event: sample::event(u64::from(number)),
                folio: Folio::new(Series::parse("C07").unwrap(), number).unwrap(),
                number: number.to_string(),
                bank: "BANCO".into(),
                amount: money(100),
                received_on: day("2026-11-01"),
                state: ChequeState::Received,
            });
        }
        for number in 5..=20 {
            mark_deposited(&mut account, sample::event(number), day("2026-11-02")).unwrap();
            mark_cleared(&mut account, sample::event(number), day("2026-11-03")).unwrap();
        }
        assert_eq!(account.cheques.len(), 4 + RESOLVED_CHEQUES_MAX);
        assert!(account.cheques.iter().take(4).all(|cheque| cheque.state == ChequeState::Received));
        let unknown = mark_cleared(&mut account, sample::event(99), day("2026-11-03"));
        assert_eq!(unknown, Err(RuleError::UnknownCheque));
    }
}
