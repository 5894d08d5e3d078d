//! What everybody carries, and what a supervisor may decide about it.

use leptos::prelude::*;

use crate::{
    api::cortes::{DrawerRow, allow_cash, allow_route, approve_expense, give_float, list_drawers},
    domain::{drawer::CashLevel, role::Permission},
    ui::{
        components::{
            Button, ButtonKind, Choice, ChoiceTiles, Column, DataTable, EmptyState, Field, FieldKind,
            FieldNote, Glyph, Sheet, StatusTag, TextArea, Tone,
        },
        format,
        screens::office::{
            here::{Here, WallClock},
            remote::{Change, Remote},
            settings::amount_of,
            states::{ChangeError, Loaded},
        },
        text::cash_desk::ES,
    },
};

/// What may be decided about one drawer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Decision {
    Route,
    Cash,
    Expense,
    Float,
}

impl Decision {
    /// Those that the caller may take.
    fn of_caller() -> Vec<Decision> {
        let Some(here) = Here::now() else { return Vec::new() };
        let supervises = here.may(Permission::Supervise);
        let receives = here.may(Permission::ReceiveCash);
        [
            (Decision::Route, supervises),
            (Decision::Cash, supervises),
            (Decision::Expense, supervises),
            (Decision::Float, receives),
        ]
        .into_iter()
        .filter(|(_, may)| *may)
        .map(|(decision, _)| decision)
        .collect()
    }

    fn label(self) -> &'static str {
        match self {
            Decision::Route => ES.allow_route,
            Decision::Cash => ES.allow_cash,
            Decision::Expense => ES.expense,
            Decision::Float => ES.float,
        }
    }

    fn effect(self) -> &'static str {
        match self {
            Decision::Route => ES.allow_route_effect,
            Decision::Cash => ES.allow_cash_effect,
            Decision::Expense => ES.expense_effect,
            Decision::Float => ES.float_effect,
        }
    }

    fn needs_amount(self) -> bool {
        matches!(self, Decision::Expense | Decision::Float)
    }

    fn needs_reason(self) -> bool {
        !matches!(self, Decision::Float)
    }
}

#[component]
pub fn Drawers(say: Callback<String>) -> impl IntoView {
    let drawers = Remote::new(list_drawers);
    let chosen = RwSignal::new(None::<DrawerRow>);
    let decisions = StoredValue::new(Decision::of_caller());
    let clock = WallClock::of_caller();
    let table = move || {
        let rows = drawers.get()?;
        if rows.is_empty() {
            let message = format!("{}. {}", ES.drawers_empty, ES.drawers_empty_detail);
            return Some(view! { <EmptyState glyph=Glyph::Cash message=message/> }.into_any());
        }
        let may_decide = decisions.with_value(|all| !all.is_empty());
        let lines = rows.iter().map(|row| line(row, clock, chosen, may_decide)).collect_view();
        let columns = vec![
            Column::text(ES.person),
            Column::figure(ES.in_hand),
            Column::text(ES.open_day),
            Column::text(ES.cheques),
            Column::figure(ES.shortage),
            Column::text(ES.last_corte),
            Column::text(ES.action),
        ];
        Some(
            view! {
                <DataTable caption=ES.drawers columns=columns>
                    {lines}
                </DataTable>
            }
            .into_any(),
        )
    };
    let title = move || {
        chosen.with(|row| row.as_ref().map(|row| (ES.decide_of)(&row.person_name)).unwrap_or_default())
    };
    view! {
        <div class="stack">
            <Loaded
                state=drawers.state()
                has_data=drawers.has_data()
                retry=move |()| drawers.reload()
            >
                {table}
            </Loaded>
            <Sheet
                is_open=Signal::derive(move || chosen.with(Option::is_some))
                title=Signal::derive(title)
                on_close=move |()| chosen.set(None)
            >
                {move || {
                    chosen
                        .get()
                        .map(|row| {
                            let done = move |words: String| {
                                chosen.set(None);
                                say.run(words);
                                drawers.reload();
                            };
                            view! { <Decide row=row decisions=decisions.get_value() done=done/> }
                        })
                }}
            </Sheet>
        </div>
    }
    .into_any()
}

fn line(row: &DrawerRow, clock: WallClock, chosen: RwSignal<Option<DrawerRow>>, may_decide: bool) -> AnyView {
    let (tone, glyph) = match row.level {
        CashLevel::Within => (Tone::Ok, Glyph::Check),
        CashLevel::AboveSoft => (Tone::Warning, Glyph::Alert),
        CashLevel::AboveHard => (Tone::Danger, Glyph::Alert),
    };
    let day = match row.open_since {
        Some(day) => {
            let words = (ES.open_since)(&clock.date(day));
            view! { <StatusTag tone=Tone::Warning glyph=Glyph::Clock text=words/> }.into_any()
        }
        None => view! { <span class="quiet">{ES.up_to_date}</span> }.into_any(),
    };
    let leave = [(row.is_route_allowed, ES.route_allowed), (row.is_cash_allowed, ES.cash_allowed)]
        .into_iter()
        .filter(|(is_given, _)| *is_given)
        .map(|(_, words)| view! { <p class="quiet">{words}</p> })
        .collect_view();
    let cheques = match row.cheques {
        0 => String::new(),
        number => format!("{number} · {}", format::money(row.cheques_total)),
    };
    let again = row.clone();
    let action = may_decide.then(|| {
        view! {
            <Button
                label=(ES.decide_of)(&row.person_name)
                on_press=move |()| chosen.set(Some(again.clone()))
            >
                {ES.decide}
            </Button>
        }
    });
    view! {
        <tr>
            <th scope="row">
                {row.person_name.clone()} <span class="quiet">" · " {row.branch_name.clone()}</span>
            </th>
            <td data-align="end">
                {format::money(row.cash)} <StatusTag tone=tone glyph=glyph text=(ES.level)(row.level)/>
            </td>
            <td>{day} {leave}</td>
            <td>{cheques}</td>
            <td data-align="end">{format::money(row.shortage)}</td>
            <td>{row.last_corte.map_or_else(|| ES.never.to_owned(), |day| clock.date(day))}</td>
            <td>{action}</td>
        </tr>
    }
    .into_any()
}

#[component]
fn Decide(row: DrawerRow, decisions: Vec<Decision>, #[prop(into)] done: Callback<String>) -> impl IntoView {
    let choices = decisions.iter().map(|decision| Choice::new(decision.label())).collect::<Vec<_>>();
    let chosen = RwSignal::new(None::<usize>);
    let decision = Memo::new(move |_| chosen.get().and_then(|index| decisions.get(index).copied()));
    let amount = RwSignal::new(String::new());
    let reason = RwSignal::new(String::new());
    let has_tried = RwSignal::new(false);
    let deciding = Change::default();
    let read = Memo::new(move |_| amount_of(&amount.get()).filter(|amount| amount.is_positive()));
    let lacks_reason = Signal::derive(move || reason.with(|reason| reason.trim().is_empty()));
    let name = StoredValue::new(row.person_name.clone());
    let person = row.person;
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        has_tried.set(true);
        let Some(decision) = decision.get_untracked() else { return };
        let lacks_amount = decision.needs_amount() && read.get_untracked().is_none();
        if lacks_amount || (decision.needs_reason() && lacks_reason.get_untracked()) {
            return;
        }
        let words = reason.get_untracked().trim().to_owned();
        let amount = read.get_untracked().unwrap_or_default();
        let asked = async move {
            match decision {
                Decision::Route => allow_route(person, words).await,
                Decision::Cash => allow_cash(person, words).await,
                Decision::Expense => approve_expense(person, amount, words).await,
                Decision::Float => give_float(person, amount).await,
            }
        };
        deciding.run(asked, move |()| done.run(name.with_value(|name| (ES.done)(name))));
    };
    let rest = move || {
        let decision = decision.get()?;
        let amount_field = decision.needs_amount().then(|| {
            let note = Signal::derive(move || {
                (has_tried.get() && read.get().is_none())
                    .then(|| FieldNote::Error(ES.amount_missing.to_owned()))
            });
            view! {
                <Field
                    label=ES.amount
                    name="decision-amount"
                    kind=FieldKind::Money
                    value=amount
                    on_input=move |text| amount.set(text)
                    note=note
                />
            }
        });
        let reason_field = decision.needs_reason().then(|| {
            let note = Signal::derive(move || {
                (has_tried.get() && lacks_reason.get())
                    .then(|| FieldNote::Error(ES.reason_missing.to_owned()))
            });
            view! {
                <TextArea
                    label=ES.reason
                    name="decision-reason"
                    value=reason
                    on_input=move |text| reason.set(text)
                    note=note
                />
            }
        });
        Some(view! {
            <p class="quiet">{decision.effect()}</p>
            {amount_field}
            {reason_field}
            <ChangeError error=deciding.error/>
            <Button kind=ButtonKind::Primary submit=true wide=true busy=deciding.is_busy>
                {decision.label()}
            </Button>
        })
    };
    view! {
        <form class="stack" novalidate on:submit=submit>
            <ChoiceTiles
                legend=ES.what
                name="decision"
                choices=choices
                selected=chosen
                on_choose=move |index| chosen.set(Some(index))
            />
            {rest}
        </form>
    }
    .into_any()
}
