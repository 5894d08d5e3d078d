//! People and branches, as the office manages them.

use std::collections::HashMap;

use super::{
    audit,
    extract::Caller,
    fields::FormCheck,
    passwords,
    setup::random_uuid,
    store::{
        branches::Branch,
        logins::PasswordOrigin,
        people::{NewPerson as StoredNewPerson, Person},
    },
};
use crate::{
    api::{
        audit::AuditAction,
        error::{ApiError, Field, FieldError, FieldProblem, Thing},
        people::{BranchRow, NewPerson, PersonRow, TemporaryPassword},
    },
    domain::{
        date::Zone,
        ids::{BranchId, PersonId},
        role::Role,
    },
};

/// Whether an account is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Active,
    Inactive,
}

pub async fn list(caller: &Caller) -> Result<Vec<PersonRow>, ApiError> {
    let store = &caller.state.store;
    let notes = store.login_notes().await?;
    let branches: HashMap<BranchId, String> =
        store.branches().await?.into_iter().map(|branch| (branch.id, branch.name)).collect();
    let rows = store.people().await?.into_iter().map(|person| {
        let note = notes.get(&person.id).copied().unwrap_or_default();
        PersonRow {
            person: person.id,
            login: person.login,
            name: person.name,
            roles: person.roles,
            branch: person.branch,
            branch_name: branches.get(&person.branch).cloned().unwrap_or_default(),
            is_active: person.is_active,
            has_temporary_password: note.has_temporary_password,
            last_login: note.last_login,
            month_goal: person.month_goal,
        }
    });
    Ok(rows.collect())
}

pub async fn create(caller: &Caller, new: NewPerson) -> Result<TemporaryPassword, ApiError> {
    let state = &caller.state;
    let mut check = FormCheck::default();
    let name = check.name(Field::Name, &new.name);
    let login = check.login(&new.login);
    let roles = check.roles(&new.roles);
    if new.month_goal.is_negative() {
        check.note(Some(FieldError { field: Field::Goal, problem: FieldProblem::Malformed }));
    }
    check.done()?;
    if state.store.branch(new.branch).await?.is_none() {
        return Err(ApiError::NotFound { what: Thing::Branch });
    }
    let password = passwords::temporary();
    let person = StoredNewPerson {
        id: PersonId::from_uuid(random_uuid()),
        login,
        name,
        roles,
        branch: new.branch,
        month_goal: new.month_goal,
        password_hash: Some(state.passwords.hash(&password).await?),
    };
    // The note first: were the process to die in between, nobody would have a password of the office as his own.
    state.store.note_password(person.id, PasswordOrigin::Temporary).await?;
    let person = state.store.create_person(&person, state.now()).await?;
    let action = AuditAction::PersonCreated { person: person.id, name: person.name, roles: person.roles };
    audit::record(caller, action).await?;
    Ok(TemporaryPassword { person: person.id, login: person.login, password })
}

pub async fn set_roles(caller: &Caller, person: PersonId, roles: Vec<Role>) -> Result<(), ApiError> {
    let mut check = FormCheck::default();
    let roles = check.roles(&roles);
    check.done()?;
    let before = found(caller, person).await?;
    if before.roles == roles {
        return Ok(());
    }
    if !roles.contains(&Role::Admin) {
        keep_an_admin(caller, &before).await?;
    }
    let after = Person { roles: roles.clone(), ..before.clone() };
    caller.state.store.update_person(&after).await?;
    let action = AuditAction::RolesChanged { person, name: after.name, before: before.roles, after: roles };
    audit::record(caller, action).await
}

pub async fn set_active(caller: &Caller, person: PersonId, standing: Standing) -> Result<(), ApiError> {
    let before = found(caller, person).await?;
    let is_active = standing == Standing::Active;
    if before.is_active == is_active {
        return Ok(());
    }
    if !is_active {
        if person == caller.id() {
            return Err(ApiError::NotToOneself);
        }
        keep_an_admin(caller, &before).await?;
    }
    let after = Person { is_active, ..before };
    caller.state.store.update_person(&after).await?;
    let name = after.name;
    let action = match standing {
        Standing::Active => AuditAction::PersonReactivated { person, name },
        Standing::Inactive => AuditAction::PersonDeactivated { person, name },
    };
    audit::record(caller, action).await
}

pub async fn close_sessions(caller: &Caller, person: PersonId) -> Result<(), ApiError> {
    let name = found(caller, person).await?.name;
    caller.state.store.revoke_sessions(person).await?;
    audit::record(caller, AuditAction::SessionsClosed { person, name }).await
}

pub async fn reset_password(caller: &Caller, person: PersonId) -> Result<TemporaryPassword, ApiError> {
    if person == caller.id() {
        return Err(ApiError::NotToOneself);
    }
    let state = &caller.state;
    let found = found(caller, person).await?;
    let password = passwords::temporary();
    let hash = state.passwords.hash(&password).await?;
    state.store.note_password(person, PasswordOrigin::Temporary).await?;
    state.store.set_password_hash(person, &hash).await?;
    audit::record(caller, AuditAction::PasswordReset { person, name: found.name }).await?;
    Ok(TemporaryPassword { person, login: found.login, password })
}

pub async fn list_branches(caller: &Caller) -> Result<Vec<BranchRow>, ApiError> {
    let branches = caller.state.store.branches().await?;
    Ok(branches.into_iter().map(row_of_branch).collect())
}

pub async fn create_branch(caller: &Caller, name: &str, zone: Zone) -> Result<BranchRow, ApiError> {
    let store = &caller.state.store;
    let mut check = FormCheck::default();
    let name = check.name(Field::Branch, name);
    check.done()?;
    let is_twin = |branch: &Branch| branch.name.to_lowercase() == name.to_lowercase();
    if store.branches().await?.iter().any(is_twin) {
        return Err(ApiError::field(Field::Branch, FieldProblem::Taken));
    }
    let branch = Branch { id: BranchId::from_uuid(random_uuid()), name, zone };
    store.put_branch(&branch).await?;
    audit::record(caller, AuditAction::BranchCreated { branch: branch.id, name: branch.name.clone() })
        .await?;
    Ok(row_of_branch(branch))
}

fn row_of_branch(branch: Branch) -> BranchRow {
    BranchRow { branch: branch.id, name: branch.name, zone: branch.zone }
}

async fn found(caller: &Caller, person: PersonId) -> Result<Person, ApiError> {
    caller.state.store.person(person).await?.ok_or(ApiError::NotFound { what: Thing::Person })
}

/// Refuses to take the last administrator away: nobody could let him in again.
async fn keep_an_admin(caller: &Caller, leaving: &Person) -> Result<(), ApiError> {
    let is_other_admin =
        |person: &Person| person.id != leaving.id && person.is_active && person.roles.contains(&Role::Admin);
    let is_admin = leaving.roles.contains(&Role::Admin);
    if is_admin && !caller.state.store.people().await?.iter().any(is_other_admin) {
        return Err(ApiError::LastAdmin);
    }
    Ok(())
}
