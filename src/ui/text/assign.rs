//! Asignar: who collects from whom.

use crate::domain::money::Money;
use crate::ui::format;

/// The sentences of assignment.
pub struct AssignText {
    pub intro: &'static str,
    pub municipality: &'static str,
    pub any_municipality: &'static str,
    pub neighbourhood: &'static str,
    pub any_neighbourhood: &'static str,
    pub text_hint: &'static str,
    pub filters: &'static str,
    pub select_all: fn(u64) -> String,
    pub selected: fn(u64, Money) -> String,
    pub none_selected: &'static str,
    pub client: &'static str,
    pub place: &'static str,
    pub balance: &'static str,
    pub now_with: &'static str,
    pub collector: &'static str,
    pub choose_collector: &'static str,
    pub collector_missing: &'static str,
    pub load: fn(u64, Money) -> String,
    pub load_after: fn(u64) -> String,
    pub nobody: &'static str,
    pub assign: fn(u64, &str) -> String,
    pub unassign: fn(u64) -> String,
    pub confirm_title: &'static str,
    pub confirm: fn(u64, &str, u64) -> String,
    pub confirm_nobody: fn(u64) -> String,
    pub effect: &'static str,
    pub done: fn(u64, &str) -> String,
    pub done_nobody: fn(u64) -> String,
    pub no_collectors: &'static str,
    pub select_row: fn(&str) -> String,
    pub mark: &'static str,
    pub clients: &'static str,
    pub any_collector: &'static str,
    pub clear_selection: &'static str,
}

fn clients(count: u64) -> String {
    if count == 1 { "1 cliente".into() } else { format!("{count} clientes") }
}

pub static ES: AssignText = AssignText {
    intro: "Filtra, marca los clientes y elige quién les cobra.",
    municipality: "Municipio",
    any_municipality: "Todos los municipios",
    neighbourhood: "Colonia",
    any_neighbourhood: "Todas las colonias",
    text_hint: "Nombre, clave o calle",
    filters: "Filtros",
    select_all: |count| format!("Marcar los {count} del filtro"),
    selected: |count, balance| {
        let marked = if count == 1 { "marcado" } else { "marcados" };
        format!("{} {marked} · {}", clients(count), format::money(balance))
    },
    none_selected: "Marca al menos un cliente.",
    client: "Cliente",
    place: "Colonia y municipio",
    balance: "Saldo",
    now_with: "Le cobra",
    collector: "¿Quién les va a cobrar?",
    choose_collector: "Elige una persona",
    collector_missing: "Elige quién les va a cobrar.",
    load: |count, balance| format!("hoy {} · {}", clients(count), format::money(balance)),
    load_after: |count| format!("Quedará con {}.", clients(count)),
    nobody: "Nadie (quitar asignación)",
    assign: |count, name| format!("Asignar {} a {name}", clients(count)),
    unassign: |count| format!("Quitar asignación a {}", clients(count)),
    confirm_title: "Confirma el cambio",
    confirm: |count, name, moved| {
        let taken = if moved == 0 {
            String::new()
        } else {
            format!(" {} hoy los cobra otra persona y saldrán de su teléfono.", clients(moved))
        };
        format!("{} pasarán a {name} y aparecerán en su ruta.{taken}", clients(count))
    },
    confirm_nobody: |count| {
        format!("{} se quedarán sin quien les cobre y saldrán de la ruta.", clients(count))
    },
    effect: "Los cobros ya hechos no cambian. El teléfono lo recibe cuando tenga señal.",
    done: |count, name| format!("Listo: {} ahora con {name}.", clients(count)),
    done_nobody: |count| format!("Listo: {} sin asignar.", clients(count)),
    no_collectors: "Nadie puede cobrar todavía. Invita a un gestor de cobranza o a un vendedor en Personas.",
    select_row: |name| format!("Marcar {name}"),
    mark: "Marca",
    clients: "Clientes",
    any_collector: "Cualquiera",
    clear_selection: "Quitar marcas",
};
