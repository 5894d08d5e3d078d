//! Dependency direction: `domain ← sync ← {device, server, api} ← ui`, and where `cfg` may choose between builds.

use super::{
    assert_clean, check,
    source::{Finding, Source, Tree},
};

const LAYERS: [&str; 6] = ["domain", "sync", "device", "server", "api", "ui"];

/// The layers that each one may name.
fn allowed(layer: &str) -> &'static [&'static str] {
    match layer {
        "domain" => &["domain"],
        "sync" => &["domain", "sync"],
        "device" => &["domain", "sync", "device"],
        // The two share wire types: a server function's body calls the server, which answers in the api's types.
        "server" | "api" => &["domain", "sync", "server", "api"],
        _ => &["domain", "sync", "device", "api", "ui"],
    }
}

/// `server` and `ui` meet here only: where pages are rendered, and where a file speaks to people.
const SHELL: [&str; 5] = [
    "src/server/shell.rs",
    "src/server/shell/",
    "src/server/imports/refused.rs", // why each row was refused, in the file to mend
    "src/server/reports/words.rs",   // headings and words of the files that people open
    "src/server/rep/export.rs",      // the titles of the file for whoever stamps
];

fn layer_of(path: &str) -> Option<&'static str> {
    let inside = path.strip_prefix("src/")?;
    let first = inside.split('/').next()?.trim_end_matches(".rs");
    LAYERS.into_iter().find(|layer| *layer == first)
}

/// The names at the first level after `crate::` on each line, also those grouped in braces over several lines.
fn crate_names(file: &Source) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let text: Vec<(usize, char)> = file
        .code
        .iter()
        .enumerate()
        .flat_map(|(index, line)| line.chars().chain(['\n']).map(move |c| (index, c)))
        .collect();
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let word_at =
        |at: usize| -> String { text[at..].iter().map(|(_, c)| *c).take_while(|c| is_word(*c)).collect() };
    for at in 0..text.len() {
        let starts_word = at == 0 || !is_word(text[at - 1].1);
        let word = if starts_word { word_at(at) } else { String::new() };
        if word != "crate" && word != "senda" {
            continue;
        }
        let mut next = at + word.len();
        if text[next..].iter().take(2).map(|(_, c)| *c).ne("::".chars()) {
            continue;
        }
        next += 2;
        if text.get(next).is_some_and(|(_, c)| *c != '{') {
            found.push((text[at].0, word_at(next)));
            continue;
        }
        let (mut depth, mut is_first) = (0, true);
        while let Some(&(index, c)) = text.get(next) {
            match c {
                '{' => depth += 1,
                '}' if depth == 1 => break,
                '}' => depth -= 1,
                ',' if depth == 1 => is_first = true,
                _ if depth == 1 && is_first && is_word(c) => {
                    found.push((index, word_at(next)));
                    is_first = false;
                }
                _ => {}
            }
            next += 1;
        }
    }
    found
}

fn wrong_direction(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.product() {
        let Some(layer) = layer_of(&file.path) else { continue };
        for (index, name) in crate_names(file) {
            let is_shell = file.is_in(&SHELL) && name == "ui";
            if LAYERS.contains(&name.as_str()) && !allowed(layer).contains(&name.as_str()) && !is_shell {
                findings.push(file.finding(index, format!("{layer} must not know {name}")));
            }
        }
    }
    findings
}

#[test]
fn dependencies_point_one_way() {
    assert_clean("domain ← sync ← {device, server, api} ← ui", wrong_direction);
}

#[test]
fn a_dependency_against_the_direction_is_found() {
    let good = "use crate::domain::money::Money;\nuse std::sync::Arc;";
    check(wrong_direction, "src/domain/x.rs", "use crate::sync::protocol::Outcome;", good);
    check(wrong_direction, "src/sync/x.rs", "use crate::{\n    domain::money,\n    server::store,\n};", good);
    check(wrong_direction, "src/device/x.rs", "fn f() { crate::ui::app() }", good);
    check(wrong_direction, "src/server/x.rs", "use crate::ui::App;", good);
    check(
        wrong_direction,
        "src/ui/x.rs",
        "use crate::{ui::format, server::store};",
        "use crate::{ui, api, device};",
    );
    check(wrong_direction, "src/api.rs", "use crate::device;", "use crate::server;");
    check(wrong_direction, "src/server/shell.rs", "use crate::device;", "use crate::ui::App;");
}

/// The only files that choose by feature or target.
const CHOOSERS: [&str; 3] = ["src/lib.rs", "src/main.rs", "src/device.rs"];

fn scattered_cfg(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.product().filter(|file| !CHOOSERS.contains(&file.path.as_str())) {
        for (index, line) in file.code.iter().enumerate() {
            if !["cfg(", "cfg!(", "cfg_attr("].iter().any(|start| line.contains(start)) {
                continue;
            }
            let rest = file.code[index..].iter().take(12).map(String::as_str).collect::<String>();
            let at = rest.find("cfg").unwrap_or(0);
            let mut depth = 0;
            let condition: String = rest[at..]
                .chars()
                .take_while(|c| {
                    depth += i32::from(*c == '(') - i32::from(*c == ')');
                    *c != ')' || depth > 0
                })
                .collect();
            if condition.contains("feature") || condition.contains("target_") {
                findings
                    .push(file.finding(index, "builds are told apart in lib.rs, main.rs and device.rs only"));
            }
        }
    }
    findings
}

#[test]
fn builds_are_told_apart_in_three_files() {
    assert_clean("cfg places", scattered_cfg);
}

#[test]
fn a_cfg_elsewhere_is_found() {
    let good = "#[cfg(test)]\nmod tests {}\nfn f() { if cfg!(debug_assertions) {} }";
    check(scattered_cfg, "src/ui/x.rs", "#[cfg(feature = \"ssr\")]\nfn f() {}", good);
    check(
        scattered_cfg,
        "src/ui/x.rs",
        "#[cfg_attr(\n    any(\n        feature = \"ssr\"\n    ), x\n)]",
        good,
    );
    check(scattered_cfg, "src/server/x.rs", "if cfg!(target_arch = \"wasm32\") {}", good);
    assert_eq!(scattered_cfg(&Tree::planted(&[("src/device.rs", "#[cfg(feature = \"hydrate\")]")])), []);
}

fn mod_files(tree: &Tree) -> Vec<Finding> {
    let named_mod = tree.rust().filter(|file| file.path.ends_with("/mod.rs"));
    named_mod.map(|file| file.whole("name.rs + name/, never mod.rs")).collect()
}

#[test]
fn no_file_is_called_mod() {
    assert_clean("mod.rs", mod_files);
}

#[test]
fn a_mod_file_is_found() {
    assert_ne!(mod_files(&Tree::planted(&[("src/ui/mod.rs", "")])), []);
    assert_eq!(mod_files(&Tree::planted(&[("src/ui.rs", "")])), []);
}
