//! Confirming a match, and taking it back: the only two things that move money to the bank and away from it.

use super::{expected::Books, line_view};
use crate::{
    api::{
        audit::AuditAction,
        error::{ApiError, Thing},
        reconciliation::{LineId, MatchId, MatchRequest, PAIRS_MAX, TargetId},
    },
    domain::{
        date::Millis,
        ids::{BankAccountId, EventId},
        invoice::Currency,
        ledger::{Entry, LedgerAccount},
        money::{Money, MoneyError},
    },
    server::{
        audit,
        error::failed,
        extract::Caller,
        setup::random_uuid,
        store::{
            CONFLICT_ATTEMPTS_MAX, StoreError,
            bank_money::BankMoney,
            reconciliation::{KeptMatch, MatchFacts, Operation},
            statements::LineState,
        },
    },
};

/// Most lines and most pieces of money of one match.
const SIDE_MAX: usize = 50;

/// Confirms matches, one transaction each, and stops at the first that cannot be: nobody loses those before it.
pub async fn confirm(caller: &Caller, matches: Vec<MatchRequest>) -> Result<u32, ApiError> {
    if matches.len() > PAIRS_MAX {
        return Err(ApiError::TooMany { items_max: PAIRS_MAX as u32 });
    }
    let mut confirmed = 0u32;
    for request in matches {
        confirm_one(caller, request).await?;
        confirmed = confirmed.saturating_add(1);
    }
    Ok(confirmed)
}

/// Decides again where somebody else wrote the same rows at the same time.
async fn confirm_one(caller: &Caller, mut request: MatchRequest) -> Result<(), ApiError> {
    request.lines.sort_unstable();
    request.lines.dedup();
    request.targets.sort_unstable();
    request.targets.dedup();
    let is_empty = request.lines.is_empty() || request.targets.is_empty();
    if is_empty || request.lines.len() > SIDE_MAX || request.targets.len() > SIDE_MAX {
        return Err(ApiError::BadRequest);
    }
    for attempt in 0..CONFLICT_ATTEMPTS_MAX {
        caller.state.store.back_off(attempt).await;
        if let Some(kept) = try_confirm(caller, &request).await? {
            let action = AuditAction::MatchConfirmed { found: kept.id.key, amount: kept.amount };
            return audit::record(caller, action).await;
        }
    }
    Err(ApiError::Busy)
}

/// `None` where the commit lost against another one.
async fn try_confirm(caller: &Caller, request: &MatchRequest) -> Result<Option<KeptMatch>, ApiError> {
    let store = &caller.state.store;
    let (bank, lines_amount) = lines_side(caller, &request.lines).await?;
    if !store.matched_targets(&request.targets).await?.is_empty() {
        return Err(ApiError::Conflict);
    }
    let books = Books::of_targets(store, &request.targets).await?;
    let money = money_side(caller, bank, &books, &request.targets)?;
    let amount = sum(money.iter().map(|money| money.amount))?;
    if amount != lines_amount {
        return Err(ApiError::AmountsDiffer { lines: lines_amount, money: amount });
    }
    let kept = KeptMatch {
        id: MatchId { at: caller.now(), key: random_uuid() },
        bank,
        facts: MatchFacts {
            lines: request.lines.clone(),
            targets: request.targets.clone(),
            confidence: request.confidence,
            entries: entries(bank, &money)?,
        },
        amount,
        person: caller.id(),
        undone: None,
    };
    let operation = operation("reconciled", caller.now(), &kept.facts.entries);
    match store.confirm_match(&kept, &operation).await {
        Err(StoreError::Conflict) => Ok(None),
        other => Ok(other.map(|()| Some(kept))?),
    }
}

/// The account that all lines belong to, and what they add up to.
async fn lines_side(caller: &Caller, ids: &[LineId]) -> Result<(BankAccountId, Money), ApiError> {
    let lines = caller.state.store.lines(ids).await?;
    let not_found = ApiError::NotFound { what: Thing::StatementLine };
    let Some(bank) = lines.first().map(|kept| kept.id.bank) else { return Err(not_found) };
    if lines.len() != ids.len() {
        return Err(not_found);
    }
    if lines.iter().any(|kept| kept.state != LineState::Open) {
        return Err(ApiError::Conflict);
    }
    let is_credit = lines.iter().all(|kept| kept.line.amount.is_positive() && kept.id.bank == bank);
    if !is_credit {
        return Err(ApiError::BadRequest);
    }
    Ok((bank, sum(lines.iter().map(|kept| line_view(kept).amount))?))
}

/// The money as the books have it now. Nobody reconciles what he received or deposited himself.
fn money_side<'a>(
    caller: &Caller,
    bank: BankAccountId,
    books: &'a Books,
    targets: &[TargetId],
) -> Result<Vec<&'a BankMoney>, ApiError> {
    let found: Option<Vec<&BankMoney>> = targets.iter().map(|target| books.find(target)).collect();
    let money = found.ok_or(ApiError::NotFound { what: Thing::Receipt })?;
    if money.iter().any(|money| money.person == caller.id()) {
        return Err(ApiError::NotToOneself);
    }
    if money.iter().any(|money| money.bank.is_some_and(|to| to != bank)) {
        return Err(ApiError::BadRequest);
    }
    Ok(money)
}

/// Takes a match back. Money that was taken back meanwhile is at the bank no more, and stays so.
pub async fn undo(caller: &Caller, id: MatchId) -> Result<(), ApiError> {
    let store = &caller.state.store;
    let not_found = ApiError::NotFound { what: Thing::Match };
    let kept = store.bank_match(&id).await?.ok_or(not_found.clone())?;
    if kept.undone.is_some() {
        return Err(ApiError::Conflict);
    }
    let books = Books::of_targets(store, &kept.facts.targets).await?;
    if kept.facts.targets.iter().any(|target| books.find(target).is_none()) {
        return Err(not_found);
    }
    let turned = |entry: &Entry| Entry { debit: entry.credit, credit: entry.debit, ..*entry };
    let lines: Vec<Entry> = kept.facts.entries.iter().map(turned).collect();
    let operation = operation("unreconciled", caller.now(), &lines);
    match store.undo_match(&kept, caller.id(), &operation).await {
        Err(StoreError::Conflict) => return Err(ApiError::Conflict),
        other => other?,
    }
    audit::record(caller, AuditAction::MatchUndone { found: kept.id.key, amount: kept.amount }).await
}

/// The bank against the places where the money lies.
fn entries(bank: BankAccountId, money: &[&BankMoney]) -> Result<Vec<Entry>, ApiError> {
    let total = sum(money.iter().map(|money| money.amount))?;
    let mut entries = vec![Entry::debit(LedgerAccount::Bank(bank), Currency::Mxn, total)];
    entries.extend(money.iter().map(|money| Entry::credit(money.lies_in, Currency::Mxn, money.amount)));
    Ok(entries)
}

fn operation<'a>(cause: &'static str, at: Millis, lines: &'a [Entry]) -> Operation<'a> {
    Operation { id: EventId::from_uuid(random_uuid()), cause, at, lines }
}

fn sum(amounts: impl IntoIterator<Item = Money>) -> Result<Money, ApiError> {
    Money::sum(amounts).map_err(|error: MoneyError| failed(&error))
}
