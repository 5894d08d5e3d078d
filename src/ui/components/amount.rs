//! An amount of money: two decimals, digits of one width, aligned at its end.

use leptos::prelude::*;

use super::Tone;
use crate::{domain::money::Money, ui::format};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AmountSize {
    #[default]
    Normal,
    Large,
    Huge,
}

#[component]
pub fn Amount(
    #[prop(into)] value: Signal<Money>,
    #[prop(optional)] size: AmountSize,
    /// Danger for what is overdue, ok for what came in.
    #[prop(optional)]
    tone: Tone,
) -> impl IntoView {
    let size = match size {
        AmountSize::Normal => None,
        AmountSize::Large => Some("large"),
        AmountSize::Huge => Some("huge"),
    };
    view! {
        <span class="amount" data-size=size data-tone=tone.as_str()>
            {move || format::money(value.get())}
        </span>
    }
    .into_any()
}
