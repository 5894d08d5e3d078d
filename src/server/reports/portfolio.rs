//! Copy of the portfolio with the clients' payments: the paper of the hand-over (mission.md S11).

use std::collections::{BTreeSet, HashMap};

use super::{
    Desk,
    log::{allocation, happened},
    money,
    period::Since,
};
use crate::{
    api::error::ApiError,
    domain::{
        account::Account,
        ids::ClientId,
        invoice::{Currency, Invoice},
        report::{
            Cell, Column, ColumnKey, FilterShown, Kind, Report, ReportName, Row, Table, TableName, Word,
        },
        statement::debt_word,
    },
    server::store::reports::ReportedEvent,
};

/// Each client that owes or paid, with his open debts and then his payments of the period; a subtotal for each.
pub async fn portfolio(desk: &Desk<'_>) -> Result<Report, ApiError> {
    let period = desk.period(Since::MonthStart)?;
    let store = &desk.caller.state.store;
    // Who collects now decides whose portfolio it is; who received a payment does not.
    let everybodys = Desk { filter: Default::default(), people: Vec::new(), company: String::new(), ..*desk };
    let found =
        happened(&everybodys, period, |one| one.event.fact.payment().is_some() && allocation(one).is_some())
            .await?;
    let mut paid: HashMap<ClientId, Vec<&ReportedEvent>> = HashMap::new();
    for one in &found.events {
        if let Some(client) = one.event.fact.client() {
            paid.entry(client).or_default().push(one);
        }
    }
    let owing = store.debts(desk.today()).await?;
    let mut clients: BTreeSet<ClientId> = BTreeSet::new();
    for debts in owing {
        let line = debts.line;
        let is_wanted = desk.filter.branch.is_none_or(|branch| branch == line.branch)
            && desk.filter.person.is_none_or(|person| Some(person) == line.assigned_to);
        let has_something = line.balance.is_positive() || line.balance_usd.is_positive();
        if is_wanted && (has_something || paid.contains_key(&line.client)) {
            clients.insert(line.client);
        }
    }
    let clients: Vec<ClientId> = clients.into_iter().collect();
    let mut accounts = store.accounts_in_parts(&clients).await?;
    accounts.sort_by(|a, b| (&a.customer.name, &a.customer.key).cmp(&(&b.customer.name, &b.customer.key)));
    let mut table = Table::new(TableName::Main, columns());
    for account in &accounts {
        write_client(desk, &mut table, account, paid.get(&account.id()).map_or(&[], Vec::as_slice))?;
    }
    table.add_total().map_err(money)?;
    let mut filters = vec![FilterShown::Period { from: period.from, to: period.to }];
    filters.extend(desk.narrowed().await?);
    let report = desk.report(ReportName::PortfolioWithPayments, filters, vec![table]);
    Ok(Report { is_cut: found.is_cut, ..report })
}

fn columns() -> Vec<Column> {
    vec![
        Column::group(ColumnKey::ClientKey, Kind::Text),
        Column::group(ColumnKey::Client, Kind::Text),
        Column::new(ColumnKey::Concept, Kind::Text),
        Column::new(ColumnKey::Day, Kind::Date),
        Column::new(ColumnKey::Due, Kind::Date),
        Column::new(ColumnKey::OverdueDays, Kind::Days),
        Column::new(ColumnKey::Person, Kind::Text),
        Column::new(ColumnKey::Charge, Kind::Money),
        Column::new(ColumnKey::Credit, Kind::Money),
        Column::new(ColumnKey::Balance, Kind::Money),
        Column::new(ColumnKey::Dollars, Kind::Money),
    ]
}

fn write_client(
    desk: &Desk<'_>,
    table: &mut Table,
    account: &Account,
    payments: &[&ReportedEvent],
) -> Result<(), ApiError> {
    let customer = &account.customer;
    let today = desk.today();
    let mut open: Vec<&Invoice> = account.invoices.iter().filter(|invoice| invoice.is_open()).collect();
    open.sort_by(|a, b| (a.due, &a.folio).cmp(&(b.due, &b.folio)));
    let head = || [Cell::text(&customer.key), Cell::text(&customer.name)];
    for invoice in open {
        let is_pesos = invoice.currency == Currency::Mxn;
        let only = |is_shown: bool, amount| if is_shown { Cell::Money(amount) } else { Cell::Empty };
        let [key, name] = head();
        table.push(Row::line(vec![
            key,
            name,
            Cell::Word(debt_word(invoice)),
            Cell::Date(invoice.issued),
            Cell::Date(invoice.due),
            Cell::Days(today.days_since(invoice.due).max(0)),
            Cell::Empty,
            only(is_pesos, invoice.total),
            Cell::Empty,
            only(is_pesos, invoice.balance),
            only(!is_pesos, invoice.balance),
        ]));
    }
    for one in payments {
        let Some(payment) = one.event.fact.payment() else { continue };
        let [key, name] = head();
        table.push(Row::line(vec![
            key,
            name,
            Cell::Text(payment.folio.to_string()),
            Cell::Date(one.event.day()),
            Cell::Empty,
            Cell::Empty,
            Cell::text(desk.name_of(one.event.person)),
            Cell::Empty,
            Cell::Money(payment.amount),
            Cell::Empty,
            Cell::Empty,
        ]));
    }
    table.add_subtotal(customer.name.clone()).map_err(money)?;
    if account.unapplied.is_positive() {
        let mut cells = vec![Cell::Empty; table.columns.len()];
        for (key, cell) in [
            (ColumnKey::Client, Cell::Word(Word::Unapplied)),
            (ColumnKey::Balance, Cell::Money(negative(account.unapplied)?)),
        ] {
            if let Some(place) = table.place(key).and_then(|place| cells.get_mut(place)) {
                *place = cell;
            }
        }
        // Beside the balance and never netted with it. Source: domain-rules.md §2.1.
        table.push(Row::subtotal(cells));
    }
    Ok(())
}

fn negative(amount: crate::domain::money::Money) -> Result<crate::domain::money::Money, ApiError> {
    crate::domain::money::Money::ZERO.checked_sub(amount).map_err(money)
}
