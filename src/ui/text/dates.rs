//! Names of days and months, and how a span of time is said.

use crate::domain::date::CivilDate;

pub const WEEKDAYS: [&str; 7] = ["lun", "mar", "mié", "jue", "vie", "sáb", "dom"];
pub const MONTHS: [&str; 12] =
    ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"];
const MONTH_NAMES: [&str; 12] = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
];
pub const AM: &str = "a.m.";
pub const PM: &str = "p.m.";
pub const NOW: &str = "ahora";

/// `noviembre de 2026`.
pub fn month_of_year(day: CivilDate) -> String {
    let index = (day.month() as usize).saturating_sub(1);
    let name = MONTH_NAMES.get(index).copied().unwrap_or_default();
    format!("{name} de {}", day.year())
}

pub fn minutes(number: i64) -> String {
    format!("{number} min")
}

pub fn hours(number: i64) -> String {
    format!("{number} h")
}

pub fn days(number: i64) -> String {
    if number == 1 { "1 día".to_owned() } else { format!("{number} días") }
}

pub fn ago(span: &str) -> String {
    format!("hace {span}")
}
