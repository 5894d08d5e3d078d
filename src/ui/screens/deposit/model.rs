//! The deposit being captured.

use serde::{Deserialize, Serialize};

use crate::{
    domain::{
        date::CivilDate,
        drawer::{DepositMade, Drawer, Held},
        folio::Folio,
        ids::BankAccountId,
        money::{Money, MoneyError},
        photo::PhotoRef,
        rule_error::RuleError,
    },
    sync::engine::Draft,
    ui::components::AmountEntry,
};

/// Everything that was typed, so that an interruption loses nothing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Typed {
    /// The id of the account, as the list has it.
    pub bank: String,
    pub slip_folio: String,
    pub on: String,
    pub time: String,
    pub cash: AmountEntry,
    /// Folios of the cheques that are in it.
    pub cheques: Vec<String>,
    pub photo: Option<PhotoRef>,
}

/// What is still missing or wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missing {
    Bank,
    Slip,
    Date,
    Future,
    Time,
    Nothing,
    TooMuch { held: Money },
    Rule(RuleError),
}

impl From<MoneyError> for Missing {
    fn from(error: MoneyError) -> Missing {
        Missing::Rule(error.into())
    }
}

impl Typed {
    /// A blank deposit of today.
    pub fn blank(today: CivilDate) -> Typed {
        Typed { on: today.to_string(), ..Typed::default() }
    }

    pub fn is_blank(&self) -> bool {
        let texts = [&self.slip_folio, &self.time];
        let is_nothing_typed = texts.into_iter().all(|text| text.trim().is_empty()) && self.cash.is_empty();
        is_nothing_typed && self.cheques.is_empty() && self.photo.is_none()
    }

    /// Cash and cheques together.
    pub fn total(&self, drawer: &Drawer) -> Result<Money, MoneyError> {
        let cheques = Money::sum(self.chosen(drawer).map(|held| held.amount))?;
        cheques.checked_add(self.cash.money().unwrap_or_default())
    }

    /// A slip of the same number went to the same account already.
    pub fn is_twin(&self, drawer: &Drawer) -> bool {
        let slip = self.slip_folio.trim();
        drawer.deposits.iter().any(|line| line.bank.to_string() == self.bank && line.slip_folio == slip)
    }

    fn chosen<'a>(&'a self, drawer: &'a Drawer) -> impl Iterator<Item = &'a Held> + 'a {
        drawer.cheques().filter(|held| self.cheques.contains(&held.folio.to_string()))
    }

    /// The draft to record; the error names what to mend.
    pub fn draft(&self, drawer: &Drawer, today: CivilDate) -> Result<Draft, Missing> {
        let bank = BankAccountId::parse(&self.bank).ok_or(Missing::Bank)?;
        let slip_folio = self.slip_folio.trim().to_owned();
        if slip_folio.is_empty() {
            return Err(Missing::Slip);
        }
        let on = CivilDate::parse_iso(self.on.trim()).ok_or(Missing::Date)?;
        if on > today {
            return Err(Missing::Future);
        }
        let time = hour_of_slip(&self.time).ok_or(Missing::Time)?;
        let cash = self.cash.money().unwrap_or_default();
        let cheques: Vec<Folio> = self.chosen(drawer).map(|held| held.folio.clone()).collect();
        if cash.is_zero() && cheques.is_empty() {
            return Err(Missing::Nothing);
        }
        if cash > drawer.cash {
            return Err(Missing::TooMuch { held: drawer.cash });
        }
        Ok(Draft::Deposit(DepositMade {
            person: drawer.person,
            bank,
            slip_folio,
            on,
            time,
            cash,
            cheques,
            photo: self.photo,
        }))
    }
}

/// `HH:MM` as a slip has it, empty where it has none; `None` where it is no hour.
fn hour_of_slip(text: &str) -> Option<String> {
    let text = text.trim();
    if text.is_empty() {
        return Some(String::new());
    }
    let (hour, minute) = text.split_once(':')?;
    let (hour, minute): (u8, u8) = (hour.trim().parse().ok()?, minute.trim().parse().ok()?);
    (hour < 24 && minute < 60).then(|| format!("{hour:02}:{minute:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::{BranchId, PersonId};

    fn today() -> CivilDate {
        CivilDate::new(2026, 11, 21).unwrap()
    }

    fn drawer() -> Drawer {
        let mut drawer = Drawer::empty(PersonId::from_key("g"), BranchId::from_key("b"));
        drawer.cash = Money::whole_pesos(1_000);
        drawer
    }

    fn typed() -> Typed {
        Typed {
            bank: BankAccountId::from_key("bbva").to_string(),
            slip_folio: "778".into(),
            cash: AmountEntry::from_typed("1000"),
            ..Typed::blank(today())
        }
    }

    fn check(typed: Typed, expected: Missing) {
        assert_eq!(typed.draft(&drawer(), today()).err(), Some(expected));
    }

    #[test]
    fn each_thing_that_is_missing_has_its_name() {
        assert!(typed().draft(&drawer(), today()).is_ok());
        check(Typed { bank: String::new(), ..typed() }, Missing::Bank);
        check(Typed { slip_folio: " ".into(), ..typed() }, Missing::Slip);
        check(Typed { on: "2026-02-30".into(), ..typed() }, Missing::Date);
        check(Typed { on: "2026-11-22".into(), ..typed() }, Missing::Future);
        check(Typed { time: "25:00".into(), ..typed() }, Missing::Time);
        check(Typed { cash: AmountEntry::default(), ..typed() }, Missing::Nothing);
        let held = Money::whole_pesos(1_000);
        check(Typed { cash: AmountEntry::from_typed("1000.01"), ..typed() }, Missing::TooMuch { held });
    }

    #[test]
    fn hours_are_written_alike() {
        for (text, hour) in [("", Some("")), ("9:05", Some("09:05")), ("10:45", Some("10:45")), ("ab", None)]
        {
            assert_eq!(hour_of_slip(text).as_deref(), hour, "{text}");
        }
    }
}
