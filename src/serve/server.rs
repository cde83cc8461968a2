//! The only file that names tiny_http. What it lacks to hold under a browser is in `gate.rs`.

use std::fmt;
use std::io::{self, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, ToSocketAddrs};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use socket2::SockRef;
use tiny_http::{Header, Request, Response, Server, StatusCode};

use super::answer::{Answer, Asking, Reply, answer, reply};
use super::gate;
use super::hosts::Hosts;
use super::places::{Place, Places};
use super::session::{SEARCH, Session};

/// How often an open event stream is written to, so that a client that went away is noticed.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// Most requests that are answered at one time; more are turned away.
const MOST_ANSWERS: usize = 100;
/// Most event streams that are open at one time. They are counted by themselves: one that nobody reads is noticed late, and
/// must not keep a page from being answered.
const MOST_STREAMS: usize = 64;
/// How many ports after the default one are tried.
const PORTS: u16 = 100;

/// How many connections may wait to be let in. Of the 128 that are usual, a burst drops some, and who is dropped tries again after a second.
const MOST_WAITING: i32 = 1024;

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
    let listener = TcpListener::bind(address).map_err(|error| Failure::NoPort(address, error))?;
    make_room(&listener);
    Ok(listener)
}

/// Lets more connections wait. Where the system does not allow it, as many do as before.
fn make_room(listener: &TcpListener) {
    let _ = SockRef::from(listener).listen(MOST_WAITING);
}

/// Answers requests until the process ends. When accepting fails, tiny_http's own thread ends for good; then a new server is
/// started on the same socket.
pub(super) fn serve(listener: TcpListener, session: &Arc<Session>, hosts: &Hosts) -> io::Result<()> {
    let inner = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    make_room(&inner);
    // Accepted connections inherit it. tiny_http writes an answer in parts, and each would wait for an acknowledgement of the one before.
    SockRef::from(&inner).set_tcp_nodelay(true)?;
    let address = inner.local_addr()?;
    thread::Builder::new().name("gate".into()).spawn(move || gate::keep(&listener, address))?;
    let (answers, streams) = (Places::new(MOST_ANSWERS), Places::new(MOST_STREAMS));
    loop {
        let server = Server::from_listener(inner.try_clone()?, None).map_err(io::Error::other)?;
        while let Ok(request) = server.recv() {
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

fn turn_away(request: Request) {
    let _ = request.respond(Response::from_string("Too many requests at one time.\n").with_status_code(503));
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
    Asking {
        method: request.method().to_string(),
        target: request.url().to_owned(),
        host: header("Host"),
        origin: header("Origin"),
        range: header("Range"),
        if_range: header("If-Range"),
        if_none_match: header("If-None-Match"),
        last_event: header("Last-Event-ID"),
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
