//! From an account to what its client reads.

use crate::{
    domain::{
        date::Millis,
        ids::ClientId,
        report::Report,
        statement::{StatementFor, remembered, statement},
    },
    sync::overlay::Workspace,
    ui::{format, links, text::reports::ES},
};

/// Everything that the page shows.
#[derive(Clone, Debug, PartialEq)]
pub struct StatementPage {
    pub report: Report,
    /// For WhatsApp, in *usted*.
    pub message: String,
    /// The client's phone with its country code; empty where it is not known.
    pub phone: String,
    /// It counts something that the office has not confirmed.
    pub is_pending: bool,
}

/// The statement of one client; `None` where he is not in the list.
pub fn statement_page(workspace: &Workspace, client: ClientId, now: Millis) -> Option<StatementPage> {
    let account = workspace.account(client)?;
    let profile = workspace.meta().profile.as_ref()?;
    let today = now.date_in(profile.zone);
    let to_whom = StatementFor {
        company: profile.company.clone(),
        as_of: now,
        zone: profile.zone,
        from: None,
        to: today,
    };
    let (before, movements) = remembered(&account).ok()?;
    let report = statement(&to_whom, &account, before, movements).ok()?;
    let (balance, overdue) = (account.balance().ok()?, account.overdue(today).ok()?);
    Some(StatementPage {
        report,
        message: (ES.statement_message)(
            &profile.company,
            &format::date_with_year(today),
            &format::money(balance),
            &format::money(overdue),
        ),
        phone: links::full_number(&account.customer.phone).unwrap_or_default(),
        is_pending: workspace.is_pending(client),
    })
}
