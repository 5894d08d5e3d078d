//! The month's payments, each with its documents and what is missing.

use leptos::prelude::*;

use super::{Desk, may_be_stamped, model};
use crate::{
    api::rep::{RepMonth, RepRow, RepState},
    ui::{
        components::{Button, ButtonKind, Column, DataTable, StatusTag},
        format,
        text::rep::ES,
    },
};

pub fn table(month: &RepMonth, desk: Desk) -> AnyView {
    let columns = vec![
        Column::text(""),
        Column::text(ES.receipt),
        Column::text(ES.client),
        Column::text(ES.paid_on),
        Column::figure(ES.amount),
        Column::text(ES.documents),
        Column::text(ES.state),
    ];
    let rows = month.rows.iter().map(|row| line(row, desk)).collect_view();
    view! { <DataTable caption=ES.title columns=columns>{rows}</DataTable> }.into_any()
}

fn line(row: &RepRow, desk: Desk) -> AnyView {
    let id = row.payment;
    let choice = may_be_stamped(&row.state).then(|| {
        view! {
            <input
                type="checkbox"
                aria-label=(ES.choose)(&row.folio)
                prop:checked=move || desk.chosen.with(|chosen| chosen.contains(&id))
                on:change=move |_| desk.chosen.update(|chosen| {
                    if !chosen.remove(&id) {
                        chosen.insert(id);
                    }
                })
            />
        }
    });
    let documents =
        row.documents.iter().map(|document| view! { <li>{model::document(document)}</li> }).collect_view();
    let (tone, words) = model::state(row);
    let is_stamped = matches!(row.state, RepState::Stamped { .. });
    let missing = (!is_stamped).then(|| view! { <p class="quiet">{model::missing(row)}</p> });
    let folio = row.folio.clone();
    let back = is_stamped.then(|| {
        let asked = folio.clone();
        view! {
            <Button
                kind=ButtonKind::Quiet
                label=format!("{} {folio}", ES.take_back)
                on_press=move |()| desk.leaving.set(Some((id, asked.clone())))
            >
                {ES.take_back}
            </Button>
        }
    });
    view! {
        <tr>
            <td>{choice}</td>
            <th scope="row">{row.folio.clone()}</th>
            <td>
                {row.client_name.clone()}
                <br/>
                <span class="quiet">{row.rfc.clone()}</span>
            </td>
            <td>{desk.clock.date(row.paid_on)}</td>
            <td data-align="end">{format::money(row.amount)}</td>
            <td>
                <ul>{documents}</ul>
            </td>
            <td>
                <StatusTag tone=tone text=words/>
                {missing}
                {back}
            </td>
        </tr>
    }
    .into_any()
}
