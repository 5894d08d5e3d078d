//! The page `/app/folio-cancelado`: the next folio was spoilt, and says why.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use serde::{Deserialize, Serialize};

use crate::{
    device,
    domain::{folio::Folio, photo::PhotoRef},
    sync::engine::Draft,
    ui::{
        components::{Chips, Choice, FieldNote, PhotoField, TextArea},
        screens::form::{SaveBar, forget, keep, keep_photo},
        session::{Session, recorder::Recorder},
        shell::Screen,
        text::voided::ES,
    },
};

const DRAFT: &str = "folio-cancelado";

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct Typed {
    reason: String,
    photo: Option<PhotoRef>,
}

impl Typed {
    fn is_blank(&self) -> bool {
        self.reason.trim().is_empty() && self.photo.is_none()
    }
}

#[component]
pub fn VoidFolioPage() -> impl IntoView {
    let session = expect_context::<Session>();
    let recorder = Recorder::open(session);
    let navigate = use_navigate();
    let (typed, _) = keep(DRAFT.to_owned(), recorder, Typed::default(), Typed::is_blank);
    let photo = keep_photo(typed, |typed| &mut typed.photo);
    let is_missing = RwSignal::new(false);
    // What is being cancelled stays on the screen while it is saved.
    let folio = Memo::new(move |before: Option<&String>| {
        if recorder.is_writing()
            && let Some(before) = before
        {
            return before.clone();
        }
        session.with(|workspace| next_folio(workspace.meta())).flatten().unwrap_or_default()
    });
    let save = move || {
        let Typed { reason, photo } = typed.get_untracked();
        if reason.trim().is_empty() {
            is_missing.set(true);
            device::vibrate_error();
            return;
        }
        is_missing.set(false);
        let navigate = navigate.clone();
        let draft = Draft::VoidFolio { reason: reason.trim().to_owned(), photo };
        recorder.record(draft, move |record| {
            forget(DRAFT);
            let spoilt = record.event.fact.folio().map(ToString::to_string).unwrap_or_default();
            session.notice.set(Some((ES.saved)(&spoilt)));
            let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
            navigate("/app/caja", options);
        });
    };
    view! {
        <Screen title=ES.title.to_owned() back=Signal::stored(Some("/app/caja".to_owned())) form=true>
            <p class="numbers">
                <strong>{move || (ES.what)(&folio.get())}</strong>
            </p>
            <p class="quiet">{ES.explain}</p>
            <Chips
                legend=ES.reason
                quiet_legend=true
                choices=Signal::stored(ES.offered.map(Choice::new).to_vec())
                selected=Signal::derive(move || {
                    typed.with(|typed| ES.offered.iter().position(|one| *one == typed.reason))
                })
                on_choose=move |index: usize| {
                    is_missing.set(false);
                    let reason = ES.offered.get(index).copied().unwrap_or_default();
                    typed.update(|typed| typed.reason = reason.to_owned());
                }
            />
            <TextArea
                label=ES.reason
                name="motivo"
                hint=ES.reason_hint
                value=Signal::derive(move || typed.with(|typed| typed.reason.clone()))
                on_input=move |text: String| {
                    is_missing.set(false);
                    typed.update(|typed| typed.reason = text);
                }
                note=Signal::derive(move || {
                    is_missing.get().then(|| FieldNote::Error(ES.missing.to_owned()))
                })
            />
            <PhotoField label=ES.photo name="foto" photo=photo/>
            <SaveBar
                recorder=recorder
                problem=Signal::derive(move || is_missing.get().then(|| ES.missing.to_owned()))
                label=Signal::derive(move || (ES.save)(&folio.get()))
                on_save=save
            />
        </Screen>
    }
    .into_any()
}

/// The folio that the next receipt of this phone would take.
fn next_folio(meta: &crate::sync::records::Meta) -> Option<String> {
    Folio::new(meta.series.clone(), meta.next_folio).ok().map(|folio| folio.to_string())
}
