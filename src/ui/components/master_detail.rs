//! A list and what is open of it: two panes from 840 px, one at a time below.

use leptos::prelude::*;

#[component]
pub fn MasterDetail(
    /// Whether something is open; below 840 px it then takes the place of the list.
    #[prop(into)]
    is_open: Signal<bool>,
    #[prop(into)] master: ViewFn,
    #[prop(into)] detail: ViewFn,
) -> impl IntoView {
    view! {
        <div class="master-detail" data-open=move || is_open.get()>
            <div class="master">{master.run()}</div>
            <div class="detail">{detail.run()}</div>
        </div>
    }
    .into_any()
}
