//! What every office page says: frame, states, tables, and the names of roles.

use crate::domain::role::Role;

/// The sentences that all office pages share.
pub struct OfficeText {
    pub dashboard: &'static str,
    pub portfolio: &'static str,
    pub import: &'static str,
    pub assign: &'static str,
    pub people: &'static str,
    pub devices: &'static str,
    pub exceptions: &'static str,
    pub audit: &'static str,
    pub cash_desk: &'static str,
    pub requests: &'static str,
    pub settings: &'static str,
    pub to_field: &'static str,
    pub sign_out: &'static str,
    pub offline: fn(&str) -> String,
    pub offline_without_data: &'static str,
    pub no_permission: &'static str,
    pub no_permission_detail: &'static str,
    pub failed: &'static str,
    pub enter_again: &'static str,
    pub back_to_list: &'static str,
    pub all: &'static str,
    pub page_of: fn(&str, &str, &str) -> String,
    pub pages: &'static str,
    pub previous: &'static str,
    pub next: &'static str,
    pub none_found: &'static str,
    pub none_found_detail: &'static str,
    pub nothing: &'static str,
    pub branch: &'static str,
    pub all_branches: &'static str,
    pub person: &'static str,
    pub when: &'static str,
    pub assigned: &'static str,
    pub unassigned: &'static str,
    pub more: &'static str,
}

pub static ES: OfficeText = OfficeText {
    dashboard: "Tablero",
    portfolio: "Cartera",
    import: "Importar",
    assign: "Asignar",
    people: "Personas",
    devices: "Dispositivos",
    exceptions: "Por aclarar",
    audit: "Auditoría",
    cash_desk: "Caja",
    requests: "Solicitudes",
    settings: "Ajustes",
    to_field: "Ir a mi ruta",
    sign_out: "Cerrar sesión",
    offline: |time| format!("Sin señal: esta pantalla necesita conexión; datos hasta {time}"),
    offline_without_data: "Sin señal: esta pantalla necesita conexión. Se intentará solo cuando vuelva.",
    no_permission: "Esta pantalla no es parte de tu trabajo",
    no_permission_detail: "Si la necesitas, pide a un administrador que te dé el permiso.",
    failed: "No pudimos traer los datos.",
    enter_again: "Entrar",
    back_to_list: "Volver a la lista",
    all: "Todos",
    page_of: |from, to, total| format!("{from}–{to} de {total}"),
    pages: "Páginas de la lista",
    previous: "Anteriores",
    next: "Siguientes",
    none_found: "Nada coincide",
    none_found_detail: "Cambia o borra los filtros.",
    nothing: "—",
    branch: "Sucursal",
    all_branches: "Todas las sucursales",
    person: "Persona",
    when: "Cuándo",
    assigned: "Asignado",
    unassigned: "Sin asignar",
    more: "Más",
};

/// The name of a role, as the business says it.
pub fn role(role: Role) -> &'static str {
    match role {
        Role::Seller => "Vendedor",
        Role::CounterSeller => "Vendedor de mostrador",
        Role::Collector => "Gestor de cobranza",
        Role::CreditManager => "Administrador de cartera",
        Role::InvoicingClerk => "Facturista",
        Role::Manager => "Gerente",
        Role::Admin => "Administrador",
    }
}

/// What the role is for, in one line, beside its checkbox.
pub fn role_hint(role: Role) -> &'static str {
    match role {
        Role::Seller => "Cobra a los clientes que se le asignen.",
        Role::CounterSeller => "Atiende mostrador; no cobra en calle.",
        Role::Collector => "Recorre su ruta y cobra.",
        Role::CreditManager => "Ve la cartera, importa, asigna clientes y resuelve lo por aclarar.",
        Role::InvoicingClerk => "Ve la cartera.",
        Role::Manager => "Ve el tablero y la cartera, asigna clientes y lee la auditoría.",
        Role::Admin => "Todo lo de la oficina, más personas y dispositivos.",
    }
}

/// The form of payment of a SAT key (c_FormaPago).
pub fn payment_form(sat_key: &str) -> &'static str {
    match sat_key {
        "01" => "Efectivo",
        "02" => "Cheque",
        "03" => "Transferencia",
        "04" => "Tarjeta de crédito",
        "28" => "Tarjeta de débito",
        _ => "Otra forma",
    }
}
