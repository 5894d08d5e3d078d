//! The pages as a PDF file: page tree, contents, and both faces cut down to what was used.

use std::io::Write as _;

use flate2::{Compression, write::ZlibEncoder};
use pdf_writer::{
    Content, Filter, Finish, Name, Pdf, Rect, Ref, Str, TextStr,
    types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap},
};

use super::{
    PdfError,
    font::{FontFace, Fonts, Weight},
    layout::{Mark, Page},
};
use crate::server::reports::printed::Printed;

const REGULAR: Name<'static> = Name(b"F1");
const BOLD: Name<'static> = Name(b"F2");
const SYSTEM: SystemInfo<'static> =
    SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };

/// The whole file.
pub fn write(report: &Printed, pages: &[Page], mut fonts: Fonts) -> Result<Vec<u8>, PdfError> {
    let mut next = Numbers(0);
    let (catalog, tree, info) = (next.take(), next.take(), next.take());
    let (regular, bold) = (next.take(), next.take());
    let mut pdf = Pdf::new();

    let mut kids = Vec::with_capacity(pages.len());
    for page in pages {
        let (page_id, content_id) = (next.take(), next.take());
        kids.push(page_id);
        let mut written = pdf.page(page_id);
        written.media_box(Rect::new(0.0, 0.0, page.width, page.height));
        written.parent(tree);
        written.contents(content_id);
        let mut resources = written.resources();
        let mut named = resources.fonts();
        named.pair(REGULAR, regular);
        named.pair(BOLD, bold);
        named.finish();
        resources.finish();
        written.finish();
        let content = packed(&content_of(page, &mut fonts));
        pdf.stream(content_id, &content).filter(Filter::FlateDecode);
    }
    let count = i32::try_from(kids.len()).unwrap_or(i32::MAX);
    pdf.pages(tree).kids(kids).count(count);
    for (id, weight) in [(regular, Weight::Regular), (bold, Weight::Bold)] {
        write_font(&mut pdf, &mut next, id, fonts.face(weight), weight)?;
    }

    let mut root = pdf.catalog(catalog);
    root.pages(tree);
    root.lang(TextStr("es-MX"));
    root.viewer_preferences().display_doc_title(true);
    root.finish();
    let mut about = pdf.document_info(info);
    about.title(TextStr(&report.title)).author(TextStr(&report.company)).creator(TextStr("Senda"));
    about.finish();
    Ok(pdf.finish())
}

/// Numbers of objects, one after the other.
struct Numbers(i32);

impl Numbers {
    fn take(&mut self) -> Ref {
        self.0 += 1;
        Ref::new(self.0)
    }
}

fn content_of(page: &Page, fonts: &mut Fonts) -> Vec<u8> {
    let mut content = Content::new();
    for mark in &page.marks {
        match mark {
            Mark::Text { x, y, size, weight, gray, text } => {
                let name = match weight {
                    Weight::Regular => REGULAR,
                    Weight::Bold => BOLD,
                };
                let glyphs = fonts.face_mut(*weight).encode(text);
                content.set_fill_gray(*gray);
                content.begin_text().set_font(name, *size).set_text_matrix([1.0, 0.0, 0.0, 1.0, *x, *y]);
                content.show(Str(&glyphs)).end_text();
            }
            Mark::Rule { x, y, length, thickness } => {
                content.set_fill_gray(0.35);
                content.rect(*x, y - thickness / 2.0, *length, *thickness).fill_nonzero();
            }
        }
    }
    content.finish().to_vec()
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::default());
    // Writing to memory does not fail.
    drop(packer.write_all(bytes));
    packer.finish().unwrap_or_default()
}

fn write_font(
    pdf: &mut Pdf,
    next: &mut Numbers,
    id: Ref,
    face: &FontFace,
    weight: Weight,
) -> Result<(), PdfError> {
    let (cid, descriptor, file, unicode) = (next.take(), next.take(), next.take(), next.take());
    // Six letters and a plus say that it is only a part of the font.
    let base = match weight {
        Weight::Regular => Name(b"SENDAR+Roboto-Regular"),
        Weight::Bold => Name(b"SENDAB+Roboto-Bold"),
    };
    pdf.type0_font(id)
        .base_font(base)
        .encoding_predefined(Name(b"Identity-H"))
        .descendant_font(cid)
        .to_unicode(unicode);

    let mut font = pdf.cid_font(cid);
    font.subtype(CidFontType::Type2).base_font(base).system_info(SYSTEM).font_descriptor(descriptor);
    font.default_width(0.0);
    font.cid_to_gid_map_predefined(Name(b"Identity"));
    font.widths().consecutive(0, face.widths());
    font.finish();

    let metrics = face.metrics();
    let [left, low, right, high] = metrics.bbox;
    pdf.font_descriptor(descriptor)
        .name(base)
        .flags(FontFlags::NON_SYMBOLIC)
        .bbox(Rect::new(left, low, right, high))
        .italic_angle(0.0)
        .ascent(metrics.ascent)
        .descent(metrics.descent)
        .cap_height(metrics.cap_height)
        .stem_v(if weight == Weight::Bold { 140.0 } else { 88.0 })
        .font_file2(file);

    let data = face.subset()?;
    let length = i32::try_from(data.len()).unwrap_or(i32::MAX);
    let data = packed(&data);
    let mut stream = pdf.stream(file, &data);
    stream.filter(Filter::FlateDecode);
    stream.pair(Name(b"Length1"), length);
    stream.finish();

    let mut cmap = UnicodeCmap::new(Name(b"Custom"), SYSTEM);
    for (glyph, letter) in face.letters() {
        cmap.pair(glyph, letter);
    }
    let cmap = packed(&cmap.finish());
    pdf.stream(unicode, &cmap).filter(Filter::FlateDecode);
    Ok(())
}
