//! When things were recorded, and when they arrived. Source: domain-rules.md §3.3.

use std::collections::BTreeMap;

use super::{Finding, FindingKind, RadarSettings, Records, StampTrace, hours};
use crate::domain::ids::DeviceId;

pub(super) fn scan(records: &Records<'_>, settings: &RadarSettings, findings: &mut Vec<Finding>) {
    for payment in records.payments {
        let late = hours(payment.received, payment.arrived);
        if late > settings.sync_hours_max {
            findings.push(Finding {
                person: payment.person,
                at: payment.arrived,
                evidence: vec![payment.event],
                kind: FindingKind::ArrivedLate { hours: late },
            });
        }
    }
    let mut of_device: BTreeMap<DeviceId, Vec<&StampTrace>> = BTreeMap::new();
    for trace in records.stamps {
        of_device.entry(trace.device).or_default().push(trace);
    }
    for mut all in of_device.into_values() {
        all.sort_by_key(|trace| (trace.seq, trace.event));
        for (before, after) in all.iter().zip(all.iter().skip(1)) {
            let minutes = jump_ms(before, after).div_euclid(60_000);
            if minutes > settings.clock_jump_minutes_max {
                findings.push(Finding {
                    person: after.person,
                    at: after.stamp.instant(),
                    evidence: vec![before.event, after.event],
                    kind: FindingKind::ClockJump { minutes },
                });
            }
        }
    }
}

/// How far the clock was set between two events of a device, where that shows: the measured offset moved, or less
/// wall time passed than the clock that never jumps counted. That one starts anew with each page, so that it is only
/// ever too little.
fn jump_ms(before: &StampTrace, after: &StampTrace) -> i64 {
    let by_offset = match (before.stamp.offset_ms, after.stamp.offset_ms) {
        (Some(before), Some(after)) => i64::try_from(before.abs_diff(after)).unwrap_or(i64::MAX),
        _ => 0,
    };
    let wall_ms = after.stamp.wall.since(before.stamp.wall);
    let passed_ms = after.stamp.monotonic_ms.saturating_sub(before.stamp.monotonic_ms).max(0);
    by_offset.max(passed_ms.saturating_sub(wall_ms))
}
