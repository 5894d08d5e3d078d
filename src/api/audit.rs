//! The record of who changed what in the office. Append-only.

use leptos::{prelude::*, server_fn::codec::Json};
use serde::{Deserialize, Serialize};

use super::error::ApiError;
use crate::domain::{
    date::Millis,
    ids::{BranchId, DeviceId, ImportId, PersonId},
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
