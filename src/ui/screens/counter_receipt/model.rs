//! The contrarecibo being captured.

use serde::{Deserialize, Serialize};

use crate::{
    domain::{
        account::Account,
        counter_receipt::{CLIENT_FOLIO_CHARS_MAX, CounterReceiptTaken},
        date::CivilDate,
        ids::{ClientId, InvoiceId},
        invoice::{DebtKind, Invoice},
        money::Money,
        photo::PhotoRef,
        visit::{VisitMade, VisitResult},
    },
    sync::engine::Draft,
};

/// Everything that was typed, so that an interruption loses nothing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Typed {
    /// Ids of the invoices that the client took in.
    pub invoices: Vec<String>,
    pub client_folio: String,
    pub pay_on: String,
    pub photo: Option<PhotoRef>,
}

/// What is still missing or wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    Invoices,
    Folio,
    Date,
    Past,
}

impl Typed {
    pub fn is_blank(&self) -> bool {
        *self == Typed::default()
    }

    /// The draft to record on `today`; the error names what to mend.
    pub fn draft(&self, client: ClientId, today: CivilDate) -> Result<Draft, Missing> {
        let invoices: Vec<InvoiceId> = self.invoices.iter().filter_map(|id| InvoiceId::parse(id)).collect();
        if invoices.is_empty() {
            return Err(Missing::Invoices);
        }
        let client_folio = self.client_folio.trim().to_owned();
        if client_folio.chars().count() > CLIENT_FOLIO_CHARS_MAX {
            return Err(Missing::Folio);
        }
        let pay_on = match self.pay_on.trim() {
            "" => None,
            text => Some(CivilDate::parse_iso(text).ok_or(Missing::Date)?),
        };
        if pay_on.is_some_and(|date| date < today) {
            return Err(Missing::Past);
        }
        Ok(Draft::CounterReceipt(CounterReceiptTaken {
            client,
            client_folio,
            invoices,
            pay_on,
            photo: self.photo,
        }))
    }

    /// The visit that it was: the client has been seen today, and named his day.
    pub fn visit(&self, client: ClientId) -> Draft {
        let pay_on = CivilDate::parse_iso(self.pay_on.trim());
        Draft::Visit(VisitMade { client, result: VisitResult::InReview { pay_on }, note: String::new() })
    }

    /// How many invoices, and how much they owe.
    pub fn covered(&self, account: &Account) -> (usize, Money) {
        let chosen: Vec<&Invoice> =
            candidates(account).filter(|invoice| self.invoices.contains(&invoice.id.to_string())).collect();
        let sum = Money::sum(chosen.iter().map(|invoice| invoice.balance)).unwrap_or_default();
        (chosen.len(), sum)
    }
}

/// What may be taken in: open trade invoices that are not in review already.
pub fn candidates(account: &Account) -> impl Iterator<Item = &Invoice> {
    account
        .open_invoices()
        .filter(|invoice| invoice.in_review.is_none() && matches!(invoice.kind, DebtKind::Invoice))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(typed: Typed, expected: Option<Missing>) {
        let today = CivilDate::new(2026, 11, 21).unwrap();
        assert_eq!(typed.draft(ClientId::from_key("A"), today).err(), expected);
    }

    #[test]
    fn it_needs_an_invoice_and_a_day_that_exists_and_has_not_passed() {
        let one = Typed { invoices: vec![InvoiceId::from_key("F-1").to_string()], ..Typed::default() };
        check(Typed::default(), Some(Missing::Invoices));
        check(one.clone(), None);
        check(Typed { pay_on: "2026-11-21".into(), ..one.clone() }, None);
        check(Typed { pay_on: "2026-11-20".into(), ..one.clone() }, Some(Missing::Past));
        check(Typed { pay_on: "2026-02-30".into(), ..one }, Some(Missing::Date));
    }
}
