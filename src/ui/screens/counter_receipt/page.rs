//! The page `/app/contrarecibo/:id`.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::model::{Missing, Typed, candidates};
use crate::{
    device,
    domain::ids::ClientId,
    ui::{
        components::{
            CheckItem, CheckList, EmptyState, Field, FieldKind, FieldNote, Glyph, LinkButton, PhotoField,
        },
        format,
        screens::form::{ClientScreen, SaveBar, forget, keep, keep_photo},
        session::{Session, recorder::Recorder},
        text::{counter_receipt::ES, customer},
    },
};

#[component]
pub fn CounterReceiptPage() -> impl IntoView {
    let form = Callback::new(|client: ClientId| view! { <CounterReceiptForm client=client/> }.into_any());
    view! { <ClientScreen title=ES.title of=ES.of form=form/> }
}

#[component]
fn CounterReceiptForm(client: ClientId) -> impl IntoView {
    let session = expect_context::<Session>();
    let recorder = Recorder::open(session);
    let navigate = use_navigate();
    let today = untrack(|| session.today());
    let draft_key = format!("contrarecibo.{client}");
    let (typed, _) = keep(draft_key.clone(), recorder, Typed::default(), Typed::is_blank);
    let photo = keep_photo(typed, |typed| &mut typed.photo);
    let missing = RwSignal::new(None::<Missing>);
    let items = Memo::new(move |_| {
        session
            .with(|workspace| {
                let account = workspace.account(client)?;
                let mut open: Vec<_> = candidates(&account).collect();
                open.sort_by(|a, b| (a.due, &a.folio).cmp(&(b.due, &b.folio)));
                let item = |invoice: &crate::domain::invoice::Invoice| CheckItem {
                    key: invoice.id.to_string(),
                    title: (customer::ES.invoice)(&invoice.folio),
                    detail: (ES.invoice_line)(&format::date(invoice.due, today)),
                    aside: format::money(invoice.balance),
                };
                Some(open.into_iter().map(item).collect::<Vec<_>>())
            })
            .flatten()
            .unwrap_or_default()
    });
    let save = move || match typed.with_untracked(|typed| typed.draft(client, today)) {
        Err(found) => {
            missing.set(Some(found));
            device::vibrate_error();
        }
        Ok(draft) => {
            missing.set(None);
            let (navigate, draft_key) = (navigate.clone(), draft_key.clone());
            let visit = typed.with_untracked(|typed| typed.visit(client));
            recorder.record(draft, move |_| {
                forget(&draft_key);
                recorder.record_also(visit);
                session.notice.set(Some(ES.saved.to_owned()));
                let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
                navigate("/app/ruta", options);
            });
        }
    };
    let edit = move |change: &dyn Fn(&mut Typed)| {
        missing.set(None);
        typed.update(|typed| change(typed));
    };
    let text_of = move |field: &'static [Missing]| {
        Signal::derive(move || missing.get().filter(|one| field.contains(one)).map(sentence))
    };
    let note = move |field: &'static [Missing]| {
        let text = text_of(field);
        Signal::derive(move || text.get().map(|text| FieldNote::Error(text.to_owned())))
    };
    let label = Signal::derive(move || {
        let account = session.with(|workspace| workspace.account(client)).flatten();
        match account.map(|account| typed.with(|typed| typed.covered(&account))) {
            Some((number, amount)) if number > 0 => (ES.save)(number, amount),
            _ => ES.save_empty.to_owned(),
        }
    });
    let toggle = move |key: String| {
        edit(&|typed| match typed.invoices.iter().position(|one| *one == key) {
            Some(index) => drop(typed.invoices.remove(index)),
            None => typed.invoices.push(key.clone()),
        });
    };
    let nothing = move || {
        view! {
            <EmptyState glyph=Glyph::File message=ES.no_invoices.to_owned()>
                <LinkButton href=format!("/app/visita/{client}") glyph=Glyph::Hand>
                    {customer::ES.visit}
                </LinkButton>
            </EmptyState>
        }
    };
    view! {
        <p class="quiet">{ES.explain}</p>
        <Show when=move || items.with(|items| !items.is_empty()) fallback=nothing>
            <CheckList
                legend=ES.invoices
                name="facturas"
                items=items
                checked=Signal::derive(move || typed.with(|typed| typed.invoices.clone()))
                on_toggle=toggle
                error=Signal::derive(move || text_of(&[Missing::Invoices]).get().map(str::to_owned))
            />
            <Field
                label=ES.folio
                name="folio-cliente"
                hint=ES.folio_hint
                value=Signal::derive(move || typed.with(|typed| typed.client_folio.clone()))
                on_input=move |text: String| edit(&|typed| typed.client_folio.clone_from(&text))
                note=note(&[Missing::Folio])
            />
            <Field
                label=ES.pay_on
                name="dia-pago"
                kind=FieldKind::Date
                hint=ES.pay_on_hint
                value=Signal::derive(move || typed.with(|typed| typed.pay_on.clone()))
                on_input=move |text: String| edit(&|typed| typed.pay_on.clone_from(&text))
                note=note(&[Missing::Date, Missing::Past])
            />
            <PhotoField label=ES.photo name="foto" photo=photo/>
            <SaveBar
                recorder=recorder
                problem=Signal::derive(move || missing.get().map(|one| sentence(one).to_owned()))
                label=label
                on_save=save.clone()
            />
        </Show>
    }
    .into_any()
}

fn sentence(missing: Missing) -> &'static str {
    match missing {
        Missing::Invoices => ES.missing_invoices,
        Missing::Folio => ES.too_long,
        Missing::Date => ES.bad_date,
        Missing::Past => ES.date_passed,
    }
}
