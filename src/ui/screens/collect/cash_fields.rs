//! Cash: how much of it one may carry, and the pieces where they are counted.

use leptos::prelude::*;

use super::{
    model::{Form, Typed},
    problem::{COUNT_FIELD, Problem},
};
use crate::{
    domain::{cash_count::CashCount, drawer::CashLevel, ids::ClientId},
    ui::{
        components::{AmountEntry, Banner, Button, DenominationCount, Glyph, LinkButton, Tone},
        session::Session,
        text::{cash, collect::ES},
    },
};

/// What the amount in cash would do to what the person carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CashDoubt {
    /// A deposit or a corte is proposed; nothing is blocked.
    AboveSoft,
    /// No more cash without leave of a supervisor.
    AboveHard,
}

/// Where the cash would stand after this payment.
pub fn cash_doubt(session: Session, typed: RwSignal<Typed>) -> Memo<Option<CashDoubt>> {
    Memo::new(move |_| {
        let today = session.today();
        let amount = typed.with(|typed| typed.amount.money().filter(|_| typed.form == Form::Cash))?;
        session
            .with(|workspace| {
                let (drawer, limits) = (workspace.drawer(), workspace.policy().cash);
                if drawer.is_too_much_cash(amount, &limits, today) {
                    return Some(CashDoubt::AboveHard);
                }
                let after = drawer.cash.checked_add(amount).ok()?;
                (limits.level(after) >= CashLevel::AboveSoft).then_some(CashDoubt::AboveSoft)
            })
            .flatten()
    })
}

/// Bands about cash: a company that cannot deduct it, and the limits of the person.
#[component]
pub fn CashBands(client: ClientId, typed: RwSignal<Typed>, doubt: Memo<Option<CashDoubt>>) -> impl IntoView {
    let session = expect_context::<Session>();
    let is_warned = Memo::new(move |_| {
        session
            .with(|workspace| {
                let account = workspace.account(client)?;
                let most = workspace.policy().b2b_cash_max;
                Some(typed.with(|typed| typed.is_cash_to_company(&account, most)))
            })
            .flatten()
            .unwrap_or_default()
    });
    let to_transfer = move || {
        view! {
            <Button on_press=move || typed.update(|typed| typed.form = Form::Transfer)>
                {ES.change_to_transfer}
            </Button>
        }
    };
    let limits = move || session.with(|workspace| workspace.policy().cash).unwrap_or_default();
    view! {
        <Show when=move || is_warned.get() && doubt.get() != Some(CashDoubt::AboveHard)>
            <Banner tone=Tone::Warning>
                <p>{ES.cash_to_company}</p>
                {to_transfer()}
            </Banner>
        </Show>
        {move || {
            doubt
                .get()
                .map(|doubt| match doubt {
                    CashDoubt::AboveHard => {
                        view! {
                            <Banner tone=Tone::Danger>
                                <p>{(ES.above_hard)(limits().hard)}</p>
                                {to_transfer()}
                                <LinkButton href="/app/corte" glyph=Glyph::Cash>
                                    {cash::ES.make_corte}
                                </LinkButton>
                            </Banner>
                        }
                    }
                    CashDoubt::AboveSoft => {
                        view! {
                            <Banner tone=Tone::Info>
                                <p>{(ES.above_soft)(limits().soft)}</p>
                            </Banner>
                        }
                    }
                })
        }}
    }
    .into_any()
}

/// The pieces, for who wants them on the receipt of the corte; folded away for who does not.
#[component]
pub fn Pieces(typed: RwSignal<Typed>, problem: RwSignal<Option<Problem>>) -> impl IntoView {
    let is_cash = Memo::new(move |_| typed.with(|typed| typed.form == Form::Cash));
    let was_counted = typed.with_untracked(|typed| !typed.count.pieces.is_empty());
    let counted = Memo::new(move |_| typed.with(|typed| typed.count.total().unwrap_or_default()));
    let error = Memo::new(move |_| {
        problem.with(|problem| {
            problem.as_ref().filter(|one| one.field() == Some(COUNT_FIELD)).map(Problem::sentence)
        })
    });
    view! {
        <Show when=move || is_cash.get()>
            <details class="more-fields" open=was_counted>
                <summary>{ES.count_pieces}</summary>
                <DenominationCount
                    count=Signal::derive(move || typed.with(|typed| typed.count.clone()))
                    on_change=move |count: CashCount| {
                        problem.set(None);
                        typed.update(|typed| typed.count = count);
                    }
                />
                {move || {
                    error
                        .get()
                        .map(|sentence| {
                            view! {
                                <Banner tone=Tone::Danger>
                                    <p>{sentence}</p>
                                </Banner>
                            }
                        })
                }}
                <Show when=move || counted.get().is_positive()>
                    <Button on_press=move || {
                        problem.set(None);
                        typed.update(|typed| typed.amount = AmountEntry::of(counted.get_untracked()));
                    }>{move || (ES.use_counted)(counted.get())}</Button>
                </Show>
            </details>
        </Show>
    }
    .into_any()
}
