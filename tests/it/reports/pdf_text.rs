//! Reads the text of a PDF back as any reader does: unpacks the contents of each page and turns the glyphs into letters
//! by the font's own `ToUnicode`. It knows nothing of how Senda writes them.

use std::{collections::HashMap, io::Read as _};

use flate2::read::ZlibDecoder;

/// The texts of each page, in the order in which they are drawn.
pub fn pages(pdf: &[u8]) -> Vec<Vec<String>> {
    let objects = objects(pdf);
    let contents: Vec<(String, Vec<u8>)> = objects
        .values()
        .filter(|object| object.head.contains("/Type /Page\n") || object.head.contains("/Type /Page "))
        .map(|page| (page.head.clone(), objects[&reference(&page.head, "/Contents")].unpacked()))
        .collect();
    let mut numbered: Vec<(u32, Vec<String>)> = contents
        .iter()
        .map(|(page, content)| {
            let fonts: HashMap<&str, HashMap<u16, String>> = ["F1", "F2"]
                .map(|name| (name, letters(&objects, reference(page, &format!("/{name}")))))
                .into();
            (reference(page, "/Contents"), texts(content, &fonts))
        })
        .collect();
    numbered.sort_by_key(|(number, _)| *number);
    numbered.into_iter().map(|(_, texts)| texts).collect()
}

struct Object {
    head: String,
    stream: Vec<u8>,
}

impl Object {
    fn unpacked(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        ZlibDecoder::new(self.stream.as_slice()).read_to_end(&mut bytes).unwrap();
        bytes
    }
}

fn find(bytes: &[u8], what: &[u8], from: usize) -> Option<usize> {
    bytes[from..].windows(what.len()).position(|window| window == what).map(|at| at + from)
}

fn objects(pdf: &[u8]) -> HashMap<u32, Object> {
    let mut objects = HashMap::new();
    let mut at = 0;
    while let Some(start) = find(pdf, b" 0 obj", at) {
        let digits = pdf[..start].iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
        let number = std::str::from_utf8(&pdf[start - digits..start]).unwrap().parse().unwrap();
        let stream = find(pdf, b"stream\n", start);
        let plain_end = find(pdf, b"endobj", start).unwrap();
        let (head_end, body, end) = match stream.filter(|stream| *stream < plain_end) {
            Some(stream) => {
                let end = find(pdf, b"\nendstream", stream).unwrap();
                (stream, pdf[stream + 7..end].to_vec(), find(pdf, b"endobj", end).unwrap())
            }
            None => (plain_end, Vec::new(), plain_end),
        };
        let head = String::from_utf8_lossy(&pdf[start..head_end]).into_owned();
        objects.insert(number, Object { head, stream: body });
        at = end;
    }
    objects
}

/// The number of the object that `key` refers to.
fn reference(head: &str, key: &str) -> u32 {
    let at = head.find(&format!("{key} ")).unwrap_or_else(|| panic!("{key} is not in {head}"));
    head[at + key.len()..].split_whitespace().next().unwrap().parse().unwrap()
}

fn letters(objects: &HashMap<u32, Object>, font: u32) -> HashMap<u16, String> {
    let cmap = objects[&reference(&objects[&font].head, "/ToUnicode")].unpacked();
    let cmap = String::from_utf8(cmap).unwrap();
    let mut letters = HashMap::new();
    let body = cmap.split("endcodespacerange").nth(1).unwrap();
    for line in body.lines().filter(|line| line.starts_with('<')) {
        let mut parts = line.split(['<', '>']).filter(|part| !part.trim().is_empty());
        let glyph = u16::from_str_radix(parts.next().unwrap(), 16).unwrap();
        let units = hex(parts.next().unwrap());
        let units: Vec<u16> = units.chunks(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
        letters.insert(glyph, String::from_utf16(&units).unwrap());
    }
    letters
}

fn hex(digits: &str) -> Vec<u8> {
    (0..digits.len() / 2).map(|at| u8::from_str_radix(&digits[2 * at..2 * at + 2], 16).unwrap()).collect()
}

fn texts(content: &[u8], fonts: &HashMap<&str, HashMap<u16, String>>) -> Vec<String> {
    let mut font = "";
    let mut shown = Vec::new();
    let mut texts = Vec::new();
    let mut at = 0;
    while at < content.len() {
        let rest = &content[at..];
        match rest[0] {
            b'/' => {
                let name = rest[1..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
                let name = std::str::from_utf8(&rest[1..=name]).unwrap();
                font = fonts.keys().find(|known| **known == name).copied().unwrap_or(font);
                at += 1 + name.len();
            }
            b'<' => {
                let end = find(content, b">", at).unwrap();
                shown = hex(std::str::from_utf8(&content[at + 1..end]).unwrap());
                at = end + 1;
            }
            b'(' => {
                let (bytes, length) = literal(rest);
                shown = bytes;
                at += length;
            }
            _ if rest.starts_with(b"Tj") => {
                let glyphs = shown.chunks(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
                texts.push(glyphs.map(|glyph| fonts[font][&glyph].as_str()).collect());
                at += 2;
            }
            _ => at += 1,
        }
    }
    texts
}

/// A string in parentheses, and how many bytes it takes.
fn literal(bytes: &[u8]) -> (Vec<u8>, usize) {
    let (mut read, mut at, mut depth) = (Vec::new(), 1, 1);
    loop {
        match bytes[at] {
            b'\\' => {
                at += 1;
                match bytes[at] {
                    b'n' => read.push(b'\n'),
                    b'r' => read.push(b'\r'),
                    b't' => read.push(b'\t'),
                    b'b' => read.push(8),
                    b'f' => read.push(12),
                    b'0'..=b'7' => {
                        let digits =
                            bytes[at..].iter().take(3).take_while(|b| matches!(b, b'0'..=b'7')).count();
                        let text = std::str::from_utf8(&bytes[at..at + digits]).unwrap();
                        read.push(u8::from_str_radix(text, 8).unwrap());
                        at += digits - 1;
                    }
                    other => read.push(other),
                }
            }
            b'(' => {
                depth += 1;
                read.push(b'(');
            }
            b')' => {
                depth -= 1;
                if depth == 0 {
                    return (read, at + 1);
                }
                read.push(b')');
            }
            other => read.push(other),
        }
        at += 1;
    }
}
