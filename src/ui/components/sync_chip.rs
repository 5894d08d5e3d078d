//! The chip of sending: always in sight, opens *Por enviar*. It never says *sent* of what only this phone has.

use leptos::prelude::*;

use super::{Glyph, Icon};
use crate::ui::{
    format,
    text::{photos, sync_state::ES},
};

const HOUR_MS: i64 = 3_600_000;
/// From this age on, what is unsent is amber.
const OLD_MS: i64 = 4 * HOUR_MS;
/// From this age on, what is unsent is red.
const VERY_OLD_MS: i64 = 24 * HOUR_MS;

/// What there is to say about sending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SyncState {
    AllSent,
    /// Every record is sent, photos are not.
    Photos {
        unsent: usize,
    },
    Waiting {
        unsent: usize,
        oldest_ms: i64,
    },
    Sending {
        done: usize,
        total: usize,
    },
    Quarantined {
        items: usize,
    },
    Offline {
        unsent: usize,
        oldest_ms: i64,
    },
}

impl SyncState {
    pub fn text(&self) -> String {
        match self {
            SyncState::AllSent => ES.all_sent.to_owned(),
            SyncState::Photos { unsent } => (photos::ES.chip)(*unsent),
            SyncState::Waiting { unsent, oldest_ms } => (ES.unsent)(*unsent, &format::span(*oldest_ms)),
            SyncState::Sending { done, total } => (ES.sending)(*done, *total),
            SyncState::Quarantined { items } => (ES.quarantined)(*items),
            SyncState::Offline { unsent: 0, .. } => ES.offline.to_owned(),
            SyncState::Offline { unsent, oldest_ms } if *oldest_ms >= OLD_MS => {
                (ES.unsent)(*unsent, &format::span(*oldest_ms))
            }
            SyncState::Offline { unsent, .. } => (ES.offline_with)(*unsent),
        }
    }

    pub fn glyph(&self) -> Glyph {
        match self {
            SyncState::AllSent => Glyph::Check,
            SyncState::Photos { .. } => Glyph::Camera,
            SyncState::Waiting { .. } => Glyph::Clock,
            SyncState::Sending { .. } => Glyph::Upload,
            SyncState::Quarantined { .. } => Glyph::Alert,
            SyncState::Offline { .. } => Glyph::NoSignal,
        }
    }

    /// The value of `data-state`, which the style sheet reads.
    pub fn as_str(&self) -> &'static str {
        match self {
            SyncState::AllSent => "all-sent",
            SyncState::Sending { .. } => "sending",
            SyncState::Quarantined { .. } => "quarantined",
            SyncState::Waiting { oldest_ms, .. } | SyncState::Offline { oldest_ms, .. }
                if *oldest_ms >= VERY_OLD_MS =>
            {
                "very-old"
            }
            SyncState::Waiting { oldest_ms, .. } | SyncState::Offline { oldest_ms, .. }
                if *oldest_ms >= OLD_MS =>
            {
                "old"
            }
            SyncState::Waiting { .. } | SyncState::Photos { .. } => "waiting",
            SyncState::Offline { .. } => "offline",
        }
    }
}

#[component]
pub fn SyncChip(
    #[prop(into)] state: Signal<SyncState>,
    /// The page *Por enviar*.
    href: &'static str,
) -> impl IntoView {
    let glyph = Signal::derive(move || state.with(SyncState::glyph));
    let text = move || state.with(SyncState::text);
    view! {
        <a
            class="sync-chip"
            href=href
            data-state=move || state.with(SyncState::as_str)
            aria-label=move || (ES.label)(&text())
        >
            <Icon glyph=glyph small=true/>
            <span>{text}</span>
        </a>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_turns_amber_after_four_hours_and_red_after_a_day() {
        for (oldest_ms, state) in
            [(0, "waiting"), (OLD_MS - 1, "waiting"), (OLD_MS, "old"), (VERY_OLD_MS, "very-old")]
        {
            assert_eq!(SyncState::Waiting { unsent: 7, oldest_ms }.as_str(), state);
        }
    }

    #[test]
    fn the_chip_counts_what_is_unsent_and_how_old_it_is() {
        let waiting = SyncState::Waiting { unsent: 7, oldest_ms: 3 * HOUR_MS };
        assert_eq!(waiting.text(), "7 sin enviar · la más vieja 3 h");
        assert_eq!(SyncState::Offline { unsent: 0, oldest_ms: 0 }.text(), "Sin señal · trabajas normal");
    }
}
