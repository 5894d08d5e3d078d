//! The convenio as a document, in *usted*, and the page `/app/convenio/:id/:agreement` that shows, prints and shares
//! it.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::page::plan_line;
use crate::{
    device::{self, ShareResult, Shareable},
    domain::{
        account::Account,
        agreement::{Agreement, AgreementMade, AgreementState, AgreementTerms, Signer},
        correction::Correction,
        date::CivilDate,
        event::Fact,
        ids::{ClientId, EventId},
        signature::Signature,
    },
    sync::overlay::Workspace,
    ui::{
        components::{
            Button, ButtonKind, DocumentPrint, DocumentSignature, DocumentTable, DocumentView, EmptyState,
            Glyph, LinkButton, Paper, PaperChips, StatusLine, StatusTag, Tone,
        },
        format, links,
        screens::form::paper,
        session::Session,
        shell::Screen,
        text::{agreement::ES, customer, outbox, receipt},
    },
};

/// What the document is about.
#[derive(Clone, Debug)]
pub struct Subject<'a> {
    company: String,
    client_name: String,
    collector: String,
    /// The debts that it covers, by folio.
    folios: Vec<String>,
    terms: &'a AgreementTerms,
    made_on: CivilDate,
    signer: Option<(String, Option<Signer>, Option<Signature>)>,
}

impl<'a> Subject<'a> {
    /// Not signed yet.
    pub fn of(
        workspace: &Workspace,
        account: &Account,
        terms: &'a AgreementTerms,
        made_on: CivilDate,
    ) -> Subject<'a> {
        let profile = workspace.meta().profile.as_ref();
        let folio_of = |id| account.invoices.iter().find(|invoice| invoice.id == id);
        Subject {
            company: profile.map(|profile| profile.company.clone()).unwrap_or_default(),
            collector: profile.map(|profile| profile.name.clone()).unwrap_or_default(),
            client_name: account.customer.name.clone(),
            folios: terms.covers.iter().filter_map(|id| Some(folio_of(*id)?.folio.clone())).collect(),
            terms,
            made_on,
            signer: None,
        }
    }
}

/// The words of the convenio.
pub fn document(subject: Subject) -> DocumentPrint {
    let terms = subject.terms;
    let date = format::date_with_year(subject.made_on);
    let total = terms.total().unwrap_or_default();
    let count = terms.instalments.len();
    let mut paragraphs = vec![
        (ES.opening)(&subject.company, &subject.client_name, &date),
        (ES.owes)(terms.capital, &subject.folios.join(", ")),
    ];
    if terms.moratory.is_positive() {
        paragraphs.push((ES.owes_interest)(terms.moratory));
    }
    if terms.discount.is_positive() {
        paragraphs.push((ES.discount_clause)(terms.discount));
    }
    paragraphs.push((ES.pays)(total, count, terms.periodicity));
    let rows = terms.instalments.iter().enumerate().map(|(index, one)| {
        vec![(index + 1).to_string(), format::date_with_year(one.due), format::money(one.amount)]
    });
    let table = DocumentTable {
        caption: ES.table.to_owned(),
        head: ES.head.map(str::to_owned).to_vec(),
        rows: rows.collect(),
        total: Some(vec![ES.table_total.to_owned(), String::new(), format::money(total)]),
    };
    let signatures = match subject.signer {
        None => Vec::new(),
        Some((name, quality, drawn)) => vec![
            DocumentSignature {
                name,
                quality: quality.map(|quality| (ES.quality)(quality).to_owned()).unwrap_or_default(),
                drawn,
            },
            DocumentSignature { name: subject.collector, quality: ES.for_company.to_owned(), drawn: None },
        ],
    };
    DocumentPrint {
        company: subject.company,
        title: ES.document_title.to_owned(),
        number: String::new(),
        facts: vec![(ES.client.to_owned(), subject.client_name), (ES.date.to_owned(), date)],
        paragraphs,
        tables: vec![table],
        closing: [ES.no_more_interest, ES.if_broken, ES.not_fiscal].map(str::to_owned).to_vec(),
        signatures,
    }
}

/// A convenio as the page shows it.
#[derive(Clone, Debug, PartialEq)]
struct Shown {
    print: DocumentPrint,
    tone: Tone,
    state: String,
    message: String,
    phone: String,
}

#[component]
pub fn AgreementDocumentPage() -> impl IntoView {
    let session = expect_context::<Session>();
    let params = use_params_map();
    let paper = RwSignal::new(Paper::Letter);
    let said = RwSignal::new(session.take_notice());
    let client = Memo::new(move |_| params.with(|params| ClientId::parse(&params.get("id")?)));
    let shown = Memo::new(move |_| {
        let client = client.get()?;
        let id = params.with(|params| EventId::parse(&params.get("agreement")?))?;
        let today = session.today();
        session.with(|workspace| shown(workspace, client, id, today)).flatten()
    });
    let back = Signal::derive(move || {
        client
            .get()
            .map(|client| format!("/app/clientes/{client}"))
            .or_else(|| Some("/app/clientes".to_owned()))
    });
    let share = move || {
        let Some(shown) = shown.get_untracked() else { return };
        let what = Shareable {
            title: ES.document_title.to_owned(),
            text: shown.message,
            url: String::new(),
            phone: shown.phone,
        };
        device::spawn(async move {
            let sentence = match device::share(&what).await {
                ShareResult::Shared | ShareResult::WhatsAppOpened => ES.shared,
                ShareResult::Cancelled => "",
                ShareResult::Failed => ES.not_shared,
            };
            said.try_set(sentence.to_owned());
        });
    };
    let body = move || match shown.get() {
        Some(shown) => view! {
            <p class="row not-printed">
                <StatusTag tone=shown.tone text=shown.state/>
            </p>
            <DocumentView document=Signal::stored(shown.print) paper=paper/>
            <PaperChips paper=paper/>
            <div class="action-bar">
                <Button kind=ButtonKind::Primary glyph=Glyph::Share wide=true on_press=share>
                    {ES.share}
                </Button>
                <Button glyph=Glyph::Printer wide=true on_press=move || device::print_page()>
                    {receipt::ES.print}
                </Button>
            </div>
        }
        .into_any(),
        None => view! {
            <EmptyState glyph=Glyph::File message=ES.not_found.to_owned()>
                <LinkButton href="/app/clientes" glyph=Glyph::People>
                    {customer::ES.see_customers}
                </LinkButton>
            </EmptyState>
        }
        .into_any(),
    };
    view! {
        <Screen title=ES.document_title.to_owned() back=back>
            <StatusLine message=said/>
            {body}
        </Screen>
    }
    .into_any()
}

/// As it was signed while this phone holds the event; later as the account remembers it.
fn shown(workspace: &Workspace, client: ClientId, id: EventId, today: CivilDate) -> Option<Shown> {
    let account = workspace.account(client)?;
    let row = workspace.outbox().iter().find(|row| row.id == id);
    let event = paper(workspace, id);
    let kept = account.agreements.iter().find(|agreement| agreement.id == id);
    let is_unsent = row.is_some_and(|row| row.is_unsent());
    if let Some((event, made)) = event.as_ref().and_then(|event| Some((event, made_in(&event.fact)?))) {
        let mut subject = Subject::of(workspace, &account, &made.terms, event.day());
        let signature = Some(made.signature.clone());
        subject.signer = Some((made.signer.clone(), Some(made.signer_is), signature));
        let is_quarantined = row.is_some_and(|row| row.is_quarantined());
        let (tone, state) = match (is_unsent, kept) {
            _ if is_quarantined => (Tone::Warning, outbox::ES.quarantined_list.to_owned()),
            (true, _) => (Tone::Info, ES.only_here.to_owned()),
            (false, Some(kept)) => state_of(kept),
            (false, None) => (Tone::Info, ES.waiting_office.to_owned()),
        };
        return Some(with_words(workspace, &account, subject, tone, state));
    }
    let kept = kept?;
    let mut subject = Subject::of(workspace, &account, &kept.terms, kept.made_on);
    subject.signer = Some((kept.signer.clone(), None, None));
    let (tone, state) = state_of(kept);
    let mut shown = with_words(workspace, &account, subject, tone, state);
    shown.print.closing.push((ES.signed_in_office)(&kept.signer));
    shown.print.number = format::date(kept.made_on, today);
    Some(shown)
}

fn made_in(fact: &Fact) -> Option<&AgreementMade> {
    match fact {
        Fact::AgreementMade(made) => Some(made),
        Fact::CorrectionAsked(asked) => match &asked.correction {
            Correction::Agreement { agreement } => Some(agreement),
            _ => None,
        },
        _ => None,
    }
}

/// How far a convenio has come, with the colour of it.
pub fn state_of(agreement: &Agreement) -> (Tone, String) {
    let tone = match agreement.state {
        AgreementState::Active => Tone::Info,
        AgreementState::Kept => Tone::Ok,
        AgreementState::Broken { .. } => Tone::Danger,
    };
    (tone, (ES.state)(agreement.state).to_owned())
}

fn with_words(
    workspace: &Workspace,
    account: &Account,
    subject: Subject,
    tone: Tone,
    state: String,
) -> Shown {
    let terms = subject.terms;
    let company =
        workspace.meta().profile.as_ref().map(|profile| profile.company.clone()).unwrap_or_default();
    let first = terms.instalments.first();
    let first = first.map(|one| format!("{} {}", format::date_with_year(one.due), format::money(one.amount)));
    let total = terms.total().unwrap_or_default();
    let message = (ES.message)(&company, total, &plan_line(terms), &first.unwrap_or_default());
    let phone = links::full_number(&account.customer.phone).unwrap_or_default();
    Shown { print: document(subject), tone, state, message, phone }
}
