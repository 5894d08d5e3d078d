//! Papers that were signed on this phone: the outbox lets go of an event once the office has it, and what the office
//! sends back carries no signature. The exact event is kept beside the drafts, so that its document can be printed
//! again; signing out forgets it with them.

use crate::{
    device,
    domain::{event::Event, ids::EventId},
    sync::overlay::Workspace,
};

const INDEX: &str = "papeles";
/// The last ones are kept: a month of cortes and as many convenios, of at most 16 KB each.
const PAPERS_MAX: usize = 60;

fn key(id: EventId) -> String {
    format!("papel.{id}")
}

fn index() -> Vec<EventId> {
    device::draft(INDEX).and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default()
}

/// Keeps what was just signed. A browser without room for it goes on without: the office has it all the same.
pub fn keep_paper(event: &Event) {
    let Ok(bytes) = event.to_bytes() else { return };
    let mut ids = index();
    ids.push(event.id);
    while ids.len() > PAPERS_MAX {
        device::keep_draft(&key(ids.remove(0)), None);
    }
    device::keep_draft(&key(event.id), Some(&bytes));
    device::keep_draft(INDEX, serde_json::to_string(&ids).ok().as_deref());
}

/// The event as it was signed, while this phone has it.
pub fn paper(workspace: &Workspace, id: EventId) -> Option<Event> {
    let row = workspace.outbox().iter().find(|row| row.id == id);
    let waiting = row.and_then(|row| workspace.event(row.seq)).cloned();
    let kept = || device::draft(&key(id)).and_then(|bytes| Event::from_bytes(&bytes).ok());
    waiting.or_else(kept).filter(|event| event.id == id && event.person == workspace.meta().person)
}
