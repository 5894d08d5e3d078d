//! The form: what was typed is kept at each change, the button says its effect, and it can record only once.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::{
    method_fields::MethodFields,
    model::{Form, Offer, Typed, offers, open_invoices, preview, unusual},
};
use crate::{
    device,
    domain::{account::Account, ids::ClientId, money::Money, payment::PaymentTarget, rule_error::RuleError},
    ui::{
        components::{
            Amount, AmountEntry, Banner, Button, ButtonKind, Chips, Choice, ChoiceTiles, Confirm, Glyph,
            MoneyKeypad, SelectField, Tone,
        },
        format,
        session::{Session, recorder::Recorder},
        text::{collect::ES, common, errors},
    },
};

/// The option of the list of invoices that stands for no invoice in particular.
const OLDEST: &str = "";

#[component]
pub fn CollectForm(client: ClientId) -> impl IntoView {
    let session = expect_context::<Session>();
    let recorder = Recorder::open(session);
    let navigate = use_navigate();
    let today = untrack(|| session.today());
    let draft_key = format!("cobro.{client}");
    let kept = device::draft(&draft_key).and_then(|json| serde_json::from_str::<Typed>(&json).ok());
    let was_kept = RwSignal::new(kept.is_some());
    let typed = RwSignal::new(kept.unwrap_or_else(|| Typed::blank(today)));
    let refused = RwSignal::new(None::<RuleError>);
    let is_asking = RwSignal::new(false);

    // Drafts survive interruptions: each change is kept until it is saved.
    Effect::new({
        let draft_key = draft_key.clone();
        move |_| {
            let json =
                typed.with(|typed| if typed.is_blank() { None } else { serde_json::to_string(typed).ok() });
            if !recorder.is_writing() {
                device::keep_draft(&draft_key, json.as_deref());
            }
        }
    });

    let read = move |read: &dyn Fn(&Account) -> Option<Money>| {
        session.with(|workspace| workspace.account(client).and_then(|account| read(&account))).flatten()
    };
    let amount = Memo::new(move |_| typed.with(|typed| typed.amount.money()));
    let save = {
        let draft_key = draft_key.clone();
        move || match typed.with_untracked(|typed| typed.draft(client)) {
            Err(error) => {
                refused.set(Some(error));
                device::vibrate_error();
            }
            Ok(draft) => {
                refused.set(None);
                let (navigate, draft_key) = (navigate.clone(), draft_key.clone());
                recorder.record(draft, move |record| {
                    device::keep_draft(&draft_key, None);
                    if let Some(receipt) = record.receipt {
                        // The form is left behind for good: going back must not offer to save it again.
                        let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
                        navigate(&format!("/app/recibo/{}", receipt.folio), options);
                    }
                });
            }
        }
    };
    let ask_or_save = {
        let save = save.clone();
        move || {
            let is_unusual =
                amount.get_untracked().and_then(|amount| read(&|account| unusual(account, amount)));
            if is_unusual.is_some() { is_asking.set(true) } else { save() }
        }
    };
    let question = Signal::derive(move || {
        let amount = amount.get().unwrap_or_default();
        let usual = read(&|account| unusual(account, amount)).unwrap_or_default();
        (ES.unusual)(amount, usual)
    });
    let label = move || amount.get().map_or(ES.save_empty.to_owned(), ES.save);
    view! {
        <p class="quiet">
            {move || session.with(|workspace| Some((ES.of)(&workspace.account(client)?.customer.name))).flatten()}
        </p>
        <Show when=move || was_kept.get()>
            <Banner>
                <p>{ES.draft_kept}</p>
                <Button on_press=move || {
                    typed.set(Typed::blank(today));
                    was_kept.set(false);
                }>{ES.draft_drop}</Button>
            </Banner>
        </Show>
        <HowMuch client=client typed=typed refused=refused/>
        <HowPaid client=client typed=typed/>
        <MethodFields typed=typed refused=refused/>
        <WhichInvoice client=client typed=typed/>
        <Breakdown client=client typed=typed/>
        {move || {
            recorder
                .refusal()
                .map(|error| {
                    view! {
                        <Banner tone=Tone::Danger urgent=true>
                            <p>{errors::store(&error)}</p>
                        </Banner>
                    }
                })
        }}
        <div class="action-bar">
            {move || {
                refused
                    .get()
                    .map(|error| {
                        view! {
                            <Banner tone=Tone::Danger urgent=true>
                                <p>{refusal_text(&error)}</p>
                            </Banner>
                        }
                    })
            }}
            <Button
                kind=ButtonKind::Primary
                glyph=Glyph::Check
                wide=true
                busy=Signal::derive(move || recorder.is_writing())
                on_press=ask_or_save
            >
                {label}
            </Button>
        </div>
        <Confirm
            is_open=is_asking
            question=question
            yes=common::ES.yes.to_owned()
            no=common::ES.correct.to_owned()
            on_yes=move || {
                is_asking.set(false);
                save();
            }
            on_no=move || is_asking.set(false)
        />
    }
    .into_any()
}

fn refusal_text(error: &RuleError) -> String {
    match error {
        RuleError::AmountNotPositive => ES.type_amount.to_owned(),
        RuleError::Field { field } if field == super::model::DATE_FIELD => ES.date_missing.to_owned(),
        other => errors::rule(other),
    }
}

/// The chips and the keypad.
#[component]
fn HowMuch(client: ClientId, typed: RwSignal<Typed>, refused: RwSignal<Option<RuleError>>) -> impl IntoView {
    let session = expect_context::<Session>();
    let offered = Memo::new(move |_| {
        let today = session.today();
        session
            .with(|workspace| Some(offers(&*workspace.account(client)?, today)))
            .flatten()
            .unwrap_or_default()
    });
    let choices = Signal::derive(move || {
        let label = |offer: &Offer| match offer {
            Offer::AllOverdue(amount) => (ES.all_overdue)(*amount),
            Offer::AllOwed(amount) => (ES.all_owed)(*amount),
            Offer::OneInvoice { folio, balance, .. } => (ES.one_invoice)(folio, *balance),
            Offer::Other => ES.other.to_owned(),
        };
        offered.with(|offered| offered.iter().map(|offer| Choice::new(label(offer))).collect())
    });
    let selected = Signal::derive(move || {
        let amount = typed.with(|typed| typed.amount.money())?;
        offered.with(|offered| {
            let same = offered.iter().position(|offer| offer.amount() == Some(amount));
            same.or(offered.len().checked_sub(1))
        })
    });
    let choose = move |index: usize| {
        let Some(offer) = offered.with_untracked(|offered| offered.get(index).cloned()) else { return };
        refused.set(None);
        typed.update(|typed| {
            typed.amount = offer.amount().map(AmountEntry::of).unwrap_or_default();
            typed.target = match offer {
                Offer::OneInvoice { id, .. } => PaymentTarget::Named { invoice: id },
                Offer::AllOverdue(_) | Offer::AllOwed(_) | Offer::Other => PaymentTarget::OldestFirst,
            };
        });
    };
    let limit_note = Memo::new(move |_| {
        let amount = typed.with(|typed| typed.amount.money())?;
        let owed = session.with(|workspace| workspace.account(client)?.balance().ok()).flatten()?;
        if owed.is_zero() {
            return Some(ES.nothing_owed.to_owned());
        }
        amount.checked_sub(owed).ok().filter(|over| over.is_positive()).map(ES.more_than_owed)
    });
    view! {
        <Chips legend=ES.how_much choices=choices selected=selected on_choose=choose/>
        <MoneyKeypad
            entry=Signal::derive(move || typed.with(|typed| typed.amount.clone()))
            on_change=move |entry: AmountEntry| {
                refused.set(None);
                typed.update(|typed| typed.amount = entry);
            }
            limit_note=limit_note
        />
    }
    .into_any()
}

/// The form of payment, and the hint for companies that pay in cash.
#[component]
fn HowPaid(client: ClientId, typed: RwSignal<Typed>) -> impl IntoView {
    let session = expect_context::<Session>();
    let is_warned = Memo::new(move |_| {
        let account = session.with(|workspace| workspace.account(client)).flatten();
        account.is_some_and(|account| typed.with(|typed| typed.is_cash_to_company(&account)))
    });
    let choices = vec![
        Choice::with_glyph(ES.cash, Glyph::Cash),
        Choice::with_glyph(ES.transfer, Glyph::Swap),
        Choice::with_glyph(ES.cheque, Glyph::File),
        Choice::with_glyph(ES.card, Glyph::Card),
    ];
    view! {
        <ChoiceTiles
            legend=ES.method
            name="form"
            choices=choices
            selected=Signal::derive(move || {
                typed.with(|typed| Form::ALL.iter().position(|form| *form == typed.form))
            })
            on_choose=move |index: usize| {
                typed.update(|typed| typed.form = Form::ALL.get(index).copied().unwrap_or_default())
            }
        />
        <Show when=move || is_warned.get()>
            <Banner tone=Tone::Warning>
                <p>{ES.cash_to_company}</p>
                <Button on_press=move || typed.update(|typed| typed.form = Form::Transfer)>
                    {ES.change_to_transfer}
                </Button>
            </Banner>
        </Show>
    }
    .into_any()
}

/// Which invoice the client says that he pays; only asked where there are several.
#[component]
fn WhichInvoice(client: ClientId, typed: RwSignal<Typed>) -> impl IntoView {
    let session = expect_context::<Session>();
    let options = Memo::new(move |_| {
        let today = session.today();
        let mut options = vec![(OLDEST.to_owned(), ES.oldest_first.to_owned())];
        let account = session.with(|workspace| workspace.account(client)).flatten();
        if let Some(account) = account {
            options.extend(open_invoices(&account).into_iter().map(|invoice| {
                let words = (ES.named)(&invoice.folio, invoice.balance, &format::date(invoice.due, today));
                (invoice.id.to_string(), words)
            }));
        }
        options
    });
    let value = Signal::derive(move || {
        typed.with(|typed| {
            typed.target.chosen().first().map_or_else(|| OLDEST.to_owned(), |invoice| invoice.to_string())
        })
    });
    let choose = move |key: String| {
        let target = match crate::domain::ids::InvoiceId::parse(&key) {
            Some(invoice) => PaymentTarget::Named { invoice },
            None => PaymentTarget::OldestFirst,
        };
        typed.update(|typed| typed.target = target);
    };
    view! {
        <Show when=move || options.with(|options| { options.len() > 2 })>
            <SelectField
                label=ES.target
                name="target"
                options=options
                value=value
                on_choose=choose
                hint=ES.target_hint
            />
        </Show>
    }
    .into_any()
}

/// How the amount is applied, by the very rules of the office.
#[component]
fn Breakdown(client: ClientId, typed: RwSignal<Typed>) -> impl IntoView {
    let session = expect_context::<Session>();
    let shown = Memo::new(move |_| {
        let today = session.today();
        session
            .with(|workspace| {
                let account = workspace.account(client)?;
                typed.with(|typed| preview(&account, typed, today))
            })
            .flatten()
    });
    move || {
        shown.get().map(|(allocation, left)| {
            let lines = allocation
                .parts
                .into_iter()
                .map(|part| {
                    view! {
                        <dt>{(ES.applied)(&part.folio)} " · " {(ES.left)(part.balance_after)}</dt>
                        <dd>
                            <Amount value=part.amount/>
                        </dd>
                    }
                })
                .collect_view();
            let unapplied = allocation.unapplied;
            view! {
                <section class="panel" aria-label=ES.breakdown>
                    <h2>{ES.breakdown}</h2>
                    <dl>
                        {lines}
                        {unapplied
                            .is_positive()
                            .then(|| {
                                view! {
                                    <dt>{ES.unapplied}</dt>
                                    <dd>
                                        <Amount value=unapplied tone=Tone::Ok/>
                                    </dd>
                                }
                            })} <dt>{ES.balance_after}</dt> <dd>
                            <Amount value=left/>
                        </dd>
                    </dl>
                    <small class="quiet">{ES.provisional}</small>
                </section>
            }
        })
    }
}
