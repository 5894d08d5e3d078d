//! References as banks mangle them: spaces, signs, leading zeros, several in one text.

use std::collections::BTreeSet;

/// Shortest reference that names anything: shorter ones are branch numbers and hours.
const REFERENCE_CHARS_MIN: usize = 4;
/// From this length on a reference is looked for inside of words too: banks glue claves de rastreo to what is beside.
const GLUED_CHARS_MIN: usize = 10;

/// The reference in upper case, letters and digits only, without leading zeros. `None` where it is too short to name
/// anything.
///
/// ```
/// use senda::domain::reconciliation::references::key;
/// assert_eq!(key(" 000-4521/7 ").as_deref(), Some("45217"));
/// assert_eq!(key("0007"), None);
/// ```
pub fn key(reference: &str) -> Option<String> {
    let plain: String =
        reference.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect();
    let key = plain.trim_start_matches('0');
    (key.chars().count() >= REFERENCE_CHARS_MIN).then(|| key.to_owned())
}

/// The references that the texts of a line may bear.
#[derive(Debug)]
pub struct Words {
    words: BTreeSet<String>,
    /// Everything glued together, as some banks do.
    glued: String,
}

impl Words {
    pub fn of(texts: &[&str]) -> Words {
        let mut words = BTreeSet::new();
        let mut glued = String::new();
        for text in texts {
            words.extend(text.split(|c: char| !c.is_alphanumeric()).filter_map(key));
            // A reference may itself be written with hyphens: `C07-000137-0`.
            words.extend(text.split_whitespace().filter_map(key));
            glued.extend(text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase));
            glued.push(' ');
        }
        Words { words, glued }
    }

    /// Whether the line bears the reference of this [`key`].
    pub fn name(&self, key: &str) -> bool {
        self.words.contains(key) || (key.chars().count() >= GLUED_CHARS_MIN && self.glued.contains(key))
    }

    /// Each word that may be a reference.
    pub fn each(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_found_as_banks_write_them() {
        for (line, reference) in [
            ("DEPOSITO EN EFECTIVO FOLIO 0045217", "45217"),
            ("DEPOSITO FOLIO:45217/SUC 0123", "0045217"),
            ("SPEI RECIBIDOBANORTE0000123MBAN01002611210012345678", "MBAN01002611210012345678"),
            ("pago c07-000137-0", "C07-000137-0"),
        ] {
            assert!(Words::of(&[line]).name(&key(reference).unwrap()), "{line} {reference}");
        }
    }

    #[test]
    fn a_short_reference_is_never_found_inside_of_another_word() {
        let words = Words::of(&["REF 9945217 CTA 452170"]);
        assert!(!words.name(&key("45217").unwrap()));
        assert_eq!(key("12"), None);
        assert_eq!(key("000012"), None);
    }
}
