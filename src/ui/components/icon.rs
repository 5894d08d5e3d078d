//! Icons: one sprite, `public/icons.svg`, drawn by ourselves; never without words beside them.

use leptos::prelude::*;

macro_rules! glyphs {
    ($($(#[$doc:meta])* $name:ident = $symbol:literal,)*) => {
        /// The symbols of the sprite.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Glyph { $($(#[$doc])* $name,)* }

        impl Glyph {
            pub const ALL: &'static [Glyph] = &[$(Glyph::$name,)*];

            /// Where the symbol is.
            pub fn href(self) -> &'static str {
                match self { $(Glyph::$name => concat!("/icons.svg#", $symbol),)* }
            }
        }
    };
}

glyphs! {
    Alert = "alert",
    Archive = "archive",
    Back = "back",
    Backspace = "backspace",
    Bank = "bank",
    Calendar = "calendar",
    Camera = "camera",
    Card = "card",
    Cash = "cash",
    Chart = "chart",
    Check = "check",
    CheckDouble = "check-double",
    Clock = "clock",
    Close = "close",
    Dashboard = "dashboard",
    Device = "device",
    Door = "door",
    Download = "download",
    Eye = "eye",
    File = "file",
    Filter = "filter",
    Go = "go",
    Hand = "hand",
    Info = "info",
    Install = "install",
    Letter = "letter",
    List = "list",
    Lock = "lock",
    Message = "message",
    Moon = "moon",
    More = "more",
    NoSignal = "no-signal",
    Person = "person",
    People = "people",
    Phone = "phone",
    Plus = "plus",
    Printer = "printer",
    Receipt = "receipt",
    Refresh = "refresh",
    Route = "route",
    Search = "search",
    Send = "send",
    Settings = "settings",
    Share = "share",
    Shield = "shield",
    SignOut = "sign-out",
    Store = "store",
    Sun = "sun",
    Swap = "swap",
    Upload = "upload",
}

/// Draws one symbol. Hidden from screen readers: the words beside it say what it means.
#[component]
pub fn Icon(
    #[prop(into)] glyph: Signal<Glyph>,
    /// Beside small text.
    #[prop(optional)]
    small: bool,
) -> impl IntoView {
    view! {
        <svg class="icon" aria-hidden="true" focusable="false" data-size=small.then_some("small")>
            <use href=move || glyph.get().href()></use>
        </svg>
    }
    .into_any()
}
