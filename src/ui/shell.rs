//! The frame of the working area: skip link, navigation, and one screen at a time.

use leptos::{html, prelude::*};
use leptos_meta::Title;
use leptos_router::{components::Outlet, hooks::use_location};

use crate::ui::{
    components::{NavBar, NavItem, SyncChip, SyncState, TopBar},
    text::common::ES,
};

/// Where the chip leads.
pub const OUTBOX_PATH: &str = "/app/por-enviar";

/// What the chip of the working area says, once there is something to send; a shell that syncs provides it in the
/// context.
#[derive(Clone, Copy)]
pub struct ChipState(pub Signal<Option<SyncState>>);

/// What a shell shows above each screen; it is told whether the screen is a form.
#[derive(Clone, Copy)]
pub struct Bands(pub Callback<bool, AnyView>);

/// Navigation around the open screen. The screen itself brings its top bar and its `main`.
#[component]
pub fn WorkArea(
    /// The destinations of the role, in its order.
    #[prop(into)]
    items: Signal<Vec<NavItem>>,
    /// What stands in place of the open screen; the open screen itself where left out.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let path = use_location().pathname;
    view! {
        <a class="skip-link" href="#contenido">
            {ES.skip_to_content}
        </a>
        <div class="app">
            <NavBar items=items path=path/>
            {match children {
                Some(children) => children().into_any(),
                None => view! { <Outlet/> }.into_any(),
            }}
        </div>
    }
    .into_any()
}

/// One screen of the working area: its bar, and its content. Opening it moves the focus to its content, so that a
/// screen reader starts there.
#[component]
pub fn Screen(
    #[prop(into)] title: Signal<String>,
    /// Where the way back leads; none on the destinations of the navigation.
    #[prop(optional, into)]
    back: Signal<Option<String>>,
    /// For tables and two panes.
    #[prop(optional)]
    wide: bool,
    /// Holds something half-filled: nothing is offered that would throw it away.
    #[prop(optional)]
    form: bool,
    children: Children,
) -> impl IntoView {
    let main = NodeRef::<html::Main>::new();
    Effect::new(move |_| {
        title.track();
        if let Some(main) = main.get() {
            // Focus is a help, not a condition: where the browser refuses it, the screen works all the same.
            drop(main.focus());
        }
    });
    let chip = use_context::<ChipState>().map(|ChipState(state)| {
        let is_there = Memo::new(move |_| state.with(Option::is_some));
        let shown = Signal::derive(move || state.get().unwrap_or(SyncState::AllSent));
        view! {
            <Show when=move || is_there.get()>
                <SyncChip state=shown href=OUTBOX_PATH/>
            </Show>
        }
    });
    let bands = use_context::<Bands>().map(|Bands(bands)| bands.run(form));
    view! {
        <Title text=move || title.get()/>
        <TopBar title=title back=back>
            {chip}
        </TopBar>
        <main id="contenido" tabindex="-1" node_ref=main>
            <div class="page" data-width=wide.then_some("wide")>
                {bands}
                {children()}
            </div>
        </main>
    }
    .into_any()
}
