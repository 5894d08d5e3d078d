//! One payment, split into the tax documents that it needs: a REP for what pays invoices, and a CFDI de ingreso (nota
//! de cargo) for moratory interest, which is never ImpPagado of an invoice. Source: domain-rules.md §2.6.

use serde::Serialize;

use super::{FiscalUuid, PaidInvoice, RepError, RepLine, taxes::TaxRate};
use crate::domain::money::Money;

/// Where a payment went: one invoice, and the interest collected with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppliedPart {
    /// What went to the invoice itself; `None` where all of the part was interest.
    pub invoice: Option<PaidInvoice>,
    /// Interest collected, without its IVA.
    pub interest: Money,
    /// IVA of the interest.
    pub interest_tax: Money,
    /// The rate of that IVA.
    pub interest_rate: TaxRate,
    /// The invoice on which the interest ran.
    pub interest_of: Option<FiscalUuid>,
    /// Its folio.
    pub interest_folio: String,
}

/// The related documents of one REP.
///
/// Invariant: Σ paid ≤ amount of the payment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RepDocument {
    pub lines: Vec<RepLine>,
    /// Σ ImpPagado.
    pub paid: Money,
}

/// A CFDI de ingreso, PUE, with the payment's own form: interest collected on one invoice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DebitNote {
    /// The invoice on which the interest ran.
    pub uuid: Option<FiscalUuid>,
    pub folio: String,
    pub interest: Money,
    pub tax: Money,
    pub rate: TaxRate,
}

/// What a payment must be documented with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TaxDocuments {
    /// `None` where nothing went to an invoice: all was interest, or *a favor*.
    pub rep: Option<RepDocument>,
    pub debit_notes: Vec<DebitNote>,
    /// What went nowhere yet. It gets its REP on the day on which it is applied.
    pub unapplied: Money,
}

/// Splits a payment of `amount` into its tax documents.
///
/// Errs where the parts are more than the payment, or where one of them could not be stamped.
pub fn split(amount: Money, parts: Vec<AppliedPart>) -> Result<TaxDocuments, RepError> {
    let (mut lines, mut debit_notes) = (Vec::new(), Vec::new());
    let mut left = amount;
    for part in parts {
        let charged = part.interest.checked_add(part.interest_tax)?;
        if part.interest.is_negative() || part.interest_tax.is_negative() {
            return Err(RepError::NothingPaid);
        }
        if charged.is_positive() {
            left = left.checked_sub(charged)?;
            debit_notes.push(DebitNote {
                uuid: part.interest_of,
                folio: part.interest_folio,
                interest: part.interest,
                tax: part.interest_tax,
                rate: part.interest_rate,
            });
        }
        if let Some(invoice) = part.invoice {
            left = left.checked_sub(invoice.paid)?;
            lines.push(RepLine::of(invoice)?);
        }
    }
    if left.is_negative() {
        return Err(RepError::DocumentsBeyondPayment { paid: amount.checked_sub(left)?, amount });
    }
    let paid = Money::sum(lines.iter().map(|line| line.paid))?;
    assert!(paid <= amount, "the related documents must never exceed the payment");
    let rep = (!lines.is_empty()).then_some(RepDocument { lines, paid });
    Ok(TaxDocuments { rep, debit_notes, unapplied: left })
}
