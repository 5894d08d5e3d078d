//! The deterministic simulator: phones, tabs and a model server behind the ports, one seed, a fault at any await.
//! `docs/PROOF.md` says what it proves and how to replay a seed.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "all of this is a test")]

mod books;
mod drafts;
mod executor;
mod faults;
mod known_seeds;
mod office;
mod oracle;
mod phone;
mod server;
mod world;

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::atomic::{AtomicU64, Ordering},
};

use faults::Bug;
use known_seeds::KNOWN_SEEDS;
use world::run;

/// Seeds of a normal test run. `SENDA_SEEDS` asks for more, `SENDA_SEED` for a single one.
const SEEDS_NORMAL: u64 = 500;
/// A deliberate bug must be found within so many seeds.
const SEEDS_TO_FIND_A_BUG: u64 = 500;

fn number_from(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}

/// A panic inside the product is a violation as well.
fn violation(seed: u64, bug: Option<Bug>) -> Option<String> {
    match catch_unwind(AssertUnwindSafe(|| run(seed, bug))) {
        Ok(Ok(_)) => None,
        Ok(Err(violation)) => Some(violation),
        Err(_) => Some("it panicked".into()),
    }
}

fn check(seed: u64, story: &str) {
    if let Some(violation) = violation(seed, None) {
        panic!("{violation} {story}\nreplay: SENDA_SEED={seed} cargo test --test core sim::every_seed_holds");
    }
}

#[test]
fn every_seed_holds() {
    if let Some(seed) = number_from("SENDA_SEED") {
        return check(seed, "");
    }
    let seeds = number_from("SENDA_SEEDS").unwrap_or(SEEDS_NORMAL);
    let next = AtomicU64::new(0);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let seed = next.fetch_add(1, Ordering::Relaxed)
                    && seed < seeds
                {
                    check(seed, "");
                }
            });
        }
    });
}

#[test]
fn seeds_that_once_failed_hold() {
    KNOWN_SEEDS.iter().for_each(|(seed, story)| check(*seed, story));
}

#[test]
fn the_same_seed_is_the_same_world() {
    for seed in 0..5 {
        let [first, second] = [(); 2].map(|()| run(seed, None).map(|truth| truth.shown.len()));
        assert_eq!(first, second);
    }
}

#[test]
fn each_deliberate_bug_is_found() {
    for bug in Bug::ALL {
        let found = (0..SEEDS_TO_FIND_A_BUG)
            .find_map(|seed| violation(seed, Some(bug)).map(|violation| (seed, violation)));
        let (seed, violation) = found.unwrap_or_else(|| panic!("{bug:?} was not found"));
        println!("{bug:?}: seed {seed}: {violation}");
    }
}

/// A simulator in which nothing happens proves nothing: over some seeds each kind of thing must have happened.
#[test]
fn the_seeds_reach_what_they_are_for() {
    let truths: Vec<_> = (0..100).filter_map(|seed| run(seed, None).ok()).collect();
    let sum = |count: fn(&oracle::Truth) -> usize| truths.iter().map(count).sum::<usize>();
    let reached = [
        ("shown", sum(|truth| truth.shown.len())),
        ("acknowledged", sum(|truth| truth.acknowledged.len())),
        ("repeated", sum(|truth| truth.repetitions)),
        ("deferred", sum(|truth| truth.deferrals)),
        ("quarantined", sum(|truth| truth.quarantines())),
        ("lost or exported", sum(|truth| truth.excused.len())),
        ("cloned", sum(|truth| truth.tainted.len())),
        ("reset", sum(|truth| truth.resets)),
        ("decided", sum(|truth| truth.decisions)),
        ("refused", sum(|truth| truth.refusals)),
        ("corrected", sum(|truth| truth.corrections)),
        ("agreements", sum(|truth| truth.count_kind("agreement_made"))),
        ("contrarecibos", sum(|truth| truth.count_kind("counter_receipt_taken"))),
        ("deposits", sum(|truth| truth.count_kind("deposit_made"))),
        ("cortes", sum(|truth| truth.count_kind("cash_handed_over"))),
        ("voided folios", sum(|truth| truth.count_kind("folio_voided"))),
    ];
    println!("{reached:?}");
    assert!(reached.iter().all(|(_, times)| *times >= 5), "{reached:?}");
}
