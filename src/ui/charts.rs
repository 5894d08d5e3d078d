//! Charts: hand-made SVG, drawn on both sides, printable, coloured by tokens. Each has a finding, values on its marks
//! and a table beside it. They take figures and draw; they never fetch.

pub mod ageing_bars;
pub mod daily_bars;
pub mod person_bars;
pub mod scale;
