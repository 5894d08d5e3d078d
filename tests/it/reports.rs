//! Reports, on the screen and as files, against figures computed apart from hand-made payments.

mod pdf_text;

use std::io::Cursor;

use axum::http::StatusCode;
use calamine::{Data, Reader as _, Xlsx};
use senda::{
    api::{
        audit::{AuditAction, AuditPage},
        error::{ApiError, Field, FieldProblem, Thing},
        reports::{ClientChoice, PersonChoice, ReportFormat, file_address},
    },
    domain::{
        date::CivilDate,
        ids::{ClientId, PersonId},
        money::Money,
        payment::{CardKind, PaymentMethod, PaymentTarget},
        report::{Cell, ColumnKey, Report, ReportFilter, ReportName, RowRole, Table, Word},
        role::Role,
        route::StopReason,
    },
    sync::protocol::PushItem,
};
use serde_json::json;

use crate::{
    phones::{self, Phone, done, give_clients, is_applied},
    test_app::{Browser, NOW, TestApp},
};

const DAY_MS: i64 = 86_400_000;

fn money(centavos: i64) -> Money {
    Money::from_centavos(centavos).unwrap()
}

fn day(text: &str) -> CivilDate {
    CivilDate::parse_iso(text).unwrap()
}

/// A company of two collectors with three clients each, who collected for three days.
struct Company {
    app: TestApp,
    ana: PersonId,
    clients: Vec<ClientId>,
}

/// What was collected, by hand: person, day, SAT form, centavos.
const COLLECTED: [(&str, &str, &str, i64); 7] = [
    ("ana", "2026-11-19", "01", 100_050),
    ("ana", "2026-11-20", "03", 20_001),
    ("ana", "2026-11-21", "01", 70_000),
    ("beto", "2026-11-19", "02", 55_555),
    ("beto", "2026-11-21", "01", 9_999),
    ("beto", "2026-11-21", "28", 1),
    ("beto", "2026-10-31", "01", 12_345),
];

fn total(is_wanted: impl Fn(&(&str, &str, &str, i64)) -> bool) -> Money {
    money(COLLECTED.iter().filter(|row| is_wanted(row)).map(|row| row.3).sum())
}

fn in_november(row: &(&str, &str, &str, i64)) -> bool {
    row.1.starts_with("2026-11")
}

fn method(sat_form: &str) -> PaymentMethod {
    let (bank, on) = ("BBVA".to_owned(), day("2026-11-19"));
    match sat_form {
        "02" => PaymentMethod::Cheque { number: "17".into(), bank, account: String::new(), dated: on },
        "03" => PaymentMethod::Transfer { tracking_key: "CLAVE1".into(), bank, sent_on: on },
        "28" => PaymentMethod::Card {
            kind: CardKind::Debit,
            authorization: "123456".into(),
            last_four: "4321".into(),
        },
        _ => PaymentMethod::Cash,
    }
}

impl Company {
    async fn new() -> Company {
        let app = TestApp::new().await;
        let mut clients = Vec::new();
        let mut people = Vec::new();
        for login in ["ana", "beto"] {
            let person = app.person(login, &[Role::Collector]).await;
            let own = give_clients(app.store(), person.id, &login.to_uppercase(), 3).await;
            let mut phone = Phone::enrol(app.store(), person.id).await;
            let mut items = Vec::new();
            for (row, client) in COLLECTED.iter().filter(|row| row.0 == login).zip(own.iter().cycle()) {
                phone.clock = NOW.plus(day(row.1).days_since(day("2026-11-21")) * DAY_MS);
                let (amount, method) = (money(row.3), method(row.2));
                items.push(phone.pay_as(*client, amount, method, PaymentTarget::OldestFirst));
            }
            push(&app, &phone, 1, &items).await;
            clients.extend(own);
            people.push((person.id, phone));
        }
        Company { ana: people[0].0, clients, app }
    }

    async fn office(&self) -> Browser {
        self.app.logged_in("jefa", &[Role::Manager]).await
    }
}

async fn push(app: &TestApp, phone: &Phone, first_seq: u64, items: &[PushItem]) {
    let outcomes = done(phone.push(&app.router, first_seq, items).await);
    assert!(outcomes.iter().all(is_applied), "{outcomes:?}");
}

async fn load(browser: &mut Browser, name: ReportName, filter: &ReportFilter) -> Report {
    browser.call("reports/load", json!({ "name": name, "filter": filter })).await.unwrap()
}

fn november() -> ReportFilter {
    ReportFilter { from: Some(day("2026-11-01")), to: Some(day("2026-11-21")), ..ReportFilter::default() }
}

fn column(table: &Table, key: ColumnKey) -> Vec<Cell> {
    let place = table.place(key).unwrap_or_else(|| panic!("{key:?} is not a column"));
    let lines = table.rows.iter().filter(|row| row.role == RowRole::Line);
    lines.map(|row| row.cells[place].clone()).collect()
}

fn sum(table: &Table, key: ColumnKey) -> Money {
    Money::sum(column(table, key).iter().filter_map(Cell::money)).unwrap()
}

fn total_of(table: &Table, key: ColumnKey) -> Money {
    table.totals[0].cells[table.place(key).unwrap()].money().unwrap()
}

async fn file(
    browser: &mut Browser,
    name: ReportName,
    format: ReportFormat,
    filter: &ReportFilter,
) -> Vec<u8> {
    let answer = browser.get(&file_address(name, format, filter)).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    assert_eq!(answer.header("content-type"), format.mime());
    assert_eq!(answer.header("cache-control"), "no-store");
    let name = format!("attachment; filename=\"{}-2026-11-21.{}\"", name.as_str(), format.as_str());
    assert_eq!(answer.header("content-disposition"), name);
    answer.body
}

/// The records of a CSV, as any reader of the format takes them apart.
fn records(bytes: &[u8]) -> Vec<Vec<String>> {
    let text = std::str::from_utf8(bytes).unwrap().strip_prefix('\u{feff}').expect("a byte order mark");
    assert!(text.ends_with("\r\n") && !text.replace("\r\n", "").contains('\n'));
    let mut records = vec![vec![String::new()]];
    let mut is_quoted = false;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let record = records.last_mut().unwrap();
        match letter {
            '"' if is_quoted && letters.peek() == Some(&'"') => {
                letters.next();
                record.last_mut().unwrap().push('"');
            }
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => record.push(String::new()),
            '\n' if !is_quoted => records.push(vec![String::new()]),
            '\r' if !is_quoted => {}
            other => record.last_mut().unwrap().push(other),
        }
    }
    records.pop();
    records
}

fn centavos(text: &str) -> i64 {
    let (pesos, cents) = text.rsplit_once('.').unwrap();
    assert_eq!(cents.len(), 2, "{text}");
    format!("{pesos}{cents}").parse().unwrap()
}

#[tokio::test]
async fn collection_by_day_person_and_form_adds_up_to_what_was_paid() {
    let company = Company::new().await;
    let mut office = company.office().await;
    let all = total(in_november);
    for (name, lines) in [
        (ReportName::CollectionByDay, 3),
        (ReportName::CollectionByPerson, 2),
        (ReportName::CollectionByForm, 4),
    ] {
        let report = load(&mut office, name, &november()).await;
        let table = &report.tables[0];
        assert_eq!(column(table, ColumnKey::Collected).len(), lines, "{name:?}");
        assert_eq!(sum(table, ColumnKey::Collected), all);
        assert_eq!(total_of(table, ColumnKey::Collected), all);
    }
    let by_day = load(&mut office, ReportName::CollectionByDay, &november()).await;
    let expected: Vec<Cell> =
        ["2026-11-19", "2026-11-20", "2026-11-21"].map(|on| Cell::Money(total(|row| row.1 == on))).to_vec();
    assert_eq!(column(&by_day.tables[0], ColumnKey::Collected), expected);
    let cheque = total(|row| row.2 == "02");
    assert_eq!(total_of(&by_day.tables[0], ColumnKey::Cheque), cheque);
    let of_ana = ReportFilter { person: Some(company.ana), ..november() };
    let by_form = load(&mut office, ReportName::CollectionByForm, &of_ana).await;
    assert_eq!(total_of(&by_form.tables[0], ColumnKey::Collected), total(|row| row.0 == "ana"));
    let october = ReportFilter { from: Some(day("2026-10-01")), ..november() };
    let both = load(&mut office, ReportName::CollectionByPerson, &october).await;
    assert_eq!(total_of(&both.tables[0], ColumnKey::Collected), total(|_| true));
}

#[tokio::test]
async fn the_three_files_say_what_the_screen_says() {
    let company = Company::new().await;
    let mut office = company.office().await;
    let all = total(in_november);
    let name = ReportName::Receipts;
    let screen = load(&mut office, name, &november()).await;
    assert_eq!(sum(&screen.tables[0], ColumnKey::Amount), all);

    let csv = records(&file(&mut office, name, ReportFormat::Csv, &november()).await);
    let place = csv[0].iter().position(|heading| heading == "Monto").unwrap();
    let sum_of_csv: i64 = csv[1..].iter().map(|record| centavos(&record[place])).sum();
    assert_eq!((csv.len() - 1, sum_of_csv), (6, all.centavos()));
    assert!(csv.iter().all(|record| record.len() == csv[0].len()));

    let mut book: Xlsx<_> =
        Xlsx::new(Cursor::new(file(&mut office, name, ReportFormat::Xlsx, &november()).await)).unwrap();
    let sheet = book.worksheet_range("Recibos").unwrap();
    let rows: Vec<&[Data]> = sheet.rows().collect();
    let head = rows.iter().position(|row| row[0] == Data::String("Folio".into())).unwrap();
    let amounts: Vec<i64> = rows[head + 1..rows.len() - 1]
        .iter()
        .map(|row| {
            let Data::Float(pesos) = row[6] else { panic!("{:?} is no number", row[6]) };
            assert!(matches!(row[1], Data::DateTime(_)), "{:?} is no moment", row[1]);
            (pesos * 100.0).round() as i64
        })
        .collect();
    assert_eq!((amounts.len(), amounts.iter().sum::<i64>()), (6, all.centavos()));
    assert_eq!(rows.last().unwrap()[6], Data::Float(all.centavos() as f64 / 100.0));

    let pages = pdf_text::pages(&file(&mut office, name, ReportFormat::Pdf, &november()).await);
    assert_eq!(pages.len(), 1);
    let texts = &pages[0];
    for (folio, record) in csv[1..].iter().map(|record| (&record[0], record)) {
        assert!(texts.contains(folio), "{folio} is not on paper");
        let client = &record[4];
        assert!(texts.contains(client), "{client} is not on paper");
    }
    let shown = format!(
        "${},{:03}.{:02}",
        all.centavos() / 100_000,
        all.centavos() / 100 % 1_000,
        all.centavos() % 100
    );
    assert!(texts.contains(&shown), "{shown} is not among {texts:?}");
    for words in ["Materiales de Prueba", "Recibos", "Página 1 de 1", "Fecha y hora"] {
        assert!(texts.iter().any(|text| text == words), "{words} is not on paper");
    }
}

#[tokio::test]
async fn each_file_leaves_a_line_in_the_audit_and_a_look_at_the_screen_does_not() {
    let company = Company::new().await;
    let mut office = company.office().await;
    load(&mut office, ReportName::Debts, &ReportFilter::default()).await;
    let filter = ReportFilter { person: Some(company.ana), ..ReportFilter::default() };
    file(&mut office, ReportName::Debts, ReportFormat::Csv, &filter).await;
    let page: AuditPage = office.call("audit/page", json!({ "before": null })).await.unwrap();
    let exported: Vec<&AuditAction> =
        page.rows.iter().map(|row| &row.action).filter(|action| action.kind() == "report_exported").collect();
    let expected =
        AuditAction::ReportExported { report: ReportName::Debts, format: ReportFormat::Csv, filter, rows: 3 };
    assert_eq!(exported, [&expected]);
}

#[tokio::test]
async fn debts_are_aged_from_their_due_date_and_add_up_to_the_portfolio() {
    let company = Company::new().await;
    let mut office = company.office().await;
    let report = load(&mut office, ReportName::Debts, &ReportFilter::default()).await;
    let table = &report.tables[0];
    // Six clients owed 1,500.00 each; everything that was ever paid went to debts.
    let owed = money(6 * 150_000 - total(|_| true).centavos());
    assert_eq!(total_of(table, ColumnKey::Balance), owed);
    let buckets = [
        ColumnKey::NotDue,
        ColumnKey::Days1To30,
        ColumnKey::Days31To60,
        ColumnKey::Days61To90,
        ColumnKey::Over90,
    ];
    assert_eq!(Money::sum(buckets.map(|key| total_of(table, key))).unwrap(), owed);
    // Due on 1 September: 81 days. Ana's first client paid 1,000.50, the 0.50 of it on the debt of December.
    assert_eq!(total_of(table, ColumnKey::NotDue), money(6 * 50_000 - 50));
    assert_eq!(total_of(table, ColumnKey::Days61To90), total_of(table, ColumnKey::Overdue));
    assert_eq!(column(table, ColumnKey::OverdueDays)[0], Cell::Days(81));
}

#[tokio::test]
async fn the_log_has_every_visit_payment_and_promise_once() {
    let company = Company::new().await;
    let app = &company.app;
    let person = app.person("caro", &[Role::Collector]).await;
    let clients = give_clients(app.store(), person.id, "CARO", 2).await;
    let mut phone = Phone::enrol(app.store(), person.id).await;
    let items = [
        phone.visit(clients[0]),
        phone.promise(clients[0], phones::pesos(300), "2026-11-28"),
        phone.pay(clients[1], phones::pesos(700)),
    ];
    push(app, &phone, 1, &items).await;
    let mut office = company.office().await;
    let filter = ReportFilter { person: Some(person.id), ..november() };
    let report = load(&mut office, ReportName::CollectionLog, &filter).await;
    let table = &report.tables[0];
    let kinds = column(table, ColumnKey::Kind);
    assert_eq!(kinds, [Word::Visit, Word::Promise, Word::Payment].map(Cell::Word));
    assert_eq!(column(table, ColumnKey::Contact)[0], Cell::Word(Word::MetNobody));
    assert_eq!(
        column(table, ColumnKey::NextAction)[1],
        Cell::Word(Word::CollectPromise { on: day("2026-11-28") })
    );
    assert_eq!(total_of(table, ColumnKey::Collected), phones::pesos(700));
    assert_eq!(column(table, ColumnKey::Client)[2], Cell::Text("Abarrotes CARO2".into()));
    let all = load(&mut office, ReportName::CollectionLog, &november()).await;
    assert_eq!(all.rows_count(), 6 + 3);
    let one_client = ReportFilter { client: Some(clients[1]), ..november() };
    let of_client = load(&mut office, ReportName::CollectionLog, &one_client).await;
    assert_eq!(of_client.rows_count(), 1);
}

#[tokio::test]
async fn the_portfolio_lists_debts_and_payments_of_each_client() {
    let company = Company::new().await;
    let mut office = company.office().await;
    let filter = ReportFilter { person: Some(company.ana), ..november() };
    let report = load(&mut office, ReportName::PortfolioWithPayments, &filter).await;
    let table = &report.tables[0];
    let paid = total(|row| row.0 == "ana");
    assert_eq!(total_of(table, ColumnKey::Credit), paid);
    assert_eq!(total_of(table, ColumnKey::Balance), money(3 * 150_000 - paid.centavos()));
    let subtotals = table.rows.iter().filter(|row| row.role == RowRole::Subtotal).count();
    assert_eq!(subtotals, 3);
}

#[tokio::test]
async fn the_statement_of_the_ledger_ends_at_the_balance_of_the_account() {
    let company = Company::new().await;
    let mut office = company.office().await;
    for client in &company.clients {
        let filter = ReportFilter { client: Some(*client), ..ReportFilter::default() };
        let report = load(&mut office, ReportName::Statement, &filter).await;
        let account = phones::account(company.app.store(), *client).await;
        let owed = account.balance().unwrap().checked_sub(account.unapplied).unwrap();
        let movements = &report.tables[0];
        assert_eq!(movements.totals[0].cells.last(), Some(&Cell::Money(owed)));
        assert_eq!(sum(movements, ColumnKey::Charge), phones::pesos(1_500));
        assert_eq!(total_of(&report.tables[1], ColumnKey::Balance), account.balance().unwrap());
        assert_eq!(total_of(&report.tables[2], ColumnKey::Balance), account.balance().unwrap());
    }
    let filter = ReportFilter { client: Some(company.clients[0]), ..ReportFilter::default() };
    let pages = pdf_text::pages(&file(&mut office, ReportName::Statement, ReportFormat::Pdf, &filter).await);
    assert!(pages[0].iter().any(|text| text == "Estado de cuenta"));
    assert!(pages[0].iter().any(|text| text == "Su pago en efectivo"));
}

#[tokio::test]
async fn the_programme_of_today_and_of_yesterday_is_what_the_route_chose() {
    let company = Company::new().await;
    let mut office = company.office().await;
    let of_ana =
        |on| ReportFilter { person: Some(company.ana), to: Some(day(on)), ..ReportFilter::default() };
    // Each morning the three clients of Ana were overdue, but the one who settled the oldest debt on the 19th.
    for (on, planned, done) in [("2026-11-19", 3, 1), ("2026-11-20", 2, 1), ("2026-11-21", 2, 1)] {
        let report = load(&mut office, ReportName::DailyProgramme, &of_ana(on)).await;
        let effectiveness = &report.tables[1];
        assert_eq!(column(effectiveness, ColumnKey::Planned), [Cell::Count(planned)], "{on}");
        assert_eq!(column(effectiveness, ColumnKey::PlannedDone), [Cell::Count(done)], "{on}");
        let collected = total(|row| row.0 == "ana" && row.1 == on);
        assert_eq!(total_of(&report.tables[0], ColumnKey::Collected), collected, "{on}");
        let unplanned = Cell::Word(Word::StopReason { reason: StopReason::Unplanned });
        assert!(!column(&report.tables[0], ColumnKey::Reason).contains(&unplanned));
    }
}

#[tokio::test]
async fn what_cannot_be_reported_is_said() {
    let company = Company::new().await;
    let mut office = company.office().await;
    let mut refused = async |name: ReportName, filter: ReportFilter| -> ApiError {
        let answer: Result<Report, ApiError> =
            office.call("reports/load", json!({ "name": name, "filter": filter })).await;
        answer.unwrap_err()
    };
    let backwards = ReportFilter { from: Some(day("2026-12-01")), ..november() };
    let period = ApiError::field(Field::Period, FieldProblem::Malformed);
    for name in [ReportName::CollectionByDay, ReportName::CollectionLog, ReportName::PortfolioWithPayments] {
        assert_eq!(refused(name, backwards.clone()).await, period, "{name:?}");
    }
    let long = ReportFilter { from: Some(day("2024-01-01")), ..november() };
    assert_eq!(refused(ReportName::Receipts, long).await, period);
    let nobody = ReportFilter::default();
    assert_eq!(
        refused(ReportName::Statement, nobody).await,
        ApiError::field(Field::Client, FieldProblem::Missing)
    );
    let stranger = ReportFilter { client: Some(ClientId::from_key("nadie")), ..ReportFilter::default() };
    for name in [ReportName::Statement, ReportName::Receipts] {
        let error = refused(name, stranger.clone()).await;
        assert_eq!(error, ApiError::NotFound { what: Thing::Client }, "{name:?}");
    }
    for (path, status) in [
        ("/office/reports/nada.csv", StatusCode::NOT_FOUND),
        ("/office/reports/adeudos.exe", StatusCode::NOT_FOUND),
        ("/office/reports/adeudos", StatusCode::NOT_FOUND),
        ("/office/reports/recibos.csv?from=ayer", StatusCode::BAD_REQUEST),
    ] {
        assert_eq!(office.get(path).await.status, status, "{path}");
    }
}

#[tokio::test]
async fn the_filters_offer_field_people_and_clients() {
    let company = Company::new().await;
    let mut office = company.office().await;
    let people: Vec<PersonChoice> = office.call("reports/people", json!({})).await.unwrap();
    assert_eq!(
        people.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(),
        ["Persona ana", "Persona beto"]
    );
    let found: Vec<ClientChoice> =
        office.call("reports/clients", json!({ "words": "abarrotes ana2" })).await.unwrap();
    assert_eq!(found.iter().map(|one| one.client).collect::<Vec<_>>(), [company.clients[1]]);
}
