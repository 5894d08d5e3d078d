//! The corte being captured: from what was counted and typed to a draft that the rules take.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{
    domain::{
        calendar::WorkCalendar,
        cash_count::CashCount,
        date::CivilDate,
        drawer::{
            CashHandedOver, Difference, DifferenceReason, Drawer, HandoverChecklist, Held, HeldForm, Receiver,
        },
        folio::Folio,
        money::{Money, MoneyError},
        route::{StopState, day_route},
        rule_error::RuleError,
        signature::Signature,
    },
    sync::{engine::Draft, overlay::Workspace},
    ui::components::AmountEntry,
};

/// Everything that was counted and typed, so that an interruption loses nothing. Signatures are given last and are
/// not kept.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Typed {
    pub count: CashCount,
    /// The count is finished: what is expected may be shown.
    pub is_counted: bool,
    pub reason: Option<DifferenceReason>,
    pub note: String,
    pub kept: AmountEntry,
    /// Folios of the cheques that stay with the person.
    pub kept_cheques: Vec<String>,
    /// `None` until the person corrects what was filled in.
    pub checklist: Option<HandoverChecklist>,
    pub has_receiver: bool,
    pub receiver_name: String,
}

/// What is still missing or wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missing {
    Reason,
    Note,
    Kept { counted: Money },
    Signature,
    Receiver,
    Rule(RuleError),
}

impl From<MoneyError> for Missing {
    fn from(error: MoneyError) -> Missing {
        Missing::Rule(error.into())
    }
}

/// The signatures on the screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signed {
    pub person: Option<Signature>,
    pub receiver: Option<Signature>,
}

impl Typed {
    pub fn is_blank(&self) -> bool {
        *self == Typed::default()
    }

    /// Counted less expected.
    pub fn difference(&self, drawer: &Drawer) -> Result<Money, MoneyError> {
        self.count.total()?.checked_sub(drawer.cash)
    }

    /// Counted less what is kept.
    pub fn handed(&self) -> Result<Money, MoneyError> {
        self.count.total()?.checked_sub(self.kept.money().unwrap_or_default())
    }

    /// Of the cheques in hand, those that are handed over.
    pub fn cheques(&self, drawer: &Drawer) -> Vec<Folio> {
        let is_handed = |held: &&Held| !self.kept_cheques.contains(&held.folio.to_string());
        drawer.cheques().filter(is_handed).map(|held| held.folio.clone()).collect()
    }

    /// The draft to record; the error names what to mend.
    pub fn draft(
        &self,
        drawer: &Drawer,
        today: CivilDate,
        filled: HandoverChecklist,
        signed: Signed,
    ) -> Result<Draft, Missing> {
        let counted = self.count.total()?;
        let difference = if self.difference(drawer)?.is_zero() { None } else { Some(self.reasoned()?) };
        let kept = self.kept.money().unwrap_or_default();
        if kept > counted {
            return Err(Missing::Kept { counted });
        }
        let signature = signed.person.ok_or(Missing::Signature)?;
        let receiver = match (self.has_receiver, signed.receiver, self.receiver_name.trim()) {
            (false, ..) => None,
            (true, Some(signature), name) if !name.is_empty() => {
                Some(Receiver { name: name.to_owned(), signature })
            }
            (true, ..) => return Err(Missing::Receiver),
        };
        Ok(Draft::Handover(CashHandedOver {
            person: drawer.person,
            day: day_to_close(drawer, today),
            count: self.count.clone(),
            kept,
            expected: drawer.cash,
            difference,
            cheques: self.cheques(drawer),
            checklist: self.checklist.unwrap_or(filled),
            signature,
            receiver,
        }))
    }

    fn reasoned(&self) -> Result<Difference, Missing> {
        let reason = self.reason.ok_or(Missing::Reason)?;
        let note = self.note.trim().to_owned();
        if reason == DifferenceReason::Other && note.is_empty() {
            return Err(Missing::Note);
        }
        Ok(Difference { reason, note })
    }
}

/// The working day that a corte of today closes: the oldest that is still open.
pub fn day_to_close(drawer: &Drawer, today: CivilDate) -> CivilDate {
    drawer.held.iter().map(|held| held.received_on).min().map_or(today, |oldest| oldest.min(today))
}

/// What S11 asks for, as far as this phone knows it.
pub fn filled_checklist(workspace: &Workspace, today: CivilDate) -> HandoverChecklist {
    let drawer = workspace.drawer();
    let day = day_to_close(&drawer, today);
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let accounts: Vec<_> = workspace.accounts().collect();
    let reviews: BTreeSet<_> = accounts
        .iter()
        .flat_map(|account| account.invoices.iter())
        .filter_map(|invoice| invoice.in_review.as_ref())
        .filter(|review| review.since >= day)
        .map(|review| review.event)
        .collect();
    let route = day_route(accounts.iter().map(AsRef::as_ref), today, &WorkCalendar::default());
    let visited = route.map(|route| {
        let stops = route.stops.iter().chain(&route.rest);
        let unpaid = stops.filter(|stop| stop.state == StopState::Visited);
        unpaid.filter_map(|stop| workspace.account(stop.client)).collect::<Vec<_>>()
    });
    let uncollected = visited.unwrap_or_default();
    let due = uncollected.iter().flat_map(|account| account.open_invoices()).filter(|debt| debt.due <= today);
    let copies = drawer.held.iter().filter(|held| held.form != HeldForm::Cash).count();
    HandoverChecklist {
        payments: number(drawer.held.len()),
        counter_receipts: number(reviews.len()),
        uncollected_invoices: number(due.count()),
        receipts: number(drawer.held.len() + drawer.voided.len()),
        client_payment_copies: number(copies),
        log: false,
        programme: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        cash_count::Piece,
        ids::{BranchId, PersonId},
    };

    fn drawer(pesos: u32) -> Drawer {
        let mut drawer = Drawer::empty(PersonId::from_key("g"), BranchId::from_key("b"));
        drawer.cash = Money::whole_pesos(pesos);
        drawer
    }

    fn counted(hundreds: u32) -> Typed {
        let count = CashCount::of([(Piece::Note100, hundreds)]);
        Typed { count, is_counted: true, ..Typed::default() }
    }

    fn signed() -> Signed {
        Signed { person: Some(Signature { strokes: "1,1 2,2 3,3 4,4".into() }), receiver: None }
    }

    fn check(typed: &Typed, expected_missing: Option<Missing>) {
        let today = CivilDate::new(2026, 11, 21).unwrap();
        let made = typed.draft(&drawer(300), today, HandoverChecklist::default(), signed());
        assert_eq!(made.err(), expected_missing);
    }

    #[test]
    fn a_difference_needs_its_reason_and_other_needs_words() {
        check(&counted(3), None);
        check(&counted(2), Some(Missing::Reason));
        let lost = Typed { reason: Some(DifferenceReason::Lost), ..counted(2) };
        check(&lost, None);
        let other = Typed { reason: Some(DifferenceReason::Other), ..counted(4) };
        check(&other, Some(Missing::Note));
    }

    #[test]
    fn what_is_kept_is_part_of_what_was_counted() {
        let kept = Typed { kept: AmountEntry::from_typed("300"), ..counted(3) };
        assert_eq!(kept.handed(), Ok(Money::ZERO));
        check(&kept, None);
        let more = Typed { kept: AmountEntry::from_typed("300.01"), ..counted(3) };
        check(&more, Some(Missing::Kept { counted: Money::whole_pesos(300) }));
    }

    #[test]
    fn a_receiver_gives_name_and_signature_or_does_not_sign_here() {
        let receiver = Typed { has_receiver: true, receiver_name: "Eva".into(), ..counted(3) };
        check(&receiver, Some(Missing::Receiver));
        let nobody = Signed::default();
        let today = CivilDate::new(2026, 11, 21).unwrap();
        let made = counted(3).draft(&drawer(300), today, HandoverChecklist::default(), nobody);
        assert_eq!(made.err(), Some(Missing::Signature));
    }
}
