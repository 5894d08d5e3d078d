//! A local store in memory: for tests, and what the simulator breaks on purpose.

use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

use super::{
    ports::{LocalStore, StoreError},
    protocol::ItemOutcome,
    records::{BaseRow, DrawerRow, Meta, NewRecord, OutboxRow, PageWrite, ReceiptRow},
};
use crate::domain::{date::Millis, folio::Folio, ids::ClientId, rule_error::RuleError};

/// All that one browser keeps.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MemoryState {
    pub meta: Option<Meta>,
    pub outbox: BTreeMap<u64, OutboxRow>,
    pub base: BTreeMap<ClientId, BaseRow>,
    pub receipts: BTreeMap<Folio, ReceiptRow>,
    pub drawer: Option<DrawerRow>,
}

/// Clones share the same state, as the tabs of one browser do.
#[derive(Clone, Debug, Default)]
pub struct MemoryStore {
    state: Rc<RefCell<MemoryState>>,
}

impl MemoryStore {
    /// A copy of everything, as it is now.
    pub fn snapshot(&self) -> MemoryState {
        self.state.borrow().clone()
    }

    /// Replaces everything: what a power cut or an eviction does.
    pub fn restore(&self, state: MemoryState) {
        *self.state.borrow_mut() = state;
    }
}

impl LocalStore for MemoryStore {
    async fn load_meta(&self) -> Result<Option<Meta>, StoreError> {
        Ok(self.state.borrow().meta.clone())
    }

    async fn load_outbox(&self) -> Result<Vec<OutboxRow>, StoreError> {
        Ok(self.state.borrow().outbox.values().cloned().collect())
    }

    async fn load_base(&self) -> Result<Vec<BaseRow>, StoreError> {
        Ok(self.state.borrow().base.values().cloned().collect())
    }

    async fn load_receipts(&self) -> Result<Vec<ReceiptRow>, StoreError> {
        Ok(self.state.borrow().receipts.values().cloned().collect())
    }

    async fn load_drawer(&self) -> Result<Option<DrawerRow>, StoreError> {
        Ok(self.state.borrow().drawer.clone())
    }

    async fn enrol(&self, meta: &Meta) -> Result<(), StoreError> {
        let mut state = self.state.borrow_mut();
        if state.outbox.values().any(|row| row.is_unsent() || row.is_quarantined()) {
            return Err(StoreError::Unsent);
        }
        *state = MemoryState { meta: Some(meta.clone()), ..MemoryState::default() };
        Ok(())
    }

    async fn append<F>(&self, build: F) -> Result<NewRecord, StoreError>
    where
        F: FnOnce(&Meta) -> Result<NewRecord, RuleError>,
    {
        let mut state = self.state.borrow_mut();
        let record = build(state.meta.as_ref().ok_or(StoreError::NotEnrolled)?)?;
        state.outbox.insert(record.row.seq, record.row.clone());
        if let Some(receipt) = &record.receipt {
            state.receipts.insert(receipt.folio.clone(), receipt.clone());
        }
        state.meta = Some(record.meta.clone());
        Ok(record)
    }

    async fn settle(
        &self,
        outcomes: &[ItemOutcome],
        clock_offset_ms: i64,
        server_time: Millis,
    ) -> Result<(), StoreError> {
        let mut state = self.state.borrow_mut();
        let meta = state.meta.clone().ok_or(StoreError::NotEnrolled)?;
        for outcome in outcomes {
            let Some(row) = state.outbox.get_mut(&outcome.seq) else { continue };
            row.answer(outcome);
            let (event, booked) = (row.id, row.booked().cloned());
            let receipt = state.receipts.values_mut().find(|receipt| receipt.event == event);
            if let (Some(receipt), Some(booked)) = (receipt, booked) {
                receipt.note_booked(&booked);
            }
        }
        let is_all_sent = !state.outbox.values().any(OutboxRow::is_unsent);
        state.meta = Some(meta.after_answer(clock_offset_ms, server_time, is_all_sent));
        Ok(())
    }

    async fn count_attempt(&self, up_to_seq: u64) -> Result<(), StoreError> {
        for row in self.state.borrow_mut().outbox.range_mut(..=up_to_seq).map(|(_, row)| row) {
            if row.is_unsent() {
                row.attempts = row.attempts.saturating_add(1);
            }
        }
        Ok(())
    }

    async fn apply_page(&self, page: PageWrite) -> Result<(), StoreError> {
        let mut state = self.state.borrow_mut();
        let meta = state.meta.as_ref().ok_or(StoreError::NotEnrolled)?.after_page(&page)?;
        if page.is_reset {
            state.base.clear();
        }
        for id in &page.deletes {
            state.base.remove(id);
        }
        for row in page.puts {
            state.base.insert(row.id, row);
        }
        state.outbox.retain(|_, row| !row.leaves_at(page.settled_seq));
        if page.drawer.is_some() {
            state.drawer = page.drawer;
        }
        state.meta = Some(meta);
        Ok(())
    }

    async fn forget(&self) -> Result<(), StoreError> {
        let mut state = self.state.borrow_mut();
        if state.outbox.values().any(|row| row.is_unsent() || row.is_quarantined()) {
            return Err(StoreError::Unsent);
        }
        *state = MemoryState::default();
        Ok(())
    }
}
