//! The request being captured.

use serde::{Deserialize, Serialize};

use crate::{
    domain::{
        account::Account,
        agreement::AgreementState,
        cheque::ChequeState,
        correction::{Correction, CorrectionAsked},
        date::CivilDate,
        ids::{ClientId, EventId, InvoiceId},
        money::Money,
        photo::PhotoRef,
    },
    sync::engine::Draft,
    ui::{components::AmountEntry, format, text::correction::ES},
};

/// What is asked for, in the order of the tiles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    Reversal,
    Condonation,
    WriteOff,
    DueDate,
    AgreementBroken,
    ChequeBounced,
}

impl Kind {
    pub const ALL: [Kind; 6] = [
        Kind::Reversal,
        Kind::Condonation,
        Kind::WriteOff,
        Kind::DueDate,
        Kind::AgreementBroken,
        Kind::ChequeBounced,
    ];

    /// The value in an address.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Reversal => "cobro",
            Kind::Condonation => "condonar",
            Kind::WriteOff => "castigo",
            Kind::DueDate => "vencimiento",
            Kind::AgreementBroken => "convenio",
            Kind::ChequeBounced => "devuelto",
        }
    }

    pub fn parse(text: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// Everything that was typed, so that an interruption loses nothing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Typed {
    pub kind: Option<Kind>,
    /// The id of the payment, debt or convenio that it is about.
    pub subject: String,
    pub amount: AmountEntry,
    pub due: String,
    pub reason: String,
    pub photo: Option<PhotoRef>,
}

/// What is still missing or wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    Kind,
    Subject,
    Amount,
    Beyond { most: Money },
    Date,
    Reason,
}

impl Typed {
    pub fn is_blank(&self) -> bool {
        self.reason.trim().is_empty() && self.amount.is_empty() && self.photo.is_none()
    }

    /// The draft to record; the error names what to mend.
    pub fn draft(&self, account: &Account, today: CivilDate) -> Result<Draft, Missing> {
        let kind = self.kind.ok_or(Missing::Kind)?;
        let is_there = subjects(account, kind, today).iter().any(|(key, _)| *key == self.subject);
        if !is_there {
            return Err(Missing::Subject);
        }
        let event = || EventId::parse(&self.subject).ok_or(Missing::Subject);
        let invoice = || InvoiceId::parse(&self.subject).ok_or(Missing::Subject);
        let correction = match kind {
            Kind::Reversal => Correction::Reversal { payment: event()? },
            Kind::ChequeBounced => Correction::ChequeBounced { payment: event()? },
            Kind::AgreementBroken => Correction::AgreementBroken { agreement: event()? },
            Kind::WriteOff => Correction::WriteOff { invoice: invoice()? },
            Kind::Condonation => {
                let amount = self.amount.money().ok_or(Missing::Amount)?;
                let most = self.owed(account, today).unwrap_or_default();
                if amount > most {
                    return Err(Missing::Beyond { most });
                }
                Correction::Condonation { invoice: invoice()?, amount }
            }
            Kind::DueDate => {
                let due = CivilDate::parse_iso(self.due.trim()).ok_or(Missing::Date)?;
                Correction::DueDate { invoice: invoice()?, due }
            }
        };
        let reason = self.reason.trim().to_owned();
        if reason.is_empty() {
            return Err(Missing::Reason);
        }
        let asked = CorrectionAsked { client: account.id(), correction, reason, evidence: self.photo };
        Ok(Draft::Correction(asked))
    }

    /// What the chosen debt owes, with its interest: the most that can be forgiven.
    pub fn owed(&self, account: &Account, today: CivilDate) -> Option<Money> {
        let invoice = account.open_invoices().find(|invoice| invoice.id.to_string() == self.subject)?;
        let interest = crate::domain::interest::accrued(invoice, today).ok()?.total().ok()?;
        invoice.balance.checked_add(interest).ok()
    }
}

/// What a request of this kind can be about: id and words.
pub fn subjects(account: &Account, kind: Kind, today: CivilDate) -> Vec<(String, String)> {
    match kind {
        Kind::Reversal => account
            .recent_payments
            .iter()
            .map(|line| {
                let on = format::date(line.received_on, today);
                (line.event.to_string(), (ES.payment_line)(&line.folio.to_string(), line.amount, &on))
            })
            .collect(),
        Kind::Condonation | Kind::WriteOff | Kind::DueDate => {
            let mut open: Vec<_> = account.open_invoices().collect();
            open.sort_by(|a, b| (a.due, &a.folio).cmp(&(b.due, &b.folio)));
            open.into_iter()
                .map(|debt| (debt.id.to_string(), (ES.debt_line)(&debt.folio, debt.balance)))
                .collect()
        }
        Kind::AgreementBroken => account
            .agreements
            .iter()
            .filter(|agreement| agreement.state == AgreementState::Active)
            .map(|agreement| {
                let total = Money::sum(agreement.terms.instalments.iter().map(|one| one.amount));
                let on = format::date(agreement.made_on, today);
                (agreement.id.to_string(), (ES.agreement_line)(&on, total.unwrap_or_default()))
            })
            .collect(),
        Kind::ChequeBounced => account
            .cheques
            .iter()
            .filter(|cheque| matches!(cheque.state, ChequeState::Received | ChequeState::Deposited { .. }))
            .map(|cheque| {
                (cheque.event.to_string(), (ES.cheque_line)(&cheque.bank, &cheque.number, cheque.amount))
            })
            .collect(),
    }
}

/// The address of a request about this client, with what it is about already chosen.
pub fn request_href(client: ClientId, kind: Kind, subject: &str) -> String {
    format!("/app/solicitud/{client}?pide={}&de={subject}", kind.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample;

    fn check(typed: Typed, expected: Option<Missing>) {
        let account = sample::account(&[("F-1", "2026-10-01", 100_000)]);
        let today = CivilDate::new(2026, 11, 21).unwrap();
        assert_eq!(typed.draft(&account, today).err(), expected);
    }

    #[test]
    fn a_request_names_its_debt_its_amount_and_its_reason() {
        let subject = InvoiceId::from_key("F-1").to_string();
        let forgive = Typed { kind: Some(Kind::Condonation), subject, ..Typed::default() };
        check(Typed::default(), Some(Missing::Kind));
        check(Typed { subject: String::new(), ..forgive.clone() }, Some(Missing::Subject));
        check(forgive.clone(), Some(Missing::Amount));
        let most = Money::whole_pesos(1_000);
        let beyond = Typed { amount: AmountEntry::from_typed("1000.01"), ..forgive.clone() };
        check(beyond, Some(Missing::Beyond { most }));
        let whole = Typed { amount: AmountEntry::from_typed("1000"), ..forgive };
        check(whole.clone(), Some(Missing::Reason));
        check(Typed { reason: "Descuento pactado".into(), ..whole }, None);
    }

    #[test]
    fn kinds_read_back_from_their_address() {
        for kind in Kind::ALL {
            assert_eq!(Kind::parse(kind.as_str()), Some(kind));
        }
    }
}
