//! Caja: what people hand over, what they carry, what went to the bank, and where every peso lies.

mod cheques;
mod corte;
mod cortes;
mod deposits;
mod drawers;
mod new_deposit;
mod places;

use leptos::prelude::*;

use self::{cheques::Cheques, cortes::Cortes, deposits::Deposits, drawers::Drawers, places::Places};
use crate::{
    api::settings::BankRow,
    domain::drawer::HeldForm,
    ui::{
        components::{StatusLine, Tabs},
        text::{cash_desk::ES, office},
    },
};

#[component]
pub fn CashDeskPage() -> impl IntoView {
    let part = RwSignal::new(0usize);
    let said = RwSignal::new(String::new());
    let say = Callback::new(move |words: String| said.set(words));
    let body = move || match part.get() {
        0 => view! { <Cortes say=say/> }.into_any(),
        1 => view! { <Drawers say=say/> }.into_any(),
        2 => view! { <Deposits say=say/> }.into_any(),
        3 => view! { <Cheques say=say/> }.into_any(),
        _ => view! { <Places/> }.into_any(),
    };
    view! {
        <div class="stack">
            <StatusLine message=said/>
            <Tabs
                label=ES.parts
                labels=vec![ES.cortes, ES.drawers, ES.deposits, ES.cheques, ES.places]
                selected=part
                on_select=move |index| {
                    said.set(String::new());
                    part.set(index);
                }
            >
                {body}
            </Tabs>
        </div>
    }
    .into_any()
}

/// The form of payment, as the business says it.
fn form(form: HeldForm) -> &'static str {
    office::payment_form(match form {
        HeldForm::Cash => "01",
        HeldForm::Cheque => "02",
        HeldForm::Transfer => "03",
        HeldForm::Card => "04",
    })
}

/// The accounts that take deposits, for a list to choose from.
fn bank_options(rows: &[BankRow]) -> Vec<(String, String)> {
    super::portfolio::options(
        ES.bank_missing,
        rows.iter().filter(|row| !row.is_closed).map(|row| {
            (row.account.id.to_string(), format!("{} ···{}", row.account.bank, row.account.last_four))
        }),
    )
}
