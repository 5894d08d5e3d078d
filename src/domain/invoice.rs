//! Invoices and instalments: one debt with one due date.

use serde::{Deserialize, Serialize};

use super::{
    counter_receipt::InReview,
    date::CivilDate,
    ids::{EventId, InvoiceId, PlanId},
    late::{LateTerms, Moratory},
    money::Money,
};

/// One debt of one client with one due date.
///
/// Invariant: `0 ≤ balance ≤ total`; the ledger is the authority, this is its fold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invoice {
    pub id: InvoiceId,
    /// As the company writes it, trimmed and in upper case.
    pub folio: String,
    pub kind: DebtKind,
    pub issued: CivilDate,
    pub due: CivilDate,
    pub total: Money,
    pub balance: Money,
    #[serde(default)]
    pub currency: Currency,
    /// What it bears once overdue; `None`: nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late: Option<LateTerms>,
    #[serde(default, skip_serializing_if = "Moratory::is_none")]
    pub moratory: Moratory,
    /// The client took it in for review: see [`super::counter_receipt`] and [`Invoice::is_in_review`]. Stays when it is
    /// settled: a payment that is taken back brings the review back too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_review: Option<InReview>,
    /// The convenio whose instalments stand for it: its own balance is zero meanwhile.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreement: Option<EventId>,
    /// How many payments were applied to it so far: NumParcialidad of the last one. Source: domain-rules.md §2.6.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub partials: u16,
}

fn is_zero(count: &u16) -> bool {
    *count == 0
}

impl Invoice {
    /// Whether anything of it is owed: capital, or interest that was charged.
    pub fn is_open(&self) -> bool {
        self.balance.is_positive() || self.moratory.owed.is_positive()
    }

    /// The debt as another system states it now: what happened to it here stays.
    pub fn restated(&self, given: &Invoice) -> Invoice {
        Invoice {
            late: given.late.or(self.late),
            moratory: self.moratory,
            in_review: self.in_review.clone(),
            agreement: self.agreement,
            partials: self.partials,
            ..given.clone()
        }
    }

    /// Whether the books here know more of its balance than the system that it came from.
    pub fn is_moved_here(&self) -> bool {
        self.partials > 0 || self.agreement.is_some() || !self.moratory.is_none()
    }

    /// Whether it is an instalment of that convenio.
    pub fn is_instalment_of(&self, agreement: EventId) -> bool {
        matches!(self.kind, DebtKind::Agreed { agreement: known, .. } if known == agreement)
    }

    /// The day from which it is collected: its due date, or the day that the client named when he took it in for
    /// review.
    pub fn collect_from(&self) -> CivilDate {
        self.in_review.as_ref().map_or(self.due, InReview::until)
    }

    /// Whether somebody should ask for it on `today`.
    pub fn is_to_collect(&self, today: CivilDate) -> bool {
        self.is_open() && self.collect_from() <= today
    }

    /// Whether the client has it for review and his day has not come: it is not asked for.
    pub fn is_in_review(&self, today: CivilDate) -> bool {
        self.is_open() && self.in_review.as_ref().is_some_and(|review| today < review.until())
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case", try_from = "WrittenKind")]
pub enum DebtKind {
    /// A trade invoice.
    Invoice,
    /// One instalment of a plan: number `number` of `of`.
    Instalment { plan: PlanId, number: u16, of: u16 },
    /// One instalment of a convenio.
    Agreed { agreement: EventId, number: u16, of: u16 },
    /// The indemnity of 20 % for a cheque that bounced (LGTOC 193): `payment` brought it.
    Indemnity { payment: EventId },
}

/// A [`DebtKind`] as it is written, its fields side by side. A phone reads twenty thousand of them when it opens, and
/// to read a tagged enum serde would first copy each into a tree.
#[derive(Deserialize)]
struct WrittenKind {
    is: KindName,
    plan: Option<PlanId>,
    agreement: Option<EventId>,
    payment: Option<EventId>,
    number: Option<u16>,
    of: Option<u16>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum KindName {
    Invoice,
    Instalment,
    Agreed,
    Indemnity,
}

impl TryFrom<WrittenKind> for DebtKind {
    type Error = &'static str;

    fn try_from(written: WrittenKind) -> Result<DebtKind, &'static str> {
        let WrittenKind { is, plan, agreement, payment, number, of } = written;
        let kind = match is {
            KindName::Invoice => Some(DebtKind::Invoice),
            KindName::Instalment => {
                plan.zip(number.zip(of)).map(|(plan, (number, of))| DebtKind::Instalment { plan, number, of })
            }
            KindName::Agreed => agreement
                .zip(number.zip(of))
                .map(|(agreement, (number, of))| DebtKind::Agreed { agreement, number, of }),
            KindName::Indemnity => payment.map(|payment| DebtKind::Indemnity { payment }),
        };
        kind.ok_or("a field of the kind of debt is missing")
    }
}

/// Pesos are collected; invoices in dollars are kept and shown apart, never summed with pesos.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Currency {
    #[default]
    #[serde(rename = "MXN")]
    Mxn,
    #[serde(rename = "USD")]
    Usd,
}

impl Currency {
    pub fn as_str(self) -> &'static str {
        match self {
            Currency::Mxn => "MXN",
            Currency::Usd => "USD",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_read_as_it_is_written() {
        let plan = PlanId::from_key("plan");
        let event = EventId::mint(1_795_246_200_000, &[7; 10]);
        for kind in [
            DebtKind::Invoice,
            DebtKind::Instalment { plan, number: 3, of: 12 },
            DebtKind::Agreed { agreement: event, number: 1, of: 4 },
            DebtKind::Indemnity { payment: event },
        ] {
            let written = serde_json::to_string(&kind).unwrap();
            assert_eq!(serde_json::from_str::<DebtKind>(&written).unwrap(), kind, "{written}");
        }
        assert_eq!(serde_json::to_string(&DebtKind::Invoice).unwrap(), r#"{"is":"invoice"}"#);
        assert!(serde_json::from_str::<DebtKind>(r#"{"is":"agreed","number":1}"#).is_err());
    }
}
