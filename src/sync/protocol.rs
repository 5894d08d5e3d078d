//! What travels between device and server. **These types are bytes on other people's phones**: old builds keep
//! sending them for ever. A change needs a golden-bytes test and an upcaster; a field may be added only with a default.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::domain::{
    chain::ChainHash,
    date::{Millis, Zone},
    drawer::Drawer,
    folio::{Folio, Series},
    ids::{BranchId, ClientId, DeviceId, EventId, PersonId},
    money::Money,
    policy::Policy,
    role::Role,
    rules::Applied,
};

/// The protocol that this build speaks.
pub const PROTOCOL: u16 = 1;
/// The header with [`PROTOCOL`] on each answer of `/sync/*`, refusals too: what answers without it is not Senda.
pub const PROTOCOL_HEADER: &str = "x-senda-protocol";
/// Where a photo is put, followed by its SHA-256 in hexadecimal; the body is its bytes. Apart from the push, so that no
/// photo delays a record.
pub const PHOTO_ROUTE: &str = "/sync/photo/";
/// Most items in one push: a lost response then costs at most this many to repeat.
pub const PUSH_ITEMS_MAX: usize = 100;
/// Most bytes in one push: fits in one upload on a weak signal.
pub const PUSH_BYTES_MAX: usize = 256 * 1024;
/// Most changes in one page of a pull.
pub const PULL_LIMIT_MAX: u32 = 2_000;

/// `POST /sync/push`. Authorised by the device's own credential (`Authorization: Bearer …`), never by the login.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushRequest {
    pub protocol: u16,
    pub device: DeviceId,
    pub epoch: u32,
    /// The sequence of the first item; the others follow without gaps.
    pub first_seq: u64,
    pub items: Vec<PushItem>,
}

/// The exact bytes of one event, as a JSON string inside the JSON of the push.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushItem {
    pub id: EventId,
    pub sha256: ChainHash,
    pub bytes: String,
}

/// Always 200 where the request was understood: business reasons never give a 4xx.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "push", rename_all = "snake_case")]
pub enum PushResponse {
    /// One outcome per item, in order.
    Done { outcomes: Vec<ItemOutcome>, last_seq: u64, server_time: Millis },
    /// The first item does not follow the last one stored: send again from `resume_at`.
    Gap { resume_at: u64, server_time: Millis },
    /// Another life of this enrolment has pushed: this browser must enrol again; its outbox is exported first.
    WrongEpoch { server_time: Millis },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemOutcome {
    pub id: EventId,
    pub seq: u64,
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// What the server did with one event. Stored with it, and answered again to every repetition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// In the books; `applied` may carry an exception for a person to look at.
    Applied { applied: Applied },
    /// Stored before: `original` is the outcome of the first time. An answer, never stored.
    Duplicate { original: Box<Outcome> },
    /// Stored, not in the books: *por aclarar*.
    Quarantined { reason: QuarantineReason },
    /// This server is too old to understand it: keep it and send it again later.
    /// Nothing after it in the batch is taken either, so that the sequence keeps its order.
    Deferred { needs_schema: u16 },
}

impl Outcome {
    /// The outcome of the first time.
    pub fn original(&self) -> &Outcome {
        let mut outcome = self;
        while let Outcome::Duplicate { original } = outcome {
            outcome = original;
        }
        outcome
    }
}

/// The answer to a photo: it is kept by the office, now or since an earlier time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhotoTaken {
    pub server_time: Millis,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuarantineReason {
    /// The bytes are not an event that this or any build wrote.
    Unreadable,
    /// The bytes do not match their hash, or the event claims another device, sequence, person or chain.
    Forged,
    /// The same id came before with other bytes: alarm.
    SameIdOtherBytes,
    /// No such client.
    UnknownClient,
    /// The folio is another payment's, or not of this device's series.
    FolioTaken,
    /// A rule refused it: the amounts or fields make no sense.
    RuleRefused,
}

/// `GET /sync/pull?scope&epoch&since&limit`. Authorised by the login session; `since` is a commit number, never a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PullRequest {
    pub scope: PersonId,
    pub device: DeviceId,
    pub epoch: u32,
    pub since: u64,
    pub limit: u32,
}

/// Read by hand, through [`PullWire`]: a derived reader of a tagged enum keeps everything aside in memory first, and
/// raw JSON cannot be kept aside.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "pull", rename_all = "snake_case", from = "PullWire")]
pub enum PullResponse {
    Page(PullPage),
    /// The cursor is older than the change log, or of another life of the scope: forget the base, start at 0.
    Reset {
        server_time: Millis,
    },
}

/// All fields that an answer to a pull may have.
#[derive(Deserialize)]
struct PullWire {
    pull: PullKind,
    server_time: Millis,
    #[serde(default)]
    puts: Vec<Put>,
    #[serde(default)]
    deletes: Vec<ClientId>,
    #[serde(default)]
    next: u64,
    #[serde(default)]
    has_more: bool,
    #[serde(default)]
    device_last_seq: u64,
    #[serde(default)]
    checksum: Option<ScopeChecksum>,
    #[serde(default)]
    profile: Option<Profile>,
    #[serde(default)]
    drawer: Option<Drawer>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum PullKind {
    Page,
    Reset,
}

impl From<PullWire> for PullResponse {
    fn from(wire: PullWire) -> PullResponse {
        let PullWire {
            pull,
            server_time,
            puts,
            deletes,
            next,
            has_more,
            device_last_seq,
            checksum,
            profile,
            drawer,
        } = wire;
        match pull {
            PullKind::Reset => PullResponse::Reset { server_time },
            PullKind::Page => PullResponse::Page(PullPage {
                puts,
                deletes,
                next,
                has_more,
                device_last_seq,
                checksum,
                profile,
                drawer,
                server_time,
            }),
        }
    }
}

/// One page, applied on the device in one transaction together with its cursor.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PullPage {
    pub puts: Vec<Put>,
    pub deletes: Vec<ClientId>,
    /// The cursor after this page.
    pub next: u64,
    pub has_more: bool,
    /// Highest sequence of the device that the state in this page includes: pending events up to it leave the overlay.
    /// Read in the same transaction as `puts` and `checksum`; read before or after, an event would count twice or
    /// not at all.
    pub device_last_seq: u64,
    /// Of the whole scope, where `has_more` is false: see [`scope_checksum`].
    pub checksum: Option<ScopeChecksum>,
    pub profile: Option<Profile>,
    /// What the person carries, with the last page; includes the device's events up to `device_last_seq`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drawer: Option<Drawer>,
    pub server_time: Millis,
}

/// One account: its JSON is kept on the device as it came.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Put {
    pub id: ClientId,
    pub version: u64,
    /// The JSON of a `domain::account::Account`.
    pub account: Box<RawValue>,
}

/// Count and sum of the scope's accounts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScopeChecksum {
    pub accounts: u64,
    pub sum: i64,
}

/// The part of one account in the checksum of its scope: 40 bits of SHA-256 of id and version, so that the sum of
/// four million accounts still fits in an `i64`.
pub fn account_checksum(id: ClientId, version: u64) -> i64 {
    let hash = ChainHash::of(format!("{id}:{version}").as_bytes());
    let bytes = hash.as_bytes();
    bytes[..5].iter().fold(0i64, |sum, byte| (sum << 8) | i64::from(*byte))
}

impl ScopeChecksum {
    pub fn of(accounts: impl IntoIterator<Item = (ClientId, u64)>) -> ScopeChecksum {
        accounts.into_iter().fold(ScopeChecksum::default(), |mut total, (id, version)| {
            total.accounts = total.accounts.saturating_add(1);
            total.sum = total.sum.wrapping_add(account_checksum(id, version));
            total
        })
    }
}

/// Who the phone works for. Comes with each last page of a pull.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    pub person: PersonId,
    pub name: String,
    pub roles: Vec<Role>,
    pub branch: BranchId,
    pub branch_name: String,
    pub zone: Zone,
    pub company: String,
    /// What the person should collect this month; zero where no goal is set.
    #[serde(default)]
    pub month_goal: Money,
    /// Cleared collection of the month so far, as the server knows it.
    #[serde(default)]
    pub month_collected: Money,
    /// The base address that receipts' QR codes point to, e.g. `https://senda.example/r`.
    #[serde(default)]
    pub receipt_check_url: String,
    /// What the company allows this person.
    #[serde(default)]
    pub policy: Policy,
}

/// What a device gets when it is enrolled. The credential is shown once and stored only hashed by the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolment {
    pub device: DeviceId,
    pub epoch: u32,
    pub series: Series,
    pub person: PersonId,
    /// 256 random bits, in hexadecimal.
    pub credential: String,
    pub server_time: Millis,
}

/// What the public receipt check answers: enough for the client to know that the office has his payment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptCheck {
    pub folio: Folio,
    pub amount: Money,
    pub received: Millis,
    #[serde(default)]
    pub progress: ReceiptProgress,
}

/// How far the money of a receipt has come, as the office knows it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReceiptProgress {
    /// The office has it, and is clearing something up before it applies it.
    Registered,
    /// It is in the client's account.
    #[default]
    Applied,
    /// Whoever received it handed it in at the office.
    HandedOver,
    /// It was taken to a bank.
    Deposited,
    /// The bank's statement shows it.
    Reconciled,
    /// It was taken back: the debt is open again.
    Reversed,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Golden bytes: phones in the street read and write exactly this.
    #[test]
    fn push_bytes_never_change() {
        let id = EventId::parse("0193a1b2-c3d4-7000-8000-000000000001").unwrap();
        let device = DeviceId::parse("0193a1b2-c3d4-7000-8000-000000000002").unwrap();
        let request = PushRequest {
            protocol: 1,
            device,
            epoch: 1,
            first_seq: 7,
            items: vec![PushItem { id, sha256: ChainHash::of(b"{}"), bytes: "{}".into() }],
        };
        assert_eq!(
            serde_json::to_string(&request).unwrap(),
            r#"{"protocol":1,"device":"0193a1b2-c3d4-7000-8000-000000000002","epoch":1,"first_seq":7,"items":[{"id":"0193a1b2-c3d4-7000-8000-000000000001","sha256":"44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","bytes":"{}"}]}"#
        );
        let outcome =
            ItemOutcome { id, seq: 7, outcome: Outcome::Quarantined { reason: QuarantineReason::Forged } };
        assert_eq!(
            serde_json::to_string(&outcome).unwrap(),
            r#"{"id":"0193a1b2-c3d4-7000-8000-000000000001","seq":7,"outcome":"quarantined","reason":"forged"}"#
        );
    }

    /// The account's JSON reaches the device byte by byte as the server wrote it.
    #[test]
    fn a_page_is_read_with_its_accounts_as_they_came() {
        let text = r#"{"pull":"page","puts":[{"id":"0193a1b2-c3d4-7000-8000-000000000001","version":3,"account":{"b":1,  "a":2}}],"deletes":[],"next":9,"has_more":false,"device_last_seq":4,"checksum":{"accounts":1,"sum":5},"profile":null,"server_time":7}"#;
        let response: PullResponse = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&response).unwrap(), text);
        let PullResponse::Page(page) = response else { panic!("it is a page") };
        assert_eq!((page.puts[0].account.get(), page.next), (r#"{"b":1,  "a":2}"#, 9));
        let reset: PullResponse = serde_json::from_str(r#"{"pull":"reset","server_time":7}"#).unwrap();
        assert!(matches!(reset, PullResponse::Reset { server_time: Millis(7) }));
    }

    #[test]
    fn checksum_sees_a_missing_account_and_an_old_version() {
        let (a, b) = (ClientId::from_key("A"), ClientId::from_key("B"));
        let whole = ScopeChecksum::of([(a, 1), (b, 2)]);
        assert_ne!(whole, ScopeChecksum::of([(a, 1)]));
        assert_ne!(whole, ScopeChecksum::of([(a, 1), (b, 1)]));
        assert_eq!(whole, ScopeChecksum::of([(b, 2), (a, 1)]));
    }
}
