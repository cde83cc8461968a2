//! The only file that names tiny_http, and what is needed to make it hold under a browser.
//!
//! Its pool counts a worker as idle that is about to take a connection, so in a burst a connection can be queued behind a
//! worker that waits for the next request of a kept-alive connection, and stays there until that one closes: six kept-alive
//! connections, a browser's normal number, got four answers. What cures it is a kick: when requests have come and 100 ms
//! were quiet, four connections are made to the server itself and dropped, so that the pool grows and takes what is stuck.
//! The same thread connects once in a while when nothing happens: the listener's time-out, which accepted connections inherit,
//! holds for accepting too, and tiny_http takes its end for a failure.

use std::fmt;
use std::io::{self, Write};
use std::net::{IpAddr, SocketAddr, TcpListener, TcpStream, ToSocketAddrs};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use socket2::{Domain, Protocol, Socket, Type};
use tiny_http::{Header, Request, Response, Server, StatusCode};

use super::answer::{Answer, Asking, Reply, answer, reply};
use super::hosts::Hosts;
use super::session::{SEARCH, Session};

/// How long a client may take to send the next part of a request, or to take the next part of an answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often an open event stream is written to, so that a client that went away is noticed.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// Most requests that are answered at one time; more are turned away.
const MOST_ANSWERS: usize = 256;
/// Most event streams that are open at one time. They are counted by themselves: one that nobody reads is noticed late, and
/// must not keep a page from being answered.
const MOST_STREAMS: usize = 256;
/// The longest head of a request that is answered, in bytes.
const LONGEST_HEAD: usize = 64 * 1024;
/// How long the listener waits for a connection before we make one; less than [`PATIENCE`].
const LONGEST_QUIET: Duration = Duration::from_secs(4);
/// How many ports after the default one are tried.
const PORTS: u16 = 100;

/// Why the server could not start.
#[derive(Debug)]
pub enum Failure {
    /// The name cannot be found.
    NoHost(String),
    /// The port is taken, or may not be had.
    NoPort(SocketAddr, io::Error),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::NoHost(host) => write!(f, "there is no address for `{host}`"),
            Failure::NoPort(address, error) => write!(f, "cannot listen on {address}: {error}"),
        }
    }
}

/// Listens on `host`. Without a `port`, 3000 or the next free one is taken; a port that was asked for and is taken is a failure.
pub fn bind(host: &str, port: Option<u16>) -> Result<TcpListener, Failure> {
    let addresses: Vec<IpAddr> = (host, 0).to_socket_addrs().map(|found| found.map(|address| address.ip()).collect()).unwrap_or_default();
    // IPv4 first: `localhost` may be both, and links say 127.0.0.1.
    let ip = addresses.iter().find(|ip| ip.is_ipv4()).or(addresses.first()).copied().ok_or_else(|| Failure::NoHost(host.to_owned()))?;
    match port {
        Some(port) => listen(SocketAddr::new(ip, port)),
        None => {
            let mut last = listen(SocketAddr::new(ip, 3000));
            for port in 3001..3000 + PORTS {
                match &last {
                    Err(Failure::NoPort(_, error)) if error.kind() == io::ErrorKind::AddrInUse => last = listen(SocketAddr::new(ip, port)),
                    _ => break,
                }
            }
            last
        }
    }
}

fn listen(address: SocketAddr) -> Result<TcpListener, Failure> {
    let open = || -> io::Result<TcpListener> {
        let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
        // On Unix this lets a restarted preview have its port back at once; on Windows it would let two have the same one.
        #[cfg(unix)]
        socket.set_reuse_address(true)?;
        // Accepted connections inherit these. Without the first, every kept-alive answer waits 40 ms for an acknowledgement.
        socket.set_tcp_nodelay(true)?;
        socket.set_read_timeout(Some(PATIENCE))?;
        socket.set_write_timeout(Some(PATIENCE))?;
        socket.bind(&address.into())?;
        socket.listen(1024)?;
        Ok(socket.into())
    };
    open().map_err(|error| Failure::NoPort(address, error))
}

/// Answers requests until the process ends. When accepting fails, tiny_http's own thread ends for good; then a new server is
/// started on the same socket.
pub(super) fn serve(listener: &TcpListener, session: &Arc<Session>, hosts: &Hosts) -> io::Result<()> {
    let kick = kicker(listener.local_addr()?);
    let (answers, streams) = (Places::new(MOST_ANSWERS), Places::new(MOST_STREAMS));
    loop {
        let server = Server::from_listener(listener.try_clone()?, None).map_err(io::Error::other)?;
        while let Ok(request) = server.recv() {
            // The other side is gone only when the process ends.
            let _ = kick.send(());
            let Some(place) = answers.take() else {
                turn_away(request);
                continue;
            };
            let (session, hosts, streams) = (Arc::clone(session), hosts.clone(), streams.clone());
            // A thread for each: four slow readers would block a pool of four. A page is drawn on it, which takes some stack. Without a thread the request is dropped, which answers 500.
            let _ = thread::Builder::new().stack_size(2 * 1024 * 1024).spawn(move || handle(request, &session, &hosts, place, &streams));
        }
    }
}

/// How many may do something at one time.
#[derive(Clone)]
struct Places {
    taken: Arc<AtomicUsize>,
    most: usize,
}

/// One of the places; free again when it is dropped, also by a panic.
struct Place(Arc<AtomicUsize>);

impl Places {
    fn new(most: usize) -> Places {
        Places { taken: Arc::default(), most }
    }

    fn take(&self) -> Option<Place> {
        let place = Place(Arc::clone(&self.taken));
        (self.taken.fetch_add(1, Ordering::AcqRel) < self.most).then_some(place)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

fn turn_away(request: Request) {
    let _ = request.respond(Response::from_string("Too many requests at one time.\n").with_status_code(503));
}

/// See the head of this file.
fn kicker(address: SocketAddr) -> mpsc::Sender<()> {
    let (send, receive) = mpsc::channel();
    let ip = if address.ip().is_unspecified() { IpAddr::from([127, 0, 0, 1]) } else { address.ip() };
    let address = SocketAddr::new(ip, address.port());
    thread::spawn(move || {
        loop {
            let connections = match receive.recv_timeout(LONGEST_QUIET) {
                Ok(()) => 4,
                Err(RecvTimeoutError::Timeout) => 1,
                Err(RecvTimeoutError::Disconnected) => return,
            };
            // A burst is over after 100 ms of quiet.
            while connections > 1 && receive.recv_timeout(Duration::from_millis(100)).is_ok() {}
            for _ in 0..connections {
                let _ = TcpStream::connect_timeout(&address, Duration::from_millis(200));
            }
        }
    });
    send
}

fn handle(request: Request, session: &Session, hosts: &Hosts, place: Place, streams: &Places) {
    let asking = asking(&request);
    let searches = asking.target.contains(SEARCH);
    match answer(&asking, &if searches { session.whole() } else { session.shown() }, hosts) {
        Answer::Send(reply) => send(request, reply),
        Answer::Stream(generation) => {
            drop(place);
            match streams.take() {
                Some(_place) => stream(request, session, generation),
                None => turn_away(request),
            }
        }
        Answer::News(generation) => {
            let news = session.wait(generation, Duration::ZERO);
            send(request, reply(200, "application/json", serde_json::to_vec(&news).unwrap_or_default()));
        }
    }
}

fn asking(request: &Request) -> Asking {
    let header =
        |name: &'static str| request.headers().iter().find(|header| header.field.equiv(name)).map(|header| header.value.to_string());
    let head = request.headers().iter().map(|header| header.field.as_str().as_str().len() + header.value.len()).sum::<usize>();
    Asking {
        method: request.method().to_string(),
        target: request.url().to_owned(),
        host: header("Host"),
        origin: header("Origin"),
        range: header("Range"),
        if_range: header("If-Range"),
        if_none_match: header("If-None-Match"),
        last_event: header("Last-Event-ID"),
        too_long: head + request.url().len() > LONGEST_HEAD,
    }
}

fn send(request: Request, reply: Reply) {
    let bytes = reply.body.bytes();
    let headers = reply.headers.iter().filter_map(|(name, value)| Header::from_bytes(*name, value.as_bytes()).ok()).collect();
    let response = Response::new(StatusCode(reply.status), headers, bytes, Some(bytes.len()), None).with_chunked_threshold(usize::MAX);
    // A client that went away needs no answer.
    let _ = request.respond(response);
}

/// Server-sent events until the client goes away.
fn stream(request: Request, session: &Session, mut generation: u64) {
    let mut line = request.into_writer();
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\nretry: 500\n\n";
    let mut written = line.write_all(head.as_bytes()).and_then(|()| line.flush());
    while written.is_ok() {
        let message = match session.wait(generation, HEARTBEAT) {
            Some(event) => {
                generation = event.generation;
                event.message()
            }
            None => ": still here\n\n".to_owned(),
        };
        written = line.write_all(message.as_bytes()).and_then(|()| line.flush());
    }
}
