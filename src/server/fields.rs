//! Checks of what people type in the office's forms. Each gives the clean value or what is wrong with it.

use crate::{
    api::{
        error::{ApiError, Field, FieldError, FieldProblem},
        people::{LOGIN_CHARS_MAX, LOGIN_CHARS_MIN, NAME_CHARS_MAX},
    },
    domain::role::Role,
};

/// Gathers what is wrong with a form, so that the person hears of everything at once.
#[derive(Default)]
pub struct FormCheck {
    problems: Vec<FieldError>,
}

impl FormCheck {
    pub fn note(&mut self, problem: Option<FieldError>) {
        self.problems.extend(problem);
    }

    fn refuse(&mut self, field: Field, problem: FieldProblem) {
        self.problems.push(FieldError { field, problem });
    }

    /// A text of one line, trimmed, with single spaces.
    pub fn line(&mut self, field: Field, text: &str, chars_max: u32) -> String {
        let clean = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if clean.is_empty() {
            self.refuse(field, FieldProblem::Missing);
        } else if clean.chars().count() > chars_max as usize {
            self.refuse(field, FieldProblem::TooLong { chars_max });
        } else if clean.chars().any(char::is_control) {
            self.refuse(field, FieldProblem::Malformed);
        }
        clean
    }

    /// A name of a person, a branch or the company.
    pub fn name(&mut self, field: Field, text: &str) -> String {
        self.line(field, text, NAME_CHARS_MAX)
    }

    /// A login: lower case, without spaces, easy to dictate.
    pub fn login(&mut self, text: &str) -> String {
        let clean = text.trim().to_lowercase();
        let chars = clean.chars().count();
        if clean.is_empty() {
            self.refuse(Field::Login, FieldProblem::Missing);
        } else if chars < LOGIN_CHARS_MIN as usize {
            self.refuse(Field::Login, FieldProblem::TooShort { chars_min: LOGIN_CHARS_MIN });
        } else if chars > LOGIN_CHARS_MAX as usize {
            self.refuse(Field::Login, FieldProblem::TooLong { chars_max: LOGIN_CHARS_MAX });
        } else if !clean
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-' | '_'))
        {
            self.refuse(Field::Login, FieldProblem::Malformed);
        }
        clean
    }

    /// Roles without repetition; at least one.
    pub fn roles(&mut self, roles: &[Role]) -> Vec<Role> {
        let mut roles = roles.to_vec();
        roles.sort_unstable();
        roles.dedup();
        if roles.is_empty() {
            self.refuse(Field::Roles, FieldProblem::Missing);
        }
        roles
    }

    /// An error with everything that was found, if anything was.
    pub fn done(self) -> Result<(), ApiError> {
        if self.problems.is_empty() { Ok(()) } else { Err(ApiError::Fields { problems: self.problems }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_says_everything_that_is_wrong_at_once() {
        let mut check = FormCheck::default();
        assert_eq!(check.name(Field::Name, "  Ana   Ruiz "), "Ana Ruiz");
        assert_eq!(check.login(" Ana.Ruiz"), "ana.ruiz");
        check.name(Field::Company, " ");
        check.login("ana ruiz");
        check.roles(&[]);
        let Err(ApiError::Fields { problems }) = check.done() else { panic!("nothing was found") };
        let found: Vec<_> = problems.iter().map(|error| (error.field, error.problem)).collect();
        assert_eq!(
            found,
            [
                (Field::Company, FieldProblem::Missing),
                (Field::Login, FieldProblem::Malformed),
                (Field::Roles, FieldProblem::Missing)
            ]
        );
    }
}
