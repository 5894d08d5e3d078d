//! From an account to its ficha.

use crate::{
    domain::{
        account::Account,
        agreement::{Agreement, AgreementState},
        calendar::ContactHours,
        cheque::{Cheque, ChequeState},
        correction::Correction,
        customer::Customer,
        date::{CivilDate, Millis},
        event::Fact,
        ids::ClientId,
        interest::accrued,
        invoice::{Currency, DebtKind, Invoice},
        money::Money,
        promise::PromiseState,
    },
    sync::{overlay::Workspace, records::OutboxRow},
    ui::{
        components::Tone,
        format, links,
        screens::agreement::document::state_of,
        text::{agreement as convenio, correction, customer::ES},
    },
};

/// Everything that the ficha shows.
#[derive(Clone, Debug, PartialEq)]
pub struct CustomerView {
    pub client: ClientId,
    pub balance: Money,
    pub overdue: Money,
    pub overdue_days: i64,
    pub unapplied: Money,
    /// Moratory interest to date with its IVA, not in the balance.
    pub moratory: Money,
    /// What pays everything off today.
    pub to_clear: Money,
    /// Owed in dollars, never added to pesos.
    pub dollars: Option<String>,
    /// Something of this client is only on this phone.
    pub is_pending: bool,
    pub data_of: Option<String>,
    pub reach: Reach,
    pub directions: Option<String>,
    /// By kind of debt, each oldest first.
    pub debts: Vec<DebtGroup>,
    pub agreements: Vec<PaperLine>,
    pub cheques: Vec<PaperLine>,
    /// What was asked of the office and is still on this phone.
    pub requests: Vec<PaperLine>,
    pub movements: Vec<Movement>,
    pub data: Vec<(&'static str, String)>,
}

/// Whether the client may be called and written to now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    Allowed { telephone: String, whatsapp: String },
    OffHours,
    NoPhone,
}

/// The open debts of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DebtGroup {
    pub title: &'static str,
    pub lines: Vec<InvoiceLine>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvoiceLine {
    pub folio: String,
    pub kind: Option<String>,
    pub due: String,
    pub state: String,
    pub tone: Tone,
    pub balance: String,
    pub total: Option<String>,
    /// Interest to date with its IVA.
    pub interest: Option<String>,
    /// The client has it for review, until this day where he gave one.
    pub review: Option<String>,
}

/// A convenio, a cheque or a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperLine {
    pub title: String,
    pub details: String,
    pub state: String,
    pub tone: Tone,
    pub amount: Option<Money>,
    pub href: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Movement {
    pub what: String,
    pub when: String,
    pub amount: Option<Money>,
    pub tag: Option<(Tone, &'static str)>,
    /// The receipt, where this phone issued it.
    pub href: Option<String>,
}

/// The ficha of one client; `None` where he is not in the list.
pub fn customer_view(workspace: &Workspace, client: ClientId, now: Millis) -> Option<CustomerView> {
    let account = workspace.account(client)?;
    let profile = workspace.meta().profile.as_ref();
    let zone = profile.map_or(account.customer.zone, |profile| profile.zone);
    let today = now.date_in(zone);
    let company = profile.map(|profile| profile.company.as_str()).unwrap_or_default();
    Some(CustomerView {
        client,
        balance: account.balance().unwrap_or_default(),
        overdue: account.overdue(today).unwrap_or_default(),
        overdue_days: account.overdue_days(today),
        unapplied: account.unapplied,
        moratory: account.moratory_on(today).and_then(|late| late.total()).unwrap_or_default(),
        to_clear: account.to_clear_on(today).unwrap_or_default(),
        dollars: dollars(&account),
        is_pending: workspace.is_pending(client),
        data_of: workspace.meta().pulled_at.map(|at| (ES.data_of)(&format::moment(at, zone, today))),
        reach: reach(&account.customer, company, now),
        directions: links::directions(&account.customer),
        debts: debt_groups(&account, today),
        agreements: account.agreements.iter().rev().map(|one| agreement_line(&account, one, today)).collect(),
        cheques: account.cheques.iter().rev().map(|cheque| cheque_line(cheque, today)).collect(),
        requests: requests(workspace, client),
        movements: movements(workspace, &account, today),
        data: data(&account.customer),
    })
}

fn dollars(account: &Account) -> Option<String> {
    let open =
        account.invoices.iter().filter(|invoice| invoice.is_open() && invoice.currency == Currency::Usd);
    let sum = Money::sum(open.map(|invoice| invoice.balance)).ok()?;
    sum.is_positive().then(|| format!("{} USD", format::money(sum)))
}

fn reach(customer: &Customer, company: &str, now: Millis) -> Reach {
    let message = (ES.greeting)(&customer.name, company);
    match (links::telephone(&customer.phone), links::whatsapp(&customer.phone, &message)) {
        (Some(_), Some(_)) if !ContactHours::LEGAL.allow(now, customer.zone) => Reach::OffHours,
        (Some(telephone), Some(whatsapp)) => Reach::Allowed { telephone, whatsapp },
        _ => Reach::NoPhone,
    }
}

fn debt_groups(account: &Account, today: CivilDate) -> Vec<DebtGroup> {
    let mut open: Vec<&Invoice> = account.invoices.iter().filter(|invoice| invoice.is_open()).collect();
    open.sort_by(|a, b| (a.due, &a.folio).cmp(&(b.due, &b.folio)));
    let mut groups: Vec<DebtGroup> = ES.groups.map(|title| DebtGroup { title, lines: Vec::new() }).to_vec();
    for invoice in open {
        let place = match invoice.kind {
            DebtKind::Invoice => 0,
            DebtKind::Instalment { .. } => 1,
            DebtKind::Agreed { .. } => 2,
            DebtKind::Indemnity { .. } => 3,
        };
        if let Some(group) = groups.get_mut(place) {
            group.lines.push(invoice_line(invoice, today));
        }
    }
    groups.retain(|group| !group.lines.is_empty());
    groups
}

fn invoice_line(invoice: &Invoice, today: CivilDate) -> InvoiceLine {
    let (tone, state) = match today.days_since(invoice.due) {
        0 => (Tone::Info, ES.due_today.to_owned()),
        days if days > 0 => (Tone::Warning, (ES.late_days)(days)),
        _ => (Tone::Neutral, ES.to_come.to_owned()),
    };
    let written = |amount| match invoice.currency {
        Currency::Mxn => format::money(amount),
        Currency::Usd => format!("{} USD", format::money(amount)),
    };
    let interest = accrued(invoice, today).and_then(|late| late.total()).unwrap_or_default();
    let review = invoice.in_review.as_ref().map(|review| {
        (ES.review)(&review.client_folio, review.pay_on.map(|day| format::date(day, today)).as_deref())
    });
    InvoiceLine {
        folio: invoice.folio.clone(),
        kind: (ES.kind)(invoice.kind),
        due: (ES.due_on)(&format::date(invoice.due, today)),
        state,
        tone,
        balance: written(invoice.balance),
        total: (invoice.balance != invoice.total).then(|| (ES.of_total)(invoice.total)),
        interest: interest.is_positive().then(|| (ES.interest)(interest)),
        review,
    }
}

fn agreement_line(account: &Account, agreement: &Agreement, today: CivilDate) -> PaperLine {
    let total = agreement.terms.total().unwrap_or_default();
    let count = agreement.terms.instalments.len();
    let unpaid = account
        .open_invoices()
        .filter(|debt| matches!(debt.kind, DebtKind::Agreed { agreement: id, .. } if id == agreement.id));
    let paid = count.saturating_sub(unpaid.count());
    let (tone, state) = state_of(agreement);
    let mut details = vec![(convenio::ES.line)(total, count)];
    if agreement.state == AgreementState::Active {
        details.push((convenio::ES.paid_of)(paid, count));
    }
    PaperLine {
        title: (convenio::ES.made_on)(&format::date(agreement.made_on, today)),
        details: details.join(" · "),
        state,
        tone,
        amount: None,
        href: Some(format!("/app/convenio/{}/{}", account.id(), agreement.id)),
    }
}

fn cheque_line(cheque: &Cheque, today: CivilDate) -> PaperLine {
    let on = |day: CivilDate| format::date(day, today);
    let (tone, state) = match cheque.state {
        ChequeState::Received => (Tone::Info, ES.cheque_received.to_owned()),
        ChequeState::Deposited { on: day } => (Tone::Info, (ES.cheque_deposited)(&on(day))),
        ChequeState::Cleared { on: day } => (Tone::Ok, (ES.cheque_cleared)(&on(day))),
        ChequeState::Bounced { on: day } => (Tone::Danger, (ES.cheque_bounced)(&on(day))),
    };
    PaperLine {
        title: format!("{} {}", cheque.bank, cheque.number),
        details: format!("{} · {}", cheque.folio, on(cheque.received_on)),
        state,
        tone,
        amount: Some(cheque.amount),
        href: None,
    }
}

/// Newest first. What the office has taken in is no longer on this phone.
fn requests(workspace: &Workspace, client: ClientId) -> Vec<PaperLine> {
    let line = |row: &OutboxRow| {
        let Fact::CorrectionAsked(asked) = &workspace.event(row.seq)?.fact else { return None };
        let href = matches!(asked.correction, Correction::Agreement { .. })
            .then(|| format!("/app/convenio/{client}/{}", row.id));
        Some(PaperLine {
            title: (correction::ES.name)(&asked.correction).to_owned(),
            details: asked.reason.clone(),
            state: if row.is_unsent() { ES.pending_mark } else { correction::ES.waiting }.to_owned(),
            tone: Tone::Info,
            amount: None,
            href,
        })
    };
    workspace.outbox().iter().rev().filter(|row| row.client == Some(client)).filter_map(line).collect()
}

fn movements(workspace: &Workspace, account: &Account, today: CivilDate) -> Vec<Movement> {
    let on = |date: CivilDate| format::date(date, today);
    let is_here = |event| workspace.outbox().iter().any(|row| row.id == event && row.is_unsent());
    let pending = |event| is_here(event).then_some((Tone::Neutral, ES.pending_mark));
    let mut all: Vec<(CivilDate, Movement)> = Vec::new();
    all.extend(account.recent_payments.iter().map(|line| {
        let movement = Movement {
            what: (ES.payment)(&line.folio.to_string()),
            when: on(line.received_on),
            amount: Some(line.amount),
            tag: pending(line.event),
            href: workspace.receipt(&line.folio).map(|receipt| format!("/app/recibo/{}", receipt.folio)),
        };
        (line.received_on, movement)
    }));
    all.extend(account.promises.iter().map(|promise| {
        let state = promise.state_on(today);
        let tone = match state {
            PromiseState::Open => Tone::Info,
            PromiseState::Kept => Tone::Ok,
            PromiseState::Partial => Tone::Warning,
            PromiseState::Broken => Tone::Danger,
        };
        let movement = Movement {
            what: (ES.promise)(promise.amount, &on(promise.due)),
            when: on(promise.made_on),
            amount: None,
            tag: Some((tone, (ES.promise_state)(state))),
            href: None,
        };
        (promise.made_on, movement)
    }));
    all.extend(account.last_visit.iter().map(|visit| {
        let movement = Movement {
            what: (ES.visit_result)(&visit.result, today),
            when: (ES.last_visit)(&on(visit.on)),
            amount: None,
            tag: pending(visit.event),
            href: None,
        };
        (visit.on, movement)
    }));
    all.sort_by(|(a, _), (b, _)| b.cmp(a));
    all.into_iter().map(|(_, movement)| movement).collect()
}

fn data(customer: &Customer) -> Vec<(&'static str, String)> {
    let known = |text: &str| if text.trim().is_empty() { ES.unknown.to_owned() } else { text.to_owned() };
    vec![
        (ES.key, known(&customer.key)),
        (ES.rfc, known(&customer.rfc)),
        (ES.phone, known(&format::phone(&customer.phone))),
        (ES.email, known(&customer.email)),
        (ES.address, known(&links::address_line(customer))),
        (ES.terms, (ES.days)(customer.credit_days)),
        (ES.limit, format::money(customer.credit_limit)),
    ]
}
