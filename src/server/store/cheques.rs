//! Cheques as the office follows them, from the receipt to the bank's word.

use serde::{Deserialize, Serialize};
use surrealdb::types::{Object, RecordId, object};

use super::{
    Store, StoreError,
    documents::{Document, Versioned},
    posting::folio_record,
    query::text,
};
use crate::{
    api::cheques::ChequePlace,
    domain::{
        cheque::ChequeState,
        date::{CivilDate, Millis},
        folio::Folio,
        ids::{BranchId, ClientId, EventId, PersonId},
        money::Money,
    },
};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredCheque {
    pub folio: Folio,
    /// The payment that brought it.
    pub payment: EventId,
    pub client: ClientId,
    /// Who received it.
    pub person: PersonId,
    /// Of the client.
    pub branch: BranchId,
    pub number: String,
    pub bank: String,
    pub dated: CivilDate,
    pub amount: Money,
    pub received_on: CivilDate,
    pub state: ChequeState,
    pub place: ChequePlace,
    pub changed: Millis,
}

/// Which cheques to list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChequesIn {
    Pending,
    Cleared,
    Bounced,
    All,
}

impl Document for StoredCheque {
    const TABLE: &'static str = "cheque";

    fn record(&self) -> RecordId {
        folio_record("cheque", &self.folio)
    }

    fn fields(&self) -> Object {
        let state = match (self.state, self.place) {
            (_, ChequePlace::Reversed) => "reversed",
            (ChequeState::Received | ChequeState::Deposited { .. }, _) => "pending",
            (ChequeState::Cleared { .. }, _) => "cleared",
            (ChequeState::Bounced { .. }, _) => "bounced",
        };
        object! { state: text(state) }
    }
}

impl Store {
    /// These cheques, in no order; those that are not there are left out.
    pub(crate) async fn cheques(&self, folios: &[Folio]) -> Result<Vec<Versioned<StoredCheque>>, StoreError> {
        self.documents(folios.iter().map(|folio| folio_record("cheque", folio)).collect()).await
    }

    /// Cheques in a state, oldest first.
    pub async fn cheques_in(&self, wanted: ChequesIn) -> Result<Vec<StoredCheque>, StoreError> {
        let in_state = "WHERE state = $state";
        let found = match wanted {
            ChequesIn::Pending => self.documents_found(in_state, object! { state: text("pending") }).await?,
            ChequesIn::Cleared => self.documents_found(in_state, object! { state: text("cleared") }).await?,
            ChequesIn::Bounced => self.documents_found(in_state, object! { state: text("bounced") }).await?,
            ChequesIn::All => self.documents_found("", object! {}).await?,
        };
        let mut cheques: Vec<StoredCheque> = found.into_iter().map(|kept| kept.value).collect();
        cheques.sort_by(|a, b| (a.received_on, &a.folio).cmp(&(b.received_on, &b.folio)));
        Ok(cheques)
    }
}
