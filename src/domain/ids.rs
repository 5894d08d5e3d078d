//! Ids: one newtype per entity, so that a client's id can never stand where an invoice's is wanted.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident,)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            pub const fn from_uuid(id: Uuid) -> Self { Self(id) }
            pub const fn uuid(self) -> Uuid { self.0 }
            /// The id of a thing that another system names by a key: the same key always gives the same id,
            /// so that importing the same row twice meets itself.
            pub fn from_key(key: &str) -> Self { Self(uuid_from_key(stringify!($name), key)) }
            /// Reads the hyphenated form; `None` where it is not one.
            pub fn parse(text: &str) -> Option<Self> { Uuid::try_parse(text).ok().map(Self) }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { self.0.fmt(f) }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }
    )*};
}

ids! {
    /// A person who uses Senda: also the scope of what a field person's phone holds.
    PersonId,
    /// A branch of the company.
    BranchId,
    /// A client, named by the company's own client key.
    ClientId,
    /// An invoice or an instalment, named by its folio.
    InvoiceId,
    /// An event that a device wrote (UUIDv7, minted before the first send).
    EventId,
    /// One enrolment of a browser.
    DeviceId,
    /// One run of an import.
    ImportId,
    /// A plan of instalments.
    PlanId,
    /// An account of the company at a bank.
    BankAccountId,
    /// A correction that somebody asks for and another approves.
    RequestId,
}

impl EventId {
    /// A UUIDv7 from the clock and 10 random bytes, both handed in by the ports.
    pub fn mint(unix_ms: u64, random: &[u8; 10]) -> EventId {
        EventId(uuid::Builder::from_unix_timestamp_millis(unix_ms, random).into_uuid())
    }
}

fn uuid_from_key(kind: &str, key: &str) -> Uuid {
    let digest =
        Sha256::new().chain_update(kind.as_bytes()).chain_update([0]).chain_update(key.as_bytes()).finalize();
    let mut bytes = [0u8; 16];
    bytes.copy_from_slice(&digest[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_key_gives_the_same_id_and_kinds_never_meet() {
        assert_eq!(ClientId::from_key("C00001"), ClientId::from_key("C00001"));
        assert_ne!(ClientId::from_key("C00001").uuid(), InvoiceId::from_key("C00001").uuid());
    }

    #[test]
    fn minted_ids_are_version_7_and_sort_by_time() {
        let (early, late) = (EventId::mint(1_000, &[255; 10]), EventId::mint(1_001, &[0; 10]));
        assert_eq!(early.uuid().get_version_num(), 7);
        assert!(early < late);
    }
}
