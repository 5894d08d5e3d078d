//! What has no other half: credits that nobody expected, and money that the bank does not show. Several may be paired
//! by hand where both sides add up to the same; what is none of the company's collection is set aside with its reason.

use std::sync::Arc;

use leptos::prelude::*;

use super::{
    Desk,
    model::{self, Chosen},
    parts,
};
use crate::{
    api::reconciliation::{LineId, LineView, OpenBooks, TargetView, bring_line_back, set_line_aside},
    ui::{
        components::{Button, ButtonKind, Column, DataTable, EmptyState, Field, Glyph, Sheet},
        format,
        screens::office::{here::WallClock, states::Loaded},
        text::reconciliation::ES,
    },
};

/// What is chosen here, and the line that is being set aside.
#[derive(Clone, Copy)]
struct Table {
    desk: Desk,
    clock: WallClock,
    chosen: RwSignal<Chosen>,
    leaving: RwSignal<Option<LineId>>,
}

#[component]
pub fn Alone(desk: Desk) -> impl IntoView {
    let table = Table {
        desk,
        clock: WallClock::of_caller(),
        chosen: RwSignal::new(Chosen::default()),
        leaving: RwSignal::new(None),
    };
    view! {
        <Loaded
            state=desk.open.state()
            has_data=desk.open.has_data()
            retry=move |()| desk.open.reload()
        >
            {move || desk.open.get().map(|books| content(&books, table))}
        </Loaded>
        <SetAside table=table/>
    }
    .into_any()
}

fn content(books: &Arc<OpenBooks>, table: Table) -> AnyView {
    if books.lines_alone.is_empty() && books.waiting.is_empty() && books.aside.is_empty() {
        return view! { <EmptyState glyph=Glyph::Check message=ES.alone_empty/> }.into_any();
    }
    view! {
        <div class="stack" data-gap="large">
            {lines(books, table)}
            {waiting(books, table)}
            {pairing(books, table)}
            {aside(books, table)}
        </div>
    }
    .into_any()
}

fn lines(books: &OpenBooks, table: Table) -> Option<AnyView> {
    if books.lines_alone.is_empty() {
        return None;
    }
    let rows = books.lines_alone.iter().map(|line| line_row(line, table)).collect_view();
    let columns =
        vec![Column::text(""), Column::text(ES.says), Column::figure(ES.amount), Column::text(ES.action)];
    let caption = format!("{} ({})", ES.lines_alone, books.lines_alone_total);
    Some(view! { <DataTable caption=caption columns=columns>{rows}</DataTable> }.into_any())
}

fn line_row(line: &LineView, table: Table) -> AnyView {
    let id = line.id;
    let words = model::says(line);
    view! {
        <tr>
            <td>
                <input
                    type="checkbox"
                    aria-label=(ES.choose_line)(&words)
                    prop:checked=move || table.chosen.with(|chosen| chosen.lines.contains(&id))
                    on:change=move |_| table.chosen.update(|chosen| chosen.toggle_line(id))
                />
            </td>
            <th scope="row">{parts::line_words(line, table.clock)}</th>
            <td data-align="end">{format::money(line.amount)}</td>
            <td>
                <Button
                    kind=ButtonKind::Quiet
                    label=format!("{} {words}", ES.set_aside)
                    on_press=move |()| table.leaving.set(Some(id))
                >
                    {ES.set_aside}
                </Button>
            </td>
        </tr>
    }
    .into_any()
}

fn waiting(books: &OpenBooks, table: Table) -> Option<AnyView> {
    if books.waiting.is_empty() {
        return None;
    }
    let rows = books.waiting.iter().map(|target| waiting_row(target, table)).collect_view();
    let columns =
        vec![Column::text(""), Column::text(ES.expected), Column::figure(ES.amount), Column::text(ES.waits)];
    let sum = (ES.waiting_sum)(books.waiting_total, &format::money(books.waiting_amount));
    Some(
        view! {
            <div class="stack" data-gap="small">
                <p>{sum}</p>
                <DataTable caption=ES.waiting columns=columns>{rows}</DataTable>
            </div>
        }
        .into_any(),
    )
}

fn waiting_row(target: &TargetView, table: Table) -> AnyView {
    let id = target.id;
    let choice = (!target.is_own).then(|| {
        view! {
            <input
                type="checkbox"
                aria-label=(ES.choose_money)(&model::title(target))
                prop:checked=move || table.chosen.with(|chosen| chosen.targets.contains(&id))
                on:change=move |_| table.chosen.update(|chosen| chosen.toggle_target(id))
            />
        }
    });
    let days = table.clock.today().days_since(target.on);
    view! {
        <tr>
            <td>{choice}</td>
            <th scope="row">{parts::target_words(target, table.clock)}</th>
            <td data-align="end">{format::money(target.amount)}</td>
            <td>{(ES.days_waiting)(days)}</td>
        </tr>
    }
    .into_any()
}

/// What is chosen at both sides, and the button that pairs it.
fn pairing(books: &Arc<OpenBooks>, table: Table) -> Option<AnyView> {
    if books.lines_alone.is_empty() || books.waiting.is_empty() {
        return None;
    }
    let books = Arc::clone(books);
    let said = {
        let books = Arc::clone(&books);
        move || {
            let sums = table.chosen.with(|chosen| chosen.sums(&books))?;
            Some((ES.chosen)(&format::money(sums.lines), &format::money(sums.money)))
        }
    };
    let disabled = {
        let books = Arc::clone(&books);
        Signal::derive(move || table.chosen.with(|chosen| chosen.request(&books)).err().map(str::to_owned))
    };
    let press = move |()| {
        if let Ok(request) = table.chosen.with_untracked(|chosen| chosen.request(&books)) {
            table.chosen.set(Chosen::default());
            table.desk.confirm(vec![request]);
        }
    };
    Some(
        view! {
            <section class="panel stack" data-gap="small">
                <p role="status">{said}</p>
                <Button
                    kind=ButtonKind::Primary
                    busy=table.desk.change.is_busy
                    disabled=disabled
                    on_press=press
                >
                    {ES.pair}
                </Button>
            </section>
        }
        .into_any(),
    )
}

fn aside(books: &OpenBooks, table: Table) -> Option<AnyView> {
    if books.aside.is_empty() {
        return None;
    }
    let rows = books
        .aside
        .iter()
        .map(|line| {
            let id = line.id;
            let back = move |()| {
                table.desk.ask(bring_line_back(id), |()| ES.was_brought_back.to_owned());
            };
            view! {
                <tr>
                    <th scope="row">{parts::line_words(line, table.clock)}</th>
                    <td data-align="end">{format::money(line.amount)}</td>
                    <td>{line.note.clone()}</td>
                    <td>
                        <Button
                            kind=ButtonKind::Quiet
                            busy=table.desk.change.is_busy
                            label=format!("{} {}", ES.bring_back, model::says(line))
                            on_press=back
                        >
                            {ES.bring_back}
                        </Button>
                    </td>
                </tr>
            }
        })
        .collect_view();
    let columns = vec![
        Column::text(ES.says),
        Column::figure(ES.amount),
        Column::text(ES.note),
        Column::text(ES.action),
    ];
    Some(view! { <DataTable caption=ES.aside columns=columns>{rows}</DataTable> }.into_any())
}

/// Asks what the line is before it is set aside.
#[component]
fn SetAside(table: Table) -> impl IntoView {
    let note = RwSignal::new(String::new());
    let close = move |()| {
        table.leaving.set(None);
        note.set(String::new());
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(line) = table.leaving.get_untracked() else { return };
        let words = note.get_untracked();
        close(());
        table.desk.ask(set_line_aside(line, words), |()| ES.was_set_aside.to_owned());
    };
    view! {
        <Sheet
            is_open=Signal::derive(move || table.leaving.with(Option::is_some))
            title=ES.set_aside
            on_close=close
        >
            <form class="stack" novalidate on:submit=submit>
                <Field
                    label=ES.note
                    name="aside-note"
                    hint=ES.note_hint
                    value=note
                    on_input=move |text| note.set(text)
                />
                <Button kind=ButtonKind::Primary submit=true>
                    {ES.set_aside}
                </Button>
            </form>
        </Sheet>
    }
    .into_any()
}
