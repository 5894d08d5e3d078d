//! The first administrator: created once, with the code that the server printed on its console.

use std::fmt;

use super::{
    audit,
    extract::{Caller, Visitor},
    fields::FormCheck,
    login, passwords,
    store::{branches::Branch, company::Company, people::NewPerson},
};
use crate::{
    api::{
        audit::AuditAction,
        error::{ApiError, Field, FieldProblem},
        session::LoggedIn,
        setup::FirstAdmin,
    },
    domain::{
        ids::{BranchId, PersonId},
        money::Money,
        role::Role,
    },
};

/// The one-time code. Whoever reads the console of the server may set it up; whoever only finds its address may not.
pub struct SetupCode(String);

impl SetupCode {
    pub fn random() -> SetupCode {
        SetupCode(passwords::temporary())
    }

    /// Compares without regard to case, spaces and hyphens, in the same time whatever the difference.
    fn is(&self, typed: &str) -> bool {
        let clean: String =
            typed.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
        let differences = self
            .0
            .bytes()
            .zip(clean.bytes().chain(std::iter::repeat(0)))
            .fold(0u8, |differences, (ours, theirs)| differences | (ours ^ theirs));
        differences == 0 && clean.len() == self.0.len()
    }
}

/// In groups of four, as it is printed on the console.
impl fmt::Display for SetupCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, c) in self.0.chars().enumerate() {
            if place > 0 && place % 4 == 0 {
                f.write_str("-")?;
            }
            write!(f, "{c}")?;
        }
        Ok(())
    }
}

/// Whether nobody exists yet.
pub async fn is_needed(visitor: &Visitor) -> Result<bool, ApiError> {
    Ok(!visitor.state.store.has_people().await?)
}

pub async fn create_first_admin(visitor: &Visitor, first: FirstAdmin) -> Result<LoggedIn, ApiError> {
    let state = &visitor.state;
    if state.store.has_people().await? {
        return Err(ApiError::AlreadySetUp);
    }
    let mut check = FormCheck::default();
    let company = Company { name: check.name(Field::Company, &first.company), zone: first.zone };
    let branch = Branch {
        id: BranchId::from_uuid(random_uuid()),
        name: check.name(Field::Branch, &first.branch),
        zone: first.zone,
    };
    let name = check.name(Field::Name, &first.name);
    let login = check.login(&first.login);
    check.note(passwords::problem(&first.password, &first.login));
    check.done()?;
    state.limits.setup_attempt(state.now())?;
    if !state.setup_code.is(&first.setup_code) {
        return Err(ApiError::field(Field::SetupCode, FieldProblem::Wrong));
    }
    let person = NewPerson {
        id: PersonId::from_uuid(random_uuid()),
        login,
        name,
        roles: vec![Role::Admin],
        branch: branch.id,
        month_goal: Money::ZERO,
        password_hash: Some(state.passwords.hash(&first.password).await?),
    };
    let person = state.store.set_up(&company, &branch, &person, state.now()).await?;
    let logged_in = login::open_session(visitor, &person).await?;
    let caller = Caller { state: state.clone(), session: visitor.session.clone(), person };
    audit::record(&caller, AuditAction::CompanyCreated { company: company.name }).await?;
    Ok(logged_in)
}

/// A version 4 UUID for what the office creates: nothing needs to sort by it.
pub fn random_uuid() -> uuid::Uuid {
    uuid::Builder::from_random_bytes(rand::random()).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_is_read_as_people_type_it() {
        let code = SetupCode("abcd2345efgh".into());
        assert_eq!(code.to_string(), "abcd-2345-efgh");
        assert!(code.is(" ABCD-2345 efgh"));
        for wrong in ["", "abcd2345efg", "abcd2345efghh", "abcd2345efgj"] {
            assert!(!code.is(wrong), "{wrong}");
        }
    }
}
