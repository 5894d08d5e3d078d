//! Who works in the office now, and how moments are written for him.

use std::sync::Arc;

use leptos::prelude::*;

use crate::{
    api::session::LoggedIn,
    device,
    domain::{
        date::{CivilDate, Millis, Zone},
        role::Permission,
    },
    ui::format,
};

/// The person behind the session, handed down by the frame to every office page.
#[derive(Clone)]
pub struct Here {
    pub me: Arc<LoggedIn>,
}

impl Here {
    /// Inside the frame there is always somebody; elsewhere `None`.
    pub fn now() -> Option<Here> {
        use_context::<Here>()
    }

    pub fn may(&self, permission: Permission) -> bool {
        self.me.may(permission)
    }

    pub fn clock(&self) -> WallClock {
        WallClock { zone: self.me.zone }
    }
}

/// Writes moments in one zone. Read it where something is shown: it asks the device for the present.
#[derive(Clone, Copy, Debug)]
pub struct WallClock {
    pub zone: Zone,
}

impl WallClock {
    /// The clock of the caller's branch.
    pub fn of_caller() -> WallClock {
        Here::now().map_or(WallClock { zone: Zone::MEXICO_CITY }, |here| here.clock())
    }

    pub fn today(self) -> CivilDate {
        device::now().date_in(self.zone)
    }

    /// `10:05 a.m.`, with its day where that is not today.
    pub fn moment(self, at: Millis) -> String {
        format::moment(at, self.zone, self.today())
    }

    pub fn date(self, date: CivilDate) -> String {
        format::date(date, self.today())
    }

    /// `hace 3 h`.
    pub fn age(self, at: Millis) -> String {
        format::age(device::now().since(at))
    }
}
