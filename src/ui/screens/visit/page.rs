//! The page `/app/visita/:id`.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::model::{Missing, Reason, Typed};
use crate::{
    device,
    domain::{date::CivilDate, ids::ClientId},
    ui::{
        components::{
            AmountEntry, Button, ButtonKind, Chips, Choice, ChoiceTiles, Field, FieldKind, FieldNote, Glyph,
            LinkButton, MoneyField, TextArea,
        },
        format,
        screens::{
            form::{ClientScreen, SaveBar, forget, keep},
            receipt::booked::BookedOtherwise,
        },
        session::{Session, recorder::Recorder},
        text::{errors, visit::ES},
    },
};

/// Days from today that a promise is offered for: tomorrow, and the same weekday of the next two weeks.
const OFFERED_DAYS: [i64; 3] = [1, 7, 14];

#[component]
pub fn VisitPage() -> impl IntoView {
    let form = Callback::new(|client: ClientId| view! { <VisitForm client=client/> }.into_any());
    view! { <ClientScreen title=ES.title of=ES.of form=form/> }
}

#[component]
fn VisitForm(client: ClientId) -> impl IntoView {
    let session = expect_context::<Session>();
    let recorder = Recorder::open(session);
    let navigate = use_navigate();
    let today = untrack(|| session.today());
    let draft_key = format!("visita.{client}");
    let (typed, _) = keep(draft_key.clone(), recorder, Typed::default(), Typed::is_blank);
    let missing = RwSignal::new(None::<Missing>);

    let save = move || match typed.with_untracked(|typed| typed.draft(client, today)) {
        Err(found) => {
            missing.set(Some(found));
            device::vibrate_error();
        }
        Ok(draft) => {
            missing.set(None);
            let (navigate, draft_key) = (navigate.clone(), draft_key.clone());
            recorder.record(draft, move |_| {
                forget(&draft_key);
                session.notice.set(Some(ES.saved.to_owned()));
                let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
                navigate("/app/ruta", options);
            });
        }
    };
    let label = Signal::derive(move || {
        typed.with(|typed| {
            match (typed.reason, typed.amount.money(), CivilDate::parse_iso(&typed.promise_date)) {
                (Some(Reason::Promised), Some(amount), Some(due)) => {
                    (ES.save_promise)(amount, &format::date(due, today))
                }
                _ => ES.save.to_owned(),
            }
        })
    });
    let tiles = vec![
        Choice::with_glyph(ES.absent, Glyph::Person),
        Choice::with_glyph(ES.closed, Glyph::Door),
        Choice::with_glyph(ES.no_money, Glyph::Cash),
        Choice::with_glyph(ES.promised, Glyph::Calendar),
        Choice::with_glyph(ES.in_review, Glyph::File),
        Choice::with_glyph(ES.disputes, Glyph::Message),
    ];
    let reason = Memo::new(move |_| typed.with(|typed| typed.reason));
    let is_review = Memo::new(move |_| reason.get() == Some(Reason::InReview));
    view! {
        <BookedOtherwise client=client/>
        <ChoiceTiles
            legend=ES.why
            name="reason"
            choices=tiles
            selected=Signal::derive(move || Reason::ALL.iter().position(|one| Some(*one) == reason.get()))
            on_choose=move |index: usize| {
                missing.set(None);
                typed.update(|typed| typed.reason = Reason::ALL.get(index).copied());
            }
        />
        <Show when=move || reason.get() == Some(Reason::Promised)>
            <PromiseFields client=client today=today typed=typed missing=missing/>
        </Show>
        <Show when=move || reason.get().is_some() && !is_review.get()>
            <TextArea
                label=ES.note
                name="note"
                hint=ES.note_hint
                value=Signal::derive(move || typed.with(|typed| typed.note.clone()))
                on_input=move |text: String| typed.update(|typed| typed.note = text)
            />
        </Show>
        <Show
            when=move || is_review.get()
            fallback=move || {
                view! {
                    <SaveBar
                        recorder=recorder
                        problem=Signal::derive(move || {
                            missing.with(|missing| missing.as_ref().map(sentence))
                        })
                        label=label
                        on_save=save.clone()
                    />
                }
            }
        >
            <p>{ES.review_explain}</p>
            <div class="action-bar">
                <LinkButton
                    href=format!("/app/contrarecibo/{client}")
                    kind=ButtonKind::Primary
                    glyph=Glyph::File
                    wide=true
                >
                    {ES.make_counter_receipt}
                </LinkButton>
            </div>
        </Show>
    }
    .into_any()
}

/// How much was promised, and for when.
#[component]
fn PromiseFields(
    client: ClientId,
    today: CivilDate,
    typed: RwSignal<Typed>,
    missing: RwSignal<Option<Missing>>,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let overdue = session
        .peek(|workspace| workspace.account(client)?.overdue(today).ok())
        .flatten()
        .filter(|amount| amount.is_positive());
    let offered: Vec<CivilDate> = OFFERED_DAYS.into_iter().map(|days| today.plus_days(days)).collect();
    let day_label = |(index, date): (usize, &CivilDate)| {
        Choice::new(if index == 0 { ES.tomorrow.to_owned() } else { format::date(*date, today) })
    };
    let days: Vec<Choice> = offered.iter().enumerate().map(day_label).collect();
    let chosen = {
        let offered = offered.clone();
        Signal::derive(move || {
            let date = typed.with(|typed| CivilDate::parse_iso(&typed.promise_date))?;
            offered.iter().position(|one| *one == date)
        })
    };
    let choose = move |index: usize| {
        if let Some(date) = offered.get(index) {
            missing.set(None);
            typed.update(|typed| typed.promise_date = date.to_string());
        }
    };
    view! {
        <MoneyField
            label=ES.promise_amount
            name="promise_amount"
            entry=Signal::derive(move || typed.with(|typed| typed.amount.clone()))
            on_change=move |entry: AmountEntry| {
                missing.set(None);
                typed.update(|typed| typed.amount = entry);
            }
            note=Signal::derive(move || note_of(&missing.get(), &[Missing::Amount]))
            required=true
        />
        {overdue
            .map(|amount| {
                view! {
                    <Button on_press=move || {
                        typed.update(|typed| typed.amount = AmountEntry::of(amount))
                    }>{(ES.promise_all)(amount)}</Button>
                }
            })}
        <Chips
            legend=ES.when
            choices=Signal::stored(days)
            selected=chosen
            on_choose=choose
        />
        <Field
            label=ES.promise_date
            name="promise_date"
            kind=FieldKind::Date
            value=Signal::derive(move || typed.with(|typed| typed.promise_date.clone()))
            on_input=move |text: String| {
                missing.set(None);
                typed.update(|typed| typed.promise_date = text);
            }
            note=Signal::derive(move || {
                note_of(
                    &missing.get(),
                    &[Missing::Date, Missing::Rule(crate::domain::rule_error::RuleError::PromiseInThePast)],
                )
            })
            required=true
        />
    }
    .into_any()
}

fn note_of(missing: &Option<Missing>, of_field: &[Missing]) -> Option<FieldNote> {
    let missing = missing.as_ref().filter(|missing| of_field.contains(missing))?;
    Some(FieldNote::Error(sentence(missing)))
}

fn sentence(missing: &Missing) -> String {
    match missing {
        Missing::Reason => ES.choose.to_owned(),
        Missing::Amount => ES.promise_amount_missing.to_owned(),
        Missing::Date => ES.promise_date_missing.to_owned(),
        Missing::CounterReceipt => ES.review_explain.to_owned(),
        Missing::Rule(error) => errors::rule(error),
    }
}
