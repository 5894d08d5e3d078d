//! The three programs of the browser, told by the address that they are at.

/// One file of WebAssembly with its own routes: see `ui::app`.
#[derive(PartialEq, Eq)]
enum Program {
    /// What the server renders, and the browser wakes up.
    Pages,
    Field,
    Office,
}

impl Program {
    /// Whose screen is at `path`; `None` where only the server knows.
    fn at(path: &str) -> Option<Program> {
        match path.split('/').nth(1)? {
            "app" => Some(Program::Field),
            "oficina" => Some(Program::Office),
            "entrar" | "instalar" | "r" => Some(Program::Pages),
            _ => None,
        }
    }
}

/// Whether a link from one path to another stays within one program, whose router then follows it.
pub fn is_within(from: &str, to: &str) -> bool {
    Program::at(from).is_some_and(|program| Program::at(to) == Some(program))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_stays_within_a_program_or_leaves_it() {
        for (from, to, expected) in [
            ("/app/ruta", "/app/cobrar/1", true),
            ("/app", "/app/ruta", true),
            ("/app/mas", "/oficina/tablero", false),
            ("/oficina/mas", "/app/ruta", false),
            ("/app/mas", "/entrar", false),
            ("/entrar", "/instalar", true),
            ("/app/mas", "/apple", false),
            ("/entrar", "/", false),
            ("/nada", "/nada", false),
            ("/app/mas", "/rescate.html", false),
        ] {
            assert_eq!(is_within(from, to), expected, "{from} -> {to}");
        }
    }
}
