//! From payments in the books to rows of REP: who paid, what is missing, and the figures of each document.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::{
    api::{
        error::ApiError,
        rep::{Month, PAYMENTS_MAX, RepRow, RepState, TaxMethod},
        settings::BranchSettings,
    },
    domain::{
        account::Account,
        allocation::{Allocated, Allocation},
        cheque::ChequeState,
        customer::Customer,
        date::CivilDate,
        ids::{BranchId, EventId, InvoiceId},
        payment::{PaymentMethod, PaymentReceived},
        rep::{
            self, PaidInvoice,
            documents::{self, AppliedPart, TaxDocuments},
            payment_data::{self, MissingData, PaymentData},
            taxes::{InvoiceTaxes, TaxRate},
        },
        rfc::Rfc,
    },
    server::{
        error::failed,
        extract::Caller,
        store::{
            Store,
            rep::{InvoiceTax, RepPayment, Stamp},
        },
    },
    sync::protocol::Outcome,
};

/// How long before a month a cheque may have been received that clears in it.
const CHEQUE_DAYS: i64 = 120;
/// How long after a month a transfer may be recorded that was sent in it.
const TRANSFER_DAYS: i64 = 31;
/// The forms in c_FormaPago of what counts on another day than that of the receipt.
const CHEQUE: &str = "02";
const TRANSFER: &str = "03";

/// Everything that rows are made of.
struct Desk {
    today: CivilDate,
    accounts: HashMap<crate::domain::ids::ClientId, Account>,
    taxes: HashMap<InvoiceId, InvoiceTax>,
    stamps: HashMap<EventId, Stamp>,
    rates: BTreeMap<BranchId, TaxRate>,
}

/// The rows of a month, in the order of payment. Payments that need no REP are left out.
pub async fn of_month(
    caller: &Caller,
    month: Month,
    today: CivilDate,
) -> Result<Vec<RepRow<TaxDocuments>>, ApiError> {
    let store = &caller.state.store;
    let first = month.first().ok_or(ApiError::BadRequest)?;
    let last = month.after().first().ok_or(ApiError::BadRequest)?.plus_days(-1);
    let mut payments = store.payments_for_rep(first, last, PAYMENTS_MAX).await?;
    let (earlier, later) = (first.plus_days(-CHEQUE_DAYS), last.plus_days(TRANSFER_DAYS));
    payments.extend(store.payments_of_form_for_rep(CHEQUE, earlier, first.plus_days(-1)).await?);
    payments.extend(store.payments_of_form_for_rep(TRANSFER, last.plus_days(1), later).await?);
    let desk = desk(store, &payments, today).await?;
    let mut rows: Vec<RepRow<TaxDocuments>> = Vec::new();
    for payment in &payments {
        let row = desk.row(payment)?;
        // A cheque belongs to the month in which it cleared, a transfer to the one in which it was sent.
        rows.extend(row.filter(|row| Month::of(row.paid_on) == month));
    }
    rows.sort_by(|a, b| (a.paid_on, &a.folio).cmp(&(b.paid_on, &b.folio)));
    Ok(rows)
}

async fn desk(store: &Store, payments: &[RepPayment], today: CivilDate) -> Result<Desk, ApiError> {
    let clients: BTreeSet<_> = payments.iter().map(|payment| payment.client).collect();
    let accounts = store.accounts_for_rep(&clients.into_iter().collect::<Vec<_>>()).await?;
    let parts = payments.iter().filter_map(allocation_of).flat_map(|allocation| &allocation.parts);
    let invoices: BTreeSet<InvoiceId> = parts.map(|part| part.invoice).collect();
    let taxes = store.invoice_taxes(&invoices.into_iter().collect::<Vec<_>>()).await?;
    let events: Vec<EventId> = payments.iter().map(|payment| payment.event.id).collect();
    let stamps = store.rep_stamps(&events).await?;
    let mut rates = BTreeMap::new();
    for branch in store.branches().await? {
        let settings = store.setting::<BranchSettings>(branch.id).await?.value;
        rates.insert(branch.id, if settings.tax_bp == 800 { TaxRate::Iva8 } else { TaxRate::Iva16 });
    }
    Ok(Desk { today, accounts, taxes, stamps, rates })
}

/// What the rules did with the payment; `None` where it is not in the books.
fn allocation_of(payment: &RepPayment) -> Option<&Allocation> {
    match payment.outcome.original() {
        Outcome::Applied { applied } => applied.allocation.as_ref(),
        _ => None,
    }
}

impl Desk {
    /// `None` where the payment needs no REP.
    fn row(&self, payment: &RepPayment) -> Result<Option<RepRow<TaxDocuments>>, ApiError> {
        let (Some(allocation), Some(received), Some(account)) =
            (allocation_of(payment), payment.event.fact.payment(), self.accounts.get(&payment.client))
        else {
            return Ok(None);
        };
        let Some(paid) = self.paid(payment, account) else { return Ok(None) };
        let rate = self.rates.get(&account.customer.branch).copied().unwrap_or(TaxRate::Iva16);
        let parts: Vec<AppliedPart> =
            allocation.parts.iter().map(|part| self.part(part, rate)).collect::<Result<_, _>>()?;
        let needs_nothing = parts.iter().all(|part| part.invoice.is_none() && part.interest.is_zero());
        if needs_nothing {
            return Ok(None);
        }
        let mut missing = client_missing(&account.customer);
        let data = data_of(received, payment);
        missing.extend(payment_data::missing_of(&data));
        let lacks_uuid =
            |part: &AppliedPart| part.invoice.as_ref().is_some_and(|invoice| invoice.uuid.is_none());
        if parts.iter().any(lacks_uuid) {
            missing.push(MissingData::InvoiceUuid);
        }
        missing.sort_by_key(|missing| (!missing.is_blocking(), *missing));
        let (documents, problem) = match documents::split(payment.amount, parts) {
            Ok(documents) => (documents, None),
            Err(problem) => (TaxDocuments::default(), Some(problem)),
        };
        let state = match (self.stamps.get(&payment.event.id), paid) {
            (Some(stamp), _) => RepState::Stamped { uuid: stamp.uuid.clone(), on: stamp.on },
            (None, Paid::On(on)) => {
                let deadline = rep::deadline(on);
                RepState::Pending { deadline, days_left: deadline.days_since(self.today) }
            }
            (None, Paid::NotYet) => RepState::WaitingForCheque,
        };
        let paid_on = match paid {
            Paid::On(on) => on,
            Paid::NotYet => payment.day,
        };
        // The hour of the receipt is that of the payment only where both are on one day.
        let stamp = payment.event.stamp;
        let hour = (paid_on == payment.day && payment.sat_form != CHEQUE)
            .then(|| stamp.instant().in_zone(stamp.zone).1);
        Ok(Some(RepRow {
            payment: payment.event.id,
            folio: received.folio.to_string(),
            client_key: account.customer.key.clone(),
            client_name: account.customer.name.clone(),
            rfc: account.customer.rfc.clone(),
            postal_code: account.customer.address.postal_code.clone(),
            paid_on,
            moment: rep::payment_moment(paid_on, hour),
            amount: payment.amount,
            data,
            state,
            missing,
            problem,
            documents,
        }))
    }

    /// When the money counts as received; `None` where it never was: the cheque bounced.
    fn paid(&self, payment: &RepPayment, account: &Account) -> Option<Paid> {
        match payment.event.fact.payment().map(|received| &received.method) {
            Some(PaymentMethod::Transfer { sent_on, .. }) => return Some(Paid::On(*sent_on)),
            Some(PaymentMethod::Cheque { .. }) => {}
            _ => return Some(Paid::On(payment.day)),
        }
        let cheque = account.cheques.iter().find(|cheque| cheque.event == payment.event.id);
        match cheque.map(|cheque| cheque.state) {
            Some(ChequeState::Received | ChequeState::Deposited { .. }) => Some(Paid::NotYet),
            Some(ChequeState::Cleared { on }) => Some(Paid::On(on)),
            Some(ChequeState::Bounced { .. }) => None,
            // The account remembers only the last ones: the day of the receipt is the one that is never late.
            None => Some(Paid::On(payment.day)),
        }
    }

    fn part(&self, part: &Allocated, rate: TaxRate) -> Result<AppliedPart, ApiError> {
        let known = self.taxes.get(&part.invoice);
        let uuid = known.and_then(|known| known.uuid.clone());
        let needs_rep = known.is_none_or(|known| known.method == TaxMethod::Ppd);
        let taxes = known.and_then(|known| known.taxes.clone());
        let invoice = (needs_rep && part.amount.is_positive())
            .then(|| {
                Ok::<_, ApiError>(PaidInvoice {
                    uuid: uuid.clone(),
                    folio: part.folio.clone(),
                    partial_number: part.partial,
                    balance_before: part.balance_after.checked_add(part.amount).map_err(|e| failed(&e))?,
                    paid: part.amount,
                    taxes: taxes.unwrap_or_else(|| InvoiceTaxes::single(rate)),
                })
            })
            .transpose()?;
        Ok(AppliedPart {
            invoice,
            interest: part.interest,
            interest_tax: part.interest_tax,
            interest_rate: rate,
            interest_of: uuid,
            interest_folio: part.folio.clone(),
        })
    }
}

#[derive(Clone, Copy)]
enum Paid {
    On(CivilDate),
    /// A cheque that has not cleared.
    NotYet,
}

/// What is missing of the client for any CFDI.
fn client_missing(customer: &Customer) -> Vec<MissingData> {
    let mut missing = Vec::new();
    if Rfc::parse(&customer.rfc).is_err() {
        missing.push(MissingData::Rfc);
    }
    if customer.name.trim().is_empty() {
        missing.push(MissingData::Name);
    }
    let code = &customer.address.postal_code;
    if code.len() != 5 || !code.bytes().all(|byte| byte.is_ascii_digit()) {
        missing.push(MissingData::PostalCode);
    }
    missing
}

/// What was recorded of how it was paid.
fn data_of(received: &PaymentReceived, payment: &RepPayment) -> PaymentData {
    let sat_form = payment.sat_form.clone();
    match &received.method {
        PaymentMethod::Cash => PaymentData { sat_form, ..PaymentData::default() },
        PaymentMethod::Transfer { tracking_key, bank, .. } => PaymentData {
            sat_form,
            operation: tracking_key.clone(),
            sender_bank: bank.clone(),
            ..PaymentData::default()
        },
        PaymentMethod::Cheque { number, bank, account, .. } => PaymentData {
            sat_form,
            operation: number.clone(),
            sender_bank: bank.clone(),
            sender_account: payment_data::plain_account(account),
            ..PaymentData::default()
        },
        PaymentMethod::Card { authorization, last_four, .. } => PaymentData {
            sat_form,
            operation: authorization.clone(),
            last_four: last_four.clone(),
            ..PaymentData::default()
        },
    }
}
