//! A receipt as the client sees it, on the screen and on paper. Its words speak to the client: *usted*.

use leptos::prelude::*;
use qrcode::{Color, EcLevel, QrCode};

use super::{Amount, AmountSize};
use crate::{
    domain::money::Money,
    ui::{format, text::receipt::ES},
};

/// White modules around a QR code, as its standard asks.
const QR_QUIET_MODULES: usize = 4;

/// The paper that it is printed on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Paper {
    Ticket58,
    #[default]
    Ticket80,
    Letter,
}

impl Paper {
    pub const ALL: [Paper; 3] = [Paper::Ticket58, Paper::Ticket80, Paper::Letter];

    /// The value of `data-paper`, which the print style reads.
    pub fn as_str(self) -> &'static str {
        match self {
            Paper::Ticket58 => "58",
            Paper::Ticket80 => "80",
            Paper::Letter => "carta",
        }
    }
}

/// One invoice that the payment went to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiptLine {
    pub folio: String,
    /// All that it took: capital, interest and IVA.
    pub amount: Money,
    /// Capital, interest and IVA apart, where there is interest.
    pub split: Option<String>,
    pub balance_after: Money,
}

/// What a receipt says, ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiptPrint {
    pub company: String,
    pub folio: String,
    pub amount: Money,
    pub in_words: String,
    pub client_name: String,
    pub when: String,
    pub method: String,
    /// Under what condition the money counts.
    pub condition: Option<String>,
    pub collector: String,
    pub lines: Vec<ReceiptLine>,
    /// *A favor*.
    pub unapplied: Money,
    pub balance_after: Money,
    /// The address that the QR code carries.
    pub check_url: String,
}

#[component]
pub fn ReceiptView(
    #[prop(into)] receipt: Signal<ReceiptPrint>,
    #[prop(into)] paper: Signal<Paper>,
) -> impl IntoView {
    let body = move || {
        let receipt = receipt.get();
        let lines = receipt
            .lines
            .into_iter()
            .map(|line| {
                let left = (ES.line_left)(line.balance_after);
                view! {
                    <tr>
                        <th scope="row">
                            {line.folio} <br/> <small class="quiet">{left}</small>
                            {line
                                .split
                                .map(|split| {
                                    view! {
                                        <br/>
                                        <small class="quiet">{split}</small>
                                    }
                                })}
                        </th>
                        <td>{format::money(line.amount)}</td>
                    </tr>
                }
            })
            .collect_view();
        let unapplied = receipt.unapplied.is_positive().then(|| {
            view! {
                <tr>
                    <th scope="row">{ES.unapplied}</th>
                    <td>{format::money(receipt.unapplied)}</td>
                </tr>
            }
        });
        view! {
            <p class="receipt-company">{receipt.company}</p>
            <p class="receipt-folio">{(ES.folio)(&receipt.folio)}</p>
            <div class="receipt-amount">
                <span>{ES.received_from_you}</span>
                <Amount value=receipt.amount size=AmountSize::Huge/>
                <small>{receipt.in_words}</small>
            </div>
            <dl>
                <dt>{ES.client}</dt>
                <dd>{receipt.client_name}</dd>
                <dt>{ES.when}</dt>
                <dd>{receipt.when}</dd>
                <dt>{ES.method}</dt>
                <dd>
                    {receipt.method}
                    {receipt.condition.map(|condition| view! { <strong>{condition}</strong> })}
                </dd>
                <dt>{ES.collector}</dt>
                <dd>{receipt.collector}</dd>
            </dl>
            <table class="receipt-lines">
                <caption class="only-heard">{ES.applied_to}</caption>
                <tbody>{lines} {unapplied}</tbody>
                <tfoot>
                    <tr>
                        <th scope="row">{ES.balance_after}</th>
                        <td>{format::money(receipt.balance_after)}</td>
                    </tr>
                </tfoot>
            </table>
            {qr(&receipt.check_url)}
            <p class="receipt-legend">{ES.legend}</p>
        }
    };
    view! {
        <article class="receipt-view" data-paper=move || paper.get().as_str() aria-label=ES.title>
            {body}
        </article>
    }
    .into_any()
}

/// The QR code of an address as one path; nothing where the address does not fit.
fn qr(address: &str) -> Option<impl IntoView + use<>> {
    let code = QrCode::with_error_correction_level(address, EcLevel::M).ok()?;
    let width = code.width();
    let path: String = code
        .to_colors()
        .into_iter()
        .enumerate()
        .filter(|(_, color)| *color == Color::Dark)
        .map(|(index, _)| {
            format!("M{} {}h1v1h-1z", index % width + QR_QUIET_MODULES, index / width + QR_QUIET_MODULES)
        })
        .collect();
    let side = width + 2 * QR_QUIET_MODULES;
    Some(view! {
        <svg
            class="receipt-qr"
            viewBox=format!("0 0 {side} {side}")
            role="img"
            aria-label=ES.qr
            shape-rendering="crispEdges"
        >
            <path d=path fill="currentColor"></path>
        </svg>
    })
}
