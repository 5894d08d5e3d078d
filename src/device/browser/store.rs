//! `LocalStore` on IndexedDB. Each function is one transaction.

use std::{cell::Cell, ops::RangeInclusive};

use gloo_storage::{LocalStorage, Storage};
use indexed_db_futures::transaction::Transaction;

use super::{
    database::{
        self, BASE, DRAWER_KEY, Durability, ENROLMENT_KEY, INDEX_KEY, META, OUTBOX, RECEIPTS, add_text,
        get_json, put_json,
    },
    lock,
};
use crate::{
    device::{
        packs::{Pack, PackIndex, Reader, Records},
        trip_wire::{self, TRIP_WIRE_KEY, TripWire},
    },
    domain::{date::Millis, event::Event, rule_error::RuleError},
    sync::{
        ports::{LocalStore, StoreError},
        protocol::ItemOutcome,
        records::{BaseRow, DrawerRow, Meta, NewRecord, OutboxRow, PageWrite, ReceiptRow},
    },
};

/// The stores of this browser. Every tab has its own handle; IndexedDB keeps their transactions apart.
#[derive(Debug, Default)]
pub struct DeviceStore {
    /// The packs hold so much that was superseded that the next page sweeps them.
    is_sweep_due: Cell<bool>,
}

impl LocalStore for DeviceStore {
    async fn load_meta(&self) -> Result<Option<Meta>, StoreError> {
        let meta =
            database::read(&[META], async |tx| get_json::<Meta>(tx, META, ENROLMENT_KEY).await).await?;
        trip_wire::check(meta.as_ref(), wire().as_ref())?;
        Ok(meta)
    }

    async fn load_outbox(&self) -> Result<Vec<OutboxRow>, StoreError> {
        database::read(&[OUTBOX], async |tx| outbox(tx).await).await
    }

    async fn load_base(&self) -> Result<Vec<BaseRow>, StoreError> {
        let reader = database::read(&[BASE], async |tx| read_packs(tx).await).await?;
        let (rows, needs_sweep) = reader.finish();
        self.is_sweep_due.set(needs_sweep);
        Ok(rows)
    }

    async fn load_receipts(&self) -> Result<Vec<ReceiptRow>, StoreError> {
        let texts = database::read(&[RECEIPTS], async |tx| database::all_texts(tx, RECEIPTS).await).await?;
        texts.iter().map(|text| database::parse(text)).collect()
    }

    async fn load_drawer(&self) -> Result<Option<DrawerRow>, StoreError> {
        database::read(&[META], async |tx| get_json(tx, META, DRAWER_KEY).await).await
    }

    async fn enrol(&self, meta: &Meta) -> Result<(), StoreError> {
        let _lock = lock::hold(lock::FOLIO_LOCK).await;
        database::write(&[META, OUTBOX, BASE, RECEIPTS], Durability::Strict, async |tx| {
            forget_all(tx).await?;
            put_json(tx, META, ENROLMENT_KEY, meta)
        })
        .await?;
        set_wire(&TripWire::of(meta));
        Ok(())
    }

    async fn append<F>(&self, build: F) -> Result<NewRecord, StoreError>
    where
        F: FnOnce(&Meta) -> Result<NewRecord, RuleError>,
    {
        let _lock = lock::hold(lock::FOLIO_LOCK).await;
        let record = database::write(&[META, OUTBOX, RECEIPTS], Durability::Strict, async |tx| {
            let meta = get_json::<Meta>(tx, META, ENROLMENT_KEY).await?;
            trip_wire::check(meta.as_ref(), wire().as_ref())?;
            let record = build(&meta.ok_or(StoreError::NotEnrolled)?)?;
            // `add`: a sequence or a folio that exists already fails the whole, whatever the counters say.
            add_text(tx, OUTBOX, record.row.seq, &database::write_json(&record.row)?)?;
            if let Some(receipt) = &record.receipt {
                let folio = receipt.folio.to_string();
                add_text(tx, RECEIPTS, folio.as_str(), &database::write_json(receipt)?)?;
            }
            put_json(tx, META, ENROLMENT_KEY, &record.meta)?;
            Ok(record)
        })
        .await?;
        set_wire(&TripWire::of(&record.meta));
        read_back(&record).await?;
        Ok(record)
    }

    async fn settle(
        &self,
        outcomes: &[ItemOutcome],
        clock_offset_ms: i64,
        server_time: Millis,
    ) -> Result<(), StoreError> {
        database::write(&[META, OUTBOX, RECEIPTS], Durability::Relaxed, async |tx| {
            let meta = enrolled(tx).await?;
            let last_seq = meta.next_seq.saturating_sub(1);
            let mut is_last_unsent = None;
            if let Some(range) = range_of(outcomes) {
                for mut row in outbox_between(tx, range).await? {
                    let seq = row.seq;
                    for outcome in outcomes.iter().filter(|outcome| outcome.seq == seq) {
                        if row.answer(outcome) {
                            put_json(tx, OUTBOX, seq, &row)?;
                            note_booked(tx, &row).await?;
                        }
                    }
                    if row.seq == last_seq {
                        is_last_unsent = Some(row.is_unsent());
                    }
                }
            }
            if is_last_unsent.is_none() {
                let last = get_json::<OutboxRow>(tx, OUTBOX, last_seq).await?;
                is_last_unsent = last.map(|row| row.is_unsent());
            }
            // Rows are sent in order: while the last one is unsent, the others need not be looked at.
            let is_all_sent =
                is_last_unsent != Some(true) && !outbox(tx).await?.iter().any(OutboxRow::is_unsent);
            put_json(tx, META, ENROLMENT_KEY, &meta.after_answer(clock_offset_ms, server_time, is_all_sent))
        })
        .await
    }

    async fn count_attempt(&self, up_to_seq: u64) -> Result<(), StoreError> {
        database::write(&[OUTBOX], Durability::Relaxed, async |tx| {
            for mut row in outbox_between(tx, 0.0..=up_to_seq as f64).await? {
                if row.is_unsent() {
                    row.attempts = row.attempts.saturating_add(1);
                    put_json(tx, OUTBOX, row.seq, &row)?;
                }
            }
            Ok(())
        })
        .await
    }

    async fn apply_page(&self, page: PageWrite) -> Result<(), StoreError> {
        let is_sweep_due = self.is_sweep_due.get();
        database::write(&[META, OUTBOX, BASE], Durability::Relaxed, async |tx| {
            let meta = enrolled(tx).await?.after_page(&page)?;
            write_packs(tx, &page, is_sweep_due).await?;
            for row in outbox_between(tx, 0.0..=page.settled_seq as f64).await? {
                if row.leaves_at(page.settled_seq) {
                    database::delete(tx, OUTBOX, row.seq as f64)?;
                }
            }
            if let Some(drawer) = &page.drawer {
                put_json(tx, META, DRAWER_KEY, drawer)?;
            }
            put_json(tx, META, ENROLMENT_KEY, &meta)
        })
        .await?;
        self.is_sweep_due.set(false);
        Ok(())
    }

    async fn forget(&self) -> Result<(), StoreError> {
        let _lock = lock::hold(lock::FOLIO_LOCK).await;
        database::write(&[META, OUTBOX, BASE, RECEIPTS], Durability::Strict, forget_all).await?;
        LocalStorage::delete(TRIP_WIRE_KEY);
        Ok(())
    }
}

/// What the rescue needs, without asking whether the storage is whole.
pub async fn salvage() -> Result<(Option<Meta>, Vec<OutboxRow>), StoreError> {
    database::read(&[META, OUTBOX], async |tx| {
        Ok((get_json::<Meta>(tx, META, ENROLMENT_KEY).await?, outbox(tx).await?))
    })
    .await
}

/// Empties every store; refused while anything is unsent or *por aclarar*.
async fn forget_all(tx: &Transaction<'_>) -> Result<(), StoreError> {
    if outbox(tx).await?.iter().any(|row| row.is_unsent() || row.is_quarantined()) {
        return Err(StoreError::Unsent);
    }
    [META, OUTBOX, BASE, RECEIPTS].into_iter().try_for_each(|store| database::clear(tx, store))
}

async fn enrolled(tx: &Transaction<'_>) -> Result<Meta, StoreError> {
    get_json::<Meta>(tx, META, ENROLMENT_KEY).await?.ok_or(StoreError::NotEnrolled)
}

async fn outbox(tx: &Transaction<'_>) -> Result<Vec<OutboxRow>, StoreError> {
    database::all_texts(tx, OUTBOX).await?.iter().map(|text| database::parse(text)).collect()
}

async fn outbox_between(
    tx: &Transaction<'_>,
    range: RangeInclusive<f64>,
) -> Result<Vec<OutboxRow>, StoreError> {
    let texts = database::texts_between(tx, OUTBOX, range).await?;
    texts.iter().map(|text| database::parse(text)).collect()
}

/// From the lowest sequence answered to the highest.
fn range_of(outcomes: &[ItemOutcome]) -> Option<RangeInclusive<f64>> {
    let first = outcomes.iter().map(|outcome| outcome.seq).min()?;
    let last = outcomes.iter().map(|outcome| outcome.seq).max()?;
    Some(first as f64..=last as f64)
}

/// Reads what was just recorded in a transaction of its own and compares.
async fn read_back(record: &NewRecord) -> Result<(), StoreError> {
    let seq = record.row.seq;
    let folio = record.receipt.as_ref().map(|receipt| receipt.folio.to_string());
    let (meta, row, receipt) = database::read(&[META, OUTBOX, RECEIPTS], async |tx| {
        let receipt = match &folio {
            Some(folio) => get_json::<ReceiptRow>(tx, RECEIPTS, folio.as_str()).await?,
            None => None,
        };
        let row = get_json::<OutboxRow>(tx, OUTBOX, seq).await?;
        Ok((enrolled(tx).await?, row, receipt))
    })
    .await?;
    // Meanwhile another tab may have recorded more, and sent this row, or even seen it settled.
    let is_counted = meta.device == record.meta.device && meta.next_seq >= record.meta.next_seq;
    let is_row_there = match row {
        Some(row) => {
            row.id == record.row.id && row.sha256 == record.row.sha256 && row.bytes == record.row.bytes
        }
        None => meta.base_last_seq >= seq,
    };
    let is_receipt_there = receipt.map(|receipt| ReceiptRow { booked: None, ..receipt }) == record.receipt;
    if is_counted && is_row_there && is_receipt_there { Ok(()) } else { Err(StoreError::ReadBackDiffers) }
}

/// Keeps what the server booked beside the receipt that it is about.
async fn note_booked(tx: &Transaction<'_>, row: &OutboxRow) -> Result<(), StoreError> {
    let Some(booked) = row.booked() else { return Ok(()) };
    let Ok(event) = Event::from_bytes(&row.bytes) else { return Ok(()) };
    let Some(folio) = event.fact.folio().map(ToString::to_string) else { return Ok(()) };
    if let Some(mut receipt) = get_json::<ReceiptRow>(tx, RECEIPTS, folio.as_str()).await?
        && receipt.note_booked(booked)
    {
        put_json(tx, RECEIPTS, folio.as_str(), &receipt)?;
    }
    Ok(())
}

async fn read_packs(tx: &Transaction<'_>) -> Result<Reader, StoreError> {
    let mut reader = Reader::default();
    database::each_bytes(tx, BASE, |text| reader.feed(text)).await?;
    Ok(reader)
}

async fn write_packs(tx: &Transaction<'_>, page: &PageWrite, is_sweep_due: bool) -> Result<(), StoreError> {
    let mut index = if page.is_reset {
        database::clear(tx, BASE)?;
        PackIndex::default()
    } else if is_sweep_due {
        let (rows, _) = read_packs(tx).await?.finish();
        database::clear(tx, BASE)?;
        let (packs, index) = Records::new(&rows, []).lay(PackIndex::default(), None);
        put_packs(tx, &packs)?;
        index
    } else {
        get_json::<PackIndex>(tx, META, INDEX_KEY).await?.unwrap_or_default()
    };
    let records = Records::new(&page.puts, &page.deletes);
    if !records.is_empty() {
        let tail = match records.fits_in_tail(index) {
            Some(key) => database::get_bytes(tx, BASE, key).await?,
            None => None,
        };
        let (packs, next) = records.lay(index, tail);
        put_packs(tx, &packs)?;
        index = next;
    }
    put_json(tx, META, INDEX_KEY, &index)
}

fn put_packs(tx: &Transaction<'_>, packs: &[Pack]) -> Result<(), StoreError> {
    packs.iter().try_for_each(|pack| database::put_bytes(tx, BASE, pack.key, &pack.text))
}

fn wire() -> Option<TripWire> {
    LocalStorage::get(TRIP_WIRE_KEY).ok()
}

/// Where `localStorage` is full or forbidden, there is no trip-wire, and nothing else is lost.
fn set_wire(wire: &TripWire) {
    let _ = LocalStorage::set(TRIP_WIRE_KEY, wire);
}
