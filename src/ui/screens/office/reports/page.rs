//! One report: `/oficina/reportes/:name`.

use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::{client::ClientSearch, filters::Filters, model::Chosen};
use crate::{
    api::{
        people::list_branches,
        reports::{ReportFormat, file_address, load_report, report_people},
    },
    device,
    domain::{
        ids::ClientId,
        report::{ReportFilter, ReportName},
    },
    ui::{
        components::{Button, EmptyState, Glyph, Icon, LinkButton, Paper, PaperChips, ReportView},
        screens::office::{here::WallClock, portfolio::CLIENT_QUERY, remote::Remote, states::Loaded},
        text::reports::{self as words, ES},
    },
};

#[component]
pub fn ReportPage() -> impl IntoView {
    let params = use_params_map();
    let name = Memo::new(move |_| params.with(|params| ReportName::parse(&params.get("name")?)));
    move || match name.get() {
        Some(name) => view! { <OneReport name=name/> }.into_any(),
        None => view! {
            <EmptyState glyph=Glyph::Chart message=ES.unknown_report>
                <LinkButton href="/oficina/reportes">{ES.back}</LinkButton>
            </EmptyState>
        }
        .into_any(),
    }
}

#[component]
fn OneReport(name: ReportName) -> impl IntoView {
    let query = use_query_map();
    let asked = query.with_untracked(|query| ClientId::parse(&query.get(CLIENT_QUERY)?));
    let chosen = RwSignal::new(Chosen::first(name, WallClock::of_caller().today(), asked));
    let people = Remote::new(report_people);
    let branches = Remote::new(list_branches);
    let filter = Memo::new(move |_| chosen.with(|chosen| chosen.filter(name)));
    let is_of_one_client = name == ReportName::Statement;
    let has_client = Memo::new(move |_| filter.with(|filter| filter.client.is_some()));
    let body = move || {
        if is_of_one_client && !has_client.get() {
            let choose = move |client| chosen.update(|chosen| chosen.client = Some(client));
            return view! { <ClientSearch on_choose=choose/> }.into_any();
        }
        view! { <Shown name=name filter=filter/> }.into_any()
    };
    let other_client = move || {
        (is_of_one_client && has_client.get()).then(|| {
            let forget = move |()| chosen.update(|chosen| chosen.client = None);
            view! {
                <Button glyph=Glyph::Search on_press=forget>
                    {ES.change_client}
                </Button>
            }
        })
    };
    view! {
        <div class="stack">
            <p class="row not-printed">
                <a href="/oficina/reportes">{ES.back}</a>
            </p>
            <Filters name=name chosen=chosen people=people branches=branches/>
            {other_client}
            {body}
        </div>
    }
    .into_any()
}

#[component]
fn Shown(name: ReportName, filter: Memo<ReportFilter>) -> impl IntoView {
    let report = Remote::new(move || load_report(name, filter.get()));
    let paper = RwSignal::new(Paper::Letter);
    let shown = move || {
        let report = report.get()?;
        if report.rows_count() == 0 {
            let message = format!("{}. {}", ES.empty, ES.empty_detail);
            return Some(view! { <EmptyState glyph=Glyph::Chart message=message/> }.into_any());
        }
        Some(view! { <ReportView report=(*report).clone() paper=paper/> }.into_any())
    };
    view! {
        <div class="stack">
            <Actions name=name filter=filter paper=paper/>
            <Loaded state=report.state() has_data=report.has_data() retry=move |()| report.reload()>
                {shown}
            </Loaded>
        </div>
    }
    .into_any()
}

/// Files and paper. Files are ordinary links: the browser shows how the download goes.
#[component]
fn Actions(name: ReportName, filter: Memo<ReportFilter>, paper: RwSignal<Paper>) -> impl IntoView {
    let files = ReportFormat::ALL
        .into_iter()
        .map(|format| {
            let label = match format {
                ReportFormat::Xlsx => ES.xlsx,
                ReportFormat::Pdf => ES.pdf,
                ReportFormat::Csv => ES.csv,
            };
            view! {
                <a
                    class="button"
                    data-kind="secondary"
                    rel="external"
                    download=""
                    href=move || filter.with(|filter| file_address(name, format, filter))
                >
                    <Icon glyph=Glyph::Download/>
                    <span>{label}</span>
                </a>
            }
        })
        .collect_view();
    let papers = (name == ReportName::Statement).then(|| view! { <PaperChips paper=paper/> });
    view! {
        <section class="stack not-printed" data-gap="small" aria-label=ES.export>
            <div class="row">
                {files}
                <Button glyph=Glyph::Printer on_press=move |()| device::print_page()>
                    {ES.print}
                </Button>
            </div>
            {papers}
            <p class="quiet">{words::purpose(name)} " " {ES.exported_note}</p>
        </section>
    }
    .into_any()
}
