//! The page `/app/convenio/:id`: what enters, in how many instalments, how it looks.

use leptos::prelude::*;

use super::{
    model::{COUNT_MAX, Missing, Typed, coverable},
    signing::Signing,
};
use crate::{
    domain::{
        agreement::{AgreementTerms, Proposed},
        ids::ClientId,
        plan::Periodicity,
    },
    ui::{
        components::{
            Amount, Banner, CheckItem, CheckList, Chips, Choice, EmptyState, Glyph, LinkButton, Stepper, Tone,
        },
        format,
        screens::form::{ClientScreen, keep},
        session::{Session, recorder::Recorder},
        text::{agreement::ES, collect, customer, errors},
    },
};

#[component]
pub fn AgreementPage() -> impl IntoView {
    let form = Callback::new(|client: ClientId| view! { <AgreementForm client=client/> }.into_any());
    view! { <ClientScreen title=ES.title of=ES.of form=form/> }
}

/// The terms as they would be now.
pub fn proposed_now(
    session: Session,
    client: ClientId,
    typed: RwSignal<Typed>,
) -> Memo<Option<Result<Proposed, Missing>>> {
    Memo::new(move |_| {
        let today = session.today();
        session
            .with(|workspace| {
                let account = workspace.account(client)?;
                let limits = workspace.policy().agreement;
                Some(typed.with(|typed| typed.proposed(&account, today, &limits)))
            })
            .flatten()
    })
}

#[component]
fn AgreementForm(client: ClientId) -> impl IntoView {
    let session = expect_context::<Session>();
    let recorder = Recorder::open(session);
    let draft_key = format!("convenio.{client}");
    let (typed, _) = keep(draft_key.clone(), recorder, Typed::default(), Typed::is_blank);
    let missing = RwSignal::new(None::<Missing>);
    let proposed = proposed_now(session, client, typed);
    let has_debts = Memo::new(move |_| {
        let today = session.today();
        session
            .with(|workspace| Some(!coverable(&*workspace.account(client)?, today).is_empty()))
            .flatten()
            .unwrap_or_default()
    });
    let nothing = move || {
        view! {
            <EmptyState glyph=Glyph::File message=ES.no_debts.to_owned()>
                <LinkButton href=format!("/app/clientes/{client}") glyph=Glyph::Person>
                    {customer::ES.see_customer}
                </LinkButton>
            </EmptyState>
        }
    };
    view! {
        <Show when=move || has_debts.get() fallback=nothing>
            <Terms client=client typed=typed missing=missing/>
            {move || preview(proposed.get())}
            <Signing
                client=client
                typed=typed
                proposed=proposed
                missing=missing
                recorder=recorder
                draft_key=draft_key.clone()
            />
        </Show>
    }
    .into_any()
}

/// Which debts, how many instalments, how often, and how much of the interest is forgiven.
#[component]
fn Terms(client: ClientId, typed: RwSignal<Typed>, missing: RwSignal<Option<Missing>>) -> impl IntoView {
    let session = expect_context::<Session>();
    let items = Memo::new(move |_| {
        let today = session.today();
        session
            .with(|workspace| {
                let account = workspace.account(client)?;
                let item = |debt: super::super::collect::model::Debt| {
                    let mut detail = vec![(collect::ES.due)(&format::date(debt.due, today))];
                    if debt.late.interest.is_positive() {
                        detail.push((collect::ES.split)(debt.capital, debt.late.interest, debt.late.tax));
                    }
                    CheckItem {
                        key: debt.id.to_string(),
                        title: debt.folio,
                        detail: detail.join(" · "),
                        aside: format::money(debt.total),
                    }
                };
                Some(coverable(&account, today).into_iter().map(item).collect::<Vec<_>>())
            })
            .flatten()
            .unwrap_or_default()
    });
    let covered = Memo::new(move |_| {
        let today = session.today();
        session
            .with(|workspace| {
                let account = workspace.account(client)?;
                Some(typed.with(|typed| typed.covered(&account, today)))
            })
            .flatten()
            .unwrap_or_default()
    });
    let edit = move |change: &dyn Fn(&mut Typed)| {
        missing.set(None);
        typed.update(|typed| change(typed));
    };
    let toggle = move |key: String| {
        let mut covers = covered.get_untracked();
        match covers.iter().position(|one| *one == key) {
            Some(index) => drop(covers.remove(index)),
            None => covers.push(key),
        }
        edit(&|typed| typed.covers = Some(covers.clone()));
    };
    let limits = session.peek(|workspace| workspace.policy().agreement).unwrap_or_default();
    view! {
        <CheckList
            legend=ES.debts
            name="deudas"
            items=items
            checked=covered
            on_toggle=toggle
            error=Signal::derive(move || {
                missing.with(|missing| *missing == Some(Missing::Debts)).then(|| ES.missing_debts.to_owned())
            })
        />
        <Stepper
            label=ES.count
            name="abonos"
            value=Signal::derive(move || typed.with(|typed| typed.count))
            on_change=move |count: u32| edit(&|typed| typed.count = count)
            min=1
            max=COUNT_MAX
        />
        <Chips
            legend=ES.every
            choices=Signal::stored(Periodicity::ALL.map(|one| Choice::new((ES.periodicity)(one))).to_vec())
            selected=Signal::derive(move || {
                typed.with(|typed| Periodicity::ALL.iter().position(|one| *one == typed.periodicity))
            })
            on_choose=move |index: usize| {
                if let Some(periodicity) = Periodicity::ALL.get(index) {
                    edit(&|typed| typed.periodicity = *periodicity);
                }
            }
        />
        <Stepper
            label=ES.discount
            name="descuento"
            value=Signal::derive(move || typed.with(|typed| typed.discount_percent))
            on_change=move |percent: u32| edit(&|typed| typed.discount_percent = percent)
            max=100
        />
        <p class="quiet">{(ES.discount_hint)(limits.discount_bp_max)}</p>
    }
    .into_any()
}

/// The figures, and whether the person may grant it himself.
fn preview(proposed: Option<Result<Proposed, Missing>>) -> Option<AnyView> {
    let proposed = match proposed? {
        Ok(proposed) => proposed,
        Err(Missing::Rule(error)) => {
            return Some(
                view! {
                    <Banner tone=Tone::Danger>
                        <p>{errors::rule(&error)}</p>
                    </Banner>
                }
                .into_any(),
            );
        }
        Err(_) => return None,
    };
    let (tone, sentence) = match proposed.is_within_limits() {
        true => (Tone::Ok, ES.within),
        false => (Tone::Warning, ES.beyond),
    };
    let reasons = proposed.beyond.iter().map(|error| view! { <p>{errors::rule(error)}</p> }).collect_view();
    let terms = proposed.terms;
    let line = plan_line(&terms);
    let total = terms.total().unwrap_or_default();
    Some(
        view! {
            <section class="panel" aria-label=ES.preview>
                <h2>{ES.preview}</h2>
                <p>
                    <strong class="numbers">{line}</strong>
                </p>
                <dl>
                    <dt>{ES.capital}</dt>
                    <dd>
                        <Amount value=terms.capital/>
                    </dd>
                    <dt>{ES.moratory}</dt>
                    <dd>
                        <Amount value=terms.moratory/>
                    </dd>
                    {terms
                        .discount
                        .is_positive()
                        .then(|| {
                            view! {
                                <dt>{ES.discounted}</dt>
                                <dd>
                                    <Amount value=terms.discount tone=Tone::Ok/>
                                </dd>
                            }
                        })}
                    <dt>
                        <strong>{ES.total}</strong>
                    </dt>
                    <dd>
                        <strong>
                            <Amount value=total/>
                        </strong>
                    </dd>
                </dl>
                <Banner tone=tone>
                    <p>{sentence}</p>
                    {reasons}
                </Banner>
            </section>
        }
        .into_any(),
    )
}

/// `4 abonos de $250.00, del sáb 28 nov 2026 al sáb 19 dic 2026`.
pub fn plan_line(terms: &AgreementTerms) -> String {
    let date = |instalment: Option<&crate::domain::agreement::AgreedInstalment>| {
        instalment.map(|one| format::date_with_year(one.due)).unwrap_or_default()
    };
    let first = terms.instalments.first();
    let amount = first.map(|one| one.amount).unwrap_or_default();
    (ES.plan_line)(terms.instalments.len(), amount, &date(first), &date(terms.instalments.last()))
}
