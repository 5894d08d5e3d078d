//! What the form lacks before it is sent: pure.

use crate::api::session::PASSWORD_CHARS_MIN;

pub const LOGIN_FIELD: &str = "login";
pub const PASSWORD_FIELD: &str = "password";

/// Fields that are still empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Missing {
    pub login: bool,
    pub password: bool,
}

impl Missing {
    pub fn of(login: &str, password: &str) -> Missing {
        Missing { login: login.trim().is_empty(), password: password.is_empty() }
    }

    /// The id of the first field to go to.
    pub fn first(self) -> Option<&'static str> {
        if self.login { Some(LOGIN_FIELD) } else { self.password.then_some(PASSWORD_FIELD) }
    }
}

/// Is the password long enough to choose? Letters count, not bytes.
pub fn is_long_enough(password: &str) -> bool {
    password.chars().count() >= PASSWORD_CHARS_MIN as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_empty_field_is_the_one_to_go_to() {
        assert_eq!(Missing::of(" ", "x").first(), Some(LOGIN_FIELD));
        assert_eq!(Missing::of("ana", "").first(), Some(PASSWORD_FIELD));
        assert_eq!(Missing::of("ana", "x").first(), None);
    }

    #[test]
    fn letters_count_and_not_their_bytes() {
        assert!(!is_long_enough("ñññññññññ"));
        assert!(is_long_enough("diez letras"));
    }
}
