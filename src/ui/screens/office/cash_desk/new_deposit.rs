//! A deposit out of a branch's safe: its slip, the cash, and the cheques that go with it.

use leptos::prelude::*;

use super::bank_options;
use crate::{
    api::{
        deposits::{NewDeposit, VaultView, list_vaults, make_deposit},
        settings::list_bank_accounts,
    },
    domain::{
        date::CivilDate,
        folio::Folio,
        ids::{BankAccountId, BranchId},
        money::Money,
    },
    ui::{
        components::{Button, ButtonKind, CheckItem, CheckList, Field, FieldKind, FieldNote, SelectField},
        format,
        screens::office::{
            here::WallClock,
            portfolio,
            remote::{Change, Remote},
            settings::amount_of,
            states::{ChangeError, Loaded},
        },
        text::cash_desk::ES,
    },
};

#[component]
pub fn NewDepositForm(
    /// What to say once it is registered.
    #[prop(into)]
    made: Callback<String>,
) -> impl IntoView {
    let vaults = Remote::new(list_vaults);
    let banks = Remote::new(list_bank_accounts);
    let has_both = Signal::derive(move || vaults.has_data().get() && banks.has_data().get());
    view! {
        <p class="quiet">{ES.new_deposit_effect}</p>
        <Loaded
            state=vaults.state()
            has_data=has_both
            retry=move |()| {
                vaults.reload();
                banks.reload();
            }
        >
            {move || {
                let (vaults, banks) = (vaults.get()?, banks.get()?);
                let banks = bank_options(&banks);
                Some(view! { <Form vaults=vaults.to_vec() banks=banks made=made/> })
            }}
        </Loaded>
    }
    .into_any()
}

#[component]
fn Form(vaults: Vec<VaultView>, banks: Vec<(String, String)>, made: Callback<String>) -> impl IntoView {
    let clock = WallClock::of_caller();
    let only = if let [one] = vaults.as_slice() { one.branch.to_string() } else { String::new() };
    let branches = portfolio::options(
        ES.branch_missing,
        vaults.iter().map(|vault| (vault.branch.to_string(), vault.branch_name.clone())),
    );
    let branch = RwSignal::new(only);
    let bank = RwSignal::new(String::new());
    let slip_folio = RwSignal::new(String::new());
    let on = RwSignal::new(clock.today().to_string());
    let time = RwSignal::new(String::new());
    let cash = RwSignal::new(String::new());
    let marked = RwSignal::new(Vec::<Folio>::new());
    let has_tried = RwSignal::new(false);
    let saving = Change::default();
    let vault = Memo::new(move |_| {
        let branch = BranchId::parse(&branch.get())?;
        vaults.iter().find(|vault| vault.branch == branch).cloned()
    });
    let bank_read = Memo::new(move |_| BankAccountId::parse(&bank.get()));
    let on_read = Memo::new(move |_| CivilDate::parse_iso(&on.get()).filter(|day| *day <= clock.today()));
    let cash_read = Memo::new(move |_| {
        let typed = cash.get();
        if typed.trim().is_empty() { Some(Money::ZERO) } else { amount_of(&typed) }
    });
    let total = Memo::new(move |_| {
        let cheques = vault.get().map(|vault| vault.cheques).unwrap_or_default();
        let marked = marked.get();
        let amounts =
            cheques.iter().filter(|cheque| marked.contains(&cheque.folio)).map(|cheque| cheque.amount);
        let cheques = Money::sum(amounts).unwrap_or_default();
        cheques.checked_add(cash_read.get().unwrap_or_default()).unwrap_or_default()
    });
    let cash_wrong = Memo::new(move |_| match (cash_read.get(), vault.get()) {
        (None, _) => Some(ES.amount_missing.to_owned()),
        (Some(cash), Some(vault)) if cash > vault.cash => Some((ES.cash_too_much)(vault.cash)),
        (Some(_), Some(_)) if !total.get().is_positive() => Some(ES.nothing_in_it.to_owned()),
        (Some(_), _) => None,
    });
    let slip_wrong = Signal::derive(move || slip_folio.with(|folio| folio.trim().is_empty()));
    let note = move |is_wrong: Signal<bool>, words: &'static str| {
        Signal::derive(move || {
            (has_tried.get() && is_wrong.get()).then(|| FieldNote::Error(words.to_owned()))
        })
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        has_tried.set(true);
        let read = (vault.get_untracked(), bank_read.get_untracked(), on_read.get_untracked());
        let (Some(vault), Some(bank), Some(on)) = read else { return };
        if slip_wrong.get_untracked() || cash_wrong.get_untracked().is_some() {
            return;
        }
        let new = NewDeposit {
            branch: vault.branch,
            bank,
            slip_folio: slip_folio.get_untracked().trim().to_owned(),
            on,
            time: time.get_untracked().trim().to_owned(),
            cash: cash_read.get_untracked().unwrap_or_default(),
            cheques: marked.get_untracked(),
            photo: None,
        };
        saving.run(make_deposit(new), move |_| made.run(ES.deposit_made.to_owned()));
    };
    let items = Signal::derive(move || {
        let cheques = vault.get().map(|vault| vault.cheques).unwrap_or_default();
        cheques
            .into_iter()
            .map(|cheque| CheckItem {
                key: cheque.folio.to_string(),
                title: format!("{} {}", cheque.bank, cheque.number),
                detail: cheque.client_name,
                aside: format::money(cheque.amount),
            })
            .collect::<Vec<_>>()
    });
    let keys =
        Signal::derive(move || marked.with(|marked| marked.iter().map(Folio::to_string).collect::<Vec<_>>()));
    let toggle = move |key: String| {
        marked.update(|marked| match marked.iter().position(|known| known.to_string() == key) {
            Some(at) => drop(marked.remove(at)),
            None => marked.extend(Folio::parse(&key)),
        });
    };
    let cheques = move || {
        items.with(|items| !items.is_empty()).then(|| {
            view! { <CheckList legend=ES.cheques name="deposit-cheques" items=items checked=keys on_toggle=toggle/> }
        })
    };
    view! {
        <form class="stack" novalidate on:submit=submit>
            <SelectField
                label=ES.branch
                name="deposit-branch"
                options=Signal::stored(branches)
                value=branch
                on_choose=move |key| {
                    marked.set(Vec::new());
                    branch.set(key);
                }
                note=note(Signal::derive(move || vault.get().is_none()), ES.branch_missing)
            />
            <SelectField
                label=ES.bank
                name="deposit-bank"
                options=Signal::stored(banks)
                value=bank
                on_choose=move |key| bank.set(key)
                note=note(Signal::derive(move || bank_read.get().is_none()), ES.bank_missing)
            />
            <Field
                label=ES.slip_folio
                name="deposit-slip"
                value=slip_folio
                on_input=move |text| slip_folio.set(text)
                required=true
                note=note(slip_wrong, ES.slip_folio_missing)
            />
            <Field
                label=ES.date
                name="deposit-date"
                kind=FieldKind::Date
                value=on
                on_input=move |text| on.set(text)
                note=note(Signal::derive(move || on_read.get().is_none()), ES.date_missing)
            />
            <Field
                label=ES.hour
                name="deposit-hour"
                hint=ES.hour_hint
                value=time
                on_input=move |text| time.set(text)
            />
            <Field
                label=ES.cash
                name="deposit-cash"
                kind=FieldKind::Money
                value=cash
                on_input=move |text| cash.set(text)
                note=Signal::derive(move || {
                    has_tried.get().then(|| cash_wrong.get()).flatten().map(FieldNote::Error)
                })
            />
            <p class="quiet">{move || vault.get().map(|vault| (ES.vault_cash)(vault.cash))}</p>
            {cheques}
            <ChangeError error=saving.error/>
            <Button kind=ButtonKind::Primary submit=true wide=true busy=saving.is_busy>
                {move || (ES.make_deposit)(total.get())}
            </Button>
        </form>
    }
    .into_any()
}
