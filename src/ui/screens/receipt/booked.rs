//! *La oficina aplicó distinto*: what the office booked of a payment, where it is not what the receipt showed. Another
//! phone had collected the same debt, or the client's account had changed meanwhile.

use leptos::prelude::*;

use crate::{
    domain::{allocation::Allocation, ids::ClientId, money::Money},
    sync::{overlay::Workspace, records::ReceiptRow},
    ui::{
        components::{Banner, Tone},
        session::Session,
        text::receipt::ES,
    },
};

/// One debt or *a favor*: what the receipt said and what the office booked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub what: String,
    pub shown: Money,
    pub booked: Money,
}

/// Where the two allocations differ, in the order of the receipt.
pub fn changes(shown: &Allocation, booked: &Allocation) -> Vec<Change> {
    let of = |allocation: &Allocation, folio: &str| {
        let part = allocation.parts.iter().find(|part| part.folio == folio);
        part.and_then(|part| part.total().ok()).unwrap_or_default()
    };
    let mut folios: Vec<&str> = Vec::new();
    for part in shown.parts.iter().chain(&booked.parts) {
        if !folios.contains(&part.folio.as_str()) {
            folios.push(&part.folio);
        }
    }
    let mut all: Vec<Change> = folios
        .into_iter()
        .map(|folio| Change { what: folio.to_owned(), shown: of(shown, folio), booked: of(booked, folio) })
        .collect();
    all.push(Change { what: ES.unapplied.to_owned(), shown: shown.unapplied, booked: booked.unapplied });
    all.retain(|change| change.shown != change.booked);
    all
}

/// The client's last receipt of this phone, where the office booked it otherwise and nobody has been there since.
pub fn unsaid(workspace: &Workspace, client: ClientId) -> Option<&ReceiptRow> {
    let last = workspace.receipts().rev().find(|receipt| receipt.client == client)?;
    let zone = workspace.meta().profile.as_ref()?.zone;
    let day = last.recorded.date_in(zone);
    let was_visited = workspace
        .account(client)
        .and_then(|account| account.last_visit.as_ref().map(|visit| visit.on > day))
        .unwrap_or(false);
    // The office also numbers partial payments and the like: only money that went elsewhere is worth a word.
    let is_other = last.booked.as_ref().is_some_and(|booked| !changes(&last.allocation, booked).is_empty());
    (is_other && !was_visited).then_some(last)
}

/// Said once more on the next visit, with the way to the receipt.
#[component]
pub fn BookedOtherwise(client: ClientId) -> impl IntoView {
    let session = expect_context::<Session>();
    let folio = Memo::new(move |_| {
        session.with(|workspace| unsaid(workspace, client).map(|receipt| receipt.folio.to_string())).flatten()
    });
    move || {
        folio.get().map(|folio| {
            view! {
                <Banner tone=Tone::Warning>
                    <p>{(ES.booked_otherwise)(&folio)}</p>
                    <a href=format!("/app/recibo/{folio}")>{ES.see_receipt}</a>
                </Banner>
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        allocation::allocate,
        payment::PaymentTarget,
        sample::{self, day, money},
    };

    #[test]
    fn only_what_differs_is_said() {
        let first = sample::account(&[("F-1", "2026-10-01", 100_000), ("F-2", "2026-11-01", 50_000)]);
        let later = sample::account(&[("F-2", "2026-11-01", 50_000)]);
        let on = day("2026-11-21");
        let pay = |account: &crate::domain::account::Account| {
            allocate(&account.invoices, money(120_000), &PaymentTarget::OldestFirst, on).unwrap()
        };
        let found = changes(&pay(&first), &pay(&later));
        let said: Vec<_> = found.iter().map(|one| (one.what.as_str(), one.shown, one.booked)).collect();
        assert_eq!(
            said,
            [
                ("F-1", money(100_000), Money::ZERO),
                ("F-2", money(20_000), money(50_000)),
                (ES.unapplied, Money::ZERO, money(70_000)),
            ]
        );
        assert_eq!(changes(&pay(&first), &pay(&first)), []);
    }
}
