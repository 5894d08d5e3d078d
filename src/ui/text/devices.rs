//! Dispositivos: the phones that write receipts.

/// The sentences of devices.
pub struct DevicesText {
    pub title: &'static str,
    pub intro: &'static str,
    pub series: &'static str,
    pub person: &'static str,
    pub last_sync: &'static str,
    pub last_seq: &'static str,
    pub enrolled: &'static str,
    pub state: &'static str,
    pub active: &'static str,
    pub retired: &'static str,
    pub never: &'static str,
    pub retire: &'static str,
    pub retire_title: fn(&str) -> String,
    pub retire_effect: &'static str,
    pub retire_confirm: fn(&str) -> String,
    pub retire_done: fn(&str) -> String,
    pub empty: &'static str,
    pub empty_detail: &'static str,
    pub action: &'static str,
}

pub static ES: DevicesText = DevicesText {
    title: "Dispositivos",
    intro: "Cada teléfono tiene su serie de folios; ninguna se usa dos veces.",
    series: "Serie",
    person: "Persona",
    last_sync: "Última sincronización",
    last_seq: "Último movimiento",
    enrolled: "Desde",
    state: "Estado",
    active: "Activo",
    retired: "Retirado",
    never: "Nunca",
    retire: "Retirar",
    retire_title: |series| format!("¿Retirar el dispositivo {series}?"),
    retire_effect: "Ese teléfono ya no podrá enviar con esta serie. Primero confirma con la persona que no tenga nada sin \
                    enviar; si lo perdió, retíralo ya.",
    retire_confirm: |series| format!("Retirar {series}"),
    retire_done: |series| format!("Se retiró {series}."),
    empty: "Todavía no hay teléfonos",
    empty_detail: "Aparecen aquí cuando una persona entra por primera vez desde el suyo.",
    action: "Acción",
};
