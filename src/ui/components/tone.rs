//! What a thing means at a glance; always together with words.

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    #[default]
    Neutral,
    Ok,
    Info,
    Warning,
    Danger,
}

impl Tone {
    /// The value of `data-tone`, which the style sheets read.
    pub fn as_str(self) -> &'static str {
        match self {
            Tone::Neutral => "neutral",
            Tone::Ok => "ok",
            Tone::Info => "info",
            Tone::Warning => "warning",
            Tone::Danger => "danger",
        }
    }
}
