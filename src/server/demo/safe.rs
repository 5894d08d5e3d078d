//! What the office of the demo company did with the money: counted each corte the next morning, took the safe to the
//! bank every week, heard from the bank of cheques, and decided some requests.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveTime;

use super::{BORDER_TAX_BP, DemoCompany, history::DemoEvent, load::ARRIVAL_MS};
use crate::{
    api::{
        cheques::ChequePlace,
        deposits::DepositSource,
        settings::{BranchSettings, PersonSettings},
    },
    domain::{
        chain::ChainHash,
        date::{CivilDate, Millis},
        drawer::HANDOVERS_MAX,
        event::Event,
        folio::Folio,
        ids::{BankAccountId, BranchId, EventId, PersonId},
        money::Money,
        policy::{BankAccount, Policy},
        rules,
    },
    server::{
        booking::{self, Changed},
        store::{
            Store, StoreError,
            audit::AuditLine,
            corrections::Approval,
            cortes::{Counted, StoredCorte},
            deposits::{StoredDeposit, StoredSlip},
            documents::Versioned,
            posting::{Cause, EventRecord, Owner, Posting},
            settings::StoredBankAccount,
        },
    },
    sync::protocol::Outcome,
};

/// Events of one person written in one transaction.
const EVENTS_PER_COMMIT: usize = 400;
/// Cortes counted in one transaction.
const CORTES_PER_COMMIT: usize = 60;
/// A cheque clears so many days after its deposit.
const CLEARING_DAYS: i64 = 4;

/// Brings the company's money to where it lies today.
pub(super) async fn load(store: &Store, company: &DemoCompany, now: Millis) -> Result<(), StoreError> {
    let office = Office::of(company, now);
    settle(store, company, &office).await?;
    for device in &company.devices {
        carry(store, company, device.person, now).await?;
        count_all(store, device.person, &office).await?;
    }
    if !company.cortes.is_empty() {
        let deposits = deposit_weekly(store, company, &office).await?;
        hear_of_cheques(store, &deposits, &office).await?;
    }
    Ok(())
}

/// Who does what at the office, and when it is today.
struct Office {
    cashier: PersonId,
    clerk: PersonId,
    bank: BankAccountId,
    now: Millis,
    today: CivilDate,
}

impl Office {
    fn of(company: &DemoCompany, now: Millis) -> Office {
        let named = |login: &str| PersonId::from_key(&format!("demo:{login}"));
        Office {
            cashier: named("cartera"),
            clerk: named("facturacion"),
            bank: BankAccountId::from_key("demo:concentradora"),
            now,
            today: now.date_in(company.zone),
        }
    }

    fn line(&self, by: PersonId, at: Millis, action: &str, target: String) -> AuditLine {
        AuditLine { at, person: Some(by), action: action.to_owned(), target, before: None, after: None }
    }
}

/// Accounts at banks, the border's IVA, and one who may deposit.
async fn settle(store: &Store, company: &DemoCompany, office: &Office) -> Result<(), StoreError> {
    let admin = PersonId::from_key("demo:admin");
    let line = |target: String| office.line(admin, office.now, "settings_changed", target);
    for (key, bank, last_four) in
        [("concentradora", "Banco Ejemplo", "4471"), ("ventanilla", "Banco de Prueba", "0925")]
    {
        let id = BankAccountId::from_key(&format!("demo:{key}"));
        let account =
            BankAccount { id, bank: bank.to_owned(), last_four: last_four.to_owned(), clabe: String::new() };
        let stored = StoredBankAccount { account, is_closed: false };
        store.put_bank_account(&stored, &line(format!("bank:{id}"))).await?;
    }
    for branch in &company.branches {
        let decided = Versioned::fresh(BranchSettings { tax_bp: BORDER_TAX_BP });
        store.put_setting(branch.id, &decided, &line(format!("branch:{}", branch.id))).await?;
    }
    let depositor = PersonId::from_key("demo:gestor3");
    let decided = Versioned::fresh(PersonSettings { cash: None, may_deposit: true });
    store.put_setting(depositor, &decided, &line(format!("person:{depositor}"))).await
}

/// Replays what one person received and handed over, in the order of his chain.
async fn carry(
    store: &Store,
    company: &DemoCompany,
    person: PersonId,
    now: Millis,
) -> Result<(), StoreError> {
    let names: BTreeMap<_, _> = company
        .openings
        .iter()
        .map(|opening| (opening.account.id(), opening.account.customer.name.as_str()))
        .collect();
    let of_person = |done: &&DemoEvent| done.event.person == person && done.event.fact.touches_drawer();
    let mut own: Vec<&DemoEvent> =
        company.events.iter().flatten().chain(&company.cortes).filter(of_person).collect();
    own.sort_by_key(|done| done.event.seq);
    for part in own.chunks(EVENTS_PER_COMMIT) {
        let mut posting = Posting::load(store, None, None, now).await?;
        posting.load_drawers(store, [person]).await?;
        let cheques: Vec<Folio> =
            part.iter().flat_map(|done| booking::cheques_moved(&done.event.fact).to_vec()).collect();
        posting.load_cheques(store, &cheques).await?;
        for done in part {
            let event = &done.event;
            let arrived = event.stamp.instant().plus(ARRIVAL_MS).min(now);
            posting.set_now(arrived);
            let mut drawer = posting.drawer(person).cloned().ok_or(StoreError::NotFound("drawer"))?;
            let name = event.fact.client().and_then(|client| names.get(&client)).copied().unwrap_or_default();
            let applied = rules::apply_to_drawer(&mut drawer, event, name, &Policy::default())?;
            if event.fact.client().is_some() {
                posting.put_drawer(drawer)?;
                continue;
            }
            let changed = Changed { account: None, drawer: Some(drawer) };
            booking::book(&mut posting, event, changed, &applied, arrived)?;
            keep(&mut posting, event, &done.bytes, &Outcome::Applied { applied })?;
        }
        posting.commit(store).await?;
    }
    Ok(())
}

fn keep(posting: &mut Posting, event: &Event, bytes: &str, outcome: &Outcome) -> Result<(), StoreError> {
    posting.store_event(&EventRecord {
        id: event.id,
        device: event.device,
        seq: event.seq,
        kind: event.fact.kind(),
        client: None,
        bytes,
        sha256: ChainHash::of(bytes.as_bytes()),
        outcome,
    })
}

/// Each corte but that of the last day was counted the next morning, and was right.
async fn count_all(store: &Store, person: PersonId, office: &Office) -> Result<(), StoreError> {
    let mut cortes: Vec<StoredCorte> = store.cortes_of(person).await?;
    cortes.sort_by_key(|corte| corte.received);
    cortes.retain(|corte| corte.handover.day < office.today.plus_days(-1));
    for part in cortes.chunks(CORTES_PER_COMMIT) {
        let mut posting = Posting::load(store, None, None, office.now).await?;
        posting.load_drawers(store, [person]).await?;
        let cheques: Vec<Folio> = part
            .iter()
            .flat_map(|corte| corte.cheques.iter().map(|cheque| cheque.folio.clone()).collect::<Vec<_>>())
            .collect();
        posting.load_cheques(store, &cheques).await?;
        for corte in part {
            let at = corte.received.plus(MORNING_MS).min(office.now);
            posting.set_now(at);
            let mut drawer = posting.drawer(person).cloned().ok_or(StoreError::NotFound("drawer"))?;
            let lines = rules::confirm_handover(&mut drawer, corte.corte, office.cashier, at, corte.handed)?;
            // The newest come first, and the oldest are counted first: the last one is settled.
            if drawer.handovers.len() > HANDOVERS_MAX {
                drawer.handovers.pop();
            }
            let branch = drawer.branch;
            let version = posting.put_drawer(drawer)?;
            posting.post(Owner::Person(person), version, Cause::CorteCounted(corte.corte), &lines)?;
            for cheque in &corte.cheques {
                booking::move_cheque(&mut posting, &cheque.folio, ChequePlace::Safe { branch });
            }
            let count = corte.handover.count.clone();
            let state = Counted::Confirmed { by: office.cashier, at, count, note: String::new() };
            posting.put_document(&Versioned { version: 1, value: StoredCorte { state, ..corte.clone() } })?;
        }
        posting.commit(store).await?;
    }
    Ok(())
}

/// From the evening to the next morning: fourteen hours.
const MORNING_MS: i64 = 14 * 60 * 60 * 1_000;

/// Every week but the last the cashier took what the safe of each branch held to the bank.
async fn deposit_weekly(
    store: &Store,
    company: &DemoCompany,
    office: &Office,
) -> Result<Vec<StoredDeposit>, StoreError> {
    let mut weeks: BTreeMap<(i64, BranchId), (Money, Vec<Folio>)> = BTreeMap::new();
    for device in &company.devices {
        for corte in store.cortes_of(device.person).await? {
            if !matches!(corte.state, Counted::Confirmed { .. }) {
                continue;
            }
            let week = office.today.days_since(corte.handover.day) / 7;
            let (cash, cheques) = weeks.entry((week, corte.branch)).or_default();
            *cash = cash.checked_add(corte.handed)?;
            cheques.extend(corte.cheques.iter().map(|cheque| cheque.folio.clone()));
        }
    }
    let mut deposits = Vec::new();
    let mut slip = 10_000;
    for ((week, branch), (cash, cheques)) in weeks.into_iter().rev().filter(|((week, _), _)| *week > 0) {
        if cash.is_zero() && cheques.is_empty() {
            continue;
        }
        slip += 37;
        let on = office.today.plus_days(-week * 7 + 1);
        let noon = NaiveTime::from_hms_opt(12, 20, 0).unwrap_or(NaiveTime::MIN);
        let received = company.zone.instant(on, noon).min(office.now);
        let handed = StoredSlip { to: "Contabilidad".to_owned(), by: office.cashier, at: received };
        let deposit = StoredDeposit {
            deposit: EventId::from_key(&format!("demo:deposit:{week}:{branch}")),
            source: DepositSource::Safe,
            person: office.cashier,
            branch,
            bank: office.bank,
            slip_folio: format!("{slip}"),
            on,
            time: "12:20".to_owned(),
            cash,
            cheques,
            total: cash,
            photo: None,
            received,
            // The last original is still with the cashier.
            slip: (week > 1).then_some(handed),
        };
        let line =
            office.line(office.cashier, received, "deposit_made", format!("deposit:{}", deposit.deposit));
        store.deposit_from_safe(&deposit, &line).await?;
        deposits.push(deposit);
    }
    Ok(deposits)
}

/// Cheques cleared some days after their deposit, but for one in forty, which bounced.
async fn hear_of_cheques(
    store: &Store,
    deposits: &[StoredDeposit],
    office: &Office,
) -> Result<(), StoreError> {
    let mut number = 0;
    for deposit in deposits {
        let on = deposit.on.plus_days(CLEARING_DAYS);
        if on >= office.today {
            continue;
        }
        let at = deposit.received.plus(CLEARING_DAYS * 24 * 60 * 60 * 1_000).min(office.now);
        let (mut cleared, mut bounced) = (BTreeSet::new(), Vec::new());
        for folio in &deposit.cheques {
            number += 1;
            if number % 40 == 39 {
                bounced.push(folio.clone());
            } else {
                cleared.insert(folio.clone());
            }
        }
        let line = |action: &str| office.line(office.clerk, at, action, "cheque:many".to_owned());
        if !cleared.is_empty() {
            let cleared: Vec<Folio> = cleared.into_iter().collect();
            store.clear_cheques(&cleared, on, &line("cheques_cleared")).await?;
        }
        for folio in bounced {
            let approval = Approval { by: office.clerk, now: at, on, note: "" };
            match store.bounce_cheque(&folio, &approval, &line("cheque_bounced")).await {
                // What was *a favor* has been used, or the like: the office would look at it.
                Ok(()) | Err(StoreError::Rule(_)) => {}
                Err(error) => return Err(error),
            }
        }
    }
    Ok(())
}
