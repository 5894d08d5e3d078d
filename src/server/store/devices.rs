//! Devices: one enrolment of a browser, its leased series of folios and the credential with which it pushes.

use sha2::{Digest, Sha256};
use surrealdb::types::{Value, object};

use super::{
    CONFLICT_ATTEMPTS_MAX, Store, StoreError,
    query::{Row, id, int, text, text_id},
};
use crate::{
    domain::{
        chain::ChainHash,
        date::Millis,
        folio::Series,
        ids::{DeviceId, PersonId},
    },
    sync::protocol::Enrolment,
};

/// The letter of the series that devices get: collection.
const SERIES_LETTER: char = 'C';

/// What the server keeps of an enrolment. The credential itself is nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    pub id: DeviceId,
    pub person: PersonId,
    pub series: Series,
    pub epoch: u32,
    /// Sequence of the last event stored; 0 before the first.
    pub last_seq: u64,
    /// SHA-256 that the next event must carry as `prev`.
    pub chain_head: ChainHash,
    /// What the person may recognise it by.
    pub label: String,
    pub enrolled: Millis,
    pub last_seen: Option<Millis>,
    /// A retired device may still push what it holds; it may not pull.
    pub retired: Option<Millis>,
}

/// The random part of an enrolment.
#[derive(Clone)]
pub struct DeviceSecret {
    pub id: DeviceId,
    pub credential: [u8; 32],
}

impl DeviceSecret {
    pub fn random() -> DeviceSecret {
        DeviceSecret {
            id: DeviceId::from_uuid(uuid::Builder::from_random_bytes(rand::random()).into_uuid()),
            credential: rand::random(),
        }
    }
}

/// The form in which a credential is stored and looked up.
fn credential_hash(credential: &str) -> String {
    hex(&Sha256::digest(credential.as_bytes()))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Store {
    /// Enrols a browser of `person`: leases the next series, which no other enrolment ever gets, and answers the
    /// credential for the only time.
    pub async fn enrol_device(
        &self,
        person: PersonId,
        label: &str,
        secret: &DeviceSecret,
        now: Millis,
    ) -> Result<Enrolment, StoreError> {
        let credential = hex(&secret.credential);
        for attempt in 0..CONFLICT_ATTEMPTS_MAX {
            self.back_off(attempt).await;
            let sql = "SELECT next FROM $lease";
            let lease = text_id("lease", "series");
            let row = self.run(sql, object! { lease: lease.clone() }).await?.row(0)?;
            let next = row.map_or(Ok(1), |mut row| row.int("next"))?;
            let series = u32::try_from(next)
                .ok()
                .and_then(|number| Series::numbered(SERIES_LETTER, number))
                .ok_or(crate::domain::rule_error::RuleError::FoliosExhausted)?;
            let head = ChainHash::genesis(&series, secret.id);
            let hash = credential_hash(&credential);
            let sql = "BEGIN;
                IF ((SELECT VALUE next FROM ONLY $lease) ?? 1) != $next { THROW 'senda_stale' };
                UPSERT $lease SET next = $after RETURN NONE;
                CREATE $credential SET device = $id RETURN NONE;
                CREATE $id CONTENT $row RETURN NONE;
                COMMIT;";
            let vars = object! {
                lease: lease,
                next: next,
                after: next.saturating_add(1),
                credential: text_id("credential", &hash),
                id: id("device", secret.id.uuid()),
                row: object! {
                    person: id("person", person.uuid()),
                    series: text(series.as_str()),
                    credential: text(hash),
                    epoch: 1i64,
                    last_seq: 0i64,
                    chain_head: text(head.to_string()),
                    label: text(label),
                    enrolled: now.0,
                    last_seen: Value::None,
                    retired: Value::None,
                },
            };
            match self.run(sql, vars).await {
                Err(StoreError::Conflict) => continue,
                other => other.map(|_| ())?,
            }
            return Ok(Enrolment {
                device: secret.id,
                epoch: 1,
                series,
                person,
                credential,
                server_time: now,
            });
        }
        Err(StoreError::Conflict)
    }

    /// All devices, the newest first.
    pub async fn devices(&self) -> Result<Vec<Device>, StoreError> {
        let sql = "SELECT * OMIT credential FROM device ORDER BY enrolled DESC";
        self.run(sql, object! {}).await?.rows(0)?.into_iter().map(device_of).collect()
    }

    pub async fn device(&self, device: DeviceId) -> Result<Option<Device>, StoreError> {
        let sql = "SELECT * OMIT credential FROM $id";
        let row = self.run(sql, object! { id: id("device", device.uuid()) }).await?.row(0)?;
        row.map(device_of).transpose()
    }

    /// Whose `credential` it is. Retired devices are found too: what they hold must come in.
    pub async fn device_by_credential(&self, credential: &str) -> Result<Option<Device>, StoreError> {
        let sql = "SELECT VALUE device.* FROM $id";
        let id = text_id("credential", &credential_hash(credential));
        let row = self.run(sql, object! { id: id }).await?.row(0)?;
        row.map(device_of).transpose()
    }

    /// Retires the device: it gets no more data, and may still push what it holds.
    pub async fn retire_device(&self, device: DeviceId, now: Millis) -> Result<(), StoreError> {
        let sql = "UPDATE $id SET retired = retired ?? $now RETURN AFTER";
        let row = self.run(sql, object! { id: id("device", device.uuid()), now: now.0 }).await?.row(0)?;
        row.map(|_| ()).ok_or(StoreError::NotFound("device"))
    }

    /// Raises the epoch: copies of the device's profile that exist by now may not push any more.
    pub async fn raise_device_epoch(&self, device: DeviceId) -> Result<u32, StoreError> {
        let sql = "UPDATE $id SET epoch += 1 RETURN AFTER";
        let row = self.run(sql, object! { id: id("device", device.uuid()) }).await?.row(0)?;
        Ok(device_of(row.ok_or(StoreError::NotFound("device"))?)?.epoch)
    }

    /// Notes that the device was seen; a conflict with its own push is of no consequence.
    pub async fn touch_device(&self, device: DeviceId, now: Millis) -> Result<(), StoreError> {
        let sql = "UPDATE $id SET last_seen = $now RETURN NONE";
        match self.run(sql, object! { id: id("device", device.uuid()), now: now.0 }).await {
            Err(StoreError::Conflict) => Ok(()),
            other => other.map(|_| ()),
        }
    }
}

pub(super) fn device_of(mut row: Row) -> Result<Device, StoreError> {
    let unreadable = |what: &str| StoreError::Unreadable(format!("device {what}"));
    Ok(Device {
        id: DeviceId::from_uuid(row.uuid("id")?),
        person: PersonId::from_uuid(row.uuid("person")?),
        series: Series::parse(&row.text("series")?).ok_or_else(|| unreadable("series"))?,
        epoch: u32::try_from(row.int("epoch")?).map_err(|_| unreadable("epoch"))?,
        last_seq: row.count("last_seq")?,
        chain_head: ChainHash::parse(&row.text("chain_head")?).ok_or_else(|| unreadable("chain head"))?,
        label: row.text("label")?,
        enrolled: Millis(row.int("enrolled")?),
        last_seen: row.maybe_int("last_seen")?.map(Millis),
        retired: row.maybe_int("retired")?.map(Millis),
    })
}

/// The part of a device's row that a push moves on.
pub(super) fn progress(last_seq: u64, head: ChainHash, now: Millis) -> Value {
    surrealdb::types::SurrealValue::into_value(object! {
        last_seq: int(last_seq),
        chain_head: text(head.to_string()),
        last_seen: now.0,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn no_two_enrolments_share_a_series() {
        let store = Store::in_memory().await.unwrap();
        let person = PersonId::from_key("ana");
        let enrolments =
            futures::future::join_all(
                (0..8).map(|_| {
                    let store = store.clone();
                    async move {
                        store.enrol_device(person, "", &DeviceSecret::random(), Millis(1)).await.unwrap()
                    }
                }),
            )
            .await;
        let mut series: Vec<_> = enrolments.iter().map(|enrolment| enrolment.series.as_str()).collect();
        series.sort_unstable();
        assert_eq!(series, ["C01", "C02", "C03", "C04", "C05", "C06", "C07", "C08"]);
    }

    #[tokio::test]
    async fn a_device_is_found_by_its_credential_only() {
        let store = Store::in_memory().await.unwrap();
        let person = PersonId::from_key("ana");
        let enrolment = store.enrol_device(person, "Moto", &DeviceSecret::random(), Millis(1)).await.unwrap();
        let found = store.device_by_credential(&enrolment.credential).await.unwrap().unwrap();
        assert_eq!((found.id, found.person, found.last_seq), (enrolment.device, person, 0));
        assert_eq!(store.device_by_credential("otra").await.unwrap(), None);
        store.retire_device(enrolment.device, Millis(5)).await.unwrap();
        store.retire_device(enrolment.device, Millis(9)).await.unwrap();
        let retired = store.device_by_credential(&enrolment.credential).await.unwrap().unwrap();
        assert_eq!(retired.retired, Some(Millis(5)), "retired once, and still able to push");
    }
}
