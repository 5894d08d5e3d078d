//! What the company decided: limits, terms, rates and its accounts at banks. Source: domain-rules.md §0.

use serde::{Serialize, de::DeserializeOwned};
use surrealdb::types::{RecordId, Value, object};

use super::{
    Store, StoreError,
    audit::{AuditLine, audit_row},
    documents::Versioned,
    query::{array_id, id, int, list, text, text_id, uuid_value},
};
use crate::{
    api::settings::{BranchSettings, CompanySettings, PersonSettings},
    domain::{
        ids::{BankAccountId, BranchId, PersonId},
        late::LateTerms,
        policy::{BankAccount, Policy},
    },
};

/// What is decided about one thing.
pub(crate) trait Setting: Serialize + DeserializeOwned + Default {
    type Of: Copy;
    fn record(of: Self::Of) -> RecordId;
}

impl Setting for CompanySettings {
    type Of = ();
    fn record((): ()) -> RecordId {
        text_id("setting", "company")
    }
}

impl Setting for BranchSettings {
    type Of = BranchId;
    fn record(of: BranchId) -> RecordId {
        array_id("setting", vec![text("branch"), uuid_value(of.uuid())])
    }
}

impl Setting for PersonSettings {
    type Of = PersonId;
    fn record(of: PersonId) -> RecordId {
        array_id("setting", vec![text("person"), uuid_value(of.uuid())])
    }
}

/// An account of the company at a bank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredBankAccount {
    pub account: BankAccount,
    pub is_closed: bool,
}

impl Store {
    pub(crate) async fn setting<S: Setting>(&self, of: S::Of) -> Result<Versioned<S>, StoreError> {
        let row = self.run("SELECT * FROM $id", object! { id: S::record(of) }).await?.row(0)?;
        match row {
            None => Ok(Versioned { version: 0, value: S::default() }),
            Some(mut row) => Ok(Versioned {
                version: row.count("version")?,
                value: serde_json::from_str(&row.text("json")?)?,
            }),
        }
    }

    /// Writes what was decided, and the line of the audit with it. [`StoreError::Exists`] where somebody decided
    /// something else since `version` was read.
    pub(crate) async fn put_setting<S: Setting>(
        &self,
        of: S::Of,
        decided: &Versioned<S>,
        audit: &AuditLine,
    ) -> Result<(), StoreError> {
        let sql = "BEGIN;
            IF ((SELECT VALUE version FROM ONLY $id) ?? 0) != $was { THROW 'senda_stale' };
            UPSERT $id CONTENT { version: $was + 1, json: $json } RETURN NONE;
            CREATE $audit_id CONTENT $audit RETURN NONE;
            COMMIT;";
        let (audit_id, audit) = audit_row(audit);
        let vars = object! {
            id: S::record(of),
            was: int(decided.version),
            json: text(serde_json::to_string(&decided.value)?),
            audit_id: audit_id,
            audit: audit,
        };
        match self.run(sql, vars).await {
            Err(StoreError::Conflict) => Err(StoreError::Exists("setting".into())),
            other => other.map(|_| ()),
        }
    }

    /// All accounts at banks, open and closed, by bank.
    pub async fn bank_accounts(&self) -> Result<Vec<StoredBankAccount>, StoreError> {
        let rows = self.run("SELECT * FROM bank_account", object! {}).await?.rows(0)?;
        let mut accounts = rows
            .into_iter()
            .map(|mut row| {
                Ok(StoredBankAccount {
                    account: serde_json::from_str(&row.text("json")?)?,
                    is_closed: row.flag("closed")?,
                })
            })
            .collect::<Result<Vec<_>, StoreError>>()?;
        accounts.sort_by(|a, b| {
            (&a.account.bank, &a.account.last_four).cmp(&(&b.account.bank, &b.account.last_four))
        });
        Ok(accounts)
    }

    /// Writes an account at a bank, new or changed, and the line of the audit with it.
    pub async fn put_bank_account(
        &self,
        bank: &StoredBankAccount,
        audit: &AuditLine,
    ) -> Result<(), StoreError> {
        let sql = "BEGIN;
            UPSERT $id CONTENT { json: $json, closed: $closed } RETURN NONE;
            CREATE $audit_id CONTENT $audit RETURN NONE;
            COMMIT;";
        let (audit_id, audit) = audit_row(audit);
        let vars = object! {
            id: id("bank_account", bank.account.id.uuid()),
            json: text(serde_json::to_string(&bank.account)?),
            closed: bank.is_closed,
            audit_id: audit_id,
            audit: audit,
        };
        self.run(sql, vars).await.map(|_| ())
    }

    pub async fn bank_account(&self, bank: BankAccountId) -> Result<Option<StoredBankAccount>, StoreError> {
        Ok(self.bank_accounts().await?.into_iter().find(|known| known.account.id == bank))
    }

    /// What the company allows `person`: what travels with the profile.
    pub async fn policy_of(&self, person: PersonId) -> Result<Policy, StoreError> {
        let sql = "SELECT json FROM $company; SELECT json FROM $person; SELECT json FROM bank_account WHERE !closed;";
        let vars = object! {
            company: <CompanySettings as Setting>::record(()),
            person: <PersonSettings as Setting>::record(person),
        };
        let mut answer = self.run(sql, vars).await?;
        let company: CompanySettings = read_or_default(answer.row(0)?)?;
        let own: PersonSettings = read_or_default(answer.row(1)?)?;
        let mut banks = Vec::new();
        for mut row in answer.rows(2)? {
            banks.push(serde_json::from_str::<BankAccount>(&row.text("json")?)?);
        }
        banks.sort_by(|a, b| (&a.bank, &a.last_four, a.id).cmp(&(&b.bank, &b.last_four, b.id)));
        Ok(Policy {
            agreement: company.agreement,
            cash: own.cash.unwrap_or(company.cash),
            may_deposit: own.may_deposit,
            banks,
            b2b_cash_max: company.b2b_cash_max,
        })
    }

    /// What a debt of each branch bears once it is overdue where its contract says nothing else; none at 0 %.
    pub(crate) async fn late_terms(
        &self,
        branches: &[BranchId],
    ) -> Result<Vec<(BranchId, LateTerms)>, StoreError> {
        let company = self.setting::<CompanySettings>(()).await?.value;
        if company.late_rate_bp == 0 {
            return Ok(Vec::new());
        }
        let mut terms = Vec::new();
        for branch in branches {
            let tax_bp = self.setting::<BranchSettings>(*branch).await?.value.tax_bp;
            terms.push((
                *branch,
                LateTerms { annual_rate_bp: company.late_rate_bp, day_base: company.day_base, tax_bp },
            ));
        }
        Ok(terms)
    }

    /// Settings of many people, by person; who has none is not in it.
    pub(crate) async fn person_settings(
        &self,
        people: &[PersonId],
    ) -> Result<Vec<(PersonId, Versioned<PersonSettings>)>, StoreError> {
        let ids: Value = list(people.iter().map(|person| <PersonSettings as Setting>::record(*person)));
        let rows = self.run("SELECT * FROM $ids", object! { ids: ids }).await?.rows(0)?;
        rows.into_iter()
            .map(|mut row| {
                let person = PersonId::from_uuid(row.key_parts("id")?.uuid("1")?);
                let value = serde_json::from_str(&row.text("json")?)?;
                Ok((person, Versioned { version: row.count("version")?, value }))
            })
            .collect()
    }
}

fn read_or_default<S: Setting>(row: Option<super::query::Row>) -> Result<S, StoreError> {
    row.map_or_else(|| Ok(S::default()), |mut row| Ok(serde_json::from_str(&row.text("json")?)?))
}
