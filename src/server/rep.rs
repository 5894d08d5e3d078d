//! REP: from the payments of a month to what must be stamped, with all that whoever stamps needs.

pub mod export;
mod rows;

use std::collections::BTreeSet;

use super::{
    audit,
    error::failed,
    extract::Caller,
    store::{
        StoreError,
        rep::{InvoiceTax, Noted, Stamp},
    },
};
use crate::{
    api::{
        audit::AuditAction,
        error::{ApiError, Field, FieldProblem, Thing},
        rep::{
            DocumentView, InvoiceNotes, Month, NoteProblem, ROWS_MAX, RepFilter, RepMonth, RepRow, RepState,
            TaxMethod,
        },
    },
    domain::{
        date::{CivilDate, Zone},
        ids::{EventId, InvoiceId},
        money::Money,
        rep::{self, FiscalUuid, documents::TaxDocuments},
    },
};

/// Most payments that one request stamps.
const STAMPS_MAX: usize = 500;
/// Most lines of invoices in one request.
const NOTES_MAX: usize = 2_000;

/// The month as the screen shows it.
pub async fn month(caller: &Caller, month: Month, filter: RepFilter) -> Result<RepMonth, ApiError> {
    let today = today(caller).await?;
    let rows = rows::of_month(caller, month, today).await?;
    let first = month.first().ok_or(ApiError::BadRequest)?;
    let deadline = rep::deadline(first);
    let is_pending = |row: &RepRow<TaxDocuments>| matches!(row.state, RepState::Pending { .. });
    let is_stamped = |row: &RepRow<TaxDocuments>| matches!(row.state, RepState::Stamped { .. });
    let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let pending = || rows.iter().filter(|row| is_pending(row));
    let pending_amount = Money::sum(pending().map(|row| row.amount)).map_err(|error| failed(&error))?;
    let shown: Vec<&RepRow<TaxDocuments>> = rows
        .iter()
        .filter(|row| match filter {
            RepFilter::Pending => !is_stamped(row),
            RepFilter::Missing => is_pending(row) && is_blocked(row),
            RepFilter::Stamped => is_stamped(row),
        })
        .collect();
    Ok(RepMonth {
        month,
        deadline,
        days_left: deadline.days_since(today),
        pending: count(pending().count()),
        blocked: count(pending().filter(|row| is_blocked(row)).count()),
        stamped: count(rows.iter().filter(|row| is_stamped(row)).count()),
        pending_amount,
        rows_total: count(shown.len()),
        rows: shown.into_iter().take(ROWS_MAX).map(short).collect(),
    })
}

/// Whether a REP cannot be stamped as it stands.
fn is_blocked<D>(row: &RepRow<D>) -> bool {
    row.problem.is_some() || row.missing.iter().any(|missing| missing.is_blocking())
}

/// The row with its documents as the screen shows them.
fn short(row: &RepRow<TaxDocuments>) -> RepRow {
    let lines = row.documents.rep.iter().flat_map(|rep| &rep.lines).map(|line| DocumentView {
        folio: line.folio.clone(),
        uuid: line.uuid.as_ref().map(ToString::to_string),
        partial_number: line.partial_number,
        paid: line.paid,
        balance_after: line.balance_after,
        is_debit_note: false,
    });
    let notes = row.documents.debit_notes.iter().map(|note| DocumentView {
        folio: note.folio.clone(),
        uuid: note.uuid.as_ref().map(ToString::to_string),
        partial_number: 0,
        paid: note.interest.checked_add(note.tax).unwrap_or(note.interest),
        balance_after: Money::ZERO,
        is_debit_note: true,
    });
    RepRow {
        payment: row.payment,
        folio: row.folio.clone(),
        client_key: row.client_key.clone(),
        client_name: row.client_name.clone(),
        rfc: row.rfc.clone(),
        postal_code: row.postal_code.clone(),
        paid_on: row.paid_on,
        moment: row.moment.clone(),
        amount: row.amount,
        data: row.data.clone(),
        state: row.state.clone(),
        missing: row.missing.clone(),
        problem: row.problem,
        documents: lines.chain(notes).collect(),
    }
}

/// The office's today.
async fn today(caller: &Caller) -> Result<CivilDate, ApiError> {
    let zone = caller.state.store.company().await?.map_or(Zone::MEXICO_CITY, |company| company.zone);
    Ok(caller.now().date_in(zone))
}

/// Notes the REP of payments.
pub async fn stamp(
    caller: &Caller,
    payments: Vec<EventId>,
    uuid: &str,
    stamped_on: CivilDate,
) -> Result<(), ApiError> {
    if payments.len() > STAMPS_MAX {
        return Err(ApiError::TooMany { items_max: STAMPS_MAX as u32 });
    }
    let payments: Vec<EventId> = payments.into_iter().collect::<BTreeSet<_>>().into_iter().collect();
    let uuid = FiscalUuid::parse(uuid).ok_or(ApiError::field(Field::FiscalUuid, FieldProblem::Malformed))?;
    if stamped_on > today(caller).await? {
        return Err(ApiError::field(Field::StampedOn, FieldProblem::Malformed));
    }
    let store = &caller.state.store;
    if payments.is_empty() || !store.are_payments(&payments).await? {
        return Err(ApiError::NotFound { what: Thing::Receipt });
    }
    let stamp = Stamp { uuid: uuid.to_string(), on: stamped_on };
    let noted = Noted { by: caller.id(), at: caller.now() };
    match store.note_stamps(&payments, &stamp, noted).await {
        Err(StoreError::Conflict) => {
            // The same note again is no conflict: its first answer may have been lost.
            let known = store.rep_stamps(&payments).await?;
            let is_same = payments.iter().all(|payment| known.get(payment) == Some(&stamp));
            return if is_same { Ok(()) } else { Err(ApiError::Conflict) };
        }
        other => other?,
    }
    let payments = u32::try_from(payments.len()).unwrap_or(u32::MAX);
    audit::record(caller, AuditAction::RepStamped { uuid: stamp.uuid, payments }).await
}

/// Takes the note of a REP back.
pub async fn unstamp(caller: &Caller, payment: EventId) -> Result<(), ApiError> {
    let removed = caller.state.store.remove_stamp(payment).await?;
    let stamp = removed.ok_or(ApiError::NotFound { what: Thing::Receipt })?;
    audit::record(caller, AuditAction::RepTakenBack { payment, uuid: stamp.uuid }).await
}

/// Notes what SAT knows of invoices: `folio, folio fiscal`, one by line. Lines that are not understood are answered.
pub async fn note_invoices(
    caller: &Caller,
    lines: &str,
    method: TaxMethod,
) -> Result<InvoiceNotes, ApiError> {
    let store = &caller.state.store;
    if lines.lines().count() > NOTES_MAX {
        return Err(ApiError::TooMany { items_max: NOTES_MAX as u32 });
    }
    let mut answer = InvoiceNotes::default();
    let mut read: Vec<(u32, InvoiceId, InvoiceTax)> = Vec::new();
    for (number, line) in (1u32..).zip(lines.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        match note_of(line, method) {
            Some((invoice, known)) => read.push((number, invoice, known)),
            None => answer.refused.push((number, NoteProblem::Malformed)),
        }
    }
    let ids: Vec<InvoiceId> = read.iter().map(|(_, invoice, _)| *invoice).collect();
    let known: BTreeSet<InvoiceId> = store.known_invoices(&ids).await?.into_iter().collect();
    let unknown = read.iter().filter(|(_, invoice, _)| !known.contains(invoice));
    answer.refused.extend(unknown.map(|(number, ..)| (*number, NoteProblem::UnknownFolio)));
    answer.refused.sort_by_key(|(number, _)| *number);
    let notes: Vec<(InvoiceId, InvoiceTax)> = read
        .into_iter()
        .filter(|(_, invoice, _)| known.contains(invoice))
        .map(|(_, invoice, note)| (invoice, note))
        .collect();
    if notes.is_empty() {
        return Ok(answer);
    }
    store.note_invoice_taxes(&notes, Noted { by: caller.id(), at: caller.now() }).await?;
    answer.noted = u32::try_from(notes.len()).unwrap_or(u32::MAX);
    audit::record(caller, AuditAction::InvoicesNoted { invoices: answer.noted }).await?;
    Ok(answer)
}

/// A folio, and its folio fiscal. Where the CFDI is paid at once, or there is none, the folio suffices.
fn note_of(line: &str, method: TaxMethod) -> Option<(InvoiceId, InvoiceTax)> {
    let parts: Vec<&str> =
        line.split([',', ';', '\t', ' ']).map(str::trim).filter(|part| !part.is_empty()).collect();
    let (folio, uuid) = match (parts[..].split_last()?, method) {
        ((last, folio), _) if FiscalUuid::parse(last).is_some() && !folio.is_empty() => {
            (folio.join(" "), FiscalUuid::parse(last))
        }
        (_, TaxMethod::Pue | TaxMethod::NoCfdi) => (parts.join(" "), None),
        _ => return None,
    };
    // As the imports make the id of an invoice.
    let invoice = InvoiceId::from_key(&folio.to_uppercase());
    Some((invoice, InvoiceTax { uuid, method, taxes: None }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_folio_and_a_folio_fiscal() {
        let uuid = "5c7b0622-01b4-4eb8-96d0-e0debd89ff0f";
        for line in [format!("a-101,{uuid}"), format!(" A-101 \t{uuid} "), format!("A-101; {uuid}")] {
            let (invoice, known) = note_of(&line, TaxMethod::Ppd).unwrap();
            assert_eq!(invoice, InvoiceId::from_key("A-101"), "{line}");
            assert_eq!(known.uuid, FiscalUuid::parse(uuid));
        }
        for bad in ["A-101", uuid, "", "A-101,5c7b0622"] {
            assert_eq!(note_of(bad, TaxMethod::Ppd), None, "{bad}");
        }
        assert!(note_of("A-101", TaxMethod::Pue).is_some());
    }
}
