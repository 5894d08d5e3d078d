//! The clients of the demo company and what they owe, as an old system would hand it over.

use rand::{Rng, seq::IndexedRandom};
use serde::Serialize;

use super::{
    Assignment, History, Size,
    geography::{self, Spot, TOWNS},
    names,
    people::DemoPerson,
};
use crate::domain::{
    account::Account,
    customer::Customer,
    date::{CivilDate, Zone},
    ids::{BranchId, ClientId, InvoiceId, PersonId, PlanId},
    invoice::{Currency, DebtKind, Invoice},
    late::{DayBase, LateTerms},
    money::Money,
    plan::{self, Periodicity},
    rfc::PersonKind,
    role::Role,
};

/// A client as the old system hands it over, and how it tends to pay.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Opening {
    pub account: Account,
    pub habit: Habit,
}

/// How a client tends to pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Habit {
    /// On the day, give or take a few.
    Punctual,
    /// Some weeks late.
    Slow,
    /// Late and in parts.
    InParts,
    /// Paid once, and stopped so many days ago.
    Stopped { days_ago: i64 },
}

/// Of a hundred clients, so many buy on trade credit; the others have a loan in instalments.
const TRADE_SHARE: u32 = 45;
/// Of a hundred clients, so many nobody collects from yet.
const UNASSIGNED_SHARE: u32 = 2;
/// Of a hundred invoices, so many are in dollars: it is the border.
const DOLLAR_SHARE: u32 = 1;
/// How far back the oldest debt goes, in days.
const OLDEST_DAYS: i64 = 365;

/// Clients with their debts, none of them paid yet.
pub fn openings(rng: &mut impl Rng, people: &[DemoPerson], today: CivilDate, size: Size) -> Vec<Opening> {
    let counts = debt_counts(rng, size);
    (1..)
        .zip(counts)
        .map(|(number, debts_count)| {
            let spot = geography::spot(rng);
            let is_trade = rng.random_range(0..100) < TRADE_SHARE;
            let habit = habit(rng, size.history);
            let customer = customer(rng, number, &spot, is_trade);
            let mut account = Account::new(customer);
            account.assigned_to = collector(rng, people, &spot, is_trade, size.assignment);
            account.invoices = if is_trade {
                invoices(rng, number, debts_count, &account, today)
            } else {
                instalments(rng, number, debts_count, today)
            };
            Opening { account, habit }
        })
        .collect()
}

/// How many debts each client has: around the average, and exactly as many as asked for in all.
fn debt_counts(rng: &mut impl Rng, size: Size) -> Vec<u32> {
    let clients = size.clients.max(1);
    let average = (size.debts / clients).max(1);
    let spread = average / 2;
    let mut counts: Vec<u32> =
        (0..clients).map(|_| rng.random_range(average - spread..=average + spread).max(1)).collect();
    let mut total: u32 = counts.iter().sum();
    let wanted = size.debts.max(clients);
    let mut index = 0;
    while total != wanted {
        let count = &mut counts[index];
        if total < wanted {
            *count += 1;
            total += 1;
        } else if *count > 1 {
            *count -= 1;
            total -= 1;
        }
        index = (index + 1) % clients as usize;
    }
    counts
}

fn habit(rng: &mut impl Rng, history: History) -> Habit {
    if history == History::None {
        return Habit::Punctual;
    }
    match rng.random_range(0..100) {
        0..48 => Habit::Punctual,
        48..72 => Habit::Slow,
        72..86 => Habit::InParts,
        _ => Habit::Stopped { days_ago: rng.random_range(10..240) },
    }
}

fn customer(rng: &mut impl Rng, number: u32, spot: &Spot, is_trade: bool) -> Customer {
    let key = format!("C{number:05}");
    let (name, kind) = if is_trade {
        (names::business(rng), PersonKind::Moral)
    } else {
        (names::person(rng), PersonKind::Fisica)
    };
    let town = &TOWNS[spot.town];
    Customer {
        id: ClientId::from_key(&key),
        name,
        rfc: names::rfc(rng, kind),
        phone: names::phone(rng, town.area),
        email: format!("cliente{number}@ejemplo.mx"),
        address: spot.address.clone(),
        position: Some(spot.position),
        zone: Zone::TIJUANA,
        branch: BranchId::from_key(town.name),
        credit_days: if is_trade { [7, 15, 30, 45, 60].choose(rng).copied().unwrap_or(30) } else { 0 },
        credit_limit: pesos(rng.random_range(10..120) * if is_trade { 1_000 } else { 250 }),
        key,
    }
}

fn collector(
    rng: &mut impl Rng,
    people: &[DemoPerson],
    spot: &Spot,
    is_trade: bool,
    assignment: Assignment,
) -> Option<PersonId> {
    let of_role =
        |role: Role| people.iter().filter(move |person| person.roles.contains(&role)).collect::<Vec<_>>();
    if assignment == Assignment::FirstCollector {
        return of_role(Role::Collector).first().map(|person| person.id);
    }
    if rng.random_range(0..100) < UNASSIGNED_SHARE {
        return None;
    }
    let role = if is_trade && rng.random_range(0..3) == 0 { Role::Seller } else { Role::Collector };
    let here: Vec<_> = of_role(role).into_iter().filter(|person| person.town == spot.town).collect();
    // A neighbourhood is one person's, so that a route is a walk and not a tour of the town.
    here.get(spot.neighbourhood % here.len().max(1)).map(|person| person.id)
}

/// What the loans of the lending arm bear once they are overdue: 3 % a month, with the IVA of the border.
const LOAN_TERMS: LateTerms =
    LateTerms { annual_rate_bp: 3_600, day_base: DayBase::Days360, tax_bp: super::BORDER_TAX_BP };

/// Trade invoices: the same client buys again every few weeks.
fn invoices(
    rng: &mut impl Rng,
    number: u32,
    count: u32,
    account: &Account,
    today: CivilDate,
) -> Vec<Invoice> {
    (1..=count)
        .map(|index| {
            let issued = today.plus_days(-rng.random_range(1..=OLDEST_DAYS));
            let total = centavos(rng.random_range(80_000..4_500_000));
            let folio = format!("F-{number:05}-{index:02}");
            let is_dollars = rng.random_range(0..100) < DOLLAR_SHARE;
            Invoice {
                id: InvoiceId::from_key(&folio),
                folio,
                kind: DebtKind::Invoice,
                issued,
                due: issued.plus_days(i64::from(account.customer.credit_days)),
                total,
                balance: total,
                currency: if is_dollars { Currency::Usd } else { Currency::Mxn },
                late: None,
                moratory: Default::default(),
                in_review: None,
                agreement: None,
                partials: 0,
            }
        })
        .collect()
}

/// One loan, paid weekly, fortnightly or monthly.
fn instalments(rng: &mut impl Rng, number: u32, count: u32, today: CivilDate) -> Vec<Invoice> {
    let of = u16::try_from(count).unwrap_or(u16::MAX);
    let periodicity = Periodicity::ALL.choose(rng).copied().unwrap_or(Periodicity::Weekly);
    // Some loans are long over, some have only begun.
    let issued = today.plus_days(-rng.random_range(3..=OLDEST_DAYS));
    let total = pesos(rng.random_range(12..90) * 10 * i64::from(of));
    let parts = plan::split(total, of).unwrap_or_default();
    let name = format!("P-{number:05}");
    let plan = PlanId::from_key(&name);
    periodicity
        .due_dates(issued, of)
        .into_iter()
        .zip(parts)
        .zip(1..)
        .map(|((due, amount), instalment)| {
            let folio = format!("{name}-{instalment:02}");
            Invoice {
                id: InvoiceId::from_key(&folio),
                folio,
                kind: DebtKind::Instalment { plan, number: instalment, of },
                issued,
                due,
                total: amount,
                balance: amount,
                currency: Currency::Mxn,
                late: Some(LOAN_TERMS),
                moratory: Default::default(),
                in_review: None,
                agreement: None,
                partials: 0,
            }
        })
        .collect()
}

fn pesos(pesos: i64) -> Money {
    centavos(pesos * 100)
}

fn centavos(centavos: i64) -> Money {
    Money::from_centavos(centavos).unwrap_or_default()
}
