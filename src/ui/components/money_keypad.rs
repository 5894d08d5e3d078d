//! The keypad for amounts: whole pesos first, centavos only after the point. Cents never shift digits by themselves,
//! because that makes errors of ×100.

use leptos::{prelude::*, web_sys::HtmlInputElement};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Field, FieldKind, FieldNote, Glyph, Icon};
use crate::{
    domain::money::Money,
    ui::{format, text::common::ES},
};

/// Most digits before the point.
const WHOLE_DIGITS_MAX: usize = 9;
const KEYS: [char; 12] = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '.', '0', '⌫'];
const BACKSPACE: char = '⌫';

/// What a text holds that no amount has; it is said, never passed over in silence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// A minus: nothing was changed.
    Sign,
    /// More than two decimals: they were left out.
    Decimals,
}

impl Refused {
    pub fn of(text: &str) -> Option<Refused> {
        if text.contains(['-', '−']) {
            return Some(Refused::Sign);
        }
        let decimals = text.split_once('.').map_or(0, |(_, cents)| cents.matches(char::is_numeric).count());
        (decimals > 2).then_some(Refused::Decimals)
    }

    fn sentence(self) -> &'static str {
        match self {
            Refused::Sign => ES.amount_sign,
            Refused::Decimals => ES.amount_decimals,
        }
    }
}

/// An amount as it is being typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AmountEntry(String);

impl AmountEntry {
    /// With an amount already filled in.
    pub fn of(amount: Money) -> AmountEntry {
        let centavos = amount.centavos().unsigned_abs();
        AmountEntry(match centavos % 100 {
            0 => (centavos / 100).to_string(),
            rest => format!("{}.{rest:02}", centavos / 100),
        })
    }

    /// From a whole text, as pasted or typed on a hardware keyboard: `$1,500.5` is 1500.5. What makes no amount is
    /// left out.
    pub fn from_typed(text: &str) -> AmountEntry {
        text.chars().fold(AmountEntry::default(), |mut entry, key| {
            entry.press(key);
            entry
        })
    }

    /// One key: a digit, `.` or `⌫`; any other is passed over, and so is a digit that does not fit.
    pub fn press(&mut self, key: char) {
        let (whole, cents) = match self.0.split_once('.') {
            Some((whole, cents)) => (whole.len(), Some(cents.len())),
            None => (self.0.len(), None),
        };
        match key {
            BACKSPACE => {
                self.0.pop();
            }
            '.' if cents.is_none() => {
                if whole == 0 {
                    self.0.push('0');
                }
                self.0.push('.');
            }
            '0'..='9' => {
                let fits = match cents {
                    Some(cents) => cents < 2,
                    None => whole < WHOLE_DIGITS_MAX,
                };
                if fits {
                    if self.0 == "0" {
                        self.0.clear();
                    }
                    self.0.push(key);
                }
            }
            _ => {}
        }
    }

    /// As it is shown: thousands apart, the centavos as typed.
    pub fn shown(&self) -> String {
        let (whole, cents) = match self.0.split_once('.') {
            Some((whole, cents)) => (whole, Some(cents)),
            None => (self.0.as_str(), None),
        };
        let whole = match whole.parse::<u64>() {
            Ok(number) => format::count(number),
            Err(_) => String::new(),
        };
        match cents {
            Some(cents) => format!("{whole}.{cents}"),
            None => whole,
        }
    }

    /// `None` while nothing, or nothing above zero, is typed.
    pub fn money(&self) -> Option<Money> {
        let pesos: Decimal = self.0.trim_end_matches('.').parse().ok()?;
        Money::from_pesos(pesos).ok().filter(|money| money.is_positive())
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Both decimals are there.
    fn has_cents(&self) -> bool {
        self.0.split_once('.').is_some_and(|(_, cents)| cents.len() == 2)
    }
}

#[component]
pub fn MoneyKeypad(
    #[prop(into)] entry: Signal<AmountEntry>,
    #[prop(into)] on_change: Callback<AmountEntry>,
    /// Something to say about the amount: above what is owed, unusual.
    #[prop(optional, into)]
    limit_note: Signal<Option<String>>,
) -> impl IntoView {
    let refused = RwSignal::new(None::<Refused>);
    let press = move |key: char| {
        let mut next = entry.get_untracked();
        next.press(key);
        let is_lost = key.is_ascii_digit() && next.has_cents() && next == entry.get_untracked();
        refused.set(is_lost.then_some(Refused::Decimals));
        on_change.run(next);
    };
    let note =
        move || refused.get().map(|refused| refused.sentence().to_owned()).or_else(|| limit_note.get());
    let keys = KEYS
        .into_iter()
        .map(|key| {
            let label = match key {
                BACKSPACE => Some(ES.key_delete),
                '.' => Some(ES.key_point),
                _ => None,
            };
            let face = if key == BACKSPACE {
                view! { <Icon glyph=Glyph::Backspace/> }.into_any()
            } else {
                key.into_any()
            };
            view! {
                <button type="button" class="key" aria-label=label on:click=move |_| press(key)>
                    {face}
                </button>
            }
        })
        .collect_view();
    let press_hundreds = move |_| {
        let mut next = entry.get_untracked();
        next.press('0');
        next.press('0');
        on_change.run(next);
    };
    view! {
        <div
            class="money-keypad"
            data-state=move || {
                (refused.get().is_some() || limit_note.with(Option::is_some)).then_some("limit")
            }
        >
            <label class="entry">
                <span class="only-heard">{ES.amount_label}</span>
                <span aria-hidden="true">{ES.currency_sign}</span>
                <input
                    type="text"
                    inputmode="decimal"
                    autocomplete="off"
                    name="amount"
                    prop:value=move || entry.with(AmountEntry::shown)
                    on:input=move |event| {
                        let typed = event_target_value(&event);
                        let found = Refused::of(&typed);
                        refused.set(found);
                        let next = match found {
                            Some(Refused::Sign) => entry.get_untracked(),
                            Some(Refused::Decimals) | None => AmountEntry::from_typed(&typed),
                        };
                        // What makes no amount leaves the field at once, also where the amount stays the same.
                        event_target::<HtmlInputElement>(&event).set_value(&next.shown());
                        on_change.run(next);
                    }
                />
            </label>
            <p class="limit-note" role="status">{note}</p>
            <div class="keys">
                {keys}
                <button type="button" class="key key-wide" on:click=press_hundreds>
                    "00"
                </button>
            </div>
        </div>
    }
    .into_any()
}

/// An amount as one field of a form.
#[component]
pub fn MoneyField(
    #[prop(into)] label: String,
    /// The form name; also the id, so one of its kind per page.
    name: &'static str,
    #[prop(into)] entry: Signal<AmountEntry>,
    #[prop(into)] on_change: Callback<AmountEntry>,
    #[prop(optional, into)] hint: Option<String>,
    /// What is wrong, as the form sees it.
    #[prop(optional, into)]
    note: Signal<Option<FieldNote>>,
    #[prop(optional)] required: bool,
) -> impl IntoView {
    let refused = RwSignal::new(None::<Refused>);
    let input = move |text: String| {
        let found = Refused::of(&text);
        refused.set(found);
        // What is below zero is no amount, not the amount without its sign.
        let is_signed = found == Some(Refused::Sign);
        on_change.run(if is_signed { AmountEntry::default() } else { AmountEntry::from_typed(&text) });
    };
    let note = Signal::derive(move || {
        refused.get().map(|refused| FieldNote::Error(refused.sentence().to_owned())).or_else(|| note.get())
    });
    view! {
        <Field
            label=label
            name=name
            kind=FieldKind::Money
            hint=hint.unwrap_or_default()
            value=Signal::derive(move || entry.with(AmountEntry::shown))
            on_input=input
            note=note
            required=required
        />
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(typed: &str, shown: &str, centavos: Option<i64>) {
        let entry = AmountEntry::from_typed(typed);
        assert_eq!(entry.shown(), shown, "{typed}");
        assert_eq!(entry.money().map(Money::centavos), centavos, "{typed}");
    }

    #[test]
    fn whole_pesos_come_first_and_centavos_only_after_the_point() {
        for (typed, shown, centavos) in [
            ("", "", None),
            ("0", "0", None),
            ("1500", "1,500", Some(150_000)),
            ("$1,500.5", "1,500.5", Some(150_050)),
            ("1500.505", "1,500.50", Some(150_050)),
            (".5", "0.5", Some(50)),
            ("007", "7", Some(700)),
            ("12.", "12.", Some(1_200)),
            ("15⌫", "1", Some(100)),
            ("⌫", "", None),
            ("abc", "", None),
            ("1234567890", "123,456,789", Some(12_345_678_900)),
        ] {
            check(typed, shown, centavos);
        }
    }

    #[test]
    fn a_minus_and_a_third_decimal_are_told() {
        for (typed, refused) in [
            ("-500", Some(Refused::Sign)),
            ("−500", Some(Refused::Sign)),
            ("1500.505", Some(Refused::Decimals)),
            ("1,500.50", None),
            ("", None),
        ] {
            assert_eq!(Refused::of(typed), refused, "{typed}");
        }
    }

    #[test]
    fn an_amount_filled_in_reads_back_as_itself() {
        for centavos in [1, 50, 845_000, 123_450] {
            let money = Money::from_centavos(centavos).unwrap();
            assert_eq!(AmountEntry::of(money).money(), Some(money));
        }
    }
}
