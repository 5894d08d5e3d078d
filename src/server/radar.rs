//! The fraud radar over the stored records.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveTime;

use super::{
    cortes::count_of,
    extract::Caller,
    names::Names,
    portfolio,
    store::{
        StoreError,
        cheques::StoredCheque,
        cortes::{CortesIn, StoredCorte},
        traces::TracedPayment,
    },
};
use crate::{
    api::{
        cheques::ChequePlace,
        error::ApiError,
        radar::{RADAR_DAYS_MAX, RadarRecord, RadarRow, RadarView},
    },
    domain::{
        account::Account,
        date::{CivilDate, Millis},
        drawer::HeldForm,
        folio::{Folio, Series},
        ids::{ClientId, EventId},
        radar::{
            self, NumberUsed, PaymentTrace, PromiseTrace, PromiseTracePart, RadarSettings, Records,
            StampTrace,
        },
    },
};

/// Most payments that are looked at.
const PAYMENTS_MAX: u32 = 20_000;

pub async fn view(caller: &Caller, days: u16) -> Result<RadarView, ApiError> {
    let store = &caller.state.store;
    let from = portfolio::today(caller).await?.plus_days(-i64::from(days.clamp(1, RADAR_DAYS_MAX)));
    let payments = store.traced_payments(from, PAYMENTS_MAX).await?;
    let clients: BTreeSet<ClientId> = payments.iter().map(|payment| payment.row.client).collect();
    let clients: Vec<ClientId> = clients.into_iter().collect();
    let accounts: HashMap<ClientId, Account> =
        store.accounts(&clients).await?.into_iter().map(|account| (account.id(), account)).collect();
    let cortes = store.cortes_in(CortesIn::All, u32::MAX).await?;
    let folios: Vec<Folio> = payments.iter().map(|payment| payment.row.folio.clone()).collect();
    let cheques: HashMap<EventId, StoredCheque> =
        store.cheques(&folios).await?.into_iter().map(|kept| (kept.value.payment, kept.value)).collect();
    let undone = store.undone_payments().await?;
    let deposits = deposits_of(caller, &cheques).await?;
    let handed = handed_over(&cortes);
    let traces: Vec<PaymentTrace> = payments
        .iter()
        .map(|payment| {
            let event = payment.row.event;
            let cheque = cheques.get(&event);
            PaymentTrace {
                event,
                person: payment.row.person,
                client: payment.row.client,
                amount: payment.row.amount,
                form: form_of(payment),
                received: payment.row.instant,
                arrived: payment.arrived,
                place: payment.event.place,
                client_position: accounts.get(&payment.row.client).and_then(|found| found.customer.position),
                handed_over: handed.get(&event).copied(),
                deposited: cheque.and_then(|cheque| deposit_of(cheque, &deposits)),
                reversed: undone.contains(&event).then_some(event),
            }
        })
        .collect();
    let numbers = numbers(caller, &payments).await?;
    let stamps: Vec<StampTrace> = payments
        .iter()
        .map(|payment| StampTrace {
            event: payment.row.event,
            person: payment.row.person,
            device: payment.event.device,
            seq: payment.event.seq,
            stamp: payment.event.stamp,
        })
        .collect();
    let promises = promises(&payments, &accounts);
    let records = Records { payments: &traces, numbers: &numbers, stamps: &stamps, promises: &promises };
    let found = radar::scan(&records, &RadarSettings::default(), caller.now());
    let names = Names::load(store).await?;
    let by_event: HashMap<EventId, &TracedPayment> =
        payments.iter().map(|payment| (payment.row.event, payment)).collect();
    let record = |event: &EventId| {
        let payment = by_event.get(event)?;
        let name = accounts.get(&payment.row.client).map(|account| account.customer.name.clone());
        Some(RadarRecord {
            event: *event,
            at: payment.row.instant,
            folio: payment.row.folio.clone(),
            client: payment.row.client,
            client_name: name.unwrap_or_default(),
            amount: payment.row.amount,
        })
    };
    let rows = found.findings.into_iter().map(|finding| RadarRow {
        person_name: names.person(finding.person),
        records: finding.evidence.iter().filter_map(record).collect(),
        finding,
    });
    Ok(RadarView { from, rows: rows.collect(), left_out: count_of(found.left_out) })
}

fn form_of(payment: &TracedPayment) -> HeldForm {
    payment.event.fact.payment().map_or(HeldForm::Cash, |payment| HeldForm::of(&payment.method))
}

/// When a corte took each payment.
fn handed_over(cortes: &[StoredCorte]) -> HashMap<EventId, Millis> {
    let each = |corte: &StoredCorte| {
        let received = corte.received;
        corte.held.iter().map(move |held| (held.event, received)).collect::<Vec<_>>()
    };
    cortes.iter().flat_map(each).collect()
}

/// When, by their slips, the deposits of these cheques were made.
async fn deposits_of(
    caller: &Caller,
    cheques: &HashMap<EventId, StoredCheque>,
) -> Result<HashMap<EventId, Millis>, ApiError> {
    let store = &caller.state.store;
    let names = Names::load(store).await?;
    let deposits: BTreeSet<EventId> = cheques.values().filter_map(in_deposit).collect();
    let deposits: Vec<EventId> = deposits.into_iter().collect();
    let found = store.deposits(&deposits).await?;
    let at = |deposit: &super::store::deposits::StoredDeposit| {
        // A slip without its hour counts at the end of its day: no suspicion out of what is not known.
        let last = NaiveTime::from_hms_opt(23, 59, 59).unwrap_or(NaiveTime::MIN);
        let hour = NaiveTime::parse_from_str(&deposit.time, "%H:%M").unwrap_or(last);
        (deposit.deposit, names.zone(deposit.branch).instant(deposit.on, hour))
    };
    Ok(found.iter().map(at).collect())
}

fn in_deposit(cheque: &StoredCheque) -> Option<EventId> {
    match cheque.place {
        ChequePlace::Deposited { deposit } => Some(deposit),
        _ => None,
    }
}

fn deposit_of(cheque: &StoredCheque, deposits: &HashMap<EventId, Millis>) -> Option<(EventId, Millis)> {
    let deposit = in_deposit(cheque)?;
    Some((deposit, *deposits.get(&deposit)?))
}

/// Every number of the series that were used in the period.
async fn numbers(caller: &Caller, payments: &[TracedPayment]) -> Result<Vec<NumberUsed>, StoreError> {
    let store = &caller.state.store;
    let mut series: Vec<Series> = Vec::new();
    for payment in payments {
        if !series.contains(payment.row.folio.series()) {
            series.push(payment.row.folio.series().clone());
        }
    }
    let mut numbers = Vec::new();
    for series in &series {
        for payment in store.payments_of_series(series).await? {
            numbers.push(NumberUsed {
                folio: payment.folio,
                event: payment.event,
                person: payment.person,
                at: payment.instant,
            });
        }
        for held in store.held_numbers(series).await? {
            numbers.push(NumberUsed {
                folio: held.folio,
                event: held.event,
                person: held.person,
                at: held.at,
            });
        }
    }
    Ok(numbers)
}

/// Promises that count as kept, with the payments of the period that counted for them.
fn promises(payments: &[TracedPayment], accounts: &HashMap<ClientId, Account>) -> Vec<PromiseTrace> {
    let mut parts: BTreeMap<EventId, Vec<(&TracedPayment, PromiseTracePart)>> = BTreeMap::new();
    for payment in payments {
        for part in &payment.applied.promises {
            let trace = PromiseTracePart {
                payment: payment.row.event,
                amount: part.amount,
                form: form_of(payment),
                arrived: payment.arrived,
            };
            parts.entry(part.promise).or_default().push((payment, trace));
        }
    }
    let mut traces = Vec::new();
    for (id, parts) in parts {
        let Some((first, _)) = parts.first() else { continue };
        let Some(account) = accounts.get(&first.row.client) else { continue };
        let kept = account.promises.iter().find(|promise| promise.event == id);
        let Some(promise) = kept.filter(|promise| promise.received >= promise.amount) else { continue };
        let due: CivilDate = promise.due;
        traces.push(PromiseTrace {
            promise: id,
            person: first.row.person,
            amount: promise.amount,
            due,
            zone: account.customer.zone,
            parts: parts.into_iter().map(|(_, part)| part).collect(),
        });
    }
    traces
}
