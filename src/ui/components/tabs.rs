//! Parts of one page, one at a time.

use leptos::{ev::KeyboardEvent, prelude::*};

#[component]
pub fn Tabs(
    /// What the tabs divide; heard.
    #[prop(into)]
    label: String,
    labels: Vec<&'static str>,
    #[prop(into)] selected: Signal<usize>,
    #[prop(into)] on_select: Callback<usize>,
    /// The open part.
    children: Children,
) -> impl IntoView {
    let last = labels.len().saturating_sub(1);
    let list = NodeRef::<leptos::html::Div>::new();
    let move_to = move |index: usize| {
        on_select.run(index);
        let tab = list.get_untracked().and_then(|list| list.children().item(index as u32));
        if let Some(tab) = tab {
            use leptos::wasm_bindgen::JsCast;
            if let Ok(tab) = tab.dyn_into::<leptos::web_sys::HtmlElement>() {
                // A tab that cannot take the focus is still selected.
                drop(tab.focus());
            }
        }
    };
    let on_key = move |event: KeyboardEvent| {
        let at = selected.get_untracked();
        match event.key().as_str() {
            "ArrowRight" => move_to(if at == last { 0 } else { at + 1 }),
            "ArrowLeft" => move_to(if at == 0 { last } else { at - 1 }),
            "Home" => move_to(0),
            "End" => move_to(last),
            _ => return,
        }
        event.prevent_default();
    };
    let tabs = labels
        .into_iter()
        .enumerate()
        .map(|(index, label)| {
            let is_open = move || selected.get() == index;
            view! {
                <button
                    type="button"
                    role="tab"
                    aria-selected=move || is_open().to_string()
                    tabindex=move || if is_open() { "0" } else { "-1" }
                    on:click=move |_| on_select.run(index)
                >
                    {label}
                </button>
            }
        })
        .collect_view();
    view! {
        <div class="stack">
            <div class="tabs" role="tablist" aria-label=label.clone() node_ref=list on:keydown=on_key>
                {tabs}
            </div>
            <div role="tabpanel" aria-label=label>{children()}</div>
        </div>
    }
    .into_any()
}
