//! Under any history of payments, reversals, bounces, convenios and condonations the ledger balances, folds to what
//! the account says, and nothing goes below zero.

use super::{
    agreement::{LIMITS, signed},
    correction::{lines_of, luis},
    *,
};
use crate::domain::{
    agreement::{AgreementState, Wanted, propose},
    correction::Correction,
    interest,
    invoice::Invoice,
    late::{DayBase, LateTerms},
    ledger::{LedgerAccount, entries_for_agreement, imbalance},
    plan::Periodicity,
    rules::correction::{self, CorrectionContext, Original},
};

/// One step: what, which, how much, and how many days after the one before.
type Step = (u8, usize, i64, i64);

/// The books of one client as a server would keep them.
struct Books {
    account: Account,
    entries: Vec<Entry>,
    payments: Vec<Kept>,
    /// Debts that the account no longer carries.
    settled: Vec<Invoice>,
    on: CivilDate,
    number: u32,
}

struct Kept {
    id: EventId,
    payment: PaymentReceived,
    applied: Applied,
    is_corrected: bool,
}

impl Books {
    fn open(debts: &[(i64, i64, u32)]) -> Books {
        let first = day("2026-09-01");
        let mut account = sample::account(&[]);
        for (n, (centavos, days, rate)) in debts.iter().enumerate() {
            let due = first.plus_days(*days).to_string();
            let mut invoice = sample::invoice(&format!("F-{n}"), &due, *centavos);
            let terms = LateTerms { annual_rate_bp: *rate, day_base: DayBase::Days360, tax_bp: 1_600 };
            invoice.late = (rate % 4 > 0).then_some(terms);
            account.invoices.push(invoice);
        }
        let branch = account.customer.branch;
        let opening = account.invoices.iter().map(|invoice| entries_for_opening(branch, invoice).unwrap());
        let entries = opening.collect::<Vec<_>>().concat();
        Books {
            account,
            entries,
            payments: Vec::new(),
            settled: Vec::new(),
            on: day("2026-11-01"),
            number: 0,
        }
    }

    fn step(&mut self, (kind, which, centavos, days): Step) {
        self.on = self.on.plus_days(days);
        self.number += 1;
        match kind {
            0..=5 => self.pay(which, centavos),
            6 => self.undo(which, |payment| Correction::Reversal { payment }),
            7 => self.undo(which, |payment| Correction::ChequeBounced { payment }),
            8 => self.agree(which, centavos),
            9 => {
                let active: Vec<EventId> = self.account.agreements.iter().map(|known| known.id).collect();
                if let Some(agreement) = active.get(which % active.len().max(1)) {
                    self.correct(&Correction::AgreementBroken { agreement: *agreement }, None);
                }
            }
            10 => {
                promise(&mut self.account, &self.on.to_string(), &self.on.plus_days(5).to_string(), centavos)
                    .unwrap();
            }
            11 => {
                let open: Vec<_> = self.account.invoices.iter().map(|invoice| invoice.id).collect();
                let Some(invoice) = open.get(which % open.len().max(1)).copied() else { return };
                let correction = match centavos % 4 {
                    0 => Correction::WriteOff { invoice },
                    1 => Correction::DueDate { invoice, due: self.on.plus_days(centavos % 60) },
                    _ => Correction::Condonation { invoice, amount: money(centavos) },
                };
                self.correct(&correction, None);
            }
            _ => {
                let account = &self.account;
                let (gone, kept): (Vec<_>, Vec<_>) =
                    account.invoices.iter().cloned().partition(|invoice| account.may_forget(invoice));
                self.account.invoices = kept;
                self.settled.retain(|known| !gone.iter().any(|invoice| invoice.id == known.id));
                self.settled.extend(gone);
            }
        }
    }

    fn pay(&mut self, which: usize, centavos: i64) {
        let mut received = payment("C07", self.number, centavos);
        if which.is_multiple_of(2) {
            received.method = cheque("1", "");
        }
        let known: Vec<_> = self.account.invoices.iter().map(|invoice| invoice.id).collect();
        received.target = PaymentTarget::Listed { invoices: known.into_iter().skip(which).take(2).collect() };
        let applied = pay(&mut self.account, &self.on.to_string(), received.clone()).unwrap();
        self.entries.extend(lines_of(&self.account, &received, &applied));
        let id = sample::event(u64::from(self.number));
        self.payments.push(Kept { id, payment: received, applied, is_corrected: false });
    }

    fn undo(&mut self, which: usize, correct: fn(EventId) -> Correction) {
        let count = self.payments.len().max(1);
        if let Some(kept) = self.payments.get(which % count) {
            let correction = correct(kept.id);
            if self.correct(&correction, Some(which % count)) {
                self.payments[which % count].is_corrected = true;
            }
        }
    }

    fn agree(&mut self, which: usize, centavos: i64) {
        let open: Vec<InvoiceId> = self.account.open_invoices().map(|invoice| invoice.id).collect();
        let covers: Vec<_> = open.into_iter().skip(which % 3).take(1 + which % 3).collect();
        let count = u16::try_from(1 + centavos % 6).unwrap();
        let discount_bp = u16::try_from(centavos % 5_000).unwrap();
        let wanted =
            Wanted { covers, on: self.on, count, periodicity: Periodicity::Fortnightly, discount_bp };
        let Ok(proposed) = propose(&self.account, &wanted, &LIMITS) else { return };
        let whole = self.account.to_clear_on(self.on).unwrap();
        let discount = proposed.terms.discount;
        let policy = Policy { agreement: LIMITS, ..Policy::default() };
        let fact = Fact::AgreementMade(signed(proposed.terms));
        let id = sample::event(u64::from(self.number));
        if apply_fact(&mut self.account, id, self.on, &fact, &policy).is_ok() {
            let agreement = self.account.agreements.last().unwrap();
            self.entries.extend(entries_for_agreement(agreement).unwrap());
            let after = self.account.to_clear_on(self.on).unwrap();
            assert_eq!(
                after.checked_add(discount),
                Ok(whole),
                "nothing is lost by a convenio but the discount"
            );
        }
    }

    /// Whether it was applied.
    fn correct(&mut self, correction: &Correction, original: Option<usize>) -> bool {
        let before = self.account.clone();
        let original = original.and_then(|index| self.payments.get(index)).map(|kept| Original {
            id: kept.id,
            payment: &kept.payment,
            applied: &kept.applied,
            branch: before.customer.branch,
            lies: LedgerAccount::holding(luis(), &kept.payment.method),
            is_corrected: kept.is_corrected,
        });
        let context = CorrectionContext {
            id: sample::event(u64::from(self.number)),
            on: self.on,
            asked_on: self.on,
            original,
            settled: &self.settled,
        };
        match correction::apply(&mut self.account, correction, &context) {
            Ok(applied) => {
                assert_eq!(imbalance(&applied.entries), None);
                self.entries.extend(applied.entries);
                let back =
                    |known: &Invoice| self.account.invoices.iter().any(|invoice| invoice.id == known.id);
                self.settled.retain(|known| !back(known));
                true
            }
            Err(_) => {
                assert_eq!(self.account, before, "what errs changes nothing");
                false
            }
        }
    }

    fn check(&self) {
        let fold = Balances::of(&self.entries).unwrap();
        assert_eq!(fold.differences(&self.account).unwrap(), []);
        assert_eq!(fold.negatives().unwrap(), []);
        for book in fold.accounts() {
            let LedgerAccount::Receivable(id) = book else { continue };
            let is_carried = self.account.invoices.iter().any(|invoice| invoice.id == id);
            assert!(is_carried || fold.get(book) == Ok(Money::ZERO), "a debt that nobody carries is settled");
        }
        for invoice in &self.account.invoices {
            assert!(!invoice.balance.is_negative() && invoice.balance <= invoice.total, "{invoice:?}");
            assert!(!invoice.moratory.owed.is_negative());
            assert!(invoice.agreement.is_none() || !invoice.is_open(), "replaced, and owed all the same");
            let accrued = interest::accrued(invoice, self.on).unwrap();
            assert!(accrued.interest >= invoice.moratory.owed);
        }
        for promise in &self.account.promises {
            assert!(!promise.received.is_negative() && promise.received <= promise.amount);
        }
        for agreement in &self.account.agreements {
            let open: Vec<_> =
                self.account.open_invoices().filter(|i| i.is_instalment_of(agreement.id)).collect();
            assert_eq!(agreement.state == AgreementState::Active, !open.is_empty());
        }
        // Cash and cheques that are held are what was received and not taken back.
        let held =
            [PaymentMethod::Cash, cheque("1", "")].map(|method| LedgerAccount::holding(luis(), &method));
        let held = Money::sum(held.into_iter().map(|book| fold.get(book).unwrap())).unwrap();
        let standing = self.payments.iter().filter(|kept| !kept.is_corrected);
        assert_eq!(Ok(held), Money::sum(standing.map(|kept| kept.payment.amount)));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn the_ledger_folds_to_the_account_under_any_history(
        debts in proptest::collection::vec((1i64..1_500_000, 0i64..120, 100u32..9_000), 1..7),
        steps in proptest::collection::vec((0u8..13, 0usize..8, 1i64..300_000, 0i64..6), 0..40),
    ) {
        let mut books = Books::open(&debts);
        for step in steps {
            books.step(step);
            books.check();
        }
    }

    #[test]
    fn taking_the_last_payment_back_leaves_what_was_owed(
        debts in proptest::collection::vec((1i64..1_500_000, 0i64..120, 100u32..9_000), 1..7),
        steps in proptest::collection::vec((0u8..13, 0usize..8, 1i64..300_000, 0i64..6), 0..15),
        amount in 1i64..900_000, later in 0i64..90,
    ) {
        let mut books = Books::open(&debts);
        for step in steps {
            books.step(step);
        }
        let before = books.account.clone();
        let lines = books.entries.len();
        books.step((0, 1, amount, 0));
        let last = books.payments.len() - 1;
        let reversal = Correction::Reversal { payment: books.payments[last].id };
        prop_assert!(books.correct(&reversal, Some(last)));
        let fold = Balances::of(&books.entries[lines..]).unwrap();
        prop_assert!(fold.accounts().all(|book| fold.get(book) == Ok(Money::ZERO)), "it nets to zero");
        let account = &books.account;
        prop_assert_eq!(account.balance(), before.balance());
        prop_assert_eq!(account.unapplied, before.unapplied);
        prop_assert_eq!(&account.promises, &before.promises);
        let states = |account: &Account| account.agreements.iter().map(|known| known.state).collect::<Vec<_>>();
        prop_assert_eq!(states(account), states(&before));
        let on = books.on.plus_days(later);
        let owed = |account: &Account| account.moratory_on(on).unwrap().interest.centavos();
        prop_assert!((owed(account) - owed(&before)).abs() <= 2 * debts.len() as i64 + 14);
    }
}
