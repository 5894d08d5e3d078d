//! Where the drawer's money goes in the ledger. The sum of all places never changes by a deposit or a corte.

use super::{DepositPlan, HandoverPlan};
use crate::domain::{
    drawer::Drawer,
    event::{Event, Fact},
    invoice::Currency,
    ledger::{Entry, LedgerAccount, TransitForm, assert_balanced},
    money::Money,
    rule_error::RuleError,
};

/// The lines of a fact that touches a drawer alone, from the drawer as it was before; none for all others: those of a
/// payment come from its client's account.
///
/// A corte of 950.00 counted where 1,000.00 were expected, of which 200.00 are kept: debit handed over 750.00, debit
/// shortage 50.00; credit in hand 800.00.
pub fn entries_for_drawer(before: &Drawer, event: &Event) -> Result<Vec<Entry>, RuleError> {
    let mut lines = Lines::default();
    match &event.fact {
        Fact::DepositMade(deposit) => {
            let plan = DepositPlan::of(before, deposit)?;
            lines.debit(LedgerAccount::Deposited(event.id), plan.total);
            lines.credit(LedgerAccount::InHand(before.person), plan.known_cash);
            lines.credit(LedgerAccount::Surplus(before.branch), plan.found);
            let cheques = Money::sum(plan.cheques.iter().map(|cheque| cheque.amount))?;
            lines.credit(in_transit(before), cheques);
        }
        Fact::CashHandedOver(handover) => {
            let plan = HandoverPlan::of(before, handover)?;
            lines.debit(LedgerAccount::HandedOver(event.id), plan.handed);
            lines.move_in_hand(before, handover.kept)?;
            lines.differ(before, plan.difference)?;
        }
        Fact::PaymentReceived(_)
        | Fact::VisitMade(_)
        | Fact::PromiseMade(_)
        | Fact::AgreementMade(_)
        | Fact::CounterReceiptTaken(_)
        | Fact::CorrectionAsked(_)
        | Fact::FolioVoided(_) => {}
    }
    Ok(lines.balanced())
}

/// Cheques of this person on their way.
pub(super) fn in_transit(drawer: &Drawer) -> LedgerAccount {
    LedgerAccount::InTransit { person: drawer.person, form: TransitForm::Cheque }
}

/// Lines of pesos; amounts of zero leave none.
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

    /// From what is in hand to what is kept: more, where the count was over and all of it is kept.
    fn move_in_hand(&mut self, before: &Drawer, kept: Money) -> Result<(), RuleError> {
        let in_hand = LedgerAccount::InHand(before.person);
        if kept > before.cash {
            self.debit(in_hand, kept.checked_sub(before.cash)?);
        } else {
            self.credit(in_hand, before.cash.checked_sub(kept)?);
        }
        Ok(())
    }

    /// Less than expected is the person's shortage, more is the branch's surplus.
    pub(super) fn differ(&mut self, drawer: &Drawer, difference: Money) -> Result<(), RuleError> {
        if difference.is_negative() {
            self.debit(LedgerAccount::Shortage(drawer.person), Money::ZERO.checked_sub(difference)?);
        } else {
            self.credit(LedgerAccount::Surplus(drawer.branch), difference);
        }
        Ok(())
    }

    pub(super) fn balanced(self) -> Vec<Entry> {
        assert_balanced(&self.0);
        self.0
    }

    /// The same lines on the other side.
    pub(super) fn opposite(self) -> Lines {
        let turned = |entry: Entry| Entry { debit: entry.credit, credit: entry.debit, ..entry };
        Lines(self.0.into_iter().map(turned).collect())
    }
}
