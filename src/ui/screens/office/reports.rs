//! Reportes: the list, and one report with its filters, on the screen, on paper and as a file.

mod client;
mod filters;
mod model;
mod page;

pub use model::statement_address;
pub use page::ReportPage;

use leptos::prelude::*;

use crate::{
    domain::report::ReportName,
    ui::{
        components::{Glyph, Icon},
        text::reports::{self as words, ES},
    },
};

/// `/oficina/reportes`.
#[component]
pub fn ReportsPage() -> impl IntoView {
    let links = ReportName::ALL
        .into_iter()
        .map(|name| {
            view! {
                <li>
                    <a class="office-link report-link" href=model::address(name)>
                        <Icon glyph=Glyph::Chart/>
                        <span>
                            <strong>{words::title(name)}</strong>
                            <br/>
                            <span class="quiet">{words::purpose(name)}</span>
                        </span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <div class="stack">
            <p class="quiet">{ES.intro}</p>
            <ul class="report-list">
                {links}
            </ul>
        </div>
    }
    .into_any()
}
