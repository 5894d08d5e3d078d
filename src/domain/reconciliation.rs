//! Reconciliation: which lines of a bank statement are which money that the books expect. Never a guess between two.
//! Source: domain-rules.md §3.7.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{date::CivilDate, ids::BankAccountId, money::Money};

#[cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]
pub mod references;
#[cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]
pub mod slips;

use references::Words;

/// Most candidates that are named for one line: nobody compares more by eye.
pub const CANDIDATES_MAX: usize = 20;

/// One line of a statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementLine {
    /// As the file numbers it.
    pub row: u32,
    pub on: CivilDate,
    /// Positive for a credit (abono), negative for a debit (cargo).
    pub amount: Money,
    pub reference: String,
    pub description: String,
    /// Whose statement it is; `None` where that is not known, and then any money may be in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bank: Option<BankAccountId>,
}

/// The form in which money is expected at the bank.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExpectedKind {
    Deposit,
    Transfer,
    Card,
    Cheque,
}

/// Money that the books say must arrive, or has arrived, at the bank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected<Id> {
    pub id: Id,
    pub on: CivilDate,
    pub amount: Money,
    /// Folio of the slip, clave de rastreo, number of the cheque, authorisation.
    pub references: Vec<String>,
    pub kind: ExpectedKind,
    /// The account that it goes to; `None` where it may arrive at any: clients choose to which they transfer.
    pub bank: Option<BankAccountId>,
}

/// How far apart a line and what is expected may lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MatchSettings {
    /// Days between both where only the amount agrees.
    pub days_window: u16,
    /// Days between both where the reference agrees too: cheques are cashed weeks later, and folios repeat.
    pub reference_days_window: u16,
}

impl Default for MatchSettings {
    /// Three days: a weekend. Forty-five: a cheque presented late, short of next month's folios twice over.
    fn default() -> MatchSettings {
        MatchSettings { days_window: 3, reference_days_window: 45 }
    }
}

/// What a match rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Reference and amount are the same.
    Reference,
    /// Amount within the days, and no other line nor other money has it.
    AmountAndDate,
}

/// Why a person must decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// Several agree by reference and amount.
    SeveralByReference,
    /// Several agree by amount and date.
    SeveralByAmount,
    /// The reference is the same and the amount is not.
    AmountDiffers,
}

/// A line and the money that it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Match<Id> {
    pub row: u32,
    pub expected: Id,
    pub confidence: Confidence,
}

/// A line that a person must look at, and what it may be: at most [`CANDIDATES_MAX`], oldest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ambiguous<Id> {
    pub row: u32,
    pub doubt: Doubt,
    pub candidates: Vec<Id>,
}

/// What became of each line and of each expected money. Everything is sorted, by row or by id.
///
/// Invariant: each credit is in exactly one of `matched`, `ambiguous` and `unmatched_lines`; each expected money is
/// matched at most once, and is in `unmatched_expected` otherwise, also where it is a candidate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matches<Id> {
    pub matched: Vec<Match<Id>>,
    pub ambiguous: Vec<Ambiguous<Id>>,
    pub unmatched_lines: Vec<u32>,
    pub unmatched_expected: Vec<Id>,
    /// Debits: commissions, withdrawals, returned cheques. Nothing is expected of them.
    pub debits: Vec<u32>,
}

/// Candidates on both sides of one way to agree.
#[derive(Default)]
struct Pairs {
    of_line: BTreeMap<usize, BTreeSet<usize>>,
    of_expected: BTreeMap<usize, BTreeSet<usize>>,
}

impl Pairs {
    fn add(&mut self, line: usize, expected: usize) {
        self.of_line.entry(line).or_default().insert(expected);
        self.of_expected.entry(expected).or_default().insert(line);
    }

    /// The only candidate of a line which has no other line either.
    fn only(&self, line: usize) -> Option<usize> {
        let candidates = self.of_line.get(&line)?;
        let first = *candidates.first()?;
        let is_only =
            candidates.len() == 1 && self.of_expected.get(&first).is_some_and(|lines| lines.len() == 1);
        is_only.then_some(first)
    }
}

/// Matches lines with money: reference and amount first, then amount within the days where it is the only one on both
/// sides. What two could be is left to a person, and what a reference speaks against is not taken by amount.
///
/// The order in which lines and money are given changes nothing. Rows and ids are each taken to be unique.
pub fn match_lines<Id: Copy + Ord>(
    lines: &[StatementLine],
    expected: &[Expected<Id>],
    settings: MatchSettings,
) -> Matches<Id> {
    let mut lines: Vec<&StatementLine> = lines.iter().collect();
    lines.sort_by_key(|line| line.row);
    let mut expected: Vec<&Expected<Id>> = expected.iter().collect();
    expected.sort_by_key(|money| (money.on, money.id));
    let books = Books::of(&lines, &expected, settings);

    let mut matches = Matches {
        matched: Vec::new(),
        ambiguous: Vec::new(),
        unmatched_lines: Vec::new(),
        unmatched_expected: Vec::new(),
        debits: lines.iter().filter(|line| !line.amount.is_positive()).map(|line| line.row).collect(),
    };
    let by_reference = books.by_reference();
    let by_amount = books.by_amount(&by_reference);
    let mut taken = BTreeSet::new();
    let ids = |candidates: &BTreeSet<usize>| -> Vec<Id> {
        candidates.iter().take(CANDIDATES_MAX).map(|index| expected[*index].id).collect()
    };
    for (index, line) in lines.iter().enumerate().filter(|(_, line)| line.amount.is_positive()) {
        let named = books.named_otherwise(index);
        let by_name = by_reference.only(index).map(|found| (found, Confidence::Reference));
        // What the line names is not what its amount says: then the amount alone decides nothing.
        let sure = by_name.or_else(|| {
            let found = by_amount.only(index).filter(|_| named.is_empty())?;
            Some((found, Confidence::AmountAndDate))
        });
        if let Some((found, confidence)) = sure {
            let is_new = taken.insert(found);
            assert!(is_new, "expected money is matched once");
            matches.matched.push(Match { row: line.row, expected: expected[found].id, confidence });
            continue;
        }
        let of_amount = by_amount.of_line.get(&index).cloned().unwrap_or_default();
        let (candidates, doubt) = match by_reference.of_line.get(&index) {
            Some(candidates) => (candidates.clone(), Doubt::SeveralByReference),
            None if named.is_empty() => (of_amount, Doubt::SeveralByAmount),
            None => (named.union(&of_amount).copied().collect(), Doubt::AmountDiffers),
        };
        if candidates.is_empty() {
            matches.unmatched_lines.push(line.row);
        } else {
            matches.ambiguous.push(Ambiguous { row: line.row, doubt, candidates: ids(&candidates) });
        }
    }
    let left = (0..expected.len()).filter(|index| !taken.contains(index));
    matches.unmatched_expected = left.map(|index| expected[index].id).collect();
    matches.unmatched_expected.sort();
    // What was matched meanwhile is no candidate any more.
    let is_matched: BTreeSet<Id> = taken.iter().map(|index| expected[*index].id).collect();
    for ambiguous in &mut matches.ambiguous {
        ambiguous.candidates.retain(|id| !is_matched.contains(id));
    }
    let (open, closed) =
        std::mem::take(&mut matches.ambiguous).into_iter().partition(|doubt| !doubt.candidates.is_empty());
    matches.ambiguous = open;
    let closed: Vec<Ambiguous<Id>> = closed;
    matches.unmatched_lines.extend(closed.into_iter().map(|doubt| doubt.row));
    matches.unmatched_lines.sort_unstable();
    matches
}

/// Both sides, looked up by amount and by word.
struct Books<'a, Id> {
    lines: &'a [&'a StatementLine],
    expected: &'a [&'a Expected<Id>],
    settings: MatchSettings,
    words: Vec<Words>,
    of_amount: BTreeMap<Money, Vec<usize>>,
    of_word: BTreeMap<String, Vec<usize>>,
}

impl<'a, Id: Copy + Ord> Books<'a, Id> {
    fn of(lines: &'a [&'a StatementLine], expected: &'a [&'a Expected<Id>], settings: MatchSettings) -> Self {
        let mut of_amount: BTreeMap<Money, Vec<usize>> = BTreeMap::new();
        let mut of_word: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, money) in expected.iter().enumerate() {
            of_amount.entry(money.amount).or_default().push(index);
            for word in money.references.iter().filter_map(|text| references::key(text)) {
                of_word.entry(word).or_default().push(index);
            }
        }
        let words = lines.iter().map(|line| Words::of(&[&line.reference, &line.description])).collect();
        Books { lines, expected, settings, words, of_amount, of_word }
    }

    /// Whether both can be the same by their days and accounts.
    fn is_within(&self, line: usize, money: usize, days: u16) -> bool {
        let (line, money) = (self.lines[line], self.expected[money]);
        let is_same_bank = match (line.bank, money.bank) {
            (Some(of_line), Some(of_money)) => of_line == of_money,
            _ => true,
        };
        is_same_bank && line.on.days_since(money.on).unsigned_abs() <= u64::from(days)
    }

    fn credits(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.lines.len()).filter(|line| self.lines[*line].amount.is_positive())
    }

    fn of_same_amount(&self, line: usize) -> &[usize] {
        self.of_amount.get(&self.lines[line].amount).map_or(&[], Vec::as_slice)
    }

    fn by_reference(&self) -> Pairs {
        let mut pairs = Pairs::default();
        for line in self.credits() {
            for &money in self.of_same_amount(line) {
                let is_named = self.expected[money]
                    .references
                    .iter()
                    .filter_map(|text| references::key(text))
                    .any(|key| self.words[line].name(&key));
                if is_named && self.is_within(line, money, self.settings.reference_days_window) {
                    pairs.add(line, money);
                }
            }
        }
        pairs
    }

    /// Pairs of the same amount within the days, apart from what a reference speaks of on either side.
    fn by_amount(&self, by_reference: &Pairs) -> Pairs {
        let mut pairs = Pairs::default();
        for line in self.credits().filter(|line| !by_reference.of_line.contains_key(line)) {
            for &money in self.of_same_amount(line) {
                let is_free = !by_reference.of_expected.contains_key(&money);
                if is_free && self.is_within(line, money, self.settings.days_window) {
                    pairs.add(line, money);
                }
            }
        }
        pairs
    }

    /// Money of another amount whose reference the line bears.
    fn named_otherwise(&self, line: usize) -> BTreeSet<usize> {
        let named = self.words[line].each().filter_map(|word| self.of_word.get(word)).flatten().copied();
        named.filter(|money| self.is_within(line, *money, self.settings.reference_days_window)).collect()
    }
}

#[cfg(test)]
mod tests;
