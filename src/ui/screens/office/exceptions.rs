//! Por aclarar: what came from the street and a person must look at. Nothing here is lost, and nothing is edited.

use leptos::prelude::*;

use super::{
    here::WallClock,
    recover::Recover,
    remote::{Change, Remote},
    states::{ChangeError, Loaded},
    typing::move_with_arrows,
};
use crate::{
    api::exceptions::{
        ExceptionCause, ExceptionFilter, ExceptionRow, RESOLUTION_CHARS_MAX, list_exceptions,
        resolve_exception,
    },
    ui::{
        components::{
            Button, ButtonKind, Chips, Choice, EmptyState, FieldNote, Glyph, MasterDetail, Sheet, StatusLine,
            StatusTag, TextArea, Tone,
        },
        format,
        text::{errors, exceptions::ES, office, radar::ES as RECOVER},
    },
};

/// What happened, in words.
fn cause(cause: ExceptionCause) -> String {
    let words = match cause {
        ExceptionCause::Applied { code } => errors::exception(code),
        ExceptionCause::Quarantined { reason } => errors::quarantine(reason),
    };
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn kind(name: &str) -> &'static str {
    match name {
        "payment_received" => ES.kind_payment,
        "visit_made" => ES.kind_visit,
        "promise_made" => ES.kind_promise,
        "agreement_made" => ES.kind_agreement,
        "counter_receipt_taken" => ES.kind_counter_receipt,
        "correction_asked" => ES.kind_correction,
        "deposit_made" => ES.kind_deposit,
        "cash_handed_over" => ES.kind_handover,
        "folio_voided" => ES.kind_voided,
        _ => ES.kind_unreadable,
    }
}

#[component]
pub fn ExceptionsPage() -> impl IntoView {
    let which = RwSignal::new(0usize);
    let rows = Remote::new(move || {
        list_exceptions(if which.get() == 0 { ExceptionFilter::Open } else { ExceptionFilter::All })
    });
    let open = RwSignal::new(None::<String>);
    let said = RwSignal::new(String::new());
    let is_recovering = RwSignal::new(false);
    let recovered = move |words: String| {
        is_recovering.set(false);
        said.set(words);
    };
    let opened = Memo::new(move |_| {
        let id = open.get()?;
        rows.get()?.iter().find(|row| row.id == id).cloned()
    });
    let clock = WallClock::of_caller();
    let list = move || {
        view! {
            <div class="stack">
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
    let resolved = move |()| {
        open.set(None);
        said.set(ES.done.to_owned());
        rows.reload();
    };
    let detail = move || {
        move || match opened.get() {
            Some(row) => view! {
                <Detail
                    row=row
                    clock=clock
                    on_close=move |()| open.set(None)
                    on_resolved=resolved
                />
            }
            .into_any(),
            None => view! {
                <EmptyState
                    glyph=Glyph::Alert
                    message=format!("{}. {}", ES.choose, ES.choose_detail)
                />
            }
            .into_any(),
        }
    };
    view! {
        <div class="stack">
            <p class="quiet">{ES.intro}</p>
            <StatusLine message=said/>
            <Button glyph=Glyph::Receipt on_press=move |()| is_recovering.set(true)>
                {RECOVER.recover}
            </Button>
            <Sheet
                is_open=is_recovering
                title=Signal::stored(RECOVER.recover.to_owned())
                on_close=move |()| is_recovering.set(false)
            >
                <Recover done=recovered/>
            </Sheet>
            <MasterDetail
                is_open=Signal::derive(move || opened.with(Option::is_some))
                master=list
                detail=detail
            />
        </div>
    }
    .into_any()
}

fn entries(rows: &[ExceptionRow], clock: WallClock, open: RwSignal<Option<String>>) -> AnyView {
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

fn entry(row: &ExceptionRow, clock: WallClock, open: RwSignal<Option<String>>) -> AnyView {
    let (mine, press) = (row.id.clone(), row.id.clone());
    let state = if row.resolution.is_some() {
        view! { <StatusTag tone=Tone::Ok glyph=Glyph::Check text=ES.resolved/> }
    } else {
        view! { <StatusTag tone=Tone::Warning glyph=Glyph::Alert text=ES.open/> }
    };
    view! {
        <li>
            <button
                type="button"
                class="account-entry"
                aria-current=move || open.with(|open| open.as_deref() == Some(mine.as_str())).then_some("true")
                on:click=move |_| open.set(Some(press.clone()))
            >
                <span class="name">{cause(row.cause)}</span>
                <span class="amount">{row.amount.map(format::money)}</span>
                <span class="quiet place">
                    {format!("{} · {}", kind(&row.kind), or_nothing(&row.client_name))}
                </span>
                <span
                    class="quiet who"
                >
                    {format!("{} · {}", or_nothing(&row.person_name), clock.moment(row.received))}
                </span>
                {state}
            </button>
        </li>
    }
    .into_any()
}

fn or_nothing(text: &str) -> &str {
    if text.is_empty() { office::ES.nothing } else { text }
}

#[component]
fn Detail(
    row: ExceptionRow,
    clock: WallClock,
    #[prop(into)] on_close: Callback<()>,
    #[prop(into)] on_resolved: Callback<()>,
) -> impl IntoView {
    let note = RwSignal::new(String::new());
    let has_tried = RwSignal::new(false);
    let resolving = Change::default();
    let id = StoredValue::new(row.id.clone());
    let wrong = Signal::derive(move || {
        let chars = note.with(|note| note.trim().chars().count());
        if has_tried.get() && chars == 0 {
            Some(FieldNote::Error(ES.note_missing.to_owned()))
        } else if chars > RESOLUTION_CHARS_MAX as usize {
            Some(FieldNote::Error((ES.note_long)(RESOLUTION_CHARS_MAX)))
        } else {
            None
        }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        has_tried.set(true);
        if wrong.with_untracked(Option::is_some) {
            return;
        }
        let words = note.get_untracked().trim().to_owned();
        resolving.run(resolve_exception(id.get_value(), words), move |()| on_resolved.run(()));
    };
    let end = match &row.resolution {
        Some(done) => view! {
            <div class="stack">
                <p>{(ES.resolved_by)(&done.by_name, &clock.moment(done.at))}</p>
                <blockquote>{done.note.clone()}</blockquote>
            </div>
        }
        .into_any(),
        None => view! {
            <form class="stack" novalidate on:submit=submit>
                <TextArea
                    label=ES.note
                    name="resolution"
                    hint=ES.note_hint
                    value=note
                    on_input=move |text| note.set(text)
                    note=wrong
                />
                <ChangeError error=resolving.error/>
                <Button kind=ButtonKind::Primary submit=true busy=resolving.is_busy>
                    {ES.resolve}
                </Button>
            </form>
        }
        .into_any(),
    };
    view! {
        <article class="stack">
            <div class="back-to-list">
                <Button kind=ButtonKind::Quiet glyph=Glyph::Back on_press=on_close>
                    {office::ES.back_to_list}
                </Button>
            </div>
            <h2>{cause(row.cause)}</h2>
            <dl>
                <dt>{ES.what}</dt>
                <dd>{kind(&row.kind)}</dd>
                <dt>{ES.who}</dt>
                <dd>{format!("{} · {}", or_nothing(&row.person_name), or_nothing(&row.device_name))}</dd>
                <dt>{ES.client}</dt>
                <dd>{or_nothing(&row.client_name).to_owned()}</dd>
                <dt>{ES.folio}</dt>
                <dd>{row.folio.as_ref().map_or_else(|| office::ES.nothing.to_owned(), ToString::to_string)}</dd>
                <dt>{ES.amount}</dt>
                <dd>{row.amount.map_or_else(|| office::ES.nothing.to_owned(), format::money)}</dd>
                <dt>{ES.arrived}</dt>
                <dd>{clock.moment(row.received)}</dd>
            </dl>
            <p class="quiet">{ES.safe}</p>
            {end}
        </article>
    }
    .into_any()
}
