//! A card of a list: title, what matters now, its actions.

use leptos::prelude::*;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CardState {
    #[default]
    Todo,
    Done,
    /// Has something that is only on this phone.
    Pending,
    /// Somebody else has it now.
    Moved,
}

impl CardState {
    fn as_str(self) -> &'static str {
        match self {
            CardState::Todo => "todo",
            CardState::Done => "done",
            CardState::Pending => "pending",
            CardState::Moved => "moved",
        }
    }
}

#[component]
pub fn ListCard(
    #[prop(into)] title: String,
    /// Where the title leads.
    #[prop(optional, into)]
    href: Option<String>,
    /// Its place in the list.
    #[prop(optional)]
    number: Option<usize>,
    #[prop(optional)] state: CardState,
    /// Open in the other pane.
    #[prop(optional, into)]
    current: Signal<bool>,
    /// At the end of the title's line: an amount.
    #[prop(optional, into)]
    aside: ViewFn,
    children: Children,
) -> impl IntoView {
    let title = match href {
        Some(href) => view! { <a href=href>{title}</a> }.into_any(),
        None => title.into_any(),
    };
    view! {
        <li
            class="list-card"
            data-state=state.as_str()
            aria-current=move || current.get().then_some("true")
        >
            <div class="card-head">
                <h2 class="card-title">
                    {number.map(|number| view! { <span class="card-number">{format!("{number}. ")}</span> })}
                    {title}
                </h2>
                {aside.run()}
            </div>
            {children()}
        </li>
    }
    .into_any()
}
