//! One of a few, as large tiles.

use leptos::prelude::*;

use super::{Glyph, Icon};

/// One thing to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub label: String,
    pub glyph: Option<Glyph>,
}

impl Choice {
    pub fn new(label: impl Into<String>) -> Choice {
        Choice { label: label.into(), glyph: None }
    }

    pub fn with_glyph(label: impl Into<String>, glyph: Glyph) -> Choice {
        Choice { label: label.into(), glyph: Some(glyph) }
    }
}

#[component]
pub fn ChoiceTiles(
    /// The question.
    #[prop(into)]
    legend: String,
    /// The name that its radio buttons share; one of its kind per page.
    name: &'static str,
    choices: Vec<Choice>,
    #[prop(into)] selected: Signal<Option<usize>>,
    /// Called with the index of the choice.
    #[prop(into)]
    on_choose: Callback<usize>,
) -> impl IntoView {
    let tiles = choices
        .into_iter()
        .enumerate()
        .map(|(index, choice)| {
            view! {
                <label class="tile">
                    <input
                        type="radio"
                        name=name
                        value=index.to_string()
                        prop:checked=move || selected.get() == Some(index)
                        on:change=move |_| on_choose.run(index)
                    />
                    <span class="tile-mark"><Icon glyph=Glyph::Check small=true/></span>
                    {choice.glyph.map(|glyph| view! { <Icon glyph=glyph/> })}
                    <span>{choice.label}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="choice-tiles">
            <legend>{legend}</legend>
            <div class="tiles">{tiles}</div>
        </fieldset>
    }
    .into_any()
}
