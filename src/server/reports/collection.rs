//! Collection by day, person and form, from the figures that the books keep for each day.

use std::collections::BTreeMap;

use super::{
    Desk, money,
    period::{Period, Since},
};
use crate::{
    api::error::ApiError,
    domain::{
        money::{Money, MoneyError},
        report::{
            Cell, Column, ColumnKey, FilterShown, Kind, Report, ReportName, Row, Table, TableName, Word,
        },
    },
};

/// What came in, by form of payment. Source of the forms: domain-rules.md §2.6.
#[derive(Clone, Copy, Default)]
struct Sums {
    payments: u64,
    cash: Money,
    cheque: Money,
    transfer: Money,
    card: Money,
    other: Money,
}

impl Sums {
    fn add(&mut self, sat_form: &str, amount: Money, payments: u64) -> Result<(), MoneyError> {
        let sum = match sat_form {
            "01" => &mut self.cash,
            "02" => &mut self.cheque,
            "03" => &mut self.transfer,
            "04" | "28" => &mut self.card,
            _ => &mut self.other,
        };
        *sum = sum.checked_add(amount)?;
        self.payments = self.payments.saturating_add(payments);
        Ok(())
    }

    fn total(&self) -> Result<Money, MoneyError> {
        Money::sum([self.cash, self.cheque, self.transfer, self.card, self.other])
    }

    fn cells(&self) -> Result<Vec<Cell>, MoneyError> {
        let amounts = [self.cash, self.cheque, self.transfer, self.card, self.other, self.total()?];
        let count = Cell::Count(i64::try_from(self.payments).unwrap_or(i64::MAX));
        Ok(std::iter::once(count).chain(amounts.map(Cell::Money)).collect())
    }
}

/// The columns of [`Sums::cells`].
fn columns_of_sums() -> Vec<Column> {
    let money = |key| Column::new(key, Kind::Money);
    vec![
        Column::new(ColumnKey::Payments, Kind::Count),
        money(ColumnKey::Cash),
        money(ColumnKey::Cheque),
        money(ColumnKey::Transfer),
        money(ColumnKey::Card),
        money(ColumnKey::OtherForms),
        money(ColumnKey::Collected),
    ]
}

/// One line per day with collection.
pub async fn by_day(desk: &Desk<'_>) -> Result<Report, ApiError> {
    let (period, collected) = read(desk).await?;
    let mut days: BTreeMap<_, Sums> = BTreeMap::new();
    for (day, row) in collected {
        days.entry(day).or_default().add(&row.sat_form, row.amount, row.payments).map_err(money)?;
    }
    let columns = [vec![Column::new(ColumnKey::Day, Kind::Date)], columns_of_sums()].concat();
    let mut table = Table::new(TableName::Main, columns);
    for (day, sums) in days {
        table.push(Row::line([vec![Cell::Date(day)], sums.cells().map_err(money)?].concat()));
    }
    finish(desk, ReportName::CollectionByDay, period, table).await
}

/// One line per person with collection, the largest first.
pub async fn by_person(desk: &Desk<'_>) -> Result<Report, ApiError> {
    let (period, collected) = read(desk).await?;
    let mut people: BTreeMap<_, Sums> = BTreeMap::new();
    for (_, row) in collected {
        people.entry(row.person).or_default().add(&row.sat_form, row.amount, row.payments).map_err(money)?;
    }
    let branches = desk.caller.state.store.branches().await?;
    let mut lines = Vec::new();
    for (person, sums) in people {
        let branch = desk.branch_of(person).and_then(|id| branches.iter().find(|branch| branch.id == id));
        let branch = branch.map_or("", |branch| branch.name.as_str());
        lines.push((sums.total().map_err(money)?, desk.name_of(person), branch, sums));
    }
    lines.sort_by(|a, b| (b.0, a.1).cmp(&(a.0, b.1)));
    let all = Money::sum(lines.iter().map(|line| line.0)).map_err(money)?;
    let head = vec![Column::new(ColumnKey::Person, Kind::Text), Column::new(ColumnKey::Branch, Kind::Text)];
    let columns = [head, columns_of_sums(), vec![Column::new(ColumnKey::Share, Kind::Percent)]].concat();
    let mut table = Table::new(TableName::Main, columns);
    for (total, name, branch, sums) in lines {
        let share = Cell::share(total.centavos(), all.centavos());
        let head = vec![Cell::text(name), Cell::text(branch)];
        table.push(Row::line([head, sums.cells().map_err(money)?, vec![share]].concat()));
    }
    finish(desk, ReportName::CollectionByPerson, period, table).await
}

/// One line per form of payment, the largest first.
pub async fn by_form(desk: &Desk<'_>) -> Result<Report, ApiError> {
    let (period, collected) = read(desk).await?;
    let mut forms: BTreeMap<String, (Money, u64)> = BTreeMap::new();
    for (_, row) in collected {
        let sum = forms.entry(row.sat_form).or_default();
        sum.0 = sum.0.checked_add(row.amount).map_err(money)?;
        sum.1 = sum.1.saturating_add(row.payments);
    }
    let all = Money::sum(forms.values().map(|(amount, _)| *amount)).map_err(money)?;
    let mut forms: Vec<_> = forms.into_iter().collect();
    forms.sort_by(|a, b| (b.1.0, &a.0).cmp(&(a.1.0, &b.0)));
    let columns = vec![
        Column::new(ColumnKey::Form, Kind::Text),
        Column::new(ColumnKey::Payments, Kind::Count),
        Column::new(ColumnKey::Collected, Kind::Money),
        Column::new(ColumnKey::Share, Kind::Percent),
    ];
    let mut table = Table::new(TableName::Main, columns);
    for (sat_form, (amount, payments)) in forms {
        table.push(Row::line(vec![
            Cell::Word(Word::Form { sat_form }),
            Cell::Count(i64::try_from(payments).unwrap_or(i64::MAX)),
            Cell::Money(amount),
            Cell::share(amount.centavos(), all.centavos()),
        ]));
    }
    finish(desk, ReportName::CollectionByForm, period, table).await
}

type CollectedOn = (crate::domain::date::CivilDate, crate::server::store::figures::Collected);

async fn read(desk: &Desk<'_>) -> Result<(Period, Vec<CollectedOn>), ApiError> {
    let period = desk.period(Since::MonthStart)?;
    let mut collected = desk.caller.state.store.collected_between(period.from, period.to).await?;
    collected.retain(|(_, row)| desk.wants_person(row.person));
    Ok((period, collected))
}

async fn finish(
    desk: &Desk<'_>,
    name: ReportName,
    period: Period,
    mut table: Table,
) -> Result<Report, ApiError> {
    table.add_total().map_err(money)?;
    let mut filters = vec![FilterShown::Period { from: period.from, to: period.to }];
    filters.extend(desk.narrowed().await?);
    Ok(desk.report(name, filters, vec![table]))
}
