//! Convenios, as the office follows them.

use std::{cmp::Reverse, collections::HashMap};

use super::{
    cortes::{count_of, money},
    extract::Caller,
    names::Names,
    portfolio,
};
use crate::{
    api::{
        agreements::{AGREEMENTS_LISTED_MAX, AgreementFilter, AgreementRow},
        error::ApiError,
    },
    domain::{
        account::Account,
        agreement::{Agreement, AgreementState},
        date::CivilDate,
        ids::ClientId,
        money::Money,
    },
};

pub async fn list(caller: &Caller, filter: AgreementFilter) -> Result<Vec<AgreementRow>, ApiError> {
    let store = &caller.state.store;
    let states: &[&str] = match filter {
        AgreementFilter::Active | AgreementFilter::AtRisk => &["active"],
        AgreementFilter::Broken => &["broken"],
        AgreementFilter::All => &["active", "kept", "broken"],
    };
    let clients: Vec<ClientId> = store.clients_with_agreements(states).await?;
    let names = Names::load(store).await?;
    let today = portfolio::today(caller).await?;
    let accounts: HashMap<ClientId, Account> =
        store.accounts(&clients).await?.into_iter().map(|account| (account.id(), account)).collect();
    let mut rows = Vec::new();
    for account in accounts.values() {
        for agreement in &account.agreements {
            let row = row(account, agreement, &names, today)?;
            let is_wanted = match filter {
                AgreementFilter::Active => row.state == AgreementState::Active,
                AgreementFilter::AtRisk => row.state == AgreementState::Active && row.overdue.is_positive(),
                AgreementFilter::Broken => matches!(row.state, AgreementState::Broken { .. }),
                AgreementFilter::All => true,
            };
            if is_wanted {
                rows.push(row);
            }
        }
    }
    rows.sort_by(|a, b| {
        (Reverse(a.overdue_days), a.next_due, &a.client_name).cmp(&(
            Reverse(b.overdue_days),
            b.next_due,
            &b.client_name,
        ))
    });
    rows.truncate(AGREEMENTS_LISTED_MAX as usize);
    Ok(rows)
}

fn row(
    account: &Account,
    agreement: &Agreement,
    names: &Names,
    today: CivilDate,
) -> Result<AgreementRow, ApiError> {
    let total = Money::sum(agreement.terms.instalments.iter().map(|part| part.amount)).map_err(money)?;
    // Settled instalments may no longer be carried: what is open says what was paid.
    let open: Vec<_> =
        account.open_invoices().filter(|invoice| invoice.is_instalment_of(agreement.id)).collect();
    let left = Money::sum(open.iter().map(|invoice| invoice.balance)).map_err(money)?;
    let paid = match agreement.state {
        AgreementState::Broken { paid, .. } => paid,
        AgreementState::Active | AgreementState::Kept => total.checked_sub(left).map_err(money)?,
    };
    let late = || open.iter().filter(|invoice| invoice.due < today);
    let instalments = u16::try_from(agreement.terms.instalments.len()).unwrap_or(u16::MAX);
    let instalments_paid = match agreement.state {
        AgreementState::Broken { .. } => 0,
        AgreementState::Active | AgreementState::Kept => {
            instalments.saturating_sub(u16::try_from(count_of(open.len())).unwrap_or(u16::MAX))
        }
    };
    Ok(AgreementRow {
        agreement: agreement.id,
        folio: agreement.folio(),
        client: account.id(),
        client_name: account.customer.name.clone(),
        assigned_to: account.assigned_to,
        assigned_name: account.assigned_to.map(|person| names.person(person)).unwrap_or_default(),
        made_on: agreement.made_on,
        state: agreement.state,
        total,
        paid,
        instalments,
        instalments_paid,
        next_due: open.iter().map(|invoice| invoice.due).min(),
        overdue: Money::sum(late().map(|invoice| invoice.balance)).map_err(money)?,
        overdue_days: late().map(|invoice| today.days_since(invoice.due)).max().unwrap_or(0),
    })
}
