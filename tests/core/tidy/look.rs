//! Components have their stylesheet and their place in the gallery; stylesheets keep to the tokens.

use super::{
    assert_clean, check,
    source::{Finding, Source, Tree, has_word},
};

const FOLDER: &str = "src/ui/components/";

/// The files of components, with the names of the components in each.
fn components(tree: &Tree) -> impl Iterator<Item = (&Source, Vec<String>)> {
    let files =
        tree.product().filter(|file| file.is_in(&[FOLDER]) && !file.path[FOLDER.len()..].contains('/'));
    files.map(|file| (file, component_names(file))).filter(|(_, names)| !names.is_empty())
}

/// Public functions after `#[component]`.
fn component_names(file: &Source) -> Vec<String> {
    let mut names = Vec::new();
    let mut is_component = false;
    for (_, line) in file.shipped() {
        is_component |= line.contains("#[component");
        if let Some((_, rest)) = line.split_once("fn ").filter(|_| is_component) {
            is_component = false;
            if line.contains("pub fn") {
                names.push(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
            }
        }
    }
    names
}

fn without_stylesheet(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (file, _) in components(tree) {
        let stem = file.path[FOLDER.len()..].trim_end_matches(".rs");
        let sheet = format!("style/components/{stem}.css");
        if !tree.has(&sheet) {
            findings.push(file.whole(format!("has no {sheet}")));
        }
    }
    findings
}

fn without_gallery(tree: &Tree) -> Vec<Finding> {
    let gallery: Vec<&Source> = tree.product().filter(|file| file.is_in(&["src/ui/gallery"])).collect();
    let mut findings = Vec::new();
    for (file, names) in components(tree) {
        for name in names {
            let is_shown = gallery.iter().any(|page| page.shipped().any(|(_, line)| has_word(line, &name)));
            if !is_shown {
                findings.push(file.whole(format!("{name} is not in the gallery")));
            }
        }
    }
    findings
}

fn sheets_not_bundled(tree: &Tree) -> Vec<Finding> {
    let Some(main) = tree.files.iter().find(|file| file.path == "style/main.css") else { return Vec::new() };
    let mut findings = Vec::new();
    for file in
        tree.with_extension(".css").filter(|file| file.path.starts_with("style/") && file.path != main.path)
    {
        let import = format!("@import \"{}\"", file.path.trim_start_matches("style/"));
        if !main.lines.iter().any(|line| line.contains(&import)) {
            findings.push(file.whole("is not imported by main.css"));
        }
    }
    findings
}

/// Colours have one home.
const COLOURED: [&str; 2] = ["style/tokens.css", "style/print.css"];

fn untidy_styles(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.with_extension(".css").filter(|file| file.path.starts_with("style/")) {
        let mut is_comment = false;
        for (index, line) in file.lines.iter().enumerate() {
            let rule = without_comments(line, &mut is_comment);
            if rule.contains("!important") {
                findings.push(file.finding(index, "!important: layers decide"));
            }
            let value = rule.split_once(':').map_or("", |(_, value)| value);
            let is_colour = has_hex_colour(value)
                || ["rgb(", "rgba(", "hsl(", "oklch("].iter().any(|f| value.contains(f));
            if is_colour && !file.is_in(&COLOURED) {
                findings.push(file.finding(index, "colours live in tokens.css"));
            }
        }
    }
    findings
}

fn without_comments(line: &str, is_comment: &mut bool) -> String {
    let mut rule = String::new();
    let mut rest = line;
    loop {
        let mark = if *is_comment { "*/" } else { "/*" };
        let Some((before, after)) = rest.split_once(mark) else {
            if !*is_comment {
                rule.push_str(rest);
            }
            return rule;
        };
        if !*is_comment {
            rule.push_str(before);
        }
        *is_comment = !*is_comment;
        rest = after;
    }
}

/// `#` and three to eight hexadecimal digits.
fn has_hex_colour(value: &str) -> bool {
    value.split('#').skip(1).any(|rest| {
        let digits = rest.chars().take_while(char::is_ascii_hexdigit).count();
        let ends = rest.chars().nth(digits).is_none_or(|c| !c.is_alphanumeric() && c != '-' && c != '_');
        matches!(digits, 3 | 4 | 6 | 8) && ends
    })
}

#[test]
fn every_component_has_its_stylesheet() {
    assert_clean("style/components", without_stylesheet);
}

#[test]
fn every_component_is_in_the_gallery() {
    assert_clean("ui/gallery", without_gallery);
}

#[test]
fn every_stylesheet_is_bundled() {
    assert_clean("style/main.css", sheets_not_bundled);
}

#[test]
fn stylesheets_keep_to_the_tokens() {
    assert_clean("style", untidy_styles);
}

#[test]
fn a_component_without_sheet_or_gallery_is_found() {
    let component =
        ("src/ui/components/amount.rs", "/// x\n#[component]\npub fn Amount() -> impl IntoView {}");
    let other = ("src/ui/components/tone.rs", "pub enum Tone { Calm }");
    let sheet = ("style/components/amount.css", ".amount {}");
    let gallery = ("src/ui/gallery.rs", "view! { <Amount/> }");
    let near = ("src/ui/gallery.rs", "view! { <Amounts/> }");
    assert_eq!(without_stylesheet(&Tree::planted(&[component, other])).len(), 1);
    assert_eq!(without_stylesheet(&Tree::planted(&[component, other, sheet])), []);
    assert_eq!(without_gallery(&Tree::planted(&[component, other, near])).len(), 1);
    assert_eq!(without_gallery(&Tree::planted(&[component, other, gallery])), []);
    let main = ("style/main.css", "@import \"components/amount.css\" layer(components);");
    assert_eq!(sheets_not_bundled(&Tree::planted(&[("style/main.css", ""), sheet])).len(), 1);
    assert_eq!(sheets_not_bundled(&Tree::planted(&[main, sheet])), []);
}

#[test]
fn an_untidy_stylesheet_is_found() {
    let good = "/* #fff !important */ .a { color: var(--text); }\n#abc { margin: 0; }\n/*\n#fff\n*/ a:hover { top: 0 }";
    for bad in ["a { color: #fff; }", "a { top: 0 !important; }", "a { color: rgb(0 0 0); }"] {
        check(untidy_styles, "style/components/x.css", bad, good);
    }
    assert_eq!(untidy_styles(&Tree::planted(&[("style/tokens.css", ":root { --text: #12171C; }")])), []);
}
