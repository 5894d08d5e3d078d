//! Every component in its states, on one page. Only the server renders it (with `SENDA_GALLERY=1`), as plain HTML
//! without the program: it costs the phone nothing.

use leptos::prelude::*;

use super::components::{
    Amount, AmountEntry, AmountSize, Banner, Button, ButtonKind, CardState, CheckItem, CheckList, Chips,
    Choice, ChoiceTiles, Column, Confirm, DataTable, DenominationCount, DocumentPrint, DocumentSignature,
    DocumentTable, DocumentView, EmptyState, Field, FieldKind, FieldNote, Glyph, Icon, LinkButton, ListCard,
    MasterDetail, MoneyField, MoneyKeypad, NavBar, NavItem, Paper, PaperChips, PhotoField, PhotoView,
    Progress, ReceiptLine, ReceiptPrint, ReceiptView, ReportView, SearchBox, SelectField, Sheet,
    SignaturePad, SignatureView, Skeleton, StatusLine, StatusTag, Stepper, SyncChip, SyncState, Tabs,
    TextArea, Tone, TopBar,
};
use crate::{
    domain::{
        cash_count::{CashCount, Piece},
        chain::ChainHash,
        date::{Millis, Zone},
        money::Money,
        photo::PhotoRef,
        report::{Cell, Column as ReportColumn, ColumnKey, Kind, Report, ReportName, Row, Table, TableName},
        signature::Signature,
    },
    ui::text::{amount_words, gallery::ES},
};

fn pesos(centavos: i64) -> Money {
    Money::from_centavos(centavos).unwrap_or_default()
}

/// A report of one table with a group, a subtotal and a total.
fn sample_report() -> Report {
    let columns = vec![
        ReportColumn::group(ColumnKey::Person, Kind::Text),
        ReportColumn::new(ColumnKey::Client, Kind::Text),
        ReportColumn::new(ColumnKey::Collected, Kind::Money),
    ];
    let mut table = Table::new(TableName::Main, columns);
    for client in [ES.option_a, ES.option_b] {
        let cells = vec![Cell::text(ES.title), Cell::text(client), Cell::Money(pesos(150_000))];
        table.push(Row::line(cells));
    }
    // The sums of two small amounts are within the bounds of money.
    table.add_subtotal(ES.title.to_owned()).unwrap_or_default();
    table.add_total().unwrap_or_default();
    Report {
        name: ReportName::CollectionByPerson,
        company: ES.title.to_owned(),
        as_of: Millis(1_795_284_900_000),
        zone: Zone::TIJUANA,
        filters: Vec::new(),
        tables: vec![table],
        is_cut: false,
    }
}

fn nothing<T>() -> Callback<T> {
    Callback::new(|_| {})
}

#[component]
pub fn Gallery() -> impl IntoView {
    view! {
        <TopBar title=ES.title back=Signal::stored(Some("/".to_owned()))>
            <SyncChip state=SyncState::AllSent href="#"/>
        </TopBar>
        <main>
            <div class="page" data-width="wide">
                <Buttons/>
                <Words/>
                <Figures/>
                <Choices/>
                <Fields/>
                <Evidence/>
                <Counting/>
                <Lists/>
                <Waiting/>
                <Frames/>
                <Icons/>
            </div>
        </main>
    }
    .into_any()
}

#[component]
fn Part(name: &'static str, children: Children) -> impl IntoView {
    view! {
        <section class="stack" aria-label=name>
            <h2>{name}</h2>
            {children()}
        </section>
    }
    .into_any()
}

#[component]
fn Buttons() -> impl IntoView {
    let kinds = [ButtonKind::Primary, ButtonKind::Secondary, ButtonKind::Quiet, ButtonKind::Danger];
    let rows = kinds
        .map(|kind| view! { <Button kind=kind glyph=Glyph::Check>{(ES.save)(pesos(150_000))}</Button> })
        .into_iter()
        .collect_view();
    view! {
        <Part name="Button">
            <div class="row">{rows}</div>
            <Button kind=ButtonKind::Primary busy=true>
                {(ES.save)(pesos(150_000))}
            </Button>
            <Button kind=ButtonKind::Primary disabled=Some(ES.why_disabled.to_owned())>
                {(ES.save)(pesos(150_000))}
            </Button>
            <LinkButton href="#" glyph=Glyph::Go wide=true>
                {ES.link}
            </LinkButton>
        </Part>
    }
    .into_any()
}

#[component]
fn Words() -> impl IntoView {
    let tones = [Tone::Neutral, Tone::Ok, Tone::Info, Tone::Warning, Tone::Danger];
    let banners = tones
        .map(|tone| {
            view! {
                <Banner tone=tone>
                    <p>{ES.sentence}</p>
                </Banner>
            }
        })
        .into_iter()
        .collect_view();
    let tags = tones
        .map(|tone| view! { <StatusTag tone=tone glyph=Glyph::Clock text=ES.tag/> })
        .into_iter()
        .collect_view();
    let hour = 3_600_000;
    let chips = [
        SyncState::AllSent,
        SyncState::Photos { unsent: 3 },
        SyncState::Waiting { unsent: 7, oldest_ms: 3 * hour },
        SyncState::Waiting { unsent: 7, oldest_ms: 5 * hour },
        SyncState::Waiting { unsent: 7, oldest_ms: 30 * hour },
        SyncState::Sending { done: 3, total: 7 },
        SyncState::Quarantined { items: 1 },
        SyncState::Offline { unsent: 0, oldest_ms: 0 },
    ]
    .map(|state| view! { <SyncChip state=state href="#"/> })
    .into_iter()
    .collect_view();
    view! {
        <Part name="Banner">{banners}</Part>
        <Part name="StatusTag">
            <div class="row">{tags}</div>
        </Part>
        <Part name="SyncChip">
            <div class="row">{chips}</div>
        </Part>
        <Part name="StatusLine">
            <StatusLine message=ES.sentence/>
        </Part>
        <Part name="Sheet">
            <Sheet is_open=true title=ES.question on_close=nothing()>
                <p>{ES.sentence}</p>
            </Sheet>
            <Confirm
                is_open=true
                question=ES.question
                yes=ES.option_a
                no=ES.option_b
                on_yes=nothing()
                on_no=nothing()
            />
        </Part>
    }
    .into_any()
}

#[component]
fn Figures() -> impl IntoView {
    let receipt = ReceiptPrint {
        company: ES.company.to_owned(),
        folio: "C07-000137-0".to_owned(),
        amount: pesos(1_800_050),
        in_words: amount_words::pesos(pesos(1_800_050)),
        client_name: ES.client.to_owned(),
        when: ES.when.to_owned(),
        method: ES.method.to_owned(),
        condition: None,
        collector: ES.collector.to_owned(),
        lines: vec![
            ReceiptLine {
                folio: "F-101".to_owned(),
                amount: pesos(1_500_000),
                split: Some(ES.split.to_owned()),
                balance_after: pesos(0),
            },
            ReceiptLine {
                folio: "F-102".to_owned(),
                amount: pesos(300_050),
                split: None,
                balance_after: pesos(499_950),
            },
        ],
        unapplied: pesos(0),
        balance_after: pesos(499_950),
        check_url: "https://senda.example/r#C07-000137-0.0".to_owned(),
    };
    view! {
        <Part name="Amount">
            <Amount value=pesos(123_450)/>
            <Amount value=pesos(-35_000) tone=Tone::Ok/>
            <Amount value=pesos(845_000) size=AmountSize::Large tone=Tone::Danger/>
            <Amount value=pesos(845_000) size=AmountSize::Huge/>
        </Part>
        <Part name="MoneyKeypad">
            <div class="grid">
                <MoneyKeypad entry=AmountEntry::default() on_change=nothing()/>
                <MoneyKeypad entry=AmountEntry::from_typed("1500.5") on_change=nothing()/>
                <MoneyKeypad
                    entry=AmountEntry::from_typed("15000")
                    on_change=nothing()
                    limit_note=Signal::stored(Some(ES.sentence.to_owned()))
                />
            </div>
        </Part>
        <Part name="ReceiptView">
            <ReceiptView receipt=receipt paper=Paper::Ticket80/>
        </Part>
        <Part name="ReportView">
            <ReportView report=sample_report() paper=Paper::Letter/>
        </Part>
    }
    .into_any()
}

#[component]
fn Choices() -> impl IntoView {
    let tiles = vec![
        Choice::with_glyph(ES.option_a, Glyph::Cash),
        Choice::with_glyph(ES.option_b, Glyph::Swap),
        Choice::with_glyph(ES.option_c, Glyph::Card),
    ];
    let chips = vec![Choice::new(ES.option_a), Choice::new(ES.option_b)];
    view! {
        <Part name="ChoiceTiles">
            <ChoiceTiles legend=ES.question name="tiles" choices=tiles selected=Some(0) on_choose=nothing()/>
        </Part>
        <Part name="Chips">
            <Chips legend=ES.question choices=chips selected=Some(1) on_choose=nothing()/>
        </Part>
        <Part name="Tabs">
            <Tabs label=ES.question labels=vec![ES.option_a, ES.option_b] selected=0 on_select=nothing()>
                <p>{ES.sentence}</p>
            </Tabs>
        </Part>
    }
    .into_any()
}

#[component]
fn Fields() -> impl IntoView {
    let error = Signal::stored(Some(FieldNote::Error(ES.error.to_owned())));
    let warning = Signal::stored(Some(FieldNote::Warning(ES.sentence.to_owned())));
    let options = vec![("a".to_owned(), ES.option_a.to_owned()), ("b".to_owned(), ES.option_b.to_owned())];
    view! {
        <Part name="Field">
            <Field label=ES.question name="plain" value=ES.client on_input=nothing() hint=ES.hint/>
            <Field label=ES.question name="wrong" value="" on_input=nothing() note=error required=true/>
            <Field label=ES.question name="warned" value="X" on_input=nothing() note=warning/>
            <Field label=ES.question name="day" kind=FieldKind::Date value="2026-11-21" on_input=nothing()/>
            <SelectField label=ES.question name="select" options=options value="a" on_choose=nothing()/>
            <TextArea label=ES.question name="area" value=ES.sentence on_input=nothing()/>
        </Part>
        <Part name="SearchBox">
            <SearchBox label=ES.question value="" on_input=nothing()/>
        </Part>
    }
    .into_any()
}

#[component]
fn Lists() -> impl IntoView {
    let states = [CardState::Todo, CardState::Done, CardState::Pending, CardState::Moved];
    let cards = states
        .into_iter()
        .enumerate()
        .map(|(index, state)| {
            view! {
                <ListCard
                    title=ES.client
                    href="#"
                    number=index + 1
                    state=state
                    aside=|| view! { <Amount value=pesos(845_000) size=AmountSize::Large/> }
                >
                    <p class="quiet">{ES.sentence}</p>
                    <StatusTag tone=Tone::Warning text=ES.tag/>
                </ListCard>
            }
        })
        .collect_view();
    view! {
        <Part name="ListCard">
            <ul class="card-list grid">{cards}</ul>
        </Part>
        <Part name="DataTable">
            <DataTable caption=ES.question columns=vec![Column::text(ES.option_a), Column::figure(ES.option_b)]>
                <tr>
                    <th scope="row">{ES.client}</th>
                    <td data-align="end">"$1,234.50"</td>
                </tr>
            </DataTable>
        </Part>
        <Part name="MasterDetail">
            <MasterDetail
                is_open=true
                master=|| view! { <p>{ES.option_a}</p> }
                detail=|| view! { <p>{ES.option_b}</p> }
            />
        </Part>
    }
    .into_any()
}

#[component]
fn Evidence() -> impl IntoView {
    let photo = PhotoRef { sha256: ChainHash::of(b"") };
    let signature = Signature { strokes: ES.strokes.to_owned() };
    view! {
        <Part name="PhotoField">
            <PhotoField label=ES.question name="foto-vacia" photo=RwSignal::new(None) hint=ES.hint/>
            <PhotoField label=ES.question name="foto-tomada" photo=RwSignal::new(Some(photo))/>
            <PhotoField
                label=ES.question
                name="foto-error"
                photo=RwSignal::new(None)
                error=Some(ES.error.to_owned())
            />
        </Part>
        <Part name="PhotoView">
            <PhotoView photo=photo label=ES.client/>
        </Part>
        <Part name="SignaturePad">
            <SignaturePad label=ES.client name="firma-vacia" signature=RwSignal::new(None)/>
            <SignaturePad
                label=ES.client
                name="firma-error"
                signature=RwSignal::new(None)
                error=Some(ES.error.to_owned())
            />
        </Part>
        <Part name="SignatureView">
            <SignatureView signature=signature label=ES.collector/>
        </Part>
    }
    .into_any()
}

#[component]
fn Counting() -> impl IntoView {
    let items = [ES.option_a, ES.option_b].map(|title| CheckItem {
        key: title.to_owned(),
        title: title.to_owned(),
        detail: ES.hint.to_owned(),
        aside: "$1,500.00".to_owned(),
    });
    let document = DocumentPrint {
        company: ES.company.to_owned(),
        title: ES.title.to_owned(),
        number: "C07-000137-0".to_owned(),
        facts: vec![(ES.client.to_owned(), ES.when.to_owned())],
        paragraphs: vec![ES.sentence.to_owned()],
        tables: vec![DocumentTable {
            caption: ES.question.to_owned(),
            head: [ES.option_a, ES.option_b].map(str::to_owned).to_vec(),
            rows: vec![
                vec!["1".to_owned(), "$750.00".to_owned()],
                vec!["2".to_owned(), "$750.00".to_owned()],
            ],
            total: Some(vec![ES.tag.to_owned(), "$1,500.00".to_owned()]),
        }],
        closing: vec![ES.hint.to_owned()],
        signatures: vec![DocumentSignature {
            name: ES.collector.to_owned(),
            quality: ES.method.to_owned(),
            drawn: Some(Signature { strokes: ES.strokes.to_owned() }),
        }],
    };
    let count = CashCount::of([(Piece::Note500, 7), (Piece::Coin050, 6)]);
    view! {
        <Part name="CheckList">
            <CheckList
                legend=ES.question
                name="lista"
                items=Signal::stored(items.to_vec())
                checked=Signal::stored(vec![ES.option_a.to_owned()])
                on_toggle=nothing()
                error=Some(ES.error.to_owned())
            />
        </Part>
        <Part name="MoneyField">
            <MoneyField
                label=ES.question
                name="cantidad"
                entry=Signal::stored(AmountEntry::of(pesos(150_000)))
                on_change=nothing()
                hint=ES.hint
            />
        </Part>
        <Part name="Stepper">
            <Stepper
                label=ES.question
                name="cuantos"
                value=Signal::stored(3)
                on_change=nothing()
                aside=Signal::stored("$1,500.00".to_owned())
            />
        </Part>
        <Part name="DenominationCount">
            <DenominationCount count=Signal::stored(count) on_change=nothing()/>
        </Part>
        <Part name="DocumentView">
            <DocumentView document=Signal::stored(document) paper=Signal::stored(Paper::Letter)/>
        </Part>
        <Part name="PaperChips">
            <PaperChips paper=RwSignal::new(Paper::Ticket58)/>
        </Part>
    }
    .into_any()
}

#[component]
fn Waiting() -> impl IntoView {
    view! {
        <Part name="Progress">
            <Progress label=ES.sentence done=3_200_u64 total=Some(10_000_u64)/>
            <Progress label=ES.sentence done=0_u64 total=None/>
        </Part>
        <Part name="Skeleton">
            <Skeleton blocks=2/>
        </Part>
        <Part name="EmptyState">
            <EmptyState glyph=Glyph::Route message=ES.sentence>
                <LinkButton href="#">{ES.link}</LinkButton>
            </EmptyState>
        </Part>
    }
    .into_any()
}

#[component]
fn Frames() -> impl IntoView {
    let items = vec![
        NavItem::new("/galeria", ES.option_a, Glyph::Route),
        NavItem::new("#b", ES.option_b, Glyph::People),
        NavItem::new("#c", ES.option_c, Glyph::More),
    ];
    view! {
        <Part name="NavBar">
            <NavBar items=items path="/galeria"/>
        </Part>
    }
    .into_any()
}

#[component]
fn Icons() -> impl IntoView {
    let all = Glyph::ALL
        .iter()
        .map(|glyph| {
            view! {
                <span class="row">
                    <Icon glyph=*glyph/>
                    <small>{format!("{glyph:?}")}</small>
                </span>
            }
        })
        .collect_view();
    view! {
        <Part name="Icon">
            <div class="grid">{all}</div>
        </Part>
    }
    .into_any()
}
