//! Chance, and what can go wrong. Everything comes from one seed.

use std::cell::Cell;

use senda::sync::ports::Rng;

/// A small generator (SplitMix64): the same seed always rolls the same.
#[derive(Debug)]
pub struct Dice(Cell<u64>);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(Cell::new(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5e4d_a5e4_da00_0001))
    }

    pub fn roll(&self) -> u64 {
        let state = self.0.get().wrapping_add(0x9e37_79b9_7f4a_7c15);
        self.0.set(state);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to `end` - 1.
    pub fn below(&self, end: usize) -> usize {
        (self.roll() % end.max(1) as u64) as usize
    }

    pub fn one_in(&self, rarity: u32) -> bool {
        rarity > 0 && self.roll().is_multiple_of(u64::from(rarity))
    }
}

impl Rng for &Dice {
    fn bytes10(&self) -> [u8; 10] {
        let (a, b) = (self.roll().to_be_bytes(), self.roll().to_be_bytes());
        [a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7], b[0], b[1]]
    }
}

/// How rare each fault is: one in so many chances; 0 for never. Each seed has its own mix, so that rare ones are also
/// seen without the noise of the others.
#[derive(Clone, Copy, Debug, Default)]
pub struct Faults {
    // At each message
    pub lost_request: u32,
    pub lost_response: u32,
    pub doubled: u32,
    pub delayed: u32,
    pub captive_portal: u32,
    pub replayed_answer: u32,
    pub server_busy: u32,
    pub expired_login: u32,
    pub forgotten_cursor: u32,
    // At each commit of the server
    pub conflict: u32,
    pub unknown_commit: u32,
    // At each step of the machine
    pub kill_server: u32,
    pub kill_tab: u32,
    pub power_cut: u32,
    pub eviction: u32,
    pub clock_jump: u32,
    pub cloned_profile: u32,
    pub new_epoch: u32,
    pub server_upgrade: u32,
    // At each write of the phone
    pub quota: u32,
}

impl Faults {
    pub fn from_seed(dice: &Dice) -> Faults {
        let often = |rarity: u32| if dice.one_in(2) { rarity } else { 0 };
        let seldom = |rarity: u32| if dice.one_in(4) { rarity } else { 0 };
        Faults {
            lost_request: often(8),
            lost_response: often(6),
            doubled: often(6),
            delayed: often(8),
            captive_portal: often(12),
            replayed_answer: often(12),
            server_busy: often(12),
            expired_login: often(15),
            forgotten_cursor: often(10),
            conflict: often(5),
            unknown_commit: often(8),
            kill_server: often(150),
            kill_tab: often(120),
            power_cut: often(250),
            eviction: seldom(500),
            clock_jump: often(200),
            cloned_profile: seldom(400),
            new_epoch: seldom(500),
            server_upgrade: seldom(900),
            quota: often(15),
        }
    }
}

/// Mistakes that somebody could make one day. The simulator must turn red with each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bug {
    /// Server: an event that is stored already is written and applied again.
    UpsertForCreate,
    /// Server: the scope's counter is raised in a transaction of its own.
    CounterOutsideTransaction,
    /// Server: the answer leaves before the commit.
    AckBeforeCommit,
    /// Server: the same client and amount on the same day is taken for a repetition.
    DedupByTimeWindow,
    /// Server: the phone's last sequence is read after the page, in another transaction.
    LastSeqReadApart,
    /// Server: an account that leaves a scope is not said, and the checksum is that of what was said.
    DeleteLostAndChecksumToo,
    /// Server: after a commit of unknown fate the item is simply tried again.
    RetryWithoutReading,
    /// Server: what a person carries is written apart from the event.
    DrawerOutsideTransaction,
    /// Server: the drawer of a page is read after the phone's last sequence.
    DrawerReadApart,
    /// Server: a corte that comes again is applied again.
    CorteAppliedAgain,
    /// Server: cheques that a corte keeps back are forgotten.
    HeldLostOnCorte,
    /// Server: whether a payment was corrected before is not looked at.
    ReversedTwice,
    /// Server: a cheque that bounces leaves the promise as if it had been paid.
    BounceKeepsPromise,
    /// Server: a convenio leaves the debts that it replaces.
    AgreementKeepsOldDebt,
    /// Server: whether a corte was confirmed before is not looked at.
    ConfirmedTwice,
    /// Phone: a drawer that comes with a page is said to include all that is not sent yet.
    OverlayForgetsDrawer,
    /// Phone: the folio that was voided is given again.
    VoidedFolioReused,
    /// Phone: what is answered leaves the outbox before a page includes it.
    SettleBeforePull,
    /// Phone: a record is said to be durable when it is only in memory.
    RelaxedDurability,
    /// Phone: the counters are read before the critical section.
    CountersReadOutside,
}

impl Bug {
    pub const ALL: [Bug; 20] = [
        Bug::UpsertForCreate,
        Bug::CounterOutsideTransaction,
        Bug::AckBeforeCommit,
        Bug::DedupByTimeWindow,
        Bug::LastSeqReadApart,
        Bug::DeleteLostAndChecksumToo,
        Bug::RetryWithoutReading,
        Bug::DrawerOutsideTransaction,
        Bug::DrawerReadApart,
        Bug::CorteAppliedAgain,
        Bug::HeldLostOnCorte,
        Bug::ReversedTwice,
        Bug::BounceKeepsPromise,
        Bug::AgreementKeepsOldDebt,
        Bug::ConfirmedTwice,
        Bug::OverlayForgetsDrawer,
        Bug::VoidedFolioReused,
        Bug::SettleBeforePull,
        Bug::RelaxedDurability,
        Bug::CountersReadOutside,
    ];
}
