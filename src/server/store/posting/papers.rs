//! What a posting writes beside accounts, drawers and the ledger: documents, cheques, places of money, lines of the
//! office's audit.

use std::collections::BTreeMap;

use surrealdb::types::{Object, RecordId, SurrealValue, Value, object};

use super::{
    super::{
        Store, StoreError,
        audit::{AuditLine, audit_row},
        cheques::StoredCheque,
        documents::{Document, DocumentWrite, Versioned},
        places::is_place,
        query::{array_id, id, int, list, pesos, text},
    },
    Posting,
};
use crate::domain::{
    chain::ChainHash,
    folio::Folio,
    ids::{ClientId, EventId, PersonId},
    ledger::{Entry, LedgerAccount},
    money::Money,
};

/// Everything of one posting that is no account, drawer or entry.
#[derive(Default)]
pub(super) struct Papers {
    documents: Vec<DocumentWrite>,
    cheques: BTreeMap<Folio, ChequeSlot>,
    places: BTreeMap<LedgerAccount, Money>,
    undone: Vec<Value>,
    recovered: Vec<Value>,
    /// Folios of payments whose real event came after they were recovered.
    arrived: Vec<Value>,
    audits: Vec<Value>,
}

/// One cheque in memory, and what it was when it was read.
struct ChequeSlot {
    read_version: u64,
    cheque: StoredCheque,
    is_changed: bool,
}

/// A payment that is taken back.
pub(crate) struct Undone<'a> {
    pub folio: &'a Folio,
    pub payment: EventId,
    /// `reversal` or `cheque_bounced`.
    pub cause: &'static str,
    pub by: PersonId,
}

impl Papers {
    pub(super) fn is_empty(&self) -> bool {
        let has_cheque = self.cheques.values().any(|slot| slot.is_changed);
        !has_cheque && self.documents.is_empty() && self.undone.is_empty() && self.audits.is_empty()
    }
}

impl Posting {
    /// Reads these cheques; those that are not there are left out.
    pub(crate) async fn load_cheques(&mut self, store: &Store, folios: &[Folio]) -> Result<(), StoreError> {
        for Versioned { version, value } in store.cheques(folios).await? {
            let slot = ChequeSlot { read_version: version, cheque: value, is_changed: false };
            self.papers.cheques.entry(slot.cheque.folio.clone()).or_insert(slot);
        }
        Ok(())
    }

    /// Reads the accounts of whoever gave these cheques, as far as they were read.
    pub(crate) async fn load_clients_of(
        &mut self,
        store: &Store,
        folios: &[Folio],
    ) -> Result<(), StoreError> {
        let clients: Vec<ClientId> =
            folios.iter().filter_map(|folio| self.cheque(folio)).map(|cheque| cheque.client).collect();
        self.load_accounts(store, clients, None).await
    }

    /// A cheque as it stands in this posting.
    pub(crate) fn cheque(&self, folio: &Folio) -> Option<&StoredCheque> {
        self.papers.cheques.get(folio).map(|slot| &slot.cheque)
    }

    /// Keeps a cheque, new or changed.
    pub(crate) fn put_cheque(&mut self, cheque: StoredCheque) {
        let slot = self.papers.cheques.entry(cheque.folio.clone());
        let slot =
            slot.or_insert_with(|| ChequeSlot { read_version: 0, cheque: cheque.clone(), is_changed: true });
        slot.cheque = StoredCheque { changed: self.now, ..cheque };
        slot.is_changed = true;
    }

    /// Keeps a document. [`StoreError::Conflict`] at the commit where it is no longer what was read.
    pub(crate) fn put_document<D: Document>(&mut self, document: &Versioned<D>) -> Result<(), StoreError> {
        self.papers.documents.push(DocumentWrite::of(document)?);
        Ok(())
    }

    /// Takes a payment back, once for ever.
    pub(crate) fn undo_payment(&mut self, undone: &Undone<'_>) {
        let row = object! {
            id: folio_record("undone", undone.folio),
            payment: id("event", undone.payment.uuid()),
            cause: text(undone.cause),
            at: self.now.0,
            by: id("person", undone.by.uuid()),
        };
        self.papers.undone.push(row.into_value());
    }

    /// Notes that a payment was taken from its receipt.
    pub(crate) fn note_recovered(&mut self, row: Object) {
        self.papers.recovered.push(row.into_value());
    }

    /// Links what a phone wrote to the payment that was recovered from its receipt, where it was.
    pub(crate) fn link_recovered(&mut self, folio: &Folio, event: EventId, sha256: ChainHash) {
        let row = object! {
            id: folio_record("recovered", folio),
            event: id("event", event.uuid()),
            sha256: text(sha256.to_string()),
        };
        self.papers.arrived.push(row.into_value());
    }

    /// Writes a line of the office's audit with the change itself.
    pub(crate) fn record_audit(&mut self, line: &AuditLine) {
        let (record, mut row) = audit_row(line);
        row.insert("id", record);
        self.papers.audits.push(row.into_value());
    }

    /// Notes what lines move between places of money.
    pub(super) fn move_money(&mut self, lines: &[Entry]) -> Result<(), StoreError> {
        for (account, change) in place_changes(lines)? {
            let sum = self.papers.places.entry(account).or_default();
            *sum = sum.checked_add(change)?;
        }
        Ok(())
    }

    pub(super) fn write_papers(&mut self, sql: &mut String, vars: &mut Object) -> Result<(), StoreError> {
        let papers = std::mem::take(&mut self.papers);
        let mut documents = papers.documents;
        for slot in papers.cheques.into_values().filter(|slot| slot.is_changed) {
            documents.push(DocumentWrite::of(&Versioned { version: slot.read_version, value: slot.cheque })?);
        }
        let (mut guards, mut versions, mut rows, mut new_rows) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for write in documents {
            let row = object! { id: write.record.clone(), row: write.row }.into_value();
            if write.was == 0 {
                new_rows.push(row);
            } else {
                guards.push(write.record);
                versions.push(int(write.was));
                rows.push(row);
            }
        }
        if !rows.is_empty() {
            sql.push_str(
                "IF (SELECT VALUE version FROM $document_ids) != $document_versions { THROW 'senda_stale' };
                 FOR $one IN $documents { UPDATE $one.id CONTENT $one.row RETURN NONE };\n",
            );
            vars.insert("document_ids", list(guards));
            vars.insert("document_versions", list(versions));
            vars.insert("documents", list(rows));
        }
        if !new_rows.is_empty() {
            sql.push_str("FOR $one IN $new_documents { CREATE $one.id CONTENT $one.row RETURN NONE };\n");
            vars.insert("new_documents", list(new_rows));
        }
        for (table, rows) in
            [("undone", papers.undone), ("recovered", papers.recovered), ("audit", papers.audits)]
        {
            if !rows.is_empty() {
                sql.push_str(&format!("INSERT INTO {table} ${table}_rows RETURN NONE;\n"));
                vars.insert(format!("{table}_rows"), list(rows));
            }
        }
        if !papers.arrived.is_empty() {
            sql.push_str(
                "FOR $one IN $arrived {
                    UPDATE $one.id SET arrived = $one.event WHERE sha256 = $one.sha256 RETURN NONE
                };\n",
            );
            vars.insert("arrived", list(papers.arrived));
        }
        write_places(papers.places, sql, vars);
        Ok(())
    }
}

/// Adds the statements that move money between the places in which it is kept; nothing ever leaves a place that is
/// not there.
pub(in super::super) fn write_places(
    places: BTreeMap<LedgerAccount, Money>,
    sql: &mut String,
    vars: &mut Object,
) {
    let rows: Vec<Value> = places
        .iter()
        .filter(|(_, change)| !change.is_zero())
        .map(|(account, change)| object! { id: place_id(*account), amount: pesos(*change) }.into_value())
        .collect();
    if rows.is_empty() {
        return;
    }
    let emptied = places
        .iter()
        .filter(|(account, change)| change.is_negative() && !may_be_negative(**account))
        .map(|(account, _)| place_id(*account));
    sql.push_str(
        "FOR $one IN $places { UPSERT $one.id SET amount = (amount ?? 0dec) + $one.amount RETURN NONE };
         IF (SELECT VALUE amount FROM $emptied WHERE amount < 0dec) != [] { THROW 'senda_stale' };\n",
    );
    vars.insert("places", list(rows));
    vars.insert("emptied", list(emptied));
}

/// By how much the lines change each place of money, on the side on which it grows.
pub(in super::super) fn place_changes(lines: &[Entry]) -> Result<BTreeMap<LedgerAccount, Money>, StoreError> {
    let mut changes: BTreeMap<LedgerAccount, Money> = BTreeMap::new();
    for line in lines.iter().filter(|line| is_place(line.account)) {
        let sum = changes.entry(line.account).or_default();
        let (more, less) = match line.account {
            LedgerAccount::Surplus(_) => (line.credit, line.debit),
            _ => (line.debit, line.credit),
        };
        *sum = sum.checked_add(more)?.checked_sub(less)?;
    }
    Ok(changes)
}

/// What people are owed, and what was over and is taken back.
fn may_be_negative(account: LedgerAccount) -> bool {
    matches!(account, LedgerAccount::Shortage(_) | LedgerAccount::Surplus(_))
}

pub(in super::super) fn place_id(account: LedgerAccount) -> RecordId {
    super::super::query::text_id("place", &account.key())
}

/// The id, made of a folio, of what belongs to a receipt.
pub(in super::super) fn folio_record(table: &'static str, folio: &Folio) -> RecordId {
    array_id(table, vec![text(folio.series().as_str()), int(u64::from(folio.number()))])
}
