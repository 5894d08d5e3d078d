//! Reading the tree: files as text, and Rust taken apart into code, comments and string literals.

use std::{collections::BTreeSet, fs, path::Path, sync::OnceLock};

/// One file, its path relative to the repository with forward slashes.
pub struct Source {
    pub path: String,
    /// As written.
    pub lines: Vec<String>,
    /// Rust without comments, and with the contents of strings taken out. For other files the lines themselves.
    pub code: Vec<String>,
    /// Contents of string literals with the index of the line on which each begins.
    pub strings: Vec<(usize, String)>,
    /// How many characters of each line are inside string literals.
    pub string_chars: Vec<usize>,
    /// Lines that only tests compile.
    pub is_test: Vec<bool>,
}

/// The files that are looked at.
pub struct Tree {
    pub files: Vec<Source>,
}

/// A place that breaks a rule.
#[derive(Debug, PartialEq, Eq)]
pub struct Finding {
    pub path: String,
    /// From 1; 0 for the file as a whole.
    pub line: usize,
    pub what: String,
}

impl Source {
    pub fn new(path: &str, text: &str) -> Source {
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let (code, strings, string_chars) = if path.ends_with(".rs") {
            lex(text, lines.len())
        } else {
            (lines.clone(), Vec::new(), vec![0; lines.len()])
        };
        let is_test = test_lines(&code);
        Source { path: path.to_owned(), lines, code, strings, string_chars, is_test }
    }

    pub fn is_in(&self, folders: &[&str]) -> bool {
        folders.iter().any(|folder| self.path.starts_with(folder))
    }

    pub fn finding(&self, index: usize, what: impl Into<String>) -> Finding {
        Finding { path: self.path.clone(), line: index + 1, what: what.into() }
    }

    pub fn whole(&self, what: impl Into<String>) -> Finding {
        Finding { path: self.path.clone(), line: 0, what: what.into() }
    }

    /// Lines of code that are not tests, with their index.
    pub fn shipped(&self) -> impl Iterator<Item = (usize, &str)> {
        self.code
            .iter()
            .enumerate()
            .filter(|(index, _)| !self.is_test[*index])
            .map(|(i, line)| (i, line.as_str()))
    }

    /// String literals outside tests.
    pub fn shipped_strings(&self) -> impl Iterator<Item = (usize, &str)> {
        self.strings.iter().filter(|(index, _)| !self.is_test[*index]).map(|(i, text)| (*i, text.as_str()))
    }
}

impl Tree {
    /// The repository, as it is on disk; read once for all tests.
    pub fn repository() -> &'static Tree {
        static TREE: OnceLock<Tree> = OnceLock::new();
        TREE.get_or_init(Tree::read)
    }

    fn read() -> Tree {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut files = Vec::new();
        for folder in ["src", "tests", "style", "end2end", "public"] {
            collect(root, &root.join(folder), &mut files);
        }
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Tree::of(files)
    }

    /// A small tree made up by a test of the detectors.
    pub fn planted(files: &[(&str, &str)]) -> Tree {
        Tree::of(files.iter().map(|(path, text)| Source::new(path, text)).collect())
    }

    fn of(mut files: Vec<Source>) -> Tree {
        let test_files: BTreeSet<String> = files.iter().flat_map(test_modules).collect();
        for file in &mut files {
            let stem = file.path.trim_end_matches(".rs");
            let is_test = file.path.starts_with("tests/")
                || test_files.iter().any(|module| {
                    stem == module
                        || stem.strip_prefix(module.as_str()).is_some_and(|rest| rest.starts_with('/'))
                });
            if is_test {
                file.is_test.fill(true);
            }
        }
        Tree { files }
    }

    pub fn rust(&self) -> impl Iterator<Item = &Source> {
        self.files.iter().filter(|file| file.path.ends_with(".rs"))
    }

    /// Rust that is part of the product.
    pub fn product(&self) -> impl Iterator<Item = &Source> {
        self.rust().filter(|file| file.path.starts_with("src/"))
    }

    pub fn with_extension(&self, extension: &str) -> impl Iterator<Item = &Source> {
        self.files.iter().filter(move |file| file.path.ends_with(extension))
    }

    pub fn has(&self, path: &str) -> bool {
        self.files.iter().any(|file| file.path == path)
    }
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<Source>) {
    const SKIPPED: [&str; 4] = ["node_modules", "target", "test-results", "playwright-report"];
    const READ: [&str; 8] = ["rs", "css", "surql", "ts", "js", "html", "sh", "webmanifest"];
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if path.is_dir() {
            if !SKIPPED.contains(&name.as_str()) && !name.starts_with('.') {
                collect(root, &path, files);
            }
        } else if path.extension().is_some_and(|extension| READ.iter().any(|known| extension == *known))
            && let (Ok(relative), Ok(text)) = (path.strip_prefix(root), fs::read_to_string(&path))
        {
            files.push(Source::new(&relative.to_string_lossy().replace('\\', "/"), &text));
        }
    }
}

/// What the lexer gives: code by line, string literals with their line, characters of strings by line.
type Lexed = (Vec<String>, Vec<(usize, String)>, Vec<usize>);

/// Takes Rust apart. Strings leave their quotes in the code and their contents in the list.
fn lex(text: &str, lines_count: usize) -> Lexed {
    let chars: Vec<char> = text.chars().collect();
    let mut code = vec![String::new(); lines_count + 1];
    let mut string_chars = vec![0usize; lines_count + 1];
    let mut strings = Vec::new();
    let (mut at, mut line) = (0, 0);
    let looking_at =
        |at: usize, what: &str| what.chars().enumerate().all(|(n, c)| chars.get(at + n) == Some(&c));
    while at < chars.len() {
        let c = chars[at];
        let before = at.checked_sub(1).map_or(' ', |index| chars[index]);
        let starts_word = !before.is_alphanumeric() && before != '_';
        if looking_at(at, "//") {
            while at < chars.len() && chars[at] != '\n' {
                at += 1;
            }
        } else if looking_at(at, "/*") {
            let mut depth = 0;
            while at < chars.len() {
                if looking_at(at, "/*") {
                    depth += 1;
                    at += 2;
                } else if looking_at(at, "*/") {
                    depth -= 1;
                    at += 2;
                    if depth == 0 {
                        break;
                    }
                } else {
                    line += usize::from(chars[at] == '\n');
                    at += 1;
                }
            }
        } else if let Some(quote) = raw_string(&chars, at).filter(|_| starts_word) {
            let hashes = quote.hashes;
            at = quote.content;
            let closing: String = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
            let (first, mut content) = (line, String::new());
            while at < chars.len() && !looking_at(at, &closing) {
                take_string_char(chars[at], &mut line, &mut content, &mut string_chars);
                at += 1;
            }
            at += closing.len();
            code[line].push_str("\"\"");
            strings.push((first, content));
        } else if c == '"' {
            at += 1;
            let (first, mut content) = (line, String::new());
            while at < chars.len() && chars[at] != '"' {
                if chars[at] == '\\' && at + 1 < chars.len() {
                    take_string_char('\\', &mut line, &mut content, &mut string_chars);
                    at += 1;
                }
                take_string_char(chars[at], &mut line, &mut content, &mut string_chars);
                at += 1;
            }
            at += 1;
            code[line].push_str("\"\"");
            strings.push((first, content));
        } else if c == '\'' && is_char_literal(&chars, at) {
            at += if chars[at + 1] == '\\' { 3 } else { 2 };
            while at < chars.len() && chars[at] != '\'' {
                at += 1;
            }
            at += 1;
            code[line].push_str("''");
        } else {
            if c == '\n' {
                line += 1;
            } else {
                code[line].push(c);
            }
            at += 1;
        }
    }
    code.truncate(lines_count);
    string_chars.truncate(lines_count);
    (code, strings, string_chars)
}

fn take_string_char(c: char, line: &mut usize, content: &mut String, string_chars: &mut [usize]) {
    content.push(c);
    if c == '\n' {
        *line += 1;
    } else {
        string_chars[*line] += 1;
    }
}

struct RawQuote {
    hashes: usize,
    /// Where the content begins.
    content: usize,
}

/// `r"`, `r#"`, `br"`, `cr#"`…
fn raw_string(chars: &[char], at: usize) -> Option<RawQuote> {
    let mut index = at;
    if matches!(chars.get(index), Some('b' | 'c')) {
        index += 1;
    }
    if chars.get(index) != Some(&'r') {
        return None;
    }
    index += 1;
    let hashes = chars[index..].iter().take_while(|c| **c == '#').count();
    (chars.get(index + hashes) == Some(&'"')).then_some(RawQuote { hashes, content: index + hashes + 1 })
}

/// A character, as against a lifetime.
fn is_char_literal(chars: &[char], at: usize) -> bool {
    chars.get(at + 1) == Some(&'\\') || (chars.get(at + 1).is_some() && chars.get(at + 2) == Some(&'\''))
}

/// Lines from each `#[cfg(test)]` to the end of its item.
fn test_lines(code: &[String]) -> Vec<bool> {
    let mut is_test = vec![false; code.len()];
    let mut index = 0;
    while index < code.len() {
        if !code[index].trim_start().starts_with("#[cfg(test)]") {
            index += 1;
            continue;
        }
        let mut depth = 0i32;
        'item: while index < code.len() {
            is_test[index] = true;
            let line = code[index].replace("#[cfg(test)]", "");
            for c in line.chars() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 1 => break 'item,
                    '}' => depth -= 1,
                    ';' if depth == 0 => break 'item,
                    _ => {}
                }
            }
            index += 1;
        }
        index += 1;
    }
    is_test
}

/// The stems of files that `#[cfg(test)] mod x;` names.
fn test_modules(file: &Source) -> Vec<String> {
    let folder = match file.path.as_str() {
        "src/lib.rs" | "src/main.rs" => "src".to_owned(),
        path => path.trim_end_matches(".rs").to_owned(),
    };
    let declared = file.code.iter().zip(&file.is_test).filter(|(_, is_test)| **is_test);
    declared
        .filter_map(|(line, _)| {
            let name = line.split("mod ").nth(1)?.trim().strip_suffix(';')?;
            Some(format!("{folder}/{name}"))
        })
        .collect()
}

/// Whether `line` has `word` with no letter, digit or underscore at either side.
pub fn has_word(line: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        let starts = word.chars().next().is_none_or(|c| !is_part(c)) || before.is_none_or(|c| !is_part(c));
        let ends = word.chars().next_back().is_none_or(|c| !is_part(c)) || after.is_none_or(|c| !is_part(c));
        starts && ends
    })
}

#[test]
fn rust_is_taken_apart() {
    let text = "let a = \"x // y\"; // \"c\"\nlet b = r#\"q\"r\n\"#; /* z\n */ let c = '\"'; let d: &'a str = \"\\\"e\";\n";
    let source = Source::new("src/x.rs", text);
    let code: Vec<&str> = source.code.iter().map(|line| line.trim()).collect();
    assert_eq!(code, ["let a = \"\";", "let b =", "\"\";", "let c = ''; let d: &'a str = \"\";"]);
    let strings: Vec<_> = source.strings.iter().map(|(line, text)| (*line, text.as_str())).collect();
    assert_eq!(strings, [(0, "x // y"), (1, "q\"r\n"), (3, "\\\"e")]);
}

#[test]
fn tests_are_told_from_the_product() {
    let tree = Tree::planted(&[
        (
            "src/a.rs",
            "fn f() {}\n#[cfg(test)]\nmod sample;\n#[cfg(test)]\nmod tests {\n fn g() {}\n}\nfn h() {}",
        ),
        ("src/a/sample.rs", "fn s() {}"),
        ("src/a/samples.rs", "fn s() {}"),
    ]);
    assert_eq!(tree.files[0].is_test, [false, true, true, true, true, true, true, false]);
    assert_eq!((tree.files[1].is_test[0], tree.files[2].is_test[0]), (true, false));
}
