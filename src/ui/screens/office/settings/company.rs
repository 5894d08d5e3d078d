//! What holds for the whole company.

use leptos::prelude::*;

use super::model::{self, LimitsWrong};
use crate::{
    api::settings::{CompanyRow, CompanySettings, LATE_RATE_MAX_BP, LATE_RATE_WARN_BP, set_company_settings},
    domain::{agreement::AgreementLimits, late::DayBase, plan::INSTALMENTS_MAX},
    ui::{
        components::{Button, ButtonKind, Chips, Choice, Field, FieldKind, FieldNote},
        screens::office::{remote::Change, states::ChangeError},
        text::settings::ES,
    },
};

/// Ten years: no agreement of the street is longer.
const DAYS_MAX: u32 = 3_650;
/// A whole.
const PERCENT_BP_MAX: u32 = 10_000;

#[component]
pub fn Company(row: CompanyRow, changed: Callback<String>) -> impl IntoView {
    let CompanyRow { version, settings } = row;
    let soft = RwSignal::new(model::typed_amount(settings.cash.soft));
    let hard = RwSignal::new(model::typed_amount(settings.cash.hard));
    let instalments = RwSignal::new(settings.agreement.instalments_max.to_string());
    let days = RwSignal::new(settings.agreement.days_max.to_string());
    let discount = RwSignal::new(model::typed_percent(settings.agreement.discount_bp_max.into()));
    let rate = RwSignal::new(model::typed_percent(settings.late_rate_bp));
    let base = RwSignal::new(settings.day_base);
    let company_cash = RwSignal::new(model::typed_amount(settings.b2b_cash_max));
    let has_tried = RwSignal::new(false);
    let saving = Change::default();

    let limits = Memo::new(move |_| model::limits_of(&soft.get(), &hard.get()));
    let instalments_read =
        Memo::new(move |_| model::number_of(&instalments.get(), 1, INSTALMENTS_MAX.into()));
    let days_read = Memo::new(move |_| model::number_of(&days.get(), 1, DAYS_MAX));
    let discount_read = Memo::new(move |_| model::basis_points_of(&discount.get(), PERCENT_BP_MAX));
    let rate_read = Memo::new(move |_| model::basis_points_of(&rate.get(), LATE_RATE_MAX_BP));
    let company_cash_read = Memo::new(move |_| model::amount_of(&company_cash.get()));

    let limit_note = move |pick: fn(LimitsWrong) -> Option<String>| {
        Signal::derive(move || {
            has_tried.get().then(|| limits.get().err().and_then(pick)).flatten().map(FieldNote::Error)
        })
    };
    let note = move |is_wrong: Signal<bool>, words: String| {
        Signal::derive(move || (has_tried.get() && is_wrong.get()).then(|| FieldNote::Error(words.clone())))
    };
    let rate_note = Signal::derive(move || match rate_read.get() {
        None => has_tried.get().then(|| FieldNote::Error((ES.percent_unreadable)(LATE_RATE_MAX_BP / 100))),
        Some(bp) if bp > LATE_RATE_WARN_BP => Some(FieldNote::Warning(ES.late_rate_high.to_owned())),
        Some(_) => None,
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        has_tried.set(true);
        let numbers = (instalments_read.get_untracked(), days_read.get_untracked());
        let (
            Ok(cash),
            (Some(instalments), Some(days)),
            Some(discount),
            Some(late_rate_bp),
            Some(b2b_cash_max),
        ) = (
            limits.get_untracked(),
            numbers,
            discount_read.get_untracked(),
            rate_read.get_untracked(),
            company_cash_read.get_untracked(),
        )
        else {
            return;
        };
        let narrowed =
            (u16::try_from(instalments).ok(), u16::try_from(days).ok(), u16::try_from(discount).ok());
        let (Some(instalments_max), Some(days_max), Some(discount_bp_max)) = narrowed else { return };
        let settings = CompanySettings {
            cash,
            agreement: AgreementLimits { instalments_max, days_max, discount_bp_max },
            late_rate_bp,
            day_base: base.get_untracked(),
            b2b_cash_max,
        };
        saving.run(set_company_settings(version, settings), move |()| changed.run(ES.saved.to_owned()));
    };
    view! {
        <form class="stack" novalidate on:submit=submit>
            <fieldset class="panel stack">
                <legend>{ES.cash}</legend>
                <p class="quiet">{ES.cash_effect}</p>
                <Field
                    label=ES.soft
                    name="cash-soft"
                    kind=FieldKind::Money
                    hint=ES.soft_hint
                    value=soft
                    on_input=move |text| soft.set(text)
                    note=limit_note(|wrong| wrong.soft)
                />
                <Field
                    label=ES.hard
                    name="cash-hard"
                    kind=FieldKind::Money
                    hint=ES.hard_hint
                    value=hard
                    on_input=move |text| hard.set(text)
                    note=limit_note(|wrong| wrong.hard)
                />
                <Field
                    label=ES.company_cash
                    name="company-cash"
                    kind=FieldKind::Money
                    hint=ES.company_cash_hint
                    value=company_cash
                    on_input=move |text| company_cash.set(text)
                    note=note(
                        Signal::derive(move || company_cash_read.get().is_none()),
                        ES.amount_unreadable.to_owned(),
                    )
                />
            </fieldset>
            <fieldset class="panel stack">
                <legend>{ES.agreement}</legend>
                <p class="quiet">{ES.agreement_effect}</p>
                <Field
                    label=ES.instalments_max
                    name="agreement-instalments"
                    kind=FieldKind::Digits
                    value=instalments
                    on_input=move |text| instalments.set(text)
                    note=note(
                        Signal::derive(move || instalments_read.get().is_none()),
                        (ES.number_unreadable)(1, INSTALMENTS_MAX.into()),
                    )
                />
                <Field
                    label=ES.days_max
                    name="agreement-days"
                    kind=FieldKind::Digits
                    value=days
                    on_input=move |text| days.set(text)
                    note=note(
                        Signal::derive(move || days_read.get().is_none()),
                        (ES.number_unreadable)(1, DAYS_MAX),
                    )
                />
                <Field
                    label=ES.discount_max
                    name="agreement-discount"
                    kind=FieldKind::Money
                    hint=ES.discount_hint
                    value=discount
                    on_input=move |text| discount.set(text)
                    note=note(
                        Signal::derive(move || discount_read.get().is_none()),
                        (ES.percent_unreadable)(PERCENT_BP_MAX / 100),
                    )
                />
            </fieldset>
            <fieldset class="panel stack">
                <legend>{ES.late}</legend>
                <p class="quiet">{ES.late_effect}</p>
                <Field
                    label=ES.late_rate
                    name="late-rate"
                    kind=FieldKind::Money
                    hint=ES.late_rate_hint
                    value=rate
                    on_input=move |text| rate.set(text)
                    note=rate_note
                />
                <Chips
                    legend=ES.day_base
                    choices=vec![Choice::new(ES.days_360), Choice::new(ES.days_365)]
                    selected=Signal::derive(move || Some(usize::from(base.get() == DayBase::Days365)))
                    on_choose=move |index| {
                        base.set(if index == 0 { DayBase::Days360 } else { DayBase::Days365 });
                    }
                />
            </fieldset>
            <ChangeError error=saving.error/>
            <Button kind=ButtonKind::Primary submit=true busy=saving.is_busy>
                {ES.save}
            </Button>
        </form>
    }
    .into_any()
}
