//! The books of the model server: what an event, or a decision of the office, does to accounts, drawers and ledger.
//! The log of both, folded again from the first portfolio, must give the same books.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use senda::{
    domain::{
        account::Account,
        correction::Correction,
        date::{CivilDate, Millis},
        drawer::{Drawer, HandoverState, HeldForm},
        event::{Event, Fact},
        ids::{BranchId, ClientId, EventId, PersonId},
        invoice::Invoice,
        ledger::{
            self, Balances, Entry, Handing, LedgerAccount, entries_for_agreement, entries_for_opening,
            entries_for_payment,
        },
        money::Money,
        payment::PaymentReceived,
        policy::Policy,
        rule_error::RuleError,
        rules::{
            self, Applied, TakenBack, VaultDeposit, VaultHolds,
            correction::{CorrectionContext, Original},
        },
    },
    sync::{
        intake::{self, FolioState},
        protocol::Outcome,
    },
};

use super::faults::Bug;

pub fn branch() -> BranchId {
    BranchId::from_key("TEC")
}

#[derive(Clone, Default)]
pub struct Books {
    pub accounts: BTreeMap<ClientId, Rc<Account>>,
    pub drawers: BTreeMap<PersonId, Rc<Drawer>>,
    pub payments: Vec<Rc<Booked>>,
    /// Payments that were reversed, or whose cheque bounced.
    pub corrected: BTreeSet<EventId>,
    /// The cortes that took each payment.
    pub taken_by: BTreeMap<EventId, Vec<EventId>>,
    /// The deposit that took a cheque.
    gone_to: BTreeMap<EventId, LedgerAccount>,
    pub entries: Vec<Rc<Vec<Entry>>>,
    pub log: Vec<Rc<LogRow>>,
}

/// A payment as it was booked.
pub struct Booked {
    pub event: EventId,
    pub payment: PaymentReceived,
    pub person: PersonId,
    pub applied: Applied,
}

/// What changed the books, in the order of commits.
pub enum LogRow {
    Event { event: Event, at: Millis },
    Act(Act),
}

/// A decision of the office.
#[derive(Clone, Debug)]
pub enum Act {
    Import {
        client: ClientId,
        invoice: Box<Invoice>,
    },
    Assign {
        client: ClientId,
        to: PersonId,
    },
    Confirm {
        person: PersonId,
        handover: EventId,
        counted: Money,
        at: Millis,
    },
    Reopen {
        person: PersonId,
        handover: EventId,
    },
    Float {
        person: PersonId,
        amount: Money,
    },
    Expense {
        person: PersonId,
        amount: Money,
    },
    AllowRoute {
        person: PersonId,
        on: CivilDate,
    },
    /// Cash, and the cheques of these payments.
    DepositVault {
        id: EventId,
        cash: Money,
        cheques: Vec<EventId>,
    },
    Correct {
        id: EventId,
        client: ClientId,
        correction: Correction,
        on: CivilDate,
    },
}

impl Act {
    pub fn client(&self) -> Option<ClientId> {
        match self {
            Act::Import { client, .. } | Act::Assign { client, .. } | Act::Correct { client, .. } => {
                Some(*client)
            }
            _ => None,
        }
    }
}

impl Books {
    /// The first portfolio, and the lines that bring its debts in.
    pub fn opening(accounts: BTreeMap<ClientId, Rc<Account>>) -> Books {
        let debts = accounts.values().flat_map(|account| &account.invoices);
        let entries = debts.map(|debt| Rc::new(entries_for_opening(branch(), debt).unwrap())).collect();
        Books { accounts, entries, ..Books::default() }
    }

    /// The same log on the first portfolio, without any mistake.
    pub fn rebuilt(&self, opening: &Books) -> Books {
        let mut books = opening.clone();
        for row in &self.log {
            match row.as_ref() {
                LogRow::Event { event, at } => drop(books.take(event, FolioState::Free, *at, None)),
                LogRow::Act(act) => drop(books.act(act, None)),
            }
        }
        books
    }

    pub fn drawer(&self, person: PersonId) -> Drawer {
        let empty = || Drawer::empty(person, branch());
        self.drawers.get(&person).map_or_else(empty, |drawer| drawer.as_ref().clone())
    }

    pub fn balances(&self) -> Balances {
        Balances::of(self.entries.iter().flat_map(|lines| lines.iter())).unwrap()
    }

    /// An event is booked as the rules say.
    pub fn take(&mut self, event: &Event, folio: FolioState, at: Millis, bug: Option<Bug>) -> Outcome {
        let client = event.fact.client();
        let mut account =
            client.and_then(|client| self.accounts.get(&client)).map(|account| account.as_ref().clone());
        let mut drawer = self.drawer(event.person);
        let before = drawer.clone();
        let policy = Policy::default();
        let outcome = intake::decide(event, account.as_mut(), &mut drawer, folio, &policy, at);
        let Outcome::Applied { applied } = &outcome else { return outcome };
        self.note_entries(event, applied, account.as_ref(), &before);
        if event.fact.touches_drawer() {
            if bug == Some(Bug::HeldLostOnCorte) && matches!(event.fact, Fact::CashHandedOver(_)) {
                drawer.held.clear();
            }
            self.note_drawer(event, &before, &drawer);
            self.drawers.insert(event.person, Rc::new(drawer));
        }
        if let Some(mut account) = account {
            if let (Some(Bug::AgreementKeepsOldDebt), Fact::AgreementMade(made)) = (bug, &event.fact) {
                for old in account.invoices.iter_mut().filter(|debt| made.terms.covers.contains(&debt.id)) {
                    old.balance = self.accounts[&account.customer.id]
                        .invoices
                        .iter()
                        .find(|debt| debt.id == old.id)
                        .map_or(Money::ZERO, |debt| debt.balance);
                }
            }
            self.accounts.insert(account.id(), Rc::new(account));
        }
        if let Fact::PaymentReceived(payment) = &event.fact {
            self.payments.push(Rc::new(Booked {
                event: event.id,
                payment: payment.clone(),
                person: event.person,
                applied: applied.clone(),
            }));
        }
        self.log.push(Rc::new(LogRow::Event { event: event.clone(), at }));
        outcome
    }

    fn note_entries(&mut self, event: &Event, applied: &Applied, account: Option<&Account>, before: &Drawer) {
        let lines = match &event.fact {
            Fact::PaymentReceived(payment) => {
                let handing = Handing { person: event.person, client: payment.client, branch: branch() };
                let allocation = applied.allocation.clone().unwrap_or_default();
                entries_for_payment(handing, &payment.method, &allocation).unwrap()
            }
            Fact::AgreementMade(_) => {
                let made =
                    account.and_then(|account| account.agreements.iter().find(|known| known.id == event.id));
                entries_for_agreement(made.unwrap()).unwrap()
            }
            _ => rules::entries_for_drawer(before, event).unwrap(),
        };
        self.post(lines);
    }

    fn post(&mut self, lines: Vec<Entry>) {
        ledger::assert_balanced(&lines);
        if !lines.is_empty() {
            self.entries.push(Rc::new(lines));
        }
    }

    /// What left the drawer, and where cheques went.
    fn note_drawer(&mut self, event: &Event, before: &Drawer, after: &Drawer) {
        match &event.fact {
            Fact::CashHandedOver(_) => {
                let stays = |payment: EventId| after.held.iter().any(|held| held.event == payment);
                for held in before.held.iter().filter(|held| !stays(held.event)) {
                    self.taken_by.entry(held.event).or_default().push(event.id);
                }
            }
            Fact::DepositMade(_) => {
                for held in after.held.iter().filter(|held| held.deposited == Some(event.id)) {
                    self.gone_to.insert(held.event, LedgerAccount::Deposited(event.id));
                }
            }
            _ => {}
        }
    }

    /// A decision; an error where the rules refuse it.
    pub fn act(&mut self, act: &Act, bug: Option<Bug>) -> Result<(), RuleError> {
        let cashier = PersonId::from_key("cashier");
        match act {
            Act::Import { client, invoice } => {
                self.change_account(*client, |account| account.invoices.push(invoice.as_ref().clone()));
                self.post(entries_for_opening(branch(), invoice)?);
            }
            Act::Assign { client, to } => {
                self.change_account(*client, |account| account.assigned_to = Some(*to));
            }
            Act::Confirm { person, handover, counted, at } => {
                if bug == Some(Bug::ConfirmedTwice) {
                    self.forget_confirmation(*person, *handover);
                }
                self.change_drawer(*person, |drawer| {
                    rules::confirm_handover(drawer, *handover, cashier, *at, *counted)
                })?;
            }
            Act::Reopen { person, handover } => {
                let vault = self.vault();
                self.change_drawer(*person, |drawer| {
                    rules::reopen_handover(drawer, *handover, PersonId::from_key("manager"), vault)
                })?;
            }
            Act::Float { person, amount } => {
                let vault = self.vault().cash;
                self.change_drawer(*person, |drawer| rules::give_float(drawer, *amount, vault))?;
            }
            Act::Expense { person, amount } => {
                self.change_drawer(*person, |drawer| rules::approve_expense(drawer, *amount))?;
            }
            Act::AllowRoute { person, on } => {
                self.change_drawer(*person, |drawer| {
                    rules::allow_route(drawer, *on);
                    Ok(Vec::new())
                })?;
            }
            Act::DepositVault { id, cash, cheques } => self.deposit_vault(*id, *cash, cheques)?,
            Act::Correct { id, client, correction, on } => {
                self.correct(*id, *client, correction, *on, bug)?;
            }
        }
        self.log.push(Rc::new(LogRow::Act(act.clone())));
        Ok(())
    }

    fn change_account(&mut self, client: ClientId, change: impl FnOnce(&mut Account)) {
        let mut account = self.accounts[&client].as_ref().clone();
        change(&mut account);
        account.version += 1;
        self.accounts.insert(client, Rc::new(account));
    }

    fn change_drawer(
        &mut self,
        person: PersonId,
        change: impl FnOnce(&mut Drawer) -> Result<Vec<Entry>, RuleError>,
    ) -> Result<(), RuleError> {
        let mut drawer = self.drawer(person);
        let lines = change(&mut drawer)?;
        drawer.version += 1;
        self.drawers.insert(person, Rc::new(drawer));
        self.post(lines);
        Ok(())
    }

    /// A mistake's way to confirm again.
    fn forget_confirmation(&mut self, person: PersonId, handover: EventId) {
        let mut drawer = self.drawer(person);
        for line in drawer.handovers.iter_mut().filter(|line| line.event == handover) {
            line.state = HandoverState::Waiting;
        }
        self.drawers.insert(person, Rc::new(drawer));
    }

    pub fn vault(&self) -> VaultHolds {
        let balances = self.balances();
        VaultHolds {
            cash: balances.get(LedgerAccount::Vault(branch())).unwrap(),
            cheques: balances.get(LedgerAccount::ChequeVault(branch())).unwrap(),
        }
    }

    /// Cheques that lie in the safe.
    pub fn cheques_in_vault(&self) -> Vec<EventId> {
        let confirmed = |drawer: &Rc<Drawer>| {
            let lines = drawer.handovers.clone().into_iter();
            lines.filter(|line| line.state != HandoverState::Waiting).collect::<Vec<_>>()
        };
        let lines = self.drawers.values().flat_map(confirmed);
        let cheques = lines.flat_map(|line| line.cheques).map(|cheque| cheque.event);
        cheques.filter(|event| !self.gone_to.contains_key(event) && !self.corrected.contains(event)).collect()
    }

    fn deposit_vault(&mut self, id: EventId, cash: Money, cheques: &[EventId]) -> Result<(), RuleError> {
        let in_vault = self.cheques_in_vault();
        if !cheques.iter().all(|cheque| in_vault.contains(cheque)) {
            return Err(RuleError::UnknownCheque);
        }
        let amounts = self.payments.iter().filter(|booked| cheques.contains(&booked.event));
        let sum = Money::sum(amounts.map(|booked| booked.payment.amount))?;
        let deposit = VaultDeposit { id, branch: branch(), cash, cheques: sum };
        let lines = rules::bank_deposit_from_vault(&deposit, self.vault())?;
        self.gone_to.extend(cheques.iter().map(|cheque| (*cheque, LedgerAccount::Deposited(id))));
        self.post(lines);
        Ok(())
    }

    fn correct(
        &mut self,
        id: EventId,
        client: ClientId,
        correction: &Correction,
        on: CivilDate,
        bug: Option<Bug>,
    ) -> Result<(), RuleError> {
        let payment = match correction {
            Correction::Reversal { payment } | Correction::ChequeBounced { payment } => Some(*payment),
            _ => None,
        };
        let booked = payment.and_then(|id| self.payments.iter().find(|booked| booked.event == id)).cloned();
        let is_corrected = payment.is_some_and(|payment| self.corrected.contains(&payment));
        let mut taken_from = None;
        let mut lies = LedgerAccount::Opening(branch());
        if let Some(booked) = booked.as_ref().filter(|_| !is_corrected) {
            let mut drawer = self.drawer(booked.person);
            let taken = TakenBack {
                payment: booked.event,
                amount: booked.payment.amount,
                form: HeldForm::of(&booked.payment.method),
                gone_to: self.gone_to.get(&booked.event).copied(),
            };
            lies = rules::take_back(&mut drawer, &taken)?;
            drawer.version += 1;
            taken_from = Some(drawer);
        }
        let mut known = booked.as_ref().map(|booked| booked.applied.clone());
        if let (Some(Bug::BounceKeepsPromise), Some(known)) = (bug, &mut known) {
            known.promises.clear();
        }
        let original = booked.as_ref().zip(known.as_ref()).map(|(booked, applied)| Original {
            id: booked.event,
            payment: &booked.payment,
            applied,
            branch: branch(),
            lies,
            is_corrected: is_corrected && bug != Some(Bug::ReversedTwice),
        });
        let context = CorrectionContext { id, on, asked_on: on, original, settled: &[] };
        let mut account = self.accounts[&client].as_ref().clone();
        let done = rules::correction::apply(&mut account, correction, &context)?;
        account.version += 1;
        self.accounts.insert(client, Rc::new(account));
        if let Some(drawer) = taken_from {
            self.drawers.insert(drawer.person, Rc::new(drawer));
        }
        self.corrected.extend(payment);
        self.post(done.entries);
        Ok(())
    }
}
