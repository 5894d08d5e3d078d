//! Open cortes: who carries what, since when, and which hand-overs the office has not settled.

use super::{Desk, money};
use crate::{
    api::{
        cortes::{CorteFilter, CorteRow, CorteState, DrawerRow},
        error::ApiError,
    },
    domain::report::{Cell, Column, ColumnKey, Kind, Report, ReportName, Row, Table, TableName, Word},
    server::cortes,
};

/// Two tables: whoever carries money or papers without a corte, the oldest day first; and the cortes that wait for the
/// office's count or that it objected to.
pub async fn open_cortes(desk: &Desk<'_>) -> Result<Report, ApiError> {
    let mut drawers = cortes::drawers(desk.caller).await?;
    drawers.retain(|row| desk.wants_person(row.person) && (row.payments > 0 || row.cash.is_positive()));
    drawers.sort_by(|a, b| {
        let rank = |row: &DrawerRow| (row.open_since.is_none(), row.open_since);
        rank(a).cmp(&rank(b)).then_with(|| (b.cash, &a.person_name).cmp(&(a.cash, &b.person_name)))
    });
    let mut waiting = cortes::list(desk.caller, CorteFilter::Waiting).await?;
    waiting.extend(cortes::list(desk.caller, CorteFilter::Objected).await?);
    waiting.retain(|row| desk.wants_person(row.person));
    waiting.sort_by(|a, b| (a.day, &a.person_name).cmp(&(b.day, &b.person_name)));
    let tables = vec![carried(drawers)?, unsettled(waiting)?];
    Ok(desk.report(ReportName::OpenCortes, desk.narrowed().await?, tables))
}

fn carried(drawers: Vec<DrawerRow>) -> Result<Table, ApiError> {
    let columns = vec![
        Column::new(ColumnKey::Person, Kind::Text),
        Column::new(ColumnKey::Branch, Kind::Text),
        Column::new(ColumnKey::OpenSince, Kind::Date),
        Column::new(ColumnKey::LastCorte, Kind::Date),
        Column::new(ColumnKey::Payments, Kind::Count),
        Column::new(ColumnKey::Cash, Kind::Money),
        Column::new(ColumnKey::Cheques, Kind::Count),
        Column::new(ColumnKey::Cheque, Kind::Money),
        Column::new(ColumnKey::Shortage, Kind::Money),
    ];
    let mut table = Table::new(TableName::Carried, columns);
    for row in drawers {
        table.push(Row::line(vec![
            Cell::Text(row.person_name),
            Cell::text(&row.branch_name),
            row.open_since.map_or(Cell::Empty, Cell::Date),
            row.last_corte.map_or(Cell::Empty, Cell::Date),
            Cell::Count(row.payments.into()),
            Cell::Money(row.cash),
            Cell::Count(row.cheques.into()),
            Cell::Money(row.cheques_total),
            Cell::Money(row.shortage),
        ]));
    }
    table.add_total().map_err(money)?;
    Ok(table)
}

fn unsettled(cortes: Vec<CorteRow>) -> Result<Table, ApiError> {
    let columns = vec![
        Column::new(ColumnKey::Day, Kind::Date),
        Column::new(ColumnKey::Person, Kind::Text),
        Column::new(ColumnKey::Branch, Kind::Text),
        Column::new(ColumnKey::State, Kind::Text),
        Column::new(ColumnKey::Payments, Kind::Count),
        Column::new(ColumnKey::Cash, Kind::Money),
        Column::new(ColumnKey::Cheque, Kind::Money),
        Column::new(ColumnKey::Difference, Kind::Money),
        Column::new(ColumnKey::Counted, Kind::Money),
    ];
    let mut table = Table::new(TableName::Unsettled, columns);
    for row in cortes {
        let (state, counted) = match &row.state {
            CorteState::Waiting => (Word::CorteWaiting, Cell::Empty),
            CorteState::Confirmed { .. } => (Word::Done, Cell::Empty),
            CorteState::Objected { counted, .. } => (Word::CorteObjected, Cell::Money(*counted)),
        };
        table.push(Row::line(vec![
            Cell::Date(row.day),
            Cell::Text(row.person_name),
            Cell::text(&row.branch_name),
            Cell::Word(state),
            Cell::Count(row.payments.into()),
            Cell::Money(row.handed),
            Cell::Money(row.cheques_total),
            Cell::Money(row.difference),
            counted,
        ]));
    }
    table.add_total().map_err(money)?;
    Ok(table)
}
