//! A year in the street: payments, visits and promises, each an event with its place in the chain of a phone, and
//! each applied by the domain's own rules.

use std::collections::BTreeMap;

use chrono::NaiveTime;
use rand::{Rng, seq::IndexedRandom};
use serde::Serialize;

use super::{
    DemoDevice,
    cash::{self, Carried},
    geography::rounded,
    portfolio::{Habit, Opening},
};
use crate::domain::{
    account::Account,
    calendar::WorkCalendar,
    chain::ChainHash,
    customer::Position,
    date::{CivilDate, Millis},
    event::{EVENT_SCHEMA, Event, Fact, Place, Stamp},
    folio::Folio,
    ids::{EventId, PersonId},
    money::Money,
    payment::{CardKind, PaymentMethod, PaymentReceived, PaymentTarget},
    policy::Policy,
    promise::PromiseMade,
    rules::{self, Applied},
    visit::{VisitMade, VisitResult},
};

/// An event as a phone wrote it, and what the rules made of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DemoEvent {
    pub event: Event,
    /// The exact bytes: what the chain is made of.
    pub bytes: String,
    pub applied: Applied,
}

/// What somebody does at a client's, before it has its place in a chain.
struct Deed {
    /// Place of the client among the openings.
    client: usize,
    person: PersonId,
    at: Millis,
    fact: Fact,
}

/// What is meant to happen on a day; how much is decided when the day comes.
#[derive(Clone, Copy)]
enum Plan {
    /// Pay about so much.
    Pay(Money),
    /// A visit without payment.
    Visit,
    /// Promise a share of the balance, in hundredths, for a day.
    Promise { share: i64, due: CivilDate },
}

/// What happened in a year.
pub struct Year {
    /// Client by client.
    pub events: Vec<Vec<DemoEvent>>,
    pub accounts: Vec<Account>,
    pub cortes: Vec<DemoEvent>,
}

/// Works the whole year through, and moves each phone on.
pub fn year(rng: &mut impl Rng, devices: &mut [DemoDevice], openings: &[Opening], today: CivilDate) -> Year {
    let calendar = WorkCalendar::default();
    let mut deeds: Vec<Deed> = Vec::new();
    for (client, opening) in openings.iter().enumerate() {
        if let Some(person) = opening.account.assigned_to {
            let plans = plans(rng, opening, &calendar, today);
            deeds.extend(live_through(rng, client, person, &opening.account, plans));
        }
    }
    deeds.sort_by_key(|deed| (deed.at, deed.client));
    let mut events: Vec<Vec<DemoEvent>> = openings.iter().map(|_| Vec::new()).collect();
    let mut accounts: Vec<Account> = openings.iter().map(|opening| opening.account.clone()).collect();
    let mut carried: BTreeMap<PersonId, Carried> = BTreeMap::new();
    let mut cortes = Vec::new();
    for deed in deeds {
        let Some(device) = devices.iter_mut().find(|device| device.person == deed.person) else { continue };
        let Some((account, kept)) = accounts.get_mut(deed.client).zip(events.get_mut(deed.client)) else {
            continue;
        };
        let zone = account.customer.zone;
        let carried = carried
            .entry(deed.person)
            .or_insert_with(|| Carried::nothing(deed.person, account.customer.branch, zone));
        let day = deed.at.date_in(zone);
        cortes.extend(cash::corte_before(rng, device, carried, day));
        if let Some(done) = write(rng, device, &mut carried.next_folio, account, deed) {
            carried.take(&done.event, &account.customer.name);
            kept.push(done);
        }
    }
    // Everybody hands the last day over, but one: his corte of yesterday is missing.
    let late = devices.get(1).map(|device| device.person);
    for device in devices.iter_mut().filter(|device| Some(device.person) != late) {
        if let Some(carried) = carried.get_mut(&device.person) {
            cortes.extend(cash::corte_before(rng, device, carried, today));
        }
    }
    cortes.sort_by_key(|corte| (corte.event.stamp.wall, corte.event.person));
    Year { events, accounts, cortes }
}

/// Puts a deed in the chain of its phone, and in the account.
fn write(
    rng: &mut impl Rng,
    device: &mut DemoDevice,
    next_folio: &mut u32,
    account: &mut Account,
    deed: Deed,
) -> Option<DemoEvent> {
    let mut fact = deed.fact;
    if let Fact::PaymentReceived(payment) = &mut fact {
        payment.folio = Folio::new(device.series.clone(), *next_folio).ok()?;
    }
    let zone = account.customer.zone;
    let wall = deed.at;
    let event = Event {
        schema: EVENT_SCHEMA,
        id: EventId::mint(u64::try_from(wall.0).unwrap_or(0), &rng.random()),
        device: device.id,
        epoch: 1,
        seq: device.last_seq + 1,
        person: deed.person,
        prev: device.chain_head,
        stamp: Stamp {
            wall,
            zone,
            monotonic_ms: rng.random_range(1_000..9_000_000),
            offset_ms: Some(rng.random_range(-900..900)),
        },
        place: place(rng, account, wall),
        fact,
    };
    let applied = rules::apply(account, &event, &Policy::default()).ok()?;
    let bytes = event.to_bytes().ok()?;
    device.last_seq = event.seq;
    device.chain_head = ChainHash::of(bytes.as_bytes());
    if event.fact.payment().is_some() {
        *next_folio += 1;
    }
    Some(DemoEvent { event, bytes, applied })
}

/// Most phones find out where they are, to a few metres.
fn place(rng: &mut impl Rng, account: &Account, taken: Millis) -> Option<Place> {
    let at = account.customer.position.filter(|_| rng.random_range(0..100) < 86)?;
    let mut near = |degrees: f64| rounded(degrees + rng.random_range(-0.0002..0.0002));
    let position = Position { latitude: near(at.latitude), longitude: near(at.longitude) };
    Some(Place { position, accuracy_m: f64::from(rng.random_range(5..45)), taken })
}

/// What a client's year looks like, by its habit. Nothing happens today: the day is the user's.
fn plans(
    rng: &mut impl Rng,
    opening: &Opening,
    calendar: &WorkCalendar,
    today: CivilDate,
) -> Vec<(CivilDate, Plan)> {
    let mut plans = Vec::new();
    for debt in opening.account.open_invoices() {
        let delay = match opening.habit {
            Habit::Punctual => rng.random_range(-4..=4),
            Habit::Slow | Habit::InParts => rng.random_range(5..75),
            Habit::Stopped { .. } => rng.random_range(-2..20),
        };
        let paid_on = calendar.business_day_from(debt.due.plus_days(delay).max(debt.issued.plus_days(1)));
        let has_stopped = match opening.habit {
            Habit::Stopped { days_ago } => paid_on > today.plus_days(-days_ago),
            Habit::Punctual | Habit::Slow | Habit::InParts => false,
        };
        if paid_on >= today || has_stopped {
            continue;
        }
        if opening.habit == Habit::InParts {
            let part = share_of(debt.balance, rng.random_range(25..80));
            plans.push((paid_on, Plan::Pay(part)));
            let later = calendar.business_day_from(paid_on.plus_days(rng.random_range(10..60)));
            if later < today && rng.random_range(0..100) < 60 {
                plans.push((later, Plan::Pay(debt.balance.checked_sub(part).unwrap_or_default())));
            }
        } else {
            plans.push((paid_on, Plan::Pay(debt.balance)));
        }
        let is_late = paid_on.days_since(debt.due) > 4;
        if is_late && rng.random_range(0..100) < 45 {
            let asked = calendar.business_day_from(paid_on.plus_days(-rng.random_range(2..12)));
            if asked < paid_on && rng.random_range(0..100) < 55 {
                plans.push((asked, Plan::Promise { share: rng.random_range(30..=100), due: paid_on }));
            } else if asked < paid_on {
                plans.push((asked, Plan::Visit));
            }
        }
    }
    plans.extend(latest(rng, opening, calendar, today));
    plans.retain(|(day, _)| *day < today && calendar.is_business_day(*day));
    plans.sort_by_key(|(day, plan)| (*day, matches!(plan, Plan::Pay(_))));
    plans
}

/// What was tried of late with those who owe: visits in vain, promises that were broken, promises for today.
fn latest(
    rng: &mut impl Rng,
    opening: &Opening,
    calendar: &WorkCalendar,
    today: CivilDate,
) -> Vec<(CivilDate, Plan)> {
    let mut plans = Vec::new();
    let business_day = |days_ago: i64| calendar.business_day_from(today.plus_days(-days_ago));
    if let Habit::Stopped { days_ago } = opening.habit {
        for _ in 0..rng.random_range(1..5) {
            plans.push((business_day(rng.random_range(1..days_ago.max(2))), Plan::Visit));
        }
        let asked = business_day(rng.random_range(9..60));
        let due = asked.plus_days(rng.random_range(2..8));
        plans.push((asked, Plan::Promise { share: rng.random_range(20..70), due }));
    }
    if opening.habit != Habit::Punctual && rng.random_range(0..100) < 12 {
        let asked = business_day(rng.random_range(2..7));
        let due = if rng.random_range(0..2) == 0 { today } else { today.plus_days(rng.random_range(1..9)) };
        plans.push((asked, Plan::Promise { share: rng.random_range(20..80), due }));
    }
    plans
}

/// Lives the plans through with a copy of the account, so that nobody pays or promises more than he owes by then.
fn live_through(
    rng: &mut impl Rng,
    client: usize,
    person: PersonId,
    opening: &Account,
    plans: Vec<(CivilDate, Plan)>,
) -> Vec<Deed> {
    let mut account = opening.clone();
    let mut hours: BTreeMap<CivilDate, u32> = BTreeMap::new();
    let mut deeds = Vec::new();
    for (day, plan) in plans {
        // Several deeds of one day come one after the other.
        let minute =
            hours.entry(day).and_modify(|minute| *minute += 7).or_insert_with(|| rng.random_range(0..250));
        let time = NaiveTime::from_num_seconds_from_midnight_opt(
            9 * 3_600 + *minute * 60 + rng.random_range(0..60),
            rng.random_range(0..1_000) * 1_000_000,
        );
        let Some(fact) = fact(rng, &account, day, plan) else { continue };
        let at = account.customer.zone.instant(day, time.unwrap_or_default());
        let id = EventId::mint(u64::try_from(at.0).unwrap_or(0), &[0; 10]);
        if rules::apply_fact(&mut account, id, day, &fact, &Policy::default()).is_ok() {
            deeds.push(Deed { client, person, at, fact });
        }
    }
    deeds
}

/// What a plan comes to on its day; `None` where there is nothing left to pay or to promise.
fn fact(rng: &mut impl Rng, account: &Account, day: CivilDate, plan: Plan) -> Option<Fact> {
    let client = account.id();
    // What is not yet invoiced on that day can neither be paid nor promised.
    let owed = Money::sum(account.open_invoices().filter(|debt| debt.issued <= day).map(|debt| debt.balance))
        .ok()
        .filter(|owed| owed.is_positive())?;
    Some(match plan {
        Plan::Pay(amount) => {
            // With the interest of what is overdue, and no centavos that no coin makes.
            let moratory = account.moratory_on(day).ok()?.total().ok()?;
            let amount = in_coins(amount.min(owed), moratory)?;
            let named = account.open_invoices().filter(|debt| debt.issued <= day).collect::<Vec<_>>();
            let target = match named.choose(rng) {
                Some(debt) if rng.random_range(0..100) < 8 => PaymentTarget::Named { invoice: debt.id },
                _ => PaymentTarget::OldestFirst,
            };
            Fact::PaymentReceived(PaymentReceived {
                // Given by the phone, in its order.
                folio: first_folio()?,
                client,
                amount,
                method: method(rng, amount, day),
                target,
                count: None,
                photo: None,
                paper: None,
            })
        }
        Plan::Visit => Fact::VisitMade(VisitMade { client, result: in_vain(rng, day), note: note(rng) }),
        Plan::Promise { share, due } => {
            let amount = share_of(owed, share);
            if rng.random_range(0..2) == 0 {
                Fact::PromiseMade(PromiseMade { client, amount, due })
            } else {
                let result = VisitResult::Promised { amount, due };
                Fact::VisitMade(VisitMade { client, result, note: String::new() })
            }
        }
    })
}

/// `capital` and the interest on it, up to the next ten centavos; `capital` as it is where there is none.
fn in_coins(capital: Money, interest: Money) -> Option<Money> {
    if interest.is_zero() {
        return Some(capital);
    }
    let centavos = capital.checked_add(interest).ok()?.centavos();
    Money::from_centavos(centavos.saturating_add(9) / 10 * 10).ok()
}

fn first_folio() -> Option<Folio> {
    Folio::new(crate::domain::folio::Series::numbered('C', 1)?, 1).ok()
}

fn in_vain(rng: &mut impl Rng, day: CivilDate) -> VisitResult {
    match rng.random_range(0..100) {
        0..38 => VisitResult::Absent,
        38..55 => VisitResult::Closed,
        55..82 => VisitResult::NoMoney,
        82..93 => VisitResult::InReview { pay_on: Some(day.plus_days(rng.random_range(5..20))) },
        _ => VisitResult::Disputes,
    }
}

fn note(rng: &mut impl Rng) -> String {
    const NOTES: &[&str] = &[
        "",
        "",
        "",
        "Atendió un familiar, sin hablar de la cuenta.",
        "Pide que regresemos por la tarde.",
        "Dice que el material llegó incompleto.",
        "El negocio abre hasta las 11.",
        "Cambió de turno, está después de las 5.",
    ];
    NOTES.choose(rng).copied().unwrap_or_default().to_owned()
}

/// Small amounts in cash, large ones through the bank.
fn method(rng: &mut impl Rng, amount: Money, day: CivilDate) -> PaymentMethod {
    const BANKS: &[&str] = &["Banco Ejemplo", "Banco de Prueba", "Caja Demo"];
    let bank = BANKS.choose(rng).copied().unwrap_or_default().to_owned();
    let is_small = amount.centavos() < 400_000;
    // Nobody pays centavos in cash that no coin makes.
    let is_coins = amount.centavos() % 10 == 0;
    let draw = if is_coins { rng.random_range(0..100) } else { rng.random_range(80..100) };
    match (is_small, draw) {
        (true, 0..78) | (false, 0..22) => PaymentMethod::Cash,
        (true, 78..92) | (false, 22..80) => PaymentMethod::Transfer {
            tracking_key: format!("DEMO{:012}", rng.random_range(0..1_000_000_000_000u64)),
            bank,
            sent_on: day,
        },
        (false, 80..92) => PaymentMethod::Cheque {
            number: format!("{:07}", rng.random_range(1..9_999_999)),
            bank,
            account: String::new(),
            dated: day,
        },
        _ => PaymentMethod::Card {
            kind: if draw % 2 == 0 { CardKind::Debit } else { CardKind::Credit },
            authorization: format!("{:06}", rng.random_range(0..1_000_000)),
            last_four: format!("{:04}", rng.random_range(0..10_000)),
        },
    }
}

/// So many hundredths of an amount, in whole centavos and never nothing.
fn share_of(amount: Money, hundredths: i64) -> Money {
    let centavos = amount.centavos().saturating_mul(hundredths) / 100;
    Money::from_centavos(centavos.max(1)).unwrap_or(amount)
}
