//! Addresses of other apps: telephone, WhatsApp, maps.

use crate::{domain::customer::Customer, ui::format};

/// Mexico's country code.
const COUNTRY: &str = "52";

/// `tel:` of a Mexican number; `None` where it has not ten digits.
pub fn telephone(phone: &str) -> Option<String> {
    full_number(phone).map(|number| format!("tel:+{number}"))
}

/// WhatsApp with a message ready; `None` where the number has not ten digits.
pub fn whatsapp(phone: &str, message: &str) -> Option<String> {
    full_number(phone).map(|number| format!("https://wa.me/{number}?text={}", encode(message)))
}

/// Digits with the country code, as WhatsApp wants them; `None` where the number has not ten digits.
pub fn full_number(phone: &str) -> Option<String> {
    let digits = format::national_digits(phone);
    (digits.len() == 10).then(|| format!("{COUNTRY}{digits}"))
}

/// Directions to a client, by his position or else by his address; `None` where neither is known.
pub fn directions(customer: &Customer) -> Option<String> {
    let destination = match customer.position {
        Some(position) => format!("{},{}", position.latitude, position.longitude),
        None => {
            let address = address_line(customer);
            if address.is_empty() {
                return None;
            }
            address
        }
    };
    Some(format!("https://www.google.com/maps/dir/?api=1&destination={}", encode(&destination)))
}

/// Street, neighbourhood, postal code, municipality and state, as far as they are known.
pub fn address_line(customer: &Customer) -> String {
    let address = &customer.address;
    [&address.street, &address.neighbourhood, &address.postal_code, &address.municipality, &address.state]
        .into_iter()
        .map(|part| part.trim())
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ")
}

/// Percent-encoding of everything but letters, digits and `-_.~`.
pub fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => encoded.push(byte.into()),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatsapp_needs_ten_digits_and_encodes_the_message() {
        let link = whatsapp("33 1234 5678", "Debe $1,500 ñ").unwrap();
        assert_eq!(link, "https://wa.me/523312345678?text=Debe%20%241%2C500%20%C3%B1");
        assert_eq!(whatsapp("123", "x"), None);
    }
}
