//! How base accounts lie in IndexedDB: packed, many in one value.
//!
//! Writing 10,000 small rows takes IndexedDB seconds, and reading them crosses from JavaScript 10,000 times; some
//! dozens of packs take a tenth of both. A pack is only ever followed by newer ones: the last word
//! on an account wins, so replacing one account is one small write and never a search. What was superseded is swept
//! out when it has grown to half of what lives.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::{domain::ids::ClientId, sync::records::BaseRow};

/// Longest pack, in bytes of UTF-8. Measured in Chromium with 10 MB on a busy machine, median of 12 readings: 290 ms in
/// packs of 48 KB, 120 ms in packs of 200 KB or of 1 MB. A small pull writes the last pack again, so it stays small.
pub const PACK_BYTES_MAX: usize = 200_000;

/// Between records. A JSON text holds no control characters but line ends and tabs, so that these never occur in one.
pub const RECORD_END: char = '\u{1e}';
const FIELD_END: char = '\u{1f}';

/// Where the next pack goes. Kept beside `meta`, written in the same transaction as the packs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackIndex {
    /// Key of the next pack; the last one written is before it.
    pub next: u32,
    /// Bytes in the last pack.
    pub tail_bytes: usize,
}

/// One pack to write under its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pack {
    pub key: u32,
    pub text: String,
}

/// The records of one page, written out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Records {
    texts: Vec<String>,
    bytes: usize,
}

impl Records {
    /// Deletes come first: a page that deletes and puts the same account means that it is there.
    pub fn new<'a>(
        puts: impl IntoIterator<Item = &'a BaseRow>,
        deletes: impl IntoIterator<Item = &'a ClientId>,
    ) -> Records {
        let deletes = deletes.into_iter().map(|id| format!("{id}{FIELD_END}0{FIELD_END}0{FIELD_END}"));
        let puts = puts.into_iter().map(|BaseRow { id, version, included_seq, json }| {
            format!("{id}{FIELD_END}{version}{FIELD_END}{included_seq}{FIELD_END}{json}")
        });
        let texts: Vec<String> = deletes.chain(puts).collect();
        let bytes = texts.iter().map(|text| text.len().saturating_add(1)).sum();
        Records { texts, bytes }
    }

    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// The key of the pack to which they can be added, so that a thousand small pulls do not make a thousand packs.
    pub fn fits_in_tail(&self, index: PackIndex) -> Option<u32> {
        let is_room = index.tail_bytes.saturating_add(self.bytes) <= PACK_BYTES_MAX;
        if self.is_empty() || !is_room { None } else { index.next.checked_sub(1) }
    }

    /// The packs to write, and the index after them. `tail` is the text of the pack that [`Self::fits_in_tail`] named.
    pub fn lay(self, index: PackIndex, tail: Option<String>) -> (Vec<Pack>, PackIndex) {
        let mut packs: Vec<Pack> = Vec::new();
        let mut next = index.next;
        if let (Some(text), Some(key)) = (tail, index.next.checked_sub(1)) {
            packs.push(Pack { key, text });
        }
        for record in self.texts {
            match packs.last_mut() {
                Some(pack) if pack.text.len().saturating_add(record.len()) < PACK_BYTES_MAX => {
                    pack.text.push(RECORD_END);
                    pack.text.push_str(&record);
                }
                _ => {
                    packs.push(Pack { key: next, text: record });
                    next = next.saturating_add(1);
                }
            }
        }
        let tail_bytes = packs.last().map_or(index.tail_bytes, |pack| pack.text.len());
        (packs, PackIndex { next, tail_bytes })
    }
}

/// Reads packs in the order of their keys.
#[derive(Debug, Default)]
pub struct Reader {
    rows: Vec<Option<BaseRow>>,
    places: HashMap<ClientId, usize>,
    stored: usize,
}

impl Reader {
    /// One pack, or several joined by [`RECORD_END`]. A damaged record is passed over: the checksum of the next pull
    /// misses it and fetches the scope again.
    pub fn feed(&mut self, text: &str) {
        for record in text.split(RECORD_END) {
            self.stored = self.stored.saturating_add(1);
            let Some((id, row)) = read_record(record) else { continue };
            match self.places.get(&id) {
                Some(place) => {
                    if let Some(slot) = self.rows.get_mut(*place) {
                        *slot = row;
                    }
                }
                None => {
                    self.places.insert(id, self.rows.len());
                    self.rows.push(row);
                }
            }
        }
    }

    /// The accounts as the last word on each left them, and whether so much is superseded that a sweep pays.
    pub fn finish(self) -> (Vec<BaseRow>, bool) {
        let rows: Vec<BaseRow> = self.rows.into_iter().flatten().collect();
        let bound = rows.len().saturating_add(rows.len() / 2).saturating_add(500);
        let needs_sweep = self.stored > bound;
        (rows, needs_sweep)
    }
}

/// An account and what was last said of it: `None` where it left.
fn read_record(record: &str) -> Option<(ClientId, Option<BaseRow>)> {
    let mut fields = record.splitn(4, FIELD_END);
    let id = ClientId::parse(fields.next()?)?;
    let version = fields.next()?.parse().ok()?;
    let included_seq = fields.next()?.parse().ok()?;
    let json = fields.next()?;
    let row = (!json.is_empty()).then(|| BaseRow { id, version, included_seq, json: json.to_owned() });
    Some((id, row))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A store of packs in memory, written exactly as the browser's.
    #[derive(Default)]
    struct Shelf {
        packs: std::collections::BTreeMap<u32, String>,
        index: PackIndex,
    }

    impl Shelf {
        fn apply(&mut self, puts: &[BaseRow], deletes: &[ClientId]) {
            let records = Records::new(puts, deletes);
            let tail = records.fits_in_tail(self.index).and_then(|key| self.packs.get(&key).cloned());
            let (packs, index) = records.lay(self.index, tail);
            self.index = index;
            self.packs.extend(packs.into_iter().map(|pack| (pack.key, pack.text)));
        }

        fn read(&self) -> (Vec<BaseRow>, bool) {
            let mut reader = Reader::default();
            self.packs.values().for_each(|text| reader.feed(text));
            reader.finish()
        }
    }

    fn row(number: u32, version: u64) -> BaseRow {
        let id = ClientId::from_key(&number.to_string());
        BaseRow {
            id,
            version,
            included_seq: version + 1,
            json: format!("{{\"key\":\"{number}\",\"filler\":\"{}\"}}", "x".repeat(1_400)),
        }
    }

    #[test]
    fn ten_thousand_accounts_lie_in_some_dozens_of_packs() {
        let rows: Vec<BaseRow> = (0..10_000).map(|number| row(number, 1)).collect();
        let mut shelf = Shelf::default();
        rows.chunks(2_000).for_each(|page| shelf.apply(page, &[]));
        assert!((70..90).contains(&shelf.packs.len()), "{}", shelf.packs.len());
        assert!(shelf.packs.values().all(|text| text.len() <= PACK_BYTES_MAX));
        assert_eq!(shelf.read(), (rows, false));
    }

    #[test]
    fn small_pulls_share_a_pack() {
        let mut shelf = Shelf::default();
        (0..30).for_each(|version| shelf.apply(&[row(1, version)], &[]));
        assert_eq!(shelf.packs.len(), 1);
        assert_eq!(shelf.read().0, vec![row(1, 29)]);
    }

    #[test]
    fn an_account_that_left_is_gone_and_may_come_back() {
        let mut shelf = Shelf::default();
        shelf.apply(&[row(1, 1), row(2, 1)], &[]);
        shelf.apply(&[], &[row(1, 1).id]);
        assert_eq!(shelf.read().0, vec![row(2, 1)]);
        shelf.apply(&[row(1, 5)], &[row(1, 5).id]);
        assert_eq!(shelf.read().0, vec![row(1, 5), row(2, 1)]);
    }

    #[test]
    fn an_account_larger_than_a_pack_has_its_own() {
        let huge = BaseRow { json: "x".repeat(PACK_BYTES_MAX * 2), ..row(1, 1) };
        let mut shelf = Shelf::default();
        shelf.apply(&[row(0, 1), huge.clone(), row(2, 1)], &[]);
        assert_eq!(shelf.packs.len(), 3);
        assert_eq!(shelf.read().0, vec![row(0, 1), huge, row(2, 1)]);
    }

    #[test]
    fn damage_costs_only_the_damaged_record() {
        let mut reader = Reader::default();
        reader.feed("garbage");
        reader.feed(&Records::new(&[row(1, 1)], &[]).lay(PackIndex::default(), None).0[0].text);
        assert_eq!(reader.finish().0, vec![row(1, 1)]);
    }

    #[test]
    fn much_superseded_asks_for_a_sweep() {
        let mut shelf = Shelf::default();
        (0..600).for_each(|version| shelf.apply(&[row(1, version)], &[]));
        assert!(shelf.read().1);
    }

    proptest! {
        #[test]
        fn what_is_read_is_the_last_word(
            pages in proptest::collection::vec(
                proptest::collection::vec((0u32..40, 0u64..9, proptest::bool::ANY), 0..30), 0..12),
        ) {
            let mut shelf = Shelf::default();
            let mut truth = HashMap::new();
            for page in pages {
                let mut puts = Vec::new();
                let mut deletes = Vec::new();
                for (number, version, is_put) in page {
                    let row = row(number, version);
                    if is_put { puts.push(row); } else { deletes.push(row.id); }
                }
                deletes.iter().for_each(|id| { truth.remove(id); });
                puts.iter().for_each(|row| { truth.insert(row.id, row.clone()); });
                shelf.apply(&puts, &deletes);
            }
            let read: HashMap<_, _> = shelf.read().0.into_iter().map(|row| (row.id, row)).collect();
            prop_assert_eq!(read, truth);
        }
    }
}
