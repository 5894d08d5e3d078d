//! Numbers of a series that nothing explains: neither given nor voided. Source: domain-rules.md §3.1.

use std::collections::BTreeMap;

use super::{Finding, FindingKind, NumberUsed};
use crate::domain::folio::Series;

/// A hole is between two known numbers, or before the first: after the last one nothing was taken yet.
pub(super) fn scan(numbers: &[NumberUsed], findings: &mut Vec<Finding>) {
    let mut of_series: BTreeMap<&Series, Vec<&NumberUsed>> = BTreeMap::new();
    for used in numbers {
        of_series.entry(used.folio.series()).or_default().push(used);
    }
    for (series, mut all) in of_series {
        all.sort_by_key(|used| (used.folio.number(), used.event));
        let mut before: Option<&NumberUsed> = None;
        for used in all {
            let first = before.map_or(1, |before| before.folio.number().saturating_add(1));
            let number = used.folio.number();
            if number > first {
                let kind =
                    FindingKind::SeriesGap { series: series.clone(), first, last: number.saturating_sub(1) };
                let evidence = before.into_iter().chain([used]).map(|known| known.event).collect();
                findings.push(Finding { person: used.person, at: used.at, evidence, kind });
            }
            before = Some(used);
        }
    }
}
