//! Several of a list, each with its box: debts, cheques, papers.

use leptos::prelude::*;

/// One thing that may be checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckItem {
    /// What it is told apart by.
    pub key: String,
    pub title: String,
    /// A second line; may be empty.
    pub detail: String,
    /// At the end of the line: an amount; may be empty.
    pub aside: String,
}

#[component]
pub fn CheckList(
    /// The question.
    #[prop(into)]
    legend: String,
    /// The name that its boxes share; one of its kind per page.
    name: &'static str,
    #[prop(into)] items: Signal<Vec<CheckItem>>,
    /// The keys of what is checked.
    #[prop(into)]
    checked: Signal<Vec<String>>,
    /// Called with the key that was checked or unchecked.
    #[prop(into)]
    on_toggle: Callback<String>,
    /// What is wrong with what is checked.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    // Drawn again only when the list changes: a box that has the focus keeps it.
    let items = Memo::new(move |_| items.get());
    let boxes = move || {
        items
            .get()
            .into_iter()
            .map(|item| {
                let key = item.key.clone();
                let is_checked = move || checked.with(|checked| checked.contains(&key));
                let key = item.key;
                let has_detail = !item.detail.is_empty();
                view! {
                    <label class="check-item">
                        <input
                            type="checkbox"
                            name=name
                            prop:checked=is_checked
                            on:change=move |_| on_toggle.run(key.clone())
                        />
                        <span class="check-words">
                            <span>{item.title}</span>
                            {has_detail.then(|| view! { <small class="quiet">{item.detail}</small> })}
                        </span>
                        <span class="amount">{item.aside}</span>
                    </label>
                }
            })
            .collect_view()
    };
    view! {
        <fieldset class="check-list">
            <legend>{legend}</legend>
            {boxes}
            {move || error.get().map(|error| view! { <p class="check-error">{error}</p> })}
        </fieldset>
    }
    .into_any()
}
