//! The built front-end: what files there are, how those of the three programs are called, who keeps which of them, and
//! how each may be cached.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
    time::SystemTime,
};

use axum::{
    body::Body,
    extract::Request,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use sha2::{Digest, Sha256};
use tower::ServiceExt;
use tower_http::services::ServeDir;

/// Files that a site may have: more means that `SENDA_SITE` names the wrong folder.
const FILES_MAX: usize = 2_000;
/// Folders within folders.
const DEPTH_MAX: usize = 6;
/// The worker's script: served by `service_worker`, with the list of the others in it.
const WORKER: &str = "/sw.js";
/// How the files of each program begin; see `scripts/site.sh`.
const PAGES_NAME: &str = "senda";
const FIELD_NAME: &str = "senda-field";
const OFFICE_NAME: &str = "senda-office";

/// The programs of the browser; see `ui::app`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Program {
    /// What wakes the pages up that the server renders.
    Pages,
    Field,
    Office,
}

/// Where a program's hashed files are, as paths of the site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProgramFiles {
    pub js: Option<String>,
    pub wasm: Option<String>,
}

impl ProgramFiles {
    fn is_built(&self) -> bool {
        self.js.is_some() && self.wasm.is_some()
    }

    fn has(&self, path: &str) -> bool {
        [&self.js, &self.wasm].into_iter().any(|file| file.as_deref() == Some(path))
    }
}

/// The site root as it was found at the start.
#[derive(Clone, Debug, Default)]
pub struct Site {
    root: PathBuf,
    /// The style, of all programs.
    pub css: Option<String>,
    pages: ProgramFiles,
    field: ProgramFiles,
    office: ProgramFiles,
    /// SHA-256 of each file by its path, e.g. `/pkg/senda.HASH.js`; without the worker, hidden files and the
    /// precompressed copies.
    files: BTreeMap<String, String>,
    /// The worker's script with its two tokens; empty where there is none.
    pub worker: String,
}

impl Site {
    /// Walks `root`. A folder that is not there gives an empty site: the server then answers everything but the
    /// program.
    pub fn load(root: &Path) -> io::Result<Site> {
        let mut found = Vec::new();
        if root.is_dir() {
            walk(root, "", 0, &mut found)?;
        }
        let mut site = Site { root: root.to_owned(), ..Site::default() };
        let mut newest: BTreeMap<(&str, &str), SystemTime> = BTreeMap::new();
        for (path, file) in &found {
            let bytes = fs::read(file)?;
            if path == WORKER {
                site.worker = String::from_utf8_lossy(&bytes).into_owned();
                continue;
            }
            let sha256 = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
            site.files.insert(path.clone(), sha256);
            let Some(part) = program_part(path) else { continue };
            // An older build may have left its files behind: the newest ones are the program.
            let modified = fs::metadata(file)?.modified()?;
            if newest.get(&part).is_none_or(|known| *known <= modified) {
                newest.insert(part, modified);
                if let Some(place) = site.place_of(part) {
                    *place = Some(path.clone());
                }
            }
        }
        Ok(site)
    }

    /// The files of a program.
    pub fn program(&self, program: Program) -> &ProgramFiles {
        match program {
            Program::Pages => &self.pages,
            Program::Field => &self.field,
            Program::Office => &self.office,
        }
    }

    fn place_of(&mut self, (name, kind): (&str, &str)) -> Option<&mut Option<String>> {
        let program = match name {
            PAGES_NAME => &mut self.pages,
            FIELD_NAME => &mut self.field,
            OFFICE_NAME => &mut self.office,
            _ => return None,
        };
        match (name, kind) {
            (_, "js") => Some(&mut program.js),
            (_, "wasm") => Some(&mut program.wasm),
            (PAGES_NAME, "css") => Some(&mut self.css),
            _ => None,
        }
    }

    /// The paths that every phone keeps for offline, in order: all but the program of the office, which only those
    /// keep who use it, and that of the pages that the server renders, which nobody sees without a network.
    pub fn kept_by_all(&self) -> impl Iterator<Item = &str> {
        let all = self.files.keys().map(String::as_str);
        all.filter(|path| !self.office.has(path) && !self.pages.has(path))
    }

    /// The paths that whoever uses the office keeps besides.
    pub fn kept_by_office(&self) -> impl Iterator<Item = &str> {
        [&self.office.js, &self.office.wasm].into_iter().filter_map(Option::as_deref)
    }

    /// Whether the front-end was built.
    pub fn is_complete(&self) -> bool {
        [&self.pages, &self.field, &self.office].into_iter().all(ProgramFiles::is_built)
            && !self.worker.is_empty()
    }

    /// Changes with any file and with `more`.
    pub fn version(&self, more: &str) -> String {
        let mut hash = Sha256::new();
        for (path, sha256) in &self.files {
            hash.update(format!("{path} {sha256}\n"));
        }
        hash.update(&self.worker);
        hash.update(more);
        hash.finalize().iter().take(10).map(|byte| format!("{byte:02x}")).collect()
    }

    /// Whether there is a file at `path`.
    pub fn has(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// The file of the request, precompressed where the browser takes it; `None` where there is no such file.
    pub async fn serve(&self, request: Request) -> Option<Response> {
        let path = request.uri().path().to_owned();
        if !self.has(&path) {
            return None;
        }
        let files = ServeDir::new(&self.root).append_index_html_on_directories(false).precompressed_br();
        let answer = files.oneshot(request).await;
        let mut response = match answer {
            Ok(response) => response.map(Body::new).into_response(),
            Err(impossible) => match impossible {},
        };
        let caching = if is_hashed(&path) { "public, max-age=31536000, immutable" } else { "no-cache" };
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
        Some(response)
    }
}

/// Name and ending, where the file is one of a program: `senda-field` and `wasm` of `/pkg/senda-field.HASH.wasm`.
fn program_part(path: &str) -> Option<(&str, &str)> {
    let file = path.strip_prefix("/pkg/").filter(|file| !file.contains('/'))?;
    let name = file.split('.').next()?;
    let kind = file.rsplit('.').next()?;
    let is_ours = [PAGES_NAME, FIELD_NAME, OFFICE_NAME].contains(&name);
    (is_ours && ["js", "wasm", "css"].contains(&kind)).then_some((name, kind))
}

/// Whether the name changes with the content: `/pkg/name.HASH.ext`, and what the glue brings along under a hashed
/// folder.
fn is_hashed(path: &str) -> bool {
    let Some(name) = path.strip_prefix("/pkg/") else { return false };
    let is_hash = |part: &str| {
        part.len() >= 16 && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
    };
    name.split('/').any(|part| part.split('.').any(is_hash))
}

fn walk(folder: &Path, prefix: &str, depth: usize, found: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        let is_copy = name.ends_with(".br") || name.ends_with(".gz");
        if name.starts_with('.') || is_copy {
            continue;
        }
        let path = format!("{prefix}/{name}");
        if entry.file_type()?.is_dir() {
            if depth < DEPTH_MAX {
                walk(&entry.path(), &path, depth.saturating_add(1), found)?;
            }
        } else {
            found.push((path, entry.path()));
        }
        if found.len() > FILES_MAX {
            return Err(io::Error::other("the site folder has too many files to be one"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_hashed_files_are_the_programs() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write("pkg/senda.AAAAAAAAAAAAAAAAAAAAAA.js", "old");
        let old =
            fs::File::options().append(true).open(folder.path().join("pkg/senda.AAAAAAAAAAAAAAAAAAAAAA.js"));
        old.unwrap().set_modified(SystemTime::UNIX_EPOCH).unwrap();
        write("pkg/senda.BBBBBBBBBBBBBBBBBBBBBB.js", "new");
        write("pkg/senda.BBBBBBBBBBBBBBBBBBBBBB.js.br", "packed");
        write("pkg/senda.CCCCCCCCCCCCCCCCCCCCCC.wasm", "wasm");
        write("pkg/senda.DDDDDDDDDDDDDDDDDDDDDD.css", "css");
        write("pkg/senda-field.EEEEEEEEEEEEEEEEEEEEEE.js", "field");
        write("pkg/senda-field.FFFFFFFFFFFFFFFFFFFFFF.wasm", "field's wasm");
        write("pkg/senda-office.GGGGGGGGGGGGGGGGGGGGGG.js", "office");
        write("sw.js", "worker");
        write(".built", "");
        write("img/icon-192.png", "png");
        let site = Site::load(folder.path()).unwrap();
        let pages = site.program(Program::Pages);
        assert_eq!(pages.js.as_deref(), Some("/pkg/senda.BBBBBBBBBBBBBBBBBBBBBB.js"));
        assert_eq!(pages.wasm.as_deref(), Some("/pkg/senda.CCCCCCCCCCCCCCCCCCCCCC.wasm"));
        assert_eq!(site.css.as_deref(), Some("/pkg/senda.DDDDDDDDDDDDDDDDDDDDDD.css"));
        let field = site.program(Program::Field);
        assert_eq!(field.js.as_deref(), Some("/pkg/senda-field.EEEEEEEEEEEEEEEEEEEEEE.js"));
        assert_eq!(site.worker, "worker");
        assert!(!site.is_complete(), "the office's wasm is missing");
        write("pkg/senda-office.HHHHHHHHHHHHHHHHHHHHHH.wasm", "office's wasm");
        let site = Site::load(folder.path()).unwrap();
        assert!(site.is_complete());
        let kept: Vec<_> = site.kept_by_all().collect();
        assert!(kept.contains(&"/img/icon-192.png") && kept.iter().any(|path| path.contains("senda-field")));
        assert!(
            !kept.iter().any(|path| path.ends_with(".br") || path.contains("built") || *path == "/sw.js")
        );
        assert!(!kept.iter().any(|path| path.contains("office") || path.contains("senda.C")), "{kept:?}");
        assert_eq!(site.kept_by_office().count(), 2);
        let before = site.version("");
        write("img/icon-192.png", "another");
        assert_ne!(Site::load(folder.path()).unwrap().version(""), before);
    }

    #[test]
    fn only_names_with_a_hash_are_kept_for_ever() {
        for (path, expected) in [
            ("/pkg/senda.k3JvW0sXqfZ1n2P9aBcDeF.js", true),
            ("/pkg/senda-field.0123456789abcdef01234567.wasm", true),
            ("/pkg/snippets/senda-0123456789abcdef/inline0.js", true),
            ("/pkg/senda.js", false),
            ("/boot.js", false),
            ("/img/icon-maskable-512.png", false),
        ] {
            assert_eq!(is_hashed(path), expected, "{path}");
        }
    }

    #[test]
    fn a_folder_that_is_not_there_gives_an_empty_site() {
        let site = Site::load(Path::new("/nowhere/at/all")).unwrap();
        assert!(!site.is_complete());
        assert_eq!(site.kept_by_all().count(), 0);
    }
}
