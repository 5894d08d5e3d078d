//! The public check of a receipt.

use chrono::NaiveTime;

use super::{
    audit::audit_line,
    extract::{Caller, Visitor},
    fields::FormCheck,
    store::receipts::Recovery,
};
use crate::{
    api::{
        audit::AuditAction,
        error::{ApiError, Field, FieldError, FieldProblem, Thing},
        receipt_check::LostReceipt,
    },
    domain::{
        chain::ChainHash,
        event::{EVENT_SCHEMA, Event, Fact, Stamp},
        folio::Folio,
        ids::EventId,
        payment::{PaymentReceived, PaymentTarget},
    },
    sync::protocol::ReceiptCheck,
};

/// Answers only to whoever knows both the folio and the hash, that is, to whoever holds the receipt. A wrong hash and
/// an unknown folio look the same.
pub async fn check(visitor: &Visitor, folio: &str, hash: &str) -> Result<ReceiptCheck, ApiError> {
    let state = &visitor.state;
    state.limits.receipt_attempt(visitor.address, state.now())?;
    let folio = Folio::parse(folio).ok_or(ApiError::field(Field::Folio, FieldProblem::Malformed))?;
    let not_found = ApiError::NotFound { what: Thing::Receipt };
    let Some(hash) = ChainHash::parse(&hash.trim().to_ascii_lowercase()) else { return Err(not_found) };
    state.store.check_receipt(&folio, hash).await?.ok_or(not_found)
}

/// Takes in a payment that only its receipt tells of. Who collects may not do it, and nobody for his own phone.
pub async fn recover(caller: &Caller, lost: LostReceipt) -> Result<(), ApiError> {
    let store = &caller.state.store;
    let mut check = FormCheck::default();
    let mut refuse = |field, is_met: bool| {
        if !is_met {
            check.note(Some(FieldError { field, problem: FieldProblem::Malformed }));
        }
    };
    let folio = Folio::parse(&lost.folio);
    let hash = ChainHash::parse(&lost.hash.trim().to_ascii_lowercase());
    let account = store.account(lost.client).await?.ok_or(ApiError::NotFound { what: Thing::Client })?;
    let zone = account.customer.zone;
    refuse(Field::Folio, folio.is_some() && hash.is_some());
    refuse(Field::Amount, lost.amount.is_positive());
    refuse(Field::Date, lost.received_on <= caller.now().date_in(zone));
    check.done()?;
    let (Some(folio), Some(sha256)) = (folio, hash) else { return Err(ApiError::BadRequest) };
    let devices = store.devices().await?;
    let device = devices.into_iter().find(|device| device.series == *folio.series());
    let device = device.ok_or(ApiError::NotFound { what: Thing::Device })?;
    if device.person == caller.id() {
        return Err(ApiError::NotToOneself);
    }
    let (amount, now) = (lost.amount, caller.now());
    let event = Event {
        schema: EVENT_SCHEMA,
        id: EventId::mint(u64::try_from(now.0).unwrap_or(0), &rand::random()),
        device: device.id,
        epoch: device.epoch,
        // It takes no place in the chain of the phone that is gone.
        seq: 0,
        person: device.person,
        prev: sha256,
        stamp: Stamp {
            wall: zone.instant(lost.received_on, NaiveTime::MIN),
            zone,
            monotonic_ms: 0,
            offset_ms: None,
        },
        place: None,
        fact: Fact::PaymentReceived(PaymentReceived {
            folio: folio.clone(),
            client: lost.client,
            amount,
            method: lost.method,
            target: PaymentTarget::OldestFirst,
            count: None,
            photo: None,
            paper: None,
        }),
    };
    let recovery = Recovery { event: &event, sha256, by: caller.id(), now };
    let action = AuditAction::PaymentRecovered { folio, amount };
    Ok(store.recover_payment(&recovery, &audit_line(caller, &action)?).await?)
}
