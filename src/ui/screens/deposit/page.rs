//! The page `/app/deposito`.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::model::{Missing, Typed};
use crate::{
    device,
    ui::{
        components::{
            Amount, AmountEntry, AmountSize, Button, CheckItem, CheckList, Confirm, EmptyState, Field,
            FieldKind, FieldNote, Glyph, LinkButton, MoneyField, PhotoField, SelectField,
        },
        format,
        screens::form::{SaveBar, forget, keep, keep_photo},
        session::{Session, recorder::Recorder},
        shell::Screen,
        text::{cash, common, correction, deposit::ES, errors},
    },
};

const DRAFT: &str = "deposito";

#[component]
pub fn DepositPage() -> impl IntoView {
    let session = expect_context::<Session>();
    // Why there is nothing to fill in.
    let refusal = Memo::new(move |_| {
        let policy = session.with(|workspace| workspace.policy()).unwrap_or_default();
        match (policy.may_deposit, policy.banks.is_empty()) {
            (false, _) => Some(ES.not_allowed),
            (true, true) => Some(ES.no_banks),
            (true, false) => None,
        }
    });
    let body = move || match refusal.get() {
        Some(sentence) => view! {
            <EmptyState glyph=Glyph::Bank message=sentence.to_owned()>
                <LinkButton href="/app/corte" glyph=Glyph::Check>
                    {cash::ES.make_corte}
                </LinkButton>
            </EmptyState>
        }
        .into_any(),
        None => view! { <DepositForm/> }.into_any(),
    };
    view! {
        <Screen title=ES.title.to_owned() back=Signal::stored(Some("/app/caja".to_owned())) form=true>
            {body}
        </Screen>
    }
    .into_any()
}

#[component]
fn DepositForm() -> impl IntoView {
    let session = expect_context::<Session>();
    let recorder = Recorder::open(session);
    let navigate = use_navigate();
    let today = untrack(|| session.today());
    let (typed, _) = keep(DRAFT.to_owned(), recorder, Typed::blank(today), Typed::is_blank);
    let photo = keep_photo(typed, |typed| &mut typed.photo);
    let missing = RwSignal::new(None::<Missing>);
    let is_asking = RwSignal::new(false);
    let save = move || {
        let made =
            session.peek(|workspace| typed.with_untracked(|typed| typed.draft(&workspace.drawer(), today)));
        match made {
            Some(Ok(draft)) => {
                missing.set(None);
                let navigate = navigate.clone();
                recorder.record(draft, move |_| {
                    forget(DRAFT);
                    session.notice.set(Some(ES.saved.to_owned()));
                    let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
                    navigate("/app/caja", options);
                });
            }
            Some(Err(found)) => {
                missing.set(Some(found));
                device::vibrate_error();
            }
            None => {}
        }
    };
    let ask_or_save = {
        let save = save.clone();
        move || {
            let is_twin = session
                .peek(|workspace| typed.with_untracked(|typed| typed.is_twin(&workspace.drawer())))
                .unwrap_or_default();
            if is_twin { is_asking.set(true) } else { save() }
        }
    };
    let note = move |is: fn(&Missing) -> bool| {
        Signal::derive(move || {
            missing.with(|missing| {
                missing.as_ref().filter(|one| is(one)).map(|one| FieldNote::Error(sentence(one)))
            })
        })
    };
    let edit = move |change: &dyn Fn(&mut Typed)| {
        missing.set(None);
        typed.update(|typed| change(typed));
    };
    let banks = Signal::derive(move || {
        let policy = session.with(|workspace| workspace.policy()).unwrap_or_default();
        let blank = (String::new(), correction::ES.choose.to_owned());
        let account = |bank: crate::domain::policy::BankAccount| {
            (bank.id.to_string(), (ES.account)(&bank.bank, &bank.last_four))
        };
        std::iter::once(blank).chain(policy.banks.into_iter().map(account)).collect()
    });
    let in_hand =
        Signal::derive(move || session.with(|workspace| workspace.drawer().cash).unwrap_or_default());
    let total = Signal::derive(move || {
        session
            .with(|workspace| typed.with(|typed| typed.total(&workspace.drawer())).ok())
            .flatten()
            .unwrap_or_default()
    });
    let label = Signal::derive(move || match total.get() {
        none if none.is_zero() => ES.save_empty.to_owned(),
        total => (ES.save)(total),
    });
    view! {
        <SelectField
            label=ES.bank
            name="banco"
            options=banks
            value=Signal::derive(move || typed.with(|typed| typed.bank.clone()))
            on_choose=move |key: String| edit(&|typed| typed.bank.clone_from(&key))
            note=note(|missing| *missing == Missing::Bank)
        />
        <Field
            label=ES.slip_folio
            name="ficha"
            hint=ES.slip_hint
            value=Signal::derive(move || typed.with(|typed| typed.slip_folio.clone()))
            on_input=move |text: String| edit(&|typed| typed.slip_folio.clone_from(&text))
            note=note(|missing| *missing == Missing::Slip)
            required=true
        />
        <Field
            label=ES.on
            name="fecha"
            kind=FieldKind::Date
            value=Signal::derive(move || typed.with(|typed| typed.on.clone()))
            on_input=move |text: String| edit(&|typed| typed.on.clone_from(&text))
            note=note(|missing| matches!(missing, Missing::Date | Missing::Future))
            required=true
        />
        <Field
            label=ES.time
            name="hora"
            hint=ES.time_hint
            value=Signal::derive(move || typed.with(|typed| typed.time.clone()))
            on_input=move |text: String| edit(&|typed| typed.time.clone_from(&text))
            note=note(|missing| *missing == Missing::Time)
        />
        <MoneyField
            label=ES.cash
            name="efectivo"
            hint=(ES.cash_in_hand)(in_hand.get_untracked())
            entry=Signal::derive(move || typed.with(|typed| typed.cash.clone()))
            on_change=move |entry: AmountEntry| edit(&|typed| typed.cash.clone_from(&entry))
            note=note(|missing| matches!(missing, Missing::TooMuch { .. } | Missing::Nothing))
        />
        <Show when=move || in_hand.get().is_positive()>
            <Button on_press=move || {
                edit(&|typed| typed.cash = AmountEntry::of(in_hand.get_untracked()))
            }>{move || (ES.all_cash)(in_hand.get())}</Button>
        </Show>
        <Cheques typed=typed/>
        <PhotoField label=ES.photo name="foto" photo=photo/>
        <p class="row" data-spread=true>
            <span>{ES.total}</span>
            <Amount value=total size=AmountSize::Large/>
        </p>
        <SaveBar
            recorder=recorder
            problem=Signal::derive(move || missing.with(|missing| missing.as_ref().map(sentence)))
            label=label
            on_save=ask_or_save
        />
        <Confirm
            is_open=is_asking
            question=Signal::derive(move || (ES.twin)(&typed.with(|typed| typed.slip_folio.clone())))
            yes=ES.is_another.to_owned()
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

/// The cheques that may be in it; nothing where there are none.
#[component]
fn Cheques(typed: RwSignal<Typed>) -> impl IntoView {
    let session = expect_context::<Session>();
    let items = Memo::new(move |_| {
        session
            .with(|workspace| {
                let item = |held: &crate::domain::drawer::Held| CheckItem {
                    key: held.folio.to_string(),
                    title: held.client_name.clone(),
                    detail: held.folio.to_string(),
                    aside: format::money(held.amount),
                };
                workspace.drawer().cheques().map(item).collect::<Vec<_>>()
            })
            .unwrap_or_default()
    });
    let toggle = move |key: String| {
        typed.update(|typed| match typed.cheques.iter().position(|one| *one == key) {
            Some(index) => drop(typed.cheques.remove(index)),
            None => typed.cheques.push(key),
        });
    };
    view! {
        <Show when=move || items.with(|items| !items.is_empty())>
            <CheckList
                legend=ES.cheques
                name="cheques"
                items=items
                checked=Signal::derive(move || typed.with(|typed| typed.cheques.clone()))
                on_toggle=toggle
            />
        </Show>
    }
    .into_any()
}

fn sentence(missing: &Missing) -> String {
    match missing {
        Missing::Bank => ES.missing_bank.to_owned(),
        Missing::Slip => ES.missing_slip.to_owned(),
        Missing::Date => ES.missing_date.to_owned(),
        Missing::Future => ES.future.to_owned(),
        Missing::Time => ES.bad_time.to_owned(),
        Missing::Nothing => ES.nothing.to_owned(),
        Missing::TooMuch { held } => (ES.too_much)(*held),
        Missing::Rule(error) => errors::rule(error),
    }
}
