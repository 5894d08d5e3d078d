//! Deposits with their slips, from the street and from the safe.

use leptos::prelude::*;

use super::new_deposit::NewDepositForm;
use crate::{
    api::deposits::{DepositFilter, DepositRow, hand_in_slip, list_deposits},
    domain::role::Permission,
    ui::{
        components::{
            Button, ButtonKind, Chips, Choice, Column, DataTable, EmptyState, Field, FieldNote, Glyph, Sheet,
            StatusTag, Tone,
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
fn filters() -> [(DepositFilter, &'static str); 3] {
    [
        (DepositFilter::All, ES.deposit_all),
        (DepositFilter::WithoutSlip, ES.deposit_without_slip),
        (DepositFilter::NotReconciled, ES.deposit_not_reconciled),
    ]
}

#[component]
pub fn Deposits(say: Callback<String>) -> impl IntoView {
    let which = RwSignal::new(0usize);
    let rows = Remote::new(move || {
        list_deposits(filters().get(which.get()).map(|(filter, _)| *filter).unwrap_or_default())
    });
    let slip_of = RwSignal::new(None::<DepositRow>);
    let is_new = RwSignal::new(false);
    let may_deposit = Here::now().is_some_and(|here| here.may(Permission::ReceiveCash));
    let clock = WallClock::of_caller();
    let choices: Vec<Choice> = filters().into_iter().map(|(_, words)| Choice::new(words)).collect();
    let table = move || {
        let rows = rows.get()?;
        if rows.is_empty() {
            let message = format!("{}. {}", ES.deposits_empty, ES.deposits_empty_detail);
            return Some(view! { <EmptyState glyph=Glyph::Bank message=message/> }.into_any());
        }
        let lines = rows.iter().map(|row| line(row, clock, slip_of, may_deposit)).collect_view();
        let columns = vec![
            Column::text(ES.slip),
            Column::text(ES.when),
            Column::text(ES.bank),
            Column::text(ES.who),
            Column::figure(ES.total),
            Column::text(ES.state),
            Column::text(ES.action),
        ];
        Some(
            view! {
                <DataTable caption=ES.deposits columns=columns>
                    {lines}
                </DataTable>
            }
            .into_any(),
        )
    };
    let made = move |words: String| {
        is_new.set(false);
        say.run(words);
        rows.reload();
    };
    let title = move || {
        slip_of.with(|row| row.as_ref().map(|row| (ES.slip_hand_in_of)(&row.slip_folio)).unwrap_or_default())
    };
    let open_new = may_deposit.then(|| {
        view! {
            <Button kind=ButtonKind::Primary glyph=Glyph::Bank on_press=move |()| is_new.set(true)>
                {ES.new_deposit}
            </Button>
        }
    });
    view! {
        <div class="stack">
            {open_new}
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
                is_open=is_new
                title=Signal::stored(ES.new_deposit.to_owned())
                on_close=move |()| is_new.set(false)
            >
                <NewDepositForm made=made/>
            </Sheet>
            <Sheet
                is_open=Signal::derive(move || slip_of.with(Option::is_some))
                title=Signal::derive(title)
                on_close=move |()| slip_of.set(None)
            >
                {move || {
                    slip_of
                        .get()
                        .map(|row| {
                            let done = move |words: String| {
                                slip_of.set(None);
                                say.run(words);
                                rows.reload();
                            };
                            view! { <HandIn row=row done=done/> }
                        })
                }}
            </Sheet>
        </div>
    }
    .into_any()
}

fn line(
    row: &DepositRow,
    clock: WallClock,
    slip_of: RwSignal<Option<DepositRow>>,
    may_hand_in: bool,
) -> AnyView {
    let state = if row.is_reconciled {
        view! { <StatusTag tone=Tone::Ok glyph=Glyph::CheckDouble text=ES.reconciled/> }.into_any()
    } else {
        view! { <StatusTag glyph=Glyph::Clock text=ES.not_reconciled/> }.into_any()
    };
    let slip = match &row.slip {
        Some(slip) => view! { <p class="quiet">{(ES.slip_handed)(&slip.to)}</p> }.into_any(),
        None => view! { <StatusTag tone=Tone::Warning glyph=Glyph::File text=ES.slip_missing/> }.into_any(),
    };
    let twins = (!row.twins.is_empty())
        .then(|| view! { <StatusTag tone=Tone::Danger glyph=Glyph::Alert text=ES.twins/> });
    let photo = row.photo.map(|photo| {
        let href = format!("/office/photos/{}", photo.sha256);
        view! { <a href=href target="_blank" rel="noopener external">{ES.photo}</a> }
    });
    let again = row.clone();
    let action = (may_hand_in && row.slip.is_none()).then(|| {
        view! {
            <Button
                label=(ES.slip_hand_in_of)(&row.slip_folio)
                on_press=move |()| slip_of.set(Some(again.clone()))
            >
                {ES.slip_hand_in}
            </Button>
        }
    });
    view! {
        <tr>
            <th scope="row">{row.slip_folio.clone()} {photo}</th>
            <td>{format!("{} {}", clock.date(row.on), row.time)}</td>
            <td>{row.bank_name.clone()}</td>
            <td>
                {row.person_name.clone()} <span class="quiet">" · " {(ES.source)(&row.source)}</span>
            </td>
            <td data-align="end">
                {format::money(row.total)} <p class="quiet">{(ES.cheque_count)(row.cheques.len())}</p>
            </td>
            <td>{state} {slip} {twins}</td>
            <td>{action}</td>
        </tr>
    }
    .into_any()
}

/// To whom the original slip was handed in.
#[component]
fn HandIn(row: DepositRow, #[prop(into)] done: Callback<String>) -> impl IntoView {
    let to = RwSignal::new(String::new());
    let has_tried = RwSignal::new(false);
    let saving = Change::default();
    let lacks = Signal::derive(move || has_tried.get() && to.with(|to| to.trim().is_empty()));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        has_tried.set(true);
        if lacks.get_untracked() {
            return;
        }
        let name = to.get_untracked().trim().to_owned();
        let said = (ES.slip_handed)(&name);
        saving.run(hand_in_slip(row.deposit, name), move |()| done.run(said));
    };
    view! {
        <form class="stack" novalidate on:submit=submit>
            <Field
                label=ES.slip_to
                name="slip-to"
                value=to
                on_input=move |text| to.set(text)
                required=true
                note=Signal::derive(move || {
                    lacks.get().then(|| FieldNote::Error(ES.slip_to_missing.to_owned()))
                })
            />
            <ChangeError error=saving.error/>
            <Button kind=ButtonKind::Primary submit=true wide=true busy=saving.is_busy>
                {ES.slip_hand_in}
            </Button>
        </form>
    }
    .into_any()
}
