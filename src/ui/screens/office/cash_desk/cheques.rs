//! Cheques: where each is, how old, and what the bank did with it.

use leptos::prelude::*;

use crate::{
    api::cheques::{ChequeFilter, ChequeRow, cheque_bounced, cheques_cleared, list_cheques},
    domain::{cheque::ChequeState, date::CivilDate, role::Permission},
    ui::{
        components::{
            Banner, Button, ButtonKind, Chips, Choice, ChoiceTiles, Column, DataTable, EmptyState, Field,
            FieldKind, FieldNote, Glyph, Sheet, StatusTag, Tone,
        },
        format,
        screens::office::{
            here::{Here, WallClock},
            remote::{Change, Remote},
            states::{ChangeError, Loaded},
        },
        text::cash_desk::ES,
    },
};

/// What may be shown, in the order of the chips.
fn filters() -> [(ChequeFilter, &'static str); 4] {
    [
        (ChequeFilter::Pending, ES.cheque_pending),
        (ChequeFilter::Cleared, ES.cheque_cleared),
        (ChequeFilter::Bounced, ES.cheque_bounced),
        (ChequeFilter::All, ES.all),
    ]
}

#[component]
pub fn Cheques(say: Callback<String>) -> impl IntoView {
    let which = RwSignal::new(0usize);
    let rows = Remote::new(move || {
        list_cheques(filters().get(which.get()).map(|(filter, _)| *filter).unwrap_or_default())
    });
    let chosen = RwSignal::new(None::<ChequeRow>);
    let may_manage = Here::now().is_some_and(|here| here.may(Permission::ManageCheques));
    let clock = WallClock::of_caller();
    let choices: Vec<Choice> = filters().into_iter().map(|(_, words)| Choice::new(words)).collect();
    let table = move || {
        let rows = rows.get()?;
        if rows.is_empty() {
            let message = format!("{}. {}", ES.cheques_empty, ES.cheques_empty_detail);
            return Some(view! { <EmptyState glyph=Glyph::Check message=message/> }.into_any());
        }
        let lines = rows.iter().map(|row| line(row, clock, chosen, may_manage)).collect_view();
        let columns = vec![
            Column::text(ES.number),
            Column::text(ES.client),
            Column::figure(ES.amount),
            Column::text(ES.state),
            Column::text(ES.where_is),
            Column::text(ES.age_head),
            Column::text(ES.action),
        ];
        Some(
            view! {
                <DataTable caption=ES.cheques columns=columns>
                    {lines}
                </DataTable>
            }
            .into_any(),
        )
    };
    let title = move || {
        chosen.with(|row| row.as_ref().map(|row| (ES.cheque_of)(&row.folio.to_string())).unwrap_or_default())
    };
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
                            let done = move |words: String| {
                                chosen.set(None);
                                say.run(words);
                                rows.reload();
                            };
                            view! { <BankSaid row=row clock=clock done=done/> }
                        })
                }}
            </Sheet>
        </div>
    }
    .into_any()
}

fn line(row: &ChequeRow, clock: WallClock, chosen: RwSignal<Option<ChequeRow>>, may_manage: bool) -> AnyView {
    let (tone, glyph, is_pending) = match row.state {
        ChequeState::Received => (Tone::Warning, Glyph::Clock, true),
        ChequeState::Deposited { .. } => (Tone::Info, Glyph::Bank, true),
        ChequeState::Cleared { .. } => (Tone::Ok, Glyph::Check, false),
        ChequeState::Bounced { .. } => (Tone::Danger, Glyph::Alert, false),
    };
    let is_late = is_pending && row.state == ChequeState::Received && row.present_by < clock.today();
    let hurry = (is_pending && row.state == ChequeState::Received).then(|| {
        let words = (ES.present_by)(&clock.date(row.present_by));
        view! { <p class:wrong=is_late class:quiet=!is_late>{words}</p> }
    });
    let again = row.clone();
    let action = (may_manage && is_pending).then(|| {
        view! {
            <Button
                label=(ES.cheque_of)(&row.folio.to_string())
                on_press=move |()| chosen.set(Some(again.clone()))
            >
                {ES.decide}
            </Button>
        }
    });
    view! {
        <tr>
            <th scope="row">
                {format!("{} {}", row.bank, row.number)} <span class="quiet">" · " {row.folio.to_string()}</span>
            </th>
            <td>{row.client_name.clone()}</td>
            <td data-align="end">{format::money(row.amount)}</td>
            <td>
                <StatusTag tone=tone glyph=glyph text=(ES.cheque_state)(row.state)/>
            </td>
            <td>
                {(ES.place)(row.place)} <span class="quiet">" · " {row.person_name.clone()}</span>
            </td>
            <td>{(ES.age)(row.age_days)} {hurry}</td>
            <td>{action}</td>
        </tr>
    }
    .into_any()
}

/// What the bank did: it paid the cheque, or gave it back.
#[component]
fn BankSaid(row: ChequeRow, clock: WallClock, #[prop(into)] done: Callback<String>) -> impl IntoView {
    let has_bounced = RwSignal::new(None::<bool>);
    let on = RwSignal::new(clock.today().to_string());
    let has_tried = RwSignal::new(false);
    let saving = Change::default();
    let first = row.received_on;
    let read = Memo::new(move |_| {
        CivilDate::parse_iso(&on.get()).filter(|day| *day <= clock.today() && *day >= first)
    });
    let folio = StoredValue::new(row.folio.clone());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        has_tried.set(true);
        let (Some(has_bounced), Some(on)) = (has_bounced.get_untracked(), read.get_untracked()) else {
            return;
        };
        let cheque = folio.get_value();
        let asked = async move {
            if has_bounced {
                cheque_bounced(cheque, on).await
            } else {
                cheques_cleared(vec![cheque], on).await
            }
        };
        saving.run(asked, move |()| {
            done.run(folio.with_value(|folio| (ES.cheque_done)(&folio.to_string())));
        });
    };
    let rest = move || {
        let has_bounced = has_bounced.get()?;
        let note = Signal::derive(move || {
            (has_tried.get() && read.get().is_none()).then(|| FieldNote::Error(ES.date_missing.to_owned()))
        });
        let (kind, words, effect) = if has_bounced {
            (ButtonKind::Danger, ES.confirm_bounced, ES.bounce_effect)
        } else {
            (ButtonKind::Primary, ES.confirm_cleared, ES.clear_effect)
        };
        let tone = if has_bounced { Tone::Warning } else { Tone::Info };
        Some(view! {
            <Banner tone=tone>
                <p>{effect}</p>
            </Banner>
            <Field
                label=ES.day_of_bank
                name="bank-day"
                kind=FieldKind::Date
                value=on
                on_input=move |text| on.set(text)
                note=note
            />
            <ChangeError error=saving.error/>
            <Button kind=kind submit=true wide=true busy=saving.is_busy>
                {words}
            </Button>
        })
    };
    view! {
        <form class="stack" novalidate on:submit=submit>
            <p>{format!("{} · {}", row.client_name, format::money(row.amount))}</p>
            <ChoiceTiles
                legend=ES.what
                name="bank-said"
                choices=vec![
                    Choice::with_glyph(ES.cleared, Glyph::Check),
                    Choice::with_glyph(ES.bounced, Glyph::Alert),
                ]
                selected=Signal::derive(move || has_bounced.get().map(usize::from))
                on_choose=move |index| has_bounced.set(Some(index == 1))
            />
            {rest}
        </form>
    }
    .into_any()
}
