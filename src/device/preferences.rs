//! What the person chose for this browser: colours and letter size.

use serde::{Deserialize, Serialize};

/// Key in `localStorage`. `public/boot.js` reads it too, so that the first paint has the right colours.
pub const PREFERENCES_KEY: &str = "senda.preferencias";

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Preferences {
    pub theme: Theme,
    pub letter: LetterSize,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the phone is set.
    #[default]
    Sistema,
    Claro,
    Oscuro,
    /// Black on white with thick borders, for the street at noon.
    Sol,
}

impl Theme {
    pub const ALL: [Theme; 4] = [Theme::Sistema, Theme::Claro, Theme::Oscuro, Theme::Sol];

    /// The value of `data-theme` on `<html>`.
    pub fn attribute(self) -> &'static str {
        match self {
            Theme::Sistema => "sistema",
            Theme::Claro => "claro",
            Theme::Oscuro => "oscuro",
            Theme::Sol => "sol",
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LetterSize {
    #[default]
    Normal,
    /// 125 %.
    Grande,
    /// 150 %.
    MuyGrande,
}

impl LetterSize {
    pub const ALL: [LetterSize; 3] = [LetterSize::Normal, LetterSize::Grande, LetterSize::MuyGrande];

    /// The value of `data-letter` on `<html>`.
    pub fn attribute(self) -> &'static str {
        match self {
            LetterSize::Normal => "normal",
            LetterSize::Grande => "grande",
            LetterSize::MuyGrande => "muy_grande",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stored_is_what_the_attributes_say() {
        for theme in Theme::ALL {
            assert_eq!(serde_json::to_string(&theme).unwrap(), format!("\"{}\"", theme.attribute()));
        }
        for letter in LetterSize::ALL {
            assert_eq!(serde_json::to_string(&letter).unwrap(), format!("\"{}\"", letter.attribute()));
        }
    }

    #[test]
    fn preferences_of_an_older_build_are_read() {
        assert_eq!(serde_json::from_str::<Preferences>("{}").unwrap(), Preferences::default());
    }
}
