//! The demo company: the same from the same seed, believable, and in order.

use std::collections::BTreeSet;

use senda::{
    domain::{
        account::Account,
        ageing::{AgeBucket, Ageing},
        chain::ChainHash,
        date::CivilDate,
        invoice::Currency,
        money::Money,
        promise::PromiseState,
        rfc::Rfc,
        role::Role,
        rules::{self, Applied},
        visit::VisitResult,
    },
    server::demo::{self, DEMO_SEED, DemoCompany, Size, history::DemoEvent},
};

fn today() -> CivilDate {
    CivilDate::new(2026, 11, 21).unwrap()
}

fn company() -> DemoCompany {
    demo::generate(DEMO_SEED, today())
}

fn events(company: &DemoCompany) -> impl Iterator<Item = &DemoEvent> {
    company.events.iter().flatten().chain(&company.cortes)
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_another_company() {
    let bytes = |company: &DemoCompany| serde_json::to_vec(company).unwrap();
    let first = bytes(&company());
    assert!(first == bytes(&company()), "two companies of one seed differ");
    assert!(first != bytes(&demo::generate(DEMO_SEED + 1, today())));
}

#[test]
fn it_has_the_size_that_was_asked_for_and_every_role() {
    let company = company();
    let debts: usize = company.openings.iter().map(|opening| opening.account.invoices.len()).sum();
    assert_eq!((company.branches.len(), company.people.len()), (3, 20));
    assert_eq!((company.openings.len(), debts), (1_000, 5_000));
    for role in Role::ALL {
        assert!(company.people.iter().any(|person| person.roles.contains(&role)), "nobody is {role:?}");
    }
    let logins: BTreeSet<_> = company.people.iter().map(|person| &person.login).collect();
    assert_eq!(logins.len(), 20);
    let payments = events(&company).filter(|done| done.event.fact.payment().is_some()).count();
    eprintln!("{} events, {payments} payments", events(&company).count());
    assert!(payments > 2_000, "{payments} payments in a year");
}

#[test]
fn every_bucket_of_the_ageing_is_filled_and_nobody_owes_less_than_nothing() {
    let company = company();
    let ageing = Ageing::of_all(&company.accounts, today()).unwrap();
    for bucket in AgeBucket::ALL {
        assert!(ageing.pesos.get(bucket).is_positive(), "{bucket:?} is empty");
    }
    let invoices = company.accounts.iter().flat_map(|account| &account.invoices);
    assert!(
        invoices.clone().all(|invoice| !invoice.balance.is_negative() && invoice.balance <= invoice.total)
    );
    assert!(invoices.clone().any(|invoice| invoice.currency == Currency::Usd));
}

#[test]
fn what_was_owed_is_what_was_paid_and_what_is_left() {
    let company = company();
    let balance = |account: &Account| account.balance().unwrap();
    for ((opening, events), account) in company.openings.iter().zip(&company.events).zip(&company.accounts) {
        let applied = Money::sum(events.iter().filter_map(|done| {
            let allocation = done.applied.allocation.as_ref()?;
            Some(Money::sum(allocation.parts.iter().map(|part| part.amount)).unwrap())
        }));
        let left = balance(&opening.account).checked_sub(applied.unwrap()).unwrap();
        assert_eq!(left, balance(account), "{}", account.customer.key);
    }
}

#[test]
fn every_event_is_in_the_chain_of_its_phone_and_the_rules_agree_with_its_outcome() {
    let company = company();
    for device in &company.devices {
        let mut own: Vec<_> = events(&company).filter(|done| done.event.device == device.id).collect();
        own.sort_by_key(|done| done.event.seq);
        let mut head = ChainHash::genesis(&device.series, device.id);
        let mut numbers = 1..;
        for (seq, done) in (1..).zip(&own) {
            assert_eq!((done.event.seq, done.event.prev), (seq, head));
            assert_eq!(done.event.to_bytes().unwrap(), done.bytes);
            head = ChainHash::of(done.bytes.as_bytes());
            if let Some(payment) = done.event.fact.payment() {
                assert_eq!(payment.folio.series(), &device.series);
                assert_eq!(Some(payment.folio.number()), numbers.next());
            }
        }
        assert_eq!((own.len() as u64, head), (device.last_seq, device.chain_head));
        assert!(device.last_seq > 0, "{} did nothing all year", device.series.as_str());
    }
    for ((opening, events), expected) in company.openings.iter().zip(&company.events).zip(&company.accounts) {
        let mut account = opening.account.clone();
        let outcomes: Vec<Applied> = events
            .iter()
            .map(|done| {
                rules::apply(&mut account, &done.event, &senda::domain::policy::Policy::default()).unwrap()
            })
            .collect();
        assert!(outcomes.iter().eq(events.iter().map(|done| &done.applied)));
        assert_eq!(&account, expected);
    }
}

#[test]
fn nothing_happens_today_nor_on_days_of_rest() {
    let calendar = senda::domain::calendar::WorkCalendar::default();
    for done in events(&company()) {
        let day = done.event.stamp.instant().date_in(done.event.stamp.zone);
        assert!(day < today() && calendar.is_business_day(day), "{day}");
        assert!(day.days_since(today()) > -380, "{day}");
    }
}

#[test]
fn promises_are_kept_broken_and_due_today_and_visits_end_in_every_way() {
    let company = company();
    let promises: Vec<_> = company.accounts.iter().flat_map(|account| &account.promises).collect();
    for state in [PromiseState::Kept, PromiseState::Broken, PromiseState::Open] {
        let count = promises.iter().filter(|promise| promise.state_on(today()) == state).count();
        assert!(count >= 5, "{count} promises are {state:?}");
    }
    let today_due = promises.iter().filter(|p| p.due == today() && p.state_on(today()) == PromiseState::Open);
    assert!(today_due.count() >= 5, "too few promises are due today");
    let results: Vec<_> = company.accounts.iter().filter_map(|account| account.last_visit.as_ref()).collect();
    let is_there = |test: fn(&VisitResult) -> bool| results.iter().any(|line| test(&line.result));
    assert!(is_there(|result| *result == VisitResult::Absent));
    assert!(is_there(|result| *result == VisitResult::NoMoney));
    assert!(is_there(|result| matches!(result, VisitResult::Promised { .. })));
    assert!(is_there(|result| matches!(result, VisitResult::InReview { .. })));
}

#[test]
fn nobody_in_it_is_real_and_everybody_is_in_baja_california() {
    for account in company().accounts {
        let customer = account.customer;
        let (_, warnings) = Rfc::parse(&customer.rfc).unwrap();
        assert!(warnings.is_empty(), "{}", customer.rfc);
        assert_eq!(customer.phone.len(), 10);
        assert_eq!(&customer.phone[3..6], "555");
        assert!(customer.email.ends_with("@ejemplo.mx"));
        let at = customer.position.unwrap();
        assert!((32.4..32.66).contains(&at.latitude) && (-117.1..-115.3).contains(&at.longitude), "{at:?}");
    }
}

#[test]
fn the_company_of_the_benchmark_is_one_collectors() {
    let company = demo::generate_sized(DEMO_SEED, today(), Size::BENCHMARK);
    let collector = company.people.iter().find(|person| person.login == "gestor1").unwrap().id;
    assert_eq!(company.accounts.len(), 10_000);
    assert_eq!(company.accounts.iter().map(|account| account.invoices.len()).sum::<usize>(), 20_000);
    assert!(company.accounts.iter().all(|account| account.assigned_to == Some(collector)));
    assert!(company.accounts.iter().flat_map(|account| &account.invoices).all(|invoice| invoice.is_open()));
}

#[tokio::test(flavor = "multi_thread")]
async fn it_loads_into_an_empty_database_and_the_books_are_right() {
    use senda::{
        domain::date::Millis,
        server::{
            audit_books,
            store::{Store, StoreError},
        },
    };
    let store = Store::in_memory().await.unwrap();
    let company = company();
    let now = Millis(1_795_280_000_000);
    let started = std::time::Instant::now();
    let loaded = demo::load::load(&store, &company, "$argon2id$none", now).await.unwrap();
    eprintln!("{loaded:?} in {:?}", started.elapsed());
    assert_eq!((loaded.people, loaded.clients, loaded.debts), (20, 1_000, 5_000));
    let report = audit_books::audit(&store).await.unwrap();
    assert!(report.is_clean(), "{:?}", &report.findings[..report.findings.len().min(5)]);
    assert_eq!(report.payments, u64::from(loaded.payments));
    let refused = demo::load::load(&store, &company, "$argon2id$none", now).await;
    assert!(matches!(refused, Err(StoreError::AlreadySetUp)), "a demo never mixes with other data");
}
