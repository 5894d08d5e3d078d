//! A file for the office: its name and size before it is sent, and the sending.

use gloo_net::http::Request;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{FormData, HtmlFormElement, HtmlInputElement, RequestCache, RequestCredentials};

use super::js;
use crate::{
    device::{ChosenFile, Uploaded},
    sync::ports::NetError,
};

/// The file that is chosen in the input with this id.
pub fn chosen_file(input_id: &str) -> Option<ChosenFile> {
    let file = input(input_id)?.files()?.get(0)?;
    // Sizes of files are whole numbers far below 2^53.
    Some(ChosenFile { name: file.name(), bytes: file.size() as u64 })
}

fn input(input_id: &str) -> Option<HtmlInputElement> {
    js::document()?.get_element_by_id(input_id)?.dyn_into().ok()
}

/// Sends the form with its file. What answers in anything but JSON is not Senda.
pub async fn upload(form_id: &str, address: &str) -> Result<Uploaded, NetError> {
    let form = js::document()
        .and_then(|document| document.get_element_by_id(form_id))
        .and_then(|form| form.dyn_into::<HtmlFormElement>().ok())
        .ok_or(NetError::NotProtocol)?;
    let data = FormData::new_with_form(&form).map_err(|_| NetError::NotProtocol)?;
    let request = Request::post(address)
        .cache(RequestCache::NoStore)
        .credentials(RequestCredentials::SameOrigin)
        .header("accept", "application/json")
        .body(JsValue::from(data))
        .map_err(|_| NetError::Unreachable)?;
    let answer = request.send().await.map_err(|_| NetError::Unreachable)?;
    let is_json =
        answer.headers().get("content-type").is_some_and(|kind| kind.starts_with("application/json"));
    if !is_json {
        return Err(NetError::NotProtocol);
    }
    let status = answer.status();
    let body = answer.text().await.map_err(|_| NetError::Unreachable)?;
    Ok(Uploaded { status, body })
}
