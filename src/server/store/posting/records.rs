//! What a posting is told of events, payments and the causes of entries.

use crate::{
    domain::{
        chain::ChainHash,
        date::{CivilDate, Millis},
        folio::Folio,
        ids::{ClientId, DeviceId, EventId, PersonId},
        money::Money,
    },
    sync::protocol::Outcome,
};

/// An event as it is stored.
pub(crate) struct EventRecord<'a> {
    pub id: EventId,
    pub device: DeviceId,
    /// Its place in the device's life; 0 where it takes none.
    pub seq: u64,
    pub kind: &'a str,
    pub client: Option<ClientId>,
    pub bytes: &'a str,
    /// Of the bytes that came, whatever the device claims.
    pub sha256: ChainHash,
    pub outcome: &'a Outcome,
}

/// A payment as it goes into the books.
pub(crate) struct PaymentRecord<'a> {
    pub event: EventId,
    pub folio: &'a Folio,
    pub client: ClientId,
    pub person: PersonId,
    pub day: CivilDate,
    pub instant: Millis,
    pub amount: Money,
    pub unapplied: Money,
    pub sat_form: &'static str,
}

/// Whose version an entry of the ledger hangs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    /// A client's account changed, and with it perhaps a drawer.
    Client(ClientId),
    /// Only a person's drawer changed.
    Person(PersonId),
    /// Money moved within the office: one entry, with version 1, under an id of its own.
    Operation(EventId),
}

impl Owner {
    pub(super) fn uuid(self) -> uuid::Uuid {
        match self {
            Owner::Client(client) => client.uuid(),
            Owner::Person(person) => person.uuid(),
            Owner::Operation(operation) => operation.uuid(),
        }
    }

    pub(super) fn as_str(self) -> &'static str {
        match self {
            Owner::Client(_) => "client",
            Owner::Person(_) => "person",
            Owner::Operation(_) => "operation",
        }
    }
}

/// Why an entry is in the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    /// A debt that came from another system.
    Opening,
    /// An import that moved the balance of a debt which nobody has paid anything of here.
    Restatement,
    /// A payment.
    Payment(EventId),
    /// A convenio that a client signed.
    Agreement(EventId),
    /// A deposit out of what a person carries.
    Deposit(EventId),
    /// A corte.
    Corte(EventId),
    /// The office counted a corte.
    CorteCounted(EventId),
    /// A corte is to be counted again.
    CorteReopened(EventId),
    /// An expense that was approved.
    Expense,
    /// Cash out of the safe for a person to begin with.
    Float,
    /// A deposit out of the safe.
    SafeDeposit,
    /// A payment was taken back.
    Reversal(EventId),
    /// A cheque was given back by the bank.
    Bounce(EventId),
    /// A debt forgiven, given up or moved; a convenio granted or broken.
    Correction,
}

impl Cause {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Cause::Opening => "opening",
            Cause::Restatement => "restatement",
            Cause::Payment(_) => "payment",
            Cause::Agreement(_) => "agreement",
            Cause::Deposit(_) => "deposit",
            Cause::Corte(_) => "corte",
            Cause::CorteCounted(_) => "corte_counted",
            Cause::CorteReopened(_) => "corte_reopened",
            Cause::Expense => "expense",
            Cause::Float => "float",
            Cause::SafeDeposit => "safe_deposit",
            Cause::Reversal(_) => "reversal",
            Cause::Bounce(_) => "bounce",
            Cause::Correction => "correction",
        }
    }

    pub(super) fn event(self) -> Option<EventId> {
        match self {
            Cause::Payment(event)
            | Cause::Agreement(event)
            | Cause::Deposit(event)
            | Cause::Corte(event)
            | Cause::CorteCounted(event)
            | Cause::CorteReopened(event)
            | Cause::Reversal(event)
            | Cause::Bounce(event) => Some(event),
            Cause::Opening
            | Cause::Restatement
            | Cause::Expense
            | Cause::Float
            | Cause::SafeDeposit
            | Cause::Correction => None,
        }
    }
}
