//! Small accounts for the tests of the domain.

use super::{
    account::Account,
    customer::{Address, Customer},
    date::{CivilDate, Zone},
    ids::{BranchId, ClientId, EventId, InvoiceId},
    invoice::{Currency, DebtKind, Invoice},
    late::Moratory,
    money::Money,
};

pub fn day(text: &str) -> CivilDate {
    CivilDate::parse_iso(text).unwrap()
}

pub fn money(centavos: i64) -> Money {
    Money::from_centavos(centavos).unwrap()
}

pub fn event(number: u64) -> EventId {
    EventId::mint(number, &[0; 10])
}

pub fn invoice(folio: &str, due: &str, centavos: i64) -> Invoice {
    Invoice {
        id: InvoiceId::from_key(folio),
        folio: folio.into(),
        kind: DebtKind::Invoice,
        issued: day(due).plus_days(-30),
        due: day(due),
        total: money(centavos),
        balance: money(centavos),
        currency: Currency::Mxn,
        late: None,
        moratory: Moratory::default(),
        in_review: None,
        agreement: None,
        partials: 0,
    }
}

/// The client `C00001` with these debts: folio, due date, centavos.
pub fn account(debts: &[(&str, &str, i64)]) -> Account {
    named_account("C00001", debts)
}

pub fn named_account(key: &str, debts: &[(&str, &str, i64)]) -> Account {
    let mut account = Account::new(Customer {
        id: ClientId::from_key(key),
        key: key.into(),
        name: key.into(),
        rfc: String::new(),
        phone: String::new(),
        email: String::new(),
        address: Address::default(),
        position: None,
        zone: Zone::TIJUANA,
        branch: BranchId::from_key("TEC"),
        credit_days: 30,
        credit_limit: Money::ZERO,
    });
    account.invoices = debts.iter().map(|(folio, due, centavos)| invoice(folio, due, *centavos)).collect();
    account
}
