//! From what the camera gives to what is kept: decoded by the browser, turned upright, reduced and encoded anew, so
//! that nothing of the original file remains, its place and its device least of all.

use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use web_sys::{Blob, BlobPropertyBag, File, HtmlCanvasElement, HtmlInputElement};

use super::{clock, js, photo_store};
use crate::{
    device::photos::{PhotoError, PhotoRow, PhotoState, TakenPhoto, fitted},
    domain::{
        chain::ChainHash,
        photo::{PHOTO_BYTES_MAX, PhotoKind, PhotoRef},
    },
};

/// Qualities of JPEG, tried in order until the photo is small enough.
const QUALITIES: [f64; 3] = [0.8, 0.6, 0.4];
/// A larger file is no photo of a phone.
const FILE_BYTES_MAX: f64 = 64.0 * 1024.0 * 1024.0;

#[wasm_bindgen]
extern "C" {
    /// A decoded image.
    type Bitmap;
    #[wasm_bindgen(method, getter, structural)]
    fn width(this: &Bitmap) -> u32;
    #[wasm_bindgen(method, getter, structural)]
    fn height(this: &Bitmap) -> u32;
    #[wasm_bindgen(method, structural)]
    fn close(this: &Bitmap);

    /// What draws on a canvas.
    type Pen;
    #[wasm_bindgen(method, setter, structural, js_name = fillStyle)]
    fn set_fill_style(this: &Pen, colour: &str);
    #[wasm_bindgen(method, setter, structural, js_name = imageSmoothingQuality)]
    fn set_smoothing(this: &Pen, quality: &str);
    #[wasm_bindgen(method, structural, js_name = fillRect)]
    fn fill_rect(this: &Pen, x: f64, y: f64, width: f64, height: f64);
    #[wasm_bindgen(method, structural, js_name = drawImage, catch)]
    fn draw_image(this: &Pen, image: &Bitmap, x: f64, y: f64, width: f64, height: f64)
    -> Result<(), JsValue>;
}

/// Takes the file that is chosen in the input with this id, reduces it and keeps it. The input is emptied, so that the
/// same file may be chosen again.
pub async fn take_photo(input_id: &str) -> Result<TakenPhoto, PhotoError> {
    let input: HtmlInputElement = js::document()
        .and_then(|document| document.get_element_by_id(input_id))
        .and_then(|input| input.dyn_into().ok())
        .ok_or(PhotoError::NoFile)?;
    let file = input.files().and_then(|files| files.get(0)).ok_or(PhotoError::NoFile)?;
    input.set_value("");
    let bytes = reduce(&file).await?;
    let photo = PhotoRef { sha256: ChainHash::of(&bytes) };
    let size = u32::try_from(bytes.len()).map_err(|_| PhotoError::TooLarge)?;
    let row = PhotoRow { sha256: photo.sha256, bytes: size, taken: clock::now(), state: PhotoState::Unsent };
    let is_new = photo_store::keep(&row, &bytes).await?;
    Ok(TakenPhoto { photo, bytes: size, is_new })
}

/// An address under which this page can show the photo, while it is on this phone. To be given back with
/// [`release_photo_url`].
pub async fn photo_url(photo: PhotoRef) -> Option<String> {
    let bytes = photo_store::content(photo.sha256).await.ok()??;
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes.as_slice()));
    let options = BlobPropertyBag::new();
    options.set_type(PhotoKind::of(&bytes)?.mime());
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options).ok()?;
    web_sys::Url::create_object_url_with_blob(&blob).ok()
}

/// Frees what [`photo_url`] holds.
pub fn release_photo_url(url: &str) {
    let _ = web_sys::Url::revoke_object_url(url);
}

async fn reduce(file: &File) -> Result<Vec<u8>, PhotoError> {
    if file.size() > FILE_BYTES_MAX {
        return Err(PhotoError::TooLarge);
    }
    let bitmap = decode(file).await?;
    let (width, height) = fitted(bitmap.width(), bitmap.height());
    let canvas = js::document()
        .and_then(|document| document.create_element("canvas").ok())
        .and_then(|canvas| canvas.dyn_into::<HtmlCanvasElement>().ok())
        .ok_or_else(|| PhotoError::Failed("no canvas".to_owned()))?;
    canvas.set_width(width);
    canvas.set_height(height);
    let drawn = draw(&canvas, &bitmap);
    bitmap.close();
    drawn?;
    let reduced = encode(&canvas).await;
    // Phones bound the memory of all canvases together: this one is given back at once.
    canvas.set_width(0);
    canvas.set_height(0);
    reduced
}

/// Upright, as the camera's note in the file says: browsers of some years ago did it only when asked.
async fn decode(file: &File) -> Result<Bitmap, PhotoError> {
    let window = js::window();
    let create: js_sys::Function = js::get(&window, "createImageBitmap")
        .dyn_into()
        .map_err(|_| PhotoError::Failed("no createImageBitmap".to_owned()))?;
    let options = js_sys::Object::new();
    js::set(&options, "imageOrientation", &JsValue::from_str("from-image"));
    let promise = create.call2(&window, file, &options).map_err(|_| PhotoError::NotAnImage)?;
    let bitmap = js::settled(js_sys::Promise::resolve(&promise)).await.map_err(|_| PhotoError::NotAnImage)?;
    let bitmap: Bitmap = bitmap.unchecked_into();
    if bitmap.width() == 0 || bitmap.height() == 0 {
        return Err(PhotoError::NotAnImage);
    }
    Ok(bitmap)
}

fn draw(canvas: &HtmlCanvasElement, bitmap: &Bitmap) -> Result<(), PhotoError> {
    let failed = || PhotoError::Failed("the canvas cannot be drawn on".to_owned());
    let pen: Pen = canvas.get_context("2d").ok().flatten().ok_or_else(failed)?.unchecked_into();
    let (width, height) = (f64::from(canvas.width()), f64::from(canvas.height()));
    // What is transparent would turn black.
    pen.set_fill_style("white");
    pen.fill_rect(0.0, 0.0, width, height);
    pen.set_smoothing("high");
    pen.draw_image(bitmap, 0.0, 0.0, width, height).map_err(|_| failed())
}

async fn encode(canvas: &HtmlCanvasElement) -> Result<Vec<u8>, PhotoError> {
    for quality in QUALITIES {
        let promise = js_sys::Promise::new(&mut |resolve, _| {
            let quality = JsValue::from_f64(quality);
            let _ = canvas.to_blob_with_type_and_encoder_options(&resolve, PhotoKind::Jpeg.mime(), &quality);
        });
        let blob: Blob = js::settled(promise)
            .await
            .ok()
            .and_then(|blob| blob.dyn_into().ok())
            .ok_or_else(|| PhotoError::Failed("the canvas cannot be encoded".to_owned()))?;
        // Sizes of files are whole numbers far below 2^53.
        if blob.size() as usize <= PHOTO_BYTES_MAX {
            let buffer = js::settled(blob.array_buffer())
                .await
                .map_err(|_| PhotoError::Failed("the photo cannot be read back".to_owned()))?;
            return Ok(js_sys::Uint8Array::new(&buffer).to_vec());
        }
    }
    Err(PhotoError::TooLarge)
}
