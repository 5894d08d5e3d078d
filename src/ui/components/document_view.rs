//! A document on the screen and on paper: words, figures in tables, signatures. Its words come ready.

use leptos::prelude::*;

use super::{Chips, Choice, Paper};
use crate::{
    domain::signature::{SIGNATURE_HEIGHT, SIGNATURE_WIDTH, Signature},
    ui::text::receipt::ES,
};

/// What a document says, from top to bottom.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocumentPrint {
    pub company: String,
    pub title: String,
    /// Its number or folio; may be empty.
    pub number: String,
    pub facts: Vec<(String, String)>,
    pub paragraphs: Vec<String>,
    pub tables: Vec<DocumentTable>,
    /// After the tables.
    pub closing: Vec<String>,
    pub signatures: Vec<DocumentSignature>,
}

/// Its first column is text, the others figures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocumentTable {
    pub caption: String,
    pub head: Vec<String>,
    pub rows: Vec<Vec<String>>,
    /// The last row, where it has a total.
    pub total: Option<Vec<String>>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocumentSignature {
    pub name: String,
    /// In which quality he signs.
    pub quality: String,
    /// What was drawn; without it a line to sign on.
    pub drawn: Option<Signature>,
}

#[component]
pub fn DocumentView(
    #[prop(into)] document: Signal<DocumentPrint>,
    #[prop(into)] paper: Signal<Paper>,
) -> impl IntoView {
    let paragraphs =
        |texts: Vec<String>| texts.into_iter().map(|text| view! { <p>{text}</p> }).collect_view();
    let body = move || {
        let document = document.get();
        let facts = document
            .facts
            .into_iter()
            .map(|(name, value)| {
                view! {
                    <dt>{name}</dt>
                    <dd>{value}</dd>
                }
            })
            .collect_view();
        view! {
            <header>
                <p class="document-company">{document.company}</p>
                <h2>{document.title}</h2>
                <p class="numbers">{document.number}</p>
            </header>
            <dl>{facts}</dl>
            {paragraphs(document.paragraphs)}
            {document.tables.into_iter().map(table).collect_view()}
            {paragraphs(document.closing)}
            <div class="document-signatures">
                {document.signatures.into_iter().map(signature).collect_view()}
            </div>
        }
    };
    view! {
        <article class="document-view" data-paper=move || paper.get().as_str()>
            {body}
        </article>
    }
    .into_any()
}

fn table(table: DocumentTable) -> impl IntoView {
    let row = |cells: Vec<String>| {
        let cells = cells
            .into_iter()
            .enumerate()
            .map(|(index, cell)| match index {
                0 => view! { <th scope="row">{cell}</th> }.into_any(),
                _ => view! { <td>{cell}</td> }.into_any(),
            })
            .collect_view();
        view! { <tr>{cells}</tr> }
    };
    let head = table.head.into_iter().map(|cell| view! { <th scope="col">{cell}</th> }).collect_view();
    view! {
        <table>
            <caption>{table.caption}</caption>
            <thead>
                <tr>{head}</tr>
            </thead>
            <tbody>{table.rows.into_iter().map(row).collect_view()}</tbody>
            {table.total.map(|total| view! { <tfoot>{row(total)}</tfoot> })}
        </table>
    }
    .into_any()
}

fn signature(signature: DocumentSignature) -> impl IntoView {
    let drawn = signature.drawn.map(|drawn| {
        view! {
            <svg viewBox=format!("0 0 {SIGNATURE_WIDTH} {SIGNATURE_HEIGHT}") aria-hidden="true">
                <path d=drawn.path()></path>
            </svg>
        }
    });
    view! {
        <figure>
            <div class="document-ink">{drawn}</div>
            <figcaption>
                <strong>{signature.name}</strong>
                <small>{signature.quality}</small>
            </figcaption>
        </figure>
    }
    .into_any()
}

/// On which paper it is printed.
#[component]
pub fn PaperChips(paper: RwSignal<Paper>) -> impl IntoView {
    let papers = vec![Choice::new(ES.paper_58), Choice::new(ES.paper_80), Choice::new(ES.paper_letter)];
    view! {
        <Chips
            legend=ES.paper
            choices=Signal::stored(papers)
            selected=Signal::derive(move || Paper::ALL.iter().position(|one| *one == paper.get()))
            on_choose=move |index: usize| paper.set(Paper::ALL.get(index).copied().unwrap_or_default())
        />
    }
    .into_any()
}
