//! Opening the app, and making a browser somebody's phone.

use crate::ui::format;

pub struct FirstRunText {
    pub opening: &'static str,
    pub title: &'static str,
    pub explain: &'static str,
    pub keeps: &'static str,
    pub asking: &'static str,
    pub start: &'static str,
    pub go_to_login: &'static str,
    pub login_needed: &'static str,
    pub not_field: &'static str,
    pub go_to_office: &'static str,
    pub device_name: fn(&str) -> String,
    pub downloading_title: &'static str,
    pub downloading: fn(u64) -> String,
    pub connecting: &'static str,
    pub failed_title: &'static str,
    pub rescue: &'static str,
}

pub static ES: FirstRunText = FirstRunText {
    opening: "Abriendo…",
    title: "Prepara este teléfono",
    explain: "Senda guarda aquí tus clientes y facturas para que trabajes sin señal.",
    keeps: "Lo que cobres queda en este teléfono y se envía solo cuando hay señal.",
    asking: "Preguntando a la oficina…",
    start: "Preparar y descargar",
    go_to_login: "Entrar",
    login_needed: "Entra con tu usuario para preparar este teléfono.",
    not_field: "Tu usuario trabaja en la oficina: no necesita preparar un teléfono.",
    go_to_office: "Ir a la oficina",
    device_name: |person| {
        let first = person.split_whitespace().next().unwrap_or("campo");
        format!("Teléfono de {first}")
    },
    downloading_title: "Descargando tus clientes",
    downloading: |arrived| format!("Descargando clientes: {}", format::count(arrived)),
    connecting: "Conectando con la oficina…",
    failed_title: "No se pudo abrir",
    rescue: "Sacar respaldo de lo guardado",
};
