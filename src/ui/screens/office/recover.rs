//! A payment whose phone was destroyed before it could send it: taken in from the client's receipt, once.

use leptos::prelude::*;

use crate::{
    api::{
        assign::{PortfolioFilter, portfolio_page},
        error::ApiError,
        receipt_check::{LostReceipt, recover_payment},
    },
    domain::{
        chain::ChainHash,
        date::CivilDate,
        folio::Folio,
        ids::ClientId,
        payment::{CardKind, PaymentMethod},
    },
    ui::{
        components::{
            Banner, Button, ButtonKind, Chips, Choice, Field, FieldKind, FieldNote, SearchBox, SelectField,
            Tone,
        },
        screens::office::{
            here::WallClock,
            portfolio,
            remote::{Change, Remote},
            settings::amount_of,
            states::ChangeError,
            typing::rested,
        },
        text::{collect, office, radar::ES},
    },
};

/// The forms of payment, in the order of the chips, by their SAT key.
const FORMS: [&str; 5] = ["01", "03", "02", "04", "28"];

/// The folio and the hash of a receipt's link; `None` where it has none.
fn parse_link(link: &str) -> Option<(Folio, ChainHash)> {
    let fragment = link.trim().rsplit_once('#').map_or(link.trim(), |(_, fragment)| fragment);
    let (folio, hash) = fragment.split_once(['.', ':', '/', '|', '&'])?;
    Some((Folio::parse(folio)?, ChainHash::parse(&hash.trim().to_lowercase())?))
}

#[component]
pub fn Recover(
    /// What to say once it is registered.
    #[prop(into)]
    done: Callback<String>,
) -> impl IntoView {
    let clock = WallClock::of_caller();
    let link = RwSignal::new(String::new());
    let typed = RwSignal::new(String::new());
    let search = rested(typed);
    let client = RwSignal::new(String::new());
    let amount = RwSignal::new(String::new());
    let on = RwSignal::new(clock.today().to_string());
    let form = RwSignal::new(0usize);
    let reference = RwSignal::new(String::new());
    let bank = RwSignal::new(String::new());
    let has_tried = RwSignal::new(false);
    let saving = Change::default();
    let clients = Remote::new(move || {
        portfolio_page(PortfolioFilter { search: search.get(), ..PortfolioFilter::default() }, 0)
    });
    let options = Signal::derive(move || {
        let page = clients.get();
        let rows = page.iter().flat_map(|page| page.rows.iter());
        portfolio::options(
            ES.client_missing,
            rows.map(|row| (row.client.to_string(), format!("{} · {}", row.name, row.key))),
        )
    });
    let link_read = Memo::new(move |_| parse_link(&link.get()));
    let client_read = Memo::new(move |_| ClientId::parse(&client.get()));
    let amount_read = Memo::new(move |_| amount_of(&amount.get()).filter(|amount| amount.is_positive()));
    let on_read = Memo::new(move |_| CivilDate::parse_iso(&on.get()).filter(|day| *day <= clock.today()));
    let method = Memo::new(move |_| {
        let (reference, bank) = (reference.get().trim().to_owned(), bank.get().trim().to_owned());
        let on = on_read.get()?;
        let method = match form.get() {
            0 => PaymentMethod::Cash,
            1 => PaymentMethod::Transfer { tracking_key: reference, bank, sent_on: on },
            2 => PaymentMethod::Cheque { number: reference, bank, account: String::new(), dated: on },
            kind => PaymentMethod::Card {
                kind: if kind == 3 { CardKind::Credit } else { CardKind::Debit },
                authorization: reference,
                last_four: bank,
            },
        };
        method.check().ok().map(|()| method)
    });
    let note = move |is_wrong: Signal<bool>, words: &'static str| {
        Signal::derive(move || {
            (has_tried.get() && is_wrong.get()).then(|| FieldNote::Error(words.to_owned()))
        })
    };
    let lacks_method = Signal::derive(move || method.get().is_none());
    let is_known = Signal::derive(move || saving.error.get() == Some(ApiError::Conflict));
    let other_error = Signal::derive(move || saving.error.get().filter(|error| *error != ApiError::Conflict));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        has_tried.set(true);
        let read = (link_read.get_untracked(), client_read.get_untracked(), amount_read.get_untracked());
        let (Some((folio, hash)), Some(client), Some(amount)) = read else { return };
        let (Some(received_on), Some(method)) = (on_read.get_untracked(), method.get_untracked()) else {
            return;
        };
        let said = (ES.recovered)(&folio.to_string());
        let lost = LostReceipt {
            folio: folio.to_string(),
            hash: hash.to_string(),
            client,
            amount,
            method,
            received_on,
        };
        saving.run(recover_payment(lost), move |()| done.run(said));
    };
    let rest_of_form = move || {
        let labels = match form.get() {
            0 => return None,
            1 => (collect::ES.tracking_key, collect::ES.bank),
            2 => (collect::ES.cheque_number, collect::ES.bank),
            _ => (collect::ES.authorization, collect::ES.last_four),
        };
        Some(view! {
            <Field
                label=labels.0
                name="lost-reference"
                value=reference
                on_input=move |text| reference.set(text)
                note=note(lacks_method, ES.incomplete)
            />
            <Field label=labels.1 name="lost-bank" value=bank on_input=move |text| bank.set(text)/>
        })
    };
    view! {
        <form class="stack" novalidate on:submit=submit>
            <p class="quiet">{ES.recover_effect}</p>
            <Field
                label=ES.link
                name="lost-link"
                hint=ES.link_hint
                value=link
                on_input=move |text| link.set(text)
                required=true
                note=note(Signal::derive(move || link_read.get().is_none()), ES.link_wrong)
            />
            <SearchBox label=ES.client_hint value=typed on_input=move |text| typed.set(text)/>
            <SelectField
                label=ES.client
                name="lost-client"
                options=options
                value=client
                on_choose=move |key| client.set(key)
                note=note(Signal::derive(move || client_read.get().is_none()), ES.client_missing)
            />
            <Field
                label=ES.amount
                name="lost-amount"
                kind=FieldKind::Money
                value=amount
                on_input=move |text| amount.set(text)
                note=note(Signal::derive(move || amount_read.get().is_none()), ES.amount_wrong)
            />
            <Field
                label=ES.received_on
                name="lost-day"
                kind=FieldKind::Date
                value=on
                on_input=move |text| on.set(text)
                note=note(Signal::derive(move || on_read.get().is_none()), ES.date_wrong)
            />
            <Chips
                legend=ES.method
                choices=FORMS.map(|form| Choice::new(office::payment_form(form))).to_vec()
                selected=Signal::derive(move || Some(form.get()))
                on_choose=move |index| form.set(index)
            />
            {rest_of_form}
            <Show when=move || is_known.get()>
                <Banner tone=Tone::Info>
                    <p>{ES.already}</p>
                </Banner>
            </Show>
            <ChangeError error=other_error/>
            <Button kind=ButtonKind::Primary submit=true wide=true busy=saving.is_busy>
                {ES.recover_now}
            </Button>
        </form>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_read_from_its_fragment_alone_or_whole() {
        let hash = ChainHash::of(b"event");
        let folio = "C07-000137-0";
        for link in [format!("https://senda.example/r#{folio}.{hash}"), format!(" {folio}.{hash} ")] {
            let (read, chain) = parse_link(&link).unwrap();
            assert_eq!((read.to_string().as_str(), chain), (folio, hash));
        }
        for link in ["", "https://senda.example/r", "C07-000137-0", "C07-000173-0.00"] {
            assert!(parse_link(link).is_none(), "{link}");
        }
    }
}
