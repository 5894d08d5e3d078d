//! Solicitudes: corrections that one person asks for and another approves, and the convenios that the office follows.

mod agreements;
mod detail;

use leptos::prelude::*;

use self::{agreements::Agreements, detail::Detail};
use crate::{
    api::corrections::{RequestFilter, RequestRow, RequestState, RequestSubject, list_requests},
    domain::ids::RequestId,
    ui::{
        components::{Chips, Choice, EmptyState, Glyph, MasterDetail, StatusLine, StatusTag, Tabs, Tone},
        screens::office::{here::WallClock, remote::Remote, states::Loaded, typing::move_with_arrows},
        text::{correction, office, requests::ES},
    },
};

#[component]
pub fn RequestsPage() -> impl IntoView {
    let part = RwSignal::new(0usize);
    let said = RwSignal::new(String::new());
    let say = Callback::new(move |words: String| said.set(words));
    let body = move || match part.get() {
        0 => view! { <Requests say=say/> }.into_any(),
        _ => view! { <Agreements say=say/> }.into_any(),
    };
    view! {
        <div class="stack">
            <StatusLine message=said/>
            <Tabs
                label=ES.parts
                labels=vec![ES.title, ES.agreements]
                selected=part
                on_select=move |index| {
                    said.set(String::new());
                    part.set(index);
                }
            >
                {body}
            </Tabs>
        </div>
    }
    .into_any()
}

/// What is asked for, in words.
fn name(subject: &RequestSubject) -> &'static str {
    match subject {
        RequestSubject::Correction { correction, .. } => (correction::ES.name)(correction),
        RequestSubject::ReopenCorte { .. } => ES.reopen_corte,
    }
}

#[component]
fn Requests(say: Callback<String>) -> impl IntoView {
    let which = RwSignal::new(0usize);
    let rows = Remote::new(move || {
        list_requests(if which.get() == 0 { RequestFilter::Open } else { RequestFilter::All })
    });
    let open = RwSignal::new(None::<RequestId>);
    let opened = Memo::new(move |_| {
        let id = open.get()?;
        rows.get()?.iter().find(|row| row.request == id).cloned()
    });
    let clock = WallClock::of_caller();
    let list = move || {
        view! {
            <div class="stack">
                <p class="quiet">{ES.intro}</p>
                <Chips
                    legend=ES.show
                    quiet_legend=true
                    choices=vec![Choice::new(ES.open), Choice::new(office::ES.all)]
                    selected=Signal::derive(move || Some(which.get()))
                    on_choose=move |index| which.set(index)
                />
                <Loaded
                    state=rows.state()
                    has_data=rows.has_data()
                    retry=move |()| rows.reload()
                >
                    {move || rows.get().map(|rows| entries(&rows, clock, open))}
                </Loaded>
            </div>
        }
        .into_any()
    };
    let decided = move |words: String| {
        open.set(None);
        say.run(words);
        rows.reload();
    };
    let detail = move || {
        move || match opened.get() {
            Some(row) => view! {
                <Detail
                    row=row
                    clock=clock
                    on_close=move |()| open.set(None)
                    on_decided=decided
                />
            }
            .into_any(),
            None => view! {
                <EmptyState
                    glyph=Glyph::Shield
                    message=format!("{}. {}", ES.choose, ES.choose_detail)
                />
            }
            .into_any(),
        }
    };
    view! {
        <MasterDetail
            is_open=Signal::derive(move || opened.with(Option::is_some))
            master=list
            detail=detail
        />
    }
    .into_any()
}

fn entries(rows: &[RequestRow], clock: WallClock, open: RwSignal<Option<RequestId>>) -> AnyView {
    if rows.is_empty() {
        let message = format!("{}. {}", ES.empty, ES.empty_detail);
        return view! { <EmptyState glyph=Glyph::Check message=message/> }.into_any();
    }
    let entries = rows.iter().map(|row| entry(row, clock, open)).collect_view();
    view! {
        <ul class="account-list" on:keydown=move |event| move_with_arrows(&event)>
            {entries}
        </ul>
    }
    .into_any()
}

fn entry(row: &RequestRow, clock: WallClock, open: RwSignal<Option<RequestId>>) -> AnyView {
    let id = row.request;
    view! {
        <li>
            <button
                type="button"
                class="account-entry"
                aria-current=move || (open.get() == Some(id)).then_some("true")
                on:click=move |_| open.set(Some(id))
            >
                <span class="name">{name(&row.subject)}</span>
                <span class="quiet place">{row.about_name.clone()}</span>
                <span class="quiet who">{(ES.asked)(&row.asked_by_name, &clock.moment(row.asked))}</span>
                {state_tag(&row.decision)}
            </button>
        </li>
    }
    .into_any()
}

fn state_tag(state: &RequestState) -> AnyView {
    let (tone, glyph) = match state {
        RequestState::Open => (Tone::Warning, Glyph::Clock),
        RequestState::Approved { .. } => (Tone::Ok, Glyph::Check),
        RequestState::Rejected { .. } => (Tone::Danger, Glyph::Close),
    };
    view! { <StatusTag tone=tone glyph=glyph text=(ES.state)(state)/> }.into_any()
}
