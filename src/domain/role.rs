//! Roles, and what each may do. One person may hold several.

use serde::{Deserialize, Serialize};

/// The jobs that Senda knows. Source: mission.md.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Vendedor: prospects, takes orders, collects from his own clients.
    Seller,
    /// Vendedor de mostrador: quotes and reports leads at the counter.
    CounterSeller,
    /// Gestor de cobranza: walks a route and collects.
    Collector,
    /// Administrador de cartera: credit, portfolio, assignment.
    CreditManager,
    /// Facturista: invoices, authorisation keys, REP.
    InvoicingClerk,
    /// Gerente: sees his branch and decides.
    Manager,
    /// Administrador: users, imports, devices, settings.
    Admin,
}

/// What an operation may ask of the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// Record payments and visits with clients that are assigned to him.
    Collect,
    /// See the whole portfolio, the day's collection and the ageing.
    SeePortfolio,
    /// Import clients and invoices.
    Import,
    /// Say who collects from whom.
    AssignClients,
    /// Create people, give roles, close sessions.
    ManagePeople,
    /// See and retire devices.
    ManageDevices,
    /// Read the audit of office changes.
    ReadAudit,
    /// Resolve what the rules left to be cleared up.
    ResolveExceptions,
    /// Match bank statements with deposits and transfers. Never with [`Permission::Collect`] in one person.
    Reconcile,
    /// See what must be stamped as REP, export it, and note what was stamped.
    StampRep,
}

impl Role {
    pub const ALL: [Role; 7] = [
        Role::Seller,
        Role::CounterSeller,
        Role::Collector,
        Role::CreditManager,
        Role::InvoicingClerk,
        Role::Manager,
        Role::Admin,
    ];

    /// The permissions that come with the role.
    pub fn permissions(self) -> &'static [Permission] {
        use Permission::*;
        match self {
            Role::Seller | Role::Collector => &[Collect],
            Role::CounterSeller => &[],
            Role::CreditManager => &[SeePortfolio, AssignClients, Import, ResolveExceptions, StampRep],
            Role::InvoicingClerk => &[SeePortfolio, Reconcile, StampRep],
            Role::Manager => &[SeePortfolio, AssignClients, ReadAudit, ResolveExceptions],
            Role::Admin => &[
                SeePortfolio,
                Import,
                AssignClients,
                ManagePeople,
                ManageDevices,
                ReadAudit,
                ResolveExceptions,
                Reconcile,
                StampRep,
            ],
        }
    }

    pub fn allows(self, permission: Permission) -> bool {
        self.permissions().contains(&permission)
    }

    /// The name in the database and on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Seller => "seller",
            Role::CounterSeller => "counter_seller",
            Role::Collector => "collector",
            Role::CreditManager => "credit_manager",
            Role::InvoicingClerk => "invoicing_clerk",
            Role::Manager => "manager",
            Role::Admin => "admin",
        }
    }

    pub fn parse(text: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.as_str() == text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_handles_cash_never_assigns_clients_nor_manages_people() {
        for role in Role::ALL.into_iter().filter(|r| r.allows(Permission::Collect)) {
            for forbidden in [
                Permission::AssignClients,
                Permission::ManagePeople,
                Permission::ResolveExceptions,
                Permission::Reconcile,
            ] {
                assert!(!role.allows(forbidden), "{role:?} may {forbidden:?}");
            }
        }
    }

    #[test]
    fn names_round_trip() {
        for role in Role::ALL {
            assert_eq!(Role::parse(role.as_str()), Some(role));
        }
    }
}
