//! One run of an import, as it is kept between the steps.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

use serde::{Deserialize, Serialize};

use super::{
    review::{Catalogue, Draft, Review, review},
    table::{Row, Table},
};
use crate::{
    api::{
        error::{ApiError, Thing},
        imports::{ApplyResult, Counts, ImportStep, Mapping, Reason, SourceView},
    },
    domain::{
        date::{CivilDate, Millis},
        ids::{ClientId, ImportId},
    },
    server::{
        error::failed,
        extract::Caller,
        portfolio,
        store::{Store, import_runs::ImportRun, import_tables},
    },
};

/// Rows of a table kept in one record: some 200 KB.
const ROWS_PER_PART: usize = 1_000;
/// How long the table of an upload is kept.
const KEPT_MS: i64 = 7 * 24 * 3_600 * 1_000;
/// Tables kept in memory for whoever turns pages.
const DESK_MAX: usize = 3;
/// Client keys looked up at a time.
const KEYS_PER_READ: usize = 500;
/// An apply that has said nothing for so long died with its process, and may be taken up again.
const APPLY_WAIT_MS: i64 = 15 * 60 * 1_000;

/// The state of a run, as the store keeps it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunState {
    Match,
    Review,
    Applying,
    Applied,
}

impl RunState {
    pub fn as_str(self) -> &'static str {
        match self {
            RunState::Match => "match",
            RunState::Review => "review",
            RunState::Applying => "applying",
            RunState::Applied => "applied",
        }
    }

    fn parse(text: &str) -> Option<RunState> {
        [RunState::Match, RunState::Review, RunState::Applying, RunState::Applied]
            .into_iter()
            .find(|state| state.as_str() == text)
    }

    pub fn step(self) -> ImportStep {
        match self {
            RunState::Match => ImportStep::Match,
            RunState::Review | RunState::Applying => ImportStep::Review,
            RunState::Applied => ImportStep::Applied,
        }
    }
}

/// What a run remembers beside its rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Detail {
    pub source: SourceView,
    pub width: usize,
    pub rows: u32,
    pub parts: u32,
    pub mapping: Mapping,
    pub counts: Option<Counts>,
    pub result: Option<ApplyResult>,
    /// Rows that the review let pass and the books refused.
    #[serde(default)]
    pub refused_late: Vec<LateRefusal>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LateRefusal {
    pub row: u32,
    pub reason: Reason,
}

/// A run with its table.
pub struct Run {
    pub kept: ImportRun,
    pub state: RunState,
    pub detail: Detail,
    pub table: Arc<Table>,
}

/// Keeps a new run with its table.
pub async fn keep(store: &Store, run: &ImportRun, table: &Table) -> Result<(), ApiError> {
    store.forget_import_parts(run.started.plus(-KEPT_MS)).await?;
    for (number, rows) in (0..).zip(table.rows.chunks(ROWS_PER_PART)) {
        let content = serde_json::to_string(rows).map_err(|error| failed(&error))?;
        store.put_import_part(run.id, number, &content, run.started).await?;
    }
    // Last, so that a run is never seen without its table.
    Ok(store.put_import_run(run).await?)
}

/// How many parts a table takes.
pub fn parts_of(table: &Table) -> u32 {
    u32::try_from(table.rows.len().div_ceil(ROWS_PER_PART)).unwrap_or(u32::MAX)
}

/// A run without its table.
pub async fn open(store: &Store, id: ImportId) -> Result<(ImportRun, RunState, Detail), ApiError> {
    read(store.import_run(id).await?.ok_or(ApiError::NotFound { what: Thing::Import })?)
}

/// Reads what a run remembers.
pub fn read(kept: ImportRun) -> Result<(ImportRun, RunState, Detail), ApiError> {
    let detail = serde_json::from_str(&kept.detail).map_err(|error| failed(&error))?;
    let state =
        RunState::parse(&kept.state).ok_or_else(|| failed(&std::io::Error::other("unknown state")))?;
    Ok((kept, state, detail))
}

/// A run with its table. Not found where the table is forgotten by now.
pub async fn open_whole(store: &Store, id: ImportId) -> Result<Run, ApiError> {
    let (kept, state, detail) = open(store, id).await?;
    let table = match desk().table(id) {
        Some(table) => table,
        None => {
            let mut rows: Vec<Row> = Vec::new();
            for number in 0..detail.parts {
                let content = store.import_part(id, number).await?;
                let content = content.ok_or(ApiError::NotFound { what: Thing::Import })?;
                rows.extend(serde_json::from_str::<Vec<Row>>(&content).map_err(|error| failed(&error))?);
            }
            let table = Arc::new(Table { source: detail.source.clone(), width: detail.width, rows });
            desk().put_table(id, Arc::clone(&table));
            table
        }
    };
    Ok(Run { kept, state, detail, table })
}

impl Run {
    /// Whether somebody is applying it at this moment.
    pub fn is_being_applied(&self, now: Millis) -> bool {
        self.state == RunState::Applying && now.since(self.kept.updated) < APPLY_WAIT_MS
    }

    /// Moves on, unless somebody else did meanwhile: then [`ApiError::Conflict`].
    pub async fn move_to(&mut self, store: &Store, to: RunState, now: Millis) -> Result<(), ApiError> {
        let detail = serde_json::to_string(&self.detail).map_err(|error| failed(&error))?;
        // Two steps within one millisecond must differ, for the guard of the next one.
        let now = now.max(self.kept.updated.plus(1));
        let step = import_tables::ImportStep {
            import: self.kept.id,
            from: &self.kept.state,
            to: to.as_str(),
            detail: &detail,
            read: self.kept.updated,
            now,
        };
        if !store.move_import_run(step).await? {
            return Err(ApiError::Conflict);
        }
        self.kept.state = to.as_str().to_owned();
        self.kept.updated = now;
        self.kept.detail = detail;
        self.state = to;
        Ok(())
    }

    /// Reviews every row against what Senda holds now. `Err` in the inside: what is wrong with the mapping.
    pub async fn review(&self, caller: &Caller) -> Result<Reviewed, ApiError> {
        let today = portfolio::today(caller).await?;
        let catalogue = self.catalogue(&caller.state.store).await?;
        let (table, mapping) = (Arc::clone(&self.table), self.detail.mapping.clone());
        let work = move || review(&table, &mapping, &catalogue, today);
        let reviewed = tokio::task::spawn_blocking(work).await.map_err(|error| failed(&error))?;
        if let Ok(reviewed) = &reviewed {
            let reviewed = Arc::new(reviewed.clone());
            desk().put_review(self.kept.id, self.kept.updated, today, Arc::clone(&reviewed));
            return Ok(Reviewed::Rows(reviewed));
        }
        Ok(Reviewed::Unusable(reviewed.err().unwrap_or_default()))
    }

    /// As [`Run::review`], from memory where somebody has just looked at it.
    pub async fn review_seen(&self, caller: &Caller) -> Result<Reviewed, ApiError> {
        let today = portfolio::today(caller).await?;
        match desk().review(self.kept.id, self.kept.updated, today) {
            Some(review) => Ok(Reviewed::Rows(review)),
            None => self.review(caller).await,
        }
    }

    /// The clients that the file names and Senda knows.
    async fn catalogue(&self, store: &Store) -> Result<Catalogue, ApiError> {
        use crate::api::imports::Field;
        let columns = super::mapping::Columns::of(&self.detail.mapping);
        let mut ids: Vec<ClientId> = self
            .table
            .rows
            .iter()
            .map(|row| columns.cell(row, Field::ClientKey).tidy().to_uppercase())
            .filter(|key| !key.is_empty())
            .map(|key| ClientId::from_key(key.strip_prefix('\'').unwrap_or(&key)))
            .collect();
        ids.sort_unstable();
        ids.dedup();
        let mut known = Vec::new();
        for part in ids.chunks(KEYS_PER_READ) {
            for account in store.accounts(part).await? {
                known.push((account.customer.key, account.customer.credit_days));
            }
        }
        Ok(Catalogue::of(known))
    }
}

/// What a review gave.
pub enum Reviewed {
    Rows(Arc<Review>),
    Unusable(Vec<crate::api::imports::MappingProblem>),
}

impl Reviewed {
    /// The rows, where the mapping can be used. Errs where a page asks for rows before there are any.
    pub fn rows(self) -> Result<Arc<Review>, ApiError> {
        match self {
            Reviewed::Rows(review) => Ok(review),
            Reviewed::Unusable(_) => Err(ApiError::BadRequest),
        }
    }
}

/// The drafts of one kind among the rows that may be stored, with their row numbers.
pub fn drafts<'a, T>(review: &'a Review, pick: fn(&'a Draft) -> Option<&'a T>) -> Vec<(u32, &'a T)> {
    let rows = review.rows.iter();
    rows.filter_map(|row| Some((row.number, pick(row.draft.as_ref()?)?))).collect()
}

/// The latest tables and reviews, in memory: turning a page must not read fifty thousand rows again. Only a matter of
/// speed; what is here can be had from the database.
#[derive(Default)]
struct Desk {
    tables: VecDeque<(ImportId, Arc<Table>)>,
    reviews: VecDeque<(ImportId, Millis, CivilDate, Arc<Review>)>,
}

static DESK: Mutex<Option<Desk>> = Mutex::new(None);

/// Access to the one desk of the process.
struct DeskHandle;

fn desk() -> DeskHandle {
    DeskHandle
}

impl DeskHandle {
    fn with<T>(&self, work: impl FnOnce(&mut Desk) -> T) -> T {
        let mut desk = DESK.lock().unwrap_or_else(PoisonError::into_inner);
        work(desk.get_or_insert_default())
    }

    fn table(&self, id: ImportId) -> Option<Arc<Table>> {
        self.with(|desk| desk.tables.iter().find(|(of, _)| *of == id).map(|(_, table)| Arc::clone(table)))
    }

    fn put_table(&self, id: ImportId, table: Arc<Table>) {
        self.with(|desk| {
            desk.tables.retain(|(of, _)| *of != id);
            desk.tables.push_back((id, table));
            while desk.tables.len() > DESK_MAX {
                desk.tables.pop_front();
            }
        });
    }

    fn review(&self, id: ImportId, updated: Millis, today: CivilDate) -> Option<Arc<Review>> {
        self.with(|desk| {
            let found = desk.reviews.iter().find(|(of, at, on, _)| (*of, *at, *on) == (id, updated, today));
            found.map(|(.., review)| Arc::clone(review))
        })
    }

    fn put_review(&self, id: ImportId, updated: Millis, today: CivilDate, review: Arc<Review>) {
        self.with(|desk| {
            desk.reviews.retain(|(of, ..)| *of != id);
            desk.reviews.push_back((id, updated, today, review));
            while desk.reviews.len() > DESK_MAX {
                desk.reviews.pop_front();
            }
        });
    }
}
