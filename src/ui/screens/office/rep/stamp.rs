//! The folio fiscal of a REP that was stamped for the chosen payments.

use leptos::prelude::*;

use super::Desk;
use crate::{
    api::rep::note_stamp,
    domain::{date::CivilDate, rep::FiscalUuid},
    ui::{
        components::{Button, ButtonKind, Field, FieldKind, FieldNote},
        screens::office::{remote::Change, states::ChangeError},
        text::rep::ES,
    },
};

#[component]
pub fn StampForm(desk: Desk) -> impl IntoView {
    let uuid = RwSignal::new(String::new());
    let on = RwSignal::new(desk.clock.today().to_string());
    let has_tried = RwSignal::new(false);
    let change = Change::default();
    let wrong = Signal::derive(move || {
        let is_wrong = has_tried.get() && uuid.with(|uuid| FiscalUuid::parse(uuid).is_none());
        is_wrong.then(|| FieldNote::Error(ES.stamp_uuid_hint.to_owned()))
    });
    let nothing = Signal::derive(move || {
        desk.chosen.with(|chosen| chosen.is_empty()).then(|| ES.choose_payments.to_owned())
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        has_tried.set(true);
        let day = on.with_untracked(|on| CivilDate::parse_iso(on));
        let is_uuid = uuid.with_untracked(|uuid| FiscalUuid::parse(uuid).is_some());
        let payments: Vec<_> = desk.chosen.get_untracked().into_iter().collect();
        let Some(day) = day.filter(|_| is_uuid && !payments.is_empty()) else { return };
        change.run(note_stamp(payments, uuid.get_untracked(), day), move |()| {
            has_tried.set(false);
            uuid.set(String::new());
            desk.done(ES.was_stamped.to_owned());
        });
    };
    view! {
        <form class="stack panel" novalidate on:submit=submit>
            <h2>{ES.stamp}</h2>
            <p role="status">{move || desk.chosen.with(|chosen| (ES.chosen)(chosen.len()))}</p>
            <Field
                label=ES.stamp_uuid
                name="rep-uuid"
                hint=ES.stamp_uuid_hint
                value=uuid
                note=wrong
                on_input=move |text| uuid.set(text)
            />
            <Field
                label=ES.stamp_on
                name="rep-stamped-on"
                kind=FieldKind::Date
                value=on
                on_input=move |text| on.set(text)
            />
            <ChangeError error=change.error/>
            <Button kind=ButtonKind::Primary submit=true busy=change.is_busy disabled=nothing>
                {ES.stamp}
            </Button>
        </form>
    }
    .into_any()
}
