//! What each form of payment needs, and what is missing of it. Source: domain-rules.md §2.6 (the table by form).

use serde::{Deserialize, Serialize};

/// Longest NumOperacion of Pagos20.
pub const OPERATION_CHARS_MAX: usize = 100;
/// CtaOrdenante and CtaBeneficiario of Pagos20, whatever the form: `[A-Z0-9_]{10,50}`.
const ACCOUNT_CHARS: std::ops::RangeInclusive<usize> = 10..=50;

/// What is known of how a payment was made, as Pagos20 names it. Texts are empty where unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentData {
    /// FormaDePagoP: two digits of c_FormaPago.
    pub sat_form: String,
    /// NumOperacion: number of the cheque, clave de rastreo, authorisation.
    pub operation: String,
    /// NomBancoOrdExt or the bank as people name it.
    pub sender_bank: String,
    /// CtaOrdenante. Of a card only the last four digits are ever known, and they are no account.
    pub sender_account: String,
    /// CtaBeneficiario: the company's own account.
    pub receiver_account: String,
    /// The last four digits of a card.
    pub last_four: String,
}

/// One thing that is missing, or that must not be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "missing", rename_all = "snake_case")]
pub enum MissingData {
    /// The form is none of c_FormaPago, or 99, which nobody ever receives.
    Form,
    /// NumOperacion.
    Operation,
    /// NumOperacion has more than [`OPERATION_CHARS_MAX`] characters.
    OperationTooLong,
    /// The bank from which the money came.
    SenderBank,
    /// The account from which the money came. Advised, never asked for by SAT.
    SenderAccount,
    /// The account has another number of digits than the form allows.
    SenderAccountDigits,
    /// The company's account has another number of digits than the form allows.
    ReceiverAccountDigits,
    /// The form allows no bank data.
    BankDataNotAllowed,
    /// The last four digits of the card. Advised.
    LastFour,
    /// A whole card number must never be kept.
    CardNumber,
    /// The folio fiscal of the invoice, IdDocumento.
    InvoiceUuid,
    /// The client's RFC, or one that cannot be.
    Rfc,
    /// The postal code of the client's fiscal address.
    PostalCode,
    /// The client's name as SAT knows it.
    Name,
}

impl MissingData {
    /// Whether a REP cannot be stamped without it; the others only make it better.
    pub fn is_blocking(self) -> bool {
        !matches!(self, MissingData::SenderAccount | MissingData::LastFour | MissingData::SenderBank)
    }
}

/// What the account of either side may be.
enum Accounts {
    /// No bank data is allowed.
    None,
    /// Digits of the sender's and of the receiver's account; an empty list takes what Pagos20 takes.
    Digits { sender: &'static [usize], receiver: &'static [usize] },
}

/// One row of the table of forms.
struct FormRule {
    needs_operation: bool,
    asks_sender: bool,
    is_card: bool,
    accounts: Accounts,
}

fn rule_of(sat_form: &str) -> Option<FormRule> {
    let rule = |needs_operation, asks_sender, is_card, accounts| {
        Some(FormRule { needs_operation, asks_sender, is_card, accounts })
    };
    match sat_form {
        "01" => rule(false, false, false, Accounts::None),
        "02" => rule(true, true, false, Accounts::Digits { sender: &[11, 18], receiver: &[] }),
        "03" => rule(true, true, false, Accounts::Digits { sender: &[10, 16, 18], receiver: &[10, 18] }),
        "04" | "28" => rule(true, false, true, Accounts::Digits { sender: &[], receiver: &[] }),
        "29" => rule(true, false, false, Accounts::Digits { sender: &[15, 16], receiver: &[] }),
        "05" => rule(true, false, false, Accounts::Digits { sender: &[], receiver: &[] }),
        "06" => rule(true, false, false, Accounts::Digits { sender: &[10], receiver: &[] }),
        "08" | "12" | "13" | "14" | "15" | "17" | "23" | "24" | "25" | "26" | "27" | "30" | "31" => {
            rule(false, false, false, Accounts::None)
        }
        _ => None,
    }
}

/// What is missing of a payment's data, and what must not be there. Empty where a REP can be stamped.
pub fn missing_of(data: &PaymentData) -> Vec<MissingData> {
    let Some(rule) = rule_of(&data.sat_form) else { return vec![MissingData::Form] };
    let mut missing = Vec::new();
    let is_blank = |text: &str| text.trim().is_empty();
    if rule.needs_operation && is_blank(&data.operation) {
        missing.push(MissingData::Operation);
    }
    if data.operation.trim().chars().count() > OPERATION_CHARS_MAX {
        missing.push(MissingData::OperationTooLong);
    }
    match rule.accounts {
        Accounts::None => {
            let bank_data =
                [&data.sender_bank, &data.sender_account, &data.receiver_account, &data.last_four];
            if bank_data.into_iter().any(|text| !is_blank(text)) {
                missing.push(MissingData::BankDataNotAllowed);
            }
        }
        Accounts::Digits { sender, receiver } => {
            if rule.asks_sender && is_blank(&data.sender_bank) {
                missing.push(MissingData::SenderBank);
            }
            if rule.is_card {
                missing.extend(card_missing(data));
            } else if is_blank(&data.sender_account) {
                missing.extend(rule.asks_sender.then_some(MissingData::SenderAccount));
            } else if !fits(&data.sender_account, sender) {
                missing.push(MissingData::SenderAccountDigits);
            }
            if !is_blank(&data.receiver_account) && !fits(&data.receiver_account, receiver) {
                missing.push(MissingData::ReceiverAccountDigits);
            }
        }
    }
    missing
}

/// Of a card only the last four digits are kept: sixteen in the account's place are as wrong as none.
fn card_missing(data: &PaymentData) -> Option<MissingData> {
    let last_four = data.last_four.trim();
    let is_four = last_four.len() == 4 && last_four.bytes().all(|byte| byte.is_ascii_digit());
    if !data.sender_account.trim().is_empty() || (!is_four && last_four.len() > 4) {
        return Some(MissingData::CardNumber);
    }
    (!is_four).then_some(MissingData::LastFour)
}

/// Whether an account is one of the lengths in digits; with no lengths, whatever Pagos20 takes.
fn fits(account: &str, lengths: &[usize]) -> bool {
    let account = plain_account(account);
    if lengths.is_empty() {
        let is_allowed = |byte: u8| byte.is_ascii_digit() || byte.is_ascii_uppercase() || byte == b'_';
        return ACCOUNT_CHARS.contains(&account.len()) && account.bytes().all(is_allowed);
    }
    lengths.contains(&account.len()) && account.bytes().all(|byte| byte.is_ascii_digit())
}

/// An account without the spaces and hyphens that people write into it.
pub fn plain_account(account: &str) -> String {
    account.chars().filter(|c| !c.is_whitespace() && *c != '-').collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn data(sat_form: &str) -> PaymentData {
        PaymentData { sat_form: sat_form.into(), ..PaymentData::default() }
    }

    fn check(data: PaymentData, expected: &[MissingData]) {
        assert_eq!(missing_of(&data), expected, "{data:?}");
    }

    #[test]
    fn cash_forbids_bank_data() {
        check(data("01"), &[]);
        check(PaymentData { sender_bank: "BBVA".into(), ..data("01") }, &[MissingData::BankDataNotAllowed]);
        let account = PaymentData { receiver_account: "0123456789".into(), ..data("01") };
        check(account, &[MissingData::BankDataNotAllowed]);
    }

    #[test]
    fn a_cheque_has_a_number_and_an_account_of_11_or_18() {
        use MissingData::*;
        check(data("02"), &[Operation, SenderBank, SenderAccount]);
        for (account, missing) in [
            ("12345678901", vec![]),
            ("032180000118359719", vec![]),
            ("032 180 0001 1835 9719", vec![]),
            ("1234567890", vec![SenderAccountDigits]),
            ("1234567890A", vec![SenderAccountDigits]),
        ] {
            let cheque = PaymentData {
                operation: "0042".into(),
                sender_bank: "Banorte".into(),
                sender_account: account.into(),
                ..data("02")
            };
            check(cheque, &missing);
        }
    }

    #[test]
    fn a_transfer_has_its_tracking_key_and_accounts_of_their_lengths() {
        use MissingData::*;
        for digits in 1..=20 {
            let transfer = PaymentData {
                operation: "MBAN01002611210012345".into(),
                sender_bank: "BBVA".into(),
                sender_account: "1".repeat(digits),
                receiver_account: "2".repeat(digits),
                ..data("03")
            };
            let mut expected = Vec::new();
            expected.extend((![10, 16, 18].contains(&digits)).then_some(SenderAccountDigits));
            expected.extend((![10, 18].contains(&digits)).then_some(ReceiverAccountDigits));
            check(transfer, &expected);
        }
    }

    #[test]
    fn of_a_card_only_authorisation_and_last_four_are_kept() {
        use MissingData::*;
        for form in ["04", "28"] {
            check(data(form), &[Operation, LastFour]);
            let good = PaymentData { operation: "123456".into(), last_four: "1111".into(), ..data(form) };
            check(good.clone(), &[]);
            check(PaymentData { sender_account: "4111111111111111".into(), ..good.clone() }, &[CardNumber]);
            check(PaymentData { last_four: "4111111111111111".into(), ..good.clone() }, &[CardNumber]);
            check(PaymentData { last_four: "11".into(), ..good }, &[LastFour]);
        }
    }

    #[test]
    fn the_other_forms_and_none() {
        use MissingData::*;
        check(data("99"), &[Form]);
        check(data(""), &[Form]);
        check(data("07"), &[Form]);
        check(data("29"), &[Operation]);
        let wallet = PaymentData { operation: "1".into(), sender_account: "12345".into(), ..data("06") };
        check(wallet, &[SenderAccountDigits]);
        for form in ["08", "12", "13", "14", "15", "17", "23", "24", "25", "26", "27", "30", "31"] {
            check(data(form), &[]);
            check(PaymentData { sender_bank: "BBVA".into(), ..data(form) }, &[BankDataNotAllowed]);
        }
        let long = PaymentData { operation: "9".repeat(101), ..data("01") };
        check(long, &[OperationTooLong]);
    }

    #[test]
    fn what_only_makes_it_better_does_not_stop_a_stamp() {
        let transfer = PaymentData { operation: "MBAN01".into(), ..data("03") };
        assert!(missing_of(&transfer).iter().all(|missing| !missing.is_blocking()));
        assert!(MissingData::Operation.is_blocking() && MissingData::InvoiceUuid.is_blocking());
    }
}
