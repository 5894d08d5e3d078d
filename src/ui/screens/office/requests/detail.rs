//! One request, whole, and the decision about it.

use leptos::prelude::*;

use super::{name, state_tag};
use crate::{
    api::corrections::{
        DECISION_CHARS_MAX, RequestRow, RequestState, RequestSubject, approve_request, reject_request,
    },
    domain::{correction::Correction, money::Money},
    ui::{
        components::{Button, ButtonKind, FieldNote, Glyph, PhotoView, TextArea},
        format,
        screens::office::{here::WallClock, remote::Change, states::ChangeError},
        text::{exceptions, office, requests::ES},
    },
};

#[component]
pub fn Detail(
    row: RequestRow,
    clock: WallClock,
    #[prop(into)] on_close: Callback<()>,
    #[prop(into)] on_decided: Callback<String>,
) -> impl IntoView {
    let facts = facts(&row, clock)
        .into_iter()
        .map(|(label, words)| {
            view! {
                <dt>{label}</dt>
                <dd>{words}</dd>
            }
        })
        .collect_view();
    let evidence = row.evidence.map(|photo| view! { <PhotoView photo=photo label=ES.evidence/> });
    let end = match &row.decision {
        RequestState::Open if row.may_decide => {
            view! { <Decide row=row.clone() on_decided=on_decided/> }.into_any()
        }
        RequestState::Open => view! { <p class="quiet">{ES.not_yours}</p> }.into_any(),
        RequestState::Approved { by_name, at, note, .. } => {
            ended(&(ES.decided)(by_name, &clock.moment(*at)), note)
        }
        RequestState::Rejected { by_name, at, reason, .. } => {
            ended(&(ES.decided)(by_name, &clock.moment(*at)), reason)
        }
    };
    let source = if row.is_from_street { ES.from_street } else { ES.from_office };
    view! {
        <article class="stack">
            <div class="back-to-list">
                <Button kind=ButtonKind::Quiet glyph=Glyph::Back on_press=on_close>
                    {office::ES.back_to_list}
                </Button>
            </div>
            <h2>{name(&row.subject)}</h2>
            <p>{state_tag(&row.decision)}</p>
            <p class="quiet">
                {format!("{} · {source}", (ES.asked)(&row.asked_by_name, &clock.moment(row.asked)))}
            </p>
            <blockquote>{row.reason.clone()}</blockquote>
            {evidence}
            <dl>{facts}</dl>
            {end}
        </article>
    }
    .into_any()
}

fn ended(words: &str, note: &str) -> AnyView {
    let note = (!note.is_empty()).then(|| view! { <blockquote>{note.to_owned()}</blockquote> });
    view! {
        <p>{words.to_owned()}</p>
        {note}
    }
    .into_any()
}

/// What whoever decides must know: each label with its words.
fn facts(row: &RequestRow, clock: WallClock) -> Vec<(&'static str, String)> {
    let mut lines = vec![(ES.about, row.about_name.clone())];
    let facts = &row.facts;
    if !facts.debt_folio.is_empty() {
        lines.push((ES.debt, facts.debt_folio.clone()));
    }
    let mut amount = |label: &'static str, amount: Option<Money>| {
        if let Some(amount) = amount {
            lines.push((label, format::money(amount)));
        }
    };
    amount(ES.debt_balance, facts.debt_balance);
    if let RequestSubject::Correction { correction, .. } = &row.subject {
        match correction {
            Correction::Condonation { amount: forgiven, .. } => amount(ES.forgiven, Some(*forgiven)),
            Correction::Agreement { agreement } => {
                let terms = &agreement.terms;
                let due = Money::sum(terms.instalments.iter().map(|one| one.amount)).ok();
                amount(ES.agreed_total, due);
                amount(ES.discount, Some(terms.discount));
                lines.push((ES.agreed, (ES.instalments)(terms.instalments.len())));
            }
            Correction::DueDate { due, .. } => lines.push((ES.new_due, clock.date(*due))),
            Correction::Reversal { .. }
            | Correction::WriteOff { .. }
            | Correction::AgreementBroken { .. }
            | Correction::ChequeBounced { .. } => {}
        }
    }
    if let Some(due) = facts.debt_due {
        lines.push((ES.debt_due, clock.date(due)));
    }
    if let (Some(folio), Some(paid)) = (&facts.payment_folio, facts.payment_amount) {
        let on = facts.payment_on.map(|on| clock.date(on)).unwrap_or_default();
        lines.push((ES.payment, format!("{folio} · {} · {on}", format::money(paid))));
        lines.push((ES.payment_by, facts.payment_by.clone()));
    }
    if let Some(balance) = facts.client_balance {
        lines.push((ES.client_balance, format::money(balance)));
    }
    if let Some(overdue) = facts.client_overdue {
        lines.push((ES.client_overdue, format::money(overdue)));
    }
    lines
}

#[component]
fn Decide(row: RequestRow, on_decided: Callback<String>) -> impl IntoView {
    let note = RwSignal::new(String::new());
    let is_rejecting = RwSignal::new(false);
    let deciding = Change::default();
    let request = row.request;
    let wrong = Signal::derive(move || {
        let chars = note.with(|note| note.trim().chars().count());
        if is_rejecting.get() && chars == 0 {
            Some(FieldNote::Error(ES.reject_missing.to_owned()))
        } else if chars > DECISION_CHARS_MAX as usize {
            Some(FieldNote::Error((exceptions::ES.note_long)(DECISION_CHARS_MAX)))
        } else {
            None
        }
    });
    let words = move || note.get_untracked().trim().to_owned();
    let approve = move |()| {
        is_rejecting.set(false);
        if wrong.with_untracked(Option::is_some) {
            return;
        }
        deciding.run(approve_request(request, words()), move |()| on_decided.run(ES.approved.to_owned()));
    };
    let reject = move |()| {
        is_rejecting.set(true);
        if wrong.with_untracked(Option::is_some) {
            return;
        }
        deciding.run(reject_request(request, words()), move |()| on_decided.run(ES.rejected.to_owned()));
    };
    view! {
        <div class="stack">
            <p class="quiet">{ES.approve_effect}</p>
            <TextArea
                label=ES.approve_note
                name="decision-note"
                value=note
                on_input=move |text| note.set(text)
                note=wrong
            />
            <ChangeError error=deciding.error/>
            <div class="sheet-actions">
                <Button kind=ButtonKind::Primary glyph=Glyph::Check busy=deciding.is_busy on_press=approve>
                    {ES.approve}
                </Button>
                <Button kind=ButtonKind::Danger glyph=Glyph::Close busy=deciding.is_busy on_press=reject>
                    {ES.reject}
                </Button>
            </div>
        </div>
    }
    .into_any()
}
