//! Names of days and months, and how a span of time is said.

pub const WEEKDAYS: [&str; 7] = ["lun", "mar", "mié", "jue", "vie", "sáb", "dom"];
pub const MONTHS: [&str; 12] =
    ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"];
pub const AM: &str = "a.m.";
pub const PM: &str = "p.m.";
pub const NOW: &str = "ahora";

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
