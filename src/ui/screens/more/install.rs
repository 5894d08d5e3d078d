//! Installing: Android's own question, or the steps for an iPhone.

use leptos::prelude::*;

use crate::{
    device,
    ui::{
        components::{Button, ButtonKind, Glyph},
        session::Session,
        text::more::ES,
    },
};

#[component]
pub fn Install() -> impl IntoView {
    let session = expect_context::<Session>();
    let is_installed = RwSignal::new(device::is_installed());
    let install = move || {
        device::spawn(async move {
            let was_accepted = device::install().await;
            session.is_installable.set(device::can_install());
            if was_accepted {
                is_installed.try_set(true);
            }
        });
    };
    let how = move || {
        if is_installed.get() {
            return view! { <p>{ES.installed}</p> }.into_any();
        }
        let steps = if session.is_installable.get() {
            view! {
                <Button kind=ButtonKind::Primary glyph=Glyph::Install on_press=install>
                    {ES.install_now}
                </Button>
            }
            .into_any()
        } else if device::is_apple_phone() {
            let steps = ES.install_apple.map(|step| view! { <li>{step}</li> });
            view! { <ol class="steps">{steps.into_iter().collect_view()}</ol> }.into_any()
        } else {
            view! { <p>{ES.install_other}</p> }.into_any()
        };
        view! {
            <p>{ES.install_why}</p>
            {steps}
        }
        .into_any()
    };
    view! {
        <section class="panel" aria-label=ES.install>
            <h2>{ES.install}</h2>
            {how}
        </section>
    }
    .into_any()
}
