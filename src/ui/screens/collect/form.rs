//! The form: what was typed is kept at each change, the button says its effect, and it can record only once.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::{
    breakdown::Breakdown,
    cash_fields::{CashBands, CashDoubt, Pieces, cash_doubt},
    how_much::{HowMuch, WhichDebts},
    method_fields::{MethodFields, PaperFields},
    model::{Form, Typed, beyond, debts, unusual},
    problem::Problem,
};
use crate::{
    device,
    domain::ids::ClientId,
    ui::{
        components::{Banner, Button, Choice, ChoiceTiles, Confirm, Glyph},
        screens::{
            form::{SaveBar, forget, keep, keep_photo},
            receipt::booked::BookedOtherwise,
        },
        session::{Session, recorder::Recorder},
        text::{collect::ES, common},
    },
};

#[component]
pub fn CollectForm(client: ClientId) -> impl IntoView {
    let session = expect_context::<Session>();
    let recorder = Recorder::open(session);
    let navigate = use_navigate();
    let today = untrack(|| session.today());
    let draft_key = format!("cobro.{client}");
    let (typed, was_kept) = keep(draft_key.clone(), recorder, Typed::blank(today), Typed::is_blank);
    let photo = keep_photo(typed, |typed| &mut typed.photo);
    let problem = RwSignal::new(None::<Problem>);
    let is_asking = RwSignal::new(false);
    let doubt = cash_doubt(session, typed);

    let amount = Memo::new(move |_| typed.with(|typed| typed.amount.money()));
    let save = move || match typed.with_untracked(|typed| typed.draft(client, today)) {
        Err(found) => {
            problem.set(Some(found));
            device::vibrate_error();
        }
        Ok(draft) => {
            problem.set(None);
            let (navigate, draft_key) = (navigate.clone(), draft_key.clone());
            recorder.record(draft, move |record| {
                forget(&draft_key);
                if let Some(receipt) = record.receipt {
                    // The form is left behind for good: going back must not offer to save it again.
                    let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
                    navigate(&format!("/app/recibo/{}", receipt.folio), options);
                }
            });
        }
    };
    // What should be asked before it is saved: an amount out of the ordinary, or more than is owed.
    let question = Memo::new(move |_| {
        let amount = amount.get()?;
        session
            .with(|workspace| {
                let account = workspace.account(client)?;
                let usual = unusual(&account, amount).map(|usual| (ES.unusual)(amount, usual));
                usual.or_else(|| beyond(&debts(&account, today), amount).map(ES.ask_beyond))
            })
            .flatten()
    });
    let ask_or_save = {
        let save = save.clone();
        move || if question.with_untracked(Option::is_some) { is_asking.set(true) } else { save() }
    };
    let label = Signal::derive(move || amount.get().map_or(ES.save_empty.to_owned(), ES.save));
    let blocked = Signal::derive(move || {
        (doubt.get() == Some(CashDoubt::AboveHard)).then(|| ES.cash_blocked.to_owned())
    });
    view! {
        <BookedOtherwise client=client/>
        <Show when=move || was_kept.get()>
            <Banner>
                <p>{ES.draft_kept}</p>
                <Button on_press=move || {
                    photo.set(None);
                    typed.set(Typed::blank(today));
                    was_kept.set(false);
                }>{ES.draft_drop}</Button>
            </Banner>
        </Show>
        <HowMuch client=client typed=typed problem=problem/>
        <HowPaid typed=typed/>
        <CashBands client=client typed=typed doubt=doubt/>
        <MethodFields typed=typed problem=problem photo=photo/>
        <Pieces typed=typed problem=problem/>
        <WhichDebts client=client typed=typed problem=problem/>
        <PaperFields typed=typed problem=problem/>
        <Breakdown client=client typed=typed/>
        <SaveBar
            recorder=recorder
            problem=Signal::derive(move || problem.with(|problem| problem.as_ref().map(Problem::sentence)))
            label=label
            disabled=blocked
            on_save=ask_or_save
        />
        <Confirm
            is_open=is_asking
            question=Signal::derive(move || question.get().unwrap_or_default())
            yes=common::ES.yes.to_owned()
            no=common::ES.correct.to_owned()
            on_yes=move || {
                is_asking.set(false);
                save();
            }
            on_no=move || is_asking.set(false)
        />
    }
    .into_any()
}

/// The form of payment.
#[component]
fn HowPaid(typed: RwSignal<Typed>) -> impl IntoView {
    let choices = vec![
        Choice::with_glyph(ES.cash, Glyph::Cash),
        Choice::with_glyph(ES.transfer, Glyph::Swap),
        Choice::with_glyph(ES.cheque, Glyph::File),
        Choice::with_glyph(ES.card, Glyph::Card),
    ];
    view! {
        <ChoiceTiles
            legend=ES.method
            name="form"
            choices=choices
            selected=Signal::derive(move || {
                typed.with(|typed| Form::ALL.iter().position(|form| *form == typed.form))
            })
            on_choose=move |index: usize| {
                typed.update(|typed| typed.form = Form::ALL.get(index).copied().unwrap_or_default())
            }
        />
    }
    .into_any()
}
