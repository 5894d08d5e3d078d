//! `/r`: the client sees that the office has his payment. Folio and hash come in the fragment of the address, which
//! the browser never sends; only the check itself does.

use leptos::prelude::*;
use leptos_meta::Title;

use super::front_field::Brand;
use crate::{
    api::{
        error::{ApiError, Thing},
        receipt_check::check_receipt,
    },
    device,
    domain::{chain::ChainHash, date::Zone, folio::Folio},
    sync::protocol::{ReceiptCheck, ReceiptProgress},
    ui::{
        components::{Amount, AmountSize, Banner, Button, ButtonKind, Skeleton, Tone},
        format,
        text::receipt_check::ES,
    },
};

/// How far the check has come.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Check {
    Running,
    /// The fragment holds no receipt.
    Unreadable,
    Found(ReceiptCheck),
    NotYet,
    Failed,
}

/// Folio and hash of `#C07-000137-0.0123abc…`; any of `.`, `:`, `/`, `|`, `&` parts them.
fn parse_fragment(fragment: &str) -> Option<(Folio, ChainHash)> {
    let (folio, hash) = fragment.split_once(['.', ':', '/', '|', '&'])?;
    Some((Folio::parse(folio)?, ChainHash::parse(&hash.trim().to_lowercase())?))
}

#[component]
pub fn ReceiptCheckPage() -> impl IntoView {
    let check = RwSignal::new(Check::Running);
    let run = move || {
        let Some((folio, hash)) = parse_fragment(&device::fragment()) else {
            check.set(Check::Unreadable);
            return;
        };
        check.set(Check::Running);
        device::spawn(async move {
            let answer = match check_receipt(folio.to_string(), hash.to_string()).await {
                Ok(found) => Check::Found(found),
                Err(ApiError::NotFound { what: Thing::Receipt }) => Check::NotYet,
                Err(_) => Check::Failed,
            };
            check.try_set(answer);
        });
    };
    Effect::new(move |_| run());
    view! {
        <Title text=ES.title/>
        <main class="front">
            <Brand/>
            <section class="stack" aria-live="polite">
                <h1>{ES.title}</h1>
                {move || match check.get() {
                    Check::Running => view! { <p>{ES.checking}</p> <Skeleton blocks=1/> }.into_any(),
                    Check::Found(found) => view! { <Found found=found/> }.into_any(),
                    Check::Unreadable => told(Tone::Warning, ES.unreadable, ES.unreadable_detail),
                    Check::NotYet => view! {
                        {told(Tone::Warning, ES.not_yet, ES.not_yet_detail)}
                        <Again on_press=move |()| run()/>
                    }
                    .into_any(),
                    Check::Failed => view! {
                        {told(Tone::Info, ES.failed, ES.failed_detail)}
                        <Again on_press=move |()| run()/>
                    }
                    .into_any(),
                }}
                <p class="quiet">{ES.not_fiscal}</p>
            </section>
        </main>
    }
    .into_any()
}

fn told(tone: Tone, what: &'static str, detail: &'static str) -> AnyView {
    view! {
        <Banner tone=tone>
            <h2>{what}</h2>
            <p>{detail}</p>
        </Banner>
    }
    .into_any()
}

#[component]
fn Again(#[prop(into)] on_press: Callback<()>) -> impl IntoView {
    view! {
        <Button kind=ButtonKind::Primary wide=true on_press=on_press>
            {ES.retry}
        </Button>
    }
    .into_any()
}

#[component]
fn Found(found: ReceiptCheck) -> impl IntoView {
    // Nobody is logged in: the hour of the centre of the country, with its whole date.
    let zone = Zone::MEXICO_CITY;
    let when = format!(
        "{}, {}",
        format::date_with_year(found.received.date_in(zone)),
        format::hour(found.received, zone)
    );
    let detail = (ES.found_detail)(found.amount, &when);
    let tone = match found.progress {
        ReceiptProgress::Reversed => Tone::Warning,
        _ => Tone::Ok,
    };
    view! {
        <Banner tone=tone>
            <h2>{ES.found}</h2>
            <p>{detail}</p>
        </Banner>
        <dl>
            <dt>{ES.folio}</dt>
            <dd>{found.folio.to_string()}</dd>
            <dt>{ES.amount}</dt>
            <dd>
                <Amount value=found.amount size=AmountSize::Large/>
            </dd>
            <dt>{ES.received}</dt>
            <dd>{when}</dd>
            <dt>{ES.state}</dt>
            <dd>{(ES.progress)(found.progress)}</dd>
        </dl>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fragment_needs_a_true_folio_and_a_whole_hash() {
        let hash = ChainHash::of(b"x").to_string();
        assert!(parse_fragment(&format!("C07-000137-0.{hash}")).is_some());
        for bad in
            ["", "C07-000137-0", "C07-000137-1.abc", &format!("C07-000173-0.{hash}"), "C07-000137-0.abc"]
        {
            assert!(parse_fragment(bad).is_none(), "{bad}");
        }
    }
}
