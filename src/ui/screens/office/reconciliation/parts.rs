//! Small parts that the tabs share.

use leptos::prelude::*;

use super::model;
use crate::{
    api::reconciliation::{LineView, TargetView},
    ui::{
        components::{StatusTag, Tone},
        screens::office::here::WallClock,
        text::reconciliation::ES,
    },
};

/// What the bank says: day and words.
pub fn line_words(line: &LineView, clock: WallClock) -> AnyView {
    view! {
        <span>{model::says(line)}</span>
        <br/>
        <span class="quiet">{clock.date(line.id.on)}</span>
    }
    .into_any()
}

/// What was expected: folio, who, from whom.
pub fn target_words(target: &TargetView, clock: WallClock) -> AnyView {
    let detail = [target.client_name.as_str(), target.person_name.as_str(), target.reference.as_str()]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join(" · ");
    let own = target.is_own.then(|| view! { <StatusTag tone=Tone::Warning text=ES.own/> });
    view! {
        <span>{model::title(target)}</span>
        <br/>
        <span class="quiet">{format!("{} · {detail}", clock.date(target.on))}</span>
        {own}
    }
    .into_any()
}
