//! Bands above any screen of the field.

pub struct BannersText {
    pub update: &'static str,
    pub update_now: &'static str,
    pub enter_again: &'static str,
    pub enter: &'static str,
    pub data_of: fn(&str) -> String,
    pub demo: &'static str,
    pub see_outbox: &'static str,
}

pub static ES: BannersText = BannersText {
    update: "Hay una versión nueva de Senda.",
    update_now: "Actualizar",
    enter_again: "Entra otra vez para ver datos nuevos. Lo cobrado se envía igual.",
    enter: "Entrar",
    data_of: |when| format!("Datos de {when}"),
    demo: "DEMO",
    see_outbox: "Ver Por enviar",
};
