//! What is chosen to be paired by hand, and the words of lines and money: pure.

use std::collections::BTreeSet;

use crate::{
    api::reconciliation::{LineId, LineView, MatchRequest, OpenBooks, Sure, TargetId, TargetView},
    domain::{money::Money, policy::BankAccount},
    ui::text::reconciliation as words,
};

/// `BBVA ··4321`.
pub fn bank_name(bank: &BankAccount) -> String {
    format!("{} ··{}", bank.bank, bank.last_four)
}

/// What the bank wrote, in one text.
pub fn says(line: &LineView) -> String {
    [line.description.as_str(), line.reference.as_str()]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join(" · ")
}

/// `Depósito 45217`.
pub fn title(target: &TargetView) -> String {
    format!("{} {}", words::kind(target.id.kind), target.folio)
}

/// One line and one piece of money.
pub fn pair(line: &LineView, target: &TargetView) -> MatchRequest {
    MatchRequest { lines: vec![line.id], targets: vec![target.id], confidence: None }
}

/// As the rules proposed it.
pub fn proposed(sure: &Sure) -> MatchRequest {
    MatchRequest { confidence: Some(sure.confidence), ..pair(&sure.line, &sure.target) }
}

/// What whoever looks may confirm at once: nobody reconciles what he received himself.
pub fn confirmable(books: &OpenBooks) -> Vec<MatchRequest> {
    books.sure.iter().filter(|sure| !sure.target.is_own).map(proposed).collect()
}

/// Lines and money chosen to be paired by hand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chosen {
    pub lines: BTreeSet<LineId>,
    pub targets: BTreeSet<TargetId>,
}

/// What the choice adds up to at both sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sums {
    pub lines: Money,
    pub money: Money,
}

impl Chosen {
    pub fn toggle_line(&mut self, line: LineId) {
        if !self.lines.remove(&line) {
            self.lines.insert(line);
        }
    }

    pub fn toggle_target(&mut self, target: TargetId) {
        if !self.targets.remove(&target) {
            self.targets.insert(target);
        }
    }

    /// The sums of what is still there to be chosen; `None` where they leave the bounds of money.
    pub fn sums(&self, books: &OpenBooks) -> Option<Sums> {
        let lines = books.lines_alone.iter().filter(|line| self.lines.contains(&line.id));
        let money = books.waiting.iter().filter(|target| self.targets.contains(&target.id));
        Some(Sums {
            lines: Money::sum(lines.map(|line| line.amount)).ok()?,
            money: Money::sum(money.map(|target| target.amount)).ok()?,
        })
    }

    /// What to ask for, where both sides are chosen and agree; else the reason.
    pub fn request(&self, books: &OpenBooks) -> Result<MatchRequest, &'static str> {
        if self.lines.is_empty() || self.targets.is_empty() {
            return Err(words::ES.choose_both);
        }
        match self.sums(books) {
            Some(sums) if sums.lines == sums.money && sums.lines.is_positive() => Ok(MatchRequest {
                lines: self.lines.iter().copied().collect(),
                targets: self.targets.iter().copied().collect(),
                confidence: None,
            }),
            _ => Err(words::ES.sums_differ),
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::{
        date::CivilDate,
        ids::{BankAccountId, EventId},
        reconciliation::{Confidence, ExpectedKind},
    };

    fn day() -> CivilDate {
        CivilDate::new(2026, 11, 20).unwrap()
    }

    fn line(key: u128, centavos: i64) -> LineView {
        LineView {
            id: LineId { bank: BankAccountId::from_key("one"), on: day(), key: Uuid::from_u128(key) },
            amount: Money::from_centavos(centavos).unwrap(),
            reference: "4521".into(),
            description: "DEPOSITO".into(),
            note: String::new(),
        }
    }

    fn target(key: u128, centavos: i64) -> TargetView {
        TargetView {
            id: TargetId { kind: ExpectedKind::Deposit, event: EventId::from_uuid(Uuid::from_u128(key)) },
            on: day(),
            amount: Money::from_centavos(centavos).unwrap(),
            folio: "4521".into(),
            reference: String::new(),
            person_name: String::new(),
            client_name: String::new(),
            bank: None,
            is_own: false,
        }
    }

    #[test]
    fn only_equal_sums_of_both_sides_can_be_paired() {
        let books = OpenBooks {
            lines_alone: vec![line(1, 500), line(2, 700)],
            waiting: vec![target(1, 1_200), target(2, 500)],
            ..OpenBooks::default()
        };
        let mut chosen = Chosen::default();
        assert_eq!(chosen.request(&books), Err(words::ES.choose_both));
        chosen.toggle_line(books.lines_alone[0].id);
        chosen.toggle_target(books.waiting[0].id);
        assert_eq!(chosen.request(&books), Err(words::ES.sums_differ));
        chosen.toggle_line(books.lines_alone[1].id);
        assert_eq!(chosen.request(&books).map(|request| request.lines.len()), Ok(2));
        chosen.toggle_line(books.lines_alone[1].id);
        chosen.toggle_target(books.waiting[0].id);
        chosen.toggle_target(books.waiting[1].id);
        assert!(chosen.request(&books).is_ok());
    }

    #[test]
    fn what_one_received_oneself_is_not_among_those_confirmed_at_once() {
        let sure = |key, is_own| Sure {
            line: line(key, 500),
            target: TargetView { is_own, ..target(key, 500) },
            confidence: Confidence::Reference,
        };
        let books = OpenBooks { sure: vec![sure(1, false), sure(2, true)], ..OpenBooks::default() };
        let requests = confirmable(&books);
        assert_eq!(requests.len(), 1);
        assert_eq!(requests[0].confidence, Some(Confidence::Reference));
    }
}
