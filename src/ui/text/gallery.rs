//! Sample words of the gallery, which only developers see.

use crate::{domain::money::Money, ui::format};

pub struct GalleryText {
    pub title: &'static str,
    pub save: fn(Money) -> String,
    pub why_disabled: &'static str,
    pub link: &'static str,
    pub sentence: &'static str,
    pub tag: &'static str,
    pub question: &'static str,
    pub hint: &'static str,
    pub error: &'static str,
    pub option_a: &'static str,
    pub option_b: &'static str,
    pub option_c: &'static str,
    pub company: &'static str,
    pub client: &'static str,
    pub collector: &'static str,
    pub when: &'static str,
    pub method: &'static str,
    pub strokes: &'static str,
    pub split: &'static str,
}

pub static ES: GalleryText = GalleryText {
    title: "Galería",
    save: |amount| format!("Guardar cobro de {}", format::money(amount)),
    why_disabled: "Escribe cuánto te pagó.",
    link: "Ver clientes",
    sentence: "No pudimos enviar. Tus 7 movimientos siguen guardados. Se intentará solo.",
    tag: "Vencida hace 12 días",
    question: "¿Cuánto te pagó?",
    hint: "Viene en el comprobante.",
    error: "Escribe cuánto te pagó.",
    option_a: "Efectivo",
    option_b: "Transferencia",
    option_c: "Tarjeta",
    company: "Materiales del Norte",
    client: "Ferretera Díaz Hermanos y Sucesores",
    collector: "Luis Mora",
    when: "sáb 21 nov 2026, 10:15 a.m.",
    method: "Efectivo",
    split: "Capital $14,112.60 · Intereses $765.00 · IVA $122.40",
    strokes: "120,300 180,120 230,280 300,90 360,300 420,200 480,290 560,180 640,300 720,240 880,210;300,340 700,330",
};
