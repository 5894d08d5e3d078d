//! The ledger: double entry for each event, only ever appended. Balances are its fold. Source: architecture.md §5.

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};

use super::{
    account::Account,
    agreement::{Agreement, Counted},
    allocation::Allocation,
    ids::{BankAccountId, BranchId, ClientId, EventId, InvoiceId, PersonId},
    invoice::{Currency, Invoice},
    money::{Money, MoneyError},
    payment::PaymentMethod,
};

/// What is debited and credited. In the database and on the wire it is its key, e.g. `receivable:<uuid>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LedgerAccount {
    /// What is owed of one invoice. Grows by debit.
    Receivable(InvoiceId),
    /// Saldo a favor of one client. Grows by credit.
    Unapplied(ClientId),
    /// Cash that a person carries. Grows by debit.
    InHand(PersonId),
    /// Money that a person received in a form that is not cash, on its way to the bank. Grows by debit.
    InTransit { person: PersonId, form: TransitForm },
    /// Where debts that came from another system are balanced, by branch.
    Opening(BranchId),
    /// Cash of a corte that nobody at the office has confirmed yet. Grows by debit.
    HandedOver(EventId),
    /// Cash in the branch's safe (caja general). Grows by debit.
    Vault(BranchId),
    /// Cheques in the branch's safe. Grows by debit.
    ChequeVault(BranchId),
    /// A deposit that the bank's statement does not show yet, by the event or the office's id. Grows by debit.
    Deposited(EventId),
    /// Money that the bank's statement shows. Grows by debit.
    Bank(BankAccountId),
    /// Faltante: what a person owes for counts that fell short. Grows by debit; below zero, what he is owed.
    Shortage(PersonId),
    /// Sobrante, by branch. Grows by credit.
    Surplus(BranchId),
    /// Expenses that the office approved, by branch. Grows by debit.
    Expense(BranchId),
    /// Moratory interest earned, by branch. Grows by credit.
    Interest(BranchId),
    /// IVA on it. Grows by credit.
    InterestTax(BranchId),
    /// Indemnities for bounced cheques, by branch. Grows by credit.
    Indemnity(BranchId),
    /// Condonaciones, by branch. Grows by debit.
    Condoned(BranchId),
    /// Castigos, by branch. Grows by debit.
    WrittenOff(BranchId),
}

/// The forms of payment that are not cash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TransitForm {
    Transfer,
    Cheque,
    Card,
}

impl TransitForm {
    const ALL: [TransitForm; 3] = [TransitForm::Transfer, TransitForm::Cheque, TransitForm::Card];

    fn as_str(self) -> &'static str {
        match self {
            TransitForm::Transfer => "transfer",
            TransitForm::Cheque => "cheque",
            TransitForm::Card => "card",
        }
    }
}

impl LedgerAccount {
    /// Where money received in this form lies first.
    pub fn holding(person: PersonId, method: &PaymentMethod) -> LedgerAccount {
        let in_transit = |form| LedgerAccount::InTransit { person, form };
        match method {
            PaymentMethod::Cash => LedgerAccount::InHand(person),
            PaymentMethod::Transfer { .. } => in_transit(TransitForm::Transfer),
            PaymentMethod::Cheque { .. } => in_transit(TransitForm::Cheque),
            PaymentMethod::Card { .. } => in_transit(TransitForm::Card),
        }
    }

    /// The key in the database.
    pub fn key(&self) -> String {
        self.to_string()
    }

    /// Reads a key; `None` where it is not one.
    pub fn parse(key: &str) -> Option<LedgerAccount> {
        let (kind, id) = key.split_once(':')?;
        match kind {
            "receivable" => InvoiceId::parse(id).map(LedgerAccount::Receivable),
            "unapplied" => ClientId::parse(id).map(LedgerAccount::Unapplied),
            "in_hand" => PersonId::parse(id).map(LedgerAccount::InHand),
            "opening" => BranchId::parse(id).map(LedgerAccount::Opening),
            "handed_over" => EventId::parse(id).map(LedgerAccount::HandedOver),
            "vault" => BranchId::parse(id).map(LedgerAccount::Vault),
            "cheque_vault" => BranchId::parse(id).map(LedgerAccount::ChequeVault),
            "deposited" => EventId::parse(id).map(LedgerAccount::Deposited),
            "bank" => BankAccountId::parse(id).map(LedgerAccount::Bank),
            "shortage" => PersonId::parse(id).map(LedgerAccount::Shortage),
            "surplus" => BranchId::parse(id).map(LedgerAccount::Surplus),
            "expense" => BranchId::parse(id).map(LedgerAccount::Expense),
            "interest" => BranchId::parse(id).map(LedgerAccount::Interest),
            "interest_tax" => BranchId::parse(id).map(LedgerAccount::InterestTax),
            "indemnity" => BranchId::parse(id).map(LedgerAccount::Indemnity),
            "condoned" => BranchId::parse(id).map(LedgerAccount::Condoned),
            "written_off" => BranchId::parse(id).map(LedgerAccount::WrittenOff),
            "in_transit" => {
                let (person, form) = id.split_once(':')?;
                let person = PersonId::parse(person)?;
                let form = TransitForm::ALL.into_iter().find(|known| known.as_str() == form)?;
                Some(LedgerAccount::InTransit { person, form })
            }
            _ => None,
        }
    }
}

impl fmt::Display for LedgerAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LedgerAccount::Receivable(invoice) => write!(f, "receivable:{invoice}"),
            LedgerAccount::Unapplied(client) => write!(f, "unapplied:{client}"),
            LedgerAccount::InHand(person) => write!(f, "in_hand:{person}"),
            LedgerAccount::InTransit { person, form } => write!(f, "in_transit:{person}:{}", form.as_str()),
            LedgerAccount::Opening(branch) => write!(f, "opening:{branch}"),
            LedgerAccount::HandedOver(event) => write!(f, "handed_over:{event}"),
            LedgerAccount::Vault(branch) => write!(f, "vault:{branch}"),
            LedgerAccount::ChequeVault(branch) => write!(f, "cheque_vault:{branch}"),
            LedgerAccount::Deposited(event) => write!(f, "deposited:{event}"),
            LedgerAccount::Bank(account) => write!(f, "bank:{account}"),
            LedgerAccount::Shortage(person) => write!(f, "shortage:{person}"),
            LedgerAccount::Surplus(branch) => write!(f, "surplus:{branch}"),
            LedgerAccount::Expense(branch) => write!(f, "expense:{branch}"),
            LedgerAccount::Interest(branch) => write!(f, "interest:{branch}"),
            LedgerAccount::InterestTax(branch) => write!(f, "interest_tax:{branch}"),
            LedgerAccount::Indemnity(branch) => write!(f, "indemnity:{branch}"),
            LedgerAccount::Condoned(branch) => write!(f, "condoned:{branch}"),
            LedgerAccount::WrittenOff(branch) => write!(f, "written_off:{branch}"),
        }
    }
}

impl Serialize for LedgerAccount {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for LedgerAccount {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<LedgerAccount, D::Error> {
        let key = std::borrow::Cow::<str>::deserialize(deserializer)?;
        LedgerAccount::parse(&key).ok_or_else(|| serde::de::Error::custom("not an account of the ledger"))
    }
}

/// One line. Exactly one of `debit` and `credit` is more than zero, and neither is ever less.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub account: LedgerAccount,
    /// Dollars balance with dollars only.
    #[serde(default)]
    pub currency: Currency,
    pub debit: Money,
    pub credit: Money,
}

impl Entry {
    pub fn debit(account: LedgerAccount, currency: Currency, amount: Money) -> Entry {
        Entry { account, currency, debit: amount, credit: Money::ZERO }
    }

    pub fn credit(account: LedgerAccount, currency: Currency, amount: Money) -> Entry {
        Entry { account, currency, debit: Money::ZERO, credit: amount }
    }
}

/// Who received a payment, from whom, and the client's branch, which earns its interest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Handing {
    pub person: PersonId,
    pub client: ClientId,
    pub branch: BranchId,
}

/// The lines of one payment: its holding account against the invoices, the interest that it pays with its IVA, and
/// what is left *a favor*. Interest is earned when it is paid, hence no line before.
///
/// 1,500.00 in cash, of which 1,000.00 go to F-1 and 500.00 are over:
/// debit in hand 1,500.00; credit receivable F-1 1,000.00; credit unapplied 500.00.
pub fn entries_for_payment(
    handing: Handing,
    method: &PaymentMethod,
    allocation: &Allocation,
) -> Result<Vec<Entry>, MoneyError> {
    let mut lines = Lines::default();
    lines.debit(LedgerAccount::holding(handing.person, method), allocation.received()?);
    for part in &allocation.parts {
        lines.credit(LedgerAccount::Receivable(part.invoice), part.amount);
    }
    lines.credit(LedgerAccount::Interest(handing.branch), allocation.interest()?);
    lines.credit(LedgerAccount::InterestTax(handing.branch), allocation.interest_tax()?);
    lines.credit(LedgerAccount::Unapplied(handing.client), allocation.unapplied);
    Ok(lines.balanced())
}

/// The lines of a convenio: its instalments against the debts that they replace, and the interest that becomes a
/// debt by it.
pub fn entries_for_agreement(agreement: &Agreement) -> Result<Vec<Entry>, MoneyError> {
    let mut lines = Lines::default();
    for debt in agreement.debts() {
        lines.debit(LedgerAccount::Receivable(debt.id), debt.balance);
    }
    for debt in &agreement.replaced {
        lines.credit(LedgerAccount::Receivable(debt.invoice), debt.balance);
    }
    let earned = agreement.interest_earned()?;
    lines.credit(LedgerAccount::Interest(agreement.branch), earned.interest);
    lines.credit(LedgerAccount::InterestTax(agreement.branch), earned.tax);
    Ok(lines.balanced())
}

/// The lines of a convenio that is broken: what is `unpaid` of its instalments goes `back` to the debts, and the
/// interest that it will not bring is taken back.
pub(super) fn entries_for_broken_agreement(
    branch: BranchId,
    unpaid: &[(InvoiceId, Money)],
    back: &[Counted],
) -> Result<Vec<Entry>, MoneyError> {
    let mut lines = Lines::default();
    for (instalment, balance) in unpaid {
        lines.credit(LedgerAccount::Receivable(*instalment), *balance);
    }
    lines.debit_back(branch, back)?;
    Ok(lines.balanced())
}

/// Lines in pesos as they are written: what is zero has none.
#[derive(Default)]
pub(super) struct Lines(Vec<Entry>);

impl Lines {
    pub(super) fn debit(&mut self, account: LedgerAccount, amount: Money) {
        if !amount.is_zero() {
            self.0.push(Entry::debit(account, Currency::Mxn, amount));
        }
    }

    pub(super) fn credit(&mut self, account: LedgerAccount, amount: Money) {
        if !amount.is_zero() {
            self.0.push(Entry::credit(account, Currency::Mxn, amount));
        }
    }

    /// Capital that comes back to debts of a broken convenio, and interest that was not earned after all.
    pub(super) fn debit_back(&mut self, branch: BranchId, back: &[Counted]) -> Result<(), MoneyError> {
        for debt in back {
            self.debit(LedgerAccount::Receivable(debt.invoice), debt.capital);
        }
        self.debit(
            LedgerAccount::Interest(branch),
            Money::sum(back.iter().map(|debt| debt.interest.interest))?,
        );
        self.debit(
            LedgerAccount::InterestTax(branch),
            Money::sum(back.iter().map(|debt| debt.interest.tax))?,
        );
        Ok(())
    }

    /// All of them; unbalanced ones stop the program.
    pub(super) fn balanced(self) -> Vec<Entry> {
        assert_balanced(&self.0);
        self.0
    }
}

/// The lines that bring a debt in from another system; none where nothing is owed.
pub fn entries_for_opening(branch: BranchId, invoice: &Invoice) -> Result<Vec<Entry>, MoneyError> {
    entries_for_restatement(branch, invoice, Money::ZERO)
}

/// The lines by which an import moves the balance of a debt from `before` to what `invoice` says now.
///
/// What was paid at the counter of another system lowers it, a debit note raises it; no lines where it is the same.
pub fn entries_for_restatement(
    branch: BranchId,
    invoice: &Invoice,
    before: Money,
) -> Result<Vec<Entry>, MoneyError> {
    let (receivable, opening) = (LedgerAccount::Receivable(invoice.id), LedgerAccount::Opening(branch));
    let change = invoice.balance.checked_sub(before)?;
    let (debited, credited, amount) = if change.is_negative() {
        (opening, receivable, Money::ZERO.checked_sub(change)?)
    } else {
        (receivable, opening, change)
    };
    if amount.is_zero() {
        return Ok(Vec::new());
    }
    let entries = vec![
        Entry::debit(debited, invoice.currency, amount),
        Entry::credit(credited, invoice.currency, amount),
    ];
    assert_balanced(&entries);
    Ok(entries)
}

/// Debits = credits in each currency, and each line has one side. On in release: wrong books are worse than none.
pub fn assert_balanced(entries: &[Entry]) {
    if let Some(fault) = imbalance(entries) {
        panic!("the ledger's entries must balance: {fault:?}");
    }
}

/// What is wrong with the lines of one event; `None` where they balance.
pub fn imbalance(entries: &[Entry]) -> Option<LedgerFault> {
    for entry in entries {
        let has_one_side = entry.debit.is_positive() != entry.credit.is_positive();
        if !has_one_side || entry.debit.is_negative() || entry.credit.is_negative() {
            return Some(LedgerFault::Line { account: entry.account });
        }
    }
    for currency in [Currency::Mxn, Currency::Usd] {
        let lines = || entries.iter().filter(move |entry| entry.currency == currency);
        let debits = Money::sum(lines().map(|entry| entry.debit));
        let credits = Money::sum(lines().map(|entry| entry.credit));
        match (debits, credits) {
            (Ok(debits), Ok(credits)) if debits == credits => {}
            (Ok(debits), Ok(credits)) => return Some(LedgerFault::Unbalanced { currency, debits, credits }),
            _ => return Some(LedgerFault::OutOfRange),
        }
    }
    None
}

/// What the nightly audit may find. Data, no prose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fault", rename_all = "snake_case")]
pub enum LedgerFault {
    /// A line with both sides, none, or a negative one.
    Line { account: LedgerAccount },
    /// Debits are not credits.
    Unbalanced { currency: Currency, debits: Money, credits: Money },
    /// A debt or a saldo a favor below zero.
    Negative { account: LedgerAccount, balance: Money },
    /// What is stored is not what the ledger folds to.
    Differs { account: LedgerAccount, stored: Money, folded: Money },
    /// Sums beyond the bounds of money.
    OutOfRange,
}

/// The fold of entries: for each account, debits and credits so far.
///
/// Each account holds one currency, that of its invoice and pesos for all others, but for the opening: it has two.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Balances {
    sums: BTreeMap<LedgerAccount, Sums>,
    opening_dollars: BTreeMap<LedgerAccount, Sums>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Sums {
    debit: Money,
    credit: Money,
}

impl Balances {
    /// Folds entries in any order.
    pub fn of<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Result<Balances, MoneyError> {
        let mut balances = Balances::default();
        for entry in entries {
            balances.post(entry)?;
        }
        Ok(balances)
    }

    /// Adds one line.
    pub fn post(&mut self, entry: &Entry) -> Result<(), MoneyError> {
        let is_opening = matches!(entry.account, LedgerAccount::Opening(_));
        let map = if is_opening && entry.currency == Currency::Usd {
            &mut self.opening_dollars
        } else {
            &mut self.sums
        };
        let sums = map.entry(entry.account).or_default();
        let debit = sums.debit.checked_add(entry.debit)?;
        sums.credit = sums.credit.checked_add(entry.credit)?;
        sums.debit = debit;
        Ok(())
    }

    /// What the account holds, positive on the side on which it grows; zero where it has no lines.
    /// Of an opening, the pesos.
    pub fn get(&self, account: LedgerAccount) -> Result<Money, MoneyError> {
        let sums = self.sums.get(&account).copied().unwrap_or_default();
        match account {
            LedgerAccount::Receivable(_)
            | LedgerAccount::InHand(_)
            | LedgerAccount::InTransit { .. }
            | LedgerAccount::HandedOver(_)
            | LedgerAccount::Vault(_)
            | LedgerAccount::ChequeVault(_)
            | LedgerAccount::Deposited(_)
            | LedgerAccount::Bank(_)
            | LedgerAccount::Shortage(_)
            | LedgerAccount::Expense(_)
            | LedgerAccount::Condoned(_)
            | LedgerAccount::WrittenOff(_) => sums.debit.checked_sub(sums.credit),
            LedgerAccount::Unapplied(_)
            | LedgerAccount::Opening(_)
            | LedgerAccount::Surplus(_)
            | LedgerAccount::Interest(_)
            | LedgerAccount::InterestTax(_)
            | LedgerAccount::Indemnity(_) => sums.credit.checked_sub(sums.debit),
        }
    }

    /// Every account that has lines, in the order of its key's kind.
    pub fn accounts(&self) -> impl Iterator<Item = LedgerAccount> {
        self.sums.keys().copied()
    }

    /// Debts, saldos a favor and places of money that are below zero.
    pub fn negatives(&self) -> Result<Vec<LedgerFault>, MoneyError> {
        let mut faults = Vec::new();
        for account in self.accounts() {
            let balance = self.get(account)?;
            let may_be_negative = matches!(account, LedgerAccount::Opening(_) | LedgerAccount::Shortage(_));
            if balance.is_negative() && !may_be_negative {
                faults.push(LedgerFault::Negative { account, balance });
            }
        }
        Ok(faults)
    }

    /// Where a stored account differs from the fold: each of its invoices, and what is *a favor*.
    pub fn differences(&self, stored: &Account) -> Result<Vec<LedgerFault>, MoneyError> {
        let invoices =
            stored.invoices.iter().map(|invoice| (LedgerAccount::Receivable(invoice.id), invoice.balance));
        let unapplied = (LedgerAccount::Unapplied(stored.id()), stored.unapplied);
        let mut faults = Vec::new();
        for (account, stored) in invoices.chain([unapplied]) {
            let folded = self.get(account)?;
            if folded != stored {
                faults.push(LedgerFault::Differs { account, stored, folded });
            }
        }
        Ok(faults)
    }
}

#[cfg(test)]
mod tests;
