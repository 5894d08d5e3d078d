//! The backup of what was not sent: one JSON file with the exact bytes of each event. `public/rescate.js` writes the
//! same file where the app cannot start.

use serde::Serialize;

use crate::{
    domain::{
        date::{Millis, Zone},
        ids::{DeviceId, EventId},
    },
    sync::records::{Meta, OutboxRow},
};

/// What the file says of itself.
pub const EXPORT_KIND: &str = "senda.por-enviar";

#[derive(Serialize)]
struct Export<'a> {
    kind: &'static str,
    exported: Millis,
    device: Option<DeviceId>,
    epoch: Option<u32>,
    series: Option<&'a str>,
    events: Vec<ExportedEvent<'a>>,
}

#[derive(Serialize)]
struct ExportedEvent<'a> {
    seq: u64,
    id: EventId,
    kind: &'a str,
    sha256: String,
    bytes: &'a str,
}

/// The name and the text of the file. The credential stays out: a backup may travel by mail.
pub fn export(
    meta: Option<&Meta>,
    rows: &[OutboxRow],
    now: Millis,
) -> Result<(String, String), serde_json::Error> {
    let events = rows
        .iter()
        .filter(|row| row.is_unsent() || row.is_quarantined())
        .map(|row| ExportedEvent {
            seq: row.seq,
            id: row.id,
            kind: &row.kind,
            sha256: row.sha256.to_string(),
            bytes: &row.bytes,
        })
        .collect();
    let series = meta.map(|meta| meta.series.as_str());
    let file = Export {
        kind: EXPORT_KIND,
        exported: now,
        device: meta.map(|meta| meta.device),
        epoch: meta.map(|meta| meta.epoch),
        series,
        events,
    };
    let zone = meta.and_then(|meta| meta.profile.as_ref()).map_or(Zone::MEXICO_CITY, |profile| profile.zone);
    let name = format!("senda-{}-{}.json", series.unwrap_or("respaldo"), now.date_in(zone));
    Ok((name, serde_json::to_string_pretty(&file)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{chain::ChainHash, ids::ClientId},
        sync::{protocol::Outcome, records::OutboxState},
    };

    fn row(seq: u64, state: OutboxState) -> OutboxRow {
        let bytes = format!("{{\"seq\": {seq},  \"ñ\":\"\\u00f1\"}}");
        OutboxRow {
            seq,
            id: EventId::from_key(&seq.to_string()),
            client: Some(ClientId::from_key("C1")),
            kind: "visit_made".into(),
            schema: 1,
            sha256: ChainHash::of(bytes.as_bytes()),
            bytes,
            recorded: Millis(0),
            attempts: 0,
            state,
        }
    }

    #[test]
    fn the_file_has_the_exact_bytes_of_what_was_not_sent() {
        let answered = OutboxState::Answered { outcome: Outcome::Deferred { needs_schema: 9 } };
        let rows = [row(1, answered), row(2, OutboxState::Unsent)];
        let (name, text) = export(None, &rows, Millis(1_795_246_200_000)).unwrap();
        assert_eq!(name, "senda-respaldo-2026-11-21.json");
        let file: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(file["events"].as_array().unwrap().len(), 2);
        assert_eq!(file["events"][1]["bytes"], rows[1].bytes);
        assert_eq!(file["events"][1]["sha256"], rows[1].sha256.to_string());
    }
}
