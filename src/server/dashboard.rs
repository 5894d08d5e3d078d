//! The manager's board, from the figures that the store keeps.

use std::collections::{BTreeMap, HashMap};

use super::{
    extract::Caller,
    portfolio::{count, zone_of},
    store::{
        StoreError,
        exceptions::ExceptionFilter,
        figures::{AgeingLine, Collected},
        people::Person,
    },
};
use crate::{
    api::{
        dashboard::{Board, DayTotal, FormTotal, PersonAgeing, PersonDay},
        error::ApiError,
    },
    domain::{
        ageing::Buckets,
        date::{CivilDate, Millis},
        ids::{BranchId, PersonId},
        money::{Money, MoneyError},
        role::Permission,
    },
};

pub async fn board(
    caller: &Caller,
    day: Option<CivilDate>,
    branch: Option<BranchId>,
) -> Result<Board, ApiError> {
    let store = &caller.state.store;
    let as_of = caller.now();
    let zone = zone_of(caller, branch.unwrap_or(caller.person.branch)).await?;
    let today = as_of.date_in(zone);
    let day = day.unwrap_or(today).min(today);
    let everybody = store.people().await?;
    let people: HashMap<PersonId, &Person> = everybody
        .iter()
        .filter(|person| branch.is_none_or(|branch| branch == person.branch))
        .map(|person| (person.id, person))
        .collect();
    let of_branch = |rows: Vec<Collected>| -> Vec<Collected> {
        rows.into_iter().filter(|row| people.contains_key(&row.person)).collect()
    };

    let mut daily = Vec::new();
    let mut month: BTreeMap<PersonId, Money> = BTreeMap::new();
    let mut on_day = Vec::new();
    for number in 1..=day.day() {
        let Some(date) = CivilDate::new(day.year(), day.month(), number) else { continue };
        let rows = of_branch(store.collected_on(date).await?);
        daily.push(DayTotal { day: date, amount: amount(&rows)?, payments: payments(&rows) });
        for row in &rows {
            let sum = month.entry(row.person).or_default();
            *sum = sum.checked_add(row.amount).map_err(money)?;
        }
        if date == day {
            on_day = rows;
        }
    }
    let week_before = of_branch(store.collected_on(day.plus_days(-7)).await?);

    let mut last_sync: HashMap<PersonId, Millis> = HashMap::new();
    for device in store.devices().await? {
        if let Some(seen) = device.last_seen {
            let latest = last_sync.entry(device.person).or_insert(seen);
            *latest = (*latest).max(seen);
        }
    }
    let cash: HashMap<PersonId, Money> =
        store.all_cash_in_hand().await?.into_iter().map(|row| (row.person, row.cash)).collect();
    let mut by_person: Vec<PersonDay> = Vec::new();
    for person in people.values() {
        let rows: Vec<_> = on_day.iter().filter(|row| row.person == person.id).cloned().collect();
        if rows.is_empty() && !is_in_the_field(person) {
            continue;
        }
        by_person.push(PersonDay {
            person: person.id,
            name: person.name.clone(),
            branch: person.branch,
            collected: amount(&rows)?,
            payments: payments(&rows),
            by_form: by_form(&rows)?,
            cash_in_hand: cash.get(&person.id).copied().unwrap_or_default(),
            month_collected: month.get(&person.id).copied().unwrap_or_default(),
            month_goal: person.month_goal,
            last_sync: last_sync.get(&person.id).copied(),
        });
    }
    by_person.sort_by(|a, b| b.collected.cmp(&a.collected).then_with(|| a.name.cmp(&b.name)));

    let lines = store.ageing(today).await?;
    let lines: Vec<_> =
        lines.into_iter().filter(|line| branch.is_none_or(|branch| branch == line.branch)).collect();
    let goals = people.values().filter(|person| person.is_active).map(|person| person.month_goal);
    Ok(Board {
        as_of,
        day,
        collected: amount(&on_day)?,
        payments: payments(&on_day),
        collected_week_before: amount(&week_before)?,
        month_collected: Money::sum(daily.iter().map(|day| day.amount)).map_err(money)?,
        month_goal: Money::sum(goals).map_err(money)?,
        daily,
        by_form: by_form(&on_day)?,
        by_person,
        ageing: total(&lines)?,
        ageing_by_person: ageing_by_person(&lines, &everybody)?,
        open_exceptions: count(store.exceptions(ExceptionFilter::Open).await?.len() as u64),
    })
}

fn is_in_the_field(person: &Person) -> bool {
    person.is_active && person.roles.iter().any(|role| role.allows(Permission::Collect))
}

fn money(error: MoneyError) -> ApiError {
    StoreError::from(error).into()
}

fn amount(rows: &[Collected]) -> Result<Money, ApiError> {
    Money::sum(rows.iter().map(|row| row.amount)).map_err(money)
}

fn payments(rows: &[Collected]) -> u32 {
    count(rows.iter().fold(0u64, |sum, row| sum.saturating_add(row.payments)))
}

fn by_form(rows: &[Collected]) -> Result<Vec<FormTotal>, ApiError> {
    let mut forms: BTreeMap<&str, FormTotal> = BTreeMap::new();
    for row in rows {
        let form = forms.entry(&row.sat_form).or_insert_with(|| FormTotal {
            sat_form: row.sat_form.clone(),
            amount: Money::ZERO,
            payments: 0,
        });
        form.amount = form.amount.checked_add(row.amount).map_err(money)?;
        form.payments = form.payments.saturating_add(count(row.payments));
    }
    let mut forms: Vec<_> = forms.into_values().collect();
    forms.sort_by_key(|form| std::cmp::Reverse(form.amount));
    Ok(forms)
}

fn total(lines: &[AgeingLine]) -> Result<Buckets, ApiError> {
    lines.iter().try_fold(Buckets::default(), |sum, line| sum.plus(&line.ageing.pesos)).map_err(money)
}

/// By collector, most overdue first; the clients of nobody come last.
fn ageing_by_person(lines: &[AgeingLine], people: &[Person]) -> Result<Vec<PersonAgeing>, ApiError> {
    let mut by_person: BTreeMap<Option<PersonId>, PersonAgeing> = BTreeMap::new();
    for line in lines {
        let row = by_person.entry(line.person).or_insert_with(|| PersonAgeing {
            person: line.person,
            name: people
                .iter()
                .find(|person| Some(person.id) == line.person)
                .map(|person| person.name.clone())
                .unwrap_or_default(),
            clients: 0,
            totals: Buckets::default(),
        });
        row.clients = row.clients.saturating_add(count(line.clients));
        row.totals = row.totals.plus(&line.ageing.pesos).map_err(money)?;
    }
    let mut rows: Vec<_> = by_person.into_values().collect();
    let overdue = |row: &PersonAgeing| row.totals.overdue().unwrap_or_default();
    rows.sort_by(|a, b| {
        a.person.is_none().cmp(&b.person.is_none()).then_with(|| overdue(b).cmp(&overdue(a)))
    });
    Ok(rows)
}
