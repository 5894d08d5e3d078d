//! Reports: read from the books as data, and written as files. The words are in [`words`], the pages and sheets in the
//! writers; what each report counts is in its own file.

mod collection;
mod csv;
mod debts;
mod log;
mod pdf;
mod period;
mod portfolio;
mod printed;
mod programme;
mod statement;
mod words;
mod xlsx;

use tokio::sync::Semaphore;

use super::{audit, error::failed, extract::Caller};
use crate::{
    api::{
        assign::PortfolioFilter,
        audit::AuditAction,
        error::ApiError,
        reports::{CLIENT_CHOICES_MAX, ClientChoice, PersonChoice, ReportFormat},
    },
    domain::{
        date::{Millis, Zone},
        ids::{BranchId, PersonId},
        report::{FilterShown, REPORT_ROWS_MAX, Report, ReportFilter, ReportName, Table},
        role::Permission,
    },
    server::{portfolio::zone_of, store::people::Person},
};

/// Files that are written at the same time: each may take some 100 MB while it is being written.
const EXPORTS_AT_ONCE: usize = 2;
static EXPORTS: Semaphore = Semaphore::const_new(EXPORTS_AT_ONCE);

/// A report as a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    pub bytes: Vec<u8>,
    pub mime: &'static str,
    /// With the day on which it was asked for.
    pub file_name: String,
}

/// Everything that the making of a report needs to know.
struct Desk<'a> {
    caller: &'a Caller,
    as_of: Millis,
    /// Of the branch that was asked for, else of the caller's.
    zone: Zone,
    people: Vec<Person>,
    company: String,
    filter: ReportFilter,
}

/// The report on `name`, narrowed by `filter`.
pub async fn load(caller: &Caller, name: ReportName, filter: ReportFilter) -> Result<Report, ApiError> {
    let store = &caller.state.store;
    let zone = zone_of(caller, filter.branch.unwrap_or(caller.person.branch)).await?;
    let company = store.company().await?.map_or_else(String::new, |company| company.name);
    let people = store.people().await?;
    let desk = Desk { caller, as_of: caller.now(), zone, people, company, filter };
    let report = match name {
        ReportName::CollectionByDay => collection::by_day(&desk).await,
        ReportName::CollectionByPerson => collection::by_person(&desk).await,
        ReportName::CollectionByForm => collection::by_form(&desk).await,
        ReportName::Receipts => log::receipts(&desk).await,
        ReportName::CollectionLog => log::log(&desk).await,
        ReportName::DailyProgramme => programme::programme(&desk).await,
        ReportName::Debts => debts::debts(&desk).await,
        ReportName::PortfolioWithPayments => portfolio::portfolio(&desk).await,
        ReportName::Statement => statement::statement(&desk).await,
    }?;
    Ok(report.cut(REPORT_ROWS_MAX))
}

/// The report as a file, and a line in the audit: personal data leave the office here.
pub async fn export(
    caller: &Caller,
    name: ReportName,
    format: ReportFormat,
    filter: ReportFilter,
) -> Result<Exported, ApiError> {
    let turn = EXPORTS.acquire().await.map_err(|error| failed(&error))?;
    let report = load(caller, name, filter.clone()).await?;
    let rows = u32::try_from(report.rows_count()).unwrap_or(u32::MAX);
    let day = report.as_of.date_in(report.zone);
    let written = tokio::task::spawn_blocking(move || write(&report, format)).await;
    let bytes = written.map_err(|error| failed(&error))??;
    drop(turn);
    audit::record(caller, AuditAction::ReportExported { report: name, format, filter, rows }).await?;
    Ok(Exported {
        bytes,
        mime: format.mime(),
        file_name: format!("{}-{day}.{}", name.as_str(), format.as_str()),
    })
}

/// Field people, active or not, by name.
pub async fn people(caller: &Caller) -> Result<Vec<PersonChoice>, ApiError> {
    let people = caller.state.store.people().await?;
    let choices = people
        .into_iter()
        .filter(|person| person.roles.iter().any(|role| role.allows(Permission::Collect)))
        .map(|person| PersonChoice { person: person.id, name: person.name, branch: person.branch });
    Ok(choices.collect())
}

/// Clients that the words find, at most [`CLIENT_CHOICES_MAX`].
pub async fn clients(caller: &Caller, words: String) -> Result<Vec<ClientChoice>, ApiError> {
    let filter = PortfolioFilter { search: words, ..PortfolioFilter::default() };
    let page = super::portfolio::page(caller, filter, 0).await?;
    let found = page.rows.into_iter().take(CLIENT_CHOICES_MAX as usize);
    Ok(found.map(|row| ClientChoice { client: row.client, key: row.key, name: row.name }).collect())
}

fn write(report: &Report, format: ReportFormat) -> Result<Vec<u8>, ApiError> {
    let printed = words::printed(report);
    match format {
        ReportFormat::Csv => Ok(csv::write(&printed).into_bytes()),
        ReportFormat::Xlsx => xlsx::write(&printed).map_err(|error| failed(&error)),
        ReportFormat::Pdf => pdf::write(&printed).map_err(|error| failed(&error)),
    }
}

impl Desk<'_> {
    fn report(&self, name: ReportName, filters: Vec<FilterShown>, tables: Vec<Table>) -> Report {
        Report {
            name,
            company: self.company.clone(),
            as_of: self.as_of,
            zone: self.zone,
            filters,
            tables,
            is_cut: false,
        }
    }

    /// The name of a person; empty where nobody has the id.
    fn name_of(&self, person: PersonId) -> &str {
        self.people.iter().find(|one| one.id == person).map_or("", |one| one.name.as_str())
    }

    /// Whether what this person did is asked for.
    fn wants_person(&self, person: PersonId) -> bool {
        self.filter.person.is_none_or(|wanted| wanted == person)
            && self.filter.branch.is_none_or(|wanted| self.branch_of(person) == Some(wanted))
    }

    fn branch_of(&self, person: PersonId) -> Option<BranchId> {
        self.people.iter().find(|one| one.id == person).map(|one| one.branch)
    }

    /// Person and branch as they were asked for, by name.
    async fn narrowed(&self) -> Result<Vec<FilterShown>, ApiError> {
        use crate::api::error::Thing;
        let mut shown = Vec::new();
        if let Some(person) = self.filter.person {
            let name = self.name_of(person).to_owned();
            if name.is_empty() {
                return Err(ApiError::NotFound { what: Thing::Person });
            }
            shown.push(FilterShown::Person { name });
        }
        if let Some(branch) = self.filter.branch {
            let branch = self.caller.state.store.branch(branch).await?;
            let branch = branch.ok_or(ApiError::NotFound { what: Thing::Branch })?;
            shown.push(FilterShown::Branch { name: branch.name });
        }
        Ok(shown)
    }
}

/// Amounts beyond the bounds of money are a failure of ours.
fn money(error: crate::domain::money::MoneyError) -> ApiError {
    super::store::StoreError::from(error).into()
}
