//! Signing out: refused while anything is unsent, because this phone then forgets everything.

use leptos::prelude::*;

use crate::{
    device,
    ui::{
        components::{Banner, Button, Confirm, Glyph, Tone},
        session::{Session, trouble::Trouble},
        text::{errors, more::ES, photos},
    },
};

#[component]
pub fn SignOut() -> impl IntoView {
    let session = expect_context::<Session>();
    let is_asking = RwSignal::new(false);
    let is_busy = RwSignal::new(false);
    let refused = RwSignal::new(None::<Trouble>);
    session.photos.look();
    let unsent = Memo::new(move |_| session.with(|workspace| workspace.unsent_count()).unwrap_or(0));
    let blocked = Signal::derive(move || match unsent.get() {
        0 => match session.photos.totals.get().unsent {
            0 => None,
            number => Some((photos::ES.sign_out_blocked)(number)),
        },
        number => Some((ES.sign_out_blocked)(number)),
    });
    let sign_out = move || {
        is_asking.set(false);
        is_busy.set(true);
        device::spawn(async move {
            let result = session.sign_out().await;
            is_busy.try_set(false);
            match result {
                Ok(()) => device::open_page("/entrar"),
                Err(trouble) => {
                    refused.try_set(Some(trouble));
                }
            }
        });
    };
    view! {
        {move || {
            refused
                .get()
                .map(|trouble| {
                    view! {
                        <Banner tone=Tone::Danger urgent=true>
                            <p>{errors::trouble(&trouble)}</p>
                        </Banner>
                    }
                })
        }}
        <Button
            glyph=Glyph::SignOut
            wide=true
            busy=is_busy
            disabled=blocked
            on_press=move || is_asking.set(true)
        >
            {ES.sign_out}
        </Button>
        <Confirm
            is_open=is_asking
            question=ES.sign_out_question.to_owned()
            yes=ES.sign_out_yes.to_owned()
            no=ES.stay.to_owned()
            on_yes=sign_out
            on_no=move || is_asking.set(false)
        />
    }
    .into_any()
}
