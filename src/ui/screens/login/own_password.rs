//! Whoever entered with a temporary password chooses his own before anything else.

use leptos::prelude::*;

use super::{ShowPassword, model};
use crate::{
    api::{
        error::ApiError,
        session::{change_password, who_am_i},
    },
    device,
    ui::{
        components::{Banner, Button, ButtonKind, Tone},
        screens::{
            front_field::{FrontField, FrontInput, text_of},
            office::remote::Change,
        },
        text::{api_errors, login::OWN_PASSWORD as ES},
    },
};

/// What is wrong with the two fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wrong {
    Short,
    Differs,
}

#[component]
pub fn OwnPassword(
    /// The temporary one, just typed.
    current: String,
) -> impl IntoView {
    let (new, again) = (FrontInput::new(), FrontInput::new());
    let current = StoredValue::new(current);
    let wrong = RwSignal::new(None::<Wrong>);
    let changing = Change::default();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (chosen, repeated) = (text_of(new), text_of(again));
        let found = if !model::is_long_enough(&chosen) {
            Some(Wrong::Short)
        } else {
            (chosen != repeated).then_some(Wrong::Differs)
        };
        wrong.set(found);
        if found.is_some() {
            return;
        }
        let change = async move {
            change_password(current.get_value(), chosen).await?;
            who_am_i().await?.ok_or(ApiError::NotLoggedIn)
        };
        changing.run(change, |me| device::open_page(me.home()));
    };
    view! {
        <form class="stack" method="post" novalidate on:submit=submit>
            <h1>{ES.title}</h1>
            <p class="quiet">{ES.intro}</p>
            {move || {
                changing
                    .error
                    .get()
                    .map(|error| {
                        view! {
                            <Banner tone=Tone::Danger urgent=true>
                                <p>{api_errors::api(&error)}</p>
                            </Banner>
                        }
                    })
            }}
            <FrontField
                label=ES.new
                name="new-password"
                input=new
                kind="password"
                autocomplete="new-password"
                hint=ES.hint
                error=Signal::derive(move || (wrong.get() == Some(Wrong::Short)).then(|| ES.short.to_owned()))
            />
            <ShowPassword input=new/>
            <FrontField
                label=ES.again
                name="new-password-again"
                input=again
                kind="password"
                autocomplete="new-password"
                error=Signal::derive(move || (wrong.get() == Some(Wrong::Differs)).then(|| ES.differs.to_owned()))
            />
            <Button kind=ButtonKind::Primary submit=true wide=true busy=changing.is_busy>
                {ES.save}
            </Button>
        </form>
    }
    .into_any()
}
