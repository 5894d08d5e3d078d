//! From what is chosen to what is asked for: pure.

use crate::domain::{
    date::CivilDate,
    ids::{BranchId, ClientId, PersonId},
    report::{ReportFilter, ReportName},
};

/// Where a report is.
pub fn address(name: ReportName) -> String {
    format!("/oficina/reportes/{}", name.as_str())
}

/// The statement of one client.
pub fn statement_address(client: ClientId) -> String {
    format!("{}?{}={client}", address(ReportName::Statement), super::super::portfolio::CLIENT_QUERY)
}

/// What the fields hold, as they were filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chosen {
    /// ISO, or empty.
    pub from: String,
    pub to: String,
    /// Ids, or empty.
    pub person: String,
    pub branch: String,
    pub client: Option<ClientId>,
}

impl Chosen {
    /// What a report begins with: the month so far, the day, or everything there is.
    pub fn first(name: ReportName, today: CivilDate, client: Option<ClientId>) -> Chosen {
        let from = match name {
            ReportName::CollectionByDay
            | ReportName::CollectionByPerson
            | ReportName::CollectionByForm
            | ReportName::PortfolioWithPayments => CivilDate::new(today.year(), today.month(), 1),
            ReportName::Receipts | ReportName::CollectionLog => Some(today),
            ReportName::DailyProgramme | ReportName::Debts | ReportName::Statement => None,
        };
        let takes = name.takes();
        Chosen {
            from: from.map_or_else(String::new, |day| day.to_string()),
            to: if takes.period || takes.one_day { today.to_string() } else { String::new() },
            client,
            ..Chosen::default()
        }
    }

    /// What of it the report takes.
    pub fn filter(&self, name: ReportName) -> ReportFilter {
        let takes = name.takes();
        ReportFilter {
            from: CivilDate::parse_iso(&self.from).filter(|_| takes.period),
            to: CivilDate::parse_iso(&self.to).filter(|_| takes.period || takes.one_day),
            person: PersonId::parse(&self.person).filter(|_| takes.person),
            branch: BranchId::parse(&self.branch).filter(|_| takes.branch),
            client: self.client.filter(|_| takes.client),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_asks_only_for_what_it_takes() {
        let today = CivilDate::new(2026, 11, 21).unwrap();
        let client = ClientId::from_key("C1");
        for name in ReportName::ALL {
            let chosen = Chosen::first(name, today, Some(client));
            let filter = chosen.filter(name);
            let takes = name.takes();
            assert_eq!(filter.to.is_some(), takes.period || takes.one_day, "{name:?}");
            assert_eq!(filter.client.is_some(), takes.client, "{name:?}");
        }
        let month =
            Chosen::first(ReportName::CollectionByDay, today, None).filter(ReportName::CollectionByDay);
        assert_eq!(month.from, CivilDate::new(2026, 11, 1));
    }

    #[test]
    fn the_statement_of_a_client_has_an_address() {
        let client = ClientId::from_key("C1");
        assert_eq!(statement_address(client), format!("/oficina/reportes/estado-de-cuenta?cliente={client}"));
    }
}
