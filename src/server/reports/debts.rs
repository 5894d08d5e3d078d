//! Adeudos: what each client owes, by age.

use super::{Desk, money};
use crate::{
    api::error::ApiError,
    domain::{
        ageing::AgeBucket,
        report::{Cell, Column, ColumnKey, Kind, Report, ReportName, Row, Table, TableName, Word},
    },
};

/// One line per client that owes or has something *a favor*, the largest overdue amount first.
pub async fn debts(desk: &Desk<'_>) -> Result<Report, ApiError> {
    let mut found = desk.caller.state.store.debts(desk.today()).await?;
    found.retain(|debts| {
        let line = &debts.line;
        let has_something =
            line.balance.is_positive() || line.unapplied.is_positive() || line.balance_usd.is_positive();
        has_something
            && desk.filter.branch.is_none_or(|branch| branch == line.branch)
            && desk.filter.person.is_none_or(|person| Some(person) == line.assigned_to)
    });
    found.sort_by(|a, b| {
        (b.line.overdue, b.line.balance, &a.line.name).cmp(&(a.line.overdue, a.line.balance, &b.line.name))
    });
    let has_dollars = found.iter().any(|debts| debts.line.balance_usd.is_positive());
    let money_of = |key| Column::new(key, Kind::Money);
    let mut columns = vec![
        Column::new(ColumnKey::ClientKey, Kind::Text),
        Column::new(ColumnKey::Client, Kind::Text),
        Column::new(ColumnKey::Person, Kind::Text),
        money_of(ColumnKey::NotDue),
        money_of(ColumnKey::Days1To30),
        money_of(ColumnKey::Days31To60),
        money_of(ColumnKey::Days61To90),
        money_of(ColumnKey::Over90),
        money_of(ColumnKey::Balance),
        money_of(ColumnKey::Overdue),
        Column::new(ColumnKey::OverdueDays, Kind::Days),
        money_of(ColumnKey::Unapplied),
    ];
    if has_dollars {
        columns.push(money_of(ColumnKey::Dollars));
    }
    let mut table = Table::new(TableName::Main, columns);
    for debts in found {
        let line = debts.line;
        let collector = line.assigned_to.map(|person| desk.name_of(person));
        let mut cells = vec![
            Cell::Text(line.key),
            Cell::Text(line.name),
            collector.map_or(Cell::Word(Word::Nobody), Cell::text),
        ];
        cells.extend(AgeBucket::ALL.map(|bucket| Cell::Money(debts.ageing.pesos.get(bucket))));
        cells.extend([
            Cell::Money(line.balance),
            Cell::Money(line.overdue),
            Cell::Days(line.overdue_days),
            Cell::Money(debts.ageing.unapplied),
        ]);
        if has_dollars {
            cells.push(Cell::Money(line.balance_usd));
        }
        table.push(Row::line(cells));
    }
    table.add_total().map_err(money)?;
    Ok(desk.report(ReportName::Debts, desk.narrowed().await?, vec![table]))
}
