//! Bytes that were released are read for ever, and written again as they were: the files beside this were written by
//! the builds that released them. Nobody edits them.

use super::{
    account::Account,
    agreement::{AgreedInstalment, AgreementMade, AgreementTerms, Signer},
    correction::{Correction, CorrectionAsked},
    counter_receipt::CounterReceiptTaken,
    event::{Event, Fact},
    folio::{Folio, Series},
    ids::{ClientId, InvoiceId},
    money::Money,
    payment::{PaymentMethod, PaymentReceived, PaymentTarget},
    plan::Periodicity,
    rules::Applied,
    sample::{day, event, money},
    signature::Signature,
};

const EVENTS_1: &str = include_str!("golden/schema_1_events.jsonl");
const ACCOUNT_1: &str = include_str!("golden/schema_1_account.json");
const APPLIED_1: &str = include_str!("golden/schema_1_applied.json");
/// Facts of the account that came with schema 2.
const FACTS_2: &str = include_str!("golden/schema_2_facts.jsonl");

#[test]
fn events_of_schema_1_read_and_write_the_same_bytes() {
    let kinds: Vec<&str> = EVENTS_1
        .lines()
        .map(|bytes| {
            let event = Event::from_bytes(bytes).unwrap();
            assert_eq!(event.schema, 1);
            assert_eq!(event.to_bytes().unwrap(), bytes);
            event.fact.kind()
        })
        .collect();
    let payments = ["payment_received"; 4].as_slice();
    assert_eq!(kinds, [payments, &["visit_made", "visit_made", "promise_made"]].concat());
    let first = Event::from_bytes(EVENTS_1.lines().next().unwrap()).unwrap();
    let payment = first.fact.payment().unwrap();
    assert_eq!((payment.amount, payment.folio.to_string().as_str()), (money(180_050), "C07-000137-0"));
    assert_eq!((&payment.target, payment.photo.is_none()), (&PaymentTarget::OldestFirst, true));
}

#[test]
fn an_account_of_schema_1_reads_and_writes_the_same_bytes() {
    let account: Account = serde_json::from_str(ACCOUNT_1).unwrap();
    assert_eq!(account.balance(), Ok(money(229_800)));
    assert_eq!(account.recent_payments.len(), 4);
    assert_eq!(account.to_clear_on(day("2027-11-21")), Ok(money(229_800)), "it bears no interest");
    assert_eq!(serde_json::to_string(&account).unwrap(), ACCOUNT_1.trim_end());
}

#[test]
fn an_outcome_of_schema_1_reads_and_writes_the_same_bytes() {
    let applied: Applied = serde_json::from_str(APPLIED_1).unwrap();
    let allocation = applied.allocation.clone().unwrap();
    assert_eq!(allocation.received(), Ok(money(180_050)));
    assert_eq!(serde_json::to_string(&applied).unwrap(), APPLIED_1.trim_end());
}

fn facts_2() -> Vec<Fact> {
    let client = ClientId::from_key("C00001");
    let invoices = ["F-101", "F-102"].map(InvoiceId::from_key).to_vec();
    let made = AgreementMade {
        client,
        terms: AgreementTerms {
            covers: invoices.clone(),
            capital: money(2_300_000),
            moratory: money(118_436),
            discount: Money::ZERO,
            periodicity: Periodicity::TwiceMonthly,
            instalments: vec![
                AgreedInstalment { due: day("2026-11-30"), amount: money(1_209_218) },
                AgreedInstalment { due: day("2026-12-15"), amount: money(1_209_218) },
            ],
        },
        signer: "Ana Ruiz".into(),
        signer_is: Signer::Holder,
        signature: Signature { strokes: "10,20 30,40;50,60 70,80".into() },
    };
    let ask = |correction| {
        let reason = "Lo pidió el gerente".to_owned();
        Fact::CorrectionAsked(CorrectionAsked { client, correction, reason, evidence: None })
    };
    let invoice = InvoiceId::from_key("F-101");
    let payment = event(1);
    vec![
        Fact::PaymentReceived(PaymentReceived {
            folio: Folio::new(Series::parse("C07").unwrap(), 137).unwrap(),
            client,
            amount: money(180_050),
            method: PaymentMethod::Cash,
            target: PaymentTarget::Listed { invoices: invoices.clone() },
            count: None,
            photo: None,
            paper: None,
        }),
        Fact::AgreementMade(made.clone()),
        Fact::CounterReceiptTaken(CounterReceiptTaken {
            client,
            client_folio: "CR-77".into(),
            invoices,
            pay_on: Some(day("2026-12-04")),
            photo: None,
        }),
        ask(Correction::Reversal { payment }),
        ask(Correction::Condonation { invoice, amount: money(100) }),
        ask(Correction::WriteOff { invoice }),
        ask(Correction::DueDate { invoice, due: day("2027-01-15") }),
        ask(Correction::Agreement { agreement: Box::new(made) }),
        ask(Correction::AgreementBroken { agreement: payment }),
        ask(Correction::ChequeBounced { payment }),
    ]
}

#[test]
fn facts_of_schema_2_read_and_write_the_same_bytes() {
    let written: Vec<String> = facts_2().iter().map(|fact| serde_json::to_string(fact).unwrap()).collect();
    let kept: Vec<&str> = FACTS_2.lines().collect();
    assert_eq!(written, kept);
    for (bytes, fact) in kept.iter().zip(facts_2()) {
        assert_eq!(serde_json::from_str::<Fact>(bytes).unwrap(), fact);
    }
}
