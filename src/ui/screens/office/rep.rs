//! REP: what must be stamped of a month, days left to the fifth, what is missing, the files for whoever stamps, and
//! the folio fiscal of what was stamped.

mod invoices;
mod model;
mod stamp;
mod table;

use std::collections::BTreeSet;

use leptos::prelude::*;

use self::{invoices::Invoices, stamp::StampForm};
use super::{
    here::WallClock,
    remote::{Change, Remote},
    states::{ChangeError, Loaded},
};
use crate::{
    api::rep::{Month, RepFilter, RepMonth, RepState, rep_month, take_stamp_back},
    domain::ids::EventId,
    ui::{
        components::{Banner, Button, Chips, Choice, Confirm, EmptyState, Glyph, StatusLine, Tone},
        format,
        text::rep::ES,
    },
};

/// What the parts of the screen share.
#[derive(Clone, Copy)]
pub struct Desk {
    pub rows: Remote<RepMonth>,
    pub clock: WallClock,
    pub said: RwSignal<String>,
    /// Payments that the next REP documents.
    pub chosen: RwSignal<BTreeSet<EventId>>,
    /// The payment whose REP is about to be taken back, and its folio.
    pub leaving: RwSignal<Option<(EventId, String)>>,
}

impl Desk {
    /// Says what was done and looks again.
    pub fn done(self, words: String) {
        self.said.set(words);
        self.chosen.set(BTreeSet::new());
        self.rows.reload();
    }
}

const FILTERS: [RepFilter; 3] = [RepFilter::Pending, RepFilter::Missing, RepFilter::Stamped];

/// `/oficina/rep`.
#[component]
pub fn RepPage() -> impl IntoView {
    let clock = WallClock::of_caller();
    let month = RwSignal::new(Month::of(clock.today()));
    let filter = RwSignal::new(0usize);
    let rows =
        Remote::new(move || rep_month(month.get(), FILTERS.get(filter.get()).copied().unwrap_or_default()));
    let desk = Desk {
        rows,
        clock,
        said: RwSignal::new(String::new()),
        chosen: RwSignal::new(BTreeSet::new()),
        leaving: RwSignal::new(None),
    };
    let turn = move |to: Month| {
        desk.chosen.set(BTreeSet::new());
        month.set(to);
    };
    let heading = move || (ES.month)(&model::month_name(month.get()));
    let choices = [ES.filter_pending, ES.filter_missing, ES.filter_stamped].map(Choice::new).to_vec();
    view! {
        <div class="stack" data-gap="large">
            <p class="quiet">{ES.intro}</p>
            <div class="row" data-spread="true">
                <Button glyph=Glyph::Back on_press=move |()| turn(month.get_untracked().before())>
                    {ES.month_before}
                </Button>
                <h2>{heading}</h2>
                <Button glyph=Glyph::Go on_press=move |()| turn(month.get_untracked().after())>
                    {ES.month_after}
                </Button>
            </div>
            <StatusLine message=desk.said/>
            <Chips
                legend=ES.show
                quiet_legend=true
                choices=choices
                selected=Signal::derive(move || Some(filter.get()))
                on_choose=move |index| {
                    desk.chosen.set(BTreeSet::new());
                    filter.set(index);
                }
            />
            <Loaded state=rows.state() has_data=rows.has_data() retry=move |()| rows.reload()>
                {move || rows.get().map(|rows| content(&rows, desk))}
            </Loaded>
            <StampForm desk=desk/>
            <Invoices desk=desk/>
            <TakeBack desk=desk/>
        </div>
    }
    .into_any()
}

fn content(month: &RepMonth, desk: Desk) -> AnyView {
    let days = (ES.days_left)(month.days_left, &desk.clock.date(month.deadline));
    let tone = match month.days_left {
        _ if month.pending == 0 => Tone::Ok,
        i64::MIN..=0 => Tone::Danger,
        1..=3 => Tone::Warning,
        _ => Tone::Info,
    };
    let figures = [
        (ES.pending, format::count(u64::from(month.pending))),
        (ES.pending_amount, format::money(month.pending_amount)),
        (ES.blocked, format::count(u64::from(month.blocked))),
        (ES.stamped, format::count(u64::from(month.stamped))),
    ];
    let figures = figures
        .into_iter()
        .map(|(name, figure)| {
            view! {
                <div>
                    <dt class="quiet">{name}</dt>
                    <dd class="numbers">{figure}</dd>
                </div>
            }
        })
        .collect_view();
    let rows = if month.rows.is_empty() {
        let message = format!("{}. {}", ES.empty, ES.empty_detail);
        view! { <EmptyState glyph=Glyph::Check message=message/> }.into_any()
    } else {
        table::table(month, desk)
    };
    let is_cut = (month.rows.len() as u64) < u64::from(month.rows_total);
    let cut = is_cut.then(|| view! { <p class="quiet">{(ES.cut)(month.rows.len(), month.rows_total)}</p> });
    let address = |end: &str| format!("/office/rep/{}/rep.{end}", month.month);
    view! {
        <div class="stack">
            <Banner tone=tone>
                <p>{days}</p>
            </Banner>
            <dl class="row">{figures}</dl>
            <div class="row">
                <a class="button" href=address("csv") download>{ES.download_csv}</a>
                <a class="button" href=address("json") download>{ES.download_json}</a>
            </div>
            {rows}
            {cut}
        </div>
    }
    .into_any()
}

/// The question before the note of a REP is taken back.
#[component]
fn TakeBack(desk: Desk) -> impl IntoView {
    let change = Change::default();
    let question = Signal::derive(move || {
        desk.leaving.get().map(|(_, folio)| (ES.take_back_question)(&folio)).unwrap_or_default()
    });
    let go = move |()| {
        let Some((payment, _)) = desk.leaving.get_untracked() else { return };
        desk.leaving.set(None);
        change.run(take_stamp_back(payment), move |()| desk.done(ES.was_taken_back.to_owned()));
    };
    view! {
        <ChangeError error=change.error/>
        <Confirm
            is_open=Signal::derive(move || desk.leaving.with(Option::is_some))
            question=question
            yes=Signal::stored(ES.take_back.to_owned())
            no=Signal::stored(ES.take_back_no.to_owned())
            on_yes=go
            on_no=move |()| desk.leaving.set(None)
        />
    }
    .into_any()
}

/// Whether a REP may be noted for the payment now.
pub fn may_be_stamped(state: &RepState) -> bool {
    matches!(state, RepState::Pending { .. })
}
