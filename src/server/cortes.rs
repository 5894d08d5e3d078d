//! Cortes and drawers, as the office sees and changes them.

use std::collections::HashMap;

use super::{
    audit::audit_line,
    extract::Caller,
    fields::FormCheck,
    names::Names,
    store::{
        cortes::{CortesIn, Counted, StoredCorte},
        documents::Versioned,
        office::OfficeCount,
        people::Person,
        posting::Cause,
        requests::StoredRequest,
    },
};
use crate::{
    api::{
        audit::AuditAction,
        corrections::RequestSubject,
        cortes::{
            CORTE_NOTE_CHARS_MAX, CORTES_MAX, CorteDetail, CorteFilter, CorteRow, CorteState, DrawerRow,
        },
        error::{ApiError, Field, FieldProblem, Thing},
        settings::{CompanySettings, PersonSettings},
    },
    domain::{
        cash_count::CashCount,
        date::CivilDate,
        drawer::Drawer,
        ids::{EventId, PersonId, RequestId},
        ledger::LedgerAccount,
        money::Money,
        role::Permission,
        rules,
    },
};

pub async fn drawers(caller: &Caller) -> Result<Vec<DrawerRow>, ApiError> {
    let store = &caller.state.store;
    let names = Names::load(store).await?;
    let people: Vec<Person> = store.people().await?;
    let ids: Vec<PersonId> = people.iter().map(|person| person.id).collect();
    let company = store.setting::<CompanySettings>(()).await?.value;
    let own: HashMap<PersonId, Versioned<PersonSettings>> =
        store.person_settings(&ids).await?.into_iter().collect();
    let places = store.places_of_money().await?;
    let mut drawers: HashMap<PersonId, Drawer> =
        store.all_drawers().await?.into_iter().map(|drawer| (drawer.person, drawer)).collect();
    let mut rows = Vec::new();
    for person in &people {
        let collects = person.is_active && person.roles.iter().any(|role| role.allows(Permission::Collect));
        let drawer = drawers.remove(&person.id).unwrap_or_else(|| Drawer::empty(person.id, person.branch));
        let carries = drawer.cash.is_positive() || !drawer.held.is_empty();
        if !collects && !carries {
            continue;
        }
        let limits = own.get(&person.id).and_then(|kept| kept.value.cash).unwrap_or(company.cash);
        let today = caller.now().date_in(names.zone(person.branch));
        let shortage = places.get(&LedgerAccount::Shortage(person.id)).copied().unwrap_or_default();
        rows.push(DrawerRow {
            person: person.id,
            person_name: person.name.clone(),
            branch: person.branch,
            branch_name: names.branch(person.branch),
            cash: drawer.cash,
            limits,
            level: limits.level(drawer.cash),
            payments: count_of(drawer.held.len()),
            cheques: count_of(drawer.cheques().count()),
            cheques_total: Money::sum(drawer.cheques().map(|held| held.amount)).map_err(money)?,
            open_since: oldest_open(&drawer, today),
            is_route_allowed: drawer.route_allowed_on == Some(today),
            is_cash_allowed: drawer.cash_allowed_on == Some(today),
            shortage,
            last_corte: drawer.handovers.iter().map(|line| line.day).max(),
        });
    }
    rows.sort_by(|a, b| (b.cash, &a.person_name).cmp(&(a.cash, &b.person_name)));
    Ok(rows)
}

/// The day whose corte is missing, whatever a supervisor allowed.
fn oldest_open(drawer: &Drawer, today: CivilDate) -> Option<CivilDate> {
    drawer.held.iter().map(|held| held.received_on).min().filter(|day| *day < today)
}

pub async fn list(caller: &Caller, filter: CorteFilter) -> Result<Vec<CorteRow>, ApiError> {
    let store = &caller.state.store;
    let wanted = match filter {
        CorteFilter::Waiting => CortesIn::Waiting,
        CorteFilter::Confirmed => CortesIn::Confirmed,
        CorteFilter::Objected => CortesIn::Objected,
        CorteFilter::All => CortesIn::All,
    };
    let names = Names::load(store).await?;
    let cortes = store.cortes_in(wanted, CORTES_MAX).await?;
    cortes.iter().map(|corte| row(corte, &names)).collect()
}

fn row(corte: &StoredCorte, names: &Names) -> Result<CorteRow, ApiError> {
    Ok(CorteRow {
        corte: corte.corte,
        person: corte.person,
        person_name: names.person(corte.person),
        branch: corte.branch,
        branch_name: names.branch(corte.branch),
        day: corte.handover.day,
        received: corte.received,
        handed: corte.handed,
        difference: corte.difference,
        cheques: count_of(corte.cheques.len()),
        cheques_total: Money::sum(corte.cheques.iter().map(|cheque| cheque.amount)).map_err(money)?,
        payments: count_of(corte.held.len()),
        state: state(&corte.state, names),
    })
}

fn state(counted: &Counted, names: &Names) -> CorteState {
    match counted {
        Counted::Waiting => CorteState::Waiting,
        Counted::Confirmed { by, at, .. } => CorteState::Confirmed { by_name: names.person(*by), at: *at },
        Counted::Objected { by, at, counted, note, .. } => CorteState::Objected {
            by_name: names.person(*by),
            at: *at,
            counted: *counted,
            note: note.clone(),
        },
    }
}

pub async fn get(caller: &Caller, corte: EventId) -> Result<CorteDetail, ApiError> {
    let store = &caller.state.store;
    let found = store.corte(corte).await?.ok_or(ApiError::NotFound { what: Thing::Corte })?.value;
    let names = Names::load(store).await?;
    let (office_count, note) = match &found.state {
        Counted::Waiting => (None, String::new()),
        Counted::Confirmed { count, note, .. } | Counted::Objected { count, note, .. } => {
            (Some(count.clone()), note.clone())
        }
    };
    Ok(CorteDetail {
        row: row(&found, &names)?,
        opened: found.opened,
        received_cash: found.received_cash,
        adjusted: found.adjusted,
        spent: found.spent,
        deposited: found.deposited,
        expected: found.expected,
        count: found.handover.count,
        kept: found.handover.kept,
        why: found.handover.difference,
        checklist: found.handover.checklist,
        held: found.held,
        deposits: found.deposits,
        voided: found.voided,
        cheques: found.cheques,
        signature: found.handover.signature,
        receiver: found.handover.receiver,
        office_count,
        note,
        reopening: reopening(caller, corte).await?,
    })
}

/// The open request to count this corte again.
pub(super) async fn reopening(caller: &Caller, corte: EventId) -> Result<Option<RequestId>, ApiError> {
    let open = caller.state.store.open_requests(u32::MAX).await?;
    let is_it = |request: &StoredRequest| match request.subject {
        RequestSubject::ReopenCorte { corte: of, .. } => of == corte,
        RequestSubject::Correction { .. } => false,
    };
    Ok(open.into_iter().find(is_it).map(|request| request.request))
}

pub async fn count(
    caller: &Caller,
    corte: EventId,
    count: CashCount,
    note: &str,
) -> Result<CorteState, ApiError> {
    let store = &caller.state.store;
    count.check().map_err(|_| ApiError::field(Field::Count, FieldProblem::Malformed))?;
    let found = store.corte(corte).await?.ok_or(ApiError::NotFound { what: Thing::Corte })?.value;
    let counted = count.total().map_err(money)?;
    let mut check = FormCheck::default();
    let is_same = counted == found.handed;
    let note = if note.trim().is_empty() && is_same {
        String::new()
    } else {
        check.line(Field::Reason, note, CORTE_NOTE_CHARS_MAX)
    };
    check.done()?;
    let names = Names::load(store).await?;
    let name = names.person(found.person);
    let action = if is_same {
        AuditAction::CorteConfirmed { corte, name, counted }
    } else {
        AuditAction::CorteObjected { corte, name, counted }
    };
    let office = OfficeCount { corte, by: caller.id(), count: &count, note: &note, now: caller.now() };
    let kept = store.count_corte(&office, &audit_line(caller, &action)?).await?;
    Ok(state(&kept.state, &names))
}

pub async fn allow_route(caller: &Caller, person: PersonId, reason: &str) -> Result<(), ApiError> {
    let (found, reason) = about(caller, person, reason).await?;
    let today = today_of(caller, &found).await?;
    let action = AuditAction::RouteAllowed { person, name: found.name, reason };
    let audit = audit_line(caller, &action)?;
    let rule = |drawer: &mut Drawer, _| {
        rules::allow_route(drawer, today);
        Ok(Vec::new())
    };
    Ok(caller.state.store.change_drawer(person, Cause::Float, &audit, rule).await?)
}

pub async fn allow_cash(caller: &Caller, person: PersonId, reason: &str) -> Result<(), ApiError> {
    let (found, reason) = about(caller, person, reason).await?;
    let today = today_of(caller, &found).await?;
    let action = AuditAction::CashAllowed { person, name: found.name, reason };
    let audit = audit_line(caller, &action)?;
    let rule = |drawer: &mut Drawer, _| {
        rules::allow_cash(drawer, today);
        Ok(Vec::new())
    };
    Ok(caller.state.store.change_drawer(person, Cause::Float, &audit, rule).await?)
}

pub async fn approve_expense(
    caller: &Caller,
    person: PersonId,
    amount: Money,
    reason: &str,
) -> Result<(), ApiError> {
    let (found, reason) = about(caller, person, reason).await?;
    let action = AuditAction::ExpenseApproved { person, name: found.name, amount, reason };
    let audit = audit_line(caller, &action)?;
    let rule = |drawer: &mut Drawer, _| rules::approve_expense(drawer, amount);
    Ok(caller.state.store.change_drawer(person, Cause::Expense, &audit, rule).await?)
}

pub async fn give_float(caller: &Caller, person: PersonId, amount: Money) -> Result<(), ApiError> {
    let found = somebody_else(caller, person).await?;
    let action = AuditAction::FloatGiven { person, name: found.name, amount };
    let audit = audit_line(caller, &action)?;
    let rule = |drawer: &mut Drawer, vault: rules::VaultHolds| rules::give_float(drawer, amount, vault.cash);
    Ok(caller.state.store.change_drawer(person, Cause::Float, &audit, rule).await?)
}

async fn about(caller: &Caller, person: PersonId, reason: &str) -> Result<(Person, String), ApiError> {
    let mut check = FormCheck::default();
    let reason = check.line(Field::Reason, reason, CORTE_NOTE_CHARS_MAX);
    check.done()?;
    Ok((somebody_else(caller, person).await?, reason))
}

async fn somebody_else(caller: &Caller, person: PersonId) -> Result<Person, ApiError> {
    if person == caller.id() {
        return Err(ApiError::NotToOneself);
    }
    caller.state.store.person(person).await?.ok_or(ApiError::NotFound { what: Thing::Person })
}

/// The civil date where the person works.
async fn today_of(caller: &Caller, person: &Person) -> Result<CivilDate, ApiError> {
    let branch = caller.state.store.branch(person.branch).await?;
    let branch = branch.ok_or(ApiError::NotFound { what: Thing::Branch })?;
    Ok(caller.now().date_in(branch.zone))
}

pub(super) fn count_of(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

pub(super) fn money(error: crate::domain::money::MoneyError) -> ApiError {
    super::store::StoreError::from(error).into()
}
