//! Conciliación: the bank's statement against what the company expects. Upload, what agrees, what a person decides,
//! what has no other half, and what was reconciled.

mod alone;
mod done;
mod doubtful;
mod model;
mod parts;
mod sure;
mod upload;

use std::sync::Arc;

use leptos::prelude::*;

use self::{alone::Alone, done::Done, doubtful::DoubtfulLines, sure::SureLines, upload::Upload};
use super::{
    remote::{Change, Remote},
    states::{ChangeError, Loaded},
};
use crate::{
    api::{
        error::ApiError,
        reconciliation::{MatchRequest, OpenBooks, banks_to_reconcile, confirm_matches, open_books},
    },
    domain::{ids::BankAccountId, policy::BankAccount},
    ui::{
        components::{EmptyState, Glyph, SelectField, StatusLine, Tabs},
        text::reconciliation::ES,
    },
};

/// What every part of the screen does: ask for a change, say that it was done, and look again.
#[derive(Clone, Copy)]
pub struct Desk {
    pub open: Remote<OpenBooks>,
    pub change: Change,
    pub said: RwSignal<String>,
}

impl Desk {
    /// Confirms matches and says how many.
    pub fn confirm(self, matches: Vec<MatchRequest>) {
        self.ask(confirm_matches(matches), |count| (ES.confirmed)(count));
    }

    /// Asks for a change, says what came of it, and looks again: also where it failed, since some of it may be done.
    pub fn ask<T: 'static>(
        self,
        ask: impl Future<Output = Result<T, ApiError>> + 'static,
        words: impl FnOnce(T) -> String + 'static,
    ) {
        self.said.set(String::new());
        self.change.run(async move { Ok(ask.await) }, move |answer: Result<T, ApiError>| {
            match answer {
                Ok(answer) => self.said.set(words(answer)),
                Err(error) => self.change.error.set(Some(error)),
            }
            self.open.reload();
        });
    }
}

/// `/oficina/conciliacion`.
#[component]
pub fn ReconciliationPage() -> impl IntoView {
    let banks = Remote::new(banks_to_reconcile);
    let content = move || {
        let banks = banks.get()?;
        if banks.is_empty() {
            let message = format!("{}. {}", ES.no_banks, ES.no_banks_detail);
            return Some(view! { <EmptyState glyph=Glyph::Alert message=message/> }.into_any());
        }
        Some(view! { <Reconciliation banks=banks/> }.into_any())
    };
    view! {
        <Loaded
            state=banks.state()
            has_data=banks.has_data()
            retry=move |()| banks.reload()
        >
            {content}
        </Loaded>
    }
    .into_any()
}

#[component]
fn Reconciliation(banks: Arc<Vec<BankAccount>>) -> impl IntoView {
    let bank = RwSignal::new(String::new());
    let open = Remote::new(move || open_books(BankAccountId::parse(&bank.get())));
    let desk = Desk { open, change: Change::default(), said: RwSignal::new(String::new()) };
    let tab = RwSignal::new(0usize);
    let options = {
        let banks = Arc::clone(&banks);
        let all = (String::new(), ES.all_banks.to_owned());
        let each = banks.iter().map(|bank| (bank.id.to_string(), model::bank_name(bank)));
        Signal::stored(std::iter::once(all).chain(each).collect::<Vec<_>>())
    };
    let part = {
        let banks = Arc::clone(&banks);
        move || {
            let banks = Arc::clone(&banks);
            match tab.get() {
                0 => view! { <SureLines desk=desk/> }.into_any(),
                1 => view! { <DoubtfulLines desk=desk/> }.into_any(),
                2 => view! { <Alone desk=desk/> }.into_any(),
                _ => view! { <Done desk=desk banks=banks/> }.into_any(),
            }
        }
    };
    view! {
        <div class="stack" data-gap="large">
            <p class="quiet">{ES.intro}</p>
            <Upload banks=Arc::clone(&banks) on_taken=move |()| open.reload()/>
            <SelectField
                label=ES.bank
                name="bank-shown"
                options=options
                value=bank
                on_choose=move |key| bank.set(key)
            />
            <StatusLine message=desk.said/>
            <ChangeError error=desk.change.error/>
            <Tabs
                label=ES.parts
                labels=vec![ES.tab_sure, ES.tab_doubtful, ES.tab_alone, ES.tab_done]
                selected=tab
                on_select=move |index| tab.set(index)
            >
                {part}
            </Tabs>
        </div>
    }
    .into_any()
}
