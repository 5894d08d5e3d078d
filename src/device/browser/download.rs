//! Files for the person to keep.

use wasm_bindgen::JsCast;

use super::js;
use crate::device::FileOut;

/// The browser reads the file from memory after the click: the address lives a minute.
const ADDRESS_LIFE_MS: u32 = 60_000;

/// Hands the file to the browser's downloads.
pub fn download(file: &FileOut) {
    let _ = try_download(file);
}

fn try_download(file: &FileOut) -> Option<()> {
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(file.bytes.as_slice()));
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(file.mime);
    let blob = web_sys::Blob::new_with_u8_array_sequence_and_options(&parts, &options).ok()?;
    let address = web_sys::Url::create_object_url_with_blob(&blob).ok()?;
    let link: web_sys::HtmlAnchorElement = js::document()?.create_element("a").ok()?.dyn_into().ok()?;
    link.set_href(&address);
    link.set_download(&file.name);
    link.click();
    wasm_bindgen_futures::spawn_local(async move {
        js::sleep_ms(ADDRESS_LIFE_MS).await;
        let _ = web_sys::Url::revoke_object_url(&address);
    });
    Some(())
}
