//! Recording once: what a screen's *Guardar* does. A second tap while it writes, or after it has written, does nothing.

use leptos::prelude::*;

use super::Session;
use crate::{
    device,
    domain::event::Place,
    sync::{engine::Draft, ports::StoreError, records::NewRecord},
};

/// The one record that a form may make.
#[derive(Clone, Copy)]
pub struct Recorder {
    session: Session,
    state: RwSignal<State>,
    place: RwSignal<Option<Place>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum State {
    /// The draft's token is here.
    Open,
    Writing,
    Refused(StoreError),
    /// The token is spent.
    Done,
}

impl Recorder {
    /// For a form that has just been opened. The place is asked for at once and used if it has come by the time of
    /// saving: nobody waits for it.
    pub fn open(session: Session) -> Recorder {
        let recorder = Recorder { session, state: RwSignal::new(State::Open), place: RwSignal::new(None) };
        device::spawn(async move {
            let place = device::locate().await;
            // The form may have been closed meanwhile.
            recorder.place.try_set(place);
        });
        recorder
    }

    /// Records the draft and hands over what was written. On an error nothing was issued, and it may be tried again.
    pub fn record(self, draft: Draft, then: impl FnOnce(NewRecord) + 'static) {
        if matches!(self.state.get_untracked(), State::Writing | State::Done) {
            return;
        }
        self.state.set(State::Writing);
        let place = self.place.get_untracked();
        device::spawn(async move {
            match self.session.record(draft, place).await {
                Ok(record) => {
                    device::vibrate_ok();
                    self.state.try_set(State::Done);
                    then(record);
                }
                Err(error) => {
                    device::vibrate_error();
                    self.state.try_set(State::Refused(error));
                }
            }
        });
    }

    /// Records what goes with the form's own record and stands or falls by itself: what was saved first is saved.
    pub fn record_also(self, draft: Draft) {
        let place = self.place.get_untracked();
        device::spawn(async move { drop(self.session.record(draft, place).await) });
    }

    pub fn is_writing(self) -> bool {
        matches!(self.state.get(), State::Writing | State::Done)
    }

    /// Why it was not saved.
    pub fn refusal(self) -> Option<StoreError> {
        match self.state.get() {
            State::Refused(error) => Some(error),
            State::Open | State::Writing | State::Done => None,
        }
    }
}
