//! Writes a demo company into an empty database: in bulk, and yet by the same door as everything else, so that the
//! books pass their audit.

use super::{DemoCompany, DemoDevice, DemoPerson, history::DemoEvent, portfolio::Opening, safe};
use crate::{
    domain::{date::Millis, folio::Series, ids::PersonId, ledger, policy::Policy},
    server::{
        booking::{self, Changed},
        store::{
            Store, StoreError,
            branches::Branch,
            company::Company,
            devices::DeviceSecret,
            people::NewPerson,
            posting::{Cause, EventRecord, Owner, Posting},
        },
    },
    sync::protocol::Outcome,
};

/// Clients written in one transaction: some 800 events with their entries.
const CLIENTS_PER_COMMIT: usize = 100;

/// How long after it was recorded each event of the demo arrived: a minute.
pub(super) const ARRIVAL_MS: i64 = 60_000;

/// What was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Loaded {
    pub people: u32,
    pub clients: u32,
    pub debts: u32,
    pub events: u32,
    pub payments: u32,
}

/// Writes the company. `password_hash` is the PHC string that everybody logs in with.
///
/// Errs with [`StoreError::AlreadySetUp`] where the database has people: a demo never mixes with real data.
pub async fn load(
    store: &Store,
    company: &DemoCompany,
    password_hash: &str,
    now: Millis,
) -> Result<Loaded, StoreError> {
    if store.has_people().await? {
        return Err(StoreError::AlreadySetUp);
    }
    let mut loaded = Loaded::default();
    store.set_company(&Company { name: company.name.clone(), zone: company.zone }).await?;
    for branch in &company.branches {
        store.put_branch(&Branch { id: branch.id, name: branch.name.clone(), zone: branch.zone }).await?;
    }
    for person in &company.people {
        store.create_person(&new_person(person, password_hash), now).await?;
        loaded.people += 1;
    }
    for device in &company.devices {
        enrol(store, device, now).await?;
    }
    let clients: Vec<(&Opening, &Vec<DemoEvent>)> = company.openings.iter().zip(&company.events).collect();
    for part in clients.chunks(CLIENTS_PER_COMMIT) {
        load_part(store, part, now, &mut loaded).await?;
    }
    safe::load(store, company, now).await?;
    loaded.events += u32::try_from(company.cortes.len()).unwrap_or(u32::MAX);
    for device in &company.devices {
        advance(store, device, now).await?;
    }
    Ok(loaded)
}

fn new_person(person: &DemoPerson, password_hash: &str) -> NewPerson {
    NewPerson {
        id: person.id,
        login: person.login.clone(),
        name: person.name.clone(),
        roles: person.roles.clone(),
        branch: person.branch,
        month_goal: person.month_goal,
        password_hash: Some(password_hash.to_owned()),
    }
}

/// Enrols the phone under its own id; its credential is drawn here and told to nobody.
async fn enrol(store: &Store, device: &DemoDevice, now: Millis) -> Result<(), StoreError> {
    let secret = DeviceSecret { id: device.id, credential: rand::random() };
    let enrolment = store.enrol_device(device.person, LABEL, &secret, now).await?;
    check_series(&enrolment.series, &device.series)
}

/// What the list of devices shows.
const LABEL: &str = "DEMO";

/// The folios of the payments were made up for the series that an empty database leases.
fn check_series(leased: &Series, expected: &Series) -> Result<(), StoreError> {
    if leased == expected {
        return Ok(());
    }
    Err(StoreError::Unreadable(format!("series {} was leased, {}", leased.as_str(), expected.as_str())))
}

async fn load_part(
    store: &Store,
    part: &[(&Opening, &Vec<DemoEvent>)],
    now: Millis,
    loaded: &mut Loaded,
) -> Result<(), StoreError> {
    let scopes: Vec<PersonId> = part.iter().filter_map(|(opening, _)| opening.account.assigned_to).collect();
    let mut posting = Posting::load(store, None, scopes, now).await?;
    for (opening, events) in part {
        open(&mut posting, opening)?;
        loaded.clients += 1;
        loaded.debts += opening.account.invoices.len() as u32;
        for done in *events {
            let arrived = done.event.stamp.instant().plus(ARRIVAL_MS).min(now);
            posting.set_now(arrived);
            post(&mut posting, done, arrived)?;
            loaded.events += 1;
            loaded.payments += u32::from(done.event.fact.payment().is_some());
        }
    }
    posting.commit(store).await
}

/// The client, and all its debts as one opening entry.
fn open(posting: &mut Posting, opening: &Opening) -> Result<(), StoreError> {
    let account = &opening.account;
    let mut lines = Vec::new();
    for invoice in &account.invoices {
        posting.register_invoice(account.id(), invoice);
        lines.extend(ledger::entries_for_opening(account.customer.branch, invoice)?);
    }
    let version = posting.put_account(account.clone());
    posting.post(Owner::Client(account.id()), version, Cause::Opening, &lines)
}

/// One event: stored, applied by the rules, posted.
fn post(posting: &mut Posting, done: &DemoEvent, now: Millis) -> Result<(), StoreError> {
    let event = &done.event;
    let client = event.fact.client().ok_or(StoreError::NotFound("client"))?;
    let mut account = posting.account(client).cloned().ok_or(StoreError::NotFound("account"))?;
    let applied = crate::domain::rules::apply(&mut account, event, &Policy::default())?;
    let outcome = Outcome::Applied { applied: applied.clone() };
    // What it did to the drawer is written person by person, once every payment is in the books.
    let changed = Changed { account: Some(account), drawer: None };
    booking::book(posting, event, changed, &applied, now)?;
    let record = EventRecord {
        id: event.id,
        device: event.device,
        seq: event.seq,
        kind: event.fact.kind(),
        client: Some(client),
        bytes: &done.bytes,
        sha256: crate::domain::chain::ChainHash::of(done.bytes.as_bytes()),
        outcome: &outcome,
    };
    posting.store_event(&record)?;
    if applied.exception.is_some() {
        posting.raise_exception(&record, event.person)?;
    }
    Ok(())
}

/// Moves the phone on to where its chain ends.
async fn advance(store: &Store, device: &DemoDevice, now: Millis) -> Result<(), StoreError> {
    let read = store.device(device.id).await?.ok_or(StoreError::NotFound("device"))?;
    let mut posting = Posting::load(store, None, None, now).await?;
    posting.step_device(&read, device.last_seq, device.chain_head);
    posting.commit(store).await
}
