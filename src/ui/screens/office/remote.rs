//! Data that a page asks the office for: kept while newer ones come, with what went wrong and how old it is.

use std::{future::Future, pin::Pin, sync::Arc};

use leptos::prelude::*;

use crate::{api::error::ApiError, device, domain::date::Millis};

type Answer<T> = Pin<Box<dyn Future<Output = Result<T, ApiError>>>>;
type Ask<T> = Arc<dyn Fn() -> Answer<T> + Send + Sync>;

/// One question to the office. Signals that the question reads ask it again when they change.
pub struct Remote<T: Send + Sync + 'static> {
    data: RwSignal<Option<Arc<T>>>,
    state: RemoteState,
    ask: StoredValue<Ask<T>>,
    /// The number of the last question asked: answers to earlier ones are dropped.
    asked: StoredValue<u64>,
}

/// The part of a question that does not depend on what was asked.
#[derive(Clone, Copy)]
pub struct RemoteState {
    pub error: RwSignal<Option<ApiError>>,
    pub is_busy: RwSignal<bool>,
    /// When the data that is shown was received.
    pub received: RwSignal<Option<Millis>>,
}

impl RemoteState {
    /// Asks again by itself once the browser has a network, where the last question did not get through.
    fn when_signal_returns(self, again: Callback<()>) {
        Effect::new(move |_| {
            let listener = window_event_listener(leptos::ev::online, move |_| {
                let is_cut = self.error.with_untracked(|error| {
                    matches!(error, Some(ApiError::Unreachable | ApiError::NotSenda))
                });
                if is_cut {
                    again.run(());
                }
            });
            on_cleanup(move || listener.remove());
        });
    }
}

impl<T: Send + Sync + 'static> Clone for Remote<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Remote<T> {}

impl<T: Send + Sync + 'static> Remote<T> {
    /// Asks at once in the browser, and again whenever a signal that `ask` reads changes.
    pub fn new<F>(ask: impl Fn() -> F + Send + Sync + 'static) -> Remote<T>
    where
        F: Future<Output = Result<T, ApiError>> + 'static,
    {
        let remote = Remote {
            data: RwSignal::new(None),
            state: RemoteState {
                error: RwSignal::new(None),
                is_busy: RwSignal::new(true),
                received: RwSignal::new(None),
            },
            ask: StoredValue::new(Arc::new(move || Box::pin(ask()) as Answer<T>) as Ask<T>),
            asked: StoredValue::new(0),
        };
        Effect::new(move |_| remote.run());
        remote.state.when_signal_returns(Callback::new(move |()| remote.reload()));
        remote
    }

    /// Asks once more.
    pub fn reload(self) {
        untrack(|| self.run());
    }

    /// What the office said last.
    pub fn get(self) -> Option<Arc<T>> {
        self.data.get()
    }

    /// What the office said last, without asking to be told of the next.
    pub fn get_untracked(self) -> Option<Arc<T>> {
        self.data.get_untracked()
    }

    /// Whether the office has answered at all.
    pub fn has_data(self) -> Signal<bool> {
        Signal::derive(move || self.data.with(Option::is_some))
    }

    pub fn state(self) -> RemoteState {
        self.state
    }

    fn run(self) {
        let Some(ask) = self.ask.try_get_value() else { return };
        let answer = ask();
        let number = self.asked.try_update_value(|asked| {
            *asked = asked.wrapping_add(1);
            *asked
        });
        self.state.is_busy.set(true);
        device::spawn(async move {
            let answer = answer.await;
            if self.asked.try_get_value() != number || number.is_none() {
                return;
            }
            match answer {
                Ok(data) => {
                    self.data.try_set(Some(Arc::new(data)));
                    self.state.received.try_set(Some(device::now()));
                    self.state.error.try_set(None);
                }
                Err(error) => {
                    self.state.error.try_set(Some(error));
                }
            }
            self.state.is_busy.try_set(false);
        });
    }
}

/// One change that a page asks for: never twice at a time.
#[derive(Clone, Copy)]
pub struct Change {
    pub is_busy: RwSignal<bool>,
    pub error: RwSignal<Option<ApiError>>,
}

impl Default for Change {
    fn default() -> Change {
        Change { is_busy: RwSignal::new(false), error: RwSignal::new(None) }
    }
}

impl Change {
    /// Asks for the change and hands its answer to `done`; while another is under way, does nothing.
    pub fn run<T: 'static>(
        self,
        ask: impl Future<Output = Result<T, ApiError>> + 'static,
        done: impl FnOnce(T) + 'static,
    ) {
        if self.is_busy.get_untracked() {
            return;
        }
        self.is_busy.set(true);
        self.error.set(None);
        device::spawn(async move {
            let answer = ask.await;
            if self.is_busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(answer) => done(answer),
                Err(error) => {
                    self.error.try_set(Some(error));
                }
            }
        });
    }
}
