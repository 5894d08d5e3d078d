use proptest::prelude::*;

use super::*;

fn date(day: i64) -> CivilDate {
    CivilDate::new(2026, 11, 1).unwrap().plus_days(day - 1)
}

fn line(row: u32, day: i64, centavos: i64, text: &str) -> StatementLine {
    StatementLine {
        row,
        on: date(day),
        amount: Money::from_centavos(centavos).unwrap(),
        reference: String::new(),
        description: text.into(),
        bank: None,
    }
}

fn expected(id: u32, day: i64, centavos: i64, references: &[&str]) -> Expected<u32> {
    Expected {
        id,
        on: date(day),
        amount: Money::from_centavos(centavos).unwrap(),
        references: references.iter().map(|text| (*text).to_owned()).collect(),
        kind: ExpectedKind::Deposit,
        bank: None,
    }
}

fn run(lines: &[StatementLine], money: &[Expected<u32>]) -> Matches<u32> {
    match_lines(lines, money, MatchSettings::default())
}

fn pairs(matches: &Matches<u32>) -> Vec<(u32, u32, Confidence)> {
    matches.matched.iter().map(|found| (found.row, found.expected, found.confidence)).collect()
}

fn doubts(matches: &Matches<u32>) -> Vec<(u32, Doubt, Vec<u32>)> {
    matches.ambiguous.iter().map(|found| (found.row, found.doubt, found.candidates.clone())).collect()
}

#[test]
fn reference_and_amount_come_before_amount_and_date() {
    let lines = [line(1, 10, 50_000, "DEP EFECTIVO"), line(2, 20, 50_000, "DEP EFECTIVO FOLIO 004521")];
    let money = [expected(7, 10, 50_000, &["4521"]), expected(8, 11, 50_000, &["4600"])];
    let matches = run(&lines, &money);
    assert_eq!(pairs(&matches), [(1, 8, Confidence::AmountAndDate), (2, 7, Confidence::Reference)]);
    assert_eq!((matches.unmatched_lines, matches.unmatched_expected), (vec![], vec![]));
}

#[test]
fn nobody_guesses_between_two() {
    let two_lines = [line(1, 10, 50_000, ""), line(2, 10, 50_000, "")];
    let one = [expected(7, 10, 50_000, &[])];
    let several = Doubt::SeveralByAmount;
    let matches = run(&two_lines, &one);
    assert_eq!(
        (pairs(&matches), doubts(&matches)),
        (vec![], vec![(1, several, vec![7]), (2, several, vec![7])])
    );
    assert_eq!(matches.unmatched_expected, [7]);
    let two = [expected(7, 10, 50_000, &[]), expected(8, 11, 50_000, &[])];
    assert_eq!(doubts(&run(&two_lines[..1], &two)), [(1, several, vec![7, 8])]);
    let same_folio = [expected(7, 10, 50_000, &["4521"]), expected(8, 30, 50_000, &["4521"])];
    let named = [line(1, 10, 50_000, "4521")];
    assert_eq!(doubts(&run(&named, &same_folio)), [(1, Doubt::SeveralByReference, vec![7, 8])]);
}

#[test]
fn what_is_in_doubt_by_reference_is_not_taken_by_amount() {
    let lines = [line(1, 10, 50_000, "4521"), line(2, 10, 50_000, "4521"), line(3, 10, 50_000, "")];
    let matches = run(&lines, &[expected(7, 10, 50_000, &["4521"])]);
    assert_eq!(pairs(&matches), []);
    assert_eq!(matches.unmatched_lines, [3]);
}

#[test]
fn a_reference_with_another_amount_is_shown_to_a_person() {
    let lines = [line(1, 10, 49_900, "DEPOSITO 4521")];
    let matches = run(&lines, &[expected(7, 10, 50_000, &["4521"])]);
    assert_eq!(doubts(&matches), [(1, Doubt::AmountDiffers, vec![7])]);
    let both = [line(1, 10, 49_900, "DEPOSITO 4521"), line(2, 10, 50_000, "DEPOSITO 4521")];
    let matches = run(&both, &[expected(7, 10, 50_000, &["4521"])]);
    assert_eq!(pairs(&matches), [(2, 7, Confidence::Reference)]);
    assert_eq!(matches.unmatched_lines, [1], "what is matched is no candidate any more");
}

#[test]
fn an_amount_does_not_outweigh_a_reference_to_something_else() {
    let lines = [line(1, 10, 49_900, "DEPOSITO 4521")];
    let matches = run(&lines, &[expected(7, 10, 50_000, &["4521"]), expected(8, 10, 49_900, &[])]);
    assert_eq!(doubts(&matches), [(1, Doubt::AmountDiffers, vec![7, 8])]);
}

#[test]
fn the_days_are_counted_to_both_sides() {
    for (day, is_matched) in [(7, true), (6, false), (13, true), (14, false)] {
        let matches = run(&[line(1, day, 50_000, "")], &[expected(7, 10, 50_000, &[])]);
        assert_eq!(matches.matched.len() == 1, is_matched, "{day}");
    }
    let late = run(&[line(1, 10 + 45, 50_000, "4521")], &[expected(7, 10, 50_000, &["4521"])]);
    assert_eq!(late.matched.len(), 1);
    let too_late = run(&[line(1, 10 + 46, 50_000, "4521")], &[expected(7, 10, 50_000, &["4521"])]);
    assert_eq!(too_late.unmatched_lines, [1]);
}

#[test]
fn money_for_one_account_is_never_found_in_another() {
    let (one, other) = (BankAccountId::from_key("one"), BankAccountId::from_key("other"));
    let lines = [StatementLine { bank: Some(one), ..line(1, 10, 50_000, "4521") }];
    let to = |bank| [Expected { bank, ..expected(7, 10, 50_000, &["4521"]) }];
    assert_eq!(run(&lines, &to(Some(other))).unmatched_lines, [1]);
    assert_eq!(run(&lines, &to(Some(one))).matched.len(), 1);
    assert_eq!(run(&lines, &to(None)).matched.len(), 1, "clients choose to which they transfer");
}

#[test]
fn debits_are_set_apart() {
    let lines = [line(1, 10, -50_000, "COMISION"), line(2, 10, 0, "AVISO")];
    let matches = run(&lines, &[expected(7, 10, 50_000, &[])]);
    assert_eq!((matches.debits, matches.unmatched_lines), (vec![1, 2], vec![]));
}

fn any_lines() -> impl Strategy<Value = Vec<StatementLine>> {
    proptest::collection::vec((1i64..20, -2i64..6, 0usize..6), 0..14).prop_map(|lines| {
        let text = ["", "DEP 4521", "SPEI 4600", "FOLIO 4521 4600", "9999", "DEPOSITO"];
        let numbered = lines.into_iter().enumerate();
        numbered.map(|(n, (day, pesos, which))| line(n as u32 + 2, day, pesos * 100, text[which])).collect()
    })
}

fn any_expected() -> impl Strategy<Value = Vec<Expected<u32>>> {
    proptest::collection::vec((1i64..20, 1i64..6, 0usize..4), 0..14).prop_map(|money| {
        let references: [&[&str]; 4] = [&[], &["4521"], &["004600", "1234"], &["77"]];
        let numbered = money.into_iter().enumerate();
        numbered
            .map(|(n, (day, pesos, which))| expected(n as u32 + 100, day, pesos * 100, references[which]))
            .collect()
    })
}

proptest! {
    #[test]
    fn each_line_and_each_money_is_used_at_most_once(lines in any_lines(), money in any_expected()) {
        let matches = run(&lines, &money);
        let mut rows: Vec<u32> = matches.matched.iter().map(|found| found.row)
            .chain(matches.ambiguous.iter().map(|found| found.row))
            .chain(matches.unmatched_lines.iter().copied())
            .chain(matches.debits.iter().copied()).collect();
        rows.sort_unstable();
        prop_assert_eq!(rows, lines.iter().map(|line| line.row).collect::<Vec<_>>());
        let mut ids: Vec<u32> = matches.matched.iter().map(|found| found.expected)
            .chain(matches.unmatched_expected.iter().copied()).collect();
        ids.sort_unstable();
        prop_assert_eq!(ids, money.iter().map(|money| money.id).collect::<Vec<_>>());
        for found in &matches.matched {
            let line = lines.iter().find(|line| line.row == found.row).unwrap();
            let of = money.iter().find(|money| money.id == found.expected).unwrap();
            prop_assert_eq!(line.amount, of.amount);
        }
        for doubt in &matches.ambiguous {
            prop_assert!(!doubt.candidates.is_empty());
            prop_assert!(doubt.candidates.iter().all(|id| matches.unmatched_expected.contains(id)));
        }
    }

    #[test]
    fn the_order_in_which_things_come_changes_nothing(
        lines in any_lines().prop_shuffle(), money in any_expected().prop_shuffle()
    ) {
        let (mut sorted_lines, mut sorted_money) = (lines.clone(), money.clone());
        sorted_lines.sort_by_key(|line| line.row);
        sorted_money.sort_by_key(|money| money.id);
        prop_assert_eq!(run(&lines, &money), run(&sorted_lines, &sorted_money));
    }

    #[test]
    fn a_match_by_amount_is_the_only_one_on_both_sides(lines in any_lines(), money in any_expected()) {
        let matches = run(&lines, &money);
        let near = |line: &StatementLine, of: &Expected<u32>| {
            line.amount == of.amount && line.on.days_since(of.on).abs() <= 3
        };
        let is_by_reference = |row: u32| {
            matches.matched.iter().any(|found| found.row == row && found.confidence == Confidence::Reference)
        };
        for found in matches.matched.iter().filter(|found| found.confidence == Confidence::AmountAndDate) {
            let of = money.iter().find(|money| money.id == found.expected).unwrap();
            let rivals = lines.iter().filter(|line| line.row != found.row && near(line, of)
                && !is_by_reference(line.row) && doubts(&matches).iter().all(|(row, doubt, _)|
                    *row != line.row || *doubt == Doubt::SeveralByAmount));
            prop_assert_eq!(rivals.count(), 0);
        }
    }
}
