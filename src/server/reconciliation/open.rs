//! What is open at both sides, matched anew each time it is asked for: nothing is proposed that is not so any more.

use std::collections::HashMap;

use super::{
    expected::{self, Books},
    line_view, today,
};
use crate::{
    api::{
        error::ApiError,
        reconciliation::{Doubtful, LineView, OpenBooks, ROWS_MAX, Sure, TargetId, TargetView},
    },
    domain::{
        ids::BankAccountId,
        money::Money,
        reconciliation::{MatchSettings, StatementLine, match_lines},
    },
    server::{
        extract::Caller,
        store::{
            bank_money::BankMoney,
            statements::{KeptLine, LineState},
        },
    },
};

/// Days back that open lines are looked at.
const LINES_DAYS: i64 = 400;
/// Days back that open money is looked at: what has not arrived by then is a matter for people.
const MONEY_DAYS: i64 = 460;
/// Most open lines of one bank account that are matched at a time.
const LINES_MAX: u32 = 5_000;

/// What is open, of one bank account or of all.
pub async fn open(caller: &Caller, bank: Option<BankAccountId>) -> Result<OpenBooks, ApiError> {
    let store = &caller.state.store;
    let today = today(store, caller.now()).await?;
    let banks: Vec<BankAccountId> = match bank {
        Some(bank) => vec![bank],
        None => store.bank_accounts().await?.into_iter().map(|stored| stored.account.id).collect(),
    };
    let from = today.plus_days(-LINES_DAYS);
    let (mut kept, mut aside) = (Vec::new(), Vec::new());
    for bank in banks {
        kept.extend(store.lines_in(bank, from, &LineState::Open, LINES_MAX).await?);
        let set_aside = LineState::Aside { note: String::new() };
        aside.extend(store.lines_in(bank, from, &set_aside, ROWS_MAX as u32).await?);
    }
    let mut books = Books::open_since(store, today.plus_days(-MONEY_DAYS)).await?;
    // Money for another account is not this one's matter.
    books.money.retain(|money| bank.is_none() || money.bank.is_none() || money.bank == bank);
    let me = caller.id();
    let view = |money: &BankMoney| expected::view(money, me);
    let mut answer = matched(&kept, &books.money, view)?;
    answer.aside = aside.iter().map(line_view).collect();
    answer.waiting_amount = Money::sum(books.money.iter().map(|money| money.amount))
        .map_err(|error| crate::server::error::failed(&error))?;
    Ok(answer)
}

fn matched(
    kept: &[KeptLine],
    money: &[BankMoney],
    view: impl Fn(&BankMoney) -> TargetView,
) -> Result<OpenBooks, ApiError> {
    // Rows number the lines of all files and accounts anew.
    let numbered = kept.iter().zip(0u32..).map(|(kept, row)| StatementLine { row, ..kept.line.clone() });
    let lines: Vec<StatementLine> = numbered.collect();
    let expected: Vec<_> = money.iter().map(expected::expected).collect();
    let matches = match_lines(&lines, &expected, MatchSettings::default());
    let by_id: HashMap<TargetId, &BankMoney> = money.iter().map(|money| (money.id, money)).collect();
    let line = |row: u32| -> Option<LineView> { kept.get(row as usize).map(line_view) };
    let target = |id: &TargetId| by_id.get(id).map(|money| view(money));
    let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);

    let sure = matches.matched.iter().take(ROWS_MAX).filter_map(|found| {
        Some(Sure { line: line(found.row)?, target: target(&found.expected)?, confidence: found.confidence })
    });
    let doubtful = matches.ambiguous.iter().take(ROWS_MAX).filter_map(|found| {
        let candidates = found.candidates.iter().filter_map(target).collect();
        Some(Doubtful { line: line(found.row)?, doubt: found.doubt, candidates })
    });
    let mut waiting: Vec<&BankMoney> =
        matches.unmatched_expected.iter().filter_map(|id| by_id.get(id).copied()).collect();
    waiting.sort_by_key(|money| (money.on, money.id));
    Ok(OpenBooks {
        sure: sure.collect(),
        sure_total: count(matches.matched.len()),
        doubtful: doubtful.collect(),
        doubtful_total: count(matches.ambiguous.len()),
        lines_alone: matches
            .unmatched_lines
            .iter()
            .rev()
            .take(ROWS_MAX)
            .filter_map(|row| line(*row))
            .collect(),
        lines_alone_total: count(matches.unmatched_lines.len()),
        waiting: waiting.iter().take(ROWS_MAX).map(|money| view(money)).collect(),
        waiting_total: count(waiting.len()),
        ..OpenBooks::default()
    })
}
