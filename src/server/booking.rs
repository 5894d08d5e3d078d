//! From what the rules said of a fact to what the books write of it: ledger, payments, folios, cheques, cortes. The
//! same lines serve a push and the demo company.

use super::store::{
    StoreError,
    cheques::StoredCheque,
    cortes::StoredCorte,
    deposits::StoredDeposit,
    documents::Versioned,
    posting::{Cause, Owner, PaymentRecord, Posting},
    requests::{Decision, StoredRequest},
};
use crate::{
    api::{cheques::ChequePlace, corrections::RequestSubject, deposits::DepositSource},
    domain::{
        account::Account,
        agreement::AgreementMade,
        cheque::{self, ChequeState},
        correction::CorrectionAsked,
        date::{CivilDate, Millis},
        drawer::{CashHandedOver, DepositMade, Drawer},
        event::{Event, Fact},
        folio::Folio,
        ids::{ClientId, RequestId},
        ledger::{self, Handing},
        payment::{PaymentMethod, PaymentReceived},
        rule_error::RuleError,
        rules::{self, Applied},
    },
};

/// What the rules changed; `None` for what the fact does not touch.
pub(crate) struct Changed {
    pub account: Option<Account>,
    pub drawer: Option<Drawer>,
}

/// Folios of cheques that the fact moves: what must be loaded before it is booked.
pub(crate) fn cheques_moved(fact: &Fact) -> &[Folio] {
    match fact {
        Fact::DepositMade(deposit) => &deposit.cheques,
        Fact::CashHandedOver(handover) => &handover.cheques,
        _ => &[],
    }
}

/// Enters an applied fact in the books. `now`: when it arrived.
pub(crate) fn book(
    posting: &mut Posting,
    event: &Event,
    changed: Changed,
    applied: &Applied,
    now: Millis,
) -> Result<(), StoreError> {
    let before = match &event.fact {
        Fact::DepositMade(_) | Fact::CashHandedOver(_) => posting.drawer(event.person).cloned(),
        _ => None,
    };
    let account = match changed.account {
        Some(account) => Some(BookedAccount {
            client: account.id(),
            branch: account.customer.branch,
            version: posting.put_account(account),
        }),
        None => None,
    };
    let carried = match changed.drawer {
        Some(drawer) => Some(posting.put_drawer(drawer)?),
        None => None,
    };
    match (&event.fact, account) {
        (Fact::PaymentReceived(payment), Some(account)) => {
            book_payment(posting, event, payment, applied, account)?;
            keep_cheque(posting, event, payment, account, now);
            Ok(())
        }
        (Fact::AgreementMade(made), Some(account)) => book_agreement(posting, event, made, account),
        (Fact::CorrectionAsked(asked), _) => keep_request(posting, event, asked, now),
        (Fact::FolioVoided(voided), _) => {
            posting.hold_folio(&voided.folio, event.id);
            Ok(())
        }
        (Fact::DepositMade(deposit), _) => {
            let moved = moved(before, carried)?;
            book_deposit(posting, event, deposit, moved, now)
        }
        (Fact::CashHandedOver(handover), _) => {
            let moved = moved(before, carried)?;
            book_corte(posting, event, handover, moved, now)
        }
        _ => Ok(()),
    }
}

/// The account of a fact, as it was put back.
#[derive(Clone, Copy)]
struct BookedAccount {
    client: ClientId,
    branch: crate::domain::ids::BranchId,
    version: u64,
}

/// The drawer of a fact before it, and its version after it.
struct Moved {
    before: Drawer,
    version: u64,
}

fn moved(before: Option<Drawer>, version: Option<u64>) -> Result<Moved, StoreError> {
    let (before, version) = before.zip(version).ok_or(StoreError::NotFound("drawer"))?;
    Ok(Moved { before, version })
}

fn book_payment(
    posting: &mut Posting,
    event: &Event,
    payment: &PaymentReceived,
    applied: &Applied,
    account: BookedAccount,
) -> Result<(), StoreError> {
    let Some(allocation) = &applied.allocation else { return Ok(()) };
    let handing = Handing { person: event.person, client: payment.client, branch: account.branch };
    let lines = ledger::entries_for_payment(handing, &payment.method, allocation)?;
    posting.post(Owner::Client(payment.client), account.version, Cause::Payment(event.id), &lines)?;
    posting.enter_payment(&PaymentRecord {
        event: event.id,
        folio: &payment.folio,
        client: payment.client,
        person: event.person,
        day: event.day(),
        instant: event.stamp.instant(),
        amount: payment.amount,
        unapplied: allocation.unapplied,
        sat_form: payment.method.sat_form(),
    })
}

fn keep_cheque(
    posting: &mut Posting,
    event: &Event,
    payment: &PaymentReceived,
    account: BookedAccount,
    now: Millis,
) {
    let PaymentMethod::Cheque { number, bank, dated, .. } = &payment.method else { return };
    posting.put_cheque(StoredCheque {
        folio: payment.folio.clone(),
        payment: event.id,
        client: payment.client,
        person: event.person,
        branch: account.branch,
        number: number.clone(),
        bank: bank.clone(),
        dated: *dated,
        amount: payment.amount,
        received_on: event.day(),
        state: ChequeState::Received,
        place: ChequePlace::Carried,
        changed: now,
    });
}

fn book_agreement(
    posting: &mut Posting,
    event: &Event,
    made: &AgreementMade,
    account: BookedAccount,
) -> Result<(), StoreError> {
    let stored = posting.account(made.client).ok_or(StoreError::NotFound("account"))?;
    let agreement = stored.agreements.iter().find(|known| known.id == event.id);
    let agreement = agreement.ok_or(StoreError::NotFound("agreement"))?.clone();
    for debt in agreement.debts() {
        posting.register_invoice(made.client, &debt);
    }
    let lines = ledger::entries_for_agreement(&agreement)?;
    posting.post(Owner::Client(account.client), account.version, Cause::Agreement(event.id), &lines)
}

fn keep_request(
    posting: &mut Posting,
    event: &Event,
    asked: &CorrectionAsked,
    now: Millis,
) -> Result<(), StoreError> {
    posting.put_document(&Versioned::fresh(StoredRequest {
        request: RequestId::from_uuid(event.id.uuid()),
        subject: RequestSubject::Correction { client: asked.client, correction: asked.correction.clone() },
        reason: asked.reason.clone(),
        evidence: asked.evidence,
        asked_by: event.person,
        asked: now,
        asked_on: event.day(),
        event: Some(event.id),
        decision: Decision::Open,
    }))
}

fn book_deposit(
    posting: &mut Posting,
    event: &Event,
    deposit: &DepositMade,
    moved: Moved,
    now: Millis,
) -> Result<(), StoreError> {
    let lines = rules::entries_for_drawer(&moved.before, event)?;
    posting.post(Owner::Person(event.person), moved.version, Cause::Deposit(event.id), &lines)?;
    let after = posting.drawer(event.person).ok_or(StoreError::NotFound("drawer"))?;
    let line = after.deposits.iter().find(|line| line.event == event.id);
    let line = line.ok_or(StoreError::NotFound("deposit"))?.clone();
    for folio in &line.cheques {
        deposit_cheque(posting, folio, ChequePlace::Deposited { deposit: event.id }, deposit.on)?;
    }
    posting.put_document(&Versioned::fresh(StoredDeposit {
        deposit: event.id,
        source: DepositSource::Street,
        person: event.person,
        branch: moved.before.branch,
        bank: deposit.bank,
        slip_folio: line.slip_folio,
        on: deposit.on,
        time: deposit.time.clone(),
        cash: line.cash,
        cheques: line.cheques,
        total: line.total,
        photo: deposit.photo,
        received: now,
        slip: None,
    }))
}

/// A cheque went to a bank: its own state, and that in its client's account where that is at hand.
pub(crate) fn deposit_cheque(
    posting: &mut Posting,
    folio: &Folio,
    place: ChequePlace,
    on: CivilDate,
) -> Result<(), StoreError> {
    let Some(mut stored) = posting.cheque(folio).cloned() else { return Ok(()) };
    if let Some(mut account) = posting.account(stored.client).cloned() {
        match cheque::mark_deposited(&mut account, stored.payment, on) {
            Ok(()) => drop(posting.put_account(account)),
            // The account remembers the last ones only.
            Err(RuleError::UnknownCheque | RuleError::ChequeState) => {}
            Err(error) => return Err(error.into()),
        }
    }
    if let Ok(state) = stored.state.deposited(on) {
        stored.state = state;
        stored.place = place;
        posting.put_cheque(stored);
    }
    Ok(())
}

fn book_corte(
    posting: &mut Posting,
    event: &Event,
    handover: &CashHandedOver,
    moved: Moved,
    now: Millis,
) -> Result<(), StoreError> {
    let lines = rules::entries_for_drawer(&moved.before, event)?;
    posting.post(Owner::Person(event.person), moved.version, Cause::Corte(event.id), &lines)?;
    let after = posting.drawer(event.person).ok_or(StoreError::NotFound("drawer"))?;
    let line = after.handover(event.id).ok_or(StoreError::NotFound("corte"))?.clone();
    let corte = StoredCorte::of(&moved.before, after, &line, handover, now)?;
    for handed in &line.cheques {
        move_cheque(posting, &handed.folio, ChequePlace::HandedOver { corte: event.id });
    }
    posting.put_document(&Versioned::fresh(corte))
}

/// The paper of a cheque is somewhere else now.
pub(crate) fn move_cheque(posting: &mut Posting, folio: &Folio, place: ChequePlace) {
    if let Some(mut cheque) = posting.cheque(folio).cloned() {
        cheque.place = place;
        posting.put_cheque(cheque);
    }
}
