//! Where payments were recorded. A position that is missing says nothing. Source: domain-rules.md §3.3.

use std::collections::{BTreeMap, BTreeSet};

use super::{Finding, FindingKind, PaymentTrace, RadarSettings};
use crate::domain::{customer::Position, date::Millis, ids::PersonId};

pub(super) fn scan(payments: &[PaymentTrace], settings: &RadarSettings, findings: &mut Vec<Finding>) {
    findings.extend(payments.iter().filter_map(|payment| far(payment, settings)));
    same_place(payments, settings, findings);
}

fn far(payment: &PaymentTrace, settings: &RadarSettings) -> Option<Finding> {
    let (place, client) = (payment.place?, payment.client_position?);
    let metres = place.position.metres_to(client);
    let allowed = settings.far_metres.max(place.accuracy_metres());
    let kind = FindingKind::FarFromClient { metres, allowed_metres: allowed };
    (metres > allowed).then(|| Finding {
        person: payment.person,
        at: payment.received,
        evidence: vec![payment.event],
        kind,
    })
}

fn same_place(payments: &[PaymentTrace], settings: &RadarSettings, findings: &mut Vec<Finding>) {
    let bits = |position: Position| (position.latitude.to_bits(), position.longitude.to_bits());
    let mut at_place: BTreeMap<(PersonId, (u64, u64)), Vec<&PaymentTrace>> = BTreeMap::new();
    for payment in payments {
        if let Some(place) = payment.place {
            at_place.entry((payment.person, bits(place.position))).or_default().push(payment);
        }
    }
    for ((person, _), there) in at_place {
        let clients: BTreeSet<_> = there.iter().map(|payment| payment.client).collect();
        if clients.len() < settings.same_place_clients_min {
            continue;
        }
        let at = there.iter().map(|payment| payment.received).max().unwrap_or(Millis(0));
        let evidence = there.iter().map(|payment| payment.event).collect();
        findings.push(Finding {
            person,
            at,
            evidence,
            kind: FindingKind::SamePlace { clients: clients.len() },
        });
    }
}
