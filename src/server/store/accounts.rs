//! Accounts as they are read: one by one, by scope, and as the office's portfolio list.

use std::cmp::Reverse;

use surrealdb::types::object;

use super::{
    Store, StoreError,
    query::{id, list},
};
use crate::domain::{
    account::Account,
    date::CivilDate,
    ids::{BranchId, ClientId, PersonId},
    invoice::Currency,
    money::Money,
};

/// One line of the office's portfolio list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortfolioLine {
    pub client: ClientId,
    pub key: String,
    pub name: String,
    pub street: String,
    pub neighbourhood: String,
    pub municipality: String,
    pub branch: BranchId,
    pub assigned_to: Option<PersonId>,
    /// Everything owed in pesos.
    pub balance: Money,
    /// What of it is past its due date.
    pub overdue: Money,
    /// Days past due of the oldest debt; 0 where nothing is overdue.
    pub overdue_days: i64,
    /// Saldo a favor.
    pub unapplied: Money,
    /// Owed in dollars: shown apart, never summed with pesos.
    pub balance_usd: Money,
}

/// Which part of the portfolio is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortfolioQuery {
    pub today: CivilDate,
    /// Words of key, name or address, in any letter case and with or without accents; empty for all.
    pub words: String,
    /// Exactly this one; empty for all.
    pub municipality: String,
    /// Exactly this one; empty for all.
    pub neighbourhood: String,
    pub assigned: AssignedFilter,
    pub branch: Option<BranchId>,
    pub order: PortfolioOrder,
    /// Lines to pass over.
    pub offset: u32,
    /// Lines wanted, bounded by [`PORTFOLIO_LINES_MAX`].
    pub limit: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AssignedFilter {
    Anybody,
    Nobody,
    Person(PersonId),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PortfolioOrder {
    Name,
    /// The largest overdue amount first.
    Overdue,
    /// The oldest debt first.
    OverdueDays,
    /// The largest balance first.
    Balance,
}

/// Accounts read at a time by the audit of the books.
const ACCOUNTS_PER_READ: usize = 1_000;

/// Most lines in one page of the portfolio.
pub const PORTFOLIO_LINES_MAX: u32 = 500;

/// One page of the portfolio, and the sums of everything that matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortfolioPage {
    pub lines: Vec<PortfolioLine>,
    /// How many clients match in all.
    pub matches: u64,
    pub balance: Money,
    pub overdue: Money,
}

/// What ageing and the portfolio read of one account.
pub(super) struct OwedRow {
    pub line: PortfolioLine,
    /// Open debts, summed by due date and currency.
    pub owed: Vec<(CivilDate, Currency, Money)>,
}

impl Store {
    pub async fn account(&self, client: ClientId) -> Result<Option<Account>, StoreError> {
        Ok(self.accounts(&[client]).await?.into_iter().next())
    }

    /// The accounts of `clients` that exist.
    pub async fn accounts(&self, clients: &[ClientId]) -> Result<Vec<Account>, StoreError> {
        if clients.is_empty() {
            return Ok(Vec::new());
        }
        let ids = list(clients.iter().map(|client| id("account", client.uuid())));
        let rows = self.run("SELECT json FROM $ids", object! { ids: ids }).await?.rows(0)?;
        rows.into_iter().map(|mut row| Ok(serde_json::from_str(&row.text("json")?)?)).collect()
    }

    /// Who has convenios in one of these states: `active`, `kept`, `broken`.
    pub(crate) async fn clients_with_agreements(&self, states: &[&str]) -> Result<Vec<ClientId>, StoreError> {
        let sql = "RETURN array::distinct((SELECT VALUE client FROM convenio WHERE state IN $states))";
        let states = list(states.iter().map(|state| (*state).to_owned()));
        let ids = self.run(sql, object! { states: states }).await?.uuids(0)?;
        Ok(ids.into_iter().map(ClientId::from_uuid).collect())
    }

    /// Everything assigned to `person`.
    pub async fn accounts_of(&self, person: PersonId) -> Result<Vec<Account>, StoreError> {
        let clients = self.clients_of(person).await?;
        let accounts = self.accounts(&clients).await?;
        Ok(accounts.into_iter().filter(|account| account.assigned_to == Some(person)).collect())
    }

    /// Every account with its typed balance, read in parts: for the audit of the books.
    pub(crate) async fn all_accounts(&self) -> Result<Vec<(Account, Money)>, StoreError> {
        let mut accounts = Vec::new();
        let mut ids = Vec::new();
        for mut row in self.run("SELECT id FROM account", object! {}).await?.rows(0)? {
            ids.push(id("account", row.uuid("id")?));
        }
        for part in ids.chunks(ACCOUNTS_PER_READ) {
            let vars = object! { ids: list(part.iter().cloned()) };
            for mut row in self.run("SELECT json, balance FROM $ids", vars).await?.rows(0)? {
                accounts.push((serde_json::from_str(&row.text("json")?)?, row.money("balance")?));
            }
        }
        Ok(accounts)
    }

    /// One page of the portfolio.
    pub async fn portfolio(&self, query: &PortfolioQuery) -> Result<PortfolioPage, StoreError> {
        let lines = self.portfolio_lines(query).await?;
        let (balance, overdue) = (
            Money::sum(lines.iter().map(|line| line.balance))?,
            Money::sum(lines.iter().map(|line| line.overdue))?,
        );
        let matches = lines.len() as u64;
        let limit = query.limit.min(PORTFOLIO_LINES_MAX) as usize;
        let lines = lines.into_iter().skip(query.offset as usize).take(limit).collect();
        Ok(PortfolioPage { lines, matches, balance, overdue })
    }

    /// Every line that the query finds, in its order, whatever its page.
    pub async fn portfolio_lines(&self, query: &PortfolioQuery) -> Result<Vec<PortfolioLine>, StoreError> {
        let words: Vec<String> = folded(&query.words).split_whitespace().map(str::to_owned).collect();
        let is_wanted = |line: &PortfolioLine| {
            let PortfolioLine { key, name, street, neighbourhood, municipality, .. } = line;
            let text = folded(&format!("{key} {name} {street} {neighbourhood} {municipality}"));
            let is_assigned = match query.assigned {
                AssignedFilter::Anybody => true,
                AssignedFilter::Nobody => line.assigned_to.is_none(),
                AssignedFilter::Person(person) => line.assigned_to == Some(person),
            };
            is_assigned
                && query.branch.is_none_or(|branch| branch == line.branch)
                && (query.municipality.is_empty() || query.municipality == line.municipality)
                && (query.neighbourhood.is_empty() || query.neighbourhood == line.neighbourhood)
                && words.iter().all(|word| text.contains(word.as_str()))
        };
        let mut lines: Vec<_> =
            self.owed_rows(query.today).await?.into_iter().map(|row| row.line).filter(is_wanted).collect();
        match query.order {
            PortfolioOrder::Name => {}
            PortfolioOrder::Overdue => lines.sort_by_key(|line| Reverse(line.overdue)),
            PortfolioOrder::OverdueDays => lines.sort_by_key(|line| Reverse(line.overdue_days)),
            PortfolioOrder::Balance => lines.sort_by_key(|line| Reverse(line.balance)),
        }
        Ok(lines)
    }

    /// Every municipality and neighbourhood that clients live in, in order, with how many live there.
    pub async fn places(&self) -> Result<Vec<(String, String, u64)>, StoreError> {
        let sql = "SELECT municipality, neighbourhood, count() AS clients FROM account \
                   GROUP BY municipality, neighbourhood ORDER BY municipality, neighbourhood";
        let rows = self.run(sql, object! {}).await?.rows(0)?;
        rows.into_iter()
            .map(|mut row| Ok((row.text("municipality")?, row.text("neighbourhood")?, row.count("clients")?)))
            .collect()
    }

    /// Every account's typed fields, by name. One scan: the office's lists and the ageing read nothing else.
    pub(super) async fn owed_rows(&self, today: CivilDate) -> Result<Vec<OwedRow>, StoreError> {
        let sql = "SELECT id, key, name, street, neighbourhood, municipality, branch, assigned_to, balance, \
                   unapplied, owed FROM account ORDER BY name, key";
        let rows = self.run(sql, object! {}).await?.rows(0)?;
        rows.into_iter()
            .map(|mut row| {
                let (mut owed, mut dollars) = (Vec::new(), Money::ZERO);
                for mut part in row.list("owed")? {
                    let amount = part.money("amount")?;
                    let currency = currency_of(&part.text("currency")?);
                    if currency == Currency::Usd {
                        dollars = dollars.checked_add(amount)?;
                    }
                    owed.push((part.date("due")?, currency, amount));
                }
                let late =
                    || owed.iter().filter(|(due, currency, _)| *due < today && *currency == Currency::Mxn);
                Ok(OwedRow {
                    line: PortfolioLine {
                        client: ClientId::from_uuid(row.uuid("id")?),
                        key: row.text("key")?,
                        name: row.text("name")?,
                        street: row.text("street")?,
                        neighbourhood: row.text("neighbourhood")?,
                        municipality: row.text("municipality")?,
                        branch: BranchId::from_uuid(row.uuid("branch")?),
                        assigned_to: row.maybe_uuid("assigned_to")?.map(PersonId::from_uuid),
                        balance: row.money("balance")?,
                        overdue: Money::sum(late().map(|(_, _, amount)| *amount))?,
                        overdue_days: late().map(|(due, _, _)| today.days_since(*due)).max().unwrap_or(0),
                        unapplied: row.money("unapplied")?,
                        balance_usd: dollars,
                    },
                    owed,
                })
            })
            .collect()
    }
}

/// The currency that `Currency::as_str` wrote.
pub(super) fn currency_of(text: &str) -> Currency {
    if text == Currency::Usd.as_str() { Currency::Usd } else { Currency::Mxn }
}

/// Lower case, without the accents of Spanish, for searching.
fn folded(text: &str) -> String {
    let unaccented = |letter| match letter {
        'á' => 'a',
        'é' => 'e',
        'í' => 'i',
        'ó' => 'o',
        'ú' | 'ü' => 'u',
        'ñ' => 'n',
        other => other,
    };
    text.chars().flat_map(char::to_lowercase).map(unaccented).collect()
}
