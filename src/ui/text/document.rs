//! What is read before the program runs.

pub struct DocumentText {
    /// While the program is being loaded.
    pub opening: &'static str,
    /// In a browser that runs no program at all.
    pub needs_script: &'static str,
}

pub static ES: DocumentText = DocumentText {
    opening: "Abriendo Senda…",
    needs_script: "Senda necesita JavaScript. Actívalo en los ajustes del navegador y vuelve a abrir.",
};
