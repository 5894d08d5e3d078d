//! Estado de cuenta: what a client was charged and paid, with the balance after each movement, his open debts and
//! their ageing. The phone makes it of the account that it has, the office of the ledger; both write the same report.

use super::{
    account::{Account, RECENT_PAYMENTS_MAX},
    ageing::{AgeBucket, Ageing},
    date::{CivilDate, Millis, Zone},
    invoice::{Currency, DebtKind, Invoice},
    money::{Money, MoneyError},
    report::{Cell, Column, ColumnKey, FilterShown, Kind, Report, ReportName, Row, Table, TableName, Word},
};

/// One movement of the account, in pesos.
#[derive(Clone, Debug, PartialEq)]
pub struct Movement {
    pub on: CivilDate,
    pub what: Word,
    /// Folio of the invoice or of the receipt; may be empty.
    pub reference: String,
    /// When a charge falls due.
    pub due: Option<CivilDate>,
    pub charge: Money,
    pub credit: Money,
}

/// Where and when the statement is made, and for which days.
#[derive(Clone, Debug, PartialEq)]
pub struct StatementFor {
    pub company: String,
    pub as_of: Millis,
    pub zone: Zone,
    /// Movements before it are summed up as what was owed then; `None`: from the first on.
    pub from: Option<CivilDate>,
    /// Movements after it are left out.
    pub to: CivilDate,
}

/// What an invoice is called in a statement.
pub fn debt_word(invoice: &Invoice) -> Word {
    let folio = invoice.folio.clone();
    match invoice.kind {
        DebtKind::Instalment { number, of, .. } => Word::Instalment { folio, number, of },
        DebtKind::Invoice => Word::Invoice { folio },
        DebtKind::Agreed { number, of, .. } => Word::Agreed { number, of },
        DebtKind::Indemnity { .. } => Word::Indemnity,
    }
}

/// What an account remembers of its movements, and what was owed before the first of them.
///
/// An account carries its open debts, some settled ones and its last payments: what it no longer carries is in the
/// amount before. 1,000.00 owed of an invoice of 1,500.00 whose payment of 500.00 is remembered: before 0.00, charge
/// 1,500.00, credit 500.00.
pub fn remembered(account: &Account) -> Result<(Money, Vec<Movement>), MoneyError> {
    let payments = &account.recent_payments;
    // Older payments were forgotten: debts from before the oldest one known belong to what was owed then.
    let since = (payments.len() >= RECENT_PAYMENTS_MAX)
        .then(|| payments.iter().map(|line| line.received_on).min())
        .flatten();
    let charges = account
        .invoices
        .iter()
        // The instalments of a convenio stand for the debts that it replaced.
        .filter(|invoice| invoice.currency == Currency::Mxn && invoice.agreement.is_none())
        .filter(|invoice| since.is_none_or(|since| invoice.issued >= since))
        .map(|invoice| Movement {
            on: invoice.issued,
            what: debt_word(invoice),
            reference: String::new(),
            due: Some(invoice.due),
            charge: invoice.total,
            credit: Money::ZERO,
        });
    let credits = payments.iter().map(|line| Movement {
        on: line.received_on,
        what: Word::PaymentReceived { sat_form: line.sat_form.clone() },
        reference: line.folio.to_string(),
        due: None,
        charge: Money::ZERO,
        credit: line.amount,
    });
    let movements: Vec<Movement> = charges.chain(credits).collect();
    let charged = Money::sum(movements.iter().map(|movement| movement.charge))?;
    let credited = Money::sum(movements.iter().map(|movement| movement.credit))?;
    let now = account.balance()?.checked_sub(account.unapplied)?;
    Ok((now.checked_sub(charged)?.checked_add(credited)?, movements))
}

/// The statement as a report: movements with their running balance, open debts, ageing.
///
/// `before` is what was owed before the first movement; the running balance has what is *a favor* subtracted.
pub fn statement(
    to_whom: &StatementFor,
    account: &Account,
    before: Money,
    mut movements: Vec<Movement>,
) -> Result<Report, MoneyError> {
    let today = to_whom.as_of.date_in(to_whom.zone);
    movements.retain(|movement| movement.on <= to_whom.to);
    movements.sort_by(|a, b| {
        let rank = |movement: &Movement| (movement.on, movement.credit.is_positive());
        rank(a).cmp(&rank(b)).then_with(|| a.reference.cmp(&b.reference))
    });
    let customer = &account.customer;
    let address = [&customer.address.street, &customer.address.neighbourhood, &customer.address.municipality];
    let address: Vec<&str> =
        address.into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    let mut filters = vec![FilterShown::Client {
        key: customer.key.clone(),
        name: customer.name.clone(),
        rfc: customer.rfc.clone(),
        address: address.join(", "),
    }];
    let first = to_whom.from.or_else(|| movements.first().map(|movement| movement.on));
    filters.extend(first.map(|from| FilterShown::Period { from: from.min(to_whom.to), to: to_whom.to }));
    Ok(Report {
        name: ReportName::Statement,
        company: to_whom.company.clone(),
        as_of: to_whom.as_of,
        zone: to_whom.zone,
        filters,
        tables: vec![
            movements_table(to_whom.from, before, movements)?,
            debts_table(account, today)?,
            ageing_table(account, today)?,
        ],
        is_cut: false,
    })
}

fn movements_table(
    from: Option<CivilDate>,
    before: Money,
    movements: Vec<Movement>,
) -> Result<Table, MoneyError> {
    let mut table = Table::new(
        TableName::Movements,
        vec![
            Column::new(ColumnKey::Day, Kind::Date),
            Column::new(ColumnKey::Concept, Kind::Text),
            Column::new(ColumnKey::Reference, Kind::Text),
            Column::new(ColumnKey::Due, Kind::Date),
            Column::new(ColumnKey::Charge, Kind::Money),
            Column::new(ColumnKey::Credit, Kind::Money),
            Column::new(ColumnKey::RunningBalance, Kind::Money),
        ],
    );
    let is_earlier = |movement: &Movement| from.is_some_and(|from| movement.on < from);
    let mut balance = before;
    for movement in movements.iter().filter(|movement| is_earlier(movement)) {
        balance = balance.checked_add(movement.charge)?.checked_sub(movement.credit)?;
    }
    if from.is_some() || !balance.is_zero() {
        table.push(Row::line(vec![
            from.map_or(Cell::Empty, Cell::Date),
            Cell::Word(Word::OpeningBalance),
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
            Cell::Money(balance),
        ]));
    }
    let amount = |amount: Money| if amount.is_zero() { Cell::Empty } else { Cell::Money(amount) };
    for movement in movements.into_iter().filter(|movement| !is_earlier(movement)) {
        balance = balance.checked_add(movement.charge)?.checked_sub(movement.credit)?;
        table.push(Row::line(vec![
            Cell::Date(movement.on),
            Cell::Word(movement.what),
            Cell::text(&movement.reference),
            movement.due.map_or(Cell::Empty, Cell::Date),
            amount(movement.charge),
            amount(movement.credit),
            Cell::Money(balance),
        ]));
    }
    table.add_total()?;
    if let (Some(total), Some(place)) = (table.totals.last_mut(), table.columns.len().checked_sub(1)) {
        if let Some(cell) = total.cells.get_mut(place) {
            *cell = Cell::Money(balance);
        }
        // Words stand beside the sums, not under the dates.
        total.cells.swap(0, 1);
    }
    Ok(table)
}

fn debts_table(account: &Account, today: CivilDate) -> Result<Table, MoneyError> {
    let mut open: Vec<&Invoice> = account.invoices.iter().filter(|invoice| invoice.is_open()).collect();
    open.sort_by(|a, b| (a.due, &a.folio).cmp(&(b.due, &b.folio)));
    let has_dollars = open.iter().any(|invoice| invoice.currency == Currency::Usd);
    let mut columns = vec![
        Column::new(ColumnKey::Concept, Kind::Text),
        Column::new(ColumnKey::Due, Kind::Date),
        Column::new(ColumnKey::OverdueDays, Kind::Days),
        Column::new(ColumnKey::Total, Kind::Money),
        Column::new(ColumnKey::Balance, Kind::Money),
    ];
    if has_dollars {
        columns.push(Column::new(ColumnKey::Dollars, Kind::Money));
    }
    let mut table = Table::new(TableName::OpenDebts, columns);
    for invoice in open {
        let is_pesos = invoice.currency == Currency::Mxn;
        let in_pesos = |amount: Money| if is_pesos { Cell::Money(amount) } else { Cell::Empty };
        let mut cells = vec![
            Cell::Word(debt_word(invoice)),
            Cell::Date(invoice.due),
            Cell::Days(today.days_since(invoice.due).max(0)),
            in_pesos(invoice.total),
            in_pesos(invoice.balance),
        ];
        if has_dollars {
            cells.push(if is_pesos { Cell::Empty } else { Cell::Money(invoice.balance) });
        }
        table.push(Row::line(cells));
    }
    table.add_total()?;
    Ok(table)
}

fn ageing_table(account: &Account, today: CivilDate) -> Result<Table, MoneyError> {
    let ageing = Ageing::of(account, today)?;
    let columns =
        vec![Column::new(ColumnKey::Bucket, Kind::Text), Column::new(ColumnKey::Balance, Kind::Money)];
    let mut table = Table::new(TableName::Ageing, columns);
    for bucket in AgeBucket::ALL {
        let word = Cell::Word(Word::Bucket { bucket });
        table.push(Row::line(vec![word, Cell::Money(ageing.pesos.get(bucket))]));
    }
    table.add_total()?;
    let moratory = account.moratory_on(today)?.total()?;
    if !moratory.is_zero() {
        table.push(Row::total(vec![Cell::Word(Word::LateInterest), Cell::Money(moratory)]));
    }
    if !ageing.unapplied.is_zero() {
        // Shown beside what is owed, never netted. Source: domain-rules.md §2.1.
        table.push(Row::total(vec![Cell::Word(Word::Unapplied), Cell::Money(ageing.unapplied)]));
    }
    Ok(table)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        event::Fact,
        folio::{Folio, Series},
        payment::{PaymentMethod, PaymentReceived, PaymentTarget},
        policy::Policy,
        rules,
        sample::{account, day, event, money},
    };

    /// 21 November 2026, 10:15 in Tijuana.
    const AT: Millis = Millis(1_795_284_900_000);

    fn to_whom(from: Option<&str>) -> StatementFor {
        StatementFor {
            company: "Materiales".into(),
            as_of: AT,
            zone: Zone::TIJUANA,
            from: from.map(day),
            to: day("2026-11-21"),
        }
    }

    fn pay(account: &mut Account, number: u32, on: &str, centavos: i64) {
        let fact = Fact::PaymentReceived(PaymentReceived {
            folio: Folio::new(Series::parse("C07").unwrap(), number).unwrap(),
            client: account.id(),
            amount: money(centavos),
            method: PaymentMethod::Cash,
            target: PaymentTarget::OldestFirst,
            count: None,
            photo: None,
            paper: None,
        });
        rules::apply_fact(account, event(u64::from(number)), day(on), &fact, &Policy::default()).unwrap();
    }

    fn running(report: &Report) -> Vec<i64> {
        let table = &report.tables[0];
        let place = table.place(ColumnKey::RunningBalance).unwrap();
        table.rows.iter().map(|row| row.cells[place].money().unwrap().centavos()).collect()
    }

    #[test]
    fn the_running_balance_ends_at_what_is_owed() {
        let mut account = account(&[("F-1", "2026-10-01", 150_000), ("F-2", "2026-12-01", 80_000)]);
        pay(&mut account, 1, "2026-10-15", 50_000);
        pay(&mut account, 2, "2026-11-20", 33_333);
        let (before, movements) = remembered(&account).unwrap();
        assert_eq!(before, Money::ZERO);
        let report = statement(&to_whom(None), &account, before, movements.clone()).unwrap();
        // Issued 30 days before they fall due: 1 September and 1 November.
        assert_eq!(running(&report), [150_000, 100_000, 180_000, 146_667]);
        let total = &report.tables[0].totals[0].cells;
        assert_eq!(total[4..], [230_000, 83_333, 146_667].map(|c| Cell::Money(money(c))));
        let late = statement(&to_whom(Some("2026-11-01")), &account, before, movements).unwrap();
        assert_eq!(running(&late), [100_000, 180_000, 146_667], "what was before is one line");
    }

    #[test]
    fn what_is_forgotten_is_in_the_amount_before() {
        let mut account = account(&[("F-1", "2026-01-31", 1_000_000)]);
        for number in 1..=15 {
            pay(&mut account, number, &format!("2026-02-{number:02}"), 10_000);
        }
        let (before, movements) = remembered(&account).unwrap();
        assert_eq!(before, money(970_000), "three payments and the debt itself are from before");
        let report = statement(&to_whom(None), &account, before, movements).unwrap();
        assert_eq!(running(&report).last(), Some(&850_000));
    }

    #[test]
    fn money_a_favor_is_subtracted_while_running_and_shown_apart_in_the_ageing() {
        let mut account = account(&[("F-1", "2026-10-01", 10_000)]);
        pay(&mut account, 1, "2026-10-02", 15_000);
        let (before, movements) = remembered(&account).unwrap();
        let report = statement(&to_whom(None), &account, before, movements).unwrap();
        assert_eq!(running(&report), [10_000, -5_000]);
        let ageing = &report.tables[2];
        assert_eq!(ageing.totals[0].cells[1], Cell::Money(Money::ZERO));
        assert_eq!(ageing.totals[1].cells, [Cell::Word(Word::Unapplied), Cell::Money(money(-5_000))]);
    }

    #[test]
    fn dollars_have_a_column_of_their_own() {
        let mut account = account(&[("F-1", "2026-10-01", 10_000), ("U-1", "2026-10-01", 700)]);
        account.invoices[1].currency = Currency::Usd;
        let (before, movements) = remembered(&account).unwrap();
        assert_eq!((before, movements.len()), (Money::ZERO, 1));
        let report = statement(&to_whom(None), &account, before, movements).unwrap();
        let debts = &report.tables[1];
        let sums = &debts.totals[0].cells;
        assert_eq!(sums[debts.place(ColumnKey::Balance).unwrap()], Cell::Money(money(10_000)));
        assert_eq!(sums[debts.place(ColumnKey::Dollars).unwrap()], Cell::Money(money(700)));
    }
}
