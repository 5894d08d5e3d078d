//! The font of the paper: Roboto, regular and bold (SIL Open Font License, `fonts/OFL.txt`), cut down to the letters
//! that a document uses.

use std::collections::BTreeMap;

use subsetter::GlyphRemapper;
use ttf_parser::{Face, GlyphId};

use super::PdfError;

static REGULAR: &[u8] = include_bytes!("../fonts/Roboto-Regular.ttf");
static BOLD: &[u8] = include_bytes!("../fonts/Roboto-Bold.ttf");

/// What a text looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    Regular,
    Bold,
}

/// Both faces.
pub struct Fonts {
    regular: FontFace,
    bold: FontFace,
}

/// One face, and which of its glyphs were used.
pub struct FontFace {
    data: &'static [u8],
    face: Face<'static>,
    glyphs: GlyphRemapper,
    /// The letter of each glyph of the document, for whoever searches or copies.
    letters: BTreeMap<u16, char>,
}

impl Fonts {
    pub fn load() -> Result<Fonts, PdfError> {
        Ok(Fonts { regular: FontFace::load(REGULAR)?, bold: FontFace::load(BOLD)? })
    }

    pub fn face(&self, weight: Weight) -> &FontFace {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Bold => &self.bold,
        }
    }

    pub fn face_mut(&mut self, weight: Weight) -> &mut FontFace {
        match weight {
            Weight::Regular => &mut self.regular,
            Weight::Bold => &mut self.bold,
        }
    }

    /// How wide a text of this size is, in points.
    pub fn width(&self, text: &str, weight: Weight, size: f32) -> f32 {
        let face = self.face(weight);
        text.chars().map(|letter| face.advance(face.glyph(letter))).sum::<f32>() * size / 1000.0
    }
}

impl FontFace {
    fn load(data: &'static [u8]) -> Result<FontFace, PdfError> {
        let face = Face::parse(data, 0).map_err(|error| PdfError::Font(error.to_string()))?;
        Ok(FontFace { data, face, glyphs: GlyphRemapper::new(), letters: BTreeMap::new() })
    }

    /// The glyph of a letter; that of `?` where the font has none, so that something is missed and nothing vanishes.
    fn glyph(&self, letter: char) -> GlyphId {
        let known = |letter| self.face.glyph_index(letter);
        known(letter).or_else(|| known('?')).unwrap_or(GlyphId(0))
    }

    /// In thousandths of the size.
    fn advance(&self, glyph: GlyphId) -> f32 {
        self.scaled(f32::from(self.face.glyph_hor_advance(glyph).unwrap_or(0)))
    }

    fn scaled(&self, units: f32) -> f32 {
        units * 1000.0 / f32::from(self.face.units_per_em())
    }

    /// The text as the document's glyphs, two bytes each, which from now on belong to the document.
    pub fn encode(&mut self, text: &str) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(text.len() * 2);
        for letter in text.chars() {
            let glyph = self.glyph(letter);
            let number = self.glyphs.remap(glyph.0);
            self.letters.entry(number).or_insert(letter);
            bytes.extend(number.to_be_bytes());
        }
        bytes
    }

    /// The font with the document's glyphs only.
    pub fn subset(&self) -> Result<Vec<u8>, PdfError> {
        subsetter::subset(self.data, 0, &self.glyphs).map_err(|error| PdfError::Font(error.to_string()))
    }

    /// The widths of the document's glyphs, in their order.
    pub fn widths(&self) -> Vec<f32> {
        self.glyphs.remapped_gids().map(|glyph| self.advance(GlyphId(glyph))).collect()
    }

    pub fn letters(&self) -> impl Iterator<Item = (u16, char)> {
        self.letters.iter().map(|(glyph, letter)| (*glyph, *letter))
    }

    pub fn metrics(&self) -> Metrics {
        let bbox = self.face.global_bounding_box();
        Metrics {
            bbox: [bbox.x_min, bbox.y_min, bbox.x_max, bbox.y_max].map(|side| self.scaled(f32::from(side))),
            ascent: self.scaled(f32::from(self.face.ascender())),
            descent: self.scaled(f32::from(self.face.descender())),
            cap_height: self.scaled(f32::from(self.face.capital_height().unwrap_or(1456))),
        }
    }
}

/// In thousandths of the size.
pub struct Metrics {
    pub bbox: [f32; 4],
    pub ascent: f32,
    pub descent: f32,
    pub cap_height: f32,
}
