//! The convenio being negotiated: from what was typed to terms, and to a draft that the rules take.

use serde::{Deserialize, Serialize};

use crate::{
    domain::{
        account::Account,
        agreement::{AgreementLimits, AgreementMade, Proposed, Signer, Wanted, propose},
        correction::{Correction, CorrectionAsked},
        date::CivilDate,
        ids::InvoiceId,
        invoice::DebtKind,
        plan::Periodicity,
        rule_error::RuleError,
        signature::Signature,
    },
    sync::engine::Draft,
    ui::screens::collect::model::{Debt, debts},
};

/// Most instalments that the simulator offers: two years of weeks.
pub const COUNT_MAX: u32 = 104;
/// With how many instalments it begins.
const COUNT_FIRST: u32 = 4;

/// Everything that was typed, so that an interruption loses nothing. The signature is given last and is not kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Typed {
    /// Ids of the debts; `None` until the person changes what is proposed.
    pub covers: Option<Vec<String>>,
    pub count: u32,
    pub periodicity: Periodicity,
    pub discount_percent: u32,
    pub signer: String,
    pub signer_is: Signer,
    /// Why the office is asked, where it must be.
    pub reason: String,
}

impl Default for Typed {
    fn default() -> Typed {
        Typed {
            covers: None,
            count: COUNT_FIRST,
            periodicity: Periodicity::Weekly,
            discount_percent: 0,
            signer: String::new(),
            signer_is: Signer::Holder,
            reason: String::new(),
        }
    }
}

/// What is still missing or wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missing {
    Debts,
    Signer,
    Signature,
    Reason,
    Rule(RuleError),
}

impl From<RuleError> for Missing {
    fn from(error: RuleError) -> Missing {
        Missing::Rule(error)
    }
}

impl Typed {
    pub fn is_blank(&self) -> bool {
        *self == Typed::default()
    }

    /// The debts that it covers: those chosen, or else all that are overdue.
    pub fn covered(&self, account: &Account, today: CivilDate) -> Vec<String> {
        let proposed = || {
            let late = coverable(account, today).into_iter().filter(|debt| debt.due < today);
            late.map(|debt| debt.id.to_string()).collect()
        };
        self.covers.clone().unwrap_or_else(proposed)
    }

    /// The terms that would come of it today.
    pub fn proposed(
        &self,
        account: &Account,
        today: CivilDate,
        limits: &AgreementLimits,
    ) -> Result<Proposed, Missing> {
        let covers: Vec<InvoiceId> =
            self.covered(account, today).iter().filter_map(|id| InvoiceId::parse(id)).collect();
        if covers.is_empty() {
            return Err(Missing::Debts);
        }
        let discount_bp = u16::try_from(self.discount_percent.min(100) * 100).unwrap_or_default();
        let count = u16::try_from(self.count).unwrap_or_default();
        let wanted = Wanted { covers, on: today, count, periodicity: self.periodicity, discount_bp };
        Ok(propose(account, &wanted, limits)?)
    }

    /// The draft to record: the convenio itself, or the request to the office where it is beyond the limits.
    pub fn draft(
        &self,
        account: &Account,
        today: CivilDate,
        limits: &AgreementLimits,
        signature: Option<Signature>,
    ) -> Result<Draft, Missing> {
        let proposed = self.proposed(account, today, limits)?;
        let signer = self.signer.trim().to_owned();
        if signer.is_empty() {
            return Err(Missing::Signer);
        }
        let signature = signature.ok_or(Missing::Signature)?;
        let is_within = proposed.is_within_limits();
        let client = account.id();
        let made =
            AgreementMade { client, terms: proposed.terms, signer, signer_is: self.signer_is, signature };
        if is_within {
            return Ok(Draft::Agreement(made));
        }
        let reason = self.reason.trim().to_owned();
        if reason.is_empty() {
            return Err(Missing::Reason);
        }
        let correction = Correction::Agreement { agreement: Box::new(made) };
        Ok(Draft::Correction(CorrectionAsked { client, correction, reason, evidence: None }))
    }
}

/// The debts that a convenio may cover: open, and not instalments of one already.
pub fn coverable(account: &Account, today: CivilDate) -> Vec<Debt> {
    let is_agreed = |id: InvoiceId| {
        account.invoices.iter().any(|one| one.id == id && matches!(one.kind, DebtKind::Agreed { .. }))
    };
    debts(account, today).into_iter().filter(|debt| !is_agreed(debt.id)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{self, day, money};

    fn account() -> Account {
        sample::account(&[("F-1", "2026-10-01", 100_000), ("F-2", "2026-12-24", 50_000)])
    }

    fn signature() -> Option<Signature> {
        Some(Signature { strokes: "1,1 2,2 3,3 4,4".into() })
    }

    fn made(typed: &Typed, signature: Option<Signature>) -> Result<Draft, Missing> {
        typed.draft(&account(), day("2026-11-21"), &AgreementLimits::default(), signature)
    }

    #[test]
    fn what_is_overdue_is_proposed_in_four_weeks() {
        let proposed =
            Typed::default().proposed(&account(), day("2026-11-21"), &AgreementLimits::default()).unwrap();
        assert!(proposed.is_within_limits());
        assert_eq!(proposed.terms.capital, money(100_000));
        assert_eq!(proposed.terms.instalments.len(), 4);
    }

    #[test]
    fn within_the_limits_it_is_a_convenio_and_beyond_them_a_request_with_its_reason() {
        let typed = Typed { signer: "Ana Díaz".into(), ..Typed::default() };
        assert_eq!(made(&Typed::default(), signature()), Err(Missing::Signer));
        assert_eq!(made(&typed, None), Err(Missing::Signature));
        assert!(matches!(made(&typed, signature()), Ok(Draft::Agreement(_))));
        let long = Typed { count: 30, ..typed };
        assert_eq!(made(&long, signature()), Err(Missing::Reason));
        let asked = Typed { reason: "Perdió el empleo".into(), ..long };
        assert!(matches!(made(&asked, signature()), Ok(Draft::Correction(_))));
    }

    #[test]
    fn without_debts_there_is_nothing_to_agree() {
        let none = Typed { covers: Some(Vec::new()), ..Typed::default() };
        assert_eq!(made(&none, signature()), Err(Missing::Debts));
    }
}
