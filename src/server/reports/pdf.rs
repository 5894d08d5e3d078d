//! A report on paper: PDF of letter size with its own font, the heading of each table on every page, figures at the
//! end of their column, and numbered pages. Upright where it fits, else lying.
//!
//! Laying out ([`layout`]) and writing ([`file`]) are apart: pages are first lists of texts and rules with their
//! places, so that the number of pages is known when the first one is written.

mod columns;
mod file;
mod font;
mod layout;

use super::printed::Printed;
use font::Fonts;

/// What cannot be written as a PDF.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    #[error("the font of the reports cannot be read: {0}")]
    Font(String),
}

/// The whole file.
pub fn write(report: &Printed) -> Result<Vec<u8>, PdfError> {
    let fonts = Fonts::load()?;
    let pages = layout::pages(report, &fonts);
    file::write(report, &pages, fonts)
}

#[cfg(test)]
mod tests;
