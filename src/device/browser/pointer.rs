//! A finger, a pen or the mouse over a box.

use wasm_bindgen::{JsCast, prelude::wasm_bindgen};

use super::js;
use crate::domain::signature::{Point, SIGNATURE_HEIGHT, SIGNATURE_WIDTH};

#[wasm_bindgen]
extern "C" {
    type Boxed;
    #[wasm_bindgen(method, structural, js_name = getBoundingClientRect)]
    fn rectangle(this: &Boxed) -> Rectangle;

    type Rectangle;
    #[wasm_bindgen(method, getter, structural)]
    fn left(this: &Rectangle) -> f64;
    #[wasm_bindgen(method, getter, structural)]
    fn top(this: &Rectangle) -> f64;
    #[wasm_bindgen(method, getter, structural)]
    fn width(this: &Rectangle) -> f64;
    #[wasm_bindgen(method, getter, structural)]
    fn height(this: &Rectangle) -> f64;
}

/// Where in the box of a signature a place of the window is; on its edge where it is outside.
pub fn point_in(element_id: &str, client_x: i32, client_y: i32) -> Option<Point> {
    let element: Boxed = js::document()?.get_element_by_id(element_id)?.unchecked_into();
    let shown = element.rectangle();
    if shown.width() <= 0.0 || shown.height() <= 0.0 {
        return None;
    }
    let x = (f64::from(client_x) - shown.left()) / shown.width() * f64::from(SIGNATURE_WIDTH);
    let y = (f64::from(client_y) - shown.top()) / shown.height() * f64::from(SIGNATURE_HEIGHT);
    // Conversions from float saturate.
    Some(Point::within(x.round() as i32, y.round() as i32))
}

/// All that this pointer does until it is lifted belongs to the element, also outside of it.
pub fn hold_pointer(element_id: &str, pointer_id: i32) {
    if let Some(element) = js::document().and_then(|document| document.get_element_by_id(element_id)) {
        // It was lifted meanwhile: then there is nothing to hold.
        let _ = element.set_pointer_capture(pointer_id);
    }
}
