//! The reports that exist, and what each may be narrowed by.

use serde::{Deserialize, Serialize};

/// The reports that exist. Source: issue 3, mission.md S11 and C8.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportName {
    CollectionByDay,
    CollectionByPerson,
    CollectionByForm,
    /// Each receipt of the period.
    Receipts,
    /// Bitácora de cobranza: every visit, payment and promise.
    CollectionLog,
    /// Programa diario: plan against done.
    DailyProgramme,
    /// Adeudos by client with ageing.
    Debts,
    /// Copy of the portfolio with the clients' payments.
    PortfolioWithPayments,
    /// Who carries money without a corte, and which cortes the office has not settled.
    OpenCortes,
    /// Estado de cuenta of one client, in *usted*.
    Statement,
}

impl ReportName {
    pub const ALL: [ReportName; 10] = [
        ReportName::CollectionByDay,
        ReportName::CollectionByPerson,
        ReportName::CollectionByForm,
        ReportName::Receipts,
        ReportName::CollectionLog,
        ReportName::DailyProgramme,
        ReportName::Debts,
        ReportName::PortfolioWithPayments,
        ReportName::OpenCortes,
        ReportName::Statement,
    ];

    /// The name in addresses and files.
    pub fn as_str(self) -> &'static str {
        match self {
            ReportName::CollectionByDay => "cobranza-por-dia",
            ReportName::CollectionByPerson => "cobranza-por-persona",
            ReportName::CollectionByForm => "cobranza-por-forma",
            ReportName::Receipts => "recibos",
            ReportName::CollectionLog => "bitacora",
            ReportName::DailyProgramme => "programa-diario",
            ReportName::Debts => "adeudos",
            ReportName::PortfolioWithPayments => "cartera-con-pagos",
            ReportName::OpenCortes => "cortes-abiertos",
            ReportName::Statement => "estado-de-cuenta",
        }
    }

    pub fn parse(text: &str) -> Option<ReportName> {
        ReportName::ALL.into_iter().find(|name| name.as_str() == text)
    }

    /// What the report may be narrowed by.
    pub fn takes(self) -> Takes {
        let (period, one_day, person, branch, client) = match self {
            ReportName::CollectionByDay | ReportName::CollectionByPerson | ReportName::CollectionByForm => {
                (true, false, true, true, false)
            }
            ReportName::Receipts | ReportName::CollectionLog => (true, false, true, true, true),
            ReportName::DailyProgramme => (false, true, true, true, false),
            ReportName::Debts | ReportName::OpenCortes => (false, false, true, true, false),
            ReportName::PortfolioWithPayments => (true, false, true, true, false),
            ReportName::Statement => (true, false, false, false, true),
        };
        Takes { period, one_day, person, branch, client }
    }
}

/// Which filters a report has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Takes {
    pub period: bool,
    /// A single day instead of a period.
    pub one_day: bool,
    pub person: bool,
    pub branch: bool,
    pub client: bool,
}
