//! Programa diario: what the rules of the route planned for a day, against what was done on it.

use std::collections::{BTreeMap, HashMap};

use super::{
    Desk,
    log::{Found, happened},
    money,
    period::Period,
};
use crate::{
    api::error::{ApiError, Field, FieldProblem},
    domain::{
        account::Account,
        calendar::WorkCalendar,
        date::CivilDate,
        event::Fact,
        ids::{ClientId, PersonId},
        money::Money,
        report::{
            Cell, Column, ColumnKey, FilterShown, Kind, Report, ReportName, Row, Table, TableName, Word,
        },
        rewind::{Done, rewound},
        role::Permission,
        route::{Stop, StopReason, day_route},
    },
    server::store::{
        people::Person,
        reports::{ClientName, ReportedEvent},
    },
    sync::protocol::Outcome,
};

/// How far back a plan is made again from what was recorded since: later plans need more of it than is worth reading.
const PAST_DAYS_MAX: i64 = 62;

/// What one person did with one client on the day.
#[derive(Default)]
struct Work {
    result: Option<Word>,
    collected: Money,
}

/// One person's plan and work.
struct PersonsDay<'a> {
    person: &'a Person,
    stops: Vec<Stop>,
    work: BTreeMap<ClientId, Work>,
}

/// One line per planned visit and per visit outside of the plan, by person; and how effective each was.
pub async fn programme(desk: &Desk<'_>) -> Result<Report, ApiError> {
    let day = desk.filter.to.unwrap_or_else(|| desk.today());
    if !(0..=PAST_DAYS_MAX).contains(&desk.today().days_since(day)) {
        return Err(ApiError::field(Field::Period, FieldProblem::Malformed));
    }
    // What happened since, by anybody, is taken off the accounts; what is of the day and the person is his work.
    let everybodys = Desk { filter: Default::default(), people: Vec::new(), company: String::new(), ..*desk };
    let since = Period { from: day, to: desk.today().plus_days(1) };
    let found = happened(&everybodys, since, |_| true).await?;
    let since = by_client(&found);
    let mut days = Vec::new();
    for person in desk.people.iter().filter(|person| desk.wants_person(person.id)) {
        let may_collect = person.roles.iter().any(|role| role.allows(Permission::Collect));
        let work = work_of(person.id, day, &found)?;
        if !may_collect && work.is_empty() {
            continue;
        }
        let accounts = desk.caller.state.store.accounts_of(person.id).await?;
        let stops = plan(accounts, day, &since)?;
        if !stops.is_empty() || !work.is_empty() {
            days.push(PersonsDay { person, stops, work });
        }
    }
    let clients: Vec<ClientId> = days
        .iter()
        .flat_map(|day| day.stops.iter().map(|stop| stop.client).chain(day.work.keys().copied()))
        .collect();
    let names = desk.caller.state.store.client_names(&clients).await?;
    let mut filters = vec![FilterShown::Day { on: day }];
    filters.extend(desk.narrowed().await?);
    let tables = vec![visits(&days, &names)?, effectiveness(&days)?];
    Ok(Report { is_cut: found.is_cut, ..desk.report(ReportName::DailyProgramme, filters, tables) })
}

fn by_client(found: &Found) -> HashMap<ClientId, Vec<&ReportedEvent>> {
    let mut by_client: HashMap<ClientId, Vec<&ReportedEvent>> = HashMap::new();
    for one in &found.events {
        if let Some(client) = one.event.fact.client() {
            by_client.entry(client).or_default().push(one);
        }
    }
    by_client
}

/// Whom the rules sent the person to on the morning of `day`.
fn plan(
    accounts: Vec<Account>,
    day: CivilDate,
    since: &HashMap<ClientId, Vec<&ReportedEvent>>,
) -> Result<Vec<Stop>, ApiError> {
    let mut mornings = Vec::with_capacity(accounts.len());
    for account in accounts {
        let done: Vec<Done<'_>> = since
            .get(&account.id())
            .into_iter()
            .flatten()
            .filter_map(|one| {
                let Outcome::Applied { applied } = one.outcome.original() else { return None };
                let on = one.event.day();
                (on >= day).then_some(Done { event: one.event.id, on, fact: &one.event.fact, applied })
            })
            .collect();
        mornings.push(rewound(account, day, &done).map_err(money)?);
    }
    let route = day_route(&mornings, day, &WorkCalendar::default()).map_err(money)?;
    Ok(route.stops)
}

/// What the person recorded on the day, client by client.
fn work_of(person: PersonId, day: CivilDate, found: &Found) -> Result<BTreeMap<ClientId, Work>, ApiError> {
    let mut work: BTreeMap<ClientId, Work> = BTreeMap::new();
    for one in &found.events {
        let event = &one.event;
        let is_his = event.person == person && event.day() == day;
        if !is_his {
            continue;
        }
        let Some(client) = event.fact.client() else { continue };
        let done = work.entry(client).or_default();
        match &event.fact {
            Fact::PaymentReceived(payment) => {
                if super::log::allocation(one).is_some() {
                    done.collected = done.collected.checked_add(payment.amount).map_err(money)?;
                }
                done.result.get_or_insert(Word::Payment);
            }
            Fact::VisitMade(visit) => done.result = Some(Word::VisitResult { result: visit.result.clone() }),
            Fact::PromiseMade(promise) => {
                done.result.get_or_insert(Word::PromisedAmount { amount: promise.amount, due: promise.due });
            }
            Fact::AgreementMade(_) => done.result = Some(Word::Agreement),
            Fact::CounterReceiptTaken(_) => done.result = Some(Word::CounterReceipt),
            Fact::CorrectionAsked(_) => {
                done.result.get_or_insert(Word::Correction);
            }
            Fact::DepositMade(_) | Fact::CashHandedOver(_) | Fact::FolioVoided(_) => {}
        }
    }
    Ok(work)
}

fn visits(days: &[PersonsDay<'_>], names: &HashMap<ClientId, ClientName>) -> Result<Table, ApiError> {
    let columns = vec![
        Column::group(ColumnKey::Person, Kind::Text),
        Column::new(ColumnKey::Order, Kind::Count),
        Column::new(ColumnKey::ClientKey, Kind::Text),
        Column::new(ColumnKey::Client, Kind::Text),
        Column::new(ColumnKey::Reason, Kind::Text),
        Column::new(ColumnKey::State, Kind::Text),
        Column::new(ColumnKey::Result, Kind::Text),
        Column::new(ColumnKey::ToCollect, Kind::Money),
        Column::new(ColumnKey::Collected, Kind::Money),
    ];
    let mut table = Table::new(TableName::Main, columns);
    let line = |person: &Person, order: Cell, client: ClientId, reason, work: Option<&Work>, due: Cell| {
        let name = names.get(&client);
        Row::line(vec![
            Cell::text(&person.name),
            order,
            Cell::text(name.map_or("", |name| &name.key)),
            Cell::text(name.map_or("", |name| &name.name)),
            Cell::Word(Word::StopReason { reason }),
            Cell::Word(if work.is_some() { Word::Done } else { Word::NotDone }),
            work.and_then(|work| work.result.clone()).map_or(Cell::Empty, Cell::Word),
            due,
            Cell::Money(work.map_or(Money::ZERO, |work| work.collected)),
        ])
    };
    for one in days {
        for (order, stop) in (1..).zip(&one.stops) {
            let work = one.work.get(&stop.client);
            let due = Cell::Money(stop.to_collect);
            table.push(line(one.person, Cell::Count(order), stop.client, stop.reason, work, due));
        }
        for (client, work) in &one.work {
            if !one.stops.iter().any(|stop| stop.client == *client) {
                let reason = StopReason::Unplanned;
                table.push(line(one.person, Cell::Empty, *client, reason, Some(work), Cell::Empty));
            }
        }
        table.add_subtotal(one.person.name.clone()).map_err(money)?;
    }
    table.add_total().map_err(money)?;
    Ok(table)
}

/// Efectividad de ruta = planned visits done ÷ planned. Source: domain-rules.md §2.2.
fn effectiveness(days: &[PersonsDay<'_>]) -> Result<Table, ApiError> {
    let columns = vec![
        Column::new(ColumnKey::Person, Kind::Text),
        Column::new(ColumnKey::Planned, Kind::Count),
        Column::new(ColumnKey::PlannedDone, Kind::Count),
        Column::new(ColumnKey::Effectiveness, Kind::Percent),
        Column::new(ColumnKey::Unplanned, Kind::Count),
        Column::new(ColumnKey::Collected, Kind::Money),
    ];
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let mut table = Table::new(TableName::Effectiveness, columns);
    let (mut all_planned, mut all_done) = (0i64, 0i64);
    for one in days {
        let planned = count(one.stops.len());
        let done = count(one.stops.iter().filter(|stop| one.work.contains_key(&stop.client)).count());
        let collected = Money::sum(one.work.values().map(|work| work.collected)).map_err(money)?;
        all_planned = all_planned.saturating_add(planned);
        all_done = all_done.saturating_add(done);
        table.push(Row::line(vec![
            Cell::text(&one.person.name),
            Cell::Count(planned),
            Cell::Count(done),
            Cell::share(done, planned),
            Cell::Count(count(one.work.len()).saturating_sub(done)),
            Cell::Money(collected),
        ]));
    }
    table.add_total().map_err(money)?;
    let place = table.place(ColumnKey::Effectiveness);
    if let (Some(total), Some(place)) = (table.totals.last_mut(), place)
        && let Some(cell) = total.cells.get_mut(place)
    {
        *cell = Cell::share(all_done, all_planned);
    }
    Ok(table)
}
