//! What every form of the field shares: it opens for one client, keeps what was typed, and saves once.

pub mod client_screen;
pub mod kept;
pub mod papers;
pub mod save_bar;

pub use client_screen::ClientScreen;
pub use kept::{forget, keep, keep_photo};
pub use papers::{keep_paper, paper};
pub use save_bar::SaveBar;
