//! One account: what it owes, what it paid, what it promised.

use std::sync::Arc;

use leptos::prelude::*;

use super::model;
use crate::{
    domain::{
        account::Account,
        invoice::{Currency, DebtKind, Invoice},
        money::Money,
        promise::PromiseState,
    },
    ui::{
        components::{Amount, AmountSize, Column, DataTable, Glyph, LinkButton, StatusTag, Tone},
        format,
        screens::office::{here::WallClock, reports::statement_address},
        text::{office, portfolio::ES, reports},
    },
};

/// The whole account.
#[component]
pub fn AccountDetail(
    account: Arc<Account>,
    /// Name of whoever collects, where it is known.
    collector: Signal<Option<String>>,
    clock: WallClock,
) -> impl IntoView {
    let today = clock.today();
    let customer = &account.customer;
    let balance = account.balance().unwrap_or_default();
    let overdue = account.overdue(today).unwrap_or_default();
    let dollars = model::dollars(&account);
    let is_assigned = account.assigned_to.is_some();
    let who = move || {
        // The list names whoever collects; an account that it does not show is known to have somebody, not whom.
        let unnamed = if is_assigned { office::ES.assigned } else { office::ES.unassigned };
        collector.get().filter(|name| !name.is_empty()).unwrap_or_else(|| unnamed.to_owned())
    };
    let credit =
        format!("{} · {}", format::money(customer.credit_limit), (ES.credit_days)(customer.credit_days));
    let address = [&customer.address.street, &customer.address.neighbourhood, &customer.address.municipality]
        .into_iter()
        .filter(|part| !part.is_empty())
        .cloned()
        .collect::<Vec<_>>()
        .join(", ");
    view! {
        <article class="stack">
            <h2>{customer.name.clone()}</h2>
            <div class="figures">
                <Total heading=ES.balance amount=balance/>
                <Total heading=ES.overdue amount=overdue tone=Tone::Danger/>
                {account.unapplied.is_positive().then(|| view! {
                    <Total
                        heading=ES.unapplied
                        amount=account.unapplied
                        tone=Tone::Ok
                    />
                })}
            </div>
            {dollars.is_positive().then(|| view! { <p class="quiet">{(ES.dollars)(dollars)}</p> })}
            <dl>
                <dt>{ES.collects}</dt>
                <dd>{who}</dd>
                <dt>{ES.key}</dt>
                <dd>{customer.key.clone()}</dd>
                <dt>{ES.rfc}</dt>
                <dd>{or_nothing(&customer.rfc)}</dd>
                <dt>{ES.phone}</dt>
                <dd>{or_nothing(&format::phone(&customer.phone))}</dd>
                <dt>{ES.address}</dt>
                <dd>{or_nothing(&address)}</dd>
                <dt>{ES.limit}</dt>
                <dd>{credit}</dd>
            </dl>
            <p>
                <LinkButton href=statement_address(account.id()) glyph=Glyph::File>
                    {reports::ES.statement_of}
                </LinkButton>
            </p>
            {invoices(&account, clock)}
            {payments(&account, clock)}
            {promises(&account, clock)}
        </article>
    }
    .into_any()
}

#[component]
fn Total(heading: &'static str, amount: Money, #[prop(optional)] tone: Tone) -> impl IntoView {
    view! {
        <div class="panel figure">
            <p class="quiet">{heading}</p>
            <Amount value=amount size=AmountSize::Large tone=tone/>
        </div>
    }
    .into_any()
}

fn or_nothing(text: &str) -> String {
    if text.is_empty() { office::ES.nothing.to_owned() } else { text.to_owned() }
}

fn invoices(account: &Account, clock: WallClock) -> AnyView {
    if account.invoices.is_empty() {
        return view! { <p class="quiet">{ES.no_invoices}</p> }.into_any();
    }
    let rows = model::invoices_in_order(account)
        .into_iter()
        .map(|invoice| invoice_row(invoice, clock))
        .collect_view();
    let columns = vec![
        Column::text(ES.folio),
        Column::text(ES.due),
        Column::text(ES.state),
        Column::figure(ES.total),
        Column::figure(ES.balance),
    ];
    view! {
        <DataTable caption=ES.invoices columns=columns>
            {rows}
        </DataTable>
    }
    .into_any()
}

fn invoice_row(invoice: &Invoice, clock: WallClock) -> AnyView {
    let days = model::days_past_due(invoice, clock.today());
    let state = if !invoice.is_open() {
        view! { <StatusTag tone=Tone::Ok glyph=Glyph::Check text=ES.settled/> }
    } else if days > 0 {
        view! { <StatusTag tone=Tone::Danger glyph=Glyph::Clock text=(ES.overdue_days)(days)/> }
    } else {
        view! { <StatusTag text=ES.not_overdue/> }
    };
    let kind = match invoice.kind {
        DebtKind::Invoice => None,
        DebtKind::Instalment { number, of, .. } | DebtKind::Agreed { number, of, .. } => {
            Some((ES.instalment)(number, of))
        }
        DebtKind::Indemnity { .. } => Some(ES.indemnity.to_owned()),
    };
    let amount = |amount: Money| match invoice.currency {
        Currency::Mxn => format::money(amount),
        Currency::Usd => format!("{} {}", format::money(amount), Currency::Usd.as_str()),
    };
    view! {
        <tr>
            <th scope="row">
                {invoice.folio.clone()} {kind.map(|kind| view! { <span class="quiet">" · " {kind}</span> })}
            </th>
            <td>{clock.date(invoice.due)}</td>
            <td>{state}</td>
            <td data-align="end">{amount(invoice.total)}</td>
            <td data-align="end">{amount(invoice.balance)}</td>
        </tr>
    }
    .into_any()
}

fn payments(account: &Account, clock: WallClock) -> AnyView {
    if account.recent_payments.is_empty() {
        return view! { <p class="quiet">{ES.no_payments}</p> }.into_any();
    }
    let rows = account
        .recent_payments
        .iter()
        .map(|payment| {
            view! {
                <tr>
                    <th scope="row">{payment.folio.to_string()}</th>
                    <td>{clock.date(payment.received_on)}</td>
                    <td>{office::payment_form(&payment.sat_form)}</td>
                    <td data-align="end">{format::money(payment.amount)}</td>
                </tr>
            }
        })
        .collect_view();
    let columns = vec![
        Column::text(ES.receipt),
        Column::text(ES.received),
        Column::text(ES.form),
        Column::figure(ES.amount),
    ];
    view! {
        <DataTable caption=ES.payments columns=columns>
            {rows}
        </DataTable>
    }
    .into_any()
}

fn promises(account: &Account, clock: WallClock) -> Option<AnyView> {
    if account.promises.is_empty() {
        return None;
    }
    let rows = account
        .promises
        .iter()
        .map(|promise| {
            let (tone, words) = match promise.state_on(clock.today()) {
                PromiseState::Open => (Tone::Info, ES.promise_open),
                PromiseState::Kept => (Tone::Ok, ES.promise_kept),
                PromiseState::Partial => (Tone::Warning, ES.promise_partial),
                PromiseState::Broken => (Tone::Danger, ES.promise_broken),
            };
            view! {
                <tr>
                    <th scope="row">{clock.date(promise.due)}</th>
                    <td>
                        <StatusTag tone=tone text=words/>
                    </td>
                    <td data-align="end">{format::money(promise.amount)}</td>
                    <td data-align="end">{format::money(promise.received)}</td>
                </tr>
            }
        })
        .collect_view();
    let columns = vec![
        Column::text(ES.promised_for),
        Column::text(ES.state),
        Column::figure(ES.amount),
        Column::figure(ES.received),
    ];
    Some(
        view! {
            <DataTable caption=ES.promises columns=columns>
                {rows}
            </DataTable>
        }
        .into_any(),
    )
}
