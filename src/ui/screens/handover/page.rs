//! The page `/app/corte`.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::{
    checklist::Papers,
    model::{Missing, Signed, Typed, day_to_close, filled_checklist},
};
use crate::{
    device,
    domain::{cash_count::CashCount, drawer::DifferenceReason, money::Money},
    ui::{
        components::{
            Amount, AmountEntry, AmountSize, Banner, Button, ButtonKind, CheckItem, CheckList, Chips, Choice,
            DenominationCount, Field, FieldNote, Glyph, MoneyField, SelectField, SignaturePad, TextArea,
            Tone,
        },
        format,
        screens::form::{SaveBar, forget, keep, keep_paper},
        session::{Session, recorder::Recorder},
        shell::Screen,
        text::{collect, errors, handover::ES},
    },
};

const DRAFT: &str = "corte";

const REASONS: [DifferenceReason; 8] = [
    DifferenceReason::WrongChange,
    DifferenceReason::CountedWrongBefore,
    DifferenceReason::RoundedForClient,
    DifferenceReason::CounterfeitNote,
    DifferenceReason::Lost,
    DifferenceReason::Robbed,
    DifferenceReason::Unknown,
    DifferenceReason::Other,
];

#[component]
pub fn HandoverPage() -> impl IntoView {
    let session = expect_context::<Session>();
    let recorder = Recorder::open(session);
    let (typed, _) = keep(DRAFT.to_owned(), recorder, Typed::default(), Typed::is_blank);
    let is_counted = Memo::new(move |_| typed.with(|typed| typed.is_counted));
    let closes = move || {
        let today = session.today();
        session.with(|workspace| {
            let day = day_to_close(&workspace.drawer(), today);
            (ES.closes)(&format::date(day, today))
        })
    };
    let is_empty = Memo::new(move |_| {
        session.with(|workspace| {
            let drawer = workspace.drawer();
            drawer.held.is_empty() && drawer.cash.is_zero()
        })
    });
    let body = move || match is_counted.get() {
        false => view! { <Count typed=typed/> }.into_any(),
        true => view! { <Rest typed=typed recorder=recorder/> }.into_any(),
    };
    view! {
        <Screen title=ES.title.to_owned() back=Signal::stored(Some("/app/caja".to_owned())) form=true>
            <p class="quiet">{closes}</p>
            <Show when=move || is_empty.get() == Some(true)>
                <Banner>
                    <p>{ES.nothing_held}</p>
                </Banner>
            </Show>
            {body}
        </Screen>
    }
    .into_any()
}

/// First the count, blind.
#[component]
fn Count(typed: RwSignal<Typed>) -> impl IntoView {
    let total = move || typed.with(|typed| typed.count.total()).unwrap_or_default();
    view! {
        <p>{ES.blind} " " <span class="quiet">{ES.count_hint}</span></p>
        <DenominationCount
            count=Signal::derive(move || typed.with(|typed| typed.count.clone()))
            on_change=move |count: CashCount| typed.update(|typed| typed.count = count)
        />
        <div class="action-bar">
            <Button
                kind=ButtonKind::Primary
                glyph=Glyph::Check
                wide=true
                on_press=move || typed.update(|typed| typed.is_counted = true)
            >
                {move || (ES.counted)(total())}
            </Button>
        </div>
    }
    .into_any()
}

/// Then what it should have been, what goes with it, and who signs.
#[component]
fn Rest(typed: RwSignal<Typed>, recorder: Recorder) -> impl IntoView {
    let session = expect_context::<Session>();
    let navigate = use_navigate();
    let missing = RwSignal::new(None::<Missing>);
    let mine = RwSignal::new(None);
    let theirs = RwSignal::new(None);
    let today = untrack(|| session.today());
    let filled = session.peek(|workspace| filled_checklist(workspace, today)).unwrap_or_default();
    let name = session
        .peek(|workspace| workspace.meta().profile.as_ref().map(|profile| profile.name.clone()))
        .flatten()
        .unwrap_or_default();
    let save = move || {
        let signed = Signed { person: mine.get_untracked(), receiver: theirs.get_untracked() };
        let made = session.peek(|workspace| {
            typed.with_untracked(|typed| typed.draft(&workspace.drawer(), today, filled, signed))
        });
        match made {
            Some(Ok(draft)) => {
                missing.set(None);
                let navigate = navigate.clone();
                recorder.record(draft, move |record| {
                    forget(DRAFT);
                    keep_paper(&record.event);
                    session.notice.set(Some(ES.saved.to_owned()));
                    let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
                    navigate(&format!("/app/corte/{}", record.event.id), options);
                });
            }
            Some(Err(found)) => {
                missing.set(Some(found));
                device::vibrate_error();
            }
            None => {}
        }
    };
    let error_of = move |field: fn(&Missing) -> bool| {
        Signal::derive(move || {
            missing.with(|missing| missing.as_ref().filter(|one| field(one)).map(sentence))
        })
    };
    let handed = Signal::derive(move || typed.with(Typed::handed).unwrap_or_default());
    let kept_note = Signal::derive(move || {
        let counted = typed.with(|typed| typed.count.total()).unwrap_or_default();
        let is_too_much = typed.with(|typed| typed.kept.money().is_some_and(|kept| kept > counted));
        is_too_much.then(|| FieldNote::Error((ES.kept_too_much)(counted)))
    });
    let has_receiver = Memo::new(move |_| typed.with(|typed| typed.has_receiver));
    view! {
        <Comparison typed=typed missing=missing/>
        <MoneyField
            label=ES.kept
            name="fondo"
            hint=ES.kept_hint
            entry=Signal::derive(move || typed.with(|typed| typed.kept.clone()))
            on_change=move |entry: AmountEntry| typed.update(|typed| typed.kept = entry)
            note=kept_note
        />
        <p class="row" data-spread=true>
            <span>{ES.handed}</span>
            <Amount value=handed size=AmountSize::Large/>
        </p>
        <Cheques typed=typed/>
        <Papers typed=typed filled=filled/>
        <SignaturePad
            label=name
            name="firma"
            signature=mine
            error=error_of(|missing| *missing == Missing::Signature)
        />
        <Chips
            legend=ES.receiver
            choices=Signal::stored(vec![Choice::new(ES.no), Choice::new(ES.yes)])
            selected=Signal::derive(move || Some(usize::from(has_receiver.get())))
            on_choose=move |index: usize| typed.update(|typed| typed.has_receiver = index == 1)
        />
        <Show
            when=move || has_receiver.get()
            fallback=|| view! { <p class="quiet">{ES.receiver_hint}</p> }
        >
            <Field
                label=ES.receiver_name
                name="recibe"
                value=Signal::derive(move || typed.with(|typed| typed.receiver_name.clone()))
                on_input=move |text: String| typed.update(|typed| typed.receiver_name = text)
                required=true
            />
            <SignaturePad
                label=ES.receiver_signature
                name="firma-recibe"
                signature=theirs
                error=error_of(|missing| *missing == Missing::Receiver)
            />
        </Show>
        <SaveBar
            recorder=recorder
            problem=Signal::derive(move || missing.with(|missing| missing.as_ref().map(sentence)))
            label=Signal::derive(move || (ES.save)(handed.get()))
            on_save=save
        />
    }
    .into_any()
}

/// Counted beside expected, and why they differ.
#[component]
fn Comparison(typed: RwSignal<Typed>, missing: RwSignal<Option<Missing>>) -> impl IntoView {
    let session = expect_context::<Session>();
    let expected =
        Signal::derive(move || session.with(|workspace| workspace.drawer().cash).unwrap_or_default());
    let counted = Signal::derive(move || typed.with(|typed| typed.count.total()).unwrap_or_default());
    let difference = Memo::new(move |_| counted.get().checked_sub(expected.get()).unwrap_or(Money::ZERO));
    let options: Vec<(String, String)> = std::iter::once((String::new(), ES.why.to_owned()))
        .chain(
            REASONS
                .into_iter()
                .enumerate()
                .map(|(index, reason)| (index.to_string(), (ES.reason)(reason).to_owned())),
        )
        .collect();
    let chosen = Signal::derive(move || {
        let reason = typed.with(|typed| typed.reason);
        let index = REASONS.iter().position(|one| Some(*one) == reason);
        index.map(|index| index.to_string()).unwrap_or_default()
    });
    let note_if = move |is: Missing| {
        Signal::derive(move || {
            missing.with(|missing| missing.as_ref() == Some(&is)).then(|| FieldNote::Error(sentence(&is)))
        })
    };
    view! {
        <section class="panel" aria-label=ES.counted_label>
            <dl>
                <dt>{ES.counted_label}</dt>
                <dd>
                    <Amount value=counted/>
                </dd>
                <dt>{ES.expected}</dt>
                <dd>
                    <Amount value=expected/>
                </dd>
            </dl>
            {move || {
                let (tone, text) = match difference.get() {
                    none if none.is_zero() => (Tone::Ok, ES.agrees.to_owned()),
                    other => (Tone::Warning, (ES.difference)(other)),
                };
                view! {
                    <Banner tone=tone>
                        <p>
                            <strong>{text}</strong>
                        </p>
                    </Banner>
                }
            }}
            <Button
                glyph=Glyph::Refresh
                on_press=move || typed.update(|typed| typed.is_counted = false)
            >
                {ES.recount}
            </Button>
        </section>
        <Show when=move || !difference.get().is_zero()>
            <SelectField
                label=ES.why
                name="motivo"
                options=Signal::stored(options.clone())
                value=chosen
                on_choose=move |key: String| {
                    missing.set(None);
                    let reason = key.parse::<usize>().ok().and_then(|index| REASONS.get(index).copied());
                    typed.update(|typed| typed.reason = reason);
                }
                note=note_if(Missing::Reason)
            />
            <TextArea
                label=ES.note
                name="explicacion"
                hint=ES.note_hint
                value=Signal::derive(move || typed.with(|typed| typed.note.clone()))
                on_input=move |text: String| typed.update(|typed| typed.note = text)
                note=note_if(Missing::Note)
            />
        </Show>
    }
    .into_any()
}

/// Which cheques go with it; nothing where there are none.
#[component]
fn Cheques(typed: RwSignal<Typed>) -> impl IntoView {
    let session = expect_context::<Session>();
    let items = Memo::new(move |_| {
        session
            .with(|workspace| {
                workspace
                    .drawer()
                    .cheques()
                    .map(|held| CheckItem {
                        key: held.folio.to_string(),
                        title: held.client_name.clone(),
                        detail: format!("{} · {}", (collect::ES.method_name)("02"), held.folio),
                        aside: format::money(held.amount),
                    })
                    .collect::<Vec<_>>()
            })
            .unwrap_or_default()
    });
    let checked = Signal::derive(move || {
        let kept = typed.with(|typed| typed.kept_cheques.clone());
        let keys = items.get().into_iter().map(|item| item.key);
        keys.filter(|key| !kept.contains(key)).collect::<Vec<_>>()
    });
    let toggle = move |key: String| {
        typed.update(|typed| match typed.kept_cheques.iter().position(|one| *one == key) {
            Some(index) => drop(typed.kept_cheques.remove(index)),
            None => typed.kept_cheques.push(key),
        });
    };
    view! {
        <Show when=move || items.with(|items| !items.is_empty())>
            <CheckList legend=ES.cheques name="cheques" items=items checked=checked on_toggle=toggle/>
        </Show>
    }
    .into_any()
}

fn sentence(missing: &Missing) -> String {
    match missing {
        Missing::Reason => ES.missing_reason.to_owned(),
        Missing::Note => ES.missing_note.to_owned(),
        Missing::Kept { counted } => (ES.kept_too_much)(*counted),
        Missing::Signature => ES.missing_signature.to_owned(),
        Missing::Receiver => ES.missing_receiver.to_owned(),
        Missing::Rule(error) => errors::rule(error),
    }
}
