//! From the choices of the filters to the question for the office, and back to words: pure.

use crate::{
    api::assign::{CollectorFilter, PortfolioOrder},
    domain::{
        account::Account,
        date::CivilDate,
        ids::PersonId,
        invoice::{Currency, Invoice},
        money::Money,
    },
    ui::text::portfolio::ES,
};

/// The option of clients that nobody collects from.
pub const NOBODY: &str = "nobody";

pub fn collector_of(key: &str) -> CollectorFilter {
    match key {
        NOBODY => CollectorFilter::Nobody,
        other => {
            PersonId::parse(other).map_or(CollectorFilter::Anybody, |person| CollectorFilter::Of { person })
        }
    }
}

pub fn order_of(key: &str) -> PortfolioOrder {
    match key {
        "overdue" => PortfolioOrder::Overdue,
        "overdue_days" => PortfolioOrder::OverdueDays,
        "balance" => PortfolioOrder::Balance,
        _ => PortfolioOrder::Name,
    }
}

pub fn order_options() -> Vec<(String, String)> {
    pairs([
        ("overdue_days", ES.order_overdue_days),
        ("overdue", ES.order_overdue),
        ("balance", ES.order_balance),
        ("name", ES.order_name),
    ])
}

/// The options of a filter: first the one that lets everything through.
pub fn options(
    everything: &str,
    others: impl IntoIterator<Item = (String, String)>,
) -> Vec<(String, String)> {
    std::iter::once((String::new(), everything.to_owned())).chain(others).collect()
}

fn pairs<const N: usize>(options: [(&str, &str); N]) -> Vec<(String, String)> {
    options.into_iter().map(|(key, words)| (key.to_owned(), words.to_owned())).collect()
}

/// The invoices as they are read: open ones first, by due date; then the settled ones, newest first.
pub fn invoices_in_order(account: &Account) -> Vec<&Invoice> {
    let (mut open, mut settled): (Vec<&Invoice>, Vec<&Invoice>) =
        account.invoices.iter().partition(|invoice| invoice.is_open());
    open.sort_by(|a, b| a.due.cmp(&b.due).then_with(|| a.folio.cmp(&b.folio)));
    settled.sort_by(|a, b| b.due.cmp(&a.due).then_with(|| a.folio.cmp(&b.folio)));
    open.extend(settled);
    open
}

/// Days past due of one open invoice; 0 where it is not overdue or owes nothing.
pub fn days_past_due(invoice: &Invoice, today: CivilDate) -> i64 {
    if invoice.is_open() { today.days_since(invoice.due).max(0) } else { 0 }
}

/// What is owed in dollars, shown apart; zero where nothing is.
pub fn dollars(account: &Account) -> Money {
    let open =
        account.invoices.iter().filter(|invoice| invoice.currency == Currency::Usd && invoice.is_open());
    Money::sum(open.map(|invoice| invoice.balance)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_option_leads_back_to_its_filter() {
        assert_eq!(collector_of(""), CollectorFilter::Anybody);
        assert_eq!(collector_of(NOBODY), CollectorFilter::Nobody);
        let person = PersonId::from_key("Ana");
        assert_eq!(collector_of(&person.to_string()), CollectorFilter::Of { person });
        assert_eq!(
            order_options().iter().map(|(key, _)| order_of(key)).collect::<Vec<_>>(),
            [
                PortfolioOrder::OverdueDays,
                PortfolioOrder::Overdue,
                PortfolioOrder::Balance,
                PortfolioOrder::Name
            ]
        );
    }
}
