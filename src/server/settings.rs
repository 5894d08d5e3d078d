//! What the company decides, as the office reads and writes it.

use super::{
    audit::audit_line,
    extract::Caller,
    fields::FormCheck,
    setup::random_uuid,
    store::{documents::Versioned, settings::StoredBankAccount},
};
use crate::{
    api::{
        audit::AuditAction,
        error::{ApiError, Field, FieldError, FieldProblem, Thing},
        settings::{
            BankRow, BranchSettings, BranchSettingsRow, CompanyRow, CompanySettings, LATE_RATE_MAX_BP,
            PersonSettings, PersonSettingsRow, SettingsView,
        },
    },
    domain::{
        clabe::Clabe,
        drawer::CashLimits,
        ids::{BankAccountId, BranchId, PersonId},
        policy::BankAccount,
        role::Permission,
    },
};

/// Longest name of a bank.
const BANK_CHARS_MAX: u32 = 40;
/// Instalments of a year of weeks: more is no convenio.
const INSTALMENTS_MAX: u16 = 52;
/// Two years.
const DAYS_MAX: u16 = 730;
/// The whole.
const WHOLE_BP: u16 = 10_000;

pub async fn get(caller: &Caller) -> Result<SettingsView, ApiError> {
    let store = &caller.state.store;
    let company = store.setting::<CompanySettings>(()).await?;
    let mut branches = Vec::new();
    for branch in store.branches().await? {
        let stored = store.setting::<BranchSettings>(branch.id).await?;
        branches.push(BranchSettingsRow {
            version: stored.version,
            branch: branch.id,
            branch_name: branch.name,
            settings: stored.value,
        });
    }
    let collects = |person: &super::store::people::Person| {
        person.is_active && person.roles.iter().any(|role| role.allows(Permission::Collect))
    };
    let collectors: Vec<_> = store.people().await?.into_iter().filter(collects).collect();
    let ids: Vec<PersonId> = collectors.iter().map(|person| person.id).collect();
    let mut decided: std::collections::HashMap<_, _> =
        store.person_settings(&ids).await?.into_iter().collect();
    let people = collectors.into_iter().map(|person| {
        let stored =
            decided.remove(&person.id).unwrap_or(Versioned { version: 0, value: PersonSettings::default() });
        let branch_name = branches
            .iter()
            .find(|branch| branch.branch == person.branch)
            .map_or_else(String::new, |branch| branch.branch_name.clone());
        PersonSettingsRow {
            version: stored.version,
            person: person.id,
            person_name: person.name,
            branch_name,
            settings: stored.value,
        }
    });
    let people = people.collect();
    let company = CompanyRow { version: company.version, settings: company.value };
    Ok(SettingsView { company, branches, people, banks: banks(caller).await? })
}

pub async fn banks(caller: &Caller) -> Result<Vec<BankRow>, ApiError> {
    let banks = caller.state.store.bank_accounts().await?;
    Ok(banks.into_iter().map(|bank| BankRow { account: bank.account, is_closed: bank.is_closed }).collect())
}

pub async fn set_company(caller: &Caller, version: u64, settings: CompanySettings) -> Result<(), ApiError> {
    let mut check = FormCheck::default();
    check_limits(&mut check, settings.cash);
    let agreement = settings.agreement;
    let is_sane = (1..=INSTALMENTS_MAX).contains(&agreement.instalments_max)
        && (1..=DAYS_MAX).contains(&agreement.days_max)
        && agreement.discount_bp_max <= WHOLE_BP;
    demand(&mut check, Field::AgreementLimits, is_sane);
    demand(&mut check, Field::Rate, settings.late_rate_bp <= LATE_RATE_MAX_BP);
    demand(&mut check, Field::Limit, settings.b2b_cash_max.is_positive());
    check.done()?;
    let action = AuditAction::SettingsChanged { of: String::new() };
    let decided = Versioned { version, value: settings };
    Ok(caller.state.store.put_setting((), &decided, &audit_line(caller, &action)?).await?)
}

pub async fn set_branch(
    caller: &Caller,
    version: u64,
    branch: BranchId,
    settings: BranchSettings,
) -> Result<(), ApiError> {
    let store = &caller.state.store;
    let found = store.branch(branch).await?.ok_or(ApiError::NotFound { what: Thing::Branch })?;
    let mut check = FormCheck::default();
    demand(&mut check, Field::Rate, settings.tax_bp <= WHOLE_BP);
    check.done()?;
    let action = AuditAction::SettingsChanged { of: found.name };
    let decided = Versioned { version, value: settings };
    Ok(store.put_setting(branch, &decided, &audit_line(caller, &action)?).await?)
}

pub async fn set_person(
    caller: &Caller,
    version: u64,
    person: PersonId,
    settings: PersonSettings,
) -> Result<(), ApiError> {
    let store = &caller.state.store;
    let found = store.person(person).await?.ok_or(ApiError::NotFound { what: Thing::Person })?;
    if person == caller.id() {
        return Err(ApiError::NotToOneself);
    }
    let mut check = FormCheck::default();
    if let Some(limits) = settings.cash {
        check_limits(&mut check, limits);
    }
    check.done()?;
    let action = AuditAction::SettingsChanged { of: found.name };
    let decided = Versioned { version, value: settings };
    Ok(store.put_setting(person, &decided, &audit_line(caller, &action)?).await?)
}

pub async fn add_bank(
    caller: &Caller,
    bank: &str,
    last_four: &str,
    clabe: &str,
) -> Result<BankAccountId, ApiError> {
    let mut check = FormCheck::default();
    let bank = check.line(Field::Bank, bank, BANK_CHARS_MAX);
    let last_four = last_four.trim().to_owned();
    let is_four = last_four.len() == 4 && last_four.chars().all(|c| c.is_ascii_digit());
    demand(&mut check, Field::LastFour, is_four);
    let clabe: String = clabe.chars().filter(|c| !c.is_whitespace()).collect();
    demand(&mut check, Field::Clabe, clabe.is_empty() || Clabe::parse(&clabe).is_ok());
    check.done()?;
    let account = BankAccount { id: BankAccountId::from_uuid(random_uuid()), bank, last_four, clabe };
    let id = account.id;
    let name = format!("{} {}", account.bank, account.last_four);
    let stored = StoredBankAccount { account, is_closed: false };
    let action = AuditAction::SettingsChanged { of: name };
    caller.state.store.put_bank_account(&stored, &audit_line(caller, &action)?).await?;
    Ok(id)
}

pub async fn close_bank(caller: &Caller, account: BankAccountId, is_closed: bool) -> Result<(), ApiError> {
    let store = &caller.state.store;
    let found = store.bank_account(account).await?;
    let mut bank = found.ok_or(ApiError::NotFound { what: Thing::BankAccount })?;
    if bank.is_closed == is_closed {
        return Ok(());
    }
    bank.is_closed = is_closed;
    let name = format!("{} {}", bank.account.bank, bank.account.last_four);
    let action = AuditAction::SettingsChanged { of: name };
    Ok(store.put_bank_account(&bank, &audit_line(caller, &action)?).await?)
}

fn check_limits(check: &mut FormCheck, limits: CashLimits) {
    demand(check, Field::Limit, limits.soft.is_positive() && limits.soft <= limits.hard);
}

fn demand(check: &mut FormCheck, field: Field, is_met: bool) {
    if !is_met {
        check.note(Some(FieldError { field, problem: FieldProblem::Malformed }));
    }
}
