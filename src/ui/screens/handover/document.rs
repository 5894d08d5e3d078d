//! The page `/app/corte/:event`: the corte as it was handed over, to read, print and sign.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::{
    device,
    domain::{
        date::CivilDate,
        drawer::{CashHandedOver, HandoverLine, HandoverState},
        event::{Event, Fact},
        ids::EventId,
        money::Money,
    },
    sync::overlay::Workspace,
    ui::{
        components::{
            Button, DocumentPrint, DocumentSignature, DocumentTable, DocumentView, EmptyState, Glyph,
            LinkButton, Paper, PaperChips, StatusLine, StatusTag, Tone,
        },
        format,
        screens::{cash::model::state_tone, form::paper},
        session::Session,
        shell::Screen,
        text::{cash_count, handover::ES, outbox},
    },
};

/// A corte as the page shows it.
#[derive(Clone, Debug, PartialEq)]
struct Shown {
    print: DocumentPrint,
    tone: Tone,
    state: String,
}

#[component]
pub fn HandoverDocumentPage() -> impl IntoView {
    let session = expect_context::<Session>();
    let params = use_params_map();
    let paper = RwSignal::new(Paper::default());
    let notice = session.take_notice();
    let shown = Memo::new(move |_| {
        let event = params.with(|params| EventId::parse(&params.get("event")?))?;
        let today = session.today();
        session.with(|workspace| shown(workspace, event, today)).flatten()
    });
    let body = move || match shown.get() {
        Some(Shown { print, tone, state }) => view! {
            <p class="row not-printed">
                <StatusTag tone=tone text=state/>
            </p>
            <DocumentView document=print paper=paper/>
            <PaperChips paper=paper/>
            <div class="action-bar">
                <div class="pair">
                    <Button glyph=Glyph::Printer on_press=move || device::print_page()>
                        {crate::ui::text::receipt::ES.print}
                    </Button>
                    <LinkButton href="/app/caja" glyph=Glyph::Cash>
                        {ES.back_to_cash}
                    </LinkButton>
                </div>
            </div>
        }
        .into_any(),
        None => view! {
            <EmptyState glyph=Glyph::Cash message=ES.not_found.to_owned()>
                <LinkButton href="/app/caja" glyph=Glyph::Cash>
                    {ES.back_to_cash}
                </LinkButton>
            </EmptyState>
        }
        .into_any(),
    };
    view! {
        <Screen title=ES.document_title.to_owned() back=Signal::stored(Some("/app/caja".to_owned()))>
            <StatusLine message=notice/>
            {body}
        </Screen>
    }
    .into_any()
}

/// With everything that was handed over while this phone holds the event; later what the office keeps of it.
fn shown(workspace: &Workspace, id: EventId, today: CivilDate) -> Option<Shown> {
    let drawer = workspace.drawer();
    let row = workspace.outbox().iter().find(|row| row.id == id);
    let line = drawer.handover(id);
    let is_quarantined = row.is_some_and(|row| row.is_quarantined());
    let (tone, state) = match (row.filter(|row| row.is_unsent()), line) {
        _ if is_quarantined => (Tone::Warning, outbox::ES.quarantined_list.to_owned()),
        (Some(_), _) | (None, None) => (Tone::Info, ES.only_here.to_owned()),
        (None, Some(line)) => (state_tone(line.state), (ES.state)(line.state).to_owned()),
    };
    let event = paper(workspace, id);
    let print = match (&event, line) {
        (Some(event), _) => match &event.fact {
            Fact::CashHandedOver(handed) => whole(workspace, event, handed, today),
            _ => return None,
        },
        (None, Some(line)) => summary(workspace, line, today),
        (None, None) => return None,
    };
    Some(Shown { print, tone, state })
}

fn heading(workspace: &Workspace, day: CivilDate, today: CivilDate) -> DocumentPrint {
    let profile = workspace.meta().profile.as_ref();
    let name = profile.map(|profile| profile.name.clone()).unwrap_or_default();
    DocumentPrint {
        company: profile.map(|profile| profile.company.clone()).unwrap_or_default(),
        title: ES.document_title.to_owned(),
        facts: vec![(ES.day.to_owned(), format::date(day, today)), (ES.collector.to_owned(), name)],
        closing: vec![ES.legend.to_owned()],
        ..DocumentPrint::default()
    }
}

fn whole(workspace: &Workspace, event: &Event, handed: &CashHandedOver, today: CivilDate) -> DocumentPrint {
    let mut print = heading(workspace, handed.day, today);
    let counted = handed.count.total().unwrap_or_default();
    let difference = counted.checked_sub(handed.expected).unwrap_or_default();
    let given = counted.checked_sub(handed.kept).unwrap_or_default();
    print.number = format::date_with_year(event.day());
    let mut fact = |name: &str, value: String| print.facts.push((name.to_owned(), value));
    fact(ES.counted_label, format::money(counted));
    fact(ES.expected, format::money(handed.expected));
    if let Some(why) = &handed.difference {
        let words = [(ES.difference)(difference), (ES.reason)(why.reason).to_owned(), why.note.clone()];
        fact(
            ES.difference_label,
            words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(". "),
        );
    }
    if handed.kept.is_positive() {
        fact(ES.kept_line, format::money(handed.kept));
    }
    fact(ES.handed, format::money(given));
    print.tables = vec![pieces(handed, counted), papers(handed)];
    if !handed.cheques.is_empty() {
        print.tables.insert(1, cheques(workspace, handed));
    }
    print.closing.push((ES.chain)(&event.prev.to_string()[..16]));
    print.signatures = signatures(workspace, handed);
    print
}

fn pieces(handed: &CashHandedOver, counted: Money) -> DocumentTable {
    let rows = handed.count.pieces.iter().map(|(piece, number)| {
        let amount = format::money(piece.value_of(*number).unwrap_or_default());
        vec![(cash_count::ES.piece)(*piece), number.to_string(), amount]
    });
    DocumentTable {
        caption: ES.pieces.to_owned(),
        head: [ES.piece, ES.number, ES.amount].map(str::to_owned).to_vec(),
        rows: rows.collect(),
        total: Some(vec![ES.total.to_owned(), String::new(), format::money(counted)]),
    }
}

fn cheques(workspace: &Workspace, handed: &CashHandedOver) -> DocumentTable {
    let rows = handed.cheques.iter().map(|folio| match workspace.receipt(folio) {
        Some(receipt) => {
            let line = (ES.cheque_line)(&folio.to_string(), &receipt.client_name);
            vec![line, format::money(receipt.amount)]
        }
        None => vec![folio.to_string(), String::new()],
    });
    DocumentTable {
        caption: ES.cheques.to_owned(),
        head: vec![ES.receipts.to_owned(), ES.amount.to_owned()],
        rows: rows.collect(),
        total: None,
    }
}

fn papers(handed: &CashHandedOver) -> DocumentTable {
    let list = &handed.checklist;
    let yes_or_no = |is: bool| (if is { ES.yes } else { ES.no }).to_owned();
    let rows = [
        (ES.payments, list.payments.to_string()),
        (ES.receipts, list.receipts.to_string()),
        (ES.counter_receipts, list.counter_receipts.to_string()),
        (ES.uncollected, list.uncollected_invoices.to_string()),
        (ES.copies, list.client_payment_copies.to_string()),
        (ES.log, yes_or_no(list.log)),
        (ES.programme, yes_or_no(list.programme)),
    ];
    DocumentTable {
        caption: ES.checklist.to_owned(),
        head: vec![ES.papers_head.to_owned(), ES.number.to_owned()],
        rows: rows.into_iter().map(|(name, value)| vec![name.to_owned(), value]).collect(),
        total: None,
    }
}

fn signatures(workspace: &Workspace, handed: &CashHandedOver) -> Vec<DocumentSignature> {
    let profile = workspace.meta().profile.as_ref();
    let receiver = handed.receiver.as_ref();
    vec![
        DocumentSignature {
            name: profile.map(|profile| profile.name.clone()).unwrap_or_default(),
            quality: ES.delivers.to_owned(),
            drawn: Some(handed.signature.clone()),
        },
        DocumentSignature {
            name: receiver.map(|receiver| receiver.name.clone()).unwrap_or_default(),
            quality: ES.receives.to_owned(),
            drawn: receiver.map(|receiver| receiver.signature.clone()),
        },
    ]
}

fn summary(workspace: &Workspace, line: &HandoverLine, today: CivilDate) -> DocumentPrint {
    let mut print = heading(workspace, line.day, today);
    let mut fact = |name: &str, value: String| print.facts.push((name.to_owned(), value));
    fact(ES.handed, format::money(line.handed));
    if !line.difference.is_zero() {
        fact(ES.difference_label, (ES.difference)(line.difference));
    }
    fact(ES.payments, line.payments.to_string());
    fact(ES.cheques, line.cheques.len().to_string());
    if let HandoverState::Objected { counted, .. } = line.state {
        fact((ES.state)(line.state), (ES.objected)(counted));
    }
    print.closing.push(ES.signed_elsewhere.to_owned());
    print.number = format::date_with_year(line.day);
    print
}
