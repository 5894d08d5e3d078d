//! What people at the office decide, by chance, each decision in one transaction of the model server.

use std::rc::Rc;

use senda::domain::{
    account::Account,
    correction::Correction,
    date::Zone,
    drawer::{Drawer, HandoverLine},
    ids::{ClientId, EventId, InvoiceId, PersonId},
    invoice::{Currency, DebtKind, Invoice},
    late::{DayBase, LateTerms},
    money::Money,
    payment::PaymentMethod,
};
use senda::sync::ports::Rng;

use super::{
    books::{Act, Books},
    executor::pause,
    server::{CommitError, TRIES_MAX, commit},
    world::World,
};

/// One decision, tried again after a conflict. Where the fate of its commit is unknown, a person looks at the books
/// before deciding anew.
pub async fn decide(world: Rc<World>) {
    for _ in 0..TRIES_MAX {
        let mut tx = world.db.borrow().clone();
        pause().await;
        let Some(act) = choose(&world, &tx.books) else { return };
        let assigned = |books: &Books| act.client().and_then(|client| books.accounts[&client].assigned_to);
        let before = assigned(&tx.books);
        if tx.books.act(&act, world.bug).is_err() {
            world.truth.borrow_mut().refusals += 1;
            return;
        }
        let after = assigned(&tx.books);
        if let Some(client) = act.client() {
            if before != after {
                tx.note_change(before, client);
            }
            tx.note_change(after, client);
        }
        match commit(&world, tx).await {
            Err(CommitError::Conflict) => {}
            Ok(()) | Err(CommitError::Unknown) => {
                world.truth.borrow_mut().decisions += 1;
                return;
            }
        }
    }
}

fn choose(world: &World, books: &Books) -> Option<Act> {
    let dice = &world.dice;
    let on = world.server_time().date_in(Zone::TIJUANA);
    let account = pick(world, books.accounts.values())?;
    let client = account.id();
    let person = world.people[dice.below(world.people.len())];
    let amount = |tens: usize| money(10 + 10 * dice.below(tens) as i64);
    match dice.below(12) {
        0 | 1 => Some(Act::Import { client, invoice: Box::new(new_invoice(world)) }),
        2 | 3 => Some(Act::Assign { client, to: person }),
        4 | 5 => {
            let line = handover(world, &books.drawer(person))?;
            let off = if dice.one_in(4) { 10 - 20 * dice.below(2) as i64 } else { 0 };
            let counted = money((line.handed.centavos() + off).max(0));
            Some(Act::Confirm { person, handover: line.event, counted, at: world.server_time() })
        }
        6 => Some(match dice.below(4) {
            0 => Act::Reopen { person, handover: handover(world, &books.drawer(person))?.event },
            1 => Act::Float { person, amount: amount(5_000) },
            2 => Act::Expense { person, amount: amount(2_000) },
            _ => Act::AllowRoute { person, on },
        }),
        7 => {
            let vault = books.vault().cash.centavos();
            let cash = money(vault / 10 * dice.below(11) as i64);
            let mut cheques = books.cheques_in_vault();
            cheques.truncate(dice.below(3));
            let has_something = cash.is_positive() || !cheques.is_empty();
            has_something.then(|| Act::DepositVault { id: mint(world), cash, cheques })
        }
        8 | 9 => {
            let booked = pick(world, &books.payments)?;
            let payment = booked.event;
            let is_cheque = matches!(booked.payment.method, PaymentMethod::Cheque { .. });
            let correction = if is_cheque && dice.one_in(2) {
                Correction::ChequeBounced { payment }
            } else {
                Correction::Reversal { payment }
            };
            Some(correct(world, booked.payment.client, correction))
        }
        10 => {
            let agreement = pick(world, &account.agreements)?.id;
            Some(correct(world, client, Correction::AgreementBroken { agreement }))
        }
        _ => {
            let invoice = pick(world, &account.invoices)?.id;
            let correction = match dice.below(3) {
                0 => Correction::WriteOff { invoice },
                1 => Correction::Condonation { invoice, amount: amount(3_000) },
                _ => Correction::DueDate { invoice, due: on.plus_days(dice.below(40) as i64) },
            };
            Some(correct(world, client, correction))
        }
    }
}

fn pick<'a, T: 'a>(world: &World, all: impl IntoIterator<Item = &'a T>) -> Option<&'a T> {
    let all: Vec<&T> = all.into_iter().collect();
    all.get(world.dice.below(all.len())).copied()
}

/// Any corte that the drawer remembers, confirmed ones too: the rules refuse them.
fn handover(world: &World, drawer: &Drawer) -> Option<HandoverLine> {
    pick(world, &drawer.handovers).cloned()
}

fn correct(world: &World, client: ClientId, correction: Correction) -> Act {
    let on = world.server_time().date_in(Zone::TIJUANA);
    Act::Correct { id: mint(world), client, correction, on }
}

fn mint(world: &World) -> EventId {
    EventId::mint(world.server_time().0.unsigned_abs(), &(&world.dice).bytes10())
}

pub fn money(centavos: i64) -> Money {
    Money::from_centavos(centavos).unwrap()
}

/// A debt as an import brings it; every other one bears interest once it is overdue.
pub fn new_invoice(world: &World) -> Invoice {
    let folio = format!("F-{}", world.next_invoice.get());
    world.next_invoice.set(world.next_invoice.get() + 1);
    let issued = world.server_time().date_in(Zone::TIJUANA);
    let amount = money(1_000 + world.dice.below(400_000) as i64);
    let terms = LateTerms { annual_rate_bp: 3_600, day_base: DayBase::Days360, tax_bp: 1_600 };
    Invoice {
        id: InvoiceId::from_key(&folio),
        folio,
        kind: DebtKind::Invoice,
        issued,
        due: issued.plus_days(world.dice.below(60) as i64 - 30),
        total: amount,
        balance: amount,
        currency: Currency::Mxn,
        late: world.dice.one_in(2).then_some(terms),
        moratory: Default::default(),
        in_review: None,
        agreement: None,
        partials: 0,
    }
}

/// Whose clients an account may be given to.
pub fn first_owner(world: &World, number: usize, account: &mut Account) -> PersonId {
    let owner = world.people[number % world.people.len()];
    account.version = 1;
    account.assigned_to = Some(owner);
    owner
}
