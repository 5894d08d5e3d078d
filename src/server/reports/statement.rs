//! Estado de cuenta of one client, from the ledger: every charge and every payment since he was taken in.

use std::collections::HashMap;

use super::{Desk, money};
use crate::{
    api::error::{ApiError, Field, FieldProblem, Thing},
    domain::{
        account::Account,
        event::{Event, Fact},
        ids::{EventId, InvoiceId},
        invoice::Currency,
        ledger::{Entry, LedgerAccount},
        money::{Money, MoneyError},
        report::{Report, Word},
        statement::{self, Movement, StatementFor, debt_word},
    },
    server::store::{ledger::LedgerEntry, reports::RegisteredDebt},
};

/// The statement of the client that was asked for.
pub async fn statement(desk: &Desk<'_>) -> Result<Report, ApiError> {
    let client = desk.filter.client.ok_or(ApiError::field(Field::Client, FieldProblem::Missing))?;
    let to = desk.filter.to.unwrap_or_else(|| desk.today());
    if desk.filter.from.is_some_and(|from| from > to) {
        return Err(ApiError::field(Field::Period, FieldProblem::Malformed));
    }
    let store = &desk.caller.state.store;
    let account = store.account(client).await?.ok_or(ApiError::NotFound { what: Thing::Client })?;
    let entries = store.entries_of(client).await?;
    let events: Vec<EventId> = entries.iter().filter_map(|entry| entry.event).collect();
    let debts: Vec<InvoiceId> =
        entries.iter().flat_map(|entry| &entry.lines).filter_map(invoice_of).collect();
    let book = Book {
        account: &account,
        events: store.events_with(&events).await?,
        debts: store.registered_debts(&debts).await?,
    };
    let mut movements = Vec::new();
    for entry in &entries {
        movements.extend(book.movements(desk, entry).map_err(money)?);
    }
    let to_whom = StatementFor {
        company: desk.company.clone(),
        as_of: desk.as_of,
        zone: desk.zone,
        from: desk.filter.from,
        to,
    };
    statement::statement(&to_whom, &account, Money::ZERO, movements).map_err(money)
}

/// What the movements of one account refer to.
struct Book<'a> {
    account: &'a Account,
    events: HashMap<EventId, Event>,
    debts: HashMap<InvoiceId, RegisteredDebt>,
}

fn invoice_of(line: &Entry) -> Option<InvoiceId> {
    match line.account {
        LedgerAccount::Receivable(invoice) => Some(invoice),
        _ => None,
    }
}

/// Moratory interest and its IVA: charged when they are paid.
fn is_interest(line: &Entry) -> bool {
    matches!(line.account, LedgerAccount::Interest(_) | LedgerAccount::InterestTax(_))
}

fn has_amount(movement: &Movement) -> bool {
    !movement.charge.is_zero() || !movement.credit.is_zero()
}

/// Whether the line changes what this client owes or has *a favor*, in pesos.
fn is_clients(line: &Entry) -> bool {
    let is_his = matches!(line.account, LedgerAccount::Receivable(_) | LedgerAccount::Unapplied(_));
    is_his && line.currency == Currency::Mxn
}

impl Book<'_> {
    /// The movements of one entry: a payment is one, with the interest that it paid as a charge beside it; each debt
    /// that was taken in or restated is one; of anything else only what it changes together.
    fn movements(&self, desk: &Desk<'_>, entry: &LedgerEntry) -> Result<Vec<Movement>, MoneyError> {
        let entered = entry.at.date_in(desk.zone);
        let lines = || entry.lines.iter().filter(|line| is_clients(line));
        let event = entry.event.and_then(|event| self.events.get(&event));
        let plain = |what, on| Movement {
            on,
            what,
            reference: String::new(),
            due: None,
            charge: Money::ZERO,
            credit: Money::ZERO,
        };
        match (entry.cause.as_str(), event.and_then(|event| Some((event, event.fact.payment()?)))) {
            ("opening" | "restatement", _) => {}
            ("payment", Some((event, payment))) => {
                let on = event.day();
                let interest =
                    Money::sum(entry.lines.iter().filter(|line| is_interest(line)).map(|l| l.credit))?;
                let what = Word::PaymentReceived { sat_form: payment.method.sat_form().to_owned() };
                let paid = Movement {
                    reference: payment.folio.to_string(),
                    credit: Money::sum(lines().map(|line| line.credit))?.checked_add(interest)?,
                    ..plain(what, on)
                };
                let charged = Movement { charge: interest, ..plain(Word::LateInterest, on) };
                return Ok([charged, paid].into_iter().filter(has_amount).collect());
            }
            (_, _) => {
                let is_agreement = event.is_some_and(|event| matches!(event.fact, Fact::AgreementMade(_)));
                let debits = Money::sum(lines().map(|line| line.debit))?;
                let change = debits.checked_sub(Money::sum(lines().map(|line| line.credit))?)?;
                let moved = if change.is_negative() {
                    let credit = Money::ZERO.checked_sub(change)?;
                    Movement { credit, ..plain(Word::OtherCredit, entered) }
                } else {
                    let what = if is_agreement { Word::Agreement } else { Word::OtherCharge };
                    Movement { charge: change, ..plain(what, entered) }
                };
                return Ok(Some(moved).into_iter().filter(has_amount).collect());
            }
        }
        let movement = |line: &Entry| {
            let id = invoice_of(line);
            let debt = id.and_then(|id| self.debts.get(&id));
            let carried = id.and_then(|id| self.account.invoices.iter().find(|invoice| invoice.id == id));
            let folio = debt.map_or_else(String::new, |debt| debt.folio.clone());
            let is_opening = entry.cause == "opening";
            let what = match (carried, is_opening) {
                (Some(invoice), true) => debt_word(invoice),
                (None, true) if !folio.is_empty() => Word::Invoice { folio },
                (_, false) if !folio.is_empty() => Word::Restatement { folio },
                _ if line.debit.is_positive() => Word::OtherCharge,
                _ => Word::OtherCredit,
            };
            let due = carried.map(|invoice| invoice.due).or(debt.map(|debt| debt.due));
            // A debt is dated when it was made. Of one that the account no longer carries only the due date is known:
            // it was made as many days before as the client is granted.
            let credit_days = i64::from(self.account.customer.credit_days);
            let made = carried
                .map(|invoice| invoice.issued)
                .or(debt.map(|debt| debt.due.plus_days(credit_days.checked_neg().unwrap_or(0))));
            Movement {
                on: made.filter(|_| is_opening).map_or(entered, |made| made.min(entered)),
                what,
                reference: String::new(),
                due: due.filter(|_| is_opening),
                charge: line.debit,
                credit: line.credit,
            }
        };
        Ok(lines().map(movement).collect())
    }
}
