//! The day's route: whom to visit today, why, and in what order. Source: domain-rules.md §0 and §2.3, ux.md §3.1.
//!
//! The order is fixed for the day: it is computed from what each client owed this morning, so that a payment marks a
//! stop as done and moves nothing.

use serde::{Deserialize, Serialize};

use super::{
    account::Account,
    calendar::WorkCalendar,
    date::CivilDate,
    ids::ClientId,
    invoice::{Currency, Invoice},
    money::{Money, MoneyError},
    promise::{Promise, PromiseState},
    visit::VisitResult,
};

/// How many visits a day holds: about eight hours at twelve minutes each. The others wait in [`DayRoute::rest`].
pub const STOPS_MAX: usize = 40;

/// How far back the client's own payments tell how likely he is to pay, in days.
const HISTORY_DAYS: i64 = 90;

/// How long a broken promise is the reason to go, in days; later it is just an old debt.
const BROKEN_DAYS_MAX: i64 = 30;

/// Why a client is on today's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum StopReason {
    /// He promised this much for `due`, which is today or the day of rest before it.
    PromiseToday { amount: Money, due: CivilDate },
    /// He kept the invoices for review and said to come on `due`.
    PayDay { due: CivilDate },
    /// He promised for `due` and `missing` has not come since.
    PromiseBroken { missing: Money, due: CivilDate },
    /// The oldest debt is overdue.
    Overdue { days: i64 },
    /// A debt falls due today.
    DueToday,
    /// Not planned: he was visited or paid today all the same.
    Unplanned,
}

impl StopReason {
    /// The client gave today as his day: it comes before what is only owed.
    fn is_commitment(self) -> bool {
        matches!(self, StopReason::PromiseToday { .. } | StopReason::PayDay { .. })
    }
}

/// Whether the stop still waits for its visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum StopState {
    Pending,
    /// Visited today without payment.
    Visited,
    /// Paid today, this much.
    Paid {
        received: Money,
    },
}

impl StopState {
    pub fn is_done(self) -> bool {
        !matches!(self, StopState::Pending)
    }
}

/// One visit of the day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stop {
    pub client: ClientId,
    pub reason: StopReason,
    /// What to collect now: all that is overdue or due today, or the promise where nothing is due yet.
    pub to_collect: Money,
    /// Days past due of the oldest debt; 0 where nothing is overdue.
    pub overdue_days: i64,
    pub state: StopState,
    /// What was to be collected this morning times how likely it is: gives the order.
    pub expected: Money,
}

/// The list of one person for one day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayRoute {
    /// At most [`STOPS_MAX`], commitments of today first, then by expected recovery.
    pub stops: Vec<Stop>,
    /// Those that a day does not hold, in the same order.
    pub rest: Vec<Stop>,
}

impl DayRoute {
    pub fn pending(&self) -> impl Iterator<Item = &Stop> {
        self.stops.iter().filter(|stop| !stop.state.is_done())
    }

    pub fn done(&self) -> impl Iterator<Item = &Stop> {
        self.stops.iter().filter(|stop| stop.state.is_done())
    }

    /// What the pending stops would bring.
    pub fn to_collect(&self) -> Result<Money, MoneyError> {
        Money::sum(self.pending().map(|stop| stop.to_collect))
    }
}

/// The route of one person's accounts on `today`. The same accounts in any order give the same route.
///
/// A client who promised for a later day, or keeps the invoices for review until one, is left alone until then. What a
/// contrarecibo holds in review is not asked for before its day, and then it is the reason to go.
pub fn day_route<'a>(
    accounts: impl IntoIterator<Item = &'a Account>,
    today: CivilDate,
    calendar: &WorkCalendar,
) -> Result<DayRoute, MoneyError> {
    let mut ranked: Vec<(bool, Stop, &str)> = Vec::new();
    for account in accounts {
        if let Some(stop) = stop_for(account, today, calendar)? {
            ranked.push((!stop.reason.is_commitment(), stop, account.customer.key.as_str()));
        }
    }
    ranked.sort_by(|(a_later, a, a_key), (b_later, b, b_key)| {
        (a_later, b.expected, a_key, a.client).cmp(&(b_later, a.expected, b_key, b.client))
    });
    let mut stops: Vec<Stop> = ranked.into_iter().map(|(_, stop, _)| stop).collect();
    let rest = stops.split_off(stops.len().min(STOPS_MAX));
    Ok(DayRoute { stops, rest })
}

/// The stop of one account, `None` where there is no reason to go today.
pub fn stop_for(
    account: &Account,
    today: CivilDate,
    calendar: &WorkCalendar,
) -> Result<Option<Stop>, MoneyError> {
    let morning = Morning::of(account, today)?;
    let state = state_today(account, today, morning.received);
    let reason = match reason_today(account, today, calendar, &morning)? {
        Some(reason) => reason,
        None if state.is_done() => StopReason::Unplanned,
        None => return Ok(None),
    };
    let (to_collect, at_stake) = match reason {
        StopReason::PromiseToday { amount, .. } if !morning.due.is_positive() => {
            let missing = amount.checked_sub(amount.min(morning.received))?;
            (missing.min(account.balance()?), amount)
        }
        _ => (account.due_by(today)?, morning.due),
    };
    Ok(Some(Stop {
        client: account.id(),
        reason,
        to_collect,
        overdue_days: account.overdue_days(today),
        state,
        expected: share_of(at_stake, likelihood(account, &morning, today, reason))?,
    }))
}

/// How the account stood before today's payments.
struct Morning {
    /// Received today.
    received: Money,
    /// Overdue or due today, before that.
    due: Money,
    /// Since when the oldest debt then open is asked for.
    oldest_due: Option<CivilDate>,
    /// The days that the client named in contrarecibos of debts then open, in order.
    pay_days: Vec<CivilDate>,
    /// The promises made before today, with what they had received until then.
    promises: Vec<Promise>,
}

impl Morning {
    /// Money went to the oldest debt and promise first: it is given back from the latest of them backwards.
    fn of(account: &Account, today: CivilDate) -> Result<Morning, MoneyError> {
        let paid_today = account.recent_payments.iter().filter(|line| line.received_on == today);
        let received = Money::sum(paid_today.map(|line| line.amount))?;

        let mut due = account.due_by(today)?;
        let mut oldest_due = account.open_invoices().map(|invoice| asked_since(invoice, today)).min();
        let pay_on = |invoice: &Invoice| invoice.in_review.as_ref().and_then(|review| review.pay_on);
        let mut pay_days: Vec<CivilDate> = account.open_invoices().filter_map(pay_on).collect();
        let is_paid = |invoice: &&Invoice| invoice.collect_from() <= today && invoice.balance < invoice.total;
        let mut paid: Vec<&Invoice> = account.invoices.iter().filter(is_paid).collect();
        paid.sort_by(|a, b| (b.due, &b.folio).cmp(&(a.due, &a.folio)));
        let mut left = received;
        for invoice in paid.into_iter().filter(|invoice| invoice.currency == Currency::Mxn) {
            let part = left.min(invoice.total.checked_sub(invoice.balance)?);
            if part.is_positive() {
                left = left.checked_sub(part)?;
                due = due.checked_add(part)?;
                let since = asked_since(invoice, today);
                oldest_due = Some(oldest_due.map_or(since, |oldest| oldest.min(since)));
                pay_days.extend(pay_on(invoice));
            }
        }

        let mut promises = account.promises.clone();
        promises.sort_by_key(|promise| (promise.due, promise.event));
        let mut left = received;
        for promise in promises.iter_mut().rev() {
            let part = left.min(promise.received);
            left = left.checked_sub(part)?;
            promise.received = promise.received.checked_sub(part)?;
        }
        promises.retain(|promise| promise.made_on < today);
        pay_days.sort_unstable();
        Ok(Morning { received, due, oldest_due, promises, pay_days })
    }

    fn overdue_days(&self, today: CivilDate) -> i64 {
        self.oldest_due.map_or(0, |due| today.days_since(due)).max(0)
    }
}

fn state_today(account: &Account, today: CivilDate, received: Money) -> StopState {
    if received.is_positive() {
        StopState::Paid { received }
    } else if account.last_visit.as_ref().is_some_and(|visit| visit.on == today) {
        StopState::Visited
    } else {
        StopState::Pending
    }
}

fn reason_today(
    account: &Account,
    today: CivilDate,
    calendar: &WorkCalendar,
    morning: &Morning,
) -> Result<Option<StopReason>, MoneyError> {
    let Some(oldest_due) = morning.oldest_due else { return Ok(None) };
    let visit_day = |due: CivilDate| calendar.business_day_from(due);
    let unkept = || morning.promises.iter().filter(|promise| promise.received < promise.amount);

    if let Some(promise) = unkept().find(|promise| visit_day(promise.due) == today) {
        return Ok(Some(StopReason::PromiseToday { amount: promise.amount, due: promise.due }));
    }
    let pay_day = review_pay_day(account, today);
    let named = morning.pay_days.iter().copied().chain(pay_day);
    if let Some(due) = named.into_iter().find(|due| visit_day(*due) == today) {
        return Ok(Some(StopReason::PayDay { due }));
    }
    let named_a_later_day = |due: CivilDate| visit_day(due) > today;
    if pay_day.is_some_and(named_a_later_day) || unkept().any(|promise| named_a_later_day(promise.due)) {
        return Ok(None);
    }
    let is_fresh = |promise: &&Promise| today.days_since(promise.due) <= BROKEN_DAYS_MAX;
    if let Some(promise) = unkept().rfind(is_fresh) {
        let promised = promise.amount.checked_sub(promise.received)?;
        let missing = promised.checked_sub(promised.min(paid_between(account, promise.due, today)?))?;
        if missing.is_positive() {
            return Ok(Some(StopReason::PromiseBroken { missing, due: promise.due }));
        }
    }
    Ok(match today.days_since(oldest_due) {
        days if days > 0 => Some(StopReason::Overdue { days }),
        _ if visit_day(oldest_due) == today => Some(StopReason::DueToday),
        _ => None,
    })
}

/// Since when a debt is asked for: its due date, unless the client has it for review until a later day. Once that day
/// is past it is as old as it is.
fn asked_since(invoice: &Invoice, today: CivilDate) -> CivilDate {
    let from = invoice.collect_from();
    if from <= today { from.min(invoice.due) } else { from }
}

/// What came in after `due` and before `today`: late for the promise, but it did come.
fn paid_between(account: &Account, due: CivilDate, today: CivilDate) -> Result<Money, MoneyError> {
    let late =
        account.recent_payments.iter().filter(|line| due < line.received_on && line.received_on < today);
    Money::sum(late.map(|line| line.amount))
}

/// The day that the client named when he kept the invoices for review, unless that was said today.
fn review_pay_day(account: &Account, today: CivilDate) -> Option<CivilDate> {
    let visit = account.last_visit.as_ref().filter(|visit| visit.on < today)?;
    match visit.result {
        VisitResult::InReview { pay_on } => pay_on,
        _ => None,
    }
}

/// How likely the client is to pay today, in basis points, from his own history before today.
///
/// (successes + 1) ÷ (trials + 2): each payment of the last 90 days and each promise kept is a success; each promise
/// broken and each month overdue is a failure. A commitment for today counts as two successes more.
fn likelihood(account: &Account, morning: &Morning, today: CivilDate, reason: StopReason) -> i64 {
    let is_recent = |days: i64| (1..=HISTORY_DAYS).contains(&days);
    let paid = account.recent_payments.iter().filter(|line| is_recent(today.days_since(line.received_on)));
    let in_state = |state| {
        let promises = morning.promises.iter().filter(|promise| is_recent(today.days_since(promise.due)));
        count(promises.filter(|promise| promise.state_on(today) == state).count())
    };
    let months_overdue = morning.overdue_days(today).div_euclid(30).min(12);
    let committed = if reason.is_commitment() { 2 } else { 0 };
    let successes = count(paid.count()) + in_state(PromiseState::Kept) + committed;
    let failures = in_state(PromiseState::Broken) + in_state(PromiseState::Partial) + months_overdue;
    (successes + 1) * 10_000 / (successes + failures + 2)
}

/// A count of payments or promises; more than a thousand tell no more.
fn count(number: usize) -> i64 {
    i64::try_from(number.min(1_000)).unwrap_or(1_000)
}

fn share_of(amount: Money, basis_points: i64) -> Result<Money, MoneyError> {
    let scaled = i128::from(amount.centavos()) * i128::from(basis_points) / 10_000;
    Money::from_centavos(i64::try_from(scaled).map_err(|_| MoneyError::OutOfRange)?)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::{
        counter_receipt::CounterReceiptTaken,
        event::Fact,
        folio::{Folio, Series},
        ids::InvoiceId,
        payment::{PaymentMethod, PaymentReceived, PaymentTarget},
        policy::Policy,
        promise::PromiseMade,
        rules::apply_fact,
        sample::{self, day, money},
        visit::VisitMade,
    };

    /// A Saturday, which is a business day.
    const TODAY: &str = "2026-11-21";

    fn pay(account: &mut Account, on: &str, centavos: i64) {
        let number = u32::try_from(account.recent_payments.len()).unwrap() + 1;
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
        apply_fact(account, sample::event(u64::from(number)), day(on), &fact, &Policy::default()).unwrap();
    }

    fn promise(account: &mut Account, on: &str, due: &str, centavos: i64) {
        let fact =
            Fact::PromiseMade(PromiseMade { client: account.id(), amount: money(centavos), due: day(due) });
        apply_fact(account, sample::event(900), day(on), &fact, &Policy::default()).unwrap();
    }

    fn visit(account: &mut Account, on: &str, result: VisitResult) {
        let fact = Fact::VisitMade(VisitMade { client: account.id(), result, note: String::new() });
        apply_fact(account, sample::event(901), day(on), &fact, &Policy::default()).unwrap();
    }

    fn stop_on(account: &Account, today: &str) -> Option<Stop> {
        stop_for(account, day(today), &WorkCalendar::default()).unwrap()
    }

    fn check(account: &Account, expected: Option<StopReason>) {
        assert_eq!(stop_on(account, TODAY).map(|stop| stop.reason), expected);
    }

    #[test]
    fn each_reason_to_go_is_told() {
        check(&sample::account(&[]), None);
        check(&sample::account(&[("F-1", "2026-11-22", 100)]), None);
        check(&sample::account(&[("F-1", TODAY, 100)]), Some(StopReason::DueToday));
        let overdue = sample::account(&[("F-1", "2026-11-09", 100), ("F-2", TODAY, 100)]);
        check(&overdue, Some(StopReason::Overdue { days: 12 }));

        let mut promised = overdue.clone();
        promise(&mut promised, "2026-11-10", TODAY, 50);
        check(&promised, Some(StopReason::PromiseToday { amount: money(50), due: day(TODAY) }));

        let mut broken = overdue.clone();
        promise(&mut broken, "2026-11-10", "2026-11-20", 50);
        pay(&mut broken, "2026-11-12", 20);
        let missing = money(30);
        check(&broken, Some(StopReason::PromiseBroken { missing, due: day("2026-11-20") }));

        let mut review = overdue.clone();
        visit(&mut review, "2026-11-10", VisitResult::InReview { pay_on: Some(day(TODAY)) });
        check(&review, Some(StopReason::PayDay { due: day(TODAY) }));
    }

    #[test]
    fn a_promise_paid_late_is_no_reason_any_more() {
        let mut account = sample::account(&[("F-1", "2026-11-09", 100)]);
        promise(&mut account, "2026-11-10", "2026-11-18", 50);
        pay(&mut account, "2026-11-19", 20);
        let (missing, due) = (money(30), day("2026-11-18"));
        check(&account, Some(StopReason::PromiseBroken { missing, due }));
        pay(&mut account, "2026-11-20", 30);
        check(&account, Some(StopReason::Overdue { days: 12 }));
    }

    #[test]
    fn who_named_a_later_day_is_left_alone_until_then() {
        let overdue = sample::account(&[("F-1", "2026-11-09", 100)]);
        let mut promised = overdue.clone();
        promise(&mut promised, "2026-11-20", "2026-11-24", 100);
        check(&promised, None);
        let mut review = overdue.clone();
        visit(&mut review, "2026-11-20", VisitResult::InReview { pay_on: Some(day("2026-11-24")) });
        check(&review, None);
    }

    fn review(account: &mut Account, folio: &str, pay_on: Option<&str>) {
        let fact = Fact::CounterReceiptTaken(CounterReceiptTaken {
            client: account.id(),
            client_folio: "CR-1".into(),
            invoices: vec![InvoiceId::from_key(folio)],
            pay_on: pay_on.map(day),
            photo: None,
        });
        apply_fact(account, sample::event(902), day("2026-11-10"), &fact, &Policy::default()).unwrap();
    }

    #[test]
    fn what_a_contrarecibo_holds_is_collected_on_its_day_and_not_before() {
        let mut account = sample::account(&[("F-1", "2026-11-09", 100)]);
        review(&mut account, "F-1", Some("2026-11-25"));
        assert_eq!(stop_on(&account, "2026-11-24"), None);
        assert_eq!(account.due_by(day("2026-11-24")), Ok(Money::ZERO));
        let stop = stop_on(&account, "2026-11-25").unwrap();
        assert_eq!(stop.reason, StopReason::PayDay { due: day("2026-11-25") });
        assert_eq!((stop.to_collect, stop.overdue_days), (money(100), 16), "it ages all the same");
        assert_eq!(stop_on(&account, "2026-11-26").unwrap().reason, StopReason::Overdue { days: 17 });
        // Paid on its day, it keeps its reason and place.
        pay(&mut account, "2026-11-25", 100);
        let after = stop_on(&account, "2026-11-25").unwrap();
        assert_eq!((after.reason, after.expected), (stop.reason, stop.expected));
    }

    #[test]
    fn a_contrarecibo_leaves_the_other_debts_as_they_are() {
        let mut account = sample::account(&[("F-1", "2026-11-09", 100), ("F-2", "2026-11-19", 30)]);
        review(&mut account, "F-1", Some("2026-11-25"));
        let stop = stop_on(&account, TODAY).unwrap();
        assert_eq!((stop.reason, stop.to_collect), (StopReason::Overdue { days: 2 }, money(30)));
    }

    #[test]
    fn a_contrarecibo_without_a_day_is_not_forgotten() {
        let mut account = sample::account(&[("F-1", "2026-11-09", 100)]);
        review(&mut account, "F-1", None);
        assert_eq!(stop_on(&account, "2026-11-23"), None);
        assert_eq!(stop_on(&account, "2026-11-24").unwrap().reason, StopReason::Overdue { days: 15 });
    }

    #[test]
    fn what_falls_on_a_day_of_rest_is_visited_on_the_next_business_day() {
        // Sunday the 22nd is nobody's day; Monday the 23rd is. The ageing counts from the Sunday all the same.
        let mut promised = sample::account(&[("F-1", "2026-11-09", 100)]);
        promise(&mut promised, "2026-11-10", "2026-11-22", 50);
        assert_eq!(stop_on(&promised, "2026-11-22"), None);
        let reason = stop_on(&promised, "2026-11-23").unwrap().reason;
        assert_eq!(reason, StopReason::PromiseToday { amount: money(50), due: day("2026-11-22") });
        let invoice = sample::account(&[("F-1", "2026-11-22", 100)]);
        assert_eq!(stop_on(&invoice, "2026-11-22"), None);
        assert_eq!(stop_on(&invoice, "2026-11-23").unwrap().reason, StopReason::Overdue { days: 1 });
    }

    #[test]
    fn a_promise_broken_long_ago_is_just_an_old_debt() {
        let mut account = sample::account(&[("F-1", "2026-09-01", 100)]);
        promise(&mut account, "2026-09-10", "2026-10-21", 50);
        check(&account, Some(StopReason::Overdue { days: 81 }));
    }

    #[test]
    fn what_was_done_today_is_marked_and_keeps_its_reason_and_place() {
        let mut paid = sample::account(&[("F-1", "2026-11-09", 10_000)]);
        promise(&mut paid, "2026-11-10", TODAY, 10_000);
        let before = stop_on(&paid, TODAY).unwrap();
        pay(&mut paid, TODAY, 10_000);
        let after = stop_on(&paid, TODAY).unwrap();
        assert_eq!(after.state, StopState::Paid { received: money(10_000) });
        assert_eq!((after.reason, after.expected), (before.reason, before.expected));
        assert_eq!((before.to_collect, after.to_collect), (money(10_000), Money::ZERO));

        let mut visited = sample::account(&[("F-1", "2026-11-09", 10_000)]);
        visit(&mut visited, TODAY, VisitResult::Promised { amount: money(500), due: day("2026-11-25") });
        let stop = stop_on(&visited, TODAY).unwrap();
        assert_eq!((stop.state, stop.reason), (StopState::Visited, StopReason::Overdue { days: 12 }));
    }

    #[test]
    fn who_pays_unasked_is_on_the_list_as_done() {
        let mut account = sample::account(&[("F-1", "2026-12-24", 10_000)]);
        pay(&mut account, TODAY, 10_000);
        let stop = stop_on(&account, TODAY).unwrap();
        assert_eq!((stop.reason, stop.state.is_done()), (StopReason::Unplanned, true));
    }

    #[test]
    fn a_promise_on_debts_not_yet_due_asks_for_the_promise() {
        let mut account = sample::account(&[("F-1", "2026-12-24", 10_000)]);
        promise(&mut account, "2026-11-10", TODAY, 4_000);
        assert_eq!(stop_on(&account, TODAY).unwrap().to_collect, money(4_000));
        pay(&mut account, TODAY, 1_500);
        assert_eq!(stop_on(&account, TODAY).unwrap().to_collect, money(2_500));
    }

    #[test]
    fn commitments_come_first_then_what_is_likely_to_bring_more() {
        let small = sample::named_account("C1", &[("F-1", "2026-11-20", 1_000)]);
        let large = sample::named_account("C2", &[("F-2", "2026-11-20", 90_000)]);
        let mut hopeless = sample::named_account("C3", &[("F-3", "2025-11-20", 100_000)]);
        promise(&mut hopeless, "2026-11-01", "2026-11-10", 100_000);
        let mut promised = sample::named_account("C4", &[("F-4", "2026-11-20", 500)]);
        promise(&mut promised, "2026-11-20", TODAY, 500);
        let accounts = [small, large, hopeless, promised];
        let route = day_route(&accounts, day(TODAY), &WorkCalendar::default()).unwrap();
        let order: Vec<_> = route.stops.iter().map(|stop| stop.client).collect();
        assert_eq!(order, [3, 1, 2, 0].map(|index: usize| accounts[index].id()));
    }

    #[test]
    fn a_day_is_bounded_and_the_rest_waits() {
        let accounts: Vec<Account> = (0..STOPS_MAX + 7)
            .map(|n| sample::named_account(&format!("C{n:03}"), &[("F-1", "2026-11-01", 1_000)]))
            .collect();
        let route = day_route(&accounts, day(TODAY), &WorkCalendar::default()).unwrap();
        assert_eq!((route.stops.len(), route.rest.len()), (STOPS_MAX, 7));
        assert_eq!(route.stops[0].client, accounts[0].id(), "equal stops go by client key");
        assert_eq!(route.to_collect().unwrap().centavos(), 1_000 * STOPS_MAX as i64);
    }

    proptest! {
        #[test]
        fn order_of_accounts_does_not_matter_and_a_payment_moves_nothing(
            debts in proptest::collection::vec((1i64..1_000_000, -100i64..30), 1..12),
            seed in 0usize..12,
            part in 1i64..=100,
        ) {
            let today = day(TODAY);
            let mut accounts: Vec<Account> = debts.iter().enumerate().map(|(n, (centavos, days))| {
                let due = today.plus_days(*days).to_string();
                sample::named_account(&format!("C{n}"), &[("F-1", &due, *centavos)])
            }).collect();
            let calendar = WorkCalendar::default();
            let route = day_route(&accounts, today, &calendar).unwrap();
            prop_assert_eq!(&route, &day_route(accounts.iter().rev(), today, &calendar).unwrap());
            let clients = |route: &DayRoute| route.stops.iter().map(|stop| stop.client).collect::<Vec<_>>();
            let order = clients(&route);
            if let Some(stop) = route.stops.get(seed % route.stops.len().max(1)) {
                let account = accounts.iter_mut().find(|account| account.id() == stop.client).unwrap();
                let centavos = (account.balance().unwrap().centavos() * part / 100).max(1);
                pay(account, TODAY, centavos);
            }
            prop_assert_eq!(order, clients(&day_route(&accounts, today, &calendar).unwrap()));
        }
    }
}
