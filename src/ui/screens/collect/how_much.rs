//! How much: amounts to tap, the keypad, and the debts that the client names.

use leptos::prelude::*;

use super::{
    model::{Debt, Offer, Typed, beyond, debts, offers, sum_of, to_be_clear},
    problem::Problem,
};
use crate::{
    domain::{
        ids::{ClientId, InvoiceId},
        payment::PaymentTarget,
    },
    ui::{
        components::{Amount, AmountEntry, CheckItem, CheckList, Chips, Choice, MoneyKeypad},
        format,
        session::Session,
        text::collect::ES,
    },
};

/// The client's debts with interest to date, and again when they change.
pub fn debts_of(session: Session, client: ClientId) -> Memo<Vec<Debt>> {
    Memo::new(move |_| {
        let today = session.today();
        session
            .with(|workspace| Some(debts(&*workspace.account(client)?, today)))
            .flatten()
            .unwrap_or_default()
    })
}

#[component]
pub fn HowMuch(
    client: ClientId,
    typed: RwSignal<Typed>,
    problem: RwSignal<Option<Problem>>,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let owed = debts_of(session, client);
    let offered = Memo::new(move |_| owed.with(|owed| offers(owed, session.today())));
    let choices = Signal::derive(move || {
        let label = |offer: &Offer| match offer {
            Offer::AllOverdue { amount, .. } => (ES.all_overdue)(*amount),
            Offer::AllOwed(amount) => (ES.all_owed)(*amount),
            Offer::OneInvoice { folio, amount, .. } => (ES.one_invoice)(folio, *amount),
            Offer::Other => ES.other.to_owned(),
        };
        offered.with(|offered| offered.iter().map(|offer| Choice::new(label(offer))).collect())
    });
    let selected = Signal::derive(move || {
        let amount = typed.with(|typed| typed.amount.money())?;
        offered.with(|offered| {
            let same = offered.iter().position(|offer| offer.amount() == Some(amount));
            same.or(offered.len().checked_sub(1))
        })
    });
    let choose = move |index: usize| {
        let Some(offer) = offered.with_untracked(|offered| offered.get(index).cloned()) else { return };
        problem.set(None);
        typed.update(|typed| {
            typed.amount = offer.amount().map(AmountEntry::of).unwrap_or_default();
            typed.target = offer.target();
        });
    };
    let limit_note = Memo::new(move |_| {
        let amount = typed.with(|typed| typed.amount.money())?;
        owed.with(|owed| {
            if owed.is_empty() {
                return Some(ES.nothing_owed.to_owned());
            }
            beyond(owed, amount).map(ES.more_than_owed)
        })
    });
    view! {
        <ToBeClear owed=owed/>
        <Chips legend=ES.how_much choices=choices selected=selected on_choose=choose/>
        <MoneyKeypad
            entry=Signal::derive(move || typed.with(|typed| typed.amount.clone()))
            on_change=move |entry: AmountEntry| {
                problem.set(None);
                typed.update(|typed| typed.amount = entry);
            }
            limit_note=limit_note
        />
    }
    .into_any()
}

/// Capital, interest and IVA of what is due today; only where there is interest to explain.
#[component]
fn ToBeClear(owed: Memo<Vec<Debt>>) -> impl IntoView {
    let session = expect_context::<Session>();
    let clear = Memo::new(move |_| owed.with(|owed| to_be_clear(owed, session.today())));
    move || {
        let clear = clear.get();
        clear.late.interest.is_positive().then(|| {
            view! {
                <section class="panel" aria-label=ES.to_be_clear>
                    <div class="row" data-spread=true>
                        <h2>{ES.to_be_clear}</h2>
                        <Amount value=clear.total/>
                    </div>
                    <p class="quiet numbers">
                        {(ES.split)(clear.capital, clear.late.interest, clear.late.tax)}
                    </p>
                </section>
            }
        })
    }
}

/// The debts that the client says that he pays; only offered where there are several.
#[component]
pub fn WhichDebts(
    client: ClientId,
    typed: RwSignal<Typed>,
    problem: RwSignal<Option<Problem>>,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let owed = debts_of(session, client);
    let items = Memo::new(move |_| {
        let today = session.today();
        owed.with(|owed| {
            owed.iter().map(|debt| item(debt, &format::date(debt.due, today))).collect::<Vec<_>>()
        })
    });
    let chosen = Signal::derive(move || {
        typed.with(|typed| typed.target.chosen().iter().map(ToString::to_string).collect::<Vec<_>>())
    });
    let toggle = move |key: String| {
        let Some(id) = InvoiceId::parse(&key) else { return };
        problem.set(None);
        typed.update(|typed| {
            let mut invoices = typed.target.chosen().to_vec();
            match invoices.iter().position(|one| *one == id) {
                Some(index) => drop(invoices.remove(index)),
                None => invoices.push(id),
            }
            let total = owed
                .with_untracked(|owed| sum_of(owed.iter().filter(|debt| invoices.contains(&debt.id))).total);
            typed.amount = if total.is_positive() { AmountEntry::of(total) } else { AmountEntry::default() };
            typed.target = match invoices.as_slice() {
                [] => PaymentTarget::OldestFirst,
                [invoice] => PaymentTarget::Named { invoice: *invoice },
                _ => PaymentTarget::Listed { invoices },
            };
        });
    };
    view! {
        <Show when=move || items.with(|items| items.len() > 1)>
            <details class="more-fields" open=!chosen.get_untracked().is_empty()>
                <summary>{ES.target}</summary>
                <p class="quiet">{ES.target_hint}</p>
                <CheckList
                    legend=ES.target_list
                    name="deudas"
                    items=items
                    checked=chosen
                    on_toggle=toggle
                />
            </details>
        </Show>
    }
    .into_any()
}

fn item(debt: &Debt, due: &str) -> CheckItem {
    let mut detail = vec![(ES.due)(due)];
    if debt.late.interest.is_positive() {
        detail.push((ES.split)(debt.capital, debt.late.interest, debt.late.tax));
    }
    if debt.is_in_review {
        detail.push(ES.in_review.to_owned());
    }
    CheckItem {
        key: debt.id.to_string(),
        title: debt.folio.clone(),
        detail: detail.join(" · "),
        aside: format::money(debt.total),
    }
}
