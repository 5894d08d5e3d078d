//! Clientes: all of them, and looking for one.

use crate::{domain::money::Money, ui::format};

pub struct CustomersText {
    pub title: &'static str,
    pub search: &'static str,
    pub shown_of: fn(usize, usize) -> String,
    pub found: fn(usize) -> String,
    pub found_at_least: fn(usize) -> String,
    pub none_found: fn(&str) -> String,
    pub empty: &'static str,
    pub overdue_days: fn(i64) -> String,
    pub up_to_date: &'static str,
    pub balance: &'static str,
    pub owes: fn(Money) -> String,
    pub order: &'static str,
    pub by_overdue: &'static str,
    pub by_name: &'static str,
    pub choose: &'static str,
    pub show_more: fn(usize) -> String,
}

pub static ES: CustomersText = CustomersText {
    title: "Clientes",
    search: "Nombre, teléfono, factura, RFC o calle",
    shown_of: |shown, total| {
        format!("{} de {} clientes", format::count(shown as u64), format::count(total as u64))
    },
    found: |number| match number {
        1 => "1 cliente encontrado".to_owned(),
        _ => format!("{number} clientes encontrados"),
    },
    found_at_least: |number| format!("Primeros {number} encontrados; escribe más letras para acercarte"),
    none_found: |query| {
        format!(
            "Ningún cliente tuyo coincide con «{query}». Prueba con menos letras, con el teléfono o con la factura."
        )
    },
    empty: "Aún no tienes clientes asignados. Pide a la oficina que te los asigne.",
    overdue_days: |days| match days {
        1 => "Vencido 1 día".to_owned(),
        _ => format!("Vencido {days} días"),
    },
    up_to_date: "Al corriente",
    balance: "Saldo",
    owes: |amount| format!("Debe {}", format::money(amount)),
    order: "Orden",
    by_overdue: "Más vencidos",
    by_name: "Por nombre",
    choose: "Elige un cliente de la lista para ver su ficha.",
    show_more: |number| format!("Mostrar {number} más"),
};
