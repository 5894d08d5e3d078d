//! Sharing: the phone's own sheet, else WhatsApp with the text.

use wasm_bindgen::{JsCast, JsValue};

use super::js;
use crate::device::{ShareResult, Shareable};

/// Call it from a tap: browsers share only at a person's gesture.
pub async fn share(what: &Shareable) -> ShareResult {
    let navigator = js::loose_navigator();
    let Some(share) = navigator.share_function() else { return open_whatsapp(what) };
    let data = js_sys::Object::new();
    js::set(&data, "title", &JsValue::from_str(&what.title));
    js::set(&data, "text", &JsValue::from_str(&what.text));
    if !what.url.is_empty() {
        js::set(&data, "url", &JsValue::from_str(&what.url));
    }
    let promise = share.call1(&navigator, &data).and_then(|promise| promise.dyn_into::<js_sys::Promise>());
    let answer = match promise {
        Ok(promise) => js::settled(promise).await,
        Err(error) => Err(error),
    };
    match answer {
        Ok(_) => ShareResult::Shared,
        Err(error) if js::get(&error, "name").as_string().as_deref() == Some("AbortError") => {
            ShareResult::Cancelled
        }
        Err(_) => open_whatsapp(what),
    }
}

fn open_whatsapp(what: &Shareable) -> ShareResult {
    let text = if what.url.is_empty() { what.text.clone() } else { format!("{} {}", what.text, what.url) };
    let text = js_sys::encode_uri_component(&text);
    let address = format!("https://wa.me/{}?text={text}", what.phone);
    match js::window().open_with_url_and_target_and_features(&address, "_blank", "noopener") {
        // With `noopener` the browser answers null also where it opened.
        Ok(_) => ShareResult::WhatsAppOpened,
        Err(_) => ShareResult::Failed,
    }
}
