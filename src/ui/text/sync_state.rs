//! What the chip of sending says (ux.md §5).

pub struct SyncText {
    pub all_sent: &'static str,
    pub offline: &'static str,
    pub offline_with: fn(usize) -> String,
    pub unsent: fn(usize, &str) -> String,
    pub sending: fn(usize, usize) -> String,
    pub quarantined: fn(usize) -> String,
    /// What a screen reader says before the state.
    pub label: fn(&str) -> String,
}

pub static ES: SyncText = SyncText {
    all_sent: "Todo enviado",
    offline: "Sin señal · trabajas normal",
    offline_with: |number| format!("Sin señal · {number} sin enviar"),
    unsent: |number, age| format!("{number} sin enviar · la más vieja {age}"),
    sending: |done, total| match done {
        0 => format!("Enviando {total}"),
        _ => format!("Enviando {done} de {total}"),
    },
    quarantined: |number| format!("{number} por aclarar"),
    label: |state| format!("Estado del envío: {state}. Abrir Por enviar"),
};
