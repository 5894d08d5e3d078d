//! The end of the negotiation: the client reads it, signs it, and it is saved.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::{
    document::{Subject, document},
    model::{Missing, Typed},
};
use crate::{
    device,
    domain::{
        agreement::{Proposed, Signer},
        ids::ClientId,
        signature::Signature,
    },
    ui::{
        components::{Chips, Choice, DocumentView, Field, FieldNote, Paper, SignaturePad, TextArea},
        screens::form::{SaveBar, forget, keep_paper},
        session::{Session, recorder::Recorder},
        text::{agreement::ES, errors},
    },
};

const SIGNERS: [Signer; 3] = [Signer::Holder, Signer::Guarantor, Signer::JointObligor];

#[component]
pub fn Signing(
    client: ClientId,
    typed: RwSignal<Typed>,
    proposed: Memo<Option<Result<Proposed, Missing>>>,
    missing: RwSignal<Option<Missing>>,
    recorder: Recorder,
    draft_key: String,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let navigate = use_navigate();
    let signature = RwSignal::new(None::<Signature>);
    let is_request = Memo::new(move |_| {
        proposed.with(|proposed| matches!(proposed, Some(Ok(proposed)) if !proposed.is_within_limits()))
    });
    // Whoever signed, signed these terms: others need another signature.
    Effect::new(move |before: Option<Option<Result<Proposed, Missing>>>| {
        let now = proposed.get();
        if before.is_some_and(|before| before != now) {
            signature.set(None);
        }
        now
    });
    let save = move || {
        let today = session.today_now();
        let made = session
            .peek(|workspace| {
                let account = workspace.account(client)?;
                let limits = workspace.policy().agreement;
                let signed = signature.get_untracked();
                Some(typed.with_untracked(|typed| typed.draft(&account, today, &limits, signed)))
            })
            .flatten();
        match made {
            Some(Ok(draft)) => {
                missing.set(None);
                let said = if is_request.get_untracked() { ES.saved_request } else { ES.saved };
                let (navigate, draft_key) = (navigate.clone(), draft_key.clone());
                recorder.record(draft, move |record| {
                    forget(&draft_key);
                    keep_paper(&record.event);
                    session.notice.set(Some(said.to_owned()));
                    let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
                    navigate(&format!("/app/convenio/{client}/{}", record.event.id), options);
                });
            }
            Some(Err(found)) => {
                missing.set(Some(found));
                device::vibrate_error();
            }
            None => {}
        }
    };
    let print = Memo::new(move |_| {
        let Some(Ok(proposed)) = proposed.get() else { return None };
        let today = session.today();
        session
            .with(|workspace| {
                let account = workspace.account(client)?;
                let subject = Subject::of(workspace, &account, &proposed.terms, today);
                Some(document(subject))
            })
            .flatten()
    });
    let edit = move |change: &dyn Fn(&mut Typed)| {
        missing.set(None);
        typed.update(|typed| change(typed));
    };
    let is =
        move |one: Missing| Signal::derive(move || missing.with(|missing| missing.as_ref() == Some(&one)));
    let note = move |one: Missing, text: &'static str| {
        let is = is(one);
        Signal::derive(move || is.get().then(|| FieldNote::Error(text.to_owned())))
    };
    let unsigned = is(Missing::Signature);
    let label = Signal::derive(move || match proposed.get() {
        Some(Ok(proposed)) if proposed.is_within_limits() => {
            (ES.save)(proposed.terms.total().unwrap_or_default(), proposed.terms.instalments.len())
        }
        _ => ES.save_request.to_owned(),
    });
    view! {
        {move || {
            print
                .get()
                .map(|print| {
                    view! {
                        <h2>{ES.read_it}</h2>
                        <DocumentView
                            document=Signal::stored(print)
                            paper=Signal::stored(Paper::Letter)
                        />
                    }
                })
        }}
        <Field
            label=ES.signer
            name="firmante"
            hint=ES.signer_hint
            value=Signal::derive(move || typed.with(|typed| typed.signer.clone()))
            on_input=move |text: String| edit(&|typed| typed.signer.clone_from(&text))
            note=note(Missing::Signer, ES.missing_signer)
            required=true
        />
        <Chips
            legend=ES.signer_is
            choices=Signal::stored(SIGNERS.map(|one| Choice::new((ES.quality)(one))).to_vec())
            selected=Signal::derive(move || {
                typed.with(|typed| SIGNERS.iter().position(|one| *one == typed.signer_is))
            })
            on_choose=move |index: usize| {
                if let Some(signer) = SIGNERS.get(index) {
                    edit(&|typed| typed.signer_is = *signer);
                }
            }
        />
        <SignaturePad
            label=ES.who_agrees
            name="firma"
            signature=signature
            error=Signal::derive(move || unsigned.get().then(|| ES.missing_signature.to_owned()))
        />
        <Show when=move || is_request.get()>
            <TextArea
                label=ES.request_reason
                name="motivo"
                hint=ES.request_hint
                value=Signal::derive(move || typed.with(|typed| typed.reason.clone()))
                on_input=move |text: String| edit(&|typed| typed.reason.clone_from(&text))
                note=note(Missing::Reason, ES.missing_reason)
            />
        </Show>
        <SaveBar
            recorder=recorder
            problem=Signal::derive(move || missing.with(|missing| missing.as_ref().map(sentence)))
            label=label
            on_save=save
        />
    }
    .into_any()
}

fn sentence(missing: &Missing) -> String {
    match missing {
        Missing::Debts => ES.missing_debts.to_owned(),
        Missing::Signer => ES.missing_signer.to_owned(),
        Missing::Signature => ES.missing_signature.to_owned(),
        Missing::Reason => ES.missing_reason.to_owned(),
        Missing::Rule(error) => errors::rule(error),
    }
}
