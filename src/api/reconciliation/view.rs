//! What the screen of reconciliation shows, and what it asks for.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::RefusedLine;
use crate::domain::{
    date::{CivilDate, Millis},
    ids::{BankAccountId, EventId},
    money::Money,
    reconciliation::{Confidence, Doubt, ExpectedKind},
};

/// Most rows of each list of [`OpenBooks`]; its totals count all of them.
pub const ROWS_MAX: usize = 300;
/// Matches in one page of those that were confirmed.
pub const DONE_PAGE_ROWS: u32 = 100;
/// Most matches in one request.
pub const PAIRS_MAX: usize = 300;
/// Longest note of a line that is set aside.
pub const NOTE_CHARS_MAX: usize = 200;

/// A line of a statement: the account, the day, and what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LineId {
    pub bank: BankAccountId,
    pub on: CivilDate,
    pub key: Uuid,
}

/// A match that a person confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct MatchId {
    pub at: Millis,
    pub key: Uuid,
}

/// Money that must arrive at a bank: a deposit, or a payment that was no cash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TargetId {
    pub kind: ExpectedKind,
    /// Of the deposit or of the payment.
    pub event: EventId,
}

impl TargetId {
    /// The kind in the database.
    pub fn kind_str(&self) -> &'static str {
        match self.kind {
            ExpectedKind::Deposit => "deposit",
            ExpectedKind::Transfer => "transfer",
            ExpectedKind::Card => "card",
            ExpectedKind::Cheque => "cheque",
        }
    }

    /// Of what [`TargetId::kind_str`] said.
    pub fn of_parts(kind: &str, event: EventId) -> Option<TargetId> {
        let kinds = [ExpectedKind::Deposit, ExpectedKind::Transfer, ExpectedKind::Card, ExpectedKind::Cheque];
        let targets = kinds.into_iter().map(|kind| TargetId { kind, event });
        targets.into_iter().find(|target| target.kind_str() == kind)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineView {
    pub id: LineId,
    pub amount: Money,
    pub reference: String,
    pub description: String,
    /// Why it was set aside; empty while it is open.
    #[serde(default)]
    pub note: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetView {
    pub id: TargetId,
    pub on: CivilDate,
    pub amount: Money,
    /// Folio of the slip or of the receipt.
    pub folio: String,
    /// Clave de rastreo, number of the cheque, authorisation; empty where there is none.
    pub reference: String,
    pub person_name: String,
    /// Empty for a deposit: it is many clients'.
    pub client_name: String,
    /// The account that it goes to, where it is known.
    pub bank: Option<BankAccountId>,
    /// Whoever asks received it himself, and somebody else must reconcile it.
    pub is_own: bool,
}

/// A line and the only money that it can be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sure {
    pub line: LineView,
    pub target: TargetView,
    pub confidence: Confidence,
}

/// A line that a person must look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubtful {
    pub line: LineView,
    pub doubt: Doubt,
    pub candidates: Vec<TargetView>,
}

/// What is open at both sides. Each list is cut at [`ROWS_MAX`]; the totals are of all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenBooks {
    pub sure: Vec<Sure>,
    pub sure_total: u32,
    pub doubtful: Vec<Doubtful>,
    pub doubtful_total: u32,
    /// Credits that nothing was expected for.
    pub lines_alone: Vec<LineView>,
    pub lines_alone_total: u32,
    /// Money that no line shows, oldest first.
    pub waiting: Vec<TargetView>,
    pub waiting_total: u32,
    /// All that waits, also what may be found among the lines above.
    pub waiting_amount: Money,
    /// Lines that were set aside.
    pub aside: Vec<LineView>,
}

/// Lines and money that are the same. Usually one of each; both sides must add up to the same amount.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatchRequest {
    pub lines: Vec<LineId>,
    pub targets: Vec<TargetId>,
    /// As it was proposed; `None` where a person paired them.
    #[serde(default)]
    pub confidence: Option<Confidence>,
}

/// A match as it was confirmed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoneRow {
    pub id: MatchId,
    pub bank: BankAccountId,
    pub amount: Money,
    pub lines: Vec<LineView>,
    pub targets: Vec<TargetView>,
    pub confidence: Option<Confidence>,
    pub by_name: String,
    /// When and by whom it was undone.
    pub undone: Option<(Millis, String)>,
}

/// A statement that was taken in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementRow {
    pub bank: BankAccountId,
    pub file_name: String,
    pub uploaded: Millis,
    pub by_name: String,
    pub lines: u32,
    pub new_lines: u32,
    pub refused: Vec<RefusedLine>,
    pub first: CivilDate,
    pub last: CivilDate,
}
