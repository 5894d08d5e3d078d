//! Words that are banned in some folders, and SQL that would change what is only ever appended.

use super::{
    assert_clean, check,
    source::{Finding, Tree, has_word},
};

/// A word, where it may stand, and why nowhere else. `within` is where the rule looks.
struct Ban {
    word: &'static str,
    within: &'static [&'static str],
    except: &'static [&'static str],
    why: &'static str,
}

const EVERYWHERE: &[&str] = &["src/"];
const RULES: &[&str] = &["src/domain", "src/sync"];
/// Places on Earth are the only floats of the domain.
const PLACES: &[&str] = &["src/domain/customer.rs", "src/domain/event.rs"];
/// Adapters: the only ones that ask a machine for the time.
const CLOCKS: &[&str] = &["src/device/", "src/server/clock.rs", "src/main.rs"];
const BROWSER: &[&str] = &["src/device.rs", "src/device/", "src/lib.rs"];
/// Screens handle events and elements with the types that the framework hands on; storage and network are not theirs.
const DOM: &[&str] = &["src/device.rs", "src/device/", "src/lib.rs", "src/ui/"];
const DATABASE: &[&str] =
    &["src/server/store.rs", "src/server/store/", "src/server/run.rs", "src/server/sessions.rs"];

const BANS: &[Ban] = &[
    Ban { word: "f64", within: &["src/domain"], except: PLACES, why: "no float near money" },
    Ban { word: "f32", within: &["src/domain"], except: PLACES, why: "no float near money" },
    Ban { word: "Utc::now", within: EVERYWHERE, except: CLOCKS, why: "time comes in through the Clock port" },
    Ban {
        word: "Local::now",
        within: EVERYWHERE,
        except: CLOCKS,
        why: "dates are the client's, not the machine's",
    },
    Ban {
        word: "SystemTime::now",
        within: EVERYWHERE,
        except: CLOCKS,
        why: "time comes in through the Clock port",
    },
    Ban {
        word: "OffsetDateTime::now_utc",
        within: EVERYWHERE,
        except: CLOCKS,
        why: "time comes in through the Clock",
    },
    Ban {
        word: "Date::now",
        within: EVERYWHERE,
        except: CLOCKS,
        why: "time comes in through the Clock port",
    },
    Ban {
        word: "now_v7",
        within: EVERYWHERE,
        except: &[],
        why: "ids are minted from the Clock and Rng ports",
    },
    Ban {
        word: "new_v4",
        within: EVERYWHERE,
        except: &[],
        why: "ids are minted from the Clock and Rng ports",
    },
    Ban { word: "web_sys", within: EVERYWHERE, except: DOM, why: "the browser is behind device" },
    Ban { word: "js_sys", within: EVERYWHERE, except: BROWSER, why: "the browser is behind device" },
    Ban {
        word: "indexed_db_futures",
        within: EVERYWHERE,
        except: BROWSER,
        why: "storage is behind LocalStore",
    },
    Ban { word: "gloo_storage", within: EVERYWHERE, except: BROWSER, why: "storage is behind device" },
    Ban { word: "gloo_net", within: EVERYWHERE, except: BROWSER, why: "the network is behind Transport" },
    Ban { word: "local_storage", within: EVERYWHERE, except: BROWSER, why: "storage is behind device" },
    Ban {
        word: "spawn_local",
        within: EVERYWHERE,
        except: BROWSER,
        why: "tasks start through device::spawn",
    },
    Ban {
        word: "surrealdb",
        within: EVERYWHERE,
        except: DATABASE,
        why: "the database is behind server::store",
    },
    Ban { word: "leptos", within: RULES, except: &[], why: "rules know no framework" },
    Ban { word: "tokio", within: RULES, except: &[], why: "rules know no runtime" },
    Ban {
        word: "axum",
        within: &["src/domain", "src/sync", "src/device", "src/ui"],
        except: &[],
        why: "server only",
    },
    Ban { word: ".unwrap()", within: EVERYWHERE, except: &[], why: "only tests unwrap" },
    Ban { word: ".expect(", within: EVERYWHERE, except: &[], why: "only tests expect" },
    Ban {
        word: "#[allow(",
        within: EVERYWHERE,
        except: &[],
        why: "#[expect] tells when it is no longer needed",
    },
    Ban { word: "static mut", within: EVERYWHERE, except: &[], why: "no state behind everybody's back" },
    Ban { word: "unsafe", within: EVERYWHERE, except: &[], why: "nothing here needs it" },
];

fn banned_words(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.product() {
        for ban in BANS.iter().filter(|ban| file.is_in(ban.within) && !file.is_in(ban.except)) {
            for (index, line) in file.shipped().filter(|(_, line)| has_word(line, ban.word)) {
                let shown = line.trim().chars().take(60).collect::<String>();
                findings.push(file.finding(index, format!("`{}`: {} — {shown}", ban.word, ban.why)));
            }
        }
    }
    findings
}

#[test]
fn words_stay_in_their_folders() {
    assert_clean("banned words", banned_words);
}

#[test]
fn a_banned_word_is_found() {
    let good = "fn f() { let x = 1; } // f64 and .unwrap() in a comment\n#[cfg(test)]\nmod tests { fn g() { h().unwrap(); } }";
    for (path, bad) in [
        ("src/domain/money.rs", "fn f(x: f64) {}"),
        ("src/server/push.rs", "let now = chrono::Utc::now();"),
        ("src/sync/push.rs", "let id = Uuid::now_v7();"),
        ("src/api/session.rs", "use web_sys::Window;"),
        ("src/ui/app.rs", "use js_sys::Date;"),
        ("src/ui/app.rs", "leptos::task::spawn_local(f());"),
        ("src/server/push.rs", "use surrealdb::Surreal;"),
        ("src/sync/push.rs", "use leptos::prelude::*;"),
        ("src/ui/app.rs", "let x = f().unwrap();"),
        ("src/ui/app.rs", "#[allow(dead_code)]"),
    ] {
        check(banned_words, path, bad, good);
    }
    let free = [
        ("src/domain/customer.rs", "latitude: f64"),
        ("src/device/browser/clock.rs", "js_sys::Date::now()"),
        ("src/server/store/query.rs", "use surrealdb::types::Value;"),
        ("src/server/sessions.rs", "use tower_sessions_surrealdb_store::SurrealSessionStore;"),
        ("src/server/push.rs", "f().unwrap_or(0); tower_sessions_surrealdb_store::x();"),
    ];
    assert_eq!(banned_words(&Tree::planted(&free)), []);
}

/// Tables whose rows never change once written: the ledger, the facts, the folios, the audit.
const APPEND_ONLY: [&str; 6] = ["entry", "event", "payment", "held_folio", "audit", "invoice"];

/// The files that write them and nothing else.
const APPENDING: [&str; 3] =
    ["src/server/store/events.rs", "src/server/store/ledger.rs", "src/server/store/audit.rs"];

fn changed_history(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.product().filter(|file| file.is_in(&["src/server/"])) {
        for (index, text) in file.shipped_strings() {
            findings.extend(changes_of(text).map(|what| file.finding(index, what)));
            if APPENDING.contains(&file.path.as_str()) && mutations(text).next().is_some() {
                findings.push(file.finding(index, "this file only appends"));
            }
        }
    }
    for file in tree.with_extension(".surql") {
        for (index, line) in file.lines.iter().enumerate() {
            let statement = line.split("--").next().unwrap_or_default();
            findings.extend(changes_of(statement).map(|what| file.finding(index, what)));
        }
    }
    findings
}

/// The targets of `UPDATE`, `UPSERT` and `DELETE` in a query.
fn mutations(sql: &str) -> impl Iterator<Item = &str> {
    let words: Vec<&str> =
        sql.split(|c: char| c.is_whitespace() || c == ';').filter(|word| !word.is_empty()).collect();
    let mut targets = Vec::new();
    for (index, word) in words.iter().enumerate() {
        if matches!(*word, "UPDATE" | "UPSERT" | "DELETE" | "RELATE") {
            let target = words[index + 1..].iter().find(|next| !matches!(**next, "ONLY" | "FROM"));
            targets.extend(target);
        }
    }
    targets.into_iter()
}

fn changes_of(sql: &str) -> impl Iterator<Item = String> {
    mutations(sql).filter_map(|target| {
        let name = target.trim_start_matches('$');
        let name: String = name.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        let table = APPEND_ONLY.into_iter().find(|table| name == *table || name == format!("{table}s"))?;
        Some(format!("`{table}` is only ever appended to"))
    })
}

#[test]
fn history_is_never_changed() {
    assert_clean("append-only tables", changed_history);
}

#[test]
fn a_change_of_history_is_found() {
    let good =
        "let sql = \"CREATE $event CONTENT $row; UPDATE $account SET version += 1; SELECT * FROM entry\";";
    for bad in [
        "let sql = \"UPDATE entry SET debit = 0\";",
        "let sql = \"DELETE FROM ONLY event:1\";",
        "let sql = \"BEGIN; UPSERT $payment CONTENT $row\";",
        "let sql = \"DELETE $events RETURN NONE\";",
    ] {
        check(changed_history, "src/server/store/posting.rs", bad, good);
    }
    let appended = "let sql = \"CREATE $id CONTENT $row RETURN NONE\";";
    check(changed_history, "src/server/store/ledger.rs", "let sql = \"UPDATE $id SET x = 1\";", appended);
    let migration = "src/server/store/migrations/0002_x.surql";
    check(
        changed_history,
        migration,
        "DELETE entry;",
        "DEFINE TABLE entry SCHEMAFULL; -- never UPDATE entry",
    );
}

fn sql_elsewhere(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.product().filter(|file| !file.is_in(&["src/server/store.rs", "src/server/store/"])) {
        for (index, text) in file.shipped_strings() {
            let is_select = has_word(text, "SELECT") && has_word(text, "FROM");
            if is_select
                || ["CREATE $", "UPDATE $", "UPSERT $", "DEFINE TABLE"].iter().any(|sql| text.contains(sql))
            {
                findings.push(file.finding(index, "all SurrealQL lives in server/store"));
            }
        }
    }
    findings
}

#[test]
fn queries_live_in_the_store() {
    assert_clean("SurrealQL outside the store", sql_elsewhere);
}

#[test]
fn a_query_elsewhere_is_found() {
    let bad = "let sql = \"SELECT * FROM account\";";
    check(sql_elsewhere, "src/server/push.rs", bad, "let text = \"SELECT\";");
    assert_eq!(sql_elsewhere(&Tree::planted(&[("src/server/store/query.rs", bad)])), []);
}

/// Marks of unfinished work, put together here so that this file does not find itself.
const UNFINISHED: [&str; 3] = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("(being", " written)")];

fn unfinished(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in &tree.files {
        for (index, line) in file.lines.iter().enumerate() {
            if let Some(mark) = UNFINISHED.iter().find(|mark| has_word(line, mark)) {
                findings.push(file.finding(index, format!("{mark}: finish it, or write an issue")));
            }
        }
    }
    findings
}

#[test]
fn nothing_is_left_unfinished() {
    assert_clean("unfinished work", unfinished);
}

#[test]
fn unfinished_work_is_found() {
    for mark in UNFINISHED {
        check(unfinished, "style/x.css", &format!("/* {mark} */"), "/* METODOS de pago */");
    }
}

/// Ways of making a test pass without proving anything.
const EXCUSES: [(&str, &str); 4] = [
    (concat!("#[ign", "ore"), "a test runs or is deleted"),
    (concat!("thread::", "sleep"), "tests wait for something, not for time"),
    (concat!("waitFor", "Timeout"), "tests wait for something, not for time"),
    (concat!("test", ".only"), "all tests run"),
];

fn excuses(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in &tree.files {
        for (index, line) in file.lines.iter().enumerate() {
            for (excuse, why) in EXCUSES.iter().filter(|(excuse, _)| line.contains(excuse)) {
                findings.push(file.finding(index, format!("{excuse}: {why}")));
            }
        }
    }
    findings
}

#[test]
fn tests_make_no_excuses() {
    assert_clean("excuses", excuses);
}

#[test]
fn an_excuse_is_found() {
    for (excuse, _) in EXCUSES {
        check(excuses, "end2end/tests/x.spec.ts", excuse, "await expect(page).toHaveURL('/app/ruta')");
    }
}
