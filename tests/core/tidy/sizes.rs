//! Limits on files and lines.

use super::{
    assert_clean, check,
    source::{Finding, Tree},
};

/// Hard stop for one file; about half of it is what a file should have.
const FILE_LINES_MAX: usize = 600;
/// Longest line. The contents of string literals do not count: what people read is not broken to fit.
const LINE_CHARS_MAX: usize = 120;

/// Drawn or fetched, not written.
const GENERATED: [&str; 1] = ["end2end/package-lock"];

fn long_files(tree: &Tree) -> Vec<Finding> {
    let written = tree.files.iter().filter(|file| !file.is_in(&GENERATED));
    let long = written.filter(|file| file.lines.len() > FILE_LINES_MAX);
    long.map(|file| file.whole(format!("{} lines, more than {FILE_LINES_MAX}", file.lines.len()))).collect()
}

fn long_lines(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let checked = tree.files.iter().filter(|file| {
        [".rs", ".css", ".surql", ".ts"].iter().any(|extension| file.path.ends_with(extension))
    });
    for file in checked {
        for (index, line) in file.lines.iter().enumerate() {
            let chars = line.chars().count().saturating_sub(file.string_chars[index]);
            if chars > LINE_CHARS_MAX {
                findings.push(file.finding(index, format!("{chars} characters, more than {LINE_CHARS_MAX}")));
            }
        }
    }
    findings
}

#[test]
fn no_file_is_too_long() {
    assert_clean("file length", long_files);
}

#[test]
fn no_line_is_too_long() {
    assert_clean("line length", long_lines);
}

#[test]
fn what_is_too_long_is_found() {
    let lines = |count: usize| "x\n".repeat(count);
    check(long_files, "src/x.rs", &lines(FILE_LINES_MAX + 1), &lines(FILE_LINES_MAX));
    let wide = |count: usize| format!("// {}", "á".repeat(count - 3));
    check(long_lines, "style/x.css", &wide(LINE_CHARS_MAX + 1), &wide(LINE_CHARS_MAX));
    let quoted = format!("let a = \"{}\";", "x".repeat(LINE_CHARS_MAX));
    check(long_lines, "src/x.rs", &wide(LINE_CHARS_MAX + 1), &quoted);
}
