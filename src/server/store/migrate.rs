//! The shape of the tables: files that are applied once, in order, and never change afterwards.

use sha2::{Digest, Sha256};
use surrealdb::types::{RecordId, object};

use super::{Store, StoreError, query::text};

/// One file of `migrations/`. Applied files are history: to change a table, add the next number.
struct Migration {
    number: i64,
    name: &'static str,
    sql: &'static str,
}

const MIGRATIONS: &[Migration] = &[
    Migration {
        number: 1,
        name: "0001_people_accounts_and_books",
        sql: include_str!("migrations/0001_people_accounts_and_books.surql"),
    },
    Migration {
        number: 2,
        name: "0002_how_people_log_in",
        sql: include_str!("migrations/0002_how_people_log_in.surql"),
    },
    Migration {
        number: 3,
        name: "0003_tables_of_imports",
        sql: include_str!("migrations/0003_tables_of_imports.surql"),
    },
    Migration { number: 4, name: "0004_photos", sql: include_str!("migrations/0004_photos.surql") },
    Migration {
        number: 5,
        name: "0005_drawers_and_settings",
        sql: include_str!("migrations/0005_drawers_and_settings.surql"),
    },
    Migration {
        number: 6,
        name: "0006_cortes_deposits_and_corrections",
        sql: include_str!("migrations/0006_cortes_deposits_and_corrections.surql"),
    },
    Migration {
        number: 7,
        name: "0007_recovered_payments",
        sql: include_str!("migrations/0007_recovered_payments.surql"),
    },
    Migration {
        number: 10,
        name: "0010_bank_statements",
        sql: include_str!("migrations/0010_bank_statements.surql"),
    },
    Migration { number: 11, name: "0011_rep", sql: include_str!("migrations/0011_rep.surql") },
];

/// Applies what is missing, each file in one transaction. Refuses to start where an applied file differs from the
/// one in this build, or where the database has been at a newer build.
pub(super) async fn migrate(store: &Store) -> Result<(), StoreError> {
    store
        .run(
            "DEFINE TABLE IF NOT EXISTS migration SCHEMAFULL;
             DEFINE FIELD IF NOT EXISTS name ON migration TYPE string;
             DEFINE FIELD IF NOT EXISTS sha256 ON migration TYPE string;",
            object! {},
        )
        .await?;
    let mut applied =
        store.run("SELECT name, sha256 FROM migration ORDER BY id", object! {}).await?.rows(0)?;
    if applied.len() > MIGRATIONS.len() {
        return Err(StoreError::Migration("the database was used by a newer build".into()));
    }
    for (migration, row) in MIGRATIONS.iter().zip(&mut applied) {
        if row.text("name")? != migration.name || row.text("sha256")? != checksum(migration.sql) {
            return Err(StoreError::Migration(format!("{} is not what was applied", migration.name)));
        }
    }
    for migration in &MIGRATIONS[applied.len()..] {
        let sql = format!(
            "BEGIN;\n{}\nCREATE $migration_id SET name = $migration_name, sha256 = $migration_sha RETURN NONE;\nCOMMIT;",
            migration.sql
        );
        store
            .run(
                &sql,
                object! {
                    migration_id: RecordId::new("migration", migration.number),
                    migration_name: text(migration.name),
                    migration_sha: text(checksum(migration.sql)),
                },
            )
            .await
            .map_err(|error| StoreError::Migration(format!("{}: {error}", migration.name)))?;
    }
    Ok(())
}

fn checksum(sql: &str) -> String {
    Sha256::digest(sql.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_applied_file_that_changed_stops_the_start() {
        let store = Store::in_memory().await.unwrap();
        assert!(migrate(&store).await.is_ok(), "a second start changes nothing");
        store.run("UPDATE migration:1 SET sha256 = 'other'", object! {}).await.unwrap();
        assert!(matches!(migrate(&store).await, Err(StoreError::Migration(_))));
    }

    #[tokio::test]
    async fn a_database_of_a_newer_build_stops_the_start() {
        let store = Store::in_memory().await.unwrap();
        store.run("CREATE migration:9999 SET name = 'later', sha256 = ''", object! {}).await.unwrap();
        assert!(matches!(migrate(&store).await, Err(StoreError::Migration(_))));
    }
}
