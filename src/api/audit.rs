//! The record of who changed what in the office. Append-only.

use leptos::{prelude::*, server_fn::codec::Json};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{error::ApiError, reports::ReportFormat};
use crate::domain::{
    date::Millis,
    folio::Folio,
    ids::{BankAccountId, BranchId, DeviceId, EventId, ImportId, PersonId, RequestId},
    money::Money,
    report::{ReportFilter, ReportName},
    role::Role,
};

/// Rows of one page of the audit.
pub const AUDIT_PAGE_ROWS: u32 = 100;

/// What was done. Closed: the screen has a sentence for each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "action", rename_all = "snake_case")]
pub enum AuditAction {
    CompanyCreated {
        company: String,
    },
    PersonCreated {
        person: PersonId,
        name: String,
        roles: Vec<Role>,
    },
    RolesChanged {
        person: PersonId,
        name: String,
        before: Vec<Role>,
        after: Vec<Role>,
    },
    PersonDeactivated {
        person: PersonId,
        name: String,
    },
    PersonReactivated {
        person: PersonId,
        name: String,
    },
    SessionsClosed {
        person: PersonId,
        name: String,
    },
    PasswordReset {
        person: PersonId,
        name: String,
    },
    /// His own.
    PasswordChanged,
    BranchCreated {
        branch: BranchId,
        name: String,
    },
    DeviceEnrolled {
        device: DeviceId,
        series: String,
    },
    DeviceRetired {
        device: DeviceId,
        series: String,
        name: String,
    },
    /// `name` is the collector's; empty where they were taken from everybody.
    ClientsAssigned {
        to: Option<PersonId>,
        name: String,
        clients: u32,
    },
    ImportUploaded {
        import: ImportId,
        file_name: String,
    },
    ImportApplied {
        import: ImportId,
        file_name: String,
        clients: u32,
        invoices: u32,
    },
    ExceptionResolved {
        exception: String,
        note: String,
    },
    /// `of` is the name of the branch, the person or the account; empty for the company.
    SettingsChanged {
        of: String,
    },
    CorrectionAsked {
        request: RequestId,
        kind: String,
        client: String,
    },
    CorrectionApproved {
        request: RequestId,
        kind: String,
        client: String,
    },
    CorrectionRejected {
        request: RequestId,
        kind: String,
        client: String,
    },
    /// `name` is the collector's.
    CorteConfirmed {
        corte: EventId,
        name: String,
        counted: Money,
    },
    CorteObjected {
        corte: EventId,
        name: String,
        counted: Money,
    },
    CorteReopened {
        corte: EventId,
        name: String,
    },
    RouteAllowed {
        person: PersonId,
        name: String,
        reason: String,
    },
    CashAllowed {
        person: PersonId,
        name: String,
        reason: String,
    },
    ExpenseApproved {
        person: PersonId,
        name: String,
        amount: Money,
        reason: String,
    },
    FloatGiven {
        person: PersonId,
        name: String,
        amount: Money,
    },
    DepositMade {
        deposit: EventId,
        bank: String,
        total: Money,
    },
    SlipHanded {
        deposit: EventId,
        to: String,
    },
    ChequesCleared {
        cheques: u32,
    },
    ChequeBounced {
        folio: Folio,
        amount: Money,
    },
    PaymentRecovered {
        folio: Folio,
        amount: Money,
    },
    /// Personal data left the office as a file.
    ReportExported {
        report: ReportName,
        format: ReportFormat,
        filter: ReportFilter,
        rows: u32,
    },
    StatementTaken {
        bank: BankAccountId,
        file_name: String,
        lines: u32,
        new_lines: u32,
    },
    /// Lines of a statement and money of the books are the same.
    MatchConfirmed {
        found: Uuid,
        amount: Money,
    },
    MatchUndone {
        found: Uuid,
        amount: Money,
    },
    /// `uuid` is the folio fiscal of the REP.
    RepStamped {
        uuid: String,
        payments: u32,
    },
    RepTakenBack {
        payment: EventId,
        uuid: String,
    },
    InvoicesNoted {
        invoices: u32,
    },
    /// Written by another build of Senda.
    Other {
        code: String,
        target: String,
    },
}

impl AuditAction {
    /// The name in the database and in logs.
    pub fn kind(&self) -> &str {
        match self {
            AuditAction::CompanyCreated { .. } => "company_created",
            AuditAction::PersonCreated { .. } => "person_created",
            AuditAction::RolesChanged { .. } => "roles_changed",
            AuditAction::PersonDeactivated { .. } => "person_deactivated",
            AuditAction::PersonReactivated { .. } => "person_reactivated",
            AuditAction::SessionsClosed { .. } => "sessions_closed",
            AuditAction::PasswordReset { .. } => "password_reset",
            AuditAction::PasswordChanged => "password_changed",
            AuditAction::BranchCreated { .. } => "branch_created",
            AuditAction::DeviceEnrolled { .. } => "device_enrolled",
            AuditAction::DeviceRetired { .. } => "device_retired",
            AuditAction::ClientsAssigned { .. } => "clients_assigned",
            AuditAction::ImportUploaded { .. } => "import_uploaded",
            AuditAction::ImportApplied { .. } => "import_applied",
            AuditAction::ExceptionResolved { .. } => "exception_resolved",
            AuditAction::SettingsChanged { .. } => "settings_changed",
            AuditAction::CorrectionAsked { .. } => "correction_asked",
            AuditAction::CorrectionApproved { .. } => "correction_approved",
            AuditAction::CorrectionRejected { .. } => "correction_rejected",
            AuditAction::CorteConfirmed { .. } => "corte_confirmed",
            AuditAction::CorteObjected { .. } => "corte_objected",
            AuditAction::CorteReopened { .. } => "corte_reopened",
            AuditAction::RouteAllowed { .. } => "route_allowed",
            AuditAction::CashAllowed { .. } => "cash_allowed",
            AuditAction::ExpenseApproved { .. } => "expense_approved",
            AuditAction::FloatGiven { .. } => "float_given",
            AuditAction::DepositMade { .. } => "deposit_made",
            AuditAction::SlipHanded { .. } => "slip_handed",
            AuditAction::ChequesCleared { .. } => "cheques_cleared",
            AuditAction::ChequeBounced { .. } => "cheque_bounced",
            AuditAction::PaymentRecovered { .. } => "payment_recovered",
            AuditAction::ReportExported { .. } => "report_exported",
            AuditAction::StatementTaken { .. } => "statement_taken",
            AuditAction::MatchConfirmed { .. } => "match_confirmed",
            AuditAction::MatchUndone { .. } => "match_undone",
            AuditAction::RepStamped { .. } => "rep_stamped",
            AuditAction::RepTakenBack { .. } => "rep_taken_back",
            AuditAction::InvoicesNoted { .. } => "invoices_noted",
            AuditAction::Other { code, .. } => code,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditRow {
    pub at: Millis,
    /// `None`: the system itself.
    pub by: Option<PersonId>,
    pub by_name: String,
    #[serde(flatten)]
    pub action: AuditAction,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditPage {
    /// Newest first.
    pub rows: Vec<AuditRow>,
    /// Hand it back as `before` for the next page; `None` at the end.
    pub next: Option<Millis>,
}

/// One page of the audit, newest first; `before` is `next` of the page before. Needs `Permission::ReadAudit`.
#[server(name = LoadAuditPage, prefix = "/api", endpoint = "audit/page", input = Json)]
pub async fn audit_page(before: Option<Millis>) -> Result<AuditPage, ApiError> {
    let caller = crate::server::extract::caller_with(crate::domain::role::Permission::ReadAudit).await?;
    crate::server::audit::page(&caller, before).await
}
