//! The command line: `senda [serve | audit | verify-series | seed-demo | migrate]`.

use std::{
    env,
    io::{self, IsTerminal as _, Write as _},
    net::SocketAddr,
    process::ExitCode,
    thread,
};

use tokio::runtime::{Builder, Runtime};
use tracing_subscriber::EnvFilter;

use super::{
    audit_books,
    config::{Config, ConfigError},
    demo::{self, Size},
    run::{self, RunError},
    state::AppState,
    store::{Store, StoreError},
};
use crate::{
    api::error::ApiError,
    domain::{
        chain::{self, Link},
        date::Zone,
        folio::Series,
        ids::PersonId,
    },
};

/// Fewest worker threads: SurrealDB's embedded engine blocks some of them for moments.
const WORKERS_MIN: usize = 4;
/// Stack of a worker: the parser and the executor of SurrealDB recurse deeply, above all without optimisation.
const STACK_BYTES: usize = 16 * 1024 * 1024;

/// Said wherever the demo company is served: its password opens nothing else.
const DEMO_LOGINS: &str = "Demo log-ins, all with the password cemento-gris-42:
  admin      administrator: imports, people, devices
  gerente    manager: board, assignment, exceptions
  cartera    credit manager
  gestor1    collector (and gestor2 to gestor6)
  vendedor1  salesperson (and vendedor2 to vendedor4)
";

const USAGE: &str = "senda [serve | audit | verify-series SERIES | seed-demo | migrate]

  serve       serves Senda (also without any command)
  audit       checks the books and prints what does not add up
  verify-series  follows the chain of a series, e.g. C07, and names its first broken link
  seed-demo   fills an empty database with the demo company; --large: the one of the benchmarks
  migrate     brings the tables up to date and ends

Configuration by environment:
  SENDA_DATA            folder of the database, ./data
  SENDA_DB              instead of the folder: rocksdb://path, ws://host:port, mem://
  SENDA_DB_USER, SENDA_DB_PASS   root user of a SurrealDB server
  SENDA_ADDR            where to listen, 127.0.0.1:3000
  SENDA_SITE            folder of the built front-end, target/site
  SENDA_PUBLIC_URL      the address that people type
  SENDA_SECURE_COOKIES  1 where people come by HTTPS
  SENDA_BEHIND_PROXY    1 where a proxy of yours writes X-Forwarded-For
  SENDA_METRICS_TOKEN   who shows it may read /metrics; without it only this machine
  SENDA_DEMO            1 fills an empty database with the demo company
  SENDA_LOG             what to log, e.g. info or senda=debug; SENDA_LOG_JSON=1 for machines
";

#[derive(Clone, Debug, PartialEq, Eq)]
enum Command {
    Serve,
    Audit,
    VerifySeries(Series),
    SeedDemo(Size),
    Migrate,
    Help,
}

#[derive(Debug, thiserror::Error)]
enum CommandError {
    #[error("there is no command {0}\n\n{USAGE}")]
    Unknown(String),
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(transparent)]
    Run(#[from] RunError),
    #[error("the database: {0}")]
    Store(#[from] StoreError),
    #[error("{0}")]
    Operation(#[from] ApiError),
    #[error("the runtime cannot start: {0}")]
    Runtime(io::Error),
}

/// What the binary does.
pub fn main() -> ExitCode {
    let result = command(env::args().skip(1)).and_then(|command| {
        if command == Command::Help {
            say(USAGE);
            return Ok(ExitCode::SUCCESS);
        }
        start_log();
        let config = Config::read(|name| env::var(name).ok())?;
        runtime()?.block_on(execute(command, config))
    });
    result.unwrap_or_else(|error| {
        drop(writeln!(io::stderr(), "senda: {error}"));
        ExitCode::FAILURE
    })
}

fn command(mut args: impl Iterator<Item = String>) -> Result<Command, CommandError> {
    let first = args.next();
    let command = match first.as_deref() {
        None | Some("serve") => Command::Serve,
        Some("audit") => Command::Audit,
        Some("verify-series") => {
            let name = args.next().unwrap_or_default();
            let series = Series::parse(&name).ok_or(CommandError::Unknown(name))?;
            Command::VerifySeries(series)
        }
        Some("seed-demo") => match args.next().as_deref() {
            None => Command::SeedDemo(Size::DEMO),
            Some("--large") => Command::SeedDemo(Size::BENCHMARK),
            Some(other) => return Err(CommandError::Unknown(other.to_owned())),
        },
        Some("migrate") => Command::Migrate,
        Some("help" | "--help" | "-h") => Command::Help,
        Some(other) => return Err(CommandError::Unknown(other.to_owned())),
    };
    match args.next() {
        Some(more) => Err(CommandError::Unknown(more)),
        None => Ok(command),
    }
}

async fn execute(command: Command, config: Config) -> Result<ExitCode, CommandError> {
    match command {
        Command::Help => {}
        Command::Migrate => {
            Store::open(&config.store).await?;
            say("The tables are up to date.\n");
        }
        Command::Audit => return audit(&config).await,
        Command::VerifySeries(series) => return verify_series(&config, &series).await,
        Command::SeedDemo(size) => {
            let state = run::open(config).await?;
            seed_demo(&state, size).await?;
            say(DEMO_LOGINS);
        }
        Command::Serve => serve(config).await?,
    }
    Ok(ExitCode::SUCCESS)
}

async fn serve(config: Config) -> Result<(), CommandError> {
    let state = run::open(config).await?;
    if state.config.is_demo && !state.store.has_people().await? {
        say("Making up the demo company: a minute.\n");
        seed_demo(&state, Size::DEMO).await?;
    }
    let needs_setup = !state.store.has_people().await?;
    let is_demo = is_demo(&state).await?;
    let (public_url, code) = (state.config.public_url.clone(), state.setup_code.to_string());
    let announce = move |addr: SocketAddr| {
        say(&format!("Senda: {public_url} (listening on {addr})\n"));
        if is_demo {
            say(DEMO_LOGINS);
        }
        if needs_setup {
            say(&format!("Nobody exists yet: open {public_url}/instalar and use the setup code {code}\n"));
        }
    };
    run::serve(state, announce).await?;
    Ok(())
}

/// Fills an empty database with the demo company. Refused where anybody exists: it never mixes with real data.
async fn seed_demo(state: &AppState, size: Size) -> Result<(), CommandError> {
    let today = state.now().date_in(Zone::TIJUANA);
    let company = demo::generate_sized(demo::DEMO_SEED, today, size);
    let hash = state.passwords.hash(demo::DEMO_PASSWORD).await?;
    let loaded = demo::load::load(&state.store, &company, &hash, state.now()).await?;
    say(&format!(
        "Demo company: {} people, {} clients, {} debts, {} events, {} payments\n",
        loaded.people, loaded.clients, loaded.debts, loaded.events, loaded.payments
    ));
    Ok(())
}

/// Whether the people are those of the demo company.
async fn is_demo(state: &AppState) -> Result<bool, CommandError> {
    let admin = state.store.person_by_login("admin").await?;
    Ok(admin.is_some_and(|admin| admin.id == PersonId::from_key("demo:admin")))
}

/// Prints what does not add up; a failure where anything was found, so that a nightly job notices.
async fn audit(config: &Config) -> Result<ExitCode, CommandError> {
    let store = Store::open(&config.store).await?;
    let report = audit_books::audit(&store).await?;
    for finding in &report.findings {
        say(&format!("{finding}\n"));
    }
    say(&format!(
        "{} accounts, {} entries, {} payments, {} events: {} findings\n",
        report.accounts,
        report.entries,
        report.payments,
        report.events,
        report.findings.len()
    ));
    Ok(if report.is_clean() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Follows a series from its first event to its last; a failure where it breaks.
async fn verify_series(config: &Config, series: &Series) -> Result<ExitCode, CommandError> {
    let store = Store::open(&config.store).await?;
    let Some((device, chain)) = store.chain_of(series).await? else {
        say(&format!("{}: no device has this series\n", series.as_str()));
        return Ok(ExitCode::FAILURE);
    };
    let links = chain.iter().map(|(seq, bytes)| Link { seq: *seq, bytes });
    match chain::verify_series(series, device, links) {
        Ok(head) => {
            say(&format!("{}: {} events, whole; head {head}\n", series.as_str(), chain.len()));
            Ok(ExitCode::SUCCESS)
        }
        Err(broken) => {
            say(&format!("{}: {broken}\n", series.as_str()));
            Ok(ExitCode::FAILURE)
        }
    }
}

/// Standard output is for people and scripts; the log goes to standard error. Nobody listening is no error.
fn say(text: &str) {
    let mut out = io::stdout().lock();
    drop(out.write_all(text.as_bytes()).and_then(|()| out.flush()));
}

fn start_log() {
    let filter = env::var("SENDA_LOG").ok().filter(|text| !text.is_empty());
    let filter = EnvFilter::try_new(
        filter.as_deref().unwrap_or("info,surrealdb=warn,surrealdb_core=warn,surrealdb_core::kvs::tasks=off"),
    )
    .unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(io::stderr().is_terminal())
        .with_writer(io::stderr);
    // A log that was started before, by a test, stays.
    if env::var("SENDA_LOG_JSON").is_ok_and(|text| text == "1") {
        drop(log.json().try_init());
    } else {
        drop(log.try_init());
    }
}

fn runtime() -> Result<Runtime, CommandError> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    Builder::new_multi_thread()
        .worker_threads(cores.max(WORKERS_MIN))
        .thread_stack_size(STACK_BYTES)
        .enable_all()
        .build()
        .map_err(CommandError::Runtime)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(args: &[&str]) -> Option<Command> {
        command(args.iter().map(|arg| (*arg).to_owned())).ok()
    }

    #[test]
    fn commands_are_read_and_nonsense_is_refused() {
        assert_eq!(read(&[]), Some(Command::Serve));
        assert_eq!(read(&["serve"]), Some(Command::Serve));
        assert_eq!(read(&["seed-demo"]), Some(Command::SeedDemo(Size::DEMO)));
        assert_eq!(read(&["seed-demo", "--large"]), Some(Command::SeedDemo(Size::BENCHMARK)));
        assert_eq!(read(&["--help"]), Some(Command::Help));
        let series = Series::parse("C07").unwrap();
        assert_eq!(read(&["verify-series", "C07"]), Some(Command::VerifySeries(series)));
        for nonsense in [
            &["serves"][..],
            &["serve", "now"],
            &["verify-series"],
            &["verify-series", "c-7"],
            &["seed-demo", "--tiny"],
            &["audit", "x"],
        ] {
            assert_eq!(read(nonsense), None, "{nonsense:?}");
        }
    }

    #[test]
    fn the_printed_password_is_the_demo_companys() {
        assert!(DEMO_LOGINS.contains(demo::DEMO_PASSWORD));
    }
}
