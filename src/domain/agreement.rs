//! Convenio: debts that are replaced by instalments, within the limits of who grants it. Source: issue C6, C9;
//! domain-rules.md §2.3, §2.4.

use serde::{Deserialize, Serialize};

use super::{
    account::Account,
    date::CivilDate,
    ids::{BranchId, ClientId, EventId, InvoiceId},
    interest::{self, Accrued},
    invoice::{DebtKind, Invoice},
    late::Moratory,
    money::{Money, MoneyError},
    plan::{self, Periodicity},
    rule_error::RuleError,
    signature::Signature,
};

/// How far a collector may go by himself; beyond it the office decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgreementLimits {
    pub instalments_max: u16,
    /// From the day of the agreement to its last instalment.
    pub days_max: u16,
    /// Discount on moratory interest, in hundredths of a percent of it. Capital is never discounted here.
    pub discount_bp_max: u16,
}

impl Default for AgreementLimits {
    fn default() -> AgreementLimits {
        AgreementLimits { instalments_max: 6, days_max: 90, discount_bp_max: 0 }
    }
}

/// What is agreed.
///
/// Invariant: Σ `instalments` = `capital` + `moratory` − `discount`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgreementTerms {
    /// The debts that it replaces.
    pub covers: Vec<InvoiceId>,
    /// Their balances on that day, without interest.
    pub capital: Money,
    /// Their moratory interest with its IVA on that day.
    pub moratory: Money,
    /// Of `moratory`.
    pub discount: Money,
    pub periodicity: Periodicity,
    pub instalments: Vec<AgreedInstalment>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgreedInstalment {
    pub due: CivilDate,
    pub amount: Money,
}

/// The client signed a convenio: it counts at once, where it is within the collector's limits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgreementMade {
    pub client: ClientId,
    pub terms: AgreementTerms,
    /// Who signed, by name.
    pub signer: String,
    pub signer_is: Signer,
    pub signature: Signature,
}

/// In which quality somebody signs: nobody else may be told of the debt. Source: domain-rules.md §2.9.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signer {
    /// Titular, or the representative of a company.
    Holder,
    /// Aval.
    Guarantor,
    /// Obligado solidario.
    JointObligor,
}

/// A convenio as the account remembers it. Its instalments are debts of the account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreement {
    /// The event, or the request that the office approved: also the id of the convenio.
    pub id: EventId,
    pub made_on: CivilDate,
    /// Where its interest was booked.
    pub branch: BranchId,
    pub terms: AgreementTerms,
    pub signer: String,
    /// What each covered debt was when it was replaced, so that breaking the convenio restores it; oldest due first.
    pub replaced: Vec<Replaced>,
    pub state: AgreementState,
}

/// One debt at the moment when a convenio replaced it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replaced {
    pub invoice: InvoiceId,
    pub balance: Money,
    /// Moratory interest without IVA on that day.
    pub interest: Money,
    /// IVA on it.
    pub tax: Money,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum AgreementState {
    Active,
    /// Every instalment was paid.
    Kept,
    /// The office broke it: the debts are back, less what was paid.
    Broken {
        on: CivilDate,
        /// What had been paid of its instalments.
        paid: Money,
    },
}

/// What the simulator is asked: these debts of the client, from the day `on`, in so many instalments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    pub covers: Vec<InvoiceId>,
    pub on: CivilDate,
    pub count: u16,
    pub periodicity: Periodicity,
    /// Of the moratory interest with its IVA, in hundredths of a percent of it.
    pub discount_bp: u16,
}

/// What the simulator answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposed {
    pub terms: AgreementTerms,
    /// What the person may not grant himself, and why; empty: he may.
    pub beyond: Vec<RuleError>,
}

impl Proposed {
    /// Whether the client may sign at once; else the office is asked.
    pub fn is_within_limits(&self) -> bool {
        self.beyond.is_empty()
    }
}

/// The convenio that would come of it: capital and moratory interest with IVA of the debts on that day, less the
/// discount, split in instalments. Source: domain-rules.md §2.3, §2.4.
pub fn propose(account: &Account, wanted: &Wanted, limits: &AgreementLimits) -> Result<Proposed, RuleError> {
    let replaced = replaced_on(account, &wanted.covers, wanted.on)?;
    let (capital, moratory) = sums(&replaced)?;
    let discount = moratory.share(u64::from(wanted.discount_bp.min(10_000)), 10_000)?;
    let total = capital.checked_add(moratory)?.checked_sub(discount)?;
    let dates = wanted.periodicity.due_dates(wanted.on, wanted.count);
    let instalments = plan::split(total, wanted.count)?
        .into_iter()
        .zip(dates)
        .map(|(amount, due)| AgreedInstalment { due, amount })
        .collect();
    let terms = AgreementTerms {
        covers: wanted.covers.clone(),
        capital,
        moratory,
        discount,
        periodicity: wanted.periodicity,
        instalments,
    };
    let beyond = beyond(&terms, wanted.on, limits)?;
    Ok(Proposed { terms, beyond })
}

/// In what the terms go beyond the limits; empty where they do not.
pub fn beyond(
    terms: &AgreementTerms,
    on: CivilDate,
    limits: &AgreementLimits,
) -> Result<Vec<RuleError>, MoneyError> {
    let mut beyond = Vec::new();
    let instalments = u16::try_from(terms.instalments.len()).unwrap_or(u16::MAX);
    if instalments > limits.instalments_max {
        let instalments_max = limits.instalments_max;
        beyond.push(RuleError::AgreementInstalments { instalments, instalments_max });
    }
    let days = terms.instalments.last().map_or(0, |last| last.due.days_since(on));
    if days > i64::from(limits.days_max) {
        beyond.push(RuleError::AgreementDays { days, days_max: limits.days_max });
    }
    let discount_max = terms.moratory.share(u64::from(limits.discount_bp_max), 10_000)?;
    if terms.discount > discount_max {
        beyond.push(RuleError::AgreementDiscount { discount: terms.discount, discount_max });
    }
    Ok(beyond)
}

impl AgreementTerms {
    /// Capital and interest less the discount: what the instalments add up to.
    pub fn total(&self) -> Result<Money, MoneyError> {
        self.capital.checked_add(self.moratory)?.checked_sub(self.discount)
    }

    /// That they add up, that each instalment is something, and that their dates go forward from the day after `on`.
    pub fn check(&self, on: CivilDate) -> Result<(), RuleError> {
        let mut last = on;
        for instalment in &self.instalments {
            if !instalment.amount.is_positive() || instalment.due <= last {
                return Err(RuleError::AgreementUneven);
            }
            last = instalment.due;
        }
        let sum = Money::sum(self.instalments.iter().map(|instalment| instalment.amount))?;
        let is_discount_real = !self.discount.is_negative() && self.discount <= self.moratory;
        let counts = 1..=usize::from(plan::INSTALMENTS_MAX);
        if sum != self.total()? || !is_discount_real || !counts.contains(&self.instalments.len()) {
            return Err(RuleError::AgreementUneven);
        }
        Ok(())
    }
}

/// What each of the debts is on that day, oldest due first. Each must be open, in pesos, and in no other convenio.
pub(super) fn replaced_on(
    account: &Account,
    covers: &[InvoiceId],
    on: CivilDate,
) -> Result<Vec<Replaced>, RuleError> {
    if covers.is_empty() {
        return Err(RuleError::Field { field: "covers".into() });
    }
    let mut debts: Vec<&Invoice> = Vec::new();
    for id in covers {
        let debt = account.open_invoices().find(|invoice| invoice.id == *id);
        match debt {
            Some(debt) if matches!(debt.kind, DebtKind::Agreed { .. }) => {
                return Err(RuleError::DebtInAgreement);
            }
            Some(debt) if !debts.iter().any(|known| known.id == *id) => debts.push(debt),
            Some(_) => return Err(RuleError::Field { field: "covers".into() }),
            None => {
                let is_covered = |invoice: &&Invoice| invoice.id == *id && invoice.agreement.is_some();
                let is_covered = account.invoices.iter().any(|invoice| is_covered(&invoice));
                return Err(if is_covered { RuleError::DebtInAgreement } else { RuleError::DebtNotOpen });
            }
        }
    }
    debts.sort_by(|a, b| (a.due, &a.folio).cmp(&(b.due, &b.folio)));
    let replaced = debts.into_iter().map(|debt| {
        let Accrued { interest, tax } = interest::accrued(debt, on)?;
        Ok(Replaced { invoice: debt.id, balance: debt.balance, interest, tax })
    });
    replaced.collect()
}

/// Capital, and moratory interest with its IVA.
pub(super) fn sums(replaced: &[Replaced]) -> Result<(Money, Money), MoneyError> {
    let capital = Money::sum(replaced.iter().map(|debt| debt.balance))?;
    let interest = Money::sum(replaced.iter().map(|debt| debt.interest))?;
    Ok((capital, interest.checked_add(Money::sum(replaced.iter().map(|debt| debt.tax))?)?))
}

/// Of what was paid of a convenio, what counts for one debt that it replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    pub invoice: InvoiceId,
    pub interest: Accrued,
    pub capital: Money,
}

impl Agreement {
    /// Interest with IVA that the instalments hold: after the discount.
    pub fn agreed_interest(&self) -> Result<Money, MoneyError> {
        self.terms.moratory.checked_sub(self.terms.discount)
    }

    /// How `paid` counts for the debts that were replaced: the agreed interest first, then capital, oldest first.
    pub fn counted(&self, paid: Money) -> Result<Vec<Counted>, MoneyError> {
        let mut for_interest = paid.min(self.agreed_interest()?);
        let mut for_capital = paid.checked_sub(for_interest)?;
        let mut counted = Vec::new();
        for debt in &self.replaced {
            let interest = Accrued { interest: debt.interest, tax: debt.tax }.first(for_interest)?;
            let capital = debt.balance.min(for_capital);
            for_interest = for_interest.checked_sub(interest.total()?)?;
            for_capital = for_capital.checked_sub(capital)?;
            counted.push(Counted { invoice: debt.invoice, interest, capital });
        }
        Ok(counted)
    }

    /// The interest that is earned by making it, of all debts.
    pub fn interest_earned(&self) -> Result<Accrued, MoneyError> {
        let counted = self.counted(self.agreed_interest()?)?;
        counted.iter().try_fold(Accrued::default(), |sum, debt| sum.checked_add(debt.interest))
    }

    /// Its instalments as debts of the account. They bear no interest of their own: breaking the convenio brings the
    /// debts back with theirs. Source: C.Com. 363.
    pub fn debts(&self) -> Vec<Invoice> {
        let of = u16::try_from(self.terms.instalments.len()).unwrap_or(u16::MAX);
        let debt = |(number, instalment): (u16, &AgreedInstalment)| Invoice {
            id: instalment_id(self.id, number),
            folio: format!("{}-{number}/{of}", self.folio()),
            kind: DebtKind::Agreed { agreement: self.id, number, of },
            issued: self.made_on,
            due: instalment.due,
            total: instalment.amount,
            balance: instalment.amount,
            currency: Default::default(),
            late: None,
            moratory: Moratory::default(),
            in_review: None,
            agreement: None,
            partials: 0,
        };
        (1..=of).zip(&self.terms.instalments).map(debt).collect()
    }

    /// What people call it: `CV-` and the last of its id.
    pub fn folio(&self) -> String {
        folio_of(self.id)
    }
}

/// The folio of the convenio with that id, also before it is recorded.
pub fn folio_of(id: EventId) -> String {
    let id = id.uuid().simple().to_string().to_uppercase();
    format!("CV-{}", id.get(26..).unwrap_or_default())
}

/// The id of one instalment, from 1.
pub fn instalment_id(agreement: EventId, number: u16) -> InvoiceId {
    InvoiceId::from_key(&format!("{agreement}/{number}"))
}
