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
    /// Resolve what the rules left to be cleared up, and recover payments of a destroyed phone.
    ResolveExceptions,
    /// Match bank statements with deposits, transfers and cards. Never with [`Permission::Collect`] in one person.
    Reconcile,
    /// See what must be stamped as REP, export it, and note what was stamped.
    StampRep,
    /// See cortes, deposits, cheques, and where money lies.
    SeeCash,
    /// Receive at the office: count cortes, confirm them or object, give a float, deposit from the safe.
    ReceiveCash,
    /// Let a route begin with an older corte open, let more cash be carried, approve expenses.
    Supervise,
    /// Ask for a correction: reversal, condonation, write-off, another due date.
    AskCorrection,
    /// Approve or reject what somebody else asked for.
    ApproveCorrection,
    /// Say that a cheque cleared or bounced.
    ManageCheques,
    /// Limits, terms, rates, accounts at banks.
    ManageSettings,
    /// See the signs of fraud.
    SeeRadar,
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
            Role::CreditManager => &[
                SeePortfolio,
                AssignClients,
                Import,
                ResolveExceptions,
                StampRep,
                SeeCash,
                ReceiveCash,
                AskCorrection,
            ],
            Role::InvoicingClerk => {
                &[SeePortfolio, Reconcile, StampRep, SeeCash, ManageCheques, AskCorrection]
            }
            Role::Manager => &[
                SeePortfolio,
                AssignClients,
                ReadAudit,
                ResolveExceptions,
                SeeCash,
                Supervise,
                AskCorrection,
                ApproveCorrection,
                SeeRadar,
            ],
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
                SeeCash,
                ManageSettings,
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

    /// Source: domain-rules.md §3.9.
    #[test]
    fn who_receives_cash_neither_reconciles_nor_approves() {
        use Permission::*;
        for role in Role::ALL {
            for (one, other) in [
                (Collect, ReceiveCash),
                (Collect, AskCorrection),
                (Collect, Reconcile),
                (ReceiveCash, Reconcile),
                (ReceiveCash, ManageCheques),
                (ReceiveCash, ApproveCorrection),
                (Reconcile, ApproveCorrection),
                (ManageSettings, ReceiveCash),
                (ManageSettings, ApproveCorrection),
            ] {
                assert!(!(role.allows(one) && role.allows(other)), "{role:?} may {one:?} and {other:?}");
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
