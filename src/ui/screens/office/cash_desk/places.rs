//! Where every peso lies, and what each safe holds.

use leptos::prelude::*;

use crate::{
    api::deposits::{MoneyPlaces, list_vaults, money_places},
    domain::money::Money,
    ui::{
        components::{Column, DataTable},
        format,
        screens::office::{remote::Remote, states::Loaded},
        text::cash_desk::{ES, Place},
    },
};

#[component]
pub fn Places() -> impl IntoView {
    let places = Remote::new(money_places);
    let vaults = Remote::new(list_vaults);
    let table = move || {
        let places = places.get()?;
        let lines = rows(&places)
            .into_iter()
            .map(|(place, amount)| {
                view! {
                    <tr>
                        <th scope="row">{(ES.place_name)(place)}</th>
                        <td data-align="end">{format::money(amount)}</td>
                    </tr>
                }
            })
            .collect_view();
        let columns = vec![Column::text(ES.place_head), Column::figure(ES.amount)];
        Some(view! {
            <DataTable caption=ES.places columns=columns>
                {lines}
            </DataTable>
        })
    };
    let safes = move || {
        let vaults = vaults.get()?;
        let lines = vaults
            .iter()
            .map(|vault| {
                let cheques = match vault.cheques.len() {
                    0 => String::new(),
                    number => {
                        format!("{} · {}", (ES.cheque_count)(number), format::money(vault.cheques_total))
                    }
                };
                view! {
                    <tr>
                        <th scope="row">{vault.branch_name.clone()}</th>
                        <td data-align="end">{format::money(vault.cash)}</td>
                        <td>{cheques}</td>
                    </tr>
                }
            })
            .collect_view();
        let columns = vec![Column::text(ES.branch), Column::figure(ES.cash), Column::text(ES.cheques)];
        Some(view! {
            <DataTable caption=ES.safe columns=columns>
                {lines}
            </DataTable>
        })
    };
    view! {
        <div class="stack">
            <p class="quiet">{ES.places_intro}</p>
            <Loaded
                state=places.state()
                has_data=places.has_data()
                retry=move |()| places.reload()
            >
                {table}
            </Loaded>
            <Loaded
                state=vaults.state()
                has_data=vaults.has_data()
                retry=move |()| vaults.reload()
            >
                {safes}
            </Loaded>
        </div>
    }
    .into_any()
}

/// In the order in which money travels.
fn rows(places: &MoneyPlaces) -> [(Place, Money); 12] {
    [
        (Place::InHand, places.in_hand),
        (Place::Cheques, places.cheques),
        (Place::HandedOver, places.handed_over),
        (Place::Vault, places.vault),
        (Place::ChequeVault, places.cheque_vault),
        (Place::Deposited, places.deposited),
        (Place::Transfers, places.transfers),
        (Place::Cards, places.cards),
        (Place::Bank, places.bank),
        (Place::Shortage, places.shortage),
        (Place::Expense, places.expense),
        (Place::Surplus, places.surplus),
    ]
}
