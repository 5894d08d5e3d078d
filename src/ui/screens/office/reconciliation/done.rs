//! What was reconciled, newest first, and taking it back; below, the statements that were taken in.

use std::{collections::HashMap, sync::Arc};

use leptos::prelude::*;

use super::{Desk, model, parts};
use crate::{
    api::reconciliation::{
        DONE_PAGE_ROWS, DoneRow, MatchId, StatementRow, confirmed_matches, list_statements, undo_match,
    },
    domain::{date::Millis, ids::BankAccountId, policy::BankAccount},
    ui::{
        components::{Button, ButtonKind, Column, Confirm, DataTable, EmptyState, Glyph, StatusTag, Tone},
        format,
        screens::office::{here::WallClock, remote::Remote, states::Loaded},
        text::{reconciliation as words, reconciliation::ES},
    },
};

type Names = Arc<HashMap<BankAccountId, String>>;

#[component]
pub fn Done(desk: Desk, banks: Arc<Vec<BankAccount>>) -> impl IntoView {
    let before = RwSignal::new(None::<Millis>);
    // Asked again after each change: what was just confirmed comes first.
    let rows = Remote::new(move || {
        desk.said.track();
        confirmed_matches(before.get())
    });
    let statements = Remote::new(list_statements);
    let clock = WallClock::of_caller();
    let undoing = RwSignal::new(None::<(MatchId, String)>);
    let names: Names = Arc::new(banks.iter().map(|bank| (bank.id, model::bank_name(bank))).collect());
    let table = {
        let names = Arc::clone(&names);
        move || rows.get().map(|rows| table(&rows, Arc::clone(&names), clock, undoing, before))
    };
    let files = move || statements.get().map(|statements| files(&statements, &names, clock));
    let question = Signal::derive(move || {
        undoing.get().map(|(_, amount)| (ES.undo_question)(&amount)).unwrap_or_default()
    });
    let undo = move |()| {
        let Some((id, _)) = undoing.get_untracked() else { return };
        undoing.set(None);
        desk.ask(undo_match(id), |()| ES.undone.to_owned());
    };
    view! {
        <div class="stack" data-gap="large">
            <Loaded state=rows.state() has_data=rows.has_data() retry=move |()| rows.reload()>
                {table.clone()}
            </Loaded>
            <Loaded
                state=statements.state()
                has_data=statements.has_data()
                retry=move |()| statements.reload()
            >
                {files.clone()}
            </Loaded>
            <Confirm
                is_open=Signal::derive(move || undoing.with(Option::is_some))
                question=question
                yes=Signal::stored(ES.undo.to_owned())
                no=Signal::stored(ES.undo_no.to_owned())
                on_yes=undo
                on_no=move |()| undoing.set(None)
            />
        </div>
    }
    .into_any()
}

fn table(
    rows: &[DoneRow],
    names: Names,
    clock: WallClock,
    undoing: RwSignal<Option<(MatchId, String)>>,
    before: RwSignal<Option<Millis>>,
) -> AnyView {
    if rows.is_empty() {
        return view! { <EmptyState glyph=Glyph::Check message=ES.done_empty/> }.into_any();
    }
    let last = rows.last().map(|row| row.id.at).filter(|_| rows.len() >= DONE_PAGE_ROWS as usize);
    let older = last.map(|at| {
        view! { <Button on_press=move |()| before.set(Some(at))>{ES.older}</Button> }
    });
    let rows = rows.iter().map(|row| done_row(row, &names, clock, undoing)).collect_view();
    let columns = vec![
        Column::text(ES.says),
        Column::figure(ES.amount),
        Column::text(ES.expected),
        Column::text(ES.who),
        Column::text(ES.action),
    ];
    view! {
        <DataTable caption=ES.tab_done columns=columns>{rows}</DataTable>
        {older}
    }
    .into_any()
}

fn done_row(
    row: &DoneRow,
    names: &HashMap<BankAccountId, String>,
    clock: WallClock,
    undoing: RwSignal<Option<(MatchId, String)>>,
) -> AnyView {
    let (id, amount) = (row.id, format::money(row.amount));
    let lines = row.lines.iter().map(|line| view! { <p>{parts::line_words(line, clock)}</p> }).collect_view();
    let targets =
        row.targets.iter().map(|target| view! { <p>{parts::target_words(target, clock)}</p> }).collect_view();
    let rests_on = row.confidence.map_or(ES.by_hand, words::confidence);
    let end = match &row.undone {
        Some((at, name)) => view! {
            <StatusTag tone=Tone::Warning text=ES.undone/>
            <p class="quiet">{(ES.undone_by)(name, &clock.moment(*at))}</p>
        }
        .into_any(),
        None => {
            let asked = amount.clone();
            view! {
                <Button
                    kind=ButtonKind::Quiet
                    label=format!("{} {amount}", ES.undo)
                    on_press=move |()| undoing.set(Some((id, asked.clone())))
                >
                    {ES.undo}
                </Button>
            }
            .into_any()
        }
    };
    view! {
        <tr>
            <th scope="row">
                {lines}
                <p class="quiet">{names.get(&row.bank).cloned()}</p>
            </th>
            <td data-align="end">{amount.clone()}</td>
            <td>
                {targets}
                <p class="quiet">{rests_on}</p>
            </td>
            <td>{(ES.confirmed_by)(&row.by_name, &clock.moment(row.id.at))}</td>
            <td>{end}</td>
        </tr>
    }
    .into_any()
}

fn files(
    statements: &[StatementRow],
    names: &HashMap<BankAccountId, String>,
    clock: WallClock,
) -> Option<AnyView> {
    if statements.is_empty() {
        return None;
    }
    let rows = statements
        .iter()
        .map(|statement| {
            let period = format!("{} – {}", clock.date(statement.first), clock.date(statement.last));
            view! {
                <tr>
                    <th scope="row">{statement.file_name.clone()}</th>
                    <td>{names.get(&statement.bank).cloned()}</td>
                    <td>{period}</td>
                    <td>{(ES.lines_of)(statement.lines, statement.new_lines)}</td>
                    <td>{(ES.confirmed_by)(&statement.by_name, &clock.moment(statement.uploaded))}</td>
                </tr>
            }
        })
        .collect_view();
    let columns = vec![
        Column::text(ES.file),
        Column::text(ES.bank),
        Column::text(ES.period),
        Column::text(ES.lines),
        Column::text(ES.who),
    ];
    Some(view! { <DataTable caption=ES.statements columns=columns>{rows}</DataTable> }.into_any())
}
