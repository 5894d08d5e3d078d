//! One thread, many tasks, and a die that says which goes on: every interleaving comes from the seed.

use std::{
    cell::{Cell, RefCell},
    future::Future,
    pin::Pin,
    task::{Context, Poll, Waker},
};

use super::faults::Dice;

/// Who dies together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    Tab { phone: usize, tab: u64 },
    Server,
    Office,
}

struct Task {
    owner: Owner,
    future: Pin<Box<dyn Future<Output = ()>>>,
}

#[derive(Default)]
pub struct Executor {
    tasks: RefCell<Vec<Task>>,
    /// The owner of the task that is running, and whether it was killed meanwhile.
    running: Cell<Option<(Owner, bool)>>,
}

impl Executor {
    pub fn spawn(&self, owner: Owner, future: impl Future<Output = ()> + 'static) {
        self.tasks.borrow_mut().push(Task { owner, future: Box::pin(future) });
    }

    /// Drops every task of the owners that `is_doomed` says, wherever they await.
    pub fn kill(&self, is_doomed: impl Fn(Owner) -> bool) {
        let mut doomed = Vec::new();
        let mut tasks = self.tasks.borrow_mut();
        let mut at = 0;
        while at < tasks.len() {
            if is_doomed(tasks[at].owner) {
                doomed.push(tasks.swap_remove(at));
            } else {
                at += 1;
            }
        }
        drop(tasks);
        drop(doomed);
        if let Some((owner, was_killed)) = self.running.get() {
            self.running.set(Some((owner, was_killed || is_doomed(owner))));
        }
    }

    /// Advances one task to its next await. False where none is left.
    pub fn step(&self, dice: &Dice) -> bool {
        let mut tasks = self.tasks.borrow_mut();
        if tasks.is_empty() {
            return false;
        }
        let at = dice.below(tasks.len());
        let mut task = tasks.swap_remove(at);
        drop(tasks);
        self.running.set(Some((task.owner, false)));
        let poll = task.future.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        let was_killed = self.running.take().is_some_and(|(_, was_killed)| was_killed);
        if poll.is_pending() && !was_killed {
            self.tasks.borrow_mut().push(task);
        }
        true
    }
}

/// One await: anything may happen before it goes on.
pub fn pause() -> impl Future<Output = ()> {
    struct Pause(bool);
    impl Future for Pause {
        type Output = ();
        fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
            if self.0 {
                return Poll::Ready(());
            }
            self.0 = true;
            Poll::Pending
        }
    }
    Pause(false)
}
