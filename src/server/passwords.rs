//! Passwords: argon2id on the blocking pool, and the rules that a new one must keep.

use std::sync::{Arc, LazyLock};

use argon2::{
    Argon2,
    password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString},
};
use rand::seq::IndexedRandom;
use tokio::{sync::Semaphore, task};

use super::error::failed;
use crate::api::{
    error::{ApiError, Field, FieldError, FieldProblem},
    session::{PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN},
};

/// Hashings at the same time: each takes 19 MiB, and a flood of logins must not take the machine's memory.
const HASHINGS_MAX: usize = 4;
/// Characters of a temporary password: 12 of 31 are 59 bits.
const TEMPORARY_CHARS: usize = 12;
/// Nothing that is mistaken for another when it is dictated.
const TEMPORARY_ALPHABET: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";

/// Among the first that anybody tries, without tildes. All are at least [`PASSWORD_CHARS_MIN`] long: shorter ones are
/// refused anyway.
const COMMON: &[&str] = &[
    "1234567890",
    "12345678910",
    "0123456789",
    "0987654321",
    "qwertyuiop",
    "contrasena",
    "contrasena1",
    "password12",
    "password123",
    "passw0rd123",
    "administrador",
    "bienvenido1",
    "estrella123",
    "mexico2026",
    "mexico1234",
    "abc1234567",
    "abcdefghij",
    "1q2w3e4r5t",
    "iloveyou12",
    "guadalajara",
    "futbol1234",
];

/// Hashes and checks passwords, a few at a time.
#[derive(Clone)]
pub struct Passwords {
    permits: Arc<Semaphore>,
}

impl Default for Passwords {
    fn default() -> Passwords {
        Passwords { permits: Arc::new(Semaphore::new(HASHINGS_MAX)) }
    }
}

impl Passwords {
    /// The PHC string to store.
    pub async fn hash(&self, password: &str) -> Result<String, ApiError> {
        let password = password.to_owned();
        self.on_blocking_pool(move || hash_of(&password)).await?.map_err(|error| failed(&error))
    }

    /// Whether `password` is the one behind `hash`. Takes as long for `None` (nobody has that login) as for a wrong
    /// password, so that nobody learns which logins exist.
    pub async fn verify(&self, password: &str, hash: Option<String>) -> Result<bool, ApiError> {
        let password = password.to_owned();
        self.on_blocking_pool(move || {
            let is_known = hash.is_some();
            let hash = hash.unwrap_or_else(|| NOBODY.clone());
            let is_right = PasswordHash::new(&hash)
                .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok());
            is_right && is_known
        })
        .await
    }

    async fn on_blocking_pool<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, ApiError> {
        let _permit = self.permits.acquire().await.map_err(|error| failed(&error))?;
        task::spawn_blocking(work).await.map_err(|error| failed(&error))
    }
}

/// The hash of no password, to compare with where nobody has the login.
static NOBODY: LazyLock<String> = LazyLock::new(|| hash_of("nobody").unwrap_or_default());

fn hash_of(password: &str) -> Result<String, argon2::password_hash::Error> {
    let salt = SaltString::encode_b64(&rand::random::<[u8; 16]>())?;
    Argon2::default().hash_password(password.as_bytes(), &salt).map(|hash| hash.to_string())
}

/// A password for the first time, to be dictated.
pub fn temporary() -> String {
    let mut rng = rand::rng();
    (0..TEMPORARY_CHARS)
        .filter_map(|_| TEMPORARY_ALPHABET.choose(&mut rng))
        .map(|byte| char::from(*byte))
        .collect()
}

/// What is wrong with a new password for `login`, if anything. Source: NIST SP 800-63B: length, not composition.
pub fn problem(password: &str, login: &str) -> Option<FieldError> {
    let chars = u32::try_from(password.chars().count()).unwrap_or(u32::MAX);
    let folded = password.to_lowercase().replace('ñ', "n");
    let login = login.trim().to_lowercase().replace('ñ', "n");
    let problem = if password.is_empty() {
        FieldProblem::Missing
    } else if chars < PASSWORD_CHARS_MIN {
        FieldProblem::TooShort { chars_min: PASSWORD_CHARS_MIN }
    } else if chars > PASSWORD_CHARS_MAX {
        FieldProblem::TooLong { chars_max: PASSWORD_CHARS_MAX }
    } else if (!login.is_empty() && folded.contains(&login))
        || COMMON.contains(&folded.as_str())
        || has_few_different_characters(&folded)
    {
        FieldProblem::EasyToGuess
    } else {
        return None;
    };
    Some(FieldError { field: Field::Password, problem })
}

fn has_few_different_characters(text: &str) -> bool {
    let mut chars: Vec<char> = text.chars().collect();
    chars.sort_unstable();
    chars.dedup();
    chars.len() < 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_everybody_tries_is_refused() {
        let check = |password: &str, expected: Option<FieldProblem>| {
            assert_eq!(problem(password, "marta").map(|error| error.problem), expected, "{password}");
        };
        check("", Some(FieldProblem::Missing));
        check("corta", Some(FieldProblem::TooShort { chars_min: 10 }));
        check(&"x1y2".repeat(40), Some(FieldProblem::TooLong { chars_max: 128 }));
        check("Contraseña1", Some(FieldProblem::EasyToGuess));
        check("hola MARTA 2026", Some(FieldProblem::EasyToGuess));
        check("aaaaabbbbbcc", Some(FieldProblem::EasyToGuess));
        check("caballo pila grapa", None);
        check(&temporary(), None);
    }

    #[tokio::test]
    async fn only_the_right_password_opens() {
        let passwords = Passwords::default();
        let hash = passwords.hash("caballo pila grapa").await.unwrap();
        assert!(hash.starts_with("$argon2id$"));
        assert!(passwords.verify("caballo pila grapa", Some(hash.clone())).await.unwrap());
        assert!(!passwords.verify("caballo pila", Some(hash)).await.unwrap());
        assert!(!passwords.verify("nobody", None).await.unwrap(), "the stand-in opens nothing");
    }
}
