//! Reports on the screen, and what their filters offer. As files they come from `GET /office/reports/{file}`.

use leptos::{prelude::*, server_fn::codec::Json};
use serde::{Deserialize, Serialize};

use super::error::ApiError;
use crate::domain::{
    ids::{BranchId, ClientId, PersonId},
    report::{Report, ReportFilter, ReportName},
};

/// Most rows of a table that a screen is sent; the files have all.
pub const SCREEN_ROWS_MAX: u32 = 1_000;

/// Most clients that the search of a report's filter offers.
pub const CLIENT_CHOICES_MAX: u32 = 20;

/// What a report may be written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportFormat {
    Xlsx,
    Pdf,
    Csv,
}

impl ReportFormat {
    pub const ALL: [ReportFormat; 3] = [ReportFormat::Xlsx, ReportFormat::Pdf, ReportFormat::Csv];

    /// The ending of the file's name.
    pub fn as_str(self) -> &'static str {
        match self {
            ReportFormat::Xlsx => "xlsx",
            ReportFormat::Pdf => "pdf",
            ReportFormat::Csv => "csv",
        }
    }

    pub fn parse(text: &str) -> Option<ReportFormat> {
        ReportFormat::ALL.into_iter().find(|format| format.as_str() == text)
    }

    pub fn mime(self) -> &'static str {
        match self {
            ReportFormat::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            ReportFormat::Pdf => "application/pdf",
            ReportFormat::Csv => "text/csv; charset=utf-8",
        }
    }
}

/// The address of a report as a file.
pub fn file_address(name: ReportName, format: ReportFormat, filter: &ReportFilter) -> String {
    let parts = [
        filter.from.map(|day| format!("from={day}")),
        filter.to.map(|day| format!("to={day}")),
        filter.person.map(|person| format!("person={person}")),
        filter.branch.map(|branch| format!("branch={branch}")),
        filter.client.map(|client| format!("client={client}")),
    ];
    let query: Vec<String> = parts.into_iter().flatten().collect();
    let question = if query.is_empty() { "" } else { "?" };
    format!("/office/reports/{}.{}{question}{}", name.as_str(), format.as_str(), query.join("&"))
}

/// Somebody whose work can be reported on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonChoice {
    pub person: PersonId,
    pub name: String,
    pub branch: BranchId,
}

/// A client that the search found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientChoice {
    pub client: ClientId,
    pub key: String,
    pub name: String,
}

/// The report, with at most [`SCREEN_ROWS_MAX`] rows in each table. Needs `Permission::SeePortfolio`.
#[server(prefix = "/api", endpoint = "reports/load", input = Json)]
pub async fn load_report(name: ReportName, filter: ReportFilter) -> Result<Report, ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::SeePortfolio).await?;
    let report = crate::server::reports::load(&caller, name, filter).await?;
    Ok(report.cut(SCREEN_ROWS_MAX as usize))
}

/// Field people, active or not, by name. Needs `Permission::SeePortfolio`.
#[server(prefix = "/api", endpoint = "reports/people", input = Json)]
pub async fn report_people() -> Result<Vec<PersonChoice>, ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::SeePortfolio).await?;
    crate::server::reports::people(&caller).await
}

/// Clients whose key, name or address has these words, at most [`CLIENT_CHOICES_MAX`]. Needs
/// `Permission::SeePortfolio`.
#[server(prefix = "/api", endpoint = "reports/clients", input = Json)]
pub async fn report_clients(words: String) -> Result<Vec<ClientChoice>, ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::SeePortfolio).await?;
    crate::server::reports::clients(&caller, words).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::date::CivilDate;

    #[test]
    fn the_address_of_a_file_has_what_was_chosen_and_nothing_else() {
        let name = ReportName::Debts;
        assert_eq!(
            file_address(name, ReportFormat::Pdf, &ReportFilter::default()),
            "/office/reports/adeudos.pdf"
        );
        let filter = ReportFilter {
            from: CivilDate::new(2026, 11, 1),
            to: CivilDate::new(2026, 11, 21),
            ..ReportFilter::default()
        };
        assert_eq!(
            file_address(name, ReportFormat::Xlsx, &filter),
            "/office/reports/adeudos.xlsx?from=2026-11-01&to=2026-11-21"
        );
    }
}
