//! Names of the destinations.

pub struct NavigationText {
    pub route: &'static str,
    pub today: &'static str,
    pub customers: &'static str,
    pub cash: &'static str,
    pub more: &'static str,
}

pub static ES: NavigationText =
    NavigationText { route: "Ruta", today: "Hoy", customers: "Clientes", cash: "Mi caja", more: "Más" };
