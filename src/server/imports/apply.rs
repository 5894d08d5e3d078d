//! The last step: what the review let pass goes into the books, once.

use std::collections::{BTreeMap, HashMap};

use super::{
    clients::ClientDraft,
    invoices::InvoiceDraft,
    review::{Draft, Review},
    run::{self, LateRefusal, Run, RunState},
    wizard,
};
use crate::{
    api::{
        audit::AuditAction,
        error::{ApiError, Thing},
        imports::{ApplyResult, ImportKind, ImportView, Reason},
    },
    domain::{
        customer::{Address, Customer},
        date::Zone,
        ids::{BranchId, ClientId, ImportId, InvoiceId},
        invoice::{DebtKind, Invoice},
        money::Money,
    },
    server::{
        audit,
        error::failed,
        extract::Caller,
        store::imported::{ImportedInvoice, RowEffect},
    },
};

/// Clients looked up at a time.
const CLIENTS_PER_READ: usize = 500;

/// Applies the run. Of several who ask at the same time one does it, and the others hear that it is busy; who asks
/// later gets what was done. It goes on when whoever asked goes away.
pub async fn apply(caller: &Caller, id: ImportId) -> Result<ImportView, ApiError> {
    let caller = caller.clone();
    let work = async move { apply_here(&caller, id).await };
    tokio::spawn(work).await.map_err(|error| failed(&error))?
}

async fn apply_here(caller: &Caller, id: ImportId) -> Result<ImportView, ApiError> {
    let store = &caller.state.store;
    let mut run = run::open_whole(store, id).await?;
    match run.state {
        RunState::Applied => return wizard::view(caller, &run).await,
        RunState::Match => return Err(ApiError::BadRequest),
        RunState::Applying if run.is_being_applied(caller.now()) => return Err(ApiError::Busy),
        RunState::Review | RunState::Applying => {}
    }
    match run.move_to(store, RunState::Applying, caller.now()).await {
        Err(ApiError::Conflict) => return Err(ApiError::Busy),
        other => other?,
    }
    match write(caller, &mut run).await {
        Ok(()) => {}
        Err(error) => {
            // Whole rows are in the books or not at all, and the same file again finishes the work.
            run.move_to(store, RunState::Review, caller.now()).await?;
            return Err(error);
        }
    }
    run.move_to(store, RunState::Applied, caller.now()).await?;
    record(caller, &run).await?;
    wizard::view(caller, &run).await
}

async fn record(caller: &Caller, run: &Run) -> Result<(), ApiError> {
    let result = run.detail.result.unwrap_or_default();
    let rows = result.created.saturating_add(result.updated);
    let (clients, invoices) = match run.detail.mapping.kind {
        ImportKind::Clients => (rows, 0),
        ImportKind::Invoices => (result.clients_created, rows),
    };
    let file_name = run.kept.file_name.clone();
    audit::record(caller, AuditAction::ImportApplied { import: run.kept.id, file_name, clients, invoices })
        .await
}

/// Reviews once more against what is there now, writes, and notes what came of it.
async fn write(caller: &Caller, run: &mut Run) -> Result<(), ApiError> {
    let review = run.review(caller).await?.rows()?;
    let home = Home::of(caller).await?;
    let mut outcome = Outcome {
        result: ApplyResult { refused: review.counts.bad, ..Default::default() },
        late: Vec::new(),
    };
    match review.kind {
        ImportKind::Clients => write_clients(caller, &home, &review, &mut outcome).await?,
        ImportKind::Invoices => write_invoices(caller, &home, &review, &mut outcome).await?,
    }
    run.detail.counts = Some(review.counts);
    run.detail.result = Some(outcome.result);
    run.detail.refused_late = outcome.late;
    Ok(())
}

/// Where clients go whose file does not say: the branch of whoever imports.
struct Home {
    branch: BranchId,
    zone: Zone,
}

impl Home {
    async fn of(caller: &Caller) -> Result<Home, ApiError> {
        let branch = caller.state.store.branch(caller.person.branch).await?;
        let branch = branch.ok_or(ApiError::NotFound { what: Thing::Branch })?;
        Ok(Home { branch: branch.id, zone: branch.zone })
    }

    fn client(&self, key: &str, name: &str) -> Customer {
        Customer {
            id: ClientId::from_key(key),
            key: key.to_owned(),
            name: name.to_owned(),
            rfc: String::new(),
            phone: String::new(),
            email: String::new(),
            address: Address::default(),
            position: None,
            zone: self.zone,
            branch: self.branch,
            credit_days: 0,
            credit_limit: Money::ZERO,
        }
    }
}

struct Outcome {
    result: ApplyResult,
    late: Vec<LateRefusal>,
}

impl Outcome {
    fn count(&mut self, row: u32, effect: RowEffect) {
        let counter = match effect {
            RowEffect::Created => &mut self.result.created,
            RowEffect::Changed => &mut self.result.updated,
            RowEffect::Unchanged => &mut self.result.unchanged,
            RowEffect::UnknownClient
            | RowEffect::OtherClient
            | RowEffect::BalanceDiffers { .. }
            | RowEffect::Impossible => &mut self.result.refused,
        };
        *counter = counter.saturating_add(1);
        let reason = match effect {
            RowEffect::Created | RowEffect::Changed | RowEffect::Unchanged => return,
            RowEffect::UnknownClient => Reason::ClientUnknown,
            RowEffect::OtherClient => Reason::FolioOfAnotherClient,
            RowEffect::BalanceDiffers { .. } => Reason::InvoiceHasPayments,
            RowEffect::Impossible => Reason::BalanceAboveTotal,
        };
        self.late.push(LateRefusal { row, reason });
    }
}

async fn write_clients(
    caller: &Caller,
    home: &Home,
    review: &Review,
    outcome: &mut Outcome,
) -> Result<(), ApiError> {
    let drafts = run::drafts(review, |draft| match draft {
        Draft::Client(client) => Some(client),
        Draft::Invoice(_) => None,
    });
    let ids: Vec<ClientId> = drafts.iter().map(|(_, draft)| ClientId::from_key(&draft.key)).collect();
    let known = known_clients(caller, &ids).await?;
    let customers: Vec<Customer> =
        drafts.iter().zip(&ids).map(|((_, draft), id)| merged(known.get(id).cloned(), draft, home)).collect();
    let effects = caller.state.store.import_customers(&customers, caller.now()).await?;
    for ((row, _), effect) in drafts.iter().zip(effects) {
        outcome.count(*row, effect);
    }
    Ok(())
}

/// What the file says over what was known; what it does not say stays.
fn merged(known: Option<Customer>, draft: &ClientDraft, home: &Home) -> Customer {
    let mut customer = known.unwrap_or_else(|| home.client(&draft.key, &draft.name));
    let set = |place: &mut String, given: &Option<String>| {
        if let Some(given) = given {
            place.clone_from(given);
        }
    };
    customer.name.clone_from(&draft.name);
    set(&mut customer.rfc, &draft.rfc);
    set(&mut customer.phone, &draft.phone);
    set(&mut customer.email, &draft.email);
    set(&mut customer.address.street, &draft.street);
    set(&mut customer.address.neighbourhood, &draft.neighbourhood);
    set(&mut customer.address.postal_code, &draft.postal_code);
    set(&mut customer.address.municipality, &draft.municipality);
    set(&mut customer.address.state, &draft.state);
    customer.credit_limit = draft.credit_limit.unwrap_or(customer.credit_limit);
    customer.credit_days = draft.credit_days.unwrap_or(customer.credit_days);
    customer.position = draft.position.or(customer.position);
    customer
}

async fn write_invoices(
    caller: &Caller,
    home: &Home,
    review: &Review,
    outcome: &mut Outcome,
) -> Result<(), ApiError> {
    let store = &caller.state.store;
    let drafts = run::drafts(review, |draft| match draft {
        Draft::Invoice(invoice) => Some(invoice),
        Draft::Client(_) => None,
    });
    // The clients that only the invoices know: with the key and the name of the first row that names them.
    let mut named: BTreeMap<&str, &str> = BTreeMap::new();
    for (_, draft) in &drafts {
        let name = draft.client_name.as_deref().unwrap_or(&draft.client_key);
        named.entry(&draft.client_key).or_insert(name);
    }
    let ids: Vec<ClientId> = named.keys().map(|key| ClientId::from_key(key)).collect();
    let known = known_clients(caller, &ids).await?;
    let missing: Vec<Customer> = named
        .iter()
        .filter(|(key, _)| !known.contains_key(&ClientId::from_key(key)))
        .map(|(key, name)| home.client(key, name))
        .collect();
    let created = store.import_customers(&missing, caller.now()).await?;
    let created = created.into_iter().filter(|effect| *effect == RowEffect::Created).count();
    outcome.result.clients_created = u32::try_from(created).unwrap_or(u32::MAX);
    let rows: Vec<ImportedInvoice> = drafts.iter().map(|(_, draft)| imported(draft)).collect();
    let effects = store.import_invoices(&rows, caller.now()).await?;
    for ((row, _), effect) in drafts.iter().zip(effects) {
        outcome.count(*row, effect);
    }
    Ok(())
}

fn imported(draft: &InvoiceDraft) -> ImportedInvoice {
    ImportedInvoice {
        client: ClientId::from_key(&draft.client_key),
        invoice: Invoice {
            id: InvoiceId::from_key(&draft.folio),
            folio: draft.folio.clone(),
            kind: DebtKind::Invoice,
            issued: draft.issued,
            due: draft.due,
            total: draft.total,
            balance: draft.balance,
            currency: draft.currency,
            late: None,
            moratory: Default::default(),
            in_review: None,
            agreement: None,
            partials: 0,
        },
    }
}

async fn known_clients(caller: &Caller, ids: &[ClientId]) -> Result<HashMap<ClientId, Customer>, ApiError> {
    let mut known = HashMap::new();
    for part in ids.chunks(CLIENTS_PER_READ) {
        let accounts = caller.state.store.accounts(part).await?;
        known.extend(accounts.into_iter().map(|account| (account.customer.id, account.customer)));
    }
    Ok(known)
}
