//! The page `/app/visita/:id`.

use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_params_map},
};

use super::model::{Missing, Reason, Typed};
use crate::{
    device,
    domain::{date::CivilDate, ids::ClientId},
    ui::{
        components::{
            AmountEntry, Banner, Button, ButtonKind, Chips, Choice, ChoiceTiles, EmptyState, Field,
            FieldKind, FieldNote, Glyph, LinkButton, TextArea, Tone,
        },
        format,
        session::{Session, recorder::Recorder},
        shell::Screen,
        text::{customer, errors, visit::ES},
    },
};

/// Days from today that a promise is offered for: tomorrow, and the same weekday of the next two weeks.
const OFFERED_DAYS: [i64; 3] = [1, 7, 14];

#[component]
pub fn VisitPage() -> impl IntoView {
    let session = expect_context::<Session>();
    let params = use_params_map();
    let client = Memo::new(move |_| params.with(|params| ClientId::parse(&params.get("id")?)));
    let known = Memo::new(move |_| {
        client.get().filter(|id| session.with(|workspace| workspace.account(*id).is_some()).unwrap_or(false))
    });
    let back = Signal::derive(move || {
        Some(match client.get() {
            Some(client) => format!("/app/clientes/{client}"),
            None => "/app/ruta".to_owned(),
        })
    });
    let body = move || match known.get() {
        Some(client) => view! { <VisitForm client=client/> }.into_any(),
        None => view! {
            <EmptyState glyph=Glyph::Person message=customer::ES.not_found.to_owned()>
                <LinkButton href="/app/clientes" glyph=Glyph::People>
                    {customer::ES.see_customers}
                </LinkButton>
            </EmptyState>
        }
        .into_any(),
    };
    view! {
        <Screen title=ES.title.to_owned() back=back form=true>
            {body}
        </Screen>
    }
    .into_any()
}

#[component]
fn VisitForm(client: ClientId) -> impl IntoView {
    let session = expect_context::<Session>();
    let recorder = Recorder::open(session);
    let navigate = use_navigate();
    let today = untrack(|| session.today());
    let draft_key = format!("visita.{client}");
    let kept = device::draft(&draft_key).and_then(|json| serde_json::from_str::<Typed>(&json).ok());
    let typed = RwSignal::new(kept.unwrap_or_default());
    let missing = RwSignal::new(None::<Missing>);

    Effect::new({
        let draft_key = draft_key.clone();
        move |_| {
            let json =
                typed.with(|typed| if typed.is_blank() { None } else { serde_json::to_string(typed).ok() });
            if !recorder.is_writing() {
                device::keep_draft(&draft_key, json.as_deref());
            }
        }
    });

    let save = move || match typed.with_untracked(|typed| typed.draft(client, today)) {
        Err(found) => {
            missing.set(Some(found));
            device::vibrate_error();
        }
        Ok(draft) => {
            missing.set(None);
            let (navigate, draft_key) = (navigate.clone(), draft_key.clone());
            recorder.record(draft, move |_| {
                device::keep_draft(&draft_key, None);
                session.notice.set(Some(ES.saved.to_owned()));
                let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
                navigate("/app/ruta", options);
            });
        }
    };
    let label = move || {
        typed.with(|typed| {
            match (typed.reason, typed.amount.money(), CivilDate::parse_iso(&typed.promise_date)) {
                (Some(Reason::Promised), Some(amount), Some(due)) => {
                    (ES.save_promise)(amount, &format::date(due, today))
                }
                _ => ES.save.to_owned(),
            }
        })
    };
    let tiles = vec![
        Choice::with_glyph(ES.absent, Glyph::Person),
        Choice::with_glyph(ES.closed, Glyph::Door),
        Choice::with_glyph(ES.no_money, Glyph::Cash),
        Choice::with_glyph(ES.promised, Glyph::Calendar),
        Choice::with_glyph(ES.in_review, Glyph::File),
        Choice::with_glyph(ES.disputes, Glyph::Message),
    ];
    let reason = Memo::new(move |_| typed.with(|typed| typed.reason));
    view! {
        <p class="quiet">
            {move || session.with(|workspace| Some((ES.of)(&workspace.account(client)?.customer.name))).flatten()}
        </p>
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
        <Show when=move || reason.get() == Some(Reason::InReview)>
            <Field
                label=ES.review_date
                name="review_date"
                kind=FieldKind::Date
                hint=ES.review_hint
                value=Signal::derive(move || typed.with(|typed| typed.review_date.clone()))
                on_input=move |text: String| typed.update(|typed| typed.review_date = text)
                note=Signal::derive(move || note_of(&missing.get(), &[Missing::Date]))
            />
        </Show>
        <Show when=move || reason.get().is_some()>
            <TextArea
                label=ES.note
                name="note"
                hint=ES.note_hint
                value=Signal::derive(move || typed.with(|typed| typed.note.clone()))
                on_input=move |text: String| typed.update(|typed| typed.note = text)
            />
        </Show>
        {move || {
            recorder
                .refusal()
                .map(|error| {
                    view! {
                        <Banner tone=Tone::Danger urgent=true>
                            <p>{errors::store(&error)}</p>
                        </Banner>
                    }
                })
        }}
        <div class="action-bar">
            {move || {
                missing
                    .get()
                    .map(|missing| {
                        view! {
                            <Banner tone=Tone::Danger urgent=true>
                                <p>{sentence(&missing)}</p>
                            </Banner>
                        }
                    })
            }}
            <Button
                kind=ButtonKind::Primary
                glyph=Glyph::Check
                wide=true
                busy=Signal::derive(move || recorder.is_writing())
                on_press=save
            >
                {label}
            </Button>
        </div>
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
        <Field
            label=ES.promise_amount
            name="promise_amount"
            kind=FieldKind::Money
            value=Signal::derive(move || typed.with(|typed| typed.amount.shown()))
            on_input=move |text: String| {
                missing.set(None);
                typed.update(|typed| typed.amount = AmountEntry::from_typed(&text));
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
        Missing::Rule(error) => errors::rule(error),
    }
}
