//! Logging in and out, and one's own password.

use super::{
    audit,
    extract::{Caller, Visitor},
    passwords, sessions,
    state::AppState,
    store::{
        logins::PasswordOrigin,
        people::{Person, login_form},
    },
};
use crate::{
    api::{
        audit::AuditAction,
        error::{ApiError, Field, FieldError, FieldProblem},
        people::LOGIN_CHARS_MAX,
        session::{LoggedIn, PASSWORD_CHARS_MAX},
    },
    domain::date::Zone,
};

/// Starts a session. Which of login and password is wrong, and whether the account is closed, is never told, neither
/// in words nor by the time it takes.
pub async fn login(visitor: &Visitor, login: &str, password: &str) -> Result<LoggedIn, ApiError> {
    let state = &visitor.state;
    let login = login_form(login);
    let mut problems = Vec::new();
    if login.is_empty() {
        problems.push(FieldError { field: Field::Login, problem: FieldProblem::Missing });
    }
    if password.is_empty() {
        problems.push(FieldError { field: Field::Password, problem: FieldProblem::Missing });
    }
    if !problems.is_empty() {
        return Err(ApiError::Fields { problems });
    }
    if is_longer(&login, LOGIN_CHARS_MAX) || is_longer(password, PASSWORD_CHARS_MAX) {
        return Err(ApiError::WrongLogin);
    }
    state.limits.login_attempt(&login, visitor.address, state.now())?;
    let person = state.store.person_by_login(&login).await?.filter(|person| person.is_active);
    let hash = match &person {
        Some(person) => state.store.password_hash(person.id).await?,
        None => None,
    };
    let is_right = state.passwords.verify(password, hash).await?;
    let Some(person) = person.filter(|_| is_right) else {
        state.metrics.logins_refused.add();
        return Err(ApiError::WrongLogin);
    };
    state.limits.login_succeeded(&login, visitor.address);
    open_session(visitor, &person).await
}

/// The session of somebody whose word was taken already.
pub async fn open_session(visitor: &Visitor, person: &Person) -> Result<LoggedIn, ApiError> {
    let state = &visitor.state;
    sessions::begin(state, &visitor.session, person).await?;
    state.store.note_login(person.id, state.now()).await?;
    state.metrics.logins.add();
    tracing::info!(person = %person.id, "person {} logged in", person.id);
    logged_in(state, person).await
}

/// Ends the session. Without one there is nothing to do.
pub async fn logout(visitor: &Visitor) -> Result<(), ApiError> {
    sessions::end(&visitor.session).await
}

pub async fn who_am_i(visitor: &Visitor) -> Result<Option<LoggedIn>, ApiError> {
    match sessions::person_of(&visitor.state, &visitor.session).await? {
        None => Ok(None),
        Some(person) => logged_in(&visitor.state, &person).await.map(Some),
    }
}

/// A new password of one's own: the other sessions end, this one goes on under a new id.
pub async fn change_password(visitor: &Visitor, current: &str, new: &str) -> Result<(), ApiError> {
    let state = &visitor.state;
    let person = sessions::person_of(state, &visitor.session).await?.ok_or(ApiError::NotLoggedIn)?;
    if let Some(problem) = passwords::problem(new, &person.login) {
        return Err(ApiError::Fields { problems: vec![problem] });
    }
    state.limits.login_attempt(&person.login, visitor.address, state.now())?;
    let hash = state.store.password_hash(person.id).await?;
    if is_longer(current, PASSWORD_CHARS_MAX) || !state.passwords.verify(current, hash).await? {
        return Err(ApiError::field(Field::CurrentPassword, FieldProblem::Wrong));
    }
    state.limits.login_succeeded(&person.login, visitor.address);
    if current == new {
        return Err(ApiError::field(Field::Password, FieldProblem::Taken));
    }
    let hash = state.passwords.hash(new).await?;
    let session_epoch = state.store.set_password_hash(person.id, &hash).await?;
    state.store.note_password(person.id, PasswordOrigin::Own).await?;
    let person = Person { session_epoch, ..person };
    sessions::begin(state, &visitor.session, &person).await?;
    let caller = Caller { state: state.clone(), session: visitor.session.clone(), person };
    audit::record(&caller, AuditAction::PasswordChanged).await
}

async fn logged_in(state: &AppState, person: &Person) -> Result<LoggedIn, ApiError> {
    let branch = state.store.branch(person.branch).await?;
    let company = state.store.company().await?;
    let zone = branch.as_ref().map(|branch| branch.zone).or(company.as_ref().map(|company| company.zone));
    Ok(LoggedIn {
        person: person.id,
        login: person.login.clone(),
        name: person.name.clone(),
        roles: person.roles.clone(),
        branch: person.branch,
        branch_name: branch.map(|branch| branch.name).unwrap_or_default(),
        zone: zone.unwrap_or(Zone::MEXICO_CITY),
        company: company.map(|company| company.name).unwrap_or_default(),
        must_change_password: state.store.login_note(person.id).await?.has_temporary_password,
    })
}

fn is_longer(text: &str, chars_max: u32) -> bool {
    text.chars().count() > chars_max as usize
}
