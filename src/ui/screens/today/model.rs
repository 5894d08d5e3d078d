//! From accounts to the cards of the day.

use std::rc::Rc;

use crate::{
    domain::{
        account::Account,
        calendar::WorkCalendar,
        date::CivilDate,
        drawer::Drawer,
        ids::ClientId,
        money::Money,
        route::{DayRoute, Stop, StopReason, StopState, day_route},
    },
    sync::overlay::Workspace,
    ui::{components::Tone, format, links, text::today::ES},
};

/// Which stops are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Filter {
    #[default]
    Pending,
    Done,
    All,
}

impl Filter {
    pub const ALL: [Filter; 3] = [Filter::Pending, Filter::Done, Filter::All];

    fn shows(self, stop: &Stop) -> bool {
        match self {
            Filter::Pending => !stop.state.is_done(),
            Filter::Done => stop.state.is_done(),
            Filter::All => true,
        }
    }
}

/// One card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StopCard {
    pub client: ClientId,
    pub number: usize,
    pub name: String,
    pub street: String,
    pub why: String,
    pub tone: Tone,
    pub to_collect: Money,
    pub state: StopState,
    /// Something of this client is only on this phone.
    pub is_pending: bool,
    pub directions: Option<String>,
}

/// The whole screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RouteView {
    pub cards: Vec<StopCard>,
    pub pending: usize,
    pub done: usize,
    /// Due clients that the day does not hold.
    pub rest: usize,
    pub to_collect: Money,
    /// Of the month's goal, where there is one.
    pub goal: Option<String>,
    /// The corte of an older day that must be handed in.
    pub corte: Option<OpenCorte>,
}

/// An older day's corte is still open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenCorte {
    pub day: String,
    /// A supervisor lets the person go out all the same.
    pub is_allowed: bool,
}

impl RouteView {
    /// The route waits for the corte.
    pub fn is_stopped(&self) -> bool {
        self.corte.as_ref().is_some_and(|corte| !corte.is_allowed)
    }
}

/// The day as it is shown. Its order does not depend on what was done today.
pub fn route_view(workspace: &Workspace, today: CivilDate, filter: Filter) -> RouteView {
    let accounts: Vec<Rc<Account>> = workspace.accounts().collect();
    // Sums of one person's portfolio are far below the bounds of money; were they not, an empty list with its
    // clients still under Clientes is better than none of the app.
    let route =
        day_route(accounts.iter().map(Rc::as_ref), today, &WorkCalendar::default()).unwrap_or_default();
    let cards = route
        .stops
        .iter()
        .enumerate()
        .filter(|(_, stop)| filter.shows(stop))
        .filter_map(|(index, stop)| {
            let account = workspace.account(stop.client)?;
            Some(card(index + 1, stop, &account, today, workspace.is_pending(stop.client)))
        })
        .collect();
    let profile = workspace.meta().profile.as_ref();
    RouteView {
        cards,
        pending: route.pending().count(),
        done: route.done().count(),
        rest: route.rest.len(),
        to_collect: route.to_collect().unwrap_or_default(),
        goal: profile.and_then(|profile| format::percent(profile.month_collected, profile.month_goal)),
        corte: open_corte(&workspace.drawer(), today),
    }
}

fn open_corte(drawer: &Drawer, today: CivilDate) -> Option<OpenCorte> {
    let oldest = drawer.held.iter().map(|held| held.received_on).min().filter(|day| *day < today)?;
    Some(OpenCorte { day: format::date(oldest, today), is_allowed: drawer.open_since(today).is_none() })
}

/// The client to visit after `client`: the first of the day that still waits.
pub fn next_client(workspace: &Workspace, today: CivilDate, client: ClientId) -> Option<ClientId> {
    let accounts: Vec<Rc<Account>> = workspace.accounts().collect();
    let route: DayRoute =
        day_route(accounts.iter().map(Rc::as_ref), today, &WorkCalendar::default()).unwrap_or_default();
    route.pending().map(|stop| stop.client).find(|other| *other != client)
}

fn card(number: usize, stop: &Stop, account: &Account, today: CivilDate, is_pending: bool) -> StopCard {
    let customer = &account.customer;
    let address = &customer.address;
    let street = [address.street.trim(), address.neighbourhood.trim()];
    StopCard {
        client: stop.client,
        number,
        name: customer.name.clone(),
        street: street.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", "),
        why: (ES.why)(stop.reason, today),
        tone: match stop.reason {
            StopReason::PromiseBroken { .. } => Tone::Danger,
            StopReason::Overdue { .. } => Tone::Warning,
            StopReason::PromiseToday { .. } | StopReason::PayDay { .. } => Tone::Info,
            StopReason::DueToday | StopReason::Unplanned => Tone::Neutral,
        },
        to_collect: stop.to_collect,
        state: stop.state,
        is_pending,
        directions: links::directions(customer),
    }
}
