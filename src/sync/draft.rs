//! What a person records, before it has a folio, a sequence and a place in the chain.

use crate::domain::{
    agreement::AgreementMade,
    cash_count::CashCount,
    correction::CorrectionAsked,
    counter_receipt::CounterReceiptTaken,
    drawer::{CashHandedOver, DepositMade, FolioVoided},
    event::Fact,
    folio::Folio,
    ids::{ClientId, PersonId},
    money::Money,
    payment::{PaperReceipt, PaymentMethod, PaymentReceived, PaymentTarget},
    photo::PhotoRef,
    promise::PromiseMade,
    rule_error::RuleError,
    visit::VisitMade,
};

/// What a person recorded, before it has a folio, a sequence and a place in the chain.
#[derive(Clone, Debug, PartialEq)]
pub enum Draft {
    Payment {
        client: ClientId,
        amount: Money,
        method: PaymentMethod,
        target: PaymentTarget,
        extras: PaymentExtras,
    },
    Visit(VisitMade),
    Promise(PromiseMade),
    Agreement(AgreementMade),
    CounterReceipt(CounterReceiptTaken),
    Correction(CorrectionAsked),
    Deposit(DepositMade),
    Handover(CashHandedOver),
    /// Spoils the next folio of the series: the receipt was begun and not given.
    VoidFolio {
        reason: String,
        photo: Option<PhotoRef>,
    },
}

/// What a payment may have besides.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PaymentExtras {
    pub count: Option<CashCount>,
    pub photo: Option<PhotoRef>,
    pub paper: Option<PaperReceipt>,
}

impl Draft {
    /// `None` where it touches only the drawer.
    pub fn client(&self) -> Option<ClientId> {
        match self {
            Draft::Payment { client, .. } => Some(*client),
            Draft::Visit(visit) => Some(visit.client),
            Draft::Promise(promise) => Some(promise.client),
            Draft::Agreement(agreement) => Some(agreement.client),
            Draft::CounterReceipt(receipt) => Some(receipt.client),
            Draft::Correction(asked) => Some(asked.client),
            Draft::Deposit(_) | Draft::Handover(_) | Draft::VoidFolio { .. } => None,
        }
    }

    /// The fact, with the next folio of the series where it takes one.
    pub(super) fn into_fact(
        self,
        person: PersonId,
        folio: impl FnOnce() -> Result<Folio, RuleError>,
    ) -> Result<Fact, RuleError> {
        Ok(match self {
            Draft::Payment { client, amount, method, target, extras } => {
                let PaymentExtras { count, photo, paper } = extras;
                let folio = folio()?;
                Fact::PaymentReceived(PaymentReceived {
                    folio,
                    client,
                    amount,
                    method,
                    target,
                    count,
                    photo,
                    paper,
                })
            }
            Draft::Visit(visit) => Fact::VisitMade(visit),
            Draft::Promise(promise) => Fact::PromiseMade(promise),
            Draft::Agreement(agreement) => Fact::AgreementMade(agreement),
            Draft::CounterReceipt(receipt) => Fact::CounterReceiptTaken(receipt),
            Draft::Correction(asked) => Fact::CorrectionAsked(asked),
            Draft::Deposit(deposit) => Fact::DepositMade(deposit),
            Draft::Handover(handover) => Fact::CashHandedOver(handover),
            Draft::VoidFolio { reason, photo } => {
                Fact::FolioVoided(FolioVoided { person, folio: folio()?, reason, photo })
            }
        })
    }
}
