//! Folio cancelado: a receipt that was spoilt.

pub struct VoidedText {
    pub title: &'static str,
    pub what: fn(&str) -> String,
    pub explain: &'static str,
    pub reason: &'static str,
    pub reason_hint: &'static str,
    pub offered: [&'static str; 3],
    pub photo: &'static str,
    pub save: fn(&str) -> String,
    pub saved: fn(&str) -> String,
    pub missing: &'static str,
    pub list: &'static str,
}

pub static ES: VoidedText = VoidedText {
    title: "Folio cancelado",
    what: |folio| format!("El siguiente recibo es el {folio}."),
    explain: "Al cancelarlo ya no se usará para un cobro y queda explicado ante la oficina. Un recibo ya entregado no se cancela aquí: pide la cancelación desde el recibo.",
    reason: "¿Por qué se cancela?",
    reason_hint: "Lo lee la oficina.",
    offered: ["Se mojó o se rompió", "El cliente se arrepintió", "Me equivoqué al llenarlo"],
    photo: "Foto del recibo cancelado",
    save: |folio| format!("Cancelar el folio {folio}"),
    saved: |folio| format!("Folio {folio} cancelado. Guardado en este teléfono."),
    missing: "Escribe por qué se cancela.",
    list: "Folios cancelados desde el último corte",
};
