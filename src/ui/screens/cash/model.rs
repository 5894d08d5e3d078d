//! From the phone's receipts to the day's sums.

use crate::{
    domain::{
        date::{CivilDate, Zone},
        money::Money,
        payment::PaymentMethod,
    },
    sync::{overlay::Workspace, records::ReceiptRow},
    ui::{format, text::collect},
};

/// How many receipts of other days are listed.
const EARLIER_MAX: usize = 50;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CashLine {
    pub folio: String,
    pub client_name: String,
    pub amount: Money,
    pub details: String,
    /// Only on this phone.
    pub is_pending: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CashView {
    /// Cash and cheques: what the person carries.
    pub in_hand: Money,
    pub collected: Money,
    pub cash: Money,
    pub cheques: Money,
    pub transfers: Money,
    pub cards: Money,
    /// Newest first.
    pub today: Vec<CashLine>,
    pub earlier: Vec<CashLine>,
}

pub fn cash_view(workspace: &Workspace, today: CivilDate, zone: Zone) -> CashView {
    let mut view = CashView::default();
    for receipt in workspace.receipts().rev() {
        let line = line(workspace, receipt, today, zone);
        if receipt.recorded.date_in(zone) == today {
            add(&mut view, receipt);
            view.today.push(line);
        } else if view.earlier.len() < EARLIER_MAX {
            view.earlier.push(line);
        }
    }
    view
}

fn add(view: &mut CashView, receipt: &ReceiptRow) {
    let sum = |total: Money| total.checked_add(receipt.amount).unwrap_or(total);
    view.collected = sum(view.collected);
    match receipt.method {
        PaymentMethod::Cash => {
            view.cash = sum(view.cash);
            view.in_hand = sum(view.in_hand);
        }
        PaymentMethod::Cheque { .. } => {
            view.cheques = sum(view.cheques);
            view.in_hand = sum(view.in_hand);
        }
        PaymentMethod::Transfer { .. } => view.transfers = sum(view.transfers),
        PaymentMethod::Card { .. } => view.cards = sum(view.cards),
    }
}

fn line(workspace: &Workspace, receipt: &ReceiptRow, today: CivilDate, zone: Zone) -> CashLine {
    let method = (collect::ES.method_name)(receipt.method.sat_form());
    CashLine {
        folio: receipt.folio.to_string(),
        client_name: receipt.client_name.clone(),
        amount: receipt.amount,
        details: format!("{} · {method} · {}", receipt.folio, format::moment(receipt.recorded, zone, today)),
        is_pending: workspace.outbox().iter().any(|row| row.seq == receipt.seq && row.is_unsent()),
    }
}
