//! A report as data: which one, for what, its columns with their kinds, its rows. The same for the screen, the files
//! and the paper; the words are in `ui/text/reports.rs`, so that nothing here speaks any language.

use serde::{Deserialize, Serialize};

use super::{
    ageing::AgeBucket,
    date::{CivilDate, Millis, Zone},
    ids::{BranchId, ClientId, PersonId},
    money::{Money, MoneyError},
    route::StopReason,
    visit::VisitResult,
};

/// Most days that one report looks back over: a year and a leap day.
pub const PERIOD_DAYS_MAX: i64 = 366;

/// Most rows of one report, wherever it goes: some 15 MB as a workbook. What does not fit is said, never dropped.
pub const REPORT_ROWS_MAX: usize = 50_000;

/// The reports that exist. Source: issue 3, mission.md S11 and C8.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportName {
    CollectionByDay,
    CollectionByPerson,
    CollectionByForm,
    /// Each receipt of the period.
    Receipts,
    /// Bitácora de cobranza: every visit, payment and promise.
    CollectionLog,
    /// Programa diario: plan against done.
    DailyProgramme,
    /// Adeudos by client with ageing.
    Debts,
    /// Copy of the portfolio with the clients' payments.
    PortfolioWithPayments,
    /// Estado de cuenta of one client, in *usted*.
    Statement,
}

impl ReportName {
    pub const ALL: [ReportName; 9] = [
        ReportName::CollectionByDay,
        ReportName::CollectionByPerson,
        ReportName::CollectionByForm,
        ReportName::Receipts,
        ReportName::CollectionLog,
        ReportName::DailyProgramme,
        ReportName::Debts,
        ReportName::PortfolioWithPayments,
        ReportName::Statement,
    ];

    /// The name in addresses and files.
    pub fn as_str(self) -> &'static str {
        match self {
            ReportName::CollectionByDay => "cobranza-por-dia",
            ReportName::CollectionByPerson => "cobranza-por-persona",
            ReportName::CollectionByForm => "cobranza-por-forma",
            ReportName::Receipts => "recibos",
            ReportName::CollectionLog => "bitacora",
            ReportName::DailyProgramme => "programa-diario",
            ReportName::Debts => "adeudos",
            ReportName::PortfolioWithPayments => "cartera-con-pagos",
            ReportName::Statement => "estado-de-cuenta",
        }
    }

    pub fn parse(text: &str) -> Option<ReportName> {
        ReportName::ALL.into_iter().find(|name| name.as_str() == text)
    }

    /// What the report may be narrowed by.
    pub fn takes(self) -> Takes {
        let (period, one_day, person, branch, client) = match self {
            ReportName::CollectionByDay | ReportName::CollectionByPerson | ReportName::CollectionByForm => {
                (true, false, true, true, false)
            }
            ReportName::Receipts | ReportName::CollectionLog => (true, false, true, true, true),
            ReportName::DailyProgramme => (false, true, true, true, false),
            ReportName::Debts => (false, false, true, true, false),
            ReportName::PortfolioWithPayments => (true, false, true, true, false),
            ReportName::Statement => (true, false, false, false, true),
        };
        Takes { period, one_day, person, branch, client }
    }
}

/// Which filters a report has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Takes {
    pub period: bool,
    /// A single day instead of a period.
    pub one_day: bool,
    pub person: bool,
    pub branch: bool,
    pub client: bool,
}

/// What is asked for. Absent ends of the period are the report's own defaults.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportFilter {
    #[serde(default)]
    pub from: Option<CivilDate>,
    /// The last day, included; for a report of one day, that day.
    #[serde(default)]
    pub to: Option<CivilDate>,
    #[serde(default)]
    pub person: Option<PersonId>,
    #[serde(default)]
    pub branch: Option<BranchId>,
    #[serde(default)]
    pub client: Option<ClientId>,
}

/// A whole report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    pub name: ReportName,
    pub company: String,
    /// When the figures were read.
    pub as_of: Millis,
    /// In which its moments are written.
    pub zone: Zone,
    /// As narrowed: names, not ids.
    pub filters: Vec<FilterShown>,
    pub tables: Vec<Table>,
    /// The rows did not all fit in [`REPORT_ROWS_MAX`], or in what the screen shows.
    #[serde(default)]
    pub is_cut: bool,
}

/// One filter as it was applied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "filter", rename_all = "snake_case")]
pub enum FilterShown {
    Period {
        from: CivilDate,
        to: CivilDate,
    },
    Day {
        on: CivilDate,
    },
    Person {
        name: String,
    },
    Branch {
        name: String,
    },
    /// `address` and `rfc` may be empty.
    Client {
        key: String,
        name: String,
        rfc: String,
        address: String,
    },
}

/// One table of a report. Most have one; a statement has three.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Table {
    pub name: TableName,
    pub columns: Vec<Column>,
    /// Lines and subtotals in the order in which they are read.
    pub rows: Vec<Row>,
    pub totals: Vec<Row>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TableName {
    /// The only one: it needs no title of its own.
    Main,
    Movements,
    OpenDebts,
    Ageing,
    /// Plan against done, by person.
    Effectiveness,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    pub key: ColumnKey,
    pub kind: Kind,
    /// On paper and screen a repeated value is written once; files repeat it on each line.
    #[serde(default)]
    pub is_group: bool,
}

impl Column {
    pub fn new(key: ColumnKey, kind: Kind) -> Column {
        Column { key, kind, is_group: false }
    }

    pub fn group(key: ColumnKey, kind: Kind) -> Column {
        Column { key, kind, is_group: true }
    }
}

/// How the cells of a column are written and aligned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Text,
    Date,
    Moment,
    /// Pesos, or dollars where the heading says so.
    Money,
    Count,
    Percent,
    Days,
}

impl Kind {
    /// Figures stand at the end of their column.
    pub fn is_figure(self) -> bool {
        matches!(self, Kind::Money | Kind::Count | Kind::Percent | Kind::Days)
    }
}

/// Headings. Closed: each has its word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnKey {
    Day,
    Moment,
    Person,
    Branch,
    Form,
    Payments,
    Cash,
    Cheque,
    Transfer,
    Card,
    OtherForms,
    Collected,
    Share,
    Folio,
    ClientKey,
    Client,
    Amount,
    ToInvoices,
    ToUnapplied,
    LateInterest,
    InterestTax,
    Kind,
    Place,
    Contact,
    Result,
    NextAction,
    Note,
    State,
    Order,
    Reason,
    ToCollect,
    Expected,
    Planned,
    PlannedDone,
    Effectiveness,
    Unplanned,
    NotDue,
    Days1To30,
    Days31To60,
    Days61To90,
    Over90,
    Balance,
    Overdue,
    OverdueDays,
    Unapplied,
    Dollars,
    Concept,
    Reference,
    Due,
    Charge,
    Credit,
    RunningBalance,
    Total,
    Bucket,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    pub role: RowRole,
    /// As many as the table has columns.
    pub cells: Vec<Cell>,
}

impl Row {
    pub fn line(cells: Vec<Cell>) -> Row {
        Row { role: RowRole::Line, cells }
    }

    pub fn subtotal(cells: Vec<Cell>) -> Row {
        Row { role: RowRole::Subtotal, cells }
    }

    pub fn total(cells: Vec<Cell>) -> Row {
        Row { role: RowRole::Total, cells }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowRole {
    Line,
    /// The sum of the lines above it, up to the subtotal before.
    Subtotal,
    Total,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cell {
    Empty,
    /// As somebody wrote it: a name, a folio, a note.
    Text(String),
    /// One of ours, to be said in the reader's language.
    Word(Word),
    Date(CivilDate),
    Moment(Millis),
    Money(Money),
    Count(i64),
    /// Hundredths of a percent: 59.1 % is 5910.
    Percent(i64),
    Days(i64),
}

impl Cell {
    /// Text, or nothing where there is none.
    pub fn text(text: &str) -> Cell {
        if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) }
    }

    /// The share of a part in its whole; nothing where the whole is not positive.
    pub fn share(part: i64, whole: i64) -> Cell {
        if whole <= 0 {
            return Cell::Empty;
        }
        let scaled = (i128::from(part) * 10_000 + i128::from(whole) / 2).div_euclid(i128::from(whole));
        Cell::Percent(i64::try_from(scaled).unwrap_or(i64::MAX))
    }

    pub fn money(&self) -> Option<Money> {
        match self {
            Cell::Money(amount) => Some(*amount),
            _ => None,
        }
    }
}

/// What a report says of its own, as data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "word", rename_all = "snake_case")]
pub enum Word {
    Total,
    /// Of `what`: a client, a person, a day.
    Subtotal {
        what: String,
    },
    /// Clients that nobody collects from.
    Nobody,
    /// c_FormaPago.
    Form {
        sat_form: String,
    },
    Payment,
    Visit,
    Promise,
    Agreement,
    CounterReceipt,
    Correction,
    /// Kept by the office and not in the books.
    ToClearUp,
    VisitResult {
        result: VisitResult,
    },
    PaidAmount {
        amount: Money,
    },
    PromisedAmount {
        amount: Money,
        due: CivilDate,
    },
    /// A convenio: how many instalments, of how much together.
    AgreedAmount {
        instalments: u32,
        amount: Money,
    },
    /// How many invoices are in review.
    TakenForReview {
        invoices: u32,
    },
    AskedTheOffice,
    /// Whom the collector met, as far as the result tells.
    MetSomebody,
    MetNobody,
    /// What follows from a visit.
    CollectPromise {
        on: CivilDate,
    },
    CollectReview {
        on: CivilDate,
    },
    VisitAgain,
    ResolveDispute,
    StopReason {
        reason: StopReason,
    },
    NotDone,
    Done,
    Invoice {
        folio: String,
    },
    Instalment {
        folio: String,
        number: u16,
        of: u16,
    },
    /// One instalment of a convenio.
    Agreed {
        number: u16,
        of: u16,
    },
    /// For a cheque that bounced.
    Indemnity,
    LateInterest,
    /// Any other charge to the account.
    OtherCharge,
    OtherCredit,
    OpeningBalance,
    PaymentReceived {
        sat_form: String,
    },
    /// A debt restated by an import.
    Restatement {
        folio: String,
    },
    Bucket {
        bucket: AgeBucket,
    },
    /// *A favor*: the negative column that is never netted.
    Unapplied,
}

impl Report {
    /// Every row of every table.
    pub fn rows_count(&self) -> usize {
        self.tables.iter().map(|table| table.rows.len()).sum()
    }

    /// Leaves at most `rows_max` rows in each table and says so; totals stay those of all.
    pub fn cut(mut self, rows_max: usize) -> Report {
        for table in &mut self.tables {
            if table.rows.len() > rows_max {
                table.rows.truncate(rows_max);
                self.is_cut = true;
            }
        }
        self
    }
}

impl Table {
    pub fn new(name: TableName, columns: Vec<Column>) -> Table {
        Table { name, columns, rows: Vec::new(), totals: Vec::new() }
    }

    /// Appends a row; its cells must be as many as the columns.
    pub fn push(&mut self, row: Row) {
        assert_eq!(row.cells.len(), self.columns.len(), "a row has one cell per column");
        match row.role {
            RowRole::Total => self.totals.push(row),
            RowRole::Line | RowRole::Subtotal => self.rows.push(row),
        }
    }

    /// Adds a last row with the sums of the money and count columns over all lines, headed by `Word::Total`.
    pub fn add_total(&mut self) -> Result<(), MoneyError> {
        let row = Row::total(self.sums(0, Word::Total)?);
        self.push(row);
        Ok(())
    }

    /// As [`Table::add_total`], over the lines since the last subtotal, as a subtotal headed by `what`.
    pub fn add_subtotal(&mut self, what: String) -> Result<(), MoneyError> {
        let since = self.rows.iter().rposition(|row| row.role == RowRole::Subtotal).map_or(0, |at| at + 1);
        let row = Row::subtotal(self.sums(since, Word::Subtotal { what })?);
        self.push(row);
        Ok(())
    }

    fn sums(&self, since: usize, head: Word) -> Result<Vec<Cell>, MoneyError> {
        let lines = || self.rows.iter().skip(since).filter(|row| row.role == RowRole::Line);
        let mut head = Some(head);
        let mut cells = Vec::with_capacity(self.columns.len());
        for (index, column) in self.columns.iter().enumerate() {
            let of_column = || lines().filter_map(|row| row.cells.get(index));
            cells.push(match column.kind {
                Kind::Money if column.key != ColumnKey::RunningBalance => {
                    Cell::Money(Money::sum(of_column().filter_map(Cell::money))?)
                }
                Kind::Count if column.key != ColumnKey::Order => Cell::Count(
                    of_column().map(|cell| if let Cell::Count(count) = cell { *count } else { 0 }).sum(),
                ),
                _ => head.take().map_or(Cell::Empty, Cell::Word),
            });
        }
        Ok(cells)
    }

    /// The place of a column; `None` where the table has no such one.
    pub fn place(&self, key: ColumnKey) -> Option<usize> {
        self.columns.iter().position(|column| column.key == key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::money;

    fn table() -> Table {
        let mut table = Table::new(
            TableName::Main,
            vec![
                Column::group(ColumnKey::Person, Kind::Text),
                Column::new(ColumnKey::Payments, Kind::Count),
                Column::new(ColumnKey::Collected, Kind::Money),
            ],
        );
        for (name, count, centavos) in [("Ana", 2, 150_050), ("Ana", 1, 1), ("Beto", 3, -50)] {
            let cells = vec![Cell::text(name), Cell::Count(count), Cell::Money(money(centavos))];
            table.push(Row::line(cells));
            if name == "Ana" && count == 1 {
                table.add_subtotal("Ana".into()).unwrap();
            }
        }
        table.add_subtotal("Beto".into()).unwrap();
        table.add_total().unwrap();
        table
    }

    #[test]
    fn subtotals_sum_what_is_above_them_and_the_total_sums_lines_only() {
        let table = table();
        let sums: Vec<(RowRole, Option<Money>)> = table
            .rows
            .iter()
            .chain(&table.totals)
            .filter(|row| row.role != RowRole::Line)
            .map(|row| (row.role, row.cells[2].money()))
            .collect();
        assert_eq!(
            sums,
            [
                (RowRole::Subtotal, Some(money(150_051))),
                (RowRole::Subtotal, Some(money(-50))),
                (RowRole::Total, Some(money(150_001)))
            ]
        );
        assert_eq!(table.totals[0].cells[1], Cell::Count(6));
        assert_eq!(table.totals[0].cells[0], Cell::Word(Word::Total));
    }

    #[test]
    fn shares_are_rounded_to_hundredths_and_need_a_whole() {
        assert_eq!(Cell::share(260, 440), Cell::Percent(5909));
        assert_eq!(Cell::share(1, 3), Cell::Percent(3333));
        assert_eq!(Cell::share(0, 0), Cell::Empty);
    }

    #[test]
    fn names_of_addresses_lead_back_and_a_report_survives_the_wire() {
        for name in ReportName::ALL {
            assert_eq!(ReportName::parse(name.as_str()), Some(name));
        }
        let report = Report {
            name: ReportName::CollectionByPerson,
            company: "Distribuidora".into(),
            as_of: Millis(1),
            zone: Zone::TIJUANA,
            filters: vec![FilterShown::Person { name: "Ana".into() }],
            tables: vec![table()],
            is_cut: false,
        };
        let bytes = serde_json::to_string(&report).unwrap();
        assert_eq!(serde_json::from_str::<Report>(&bytes).unwrap(), report);
        let cut = report.cut(2);
        assert!(cut.is_cut && cut.rows_count() == 2 && cut.tables[0].totals.len() == 1);
    }
}
