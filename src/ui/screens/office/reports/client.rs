//! Which client a report is about: a search, until one is chosen.

use leptos::prelude::*;

use crate::{
    api::reports::report_clients,
    domain::ids::ClientId,
    ui::{
        components::{EmptyState, Glyph, SearchBox},
        screens::office::{
            remote::Remote,
            states::Loaded,
            typing::{move_with_arrows, rested},
        },
        text::{office, reports::ES},
    },
};

#[component]
pub fn ClientSearch(#[prop(into)] on_choose: Callback<ClientId>) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let words = rested(typed);
    let found = Remote::new(move || report_clients(words.get()));
    let entries = move || {
        let found = found.get()?;
        if found.is_empty() {
            let message = format!("{}. {}", office::ES.none_found, office::ES.none_found_detail);
            return Some(view! { <EmptyState glyph=Glyph::Search message=message/> }.into_any());
        }
        let entries = found
            .iter()
            .map(|one| {
                let client = one.client;
                view! {
                    <li>
                        <button type="button" class="account-entry" on:click=move |_| on_choose.run(client)>
                            <span class="name">{one.name.clone()}</span>
                            <span class="numbers">{one.key.clone()}</span>
                        </button>
                    </li>
                }
            })
            .collect_view();
        Some(
            view! {
                <ul
                    class="account-list"
                    aria-label=ES.client_matches
                    on:keydown=move |event| move_with_arrows(&event)
                >
                    {entries}
                </ul>
            }
            .into_any(),
        )
    };
    view! {
        <div class="stack not-printed">
            <p>{ES.choose_client}</p>
            <SearchBox label=ES.client_hint value=typed on_input=move |text| typed.set(text)/>
            <Loaded state=found.state() has_data=found.has_data() retry=move |()| found.reload()>
                {entries}
            </Loaded>
        </div>
    }
    .into_any()
}
