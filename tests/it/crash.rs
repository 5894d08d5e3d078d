//! kill -9 of the real binary on RocksDB, with pushes in flight: whatever was acknowledged is there, exactly once.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    sync::mpsc::{Sender, channel},
    thread,
};

use senda::{
    domain::ids::{ClientId, EventId},
    server::store::{Store, StoreError, StoreOptions},
    sync::protocol::{PushItem, PushResponse},
};

use crate::phones::*;

/// Rounds of start, push and kill.
const ROUNDS: usize = 20;
/// Payments per request.
const BATCH: usize = 5;
/// Attempts at opening a database whose last process was just killed.
const OPEN_ATTEMPTS_MAX: usize = 400;

/// The server as a process of its own, and where it listens.
struct Server {
    process: Child,
    addr: SocketAddr,
}

fn start(data: &Path) -> Server {
    for _ in 0..OPEN_ATTEMPTS_MAX {
        let mut process = Command::new(env!("CARGO_BIN_EXE_senda"))
            .env("SENDA_DATA", data)
            .env("SENDA_ADDR", "127.0.0.1:0")
            .env("SENDA_SITE", data)
            .env("SENDA_LOG", "error")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        for line in BufReader::new(process.stdout.take().unwrap()).lines().map_while(Result::ok) {
            let addr = line.split_once("(listening on ").and_then(|(_, rest)| rest.strip_suffix(')'));
            if let Some(addr) = addr {
                return Server { process, addr: addr.parse().unwrap() };
            }
        }
        // The folder was still locked by the one before.
        process.wait().unwrap();
    }
    panic!("the server does not start");
}

/// Opens the database in this process, once the one before has let go of it.
async fn open(data: &Path) -> Store {
    let options = StoreOptions::folder(&data.join("db"));
    for _ in 0..OPEN_ATTEMPTS_MAX {
        match Store::open(&options).await {
            Ok(store) => return store,
            Err(StoreError::Database(_)) => tokio::task::yield_now().await,
            Err(other) => panic!("{other}"),
        }
    }
    panic!("the database does not open");
}

/// One push by HTTP; `None` where no whole answer came.
fn push_once(addr: SocketAddr, phone: &Phone, first_seq: u64, items: &[PushItem]) -> Option<PushResponse> {
    let body = serde_json::to_string(&phone.request(first_seq, items)).unwrap();
    let head = format!(
        "POST /sync/push HTTP/1.1\r\nHost: senda\r\nConnection: close\r\nAuthorization: Bearer {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        phone.enrolment.credential,
        body.len()
    );
    let mut stream = TcpStream::connect(addr).ok()?;
    stream.write_all(head.as_bytes()).ok()?;
    stream.write_all(body.as_bytes()).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    let (head, body) = answer.split_once("\r\n\r\n")?;
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    let (start, end) = (body.find('{')?, body.rfind('}')?);
    serde_json::from_str(&body[start..=end]).ok()
}

/// A phone with everything that it ever wrote, and how much of it was acknowledged.
struct Pusher {
    phone: Phone,
    written: Vec<PushItem>,
    acknowledged: usize,
}

impl Pusher {
    /// Pushes batch after batch until the server is gone.
    fn push_until_cut(&mut self, addr: SocketAddr, clients: &[ClientId], heard: &Sender<()>) {
        loop {
            while self.written.len() < self.acknowledged + BATCH {
                let client = clients[self.written.len() % clients.len()];
                let item = self.phone.pay(client, pesos(1));
                self.written.push(item);
            }
            let first_seq = self.acknowledged as u64 + 1;
            let items = &self.written[self.acknowledged..];
            let Some(response) = push_once(addr, &self.phone, first_seq, items) else { return };
            let outcomes = done(response);
            assert!(outcomes.iter().all(is_applied), "{outcomes:?}");
            self.acknowledged += outcomes.len();
            // Nobody listens any more once the test has heard enough and kills the server.
            let _ = heard.send(());
        }
    }
}

#[test]
fn what_was_acknowledged_survives_kill_9_exactly_once() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (clients, mut pushers) = runtime.block_on(prepare(folder.path()));
    for round in 0..rounds(ROUNDS) {
        let mut server = start(folder.path());
        let (heard, listen) = channel();
        thread::scope(|scope| {
            for pusher in &mut pushers {
                let (addr, clients, heard) = (server.addr, &clients, heard.clone());
                scope.spawn(move || pusher.push_until_cut(addr, clients, &heard));
            }
            // Each round dies at another place: right after the first batch, or after some more.
            for _ in 0..=round % 7 {
                listen.recv().unwrap();
            }
            server.process.kill().unwrap();
        });
        server.process.wait().unwrap();
    }
    runtime.block_on(check(folder.path(), &pushers));
}

async fn prepare(data: &Path) -> (Vec<ClientId>, Vec<Pusher>) {
    let store = open(data).await;
    found_company(&store).await;
    let (mut clients, mut pushers) = (Vec::new(), Vec::new());
    for (number, login) in ["ana", "eva", "luz"].into_iter().enumerate() {
        let person = hire(&store, login).await;
        clients.extend(give_clients(&store, person.id, &format!("{number}-"), 4).await);
        let phone = Phone::enrol(&store, person.id).await;
        pushers.push(Pusher { phone, written: Vec::new(), acknowledged: 0 });
    }
    (clients, pushers)
}

async fn check(data: &Path, pushers: &[Pusher]) {
    let store = open(data).await;
    let mut stored: BTreeMap<EventId, usize> = BTreeMap::new();
    for payment in store.all_payments().await.unwrap() {
        *stored.entry(payment.event).or_default() += 1;
    }
    for pusher in pushers {
        for item in &pusher.written[..pusher.acknowledged] {
            assert_eq!(stored.get(&item.id), Some(&1), "{} was acknowledged", item.id);
        }
    }
    let acknowledged: usize = pushers.iter().map(|pusher| pusher.acknowledged).sum();
    assert!(acknowledged >= rounds(ROUNDS) * BATCH, "{acknowledged}");
    assert_books_are_right(&store).await;
}
