//! Convenios: who keeps them, who is at risk, and asking to break one.

use leptos::prelude::*;

use crate::{
    api::{
        agreements::{AgreementFilter, AgreementRow, list_agreements},
        corrections::ask_correction,
    },
    domain::{
        agreement::AgreementState,
        correction::{Correction, CorrectionAsked},
        role::Permission,
    },
    ui::{
        components::{
            Button, ButtonKind, Chips, Choice, Column, DataTable, EmptyState, FieldNote, Glyph, Sheet,
            StatusTag, TextArea, Tone,
        },
        format,
        screens::office::{
            here::{Here, WallClock},
            remote::{Change, Remote},
            states::{ChangeError, Loaded},
        },
        text::{cash_desk, office, requests::ES},
    },
};

/// What may be shown, in the order of the chips.
fn filters() -> [(AgreementFilter, &'static str); 4] {
    [
        (AgreementFilter::Active, ES.active),
        (AgreementFilter::AtRisk, ES.at_risk),
        (AgreementFilter::Broken, ES.broken),
        (AgreementFilter::All, office::ES.all),
    ]
}

#[component]
pub fn Agreements(say: Callback<String>) -> impl IntoView {
    let which = RwSignal::new(0usize);
    let rows = Remote::new(move || {
        list_agreements(filters().get(which.get()).map(|(filter, _)| *filter).unwrap_or_default())
    });
    let chosen = RwSignal::new(None::<AgreementRow>);
    let may_ask = Here::now().is_some_and(|here| here.may(Permission::AskCorrection));
    let clock = WallClock::of_caller();
    let choices: Vec<Choice> = filters().into_iter().map(|(_, words)| Choice::new(words)).collect();
    let table = move || {
        let rows = rows.get()?;
        if rows.is_empty() {
            let message = format!("{}. {}", ES.agreements_empty, ES.agreements_empty_detail);
            return Some(view! { <EmptyState glyph=Glyph::File message=message/> }.into_any());
        }
        let lines = rows.iter().map(|row| line(row, clock, chosen, may_ask)).collect_view();
        let columns = vec![
            Column::text(ES.agreement),
            Column::text(ES.client),
            Column::text(ES.collector),
            Column::figure(ES.progress),
            Column::text(ES.next),
            Column::figure(ES.overdue),
            Column::text(ES.state_head),
            Column::text(ES.action),
        ];
        Some(
            view! {
                <DataTable caption=ES.agreements columns=columns>
                    {lines}
                </DataTable>
            }
            .into_any(),
        )
    };
    let title =
        move || chosen.with(|row| row.as_ref().map(|row| (ES.ask_break_of)(&row.folio)).unwrap_or_default());
    view! {
        <div class="stack">
            <Chips
                legend=ES.show
                quiet_legend=true
                choices=choices
                selected=Signal::derive(move || Some(which.get()))
                on_choose=move |index| which.set(index)
            />
            <Loaded
                state=rows.state()
                has_data=rows.has_data()
                retry=move |()| rows.reload()
            >
                {table}
            </Loaded>
            <Sheet
                is_open=Signal::derive(move || chosen.with(Option::is_some))
                title=Signal::derive(title)
                on_close=move |()| chosen.set(None)
            >
                {move || {
                    chosen
                        .get()
                        .map(|row| {
                            let done = move |()| {
                                chosen.set(None);
                                say.run(ES.asked_done.to_owned());
                                rows.reload();
                            };
                            view! { <AskBreak row=row done=done/> }
                        })
                }}
            </Sheet>
        </div>
    }
    .into_any()
}

fn line(
    row: &AgreementRow,
    clock: WallClock,
    chosen: RwSignal<Option<AgreementRow>>,
    may_ask: bool,
) -> AnyView {
    let (tone, glyph) = match row.state {
        AgreementState::Active if row.overdue_days > 0 => (Tone::Warning, Glyph::Alert),
        AgreementState::Active => (Tone::Info, Glyph::Clock),
        AgreementState::Kept => (Tone::Ok, Glyph::Check),
        AgreementState::Broken { .. } => (Tone::Danger, Glyph::Close),
    };
    let late =
        (row.overdue_days > 0).then(|| view! { <p class="quiet">{(ES.overdue_days)(row.overdue_days)}</p> });
    let again = row.clone();
    let action = (may_ask && row.state == AgreementState::Active).then(|| {
        view! {
            <Button
                label=(ES.ask_break_of)(&row.folio)
                on_press=move |()| chosen.set(Some(again.clone()))
            >
                {ES.ask_break}
            </Button>
        }
    });
    view! {
        <tr>
            <th scope="row">
                {row.folio.clone()} <span class="quiet">" · " {clock.date(row.made_on)}</span>
            </th>
            <td>{row.client_name.clone()}</td>
            <td>{row.assigned_name.clone()}</td>
            <td data-align="end">
                {(ES.paid_of)(row.paid, row.total)}
                <p class="quiet">{(ES.settled)(row.instalments_paid, row.instalments)}</p>
            </td>
            <td>{row.next_due.map(|due| clock.date(due))}</td>
            <td data-align="end">{format::money(row.overdue)} {late}</td>
            <td>
                <StatusTag tone=tone glyph=glyph text=(ES.agreement_state)(row.state)/>
            </td>
            <td>{action}</td>
        </tr>
    }
    .into_any()
}

#[component]
fn AskBreak(row: AgreementRow, #[prop(into)] done: Callback<()>) -> impl IntoView {
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
        let asked = CorrectionAsked {
            client: row.client,
            correction: Correction::AgreementBroken { agreement: row.agreement },
            reason: reason.get_untracked().trim().to_owned(),
            evidence: None,
        };
        asking.run(ask_correction(asked), move |_| done.run(()));
    };
    view! {
        <form class="stack" novalidate on:submit=submit>
            <p class="quiet">{ES.ask_break_effect}</p>
            <TextArea
                label=ES.reason
                name="break-reason"
                value=reason
                on_input=move |text| reason.set(text)
                note=Signal::derive(move || {
                    lacks
                        .get()
                        .then(|| FieldNote::Error(cash_desk::ES.reason_missing.to_owned()))
                })
            />
            <ChangeError error=asking.error/>
            <Button kind=ButtonKind::Primary submit=true wide=true busy=asking.is_busy>
                {ES.ask_break}
            </Button>
        </form>
    }
    .into_any()
}
