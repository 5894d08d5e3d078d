//! From the bytes of an upload to text, or to the knowledge that it is a workbook.

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::api::imports::{FileProblem, TextEncoding};

/// What an upload turned out to be.
#[derive(Debug)]
pub enum Decoded {
    Text { text: String, encoding: TextEncoding },
    Workbook,
}

/// Tells what the bytes are by the bytes alone: names and media types of uploads are not to be trusted.
pub fn decode(bytes: &[u8]) -> Result<Decoded, FileProblem> {
    if bytes.is_empty() {
        return Err(FileProblem::Empty);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return Ok(Decoded::Workbook);
    }
    // The container of `.xls`, and of every workbook that is encrypted.
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Err(FileProblem::OldOrProtected);
    }
    let (text, encoding) = decode_text(bytes)?;
    if text.chars().all(char::is_whitespace) {
        return Err(FileProblem::Empty);
    }
    Ok(Decoded::Text { text, encoding })
}

fn decode_text(bytes: &[u8]) -> Result<(String, TextEncoding), FileProblem> {
    for (mark, codec) in [(&[0xFF, 0xFE], UTF_16LE), (&[0xFE, 0xFF], UTF_16BE)] {
        if bytes.starts_with(mark) {
            let (text, had_errors) = codec.decode_with_bom_removal(bytes);
            return if had_errors {
                Err(FileProblem::Damaged)
            } else {
                plain(text.into(), TextEncoding::Utf16)
            };
        }
    }
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        let text = String::from_utf8_lossy(rest).into_owned();
        return plain(text, TextEncoding::Utf8Bom);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => plain(text.to_owned(), TextEncoding::Utf8),
        Err(_) => plain(WINDOWS_1252.decode_without_bom_handling(bytes).0.into(), TextEncoding::Windows1252),
    }
}

/// Control characters other than tab and line ends are not text: an image or a program renamed to `.csv`.
fn plain(text: String, encoding: TextEncoding) -> Result<(String, TextEncoding), FileProblem> {
    let is_strange =
        |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{80}'..='\u{9f}' | '\u{1a}');
    if text.chars().any(is_strange) { Err(FileProblem::NotASpreadsheet) } else { Ok((text, encoding)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], expected: &str, expected_encoding: TextEncoding) {
        match decode(bytes).unwrap() {
            Decoded::Text { text, encoding } => {
                assert_eq!((text.as_str(), encoding), (expected, expected_encoding))
            }
            Decoded::Workbook => panic!("not a workbook"),
        }
    }

    #[test]
    fn each_encoding_is_told_by_its_bytes() {
        check("Ñandú".as_bytes(), "Ñandú", TextEncoding::Utf8);
        check(b"\xEF\xBB\xBF\xC3\x91", "Ñ", TextEncoding::Utf8Bom);
        check(b"\xD1and\xFA \x96 \x93x\x94", "Ñandú – “x”", TextEncoding::Windows1252);
        check(b"\xFF\xFEA\x00,\x00", "A,", TextEncoding::Utf16);
    }

    #[test]
    fn what_is_not_a_spreadsheet_is_refused_by_name() {
        assert_eq!(decode(b"").unwrap_err(), FileProblem::Empty);
        assert_eq!(decode(b" \r\n ").unwrap_err(), FileProblem::Empty);
        assert_eq!(decode(b"\xD0\xCF\x11\xE0\xA1\xB1").unwrap_err(), FileProblem::OldOrProtected);
        assert_eq!(decode(b"\x7fELF\x02\x01\x00\x00").unwrap_err(), FileProblem::NotASpreadsheet);
        assert!(matches!(decode(b"PK\x03\x04...."), Ok(Decoded::Workbook)));
    }
}
