//! Deposits at banks: what was made in the street and from the safe, their slips, and where money lies.

use leptos::{prelude::*, server_fn::codec::Json};
use serde::{Deserialize, Serialize};

use super::{cheques::ChequeRow, error::ApiError};
use crate::domain::{
    date::{CivilDate, Millis},
    folio::Folio,
    ids::{BankAccountId, BranchId, EventId, PersonId},
    money::Money,
    photo::PhotoRef,
};

/// Longest name of whoever takes an original slip, and longest folio of a slip.
pub const SLIP_CHARS_MAX: u32 = 100;
/// Most deposits that are listed, newest first.
pub const DEPOSITS_MAX: u32 = 300;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DepositFilter {
    #[default]
    All,
    /// Nobody has handed in the original slip.
    WithoutSlip,
    /// The bank's statement has not shown it.
    NotReconciled,
}

/// Who made it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "source", rename_all = "snake_case")]
pub enum DepositSource {
    /// A person in the street, out of what he carries.
    Street,
    /// The office, out of the safe.
    Safe,
}

/// To whom the original slip was handed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlipHanded {
    pub to: String,
    pub by_name: String,
    pub at: Millis,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DepositRow {
    pub deposit: EventId,
    #[serde(flatten)]
    pub source: DepositSource,
    pub person: PersonId,
    pub person_name: String,
    pub branch: BranchId,
    pub branch_name: String,
    pub bank: BankAccountId,
    /// The bank and the last four digits.
    pub bank_name: String,
    pub slip_folio: String,
    pub on: CivilDate,
    /// Hour on the slip, `HH:MM`; may be empty.
    pub time: String,
    pub cash: Money,
    /// Cheques in it, by the folio of their receipts.
    pub cheques: Vec<Folio>,
    pub total: Money,
    pub photo: Option<PhotoRef>,
    /// When the office learnt of it.
    pub received: Millis,
    pub slip: Option<SlipHanded>,
    pub is_reconciled: bool,
    /// Others that look like the same slip.
    pub twins: Vec<EventId>,
}

/// A deposit out of the safe.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewDeposit {
    pub branch: BranchId,
    pub bank: BankAccountId,
    pub slip_folio: String,
    pub on: CivilDate,
    #[serde(default)]
    pub time: String,
    pub cash: Money,
    pub cheques: Vec<Folio>,
    #[serde(default)]
    pub photo: Option<PhotoRef>,
}

/// The safe of one branch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VaultView {
    pub branch: BranchId,
    pub branch_name: String,
    pub cash: Money,
    pub cheques: Vec<ChequeRow>,
    pub cheques_total: Money,
}

/// Every peso that was received, by the place in which it lies. Each is in exactly one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoneyPlaces {
    /// In cash with people.
    pub in_hand: Money,
    /// Transfers that the bank's statement has not shown.
    pub transfers: Money,
    /// Cards that the bank's statement has not shown.
    pub cards: Money,
    /// Cheques with people and in cortes that nobody has counted.
    pub cheques: Money,
    /// Cash of cortes that nobody has counted.
    pub handed_over: Money,
    /// Cash in safes.
    pub vault: Money,
    /// Cheques in safes.
    pub cheque_vault: Money,
    /// Deposits that the bank's statement has not shown.
    pub deposited: Money,
    /// At banks.
    pub bank: Money,
    /// Faltantes that people owe.
    pub shortage: Money,
    /// Sobrantes.
    pub surplus: Money,
    /// Expenses that were approved.
    pub expense: Money,
}

/// Deposits, newest first. Needs `Permission::SeeCash`.
#[server(prefix = "/api", endpoint = "deposits/list", input = Json)]
pub async fn list_deposits(filter: DepositFilter) -> Result<Vec<DepositRow>, ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::SeeCash).await?;
    crate::server::deposits::list(&caller, filter).await
}

/// What each branch's safe holds. Needs `Permission::SeeCash`.
#[server(prefix = "/api", endpoint = "deposits/vaults", input = Json)]
pub async fn list_vaults() -> Result<Vec<VaultView>, ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::SeeCash).await?;
    crate::server::deposits::vaults(&caller).await
}

/// Where every peso lies, of the whole company. Needs `Permission::SeeCash`.
#[server(name = LoadMoneyPlaces, prefix = "/api", endpoint = "deposits/places", input = Json)]
pub async fn money_places() -> Result<MoneyPlaces, ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::SeeCash).await?;
    crate::server::deposits::places(&caller).await
}

/// Takes cash and cheques from the safe to a bank. Needs `Permission::ReceiveCash`.
#[server(prefix = "/api", endpoint = "deposits/make", input = Json)]
pub async fn make_deposit(new: NewDeposit) -> Result<EventId, ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::ReceiveCash).await?;
    crate::server::deposits::make(&caller, new).await
}

/// The original slip was handed in to `to`. Needs `Permission::ReceiveCash`.
#[server(prefix = "/api", endpoint = "deposits/slip", input = Json)]
pub async fn hand_in_slip(deposit: EventId, to: String) -> Result<(), ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::ReceiveCash).await?;
    crate::server::deposits::hand_in_slip(&caller, deposit, &to).await
}
