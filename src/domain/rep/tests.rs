use proptest::prelude::*;

use super::{
    documents::{AppliedPart, split},
    taxes::TaxRate,
    *,
};

fn money(centavos: i64) -> Money {
    Money::from_centavos(centavos).unwrap()
}

fn date(text: &str) -> CivilDate {
    CivilDate::parse_iso(text).unwrap()
}

fn uuid(n: u32) -> FiscalUuid {
    FiscalUuid::parse(&format!("5C7B0622-01B4-4EB8-96D0-{n:012}")).unwrap()
}

fn paid_invoice(number: u16, before: i64, paid: i64) -> PaidInvoice {
    PaidInvoice {
        uuid: Some(uuid(1)),
        folio: "F-101".into(),
        partial_number: number,
        balance_before: money(before),
        paid: money(paid),
        taxes: InvoiceTaxes::single(TaxRate::Iva16),
    }
}

fn applied(invoice: Option<PaidInvoice>, interest: i64, tax: i64) -> AppliedPart {
    AppliedPart {
        invoice,
        interest: money(interest),
        interest_tax: money(tax),
        interest_rate: TaxRate::Iva16,
        interest_of: Some(uuid(1)),
        interest_folio: "F-101".into(),
    }
}

/// domain-rules.md §2.6.
#[test]
fn the_deadline_is_the_fifth_of_the_next_month() {
    for (paid, last) in
        [("2026-10-31", "2026-11-05"), ("2026-11-01", "2026-12-05"), ("2026-12-15", "2027-01-05")]
    {
        assert_eq!(deadline(date(paid)), date(last), "{paid}");
    }
    assert_eq!(days_left(date("2026-10-31"), date("2026-11-01")), 4);
    assert_eq!(days_left(date("2026-10-31"), date("2026-11-05")), 0);
    assert_eq!(days_left(date("2026-10-31"), date("2026-11-06")), -1);
}

#[test]
fn the_moment_of_payment_is_noon_where_the_hour_is_unknown() {
    let on = date("2026-11-21");
    assert_eq!(payment_moment(on, None), "2026-11-21T12:00:00");
    assert_eq!(payment_moment(on, NaiveTime::from_hms_opt(9, 5, 7)), "2026-11-21T09:05:07");
}

#[test]
fn a_folio_fiscal_is_hexadecimal_in_five_groups() {
    assert_eq!(
        FiscalUuid::parse("5c7b0622-01b4-4eb8-96d0-e0debd89ff0f").map(|id| id.as_str().len()),
        Some(36)
    );
    for bad in [
        "",
        "5C7B062201B44EB896D0E0DEBD89FF0F",
        "5C7B0622-01B4-4EB8-96D0-E0DEBD89FF0G",
        "5C7B0622-01B4-4EB8-96D0",
    ] {
        assert_eq!(FiscalUuid::parse(bad), None, "{bad}");
    }
    assert!(serde_json::from_str::<FiscalUuid>("\"x\"").is_err());
}

/// domain-rules.md §2.6: an invoice of 11,600.00 in three payments.
#[test]
fn the_rep_vector() {
    for (number, before, paid, after, base, tax, total_base, total_tax) in [
        (1, 1_160_000, 500_000, 660_000, "4310.344828", "689.655172", 431_034, 68_966),
        (2, 660_000, 400_000, 260_000, "3448.275862", "551.724138", 344_828, 55_172),
        (3, 260_000, 260_000, 0, "2241.379310", "358.620690", 224_138, 35_862),
    ] {
        let line = RepLine::of(paid_invoice(number, before, paid)).unwrap();
        assert_eq!(line.balance_after, money(after));
        assert_eq!(
            (line.parts[0].base.to_string(), line.parts[0].tax.to_string()),
            (base.into(), tax.into())
        );
        assert_eq!((line.totals[0].base, line.totals[0].tax), (money(total_base), money(total_tax)));
        assert_eq!(line.object_of_tax, "02");
    }
}

#[test]
fn what_could_not_be_stamped_is_refused() {
    let error = |invoice| RepLine::of(invoice).unwrap_err();
    assert_eq!(error(paid_invoice(0, 100, 100)), RepError::PartialNumber);
    assert_eq!(error(paid_invoice(1_000, 100, 100)), RepError::PartialNumber);
    assert_eq!(error(paid_invoice(1, 100, 0)), RepError::NothingPaid);
    assert_eq!(error(paid_invoice(1, 100, 101)), RepError::PaidBeyondBalance);
    assert!(RepLine::of(paid_invoice(999, 100, 100)).is_ok());
}

/// domain-rules.md §2.5 and §2.6: 12,000.00 on F-101 and F-102, of which 1,184.36 are interest with its IVA.
#[test]
fn interest_is_never_paid_of_the_invoice() {
    let parts = vec![
        applied(Some(paid_invoice(1, 1_500_000, 1_081_564)), 76_500, 12_240),
        applied(None, 25_600, 4_096),
    ];
    let documents = split(money(1_200_000), parts).unwrap();
    let rep = documents.rep.unwrap();
    assert_eq!((rep.paid, rep.lines[0].balance_after), (money(1_081_564), money(418_436)));
    let notes: Vec<_> = documents.debit_notes.iter().map(|note| (note.interest, note.tax)).collect();
    assert_eq!(notes, [(money(76_500), money(12_240)), (money(25_600), money(4_096))]);
    assert_eq!(documents.unapplied, Money::ZERO);
}

#[test]
fn a_payment_of_interest_alone_has_no_rep() {
    let documents = split(money(60_000), vec![applied(None, 51_724, 8_276)]).unwrap();
    assert_eq!((documents.rep, documents.debit_notes.len()), (None, 1));
}

#[test]
fn documents_never_exceed_their_payment() {
    let parts = vec![applied(Some(paid_invoice(1, 50_000, 30_000)), 0, 0); 2];
    assert_eq!(
        split(money(59_999), parts.clone()),
        Err(RepError::DocumentsBeyondPayment { paid: money(60_000), amount: money(59_999) })
    );
    assert_eq!(split(money(70_000), parts).unwrap().unapplied, money(10_000));
    let negative = applied(None, -1, 0);
    assert_eq!(split(money(1), vec![negative]), Err(RepError::NothingPaid));
}

proptest! {
    #[test]
    fn everything_re_adds_to_the_payment_and_nothing_is_negative(
        parts in proptest::collection::vec((0i64..3_000_000, 0i64..3_000_000, 0i64..90_000, 0i64..9_000), 0..8),
        over in 0i64..1_000_000,
    ) {
        let mut amount = over;
        let mut applied_parts = Vec::new();
        for (paid, left, interest, tax) in parts {
            amount += paid + interest + tax;
            let invoice = (paid > 0).then(|| paid_invoice(1, paid + left, paid));
            applied_parts.push(applied(invoice, interest, tax));
        }
        let documents = split(money(amount), applied_parts).unwrap();
        let notes = Money::sum(documents.debit_notes.iter().flat_map(|note| [note.interest, note.tax])).unwrap();
        let paid = documents.rep.as_ref().map_or(Money::ZERO, |rep| rep.paid);
        let sum = Money::sum([paid, notes, documents.unapplied]).unwrap();
        prop_assert_eq!(sum, money(amount));
        prop_assert_eq!(documents.unapplied, money(over));
        for line in documents.rep.iter().flat_map(|rep| &rep.lines) {
            prop_assert!(!line.balance_after.is_negative());
            prop_assert_eq!(line.balance_after.checked_add(line.paid).unwrap(), line.balance_before);
        }
    }
}
