//! A few short choices beside each other: amounts to fill in, filters, preferences.

use leptos::prelude::*;

use super::{Choice, Glyph, Icon};

#[component]
pub fn Chips(
    /// What is chosen.
    #[prop(into)]
    legend: String,
    /// The legend is only heard: the chips speak for themselves.
    #[prop(optional)]
    quiet_legend: bool,
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
                let is_chosen = move || selected.get() == Some(index);
                view! {
                    <button
                        type="button"
                        class="chip"
                        aria-pressed=move || is_chosen().to_string()
                        on:click=move |_| on_choose.run(index)
                    >
                        <span class="chip-mark">
                            <Icon glyph=Glyph::Check small=true/>
                        </span>
                        {choice.glyph.map(|glyph| view! { <Icon glyph=glyph small=true/> })}
                        <span>{choice.label}</span>
                    </button>
                }
            })
            .collect_view()
    };
    let name = legend.clone();
    view! {
        <div class="chips" role="group" aria-label=name>
            <p class="chips-legend" class:only-heard=quiet_legend aria-hidden="true">
                {legend}
            </p>
            {chips}
        </div>
    }
    .into_any()
}
