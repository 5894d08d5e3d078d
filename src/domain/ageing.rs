//! Ageing: how long debts are past due, counted from the **due date**. Source: domain-rules.md §2.1.

use serde::{Deserialize, Serialize};

use super::{
    account::Account,
    date::CivilDate,
    invoice::Currency,
    money::{Money, MoneyError},
};

/// The columns of the ageing report, in order. Due today is not yet due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AgeBucket {
    /// Por vencer: due today or later.
    NotDue,
    Days1To30,
    Days31To60,
    Days61To90,
    Over90,
}

impl AgeBucket {
    pub const ALL: [AgeBucket; 5] = [
        AgeBucket::NotDue,
        AgeBucket::Days1To30,
        AgeBucket::Days31To60,
        AgeBucket::Days61To90,
        AgeBucket::Over90,
    ];

    /// The bucket of a debt so many days past due; zero and below are not due.
    pub fn of_days(overdue_days: i64) -> AgeBucket {
        match overdue_days {
            i64::MIN..=0 => AgeBucket::NotDue,
            1..=30 => AgeBucket::Days1To30,
            31..=60 => AgeBucket::Days31To60,
            61..=90 => AgeBucket::Days61To90,
            91.. => AgeBucket::Over90,
        }
    }

    /// The bucket on `today` of a debt due on `due`.
    ///
    /// ```
    /// use senda::domain::{ageing::AgeBucket, date::CivilDate};
    /// let day = |text| CivilDate::parse_iso(text).unwrap();
    /// assert_eq!(AgeBucket::on(day("2026-11-21"), day("2026-11-21")), AgeBucket::NotDue);
    /// assert_eq!(AgeBucket::on(day("2026-11-21"), day("2026-08-22")), AgeBucket::Over90);
    /// ```
    pub fn on(today: CivilDate, due: CivilDate) -> AgeBucket {
        AgeBucket::of_days(today.days_since(due))
    }

    /// Its column in the report, from 0.
    pub fn index(self) -> usize {
        match self {
            AgeBucket::NotDue => 0,
            AgeBucket::Days1To30 => 1,
            AgeBucket::Days31To60 => 2,
            AgeBucket::Days61To90 => 3,
            AgeBucket::Over90 => 4,
        }
    }
}

/// What is owed in one currency, by bucket.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Buckets {
    columns: [Money; 5],
}

impl Buckets {
    pub fn get(&self, bucket: AgeBucket) -> Money {
        self.columns[bucket.index()]
    }

    pub fn add(&mut self, bucket: AgeBucket, amount: Money) -> Result<(), MoneyError> {
        let column = &mut self.columns[bucket.index()];
        *column = column.checked_add(amount)?;
        Ok(())
    }

    /// All that is owed.
    pub fn total(&self) -> Result<Money, MoneyError> {
        Money::sum(self.columns)
    }

    /// All that is past due.
    pub fn overdue(&self) -> Result<Money, MoneyError> {
        Money::sum(self.columns[1..].iter().copied())
    }

    /// Column by column.
    pub fn plus(&self, other: &Buckets) -> Result<Buckets, MoneyError> {
        let mut sum = *self;
        for bucket in AgeBucket::ALL {
            sum.add(bucket, other.get(bucket))?;
        }
        Ok(sum)
    }
}

/// The ageing of one account or of many. Pesos and dollars never meet, and what is *a favor* is never netted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ageing {
    pub pesos: Buckets,
    pub dollars: Buckets,
    /// The separate column of money received and not applied: zero or **negative**.
    pub unapplied: Money,
}

impl Ageing {
    /// The ageing of one account on `today`.
    pub fn of(account: &Account, today: CivilDate) -> Result<Ageing, MoneyError> {
        let mut ageing =
            Ageing { unapplied: Money::ZERO.checked_sub(account.unapplied)?, ..Ageing::default() };
        for invoice in account.invoices.iter().filter(|invoice| invoice.is_open()) {
            let buckets = match invoice.currency {
                Currency::Mxn => &mut ageing.pesos,
                Currency::Usd => &mut ageing.dollars,
            };
            buckets.add(AgeBucket::on(today, invoice.due), invoice.balance)?;
        }
        Ok(ageing)
    }

    /// Adds another account's ageing.
    pub fn plus(&self, other: &Ageing) -> Result<Ageing, MoneyError> {
        Ok(Ageing {
            pesos: self.pesos.plus(&other.pesos)?,
            dollars: self.dollars.plus(&other.dollars)?,
            unapplied: self.unapplied.checked_add(other.unapplied)?,
        })
    }

    /// The ageing of a portfolio.
    pub fn of_all<'a>(
        accounts: impl IntoIterator<Item = &'a Account>,
        today: CivilDate,
    ) -> Result<Ageing, MoneyError> {
        accounts
            .into_iter()
            .try_fold(Ageing::default(), |sum, account| sum.plus(&Ageing::of(account, today)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample;

    /// Vectors of domain-rules.md §2.1, today being 2026-11-21.
    #[test]
    fn ageing_vectors() {
        let today = sample::day("2026-11-21");
        for (due, days, bucket) in [
            ("2026-12-01", -10, AgeBucket::NotDue),
            ("2026-11-21", 0, AgeBucket::NotDue),
            ("2026-11-20", 1, AgeBucket::Days1To30),
            ("2026-10-22", 30, AgeBucket::Days1To30),
            ("2026-10-21", 31, AgeBucket::Days31To60),
            ("2026-09-22", 60, AgeBucket::Days31To60),
            ("2026-09-21", 61, AgeBucket::Days61To90),
            ("2026-08-23", 90, AgeBucket::Days61To90),
            ("2026-08-22", 91, AgeBucket::Over90),
        ] {
            let due = sample::day(due);
            assert_eq!((today.days_since(due), AgeBucket::on(today, due)), (days, bucket), "{due}");
        }
    }

    #[test]
    fn pesos_dollars_and_unapplied_stay_apart() {
        let today = sample::day("2026-11-21");
        let mut account = sample::account(&[
            ("F-1", "2026-11-21", 100),
            ("F-2", "2026-11-20", 200),
            ("F-3", "2026-08-22", 400),
            ("F-4", "2026-11-01", 800),
        ]);
        account.invoices[3].currency = Currency::Usd;
        account.unapplied = sample::money(50);
        let ageing = Ageing::of(&account, today).unwrap();
        let centavos = |buckets: &Buckets| AgeBucket::ALL.map(|bucket| buckets.get(bucket).centavos());
        assert_eq!(centavos(&ageing.pesos), [100, 200, 0, 0, 400]);
        assert_eq!(centavos(&ageing.dollars), [0, 800, 0, 0, 0]);
        assert_eq!(ageing.unapplied.centavos(), -50);
        assert_eq!(ageing.pesos.total().unwrap().centavos(), 700, "unapplied money is never netted");
        assert_eq!(ageing.pesos.overdue().unwrap().centavos(), 600);
        let both = Ageing::of_all([&account, &account], today).unwrap();
        assert_eq!(centavos(&both.pesos), [200, 400, 0, 0, 800]);
        assert_eq!(both.unapplied.centavos(), -100);
    }

    #[test]
    fn settled_debts_do_not_age() {
        let account = sample::account(&[("F-1", "2026-01-01", 0)]);
        assert_eq!(Ageing::of(&account, sample::day("2026-11-21")).unwrap(), Ageing::default());
    }
}
