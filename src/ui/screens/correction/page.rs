//! The page `/app/solicitud/:id`.

use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};

use super::model::{Kind, Missing, Typed, subjects};
use crate::{
    device,
    domain::ids::ClientId,
    ui::{
        components::{
            AmountEntry, Banner, Choice, ChoiceTiles, Field, FieldKind, FieldNote, MoneyField, PhotoField,
            SelectField, TextArea, Tone,
        },
        screens::form::{ClientScreen, SaveBar, forget, keep, keep_photo},
        session::{Session, recorder::Recorder},
        text::correction::ES,
    },
};

#[component]
pub fn CorrectionPage() -> impl IntoView {
    let form = Callback::new(|client: ClientId| view! { <CorrectionForm client=client/> }.into_any());
    view! { <ClientScreen title=ES.title of=ES.of form=form/> }
}

#[component]
fn CorrectionForm(client: ClientId) -> impl IntoView {
    let session = expect_context::<Session>();
    let recorder = Recorder::open(session);
    let navigate = use_navigate();
    let today = untrack(|| session.today());
    let draft_key = format!("solicitud.{client}");
    let asked = use_query_map().with_untracked(|query| {
        let kind = query.get("pide").and_then(|text| Kind::parse(&text));
        (kind, query.get("de").unwrap_or_default())
    });
    let (typed, _) = keep(draft_key.clone(), recorder, Typed::default(), Typed::is_blank);
    if let (Some(kind), subject) = asked {
        typed.update(|typed| (typed.kind, typed.subject) = (Some(kind), subject));
    }
    let photo = keep_photo(typed, |typed| &mut typed.photo);
    let missing = RwSignal::new(None::<Missing>);
    let account = move || session.with(|workspace| workspace.account(client)).flatten();
    let kind = Memo::new(move |_| typed.with(|typed| typed.kind));
    let options = Memo::new(move |_| {
        let found = match (account(), kind.get()) {
            (Some(account), Some(kind)) => subjects(&account, kind, today),
            _ => Vec::new(),
        };
        let blank = (String::new(), ES.choose.to_owned());
        std::iter::once(blank).chain(found).collect::<Vec<_>>()
    });
    let save = move || {
        let known = session.peek(|workspace| workspace.account(client)).flatten();
        let made = known.map(|account| typed.with_untracked(|typed| typed.draft(&account, today)));
        match made {
            Some(Ok(draft)) => {
                missing.set(None);
                let (navigate, draft_key) = (navigate.clone(), draft_key.clone());
                recorder.record(draft, move |_| {
                    forget(&draft_key);
                    session.notice.set(Some(ES.saved.to_owned()));
                    let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
                    navigate(&format!("/app/clientes/{client}"), options);
                });
            }
            Some(Err(found)) => {
                missing.set(Some(found));
                device::vibrate_error();
            }
            None => {}
        }
    };
    let edit = move |change: &dyn Fn(&mut Typed)| {
        missing.set(None);
        typed.update(|typed| change(typed));
    };
    let note = move |is: fn(&Missing) -> bool| {
        Signal::derive(move || missing.get().filter(is).map(|one| FieldNote::Error(sentence(&one))))
    };
    let owed = Memo::new(move |_| {
        let account = account()?;
        typed.with(|typed| typed.owed(&account, today))
    });
    let label_of = move || match kind.get() {
        Some(Kind::Reversal) | None => ES.payment,
        Some(Kind::Condonation | Kind::WriteOff | Kind::DueDate) => ES.debt,
        Some(Kind::AgreementBroken) => ES.agreement,
        Some(Kind::ChequeBounced) => ES.cheque,
    };
    let subject_field = move || {
        kind.get()?;
        if options.with(Vec::len) < 2 {
            return Some(
                view! {
                    <Banner tone=Tone::Warning>
                        <p>{ES.nothing_of_kind}</p>
                    </Banner>
                }
                .into_any(),
            );
        }
        Some(
            view! {
                <SelectField
                    label=label_of()
                    name="de"
                    options=options
                    value=Signal::derive(move || typed.with(|typed| typed.subject.clone()))
                    on_choose=move |key: String| edit(&|typed| typed.subject.clone_from(&key))
                    note=note(|missing| *missing == Missing::Subject)
                />
            }
            .into_any(),
        )
    };
    view! {
        <p class="quiet">{ES.explain}</p>
        <ChoiceTiles
            legend=ES.what
            name="pide"
            choices=ES.kinds.map(Choice::new).to_vec()
            selected=Signal::derive(move || Kind::ALL.iter().position(|one| Some(*one) == kind.get()))
            on_choose=move |index: usize| edit(&|typed| {
                typed.kind = Kind::ALL.get(index).copied();
                typed.subject.clear();
            })
        />
        {subject_field}
        <Show when=move || kind.get() == Some(Kind::Condonation)>
            <MoneyField
                label=ES.amount
                name="cantidad"
                hint=owed.get_untracked().map(ES.amount_hint).unwrap_or_default()
                entry=Signal::derive(move || typed.with(|typed| typed.amount.clone()))
                on_change=move |entry: AmountEntry| edit(&|typed| typed.amount.clone_from(&entry))
                note=note(|missing| matches!(missing, Missing::Amount | Missing::Beyond { .. }))
                required=true
            />
        </Show>
        <Show when=move || kind.get() == Some(Kind::DueDate)>
            <Field
                label=ES.due
                name="fecha"
                kind=FieldKind::Date
                value=Signal::derive(move || typed.with(|typed| typed.due.clone()))
                on_input=move |text: String| edit(&|typed| typed.due.clone_from(&text))
                note=note(|missing| *missing == Missing::Date)
                required=true
            />
        </Show>
        <TextArea
            label=ES.reason
            name="motivo"
            hint=ES.reason_hint
            value=Signal::derive(move || typed.with(|typed| typed.reason.clone()))
            on_input=move |text: String| edit(&|typed| typed.reason.clone_from(&text))
            note=note(|missing| *missing == Missing::Reason)
        />
        <PhotoField label=ES.photo name="foto" photo=photo/>
        <SaveBar
            recorder=recorder
            problem=Signal::derive(move || missing.get().map(|missing| sentence(&missing)))
            label=Signal::stored(ES.save.to_owned())
            on_save=save
        />
    }
    .into_any()
}

fn sentence(missing: &Missing) -> String {
    match missing {
        Missing::Kind => ES.missing_kind.to_owned(),
        Missing::Subject => ES.missing_subject.to_owned(),
        Missing::Amount => ES.missing_amount.to_owned(),
        Missing::Beyond { most } => (ES.amount_beyond)(*most),
        Missing::Date => ES.missing_date.to_owned(),
        Missing::Reason => ES.missing_reason.to_owned(),
    }
}
