//! A table of figures that scrolls inside its own box, never the page.

use leptos::prelude::*;

/// One column's heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub heading: String,
    /// Figures are aligned at their end.
    pub is_figure: bool,
}

impl Column {
    pub fn text(heading: impl Into<String>) -> Column {
        Column { heading: heading.into(), is_figure: false }
    }

    pub fn figure(heading: impl Into<String>) -> Column {
        Column { heading: heading.into(), is_figure: true }
    }
}

#[component]
pub fn DataTable(
    /// What the table says; read out as its name.
    #[prop(into)]
    caption: String,
    columns: Vec<Column>,
    /// The rows: `<tr>` with a `<th scope="row">` and cells; figures carry `data-align="end"`.
    children: Children,
) -> impl IntoView {
    let headings = columns
        .into_iter()
        .map(|column| {
            view! { <th scope="col" data-align=column.is_figure.then_some("end")>{column.heading}</th> }
        })
        .collect_view();
    let name = caption.clone();
    view! {
        <div class="data-table" role="region" tabindex="0" aria-label=name>
            <table>
                <caption>{caption}</caption>
                <thead>
                    <tr>{headings}</tr>
                </thead>
                <tbody>{children()}</tbody>
            </table>
        </div>
    }
    .into_any()
}
