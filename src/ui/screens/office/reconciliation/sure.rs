//! What agrees with one piece of money only: confirmed one by one, or all at once.

use leptos::prelude::*;

use super::{Desk, model, parts};
use crate::{
    api::reconciliation::{OpenBooks, Sure},
    ui::{
        components::{Button, ButtonKind, Column, DataTable, EmptyState, Glyph, StatusTag, Tone},
        format,
        screens::office::{here::WallClock, states::Loaded},
        text::{reconciliation as words, reconciliation::ES},
    },
};

#[component]
pub fn SureLines(desk: Desk) -> impl IntoView {
    let clock = WallClock::of_caller();
    view! {
        <Loaded
            state=desk.open.state()
            has_data=desk.open.has_data()
            retry=move |()| desk.open.reload()
        >
            {move || desk.open.get().map(|books| table(&books, desk, clock))}
        </Loaded>
    }
    .into_any()
}

fn table(books: &OpenBooks, desk: Desk, clock: WallClock) -> AnyView {
    if books.sure.is_empty() {
        return view! { <EmptyState glyph=Glyph::Check message=ES.sure_empty/> }.into_any();
    }
    let all = model::confirmable(books);
    let everything = (!all.is_empty()).then(|| {
        let label = (ES.confirm_all)(all.len());
        view! {
            <Button
                kind=ButtonKind::Primary
                busy=desk.change.is_busy
                on_press=move |()| desk.confirm(all.clone())
            >
                {label}
            </Button>
        }
    });
    let rows = books.sure.iter().map(|sure| row(sure, desk, clock)).collect_view();
    let columns = vec![
        Column::text(ES.says),
        Column::figure(ES.amount),
        Column::text(ES.expected),
        Column::text(ES.state),
        Column::text(ES.action),
    ];
    view! {
        <div class="stack">
            <p>{(ES.sure_count)(books.sure_total)}</p>
            {everything}
            <DataTable caption=ES.tab_sure columns=columns>
                {rows}
            </DataTable>
        </div>
    }
    .into_any()
}

fn row(sure: &Sure, desk: Desk, clock: WallClock) -> AnyView {
    let request = model::proposed(sure);
    let action = (!sure.target.is_own).then(|| {
        view! {
            <Button
                busy=desk.change.is_busy
                label=format!("{} {}", ES.confirm, model::says(&sure.line))
                on_press=move |()| desk.confirm(vec![request.clone()])
            >
                {ES.confirm}
            </Button>
        }
    });
    view! {
        <tr>
            <th scope="row">{parts::line_words(&sure.line, clock)}</th>
            <td data-align="end">{format::money(sure.line.amount)}</td>
            <td>{parts::target_words(&sure.target, clock)}</td>
            <td>
                <StatusTag tone=Tone::Ok text=words::confidence(sure.confidence)/>
            </td>
            <td>{action}</td>
        </tr>
    }
    .into_any()
}
