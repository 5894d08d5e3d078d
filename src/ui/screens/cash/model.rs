//! From the drawer and the phone's receipts to what the person carries.

use crate::{
    domain::{
        date::{CivilDate, Zone},
        drawer::{CashLevel, Drawer, HandoverLine, HandoverState, HeldForm},
        money::Money,
    },
    sync::{overlay::Workspace, records::ReceiptRow},
    ui::{
        components::Tone,
        format,
        text::{cash::ES, collect, handover},
    },
};

/// How many receipts of other days are listed.
const EARLIER_MAX: usize = 50;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CashLine {
    pub folio: String,
    pub client_name: String,
    pub amount: Money,
    pub details: String,
    /// Only on this phone.
    pub is_pending: bool,
}

/// A corte of the past.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandedLine {
    pub href: String,
    pub title: String,
    pub details: String,
    pub state: String,
    pub tone: Tone,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CashView {
    /// In cash.
    pub in_hand: Money,
    pub soft: Money,
    pub hard: Money,
    pub level: Option<CashLevel>,
    /// The oldest payment in hand is from this day.
    pub since: Option<String>,
    /// Held since the last corte, by form.
    pub cash: Money,
    pub cheques: Money,
    pub transfers: Money,
    pub cards: Money,
    pub opened: Money,
    pub spent: Money,
    pub deposited: Money,
    /// The receipts of today, newest first.
    pub today: Vec<CashLine>,
    pub earlier: Vec<CashLine>,
    pub deposits: Vec<(String, String, Money)>,
    pub voided: Vec<String>,
    pub handed: Vec<HandedLine>,
    pub may_deposit: bool,
    /// A supervisor lets the person carry more today.
    pub is_cash_allowed: bool,
}

pub fn cash_view(workspace: &Workspace, today: CivilDate, zone: Zone) -> CashView {
    let (drawer, policy) = (workspace.drawer(), workspace.policy());
    let of = |form: HeldForm| held_in(&drawer, form);
    let since = drawer.held.iter().map(|held| held.received_on).min();
    let mut view = CashView {
        in_hand: drawer.cash,
        soft: policy.cash.soft,
        hard: policy.cash.hard,
        level: Some(policy.cash.level(drawer.cash)),
        since: since.map(|day| format::date(day, today)),
        cash: of(HeldForm::Cash),
        cheques: of(HeldForm::Cheque),
        transfers: of(HeldForm::Transfer),
        cards: of(HeldForm::Card),
        opened: drawer.opened,
        spent: drawer.spent,
        deposited: Money::sum(drawer.deposits.iter().map(|line| line.cash)).unwrap_or_default(),
        voided: drawer.voided.iter().map(ToString::to_string).collect(),
        handed: drawer.handovers.iter().map(|line| handed_line(line, today)).collect(),
        may_deposit: policy.may_deposit,
        is_cash_allowed: drawer.cash_allowed_on == Some(today),
        ..CashView::default()
    };
    for line in &drawer.deposits {
        let bank = policy.banks.iter().find(|bank| bank.id == line.bank);
        let name = bank.map(|bank| bank.bank.as_str()).unwrap_or_default();
        let title = (crate::ui::text::deposit::ES.line)(name, &line.slip_folio);
        view.deposits.push((title, format::date(line.on, today), line.total));
    }
    for receipt in workspace.receipts().rev() {
        let line = line(workspace, receipt, today, zone);
        if receipt.recorded.date_in(zone) == today {
            view.today.push(line);
        } else if view.earlier.len() < EARLIER_MAX {
            view.earlier.push(line);
        }
    }
    view
}

/// What is held in one form.
pub fn held_in(drawer: &Drawer, form: HeldForm) -> Money {
    let held = drawer.held.iter().filter(|held| held.form == form);
    Money::sum(held.map(|held| held.amount)).unwrap_or_default()
}

fn handed_line(line: &HandoverLine, today: CivilDate) -> HandedLine {
    let words = &handover::ES;
    let mut details = vec![(words.line)(line.handed, line.payments)];
    if !line.difference.is_zero() {
        details.push((words.difference)(line.difference));
    }
    if let HandoverState::Objected { counted, .. } = line.state {
        details.push((words.objected)(counted));
    }
    HandedLine {
        href: format!("/app/corte/{}", line.event),
        title: (ES.corte_of)(&format::date(line.day, today)),
        details: details.join(" · "),
        state: (words.state)(line.state).to_owned(),
        tone: state_tone(line.state),
    }
}

pub fn state_tone(state: HandoverState) -> Tone {
    match state {
        HandoverState::Waiting => Tone::Info,
        HandoverState::Confirmed { .. } => Tone::Ok,
        HandoverState::Objected { .. } => Tone::Warning,
    }
}

fn line(workspace: &Workspace, receipt: &ReceiptRow, today: CivilDate, zone: Zone) -> CashLine {
    let method = (collect::ES.method_name)(receipt.method.sat_form());
    CashLine {
        folio: receipt.folio.to_string(),
        client_name: receipt.client_name.clone(),
        amount: receipt.amount,
        details: format!("{} · {method} · {}", receipt.folio, format::moment(receipt.recorded, zone, today)),
        is_pending: workspace.outbox().iter().any(|row| row.seq == receipt.seq && row.is_unsent()),
    }
}
