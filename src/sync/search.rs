//! Search among all clients on the phone, at each keystroke: by name, key, phone, RFC, street and folios of invoices.

use std::cell::RefCell;

use crate::domain::{account::Account, ids::ClientId};

/// Words of 64 bits in the set of letter pairs of one client. With 512 bits a pair that is absent is told from one
/// that is there three times out of four without reading the text; fewer bits make the second key slow.
const PAIR_WORDS: usize = 8;

/// Built at the first search, kept up with each change.
#[derive(Debug, Default)]
pub struct SearchIndex {
    /// In the order of the text, which begins with the name.
    entries: RefCell<Option<Vec<Entry>>>,
}

#[derive(Debug)]
struct Entry {
    id: ClientId,
    text: String,
    pairs: [u64; PAIR_WORDS],
}

impl SearchIndex {
    /// To be built again at the next search.
    pub fn forget(&mut self) {
        *self.entries.get_mut() = None;
    }

    /// Follows one account that came, changed or left (`None`).
    pub fn note(&mut self, id: ClientId, account: Option<&Account>) {
        let Some(entries) = self.entries.get_mut() else { return };
        entries.retain(|entry| entry.id != id);
        if let Some(account) = account {
            let entry = Entry::of(account);
            let at = entries.partition_point(|other| other.text < entry.text);
            entries.insert(at, entry);
        }
    }

    /// See `Workspace::search`. An empty query finds nobody.
    pub fn find<'a, I>(&self, query: &str, limit: usize, accounts: impl FnOnce() -> I) -> Vec<ClientId>
    where
        I: Iterator<Item = &'a Account>,
    {
        let query = normalise(query);
        let terms: Vec<&str> = query.split_ascii_whitespace().collect();
        let Some(first) = terms.first() else { return Vec::new() };
        let mut entries = self.entries.borrow_mut();
        let entries = entries.get_or_insert_with(|| {
            let mut entries: Vec<Entry> = accounts().map(Entry::of).collect();
            entries.sort_unstable_by(|a, b| a.text.cmp(&b.text));
            entries
        });
        let wanted = terms.iter().fold([0; PAIR_WORDS], |wanted, term| union(wanted, pairs_of(term)));
        let matches = |entry: &&Entry| {
            is_subset(&wanted, &entry.pairs) && terms.iter().all(|term| entry.text.contains(term))
        };
        // Texts are in order and begin with the name: those that begin with the first word lie side by side.
        let from = entries.partition_point(|entry| entry.text.as_str() < *first);
        let named = entries[from..].iter().take_while(|entry| entry.text.starts_with(first)).count();
        let (before, rest) = entries.split_at(from);
        let (named, after) = rest.split_at(named);
        named
            .iter()
            .filter(matches)
            .chain(before.iter().chain(after).filter(matches))
            .take(limit)
            .map(|entry| entry.id)
            .collect()
    }
}

impl Entry {
    fn of(account: &Account) -> Entry {
        let customer = &account.customer;
        let mut text = String::with_capacity(160);
        let fields = [
            &customer.name,
            &customer.key,
            &customer.phone,
            &customer.rfc,
            &customer.address.street,
            &customer.address.neighbourhood,
        ];
        for field in fields.into_iter().chain(account.invoices.iter().map(|invoice| &invoice.folio)) {
            if !text.is_empty() {
                text.push(' ');
            }
            push_normalised(&mut text, field);
        }
        // Also without the blanks that people write between its digits.
        if customer.phone.contains(' ') {
            text.push(' ');
            text.extend(customer.phone.chars().filter(char::is_ascii_digit));
        }
        Entry { id: account.id(), pairs: pairs_of(&text), text }
    }
}

/// Lower case, without accents or punctuation; `ñ` is `n`, since few type it.
pub fn normalise(text: &str) -> String {
    let mut normalised = String::with_capacity(text.len());
    push_normalised(&mut normalised, text);
    normalised
}

fn push_normalised(out: &mut String, text: &str) {
    // Most texts are plain: whole runs of them are copied, and only the rest is looked at letter by letter.
    let is_plain = |byte: u8| matches!(byte, b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b' ');
    let plain = text.bytes().position(|byte| !is_plain(byte)).unwrap_or(text.len());
    let (plain, rest) = text.split_at(plain);
    let from = out.len();
    out.push_str(plain);
    out[from..].make_ascii_lowercase();
    for char in rest.chars() {
        match char {
            'a'..='z' | '0'..='9' => out.push(char),
            'A'..='Z' => out.push(char.to_ascii_lowercase()),
            'á' | 'à' | 'ä' | 'â' | 'Á' | 'À' | 'Ä' | 'Â' => out.push('a'),
            'é' | 'è' | 'ë' | 'ê' | 'É' | 'È' | 'Ë' | 'Ê' => out.push('e'),
            'í' | 'ì' | 'ï' | 'î' | 'Í' | 'Ì' | 'Ï' | 'Î' => out.push('i'),
            'ó' | 'ò' | 'ö' | 'ô' | 'Ó' | 'Ò' | 'Ö' | 'Ô' => out.push('o'),
            'ú' | 'ù' | 'ü' | 'û' | 'Ú' | 'Ù' | 'Ü' | 'Û' => out.push('u'),
            'ñ' | 'Ñ' => out.push('n'),
            'ç' | 'Ç' => out.push('c'),
            // Marks that some keyboards put after the letter.
            '\u{300}'..='\u{36f}' => {}
            _ if char.is_whitespace() => out.push(' '),
            _ if char.is_ascii_punctuation() => {}
            _ => out.extend(char.to_lowercase()),
        }
    }
}

/// The set of letter pairs within words. A word of one letter has none and is looked up in the text.
fn pairs_of(text: &str) -> [u64; PAIR_WORDS] {
    let mut set = [0u64; PAIR_WORDS];
    for pair in text.as_bytes().windows(2) {
        if pair[0] != b' ' && pair[1] != b' ' {
            let hash = (u32::from(pair[0]) << 8 | u32::from(pair[1])).wrapping_mul(0x9e37_79b1) >> 23;
            set[(hash >> 6) as usize % PAIR_WORDS] |= 1 << (hash & 63);
        }
    }
    set
}

fn union(mut a: [u64; PAIR_WORDS], b: [u64; PAIR_WORDS]) -> [u64; PAIR_WORDS] {
    a.iter_mut().zip(b).for_each(|(a, b)| *a |= b);
    a
}

fn is_subset(wanted: &[u64; PAIR_WORDS], held: &[u64; PAIR_WORDS]) -> bool {
    wanted.iter().zip(held).all(|(wanted, held)| wanted & !held == 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample;

    fn account(key: &str, name: &str, phone: &str) -> Account {
        let mut account = sample::named_account(key, &[(&format!("F-{key}"), "2026-11-01", 100)]);
        account.customer.name = name.into();
        account.customer.phone = phone.into();
        account.customer.address.street = "Av. Juárez 12".into();
        account
    }

    fn portfolio() -> Vec<Account> {
        vec![
            account("C1", "Ferretería Núñez", "665 123 4567"),
            account("C2", "Materiales Águila", "664-999-0000"),
            account("C3", "Taller de Ana Nuñez", "6650000000"),
        ]
    }

    fn check(query: &str, keys: &[&str]) {
        let (index, accounts) = (SearchIndex::default(), portfolio());
        let expected: Vec<ClientId> = keys.iter().map(|key| ClientId::from_key(key)).collect();
        assert_eq!(index.find(query, 10, || accounts.iter()), expected, "{query}");
    }

    #[test]
    fn every_word_is_looked_for_whatever_its_case_accents_and_place() {
        check("nunez", &["C1", "C3"]);
        check("NÚÑEZ ferre", &["C1"]);
        check("n\u{303}u", &["C1", "C3"]);
        check("aguila", &["C2"]);
        check("juarez 12", &["C1", "C2", "C3"]);
        check("nunez aguila", &[]);
        check("", &[]);
    }

    #[test]
    fn phones_and_folios_are_found_as_they_are_typed() {
        check("6651234567", &["C1"]);
        check("665 123", &["C1"]);
        check("664-999", &["C2"]);
        check("f-c3", &["C3"]);
        check("fc3", &["C3"]);
    }

    #[test]
    fn names_that_begin_with_the_word_come_first() {
        check("ta", &["C3"]);
        check("m", &["C2"]);
        check("t", &["C3", "C1", "C2"]);
    }

    #[test]
    fn a_change_is_followed_without_building_anew() {
        let (mut index, accounts) = (SearchIndex::default(), portfolio());
        index.find("x", 1, || accounts.iter());
        let renamed = account("C2", "Abarrotes Lupita", "");
        index.note(renamed.id(), Some(&renamed));
        index.note(ClientId::from_key("C1"), None);
        let none = || [].iter();
        assert_eq!(index.find("lupita", 9, none), [renamed.id()]);
        assert!(index.find("aguila", 9, none).is_empty() && index.find("ferre", 9, none).is_empty());
    }
}
