//! Installing: Android's offer, caught by `public/boot.js` because it may come before the app has started.

use wasm_bindgen::{JsCast, JsValue};

use super::js;

/// Where `boot.js` leaves the browser's offer.
const OFFER: &str = "sendaInstallOffer";

/// Whether the page runs as an installed app.
pub fn is_installed() -> bool {
    let is_standalone = |query| {
        let answer = js::window().match_media(query).ok().flatten();
        answer.is_some_and(|list| list.matches())
    };
    js::loose_navigator().standalone().unwrap_or(false)
        || is_standalone("(display-mode: standalone)")
        || is_standalone("(display-mode: fullscreen)")
}

/// iPhones and iPads never offer: the person does it by hand, and the screen shows how.
pub fn is_apple_phone() -> bool {
    let agent = js::window().navigator().user_agent().unwrap_or_default();
    // An iPad says that it is a Mac; Macs have no touch.
    let is_touch = js::get(&js::loose_navigator(), "maxTouchPoints").as_f64().unwrap_or_default() > 1.0;
    agent.contains("iPhone") || agent.contains("iPad") || (agent.contains("Macintosh") && is_touch)
}

/// Whether the browser has offered to install.
pub fn can_install() -> bool {
    !offer().is_falsy()
}

/// Shows the browser's own question. True where the person accepted.
pub async fn install() -> bool {
    let offer = offer();
    // An offer is good for one question.
    js::set(&js::window(), OFFER, &JsValue::NULL);
    ask(&offer).await.unwrap_or(false)
}

async fn ask(offer: &JsValue) -> Option<bool> {
    let prompt: js_sys::Function = js::get(offer, "prompt").dyn_into().ok()?;
    let asked: js_sys::Promise = prompt.call0(offer).ok()?.dyn_into().ok()?;
    js::settled(asked).await.ok()?;
    let choice: js_sys::Promise = js::get(offer, "userChoice").dyn_into().ok()?;
    let choice = js::settled(choice).await.ok()?;
    Some(js::get(&choice, "outcome").as_string().as_deref() == Some("accepted"))
}

fn offer() -> JsValue {
    js::get(&js::window(), OFFER)
}
