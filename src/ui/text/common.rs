//! Words that every screen uses.

pub struct CommonText {
    pub app: &'static str,
    pub skip_to_content: &'static str,
    pub main_navigation: &'static str,
    pub back: &'static str,
    pub close: &'static str,
    pub cancel: &'static str,
    pub save: &'static str,
    pub retry: &'static str,
    pub see: &'static str,
    pub yes: &'static str,
    pub correct: &'static str,
    pub loading: &'static str,
    pub busy: &'static str,
    pub search: &'static str,
    pub see_table: &'static str,
    pub amount_label: &'static str,
    pub key_delete: &'static str,
    pub key_point: &'static str,
    pub currency_sign: &'static str,
    pub not_found_title: &'static str,
    pub not_found: &'static str,
    pub go_home: &'static str,
    /// How much of how many has been done.
    pub progress: fn(u64, u64) -> String,
    /// The title of the browser's tab.
    pub page_title: fn(&str) -> String,
}

pub static ES: CommonText = CommonText {
    app: "Senda",
    skip_to_content: "Ir al contenido",
    main_navigation: "Secciones",
    back: "Regresar",
    close: "Cerrar",
    cancel: "Cancelar",
    save: "Guardar",
    retry: "Reintentar",
    see: "Ver",
    yes: "Sí",
    correct: "Corregir",
    loading: "Cargando…",
    busy: "Espera…",
    search: "Buscar",
    see_table: "Ver tabla",
    amount_label: "Cantidad en pesos",
    key_delete: "Borrar último dígito",
    key_point: "Punto decimal",
    currency_sign: "$",
    not_found_title: "Esta página no existe",
    not_found: "Revisa la dirección o vuelve al inicio. Lo guardado sigue aquí.",
    go_home: "Ir al inicio",
    progress: |done, total| {
        format!("{} de {}", crate::ui::format::count(done), crate::ui::format::count(total))
    },
    page_title: |title| format!("{title} · Senda"),
};
