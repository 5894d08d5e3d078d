//! What the company decides: limits, terms, rates and its accounts at banks. Source: domain-rules.md §0.
//!
//! Each part has its own version: hand back the one that was read, and who was slower gets [`ApiError::Conflict`].

use leptos::{prelude::*, server_fn::codec::Json};
use serde::{Deserialize, Serialize};

use super::error::ApiError;
use crate::domain::{
    agreement::AgreementLimits,
    drawer::CashLimits,
    ids::{BankAccountId, BranchId, PersonId},
    late::DayBase,
    money::Money,
    policy::BankAccount,
};

/// Of the whole company.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CompanySettings {
    /// Of everybody who has none of his own.
    pub cash: CashLimits,
    /// How far a collector may go by himself.
    pub agreement: AgreementLimits,
    /// What a debt bears a year once it is overdue where its contract says nothing else, in hundredths of a percent;
    /// 0 bears nothing. Only debts that are taken in from now on.
    pub late_rate_bp: u32,
    pub day_base: DayBase,
    /// Above this a company cannot deduct a payment in cash (LISR 27-III).
    pub b2b_cash_max: Money,
}

impl Default for CompanySettings {
    fn default() -> CompanySettings {
        CompanySettings {
            cash: CashLimits::default(),
            agreement: AgreementLimits::default(),
            late_rate_bp: 0,
            day_base: DayBase::Days360,
            b2b_cash_max: Money::whole_pesos(2_000),
        }
    }
}

/// The annual rate above which the office is warned: 3 % a month. Source: domain-rules.md §0.
pub const LATE_RATE_WARN_BP: u32 = 3_600;
/// The largest annual rate that is taken: more is a slip of the finger.
pub const LATE_RATE_MAX_BP: u32 = 30_000;

/// Of one branch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BranchSettings {
    /// IVA, in hundredths of a percent: 1,600, or 800 in the northern border region.
    pub tax_bp: u16,
}

impl Default for BranchSettings {
    fn default() -> BranchSettings {
        BranchSettings { tax_bp: 1_600 }
    }
}

/// Of one person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PersonSettings {
    /// `None`: those of the company.
    pub cash: Option<CashLimits>,
    /// May deposit cash at a bank.
    pub may_deposit: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompanyRow {
    pub version: u64,
    pub settings: CompanySettings,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BranchSettingsRow {
    pub version: u64,
    pub branch: BranchId,
    pub branch_name: String,
    pub settings: BranchSettings,
}

/// One person who collects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonSettingsRow {
    pub version: u64,
    pub person: PersonId,
    pub person_name: String,
    pub branch_name: String,
    pub settings: PersonSettings,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankRow {
    pub account: BankAccount,
    /// Takes no new deposits.
    pub is_closed: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsView {
    pub company: CompanyRow,
    /// By name.
    pub branches: Vec<BranchSettingsRow>,
    /// Who collects, by name.
    pub people: Vec<PersonSettingsRow>,
    /// By bank.
    pub banks: Vec<BankRow>,
}

/// Everything that is decided. Needs `Permission::ManageSettings`.
#[server(prefix = "/api", endpoint = "settings/get", input = Json)]
pub async fn get_settings() -> Result<SettingsView, ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::ManageSettings).await?;
    crate::server::settings::get(&caller).await
}

/// Decides what holds for the whole company. Needs `Permission::ManageSettings`.
#[server(prefix = "/api", endpoint = "settings/company", input = Json)]
pub async fn set_company_settings(version: u64, settings: CompanySettings) -> Result<(), ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::ManageSettings).await?;
    crate::server::settings::set_company(&caller, version, settings).await
}

/// Decides what holds for one branch. Needs `Permission::ManageSettings`.
#[server(prefix = "/api", endpoint = "settings/branch", input = Json)]
pub async fn set_branch_settings(
    version: u64,
    branch: BranchId,
    settings: BranchSettings,
) -> Result<(), ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::ManageSettings).await?;
    crate::server::settings::set_branch(&caller, version, branch, settings).await
}

/// Decides what holds for one person; his phone knows with its next pull. Needs `Permission::ManageSettings`.
#[server(prefix = "/api", endpoint = "settings/person", input = Json)]
pub async fn set_person_settings(
    version: u64,
    person: PersonId,
    settings: PersonSettings,
) -> Result<(), ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::ManageSettings).await?;
    crate::server::settings::set_person(&caller, version, person, settings).await
}

/// A new account at a bank. Needs `Permission::ManageSettings`.
#[server(prefix = "/api", endpoint = "settings/bank-add", input = Json)]
pub async fn add_bank_account(
    bank: String,
    last_four: String,
    clabe: String,
) -> Result<BankAccountId, ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::ManageSettings).await?;
    crate::server::settings::add_bank(&caller, &bank, &last_four, &clabe).await
}

/// Closes or opens an account at a bank: what was deposited stays. Needs `Permission::ManageSettings`.
#[server(prefix = "/api", endpoint = "settings/bank-close", input = Json)]
pub async fn close_bank_account(account: BankAccountId, is_closed: bool) -> Result<(), ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::ManageSettings).await?;
    crate::server::settings::close_bank(&caller, account, is_closed).await
}

/// The accounts at banks, for whoever deposits or reconciles. Needs `Permission::SeeCash`.
#[server(prefix = "/api", endpoint = "settings/banks", input = Json)]
pub async fn list_bank_accounts() -> Result<Vec<BankRow>, ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::SeeCash).await?;
    crate::server::settings::banks(&caller).await
}
