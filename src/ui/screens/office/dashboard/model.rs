//! From the board to what is drawn: pure.

use crate::{
    api::dashboard::{Board, PersonAgeing, PersonDay},
    domain::{
        ageing::{AgeBucket, Buckets},
        date::Millis,
        ids::PersonId,
        money::Money,
    },
    ui::{
        charts::{ageing_bars::AgeingRow, daily_bars::DayAmount, person_bars::PersonAmount},
        format,
        text::{dashboard::ES, office},
    },
};

/// A phone that has not spoken with the office for this long may hold money that nobody sees.
pub const SILENT_MS: i64 = 4 * 60 * 60 * 1000;

/// People keep the place that they had when the board was opened, so that no figure moves under the finger.
pub fn keep_order(known: &mut Vec<PersonId>, people: &[PersonDay]) -> Vec<PersonDay> {
    for person in people {
        if !known.contains(&person.person) {
            known.push(person.person);
        }
    }
    known.iter().filter_map(|id| people.iter().find(|person| person.person == *id).cloned()).collect()
}

/// The bars of whoever collected.
pub fn person_bars(people: &[PersonDay]) -> Vec<PersonAmount> {
    people
        .iter()
        .filter(|person| person.collected.is_positive())
        .map(|person| PersonAmount { name: person.name.clone(), amount: person.collected })
        .collect()
}

/// The finding of the bars by person; `None` where nobody collected.
pub fn person_finding(people: &[PersonDay], total: Money) -> Option<String> {
    let first = people
        .iter()
        .filter(|person| person.collected.is_positive())
        .max_by_key(|person| person.collected)?;
    Some((ES.by_person_finding)(&first.name, first.collected, total))
}

/// In the order of the report.
pub fn bands(totals: Buckets) -> [Money; 5] {
    AgeBucket::ALL.map(|bucket| totals.get(bucket))
}

/// The bars of ageing, one per collector; whoever has nothing open is left out.
pub fn ageing_rows(people: &[PersonAgeing]) -> Vec<AgeingRow> {
    people
        .iter()
        .map(|row| AgeingRow {
            name: if row.person.is_none() { office::ES.unassigned.to_owned() } else { row.name.clone() },
            bands: bands(row.totals),
        })
        .filter(|row| row.total().is_positive())
        .collect()
}

/// The finding of the ageing; `None` where nothing is overdue.
pub fn ageing_finding(rows: &[AgeingRow]) -> Option<String> {
    let worst = rows.iter().filter(|row| row.overdue().is_positive()).max_by_key(|row| row.overdue())?;
    let share = format::percent(worst.overdue(), worst.total())?;
    Some((ES.ageing_finding)(&worst.name, worst.overdue(), &share))
}

pub fn days(board: &Board) -> Vec<DayAmount> {
    board.daily.iter().map(|day| DayAmount { day: day.day, amount: day.amount }).collect()
}

/// The finding of the columns; `None` where the month has no collection yet.
pub fn days_finding(days: &[DayAmount]) -> Option<String> {
    let best = days.iter().filter(|day| day.amount.is_positive()).max_by_key(|day| day.amount)?;
    Some((ES.by_day_finding)(&format::date(best.day, best.day), best.amount))
}

/// All that is overdue, and all that is open.
pub fn overdue_of(totals: Buckets) -> (Money, Money) {
    let row = AgeingRow { name: String::new(), bands: bands(totals) };
    (row.overdue(), row.total())
}

/// Of the people with a phone: how many are silent, and the oldest of their last words.
pub fn silent(people: &[PersonDay], now: Millis) -> (usize, Option<Millis>) {
    let silent: Vec<Millis> = people
        .iter()
        .filter_map(|person| person.last_sync)
        .filter(|last| now.since(*last) > SILENT_MS)
        .collect();
    (silent.len(), silent.iter().min().copied())
}

/// How today compares with the same day of the week before.
pub fn comparison(today: Money, week_before: Money) -> String {
    if week_before.is_zero() {
        return ES.no_comparison.to_owned();
    }
    (ES.comparison)(week_before, today >= week_before)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::BranchId;

    fn money(pesos: i64) -> Money {
        Money::from_centavos(pesos * 100).unwrap()
    }

    fn person(name: &str, pesos: i64) -> PersonDay {
        PersonDay {
            person: PersonId::from_key(name),
            name: name.into(),
            branch: BranchId::from_key("B"),
            collected: money(pesos),
            payments: 1,
            by_form: Vec::new(),
            cash_in_hand: Money::ZERO,
            month_collected: money(pesos),
            month_goal: Money::ZERO,
            last_sync: None,
        }
    }

    fn names(people: &[PersonDay]) -> Vec<&str> {
        people.iter().map(|person| person.name.as_str()).collect()
    }

    #[test]
    fn people_keep_their_place_while_figures_change() {
        let mut known = Vec::new();
        let first = keep_order(&mut known, &[person("Ana", 50), person("Luis", 20)]);
        assert_eq!(names(&first), ["Ana", "Luis"]);
        let later = keep_order(&mut known, &[person("Luis", 90), person("Ana", 50), person("Eva", 10)]);
        assert_eq!(names(&later), ["Ana", "Luis", "Eva"]);
    }

    #[test]
    fn findings_name_the_highest_and_are_absent_without_figures() {
        let people = [person("Ana", 0), person("Luis", 20)];
        assert_eq!(
            person_finding(&people, money(20)).as_deref(),
            Some("Luis lleva $20.00 de $20.00 cobrados hoy.")
        );
        assert_eq!(person_finding(&[person("Ana", 0)], Money::ZERO), None);
        assert_eq!(ageing_finding(&[]), None);
        assert_eq!(days_finding(&[]), None);
    }

    #[test]
    fn only_phones_quiet_for_more_than_four_hours_are_silent() {
        let now = Millis(100 * SILENT_MS);
        let mut people = [person("Ana", 0), person("Luis", 0), person("Eva", 0)];
        people[0].last_sync = Some(now.plus(-SILENT_MS));
        people[1].last_sync = Some(now.plus(-SILENT_MS - 1));
        assert_eq!(silent(&people, now), (1, Some(now.plus(-SILENT_MS - 1))));
    }
}
