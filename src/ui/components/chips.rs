//! One of a few, as small chips: amounts, filters.

use leptos::prelude::*;

use super::{Choice, Glyph, Icon};

#[component]
pub fn Chips(
    #[prop(into)] legend: String,
    /// The legend is only heard: the chips speak for themselves.
    #[prop(optional)]
    quiet_legend: bool,
    /// The name that its radio buttons share; one of its kind per page.
    name: &'static str,
    #[prop(into)] choices: Signal<Vec<Choice>>,
    #[prop(into)] selected: Signal<Option<usize>>,
    /// Called with the index of the choice.
    #[prop(into)]
    on_choose: Callback<usize>,
) -> impl IntoView {
    // Drawn again only when the words change: a chip that has the focus keeps it.
    let choices = Memo::new(move |_| choices.get());
    let chips = move || {
        choices
            .get()
            .into_iter()
            .enumerate()
            .map(|(index, choice)| {
                view! {
                    <label class="chip">
                        <input
                            type="radio"
                            name=name
                            value=index.to_string()
                            prop:checked=move || selected.get() == Some(index)
                            on:change=move |_| on_choose.run(index)
                        />
                        <span class="chip-mark"><Icon glyph=Glyph::Check small=true/></span>
                        {choice.glyph.map(|glyph| view! { <Icon glyph=glyph small=true/> })}
                        <span>{choice.label}</span>
                    </label>
                }
            })
            .collect_view()
    };
    view! {
        <fieldset class="chips">
            <legend class=quiet_legend.then_some("only-heard")>{legend}</legend>
            {chips}
        </fieldset>
    }
    .into_any()
}
