//! Sentences for people live in `ui/text`: nowhere else may a string literal speak Spanish.

use super::{
    assert_clean, check,
    source::{Finding, Tree},
};

/// Where Spanish is data and not a sentence of the product.
const SPOKEN: [&str; 9] = [
    "src/ui/text",
    "src/ui/gallery",                  // samples of each component
    "src/server/demo",                 // names of the demo company
    "src/server/imports/header.rs",    // headers that spreadsheets bring
    "src/server/statements/header.rs", // and those of banks
    "src/server/statements/lines.rs",
    "src/domain/rfc.rs", // the alphabets of the check digits
    "src/domain/curp.rs",
    "src/main.rs", // what `make run` prints to whoever starts the server
];

const LETTERS: &str = "áéíóúüñÁÉÍÓÚÜÑ¿¡";

/// Enough alone, in a string that is not a key or a path.
const TELLING: [&str; 40] = [
    "guardar",
    "cobrar",
    "cobro",
    "enviar",
    "cancelar",
    "entrar",
    "buscar",
    "cerrar",
    "aceptar",
    "siguiente",
    "regresar",
    "cliente",
    "clientes",
    "factura",
    "facturas",
    "ruta",
    "recibo",
    "visita",
    "visitas",
    "efectivo",
    "transferencia",
    "cheque",
    "tarjeta",
    "vencido",
    "vencida",
    "saldo",
    "promesa",
    "pendientes",
    "hechas",
    "todas",
    "hoy",
    "ayer",
    "escribe",
    "toca",
    "revisa",
    "intenta",
    "nombre",
    "usuario",
    "archivo",
    "persona",
];

/// Enough in pairs.
const COMMON: [&str; 26] = [
    "el", "la", "los", "las", "de", "del", "que", "para", "por", "con", "sin", "una", "se", "tu", "su", "ya",
    "y", "en", "al", "lo", "este", "esta", "hay", "aqui", "cuando", "como",
];

/// Keys, classes, paths, icons: small letters without spaces.
fn is_key(text: &str) -> bool {
    text.starts_with('/')
        || text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_.:/#*?=&{}".contains(c))
}

fn speaks_spanish(text: &str) -> bool {
    if text.chars().any(|c| LETTERS.contains(c)) {
        return true;
    }
    if is_key(text) {
        return false;
    }
    let lower = text.to_lowercase();
    let words = || lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let is_path = text.contains('/') && !text.contains(' ');
    let telling = words().filter(|word| TELLING.contains(word)).count();
    let common = words().filter(|word| COMMON.contains(word)).count();
    (telling > 0 && !is_path) || common >= 2
}

fn spanish_elsewhere(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.product().filter(|file| !file.is_in(&SPOKEN)) {
        for (index, text) in file.shipped_strings().filter(|(_, text)| speaks_spanish(text)) {
            let shown: String = text.chars().take(50).collect();
            findings.push(file.finding(index, format!("Spanish outside ui/text: {shown:?}")));
        }
        // Text nodes of a view may stand without quotes.
        for (index, line) in file.shipped().filter(|(_, line)| line.chars().any(|c| LETTERS.contains(c))) {
            findings.push(file.finding(index, format!("Spanish outside ui/text: {}", line.trim())));
        }
    }
    findings
}

#[test]
fn sentences_for_people_live_in_one_folder() {
    assert_clean("Spanish literals", spanish_elsewhere);
}

#[test]
fn spanish_elsewhere_is_found() {
    let good = "path!(\"/app/clientes\"); StaticSegment(\"ruta\"); info!(\"accounts sent\"); // está bien\n\
                let c = 'ñ'; let class = \"money-keypad\"; let header = \"clientes.csv\"; #[cfg(test)]\n";
    for bad in [
        "view! { <p>\"Todo lo vencido\"</p> }",
        "let label = \"Guardar\";",
        "let text = \"¿Seguro?\";",
        "let text = \"la suma de los saldos\";",
        "view! { <p>No estás conectado</p> }",
    ] {
        check(spanish_elsewhere, "src/ui/screens/x.rs", bad, good);
    }
    let free = [("src/ui/text/errors.rs", "let a = \"Escribe cuánto te pagó.\";")];
    assert_eq!(spanish_elsewhere(&Tree::planted(&free)), []);
}
