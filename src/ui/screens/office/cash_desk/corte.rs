//! One corte: counted blind by whoever receives it, then its arithmetic and its papers.

use leptos::prelude::*;

use super::{cortes::state_tag, form};
use crate::{
    api::cortes::{CorteDetail, CorteState, ask_to_reopen_corte, count_corte, get_corte},
    domain::{cash_count::CashCount, ids::EventId, money::Money, role::Permission},
    ui::{
        components::{
            Banner, Button, ButtonKind, Column, DataTable, DenominationCount, FieldNote, Glyph,
            SignatureView, TextArea, Tone,
        },
        format,
        screens::office::{
            here::{Here, WallClock},
            remote::{Change, Remote},
            states::{ChangeError, Loaded},
        },
        text::{cash_desk::ES, handover, office},
    },
};

#[component]
pub fn Corte(
    corte: EventId,
    #[prop(into)] on_close: Callback<()>,
    #[prop(into)] on_changed: Callback<String>,
) -> impl IntoView {
    let detail = Remote::new(move || get_corte(corte));
    let changed = Callback::new(move |words: String| {
        detail.reload();
        on_changed.run(words);
    });
    view! {
        <article class="stack">
            <div class="back-to-list">
                <Button kind=ButtonKind::Quiet glyph=Glyph::Back on_press=on_close>
                    {office::ES.back_to_list}
                </Button>
            </div>
            <Loaded
                state=detail.state()
                has_data=detail.has_data()
                retry=move |()| detail.reload()
            >
                {move || detail.get().map(|detail| view! { <Shown detail=(*detail).clone() changed=changed/> })}
            </Loaded>
        </article>
    }
    .into_any()
}

#[component]
fn Shown(detail: CorteDetail, changed: Callback<String>) -> impl IntoView {
    let clock = WallClock::of_caller();
    let may_count = Here::now().is_some_and(|here| here.may(Permission::ReceiveCash));
    let is_waiting = detail.row.state == CorteState::Waiting;
    let title = (ES.corte_title)(&detail.row.person_name, &clock.date(detail.row.day));
    // Whoever receives counts before he sees what is expected.
    let body = if is_waiting && may_count {
        view! { <Count corte=detail.row.corte handed=detail.row.handed changed=changed/> }.into_any()
    } else {
        view! { <Arithmetic detail=detail.clone() clock=clock changed=changed/> }.into_any()
    };
    view! {
        <h2>{title}</h2>
        <p>{state_tag(&detail.row.state)}</p>
        {body}
    }
    .into_any()
}

#[component]
fn Count(corte: EventId, handed: Money, changed: Callback<String>) -> impl IntoView {
    let count = RwSignal::new(CashCount::default());
    let note = RwSignal::new(String::new());
    let has_tried = RwSignal::new(false);
    let counting = Change::default();
    let total = Signal::derive(move || count.with(CashCount::total).unwrap_or_default());
    // The office's own answer asks for the note: that a count differs is said only after it was tried.
    let lacks_note = Signal::derive(move || {
        has_tried.get() && total.get() != handed && note.with(|note| note.trim().is_empty())
    });
    let wrong =
        Signal::derive(move || lacks_note.get().then(|| FieldNote::Error(ES.count_note_missing.to_owned())));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        has_tried.set(true);
        if lacks_note.get_untracked() {
            return;
        }
        let words = note.get_untracked().trim().to_owned();
        counting.run(count_corte(corte, count.get_untracked(), words), move |state| {
            let said = match state {
                CorteState::Objected { .. } => ES.received_objected,
                CorteState::Waiting | CorteState::Confirmed { .. } => ES.received,
            };
            changed.run(said.to_owned());
        });
    };
    view! {
        <form class="stack" novalidate on:submit=submit>
            <h3>{ES.count_now}</h3>
            <p class="quiet">{ES.count_blind}</p>
            <DenominationCount count=count on_change=move |next| count.set(next)/>
            <TextArea
                label=ES.count_note
                name="count-note"
                hint=ES.count_note_hint
                value=note
                on_input=move |text| note.set(text)
                note=wrong
            />
            <ChangeError error=counting.error/>
            <Button kind=ButtonKind::Primary submit=true wide=true busy=counting.is_busy>
                {move || (ES.receive)(total.get())}
            </Button>
        </form>
    }
    .into_any()
}

#[component]
fn Arithmetic(detail: CorteDetail, clock: WallClock, changed: Callback<String>) -> impl IntoView {
    let negative = |amount: Money| Money::ZERO.checked_sub(amount).unwrap_or_default();
    let counted = detail.count.total().unwrap_or_default();
    let lines = [
        (ES.opened, detail.opened),
        (ES.received_cash, detail.received_cash),
        (ES.adjusted, detail.adjusted),
        (ES.spent, negative(detail.spent)),
        (ES.deposited, negative(detail.deposited)),
        (ES.expected, detail.expected),
        (ES.counted, counted),
        (ES.kept, negative(detail.kept)),
        (ES.handed, detail.row.handed),
    ];
    let lines = lines
        .into_iter()
        .map(|(label, amount)| {
            view! {
                <dt>{label}</dt>
                <dd>{format::money(amount)}</dd>
            }
        })
        .collect_view();
    let difference = if detail.row.difference.is_zero() {
        view! { <p>{ES.agrees}</p> }.into_any()
    } else {
        let why = detail
            .why
            .as_ref()
            .map(|why| format!("{}: {} {}", ES.why, (handover::ES.reason)(why.reason), why.note));
        view! {
            <Banner tone=Tone::Warning>
                <p>{(ES.difference)(detail.row.difference)}</p>
                <p>{why}</p>
            </Banner>
        }
        .into_any()
    };
    let decided = match &detail.row.state {
        CorteState::Waiting => None,
        CorteState::Confirmed { by_name, at } => Some((ES.office_counted)(by_name, &clock.moment(*at))),
        CorteState::Objected { by_name, at, counted, .. } => {
            Some((ES.objected)(by_name, &clock.moment(*at), *counted))
        }
    };
    let note = (!detail.note.is_empty()).then(|| view! { <blockquote>{detail.note.clone()}</blockquote> });
    let held = detail
        .held
        .iter()
        .map(|held| {
            view! {
                <tr>
                    <th scope="row">{held.folio.to_string()}</th>
                    <td>{held.client_name.clone()}</td>
                    <td>{form(held.form)}</td>
                    <td data-align="end">{format::money(held.amount)}</td>
                </tr>
            }
        })
        .collect_view();
    let columns = vec![
        Column::text(ES.folio),
        Column::text(ES.client),
        Column::text(ES.form),
        Column::figure(ES.amount),
    ];
    let checklist = detail.checklist;
    let papers = [
        (handover::ES.payments, checklist.payments),
        (handover::ES.counter_receipts, checklist.counter_receipts),
        (handover::ES.uncollected, checklist.uncollected_invoices),
        (handover::ES.receipts, checklist.receipts),
        (handover::ES.copies, checklist.client_payment_copies),
        (handover::ES.log, checklist.log.into()),
        (handover::ES.programme, checklist.programme.into()),
    ];
    let papers = papers
        .into_iter()
        .map(|(name, number)| view! { <li>{(ES.paper_line)(name, number)}</li> })
        .collect_view();
    let voided = (!detail.voided.is_empty()).then(|| {
        let folios = detail.voided.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        view! { <p>{(ES.voided)(&folios)}</p> }
    });
    let deposits =
        (!detail.deposits.is_empty()).then(|| view! { <p>{(ES.deposits_in_it)(detail.deposits.len())}</p> });
    let receiver = detail.receiver.as_ref().map(|receiver| {
        view! {
            <p>{(ES.receiver)(&receiver.name)}</p>
            <SignatureView signature=receiver.signature.clone() label=handover::ES.receiver_signature/>
        }
    });
    view! {
        <section class="panel stack" aria-label=ES.arithmetic>
            <h3>{ES.arithmetic}</h3>
            <dl>{lines}</dl>
            {difference}
            <p>{decided}</p>
            {note}
        </section>
        <DataTable caption=ES.payments columns=columns>
            {held}
        </DataTable>
        {deposits}
        {voided}
        <section class="panel stack" aria-label=ES.papers>
            <h3>{ES.papers}</h3>
            <ul>{papers}</ul>
        </section>
        <section class="panel stack" aria-label=ES.signature>
            <h3>{ES.signature}</h3>
            <SignatureView signature=detail.signature.clone() label=ES.signature/>
            {receiver}
        </section>
        <Reopen detail=detail changed=changed/>
    }
    .into_any()
}

/// A corte that was counted may be counted again, where another person approves it.
#[component]
fn Reopen(detail: CorteDetail, changed: Callback<String>) -> impl IntoView {
    let may_ask = Here::now().is_some_and(|here| here.may(Permission::ReceiveCash));
    if detail.row.state == CorteState::Waiting || !may_ask {
        return ().into_any();
    }
    if detail.reopening.is_some() {
        return view! { <p class="quiet">{ES.reopen_pending}</p> }.into_any();
    }
    let corte = detail.row.corte;
    let reason = RwSignal::new(String::new());
    let has_tried = RwSignal::new(false);
    let asking = Change::default();
    let lacks = Signal::derive(move || has_tried.get() && reason.with(|reason| reason.trim().is_empty()));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        has_tried.set(true);
        if lacks.get_untracked() {
            return;
        }
        let words = reason.get_untracked().trim().to_owned();
        asking.run(ask_to_reopen_corte(corte, words), move |_| changed.run(ES.reopen_asked.to_owned()));
    };
    view! {
        <form class="panel stack" novalidate on:submit=submit>
            <h3>{ES.reopen}</h3>
            <p class="quiet">{ES.reopen_explain}</p>
            <TextArea
                label=ES.reason
                name="reopen-reason"
                value=reason
                on_input=move |text| reason.set(text)
                note=Signal::derive(move || {
                    lacks.get().then(|| FieldNote::Error(ES.reason_missing.to_owned()))
                })
            />
            <ChangeError error=asking.error/>
            <Button submit=true busy=asking.is_busy>{ES.reopen}</Button>
        </form>
    }
    .into_any()
}
