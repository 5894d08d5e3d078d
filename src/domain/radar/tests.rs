//! Each finding as a table: from where on it is one, and from where on it is not.

use super::*;
use crate::domain::sample::{day, event, money};

const HOUR_MS: i64 = 3_600_000;
/// 2026-11-21 18:00 UTC.
const NOON: Millis = Millis(1_795_284_000_000);

fn after(hours: i64) -> Millis {
    NOON.plus(hours * HOUR_MS)
}

fn payment(number: u64, form: HeldForm) -> PaymentTrace {
    PaymentTrace {
        event: event(number),
        person: PersonId::from_key("ana"),
        client: ClientId::from_key(&format!("C{number}")),
        amount: money(10_000),
        form,
        received: NOON,
        arrived: NOON,
        place: None,
        client_position: None,
        handed_over: Some(NOON),
        deposited: None,
        reversed: None,
    }
}

fn place(latitude: f64, longitude: f64, accuracy_m: f64) -> Place {
    Place { position: Position { latitude, longitude }, accuracy_m, taken: NOON }
}

fn kinds(records: &Records<'_>) -> Vec<FindingKind> {
    scan(records, &RadarSettings::default(), after(200))
        .findings
        .into_iter()
        .map(|found| found.kind)
        .collect()
}

fn of_payments(payments: &[PaymentTrace]) -> Vec<FindingKind> {
    kinds(&Records { payments, ..Records::default() })
}

#[test]
fn a_payment_that_takes_over_twelve_hours_to_arrive_is_late() {
    for (hours, is_late) in [(0, false), (12, false), (13, true)] {
        let late = PaymentTrace { arrived: after(hours), ..payment(1, HeldForm::Card) };
        let expected = if is_late { vec![FindingKind::ArrivedLate { hours }] } else { Vec::new() };
        assert_eq!(of_payments(&[late]), expected);
    }
}

#[test]
fn cash_is_held_long_after_a_day_until_a_corte_or_a_deposit_takes_it() {
    let held = |handed_over, deposited: Option<i64>| PaymentTrace {
        handed_over,
        deposited: deposited.map(|hours| (event(9), after(hours))),
        ..payment(1, HeldForm::Cash)
    };
    let found = |hours, is_still_held| {
        vec![FindingKind::CashHeldLong { hours, amount: money(10_000), is_still_held }]
    };
    assert_eq!(of_payments(&[held(Some(after(24)), None)]), []);
    assert_eq!(of_payments(&[held(Some(after(25)), None)]), found(25, false));
    assert_eq!(of_payments(&[held(Some(after(48)), Some(20))]), [], "the deposit came first");
    assert_eq!(of_payments(&[held(None, None)]), found(200, true));
    let cheque = PaymentTrace { handed_over: None, ..payment(1, HeldForm::Cheque) };
    assert_eq!(of_payments(&[cheque]), []);
    let reversed = PaymentTrace { reversed: Some(event(5)), ..held(None, None) };
    assert_eq!(of_payments(&[reversed]), []);
}

#[test]
fn a_deposit_older_than_what_it_holds_is_lapping_perhaps() {
    let deposited =
        |hours| PaymentTrace { deposited: Some((event(9), after(hours))), ..payment(1, HeldForm::Cheque) };
    assert_eq!(of_payments(&[deposited(5)]), []);
    let early = deposited(-2);
    let records = Records { payments: &[early], ..Records::default() };
    let found = scan(&records, &RadarSettings::default(), NOON).findings;
    assert_eq!(found[0].kind, FindingKind::DepositedBefore { hours: 2, deposit: event(9) });
    assert_eq!(found[0].evidence, [event(1), event(9)]);
}

#[test]
fn numbers_that_no_receipt_explains_are_gaps() {
    let used = |series: &str, number: u32| NumberUsed {
        folio: Folio::new(Series::parse(series).unwrap(), number).unwrap(),
        event: event(u64::from(number)),
        person: PersonId::from_key("ana"),
        at: NOON,
    };
    let gaps = |numbers: &[NumberUsed]| kinds(&Records { numbers, ..Records::default() });
    let gap = |first, last| FindingKind::SeriesGap { series: Series::parse("C07").unwrap(), first, last };
    assert_eq!(gaps(&[used("C07", 3), used("C07", 1), used("C07", 2), used("C08", 1)]), []);
    assert_eq!(gaps(&[used("C07", 2)]), [gap(1, 1)]);
    assert_eq!(gaps(&[used("C07", 1), used("C07", 5), used("C07", 6)]), [gap(2, 4)]);
    assert_eq!(gaps(&[]), []);
}

#[test]
fn far_is_beyond_a_hundred_metres_or_the_accuracy() {
    let client = Position { latitude: 20.0, longitude: -103.0 };
    // A thousandth of a degree of latitude is 111 m.
    for (latitude, accuracy_m, is_far) in
        [(20.0008, 10.0, false), (20.001, 10.0, true), (20.001, 150.0, false), (20.001, f64::NAN, true)]
    {
        let place = Some(place(latitude, -103.0, accuracy_m));
        let there = PaymentTrace { place, client_position: Some(client), ..payment(1, HeldForm::Card) };
        assert_eq!(of_payments(&[there]).len(), usize::from(is_far), "{latitude} ± {accuracy_m}");
    }
    let unknown = PaymentTrace { client_position: Some(client), ..payment(1, HeldForm::Card) };
    assert_eq!(of_payments(&[unknown]), [], "no position says nothing");
}

#[test]
fn the_very_same_coordinates_for_three_clients_are_no_chance() {
    let there = |number: u64, latitude| PaymentTrace {
        place: Some(place(latitude, -103.0, 10.0)),
        ..payment(number, HeldForm::Card)
    };
    assert_eq!(of_payments(&[there(1, 20.0), there(2, 20.0), there(3, 20.000_001)]), []);
    let one_client = PaymentTrace { client: ClientId::from_key("C1"), ..there(3, 20.0) };
    assert_eq!(of_payments(&[there(1, 20.0), there(2, 20.0), one_client]), []);
    let three = [there(1, 20.0), there(2, 20.0), there(3, 20.0)];
    assert_eq!(of_payments(&three), [FindingKind::SamePlace { clients: 3 }]);
}

#[test]
fn a_clock_that_was_set_shows_by_its_offset_or_by_the_one_that_never_jumps() {
    const MINUTE_MS: i64 = 60_000;
    let trace = |seq: u64, wall_min: i64, monotonic_min: i64, offset_min: Option<i64>| StampTrace {
        event: event(seq),
        person: PersonId::from_key("ana"),
        device: DeviceId::from_key("phone"),
        seq,
        stamp: Stamp {
            wall: NOON.plus(wall_min * MINUTE_MS),
            zone: Zone::TIJUANA,
            monotonic_ms: monotonic_min * MINUTE_MS,
            offset_ms: offset_min.map(|minutes| minutes * MINUTE_MS),
        },
    };
    let first = trace(1, 0, 100, Some(0));
    for (second, minutes) in [
        (trace(2, 30, 130, Some(0)), None),
        (trace(2, 30, 130, Some(10)), None),
        (trace(2, 30, 130, Some(-11)), Some(11)),
        (trace(2, 10, 130, Some(0)), Some(20)),
        (trace(2, -60, 2, Some(0)), Some(60)),
        (trace(2, 2_000, 2, Some(0)), None),
        (trace(2, 30, 130, None), None),
    ] {
        let stamps = [second, first];
        let found = kinds(&Records { stamps: &stamps, ..Records::default() });
        let expected: Vec<_> =
            minutes.map(|minutes| FindingKind::ClockJump { minutes }).into_iter().collect();
        assert_eq!(found, expected, "{second:?}");
    }
}

#[test]
fn many_reversals_are_a_rate_of_enough_payments() {
    let person = |payments: u64, reversed: u64| -> Vec<PaymentTrace> {
        let trace = |number: u64| PaymentTrace {
            reversed: (number <= reversed).then(|| event(1_000 + number)),
            ..payment(number, HeldForm::Card)
        };
        (1..=payments).map(trace).collect()
    };
    for (payments, reversed, is_found) in
        [(10, 2, false), (10, 3, true), (60, 3, false), (59, 3, true), (3, 3, true)]
    {
        let found = of_payments(&person(payments, reversed));
        assert_eq!(found.len(), usize::from(is_found), "{reversed} of {payments}");
    }
}

#[test]
fn a_promise_kept_only_by_cash_that_came_later_is_seen() {
    // The day of the promise ends at midnight in Tijuana, eight hours behind.
    let part = |number: u64, centavos: i64, form: HeldForm, hours: i64| PromiseTracePart {
        payment: event(number),
        amount: money(centavos),
        form,
        arrived: after(hours),
    };
    let promise = |parts: Vec<PromiseTracePart>| PromiseTrace {
        promise: event(50),
        person: PersonId::from_key("ana"),
        amount: money(10_000),
        due: day("2026-11-21"),
        zone: Zone::TIJUANA,
        parts,
    };
    let late = |late| vec![FindingKind::KeptByLaterCash { amount: money(10_000), late: money(late) }];
    for (parts, expected) in [
        (vec![part(1, 10_000, HeldForm::Cash, 13)], vec![]),
        (vec![part(1, 10_000, HeldForm::Cash, 15)], late(10_000)),
        (vec![part(1, 10_000, HeldForm::Transfer, 15)], vec![]),
        (vec![part(1, 6_000, HeldForm::Cash, 1), part(2, 4_000, HeldForm::Cash, 15)], late(4_000)),
        (vec![part(1, 10_000, HeldForm::Cash, 1), part(2, 4_000, HeldForm::Cash, 15)], vec![]),
        (vec![part(1, 4_000, HeldForm::Cash, 15)], vec![]),
    ] {
        let promises = [promise(parts)];
        assert_eq!(kinds(&Records { promises: &promises, ..Records::default() }), expected);
    }
}

#[test]
fn the_order_of_records_changes_nothing_and_the_answer_is_bounded() {
    let mut payments: Vec<PaymentTrace> = (1..=40)
        .map(|number| PaymentTrace {
            arrived: after(13 + i64::try_from(number % 7).unwrap()),
            handed_over: None,
            place: Some(place(20.0, -103.0, 10.0)),
            reversed: (number % 9 == 0).then(|| event(number + 500)),
            person: PersonId::from_key(if number % 2 == 0 { "ana" } else { "luis" }),
            ..payment(number, HeldForm::Cash)
        })
        .collect();
    let settings = RadarSettings { findings_max: 30, ..RadarSettings::default() };
    let first = scan(&Records { payments: &payments, ..Records::default() }, &settings, after(200));
    payments.reverse();
    let second = scan(&Records { payments: &payments, ..Records::default() }, &settings, after(200));
    assert_eq!(first, second);
    assert_eq!(first.findings.len(), 30);
    assert!(first.left_out > 0);
    assert!(first.findings.windows(2).all(|pair| pair[0].at >= pair[1].at));
    assert_eq!(scan(&Records::default(), &settings, NOON), Radar::default());
}

#[test]
fn a_finding_reads_back_from_its_json() {
    let late = PaymentTrace { arrived: after(13), ..payment(1, HeldForm::Card) };
    let found = scan(&Records { payments: &[late], ..Records::default() }, &RadarSettings::default(), NOON);
    let json = serde_json::to_string(&found).unwrap();
    assert!(json.contains(r#""finding":"arrived_late","hours":13"#), "{json}");
    assert_eq!(serde_json::from_str::<Radar>(&json).unwrap(), found);
}
