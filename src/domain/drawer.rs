//! The drawer: what one person carries, in cash and in paper, and what became of it. The second unit that rules
//! change, beside the account. Source: domain-rules.md §2.12, §3.5, §3.6.

use serde::{Deserialize, Serialize};

use super::{
    cash_count::CashCount,
    date::{CivilDate, Millis},
    folio::Folio,
    ids::{BankAccountId, BranchId, ClientId, EventId, PersonId},
    money::{Money, MoneyError},
    payment::PaymentMethod,
    photo::PhotoRef,
    signature::Signature,
};

/// What one person carries.
///
/// Invariants: `cash` ≥ 0; `cash` = the fold of the ledger's `in_hand`; `held` are exactly the payments that no corte
/// has taken yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drawer {
    pub person: PersonId,
    pub branch: BranchId,
    /// Raised by one with each change that the server commits.
    pub version: u64,
    /// In hand, in pesos.
    pub cash: Money,
    /// With what the current corte began: what the last one left, or what the office gave.
    #[serde(default)]
    pub opened: Money,
    /// Expenses that the office approved since the last corte.
    #[serde(default)]
    pub spent: Money,
    /// What else moved the cash since the last corte: more deposited than was known to be there, or a payment
    /// reversed whose cash had left already.
    #[serde(default, skip_serializing_if = "super::money::is_nothing")]
    pub adjusted: Money,
    /// Payments since the last corte, oldest first.
    #[serde(default)]
    pub held: Vec<Held>,
    /// Deposits since the last corte, oldest first.
    #[serde(default)]
    pub deposits: Vec<DepositLine>,
    /// Folios of this person that were voided since the last corte.
    #[serde(default)]
    pub voided: Vec<Folio>,
    /// The last cortes, newest first, at most [`HANDOVERS_MAX`].
    #[serde(default)]
    pub handovers: Vec<HandoverLine>,
    /// A supervisor let this person go out on that day although an older corte is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub route_allowed_on: Option<CivilDate>,
    /// A supervisor let this person take cash above the hard limit on that day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cash_allowed_on: Option<CivilDate>,
}

impl Drawer {
    /// Of a person who carries nothing yet.
    pub fn empty(person: PersonId, branch: BranchId) -> Drawer {
        Drawer {
            person,
            branch,
            version: 0,
            cash: Money::ZERO,
            opened: Money::ZERO,
            spent: Money::ZERO,
            adjusted: Money::ZERO,
            held: Vec::new(),
            deposits: Vec::new(),
            voided: Vec::new(),
            handovers: Vec::new(),
            route_allowed_on: None,
            cash_allowed_on: None,
        }
    }

    /// How the cash came to be what it is; `expected` is what a count must give.
    /// Source: domain-rules.md §2.12.
    pub fn breakdown(&self) -> Result<CashBreakdown, MoneyError> {
        let in_cash = self.held.iter().filter(|held| held.form == HeldForm::Cash);
        Ok(CashBreakdown {
            opened: self.opened,
            received: Money::sum(in_cash.map(|held| held.amount))?,
            adjusted: self.adjusted,
            spent: self.spent,
            deposited: Money::sum(self.deposits.iter().map(|deposit| deposit.cash))?,
            expected: self.cash,
        })
    }

    /// The cheques that are still with the person: what a deposit or a corte can take.
    pub fn cheques(&self) -> impl Iterator<Item = &Held> {
        self.held.iter().filter(|held| held.form == HeldForm::Cheque && held.deposited.is_none())
    }

    /// The corte written by this event, while the drawer remembers it.
    pub fn handover(&self, event: EventId) -> Option<&HandoverLine> {
        self.handovers.iter().find(|line| line.event == event)
    }

    /// The working day that is still open although another has begun: its corte must be handed in before the route.
    pub fn open_since(&self, today: CivilDate) -> Option<CivilDate> {
        let oldest = self.held.iter().map(|held| held.received_on).min();
        oldest.filter(|day| *day < today && self.route_allowed_on != Some(today))
    }
}

/// `expected = opened + received + adjusted − spent − deposited`. What earlier cortes took is not in it any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CashBreakdown {
    pub opened: Money,
    pub received: Money,
    pub adjusted: Money,
    pub spent: Money,
    pub deposited: Money,
    pub expected: Money,
}

/// How many cortes a drawer remembers; those that nobody has confirmed are never forgotten.
pub const HANDOVERS_MAX: usize = 31;

/// One payment that is still with the person who received it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    pub event: EventId,
    pub folio: Folio,
    pub client: ClientId,
    /// As the rules know it: filled by whoever applies the payment; may be empty.
    #[serde(default)]
    pub client_name: String,
    pub amount: Money,
    pub form: HeldForm,
    pub received_on: CivilDate,
    /// The deposit that took its cheque to the bank already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deposited: Option<EventId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HeldForm {
    Cash,
    Transfer,
    Cheque,
    Card,
}

impl HeldForm {
    pub fn of(method: &PaymentMethod) -> HeldForm {
        match method {
            PaymentMethod::Cash => HeldForm::Cash,
            PaymentMethod::Transfer { .. } => HeldForm::Transfer,
            PaymentMethod::Cheque { .. } => HeldForm::Cheque,
            PaymentMethod::Card { .. } => HeldForm::Card,
        }
    }
}

/// A deposit at a bank, with its slip (ficha).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DepositMade {
    /// Whose drawer it leaves: the person who writes the event.
    pub person: PersonId,
    pub bank: BankAccountId,
    pub slip_folio: String,
    pub on: CivilDate,
    /// Hour on the slip, `HH:MM`; empty where it has none.
    #[serde(default)]
    pub time: String,
    pub cash: Money,
    /// Cheques in it, by the folio of their receipts.
    pub cheques: Vec<Folio>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub photo: Option<PhotoRef>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DepositLine {
    pub event: EventId,
    pub bank: BankAccountId,
    pub slip_folio: String,
    pub on: CivilDate,
    pub cash: Money,
    pub cheques: Vec<Folio>,
    /// Cash and cheques together.
    pub total: Money,
}

/// The corte: the person hands over what he carries. Both count; both sign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CashHandedOver {
    pub person: PersonId,
    /// The working day that it closes.
    pub day: CivilDate,
    pub count: CashCount,
    /// What is kept to begin the next day with; the rest of the count is handed over.
    #[serde(default)]
    pub kept: Money,
    /// As the phone knew it after the blind count; the server computes its own.
    pub expected: Money,
    /// Why the count differs; demanded where it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub difference: Option<Difference>,
    /// Cheques handed over, by the folio of their receipts.
    pub cheques: Vec<Folio>,
    pub checklist: HandoverChecklist,
    pub signature: Signature,
    /// Who receives, where he signed on the same device; else he confirms in his own session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receiver: Option<Receiver>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    pub reason: DifferenceReason,
    /// In his own words; may be empty but for `Other`.
    #[serde(default)]
    pub note: String,
}

/// Faltante or sobrante.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DifferenceReason {
    WrongChange,
    CountedWrongBefore,
    Lost,
    Robbed,
    CounterfeitNote,
    RoundedForClient,
    Unknown,
    Other,
}

/// What S11 asks to be handed over: how many of each, as the person says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandoverChecklist {
    /// Pagos.
    pub payments: u32,
    /// Contrarecibos.
    pub counter_receipts: u32,
    /// Facturas no cobradas, given back on paper.
    pub uncollected_invoices: u32,
    /// Recibos de caja.
    pub receipts: u32,
    /// Copias de pagos de clientes.
    pub client_payment_copies: u32,
    /// Bitácora de cobranza handed over.
    pub log: bool,
    /// Programa diario handed over.
    pub programme: bool,
}

/// Who receives a corte.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receiver {
    pub name: String,
    pub signature: Signature,
}

/// A cheque that a corte took.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedCheque {
    /// The payment that brought it.
    pub event: EventId,
    pub folio: Folio,
    pub amount: Money,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandoverLine {
    pub event: EventId,
    pub day: CivilDate,
    /// In cash, handed over.
    pub handed: Money,
    /// Counted less expected.
    pub difference: Money,
    pub cheques: Vec<HandedCheque>,
    /// How many payments left with it, in any form.
    pub payments: u32,
    pub state: HandoverState,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum HandoverState {
    /// Nobody at the office has confirmed it yet.
    Waiting,
    Confirmed {
        by: PersonId,
        at: Millis,
    },
    /// The receiver counted something else.
    Objected {
        by: PersonId,
        at: Millis,
        counted: Money,
    },
}

/// A receipt that was spoilt: its number is explained, no money was received for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FolioVoided {
    pub person: PersonId,
    pub folio: Folio,
    pub reason: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub photo: Option<PhotoRef>,
}

/// How much cash one may carry. Source: domain-rules.md §3.5.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CashLimits {
    /// Above it the app asks for a deposit.
    pub soft: Money,
    /// Above it no more cash is taken, unless a supervisor lets it.
    pub hard: Money,
}

/// Where the cash in hand stands against the limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CashLevel {
    Within,
    /// Above the soft limit: time for a deposit.
    AboveSoft,
    /// Above the hard limit: no more cash, unless a supervisor lets it.
    AboveHard,
}

impl CashLimits {
    /// Exactly at a limit is still within it.
    pub fn level(&self, cash: Money) -> CashLevel {
        if cash > self.hard {
            CashLevel::AboveHard
        } else if cash > self.soft {
            CashLevel::AboveSoft
        } else {
            CashLevel::Within
        }
    }
}

impl Drawer {
    /// Whether taking `more` in cash on that day would pass the hard limit without leave of a supervisor.
    pub fn is_too_much_cash(&self, more: Money, limits: &CashLimits, on: CivilDate) -> bool {
        let after = self.cash.checked_add(more);
        let is_above = after.is_ok_and(|cash| limits.level(cash) == CashLevel::AboveHard);
        is_above && self.cash_allowed_on != Some(on)
    }
}
