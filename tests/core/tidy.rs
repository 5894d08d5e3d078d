//! The house rules that a machine can check. Source: style.md 2.8, point 35.
//!
//! Each rule is a detector: a pure function from the tree to what breaks it. Each is run on the repository, and on a
//! planted violation that it must find. A rule over a folder that does not exist yet passes, and bites later.

mod layers;
mod look;
mod sizes;
mod source;
mod spanish;
mod words;

use source::{Finding, Tree};

/// Fails with one line for each place that breaks the rule.
fn assert_clean(rule: &str, detector: fn(&Tree) -> Vec<Finding>) {
    let findings = detector(Tree::repository());
    let listed: Vec<String> =
        findings.iter().map(|found| format!("  {}:{}: {}", found.path, found.line, found.what)).collect();
    assert!(findings.is_empty(), "{rule}: {} place(s)\n{}\n", findings.len(), listed.join("\n"));
}

/// The detector finds something in `bad` and nothing in `good`, both files at `path`.
fn check(detector: fn(&Tree) -> Vec<Finding>, path: &str, bad: &str, good: &str) {
    assert_ne!(detector(&Tree::planted(&[(path, bad)])), [], "{path} with a planted violation: {bad}");
    assert_eq!(detector(&Tree::planted(&[(path, good)])), [], "{path} without one: {good}");
}

#[test]
fn the_repository_is_read() {
    let tree = Tree::repository();
    for path in ["src/lib.rs", "src/domain/money.rs", "tests/core/tidy.rs"] {
        assert!(tree.has(path), "{path}");
    }
}
