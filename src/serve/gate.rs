//! What stands between browsers and tiny_http. That library reads the head of a request for as long as it comes and however long
//! it is; and its pool counts a worker as idle that is about to take a connection, so that in a burst a connection can wait behind
//! one that a browser keeps open (six of those, a browser's normal number, got four answers).
//!
//! Here a head is read whole, under limits, before tiny_http hears of it. Each request then goes over a connection of its own that
//! says `Connection: close`: the worker that reads it is free again at once, and the line to the browser stays open all the same.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use super::places::Places;

/// How long the head of a request may take in all, also to begin; and how long a client may take no part of an answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// The longest head of a request, in bytes.
const LONGEST_HEAD: usize = 64 * 1024;
/// Most lines that are open at one time; more are closed at once. With what is behind them, they stay below the 1,024 files that a
/// process may have open on many systems.
const MOST_LINES: usize = 384;
/// How long to wait when a line cannot be accepted: it is for want of something that others give back.
const PAUSE: Duration = Duration::from_millis(50);

/// Lets browsers in that come to `listener`, and passes what they ask to `inner`, until the process ends.
pub(super) fn keep(listener: &TcpListener, inner: SocketAddr) {
    let lines = Places::new(MOST_LINES);
    for line in listener.incoming() {
        match (line, lines.take()) {
            (Ok(line), Some(place)) => {
                let pass = move || {
                    let _place = place;
                    // A line that breaks is a client that went away.
                    let _ = Line::new(line).and_then(|line| line.pass(inner));
                };
                let _ = thread::Builder::new().name("line".into()).stack_size(128 * 1024).spawn(pass);
            }
            (Ok(_), None) => {}
            (Err(_), _) => thread::sleep(PAUSE),
        }
    }
}

/// A connection from a browser.
struct Line {
    client: TcpStream,
    /// What came and is not yet answered.
    received: Vec<u8>,
}

/// What came of waiting for a head.
enum Heard {
    /// Its length.
    Head(usize),
    /// The client is done, or keeps silent.
    Nothing,
    TooLong,
    TooSlow,
}

impl Line {
    fn new(client: TcpStream) -> io::Result<Line> {
        // Without it, every answer after the first waits 40 ms for an acknowledgement.
        client.set_nodelay(true)?;
        client.set_write_timeout(Some(PATIENCE))?;
        Ok(Line { client, received: Vec::new() })
    }

    /// Passes one request after the other.
    fn pass(mut self, inner: SocketAddr) -> io::Result<()> {
        loop {
            let deadline = Instant::now() + PATIENCE;
            let length = match self.hear(deadline)? {
                Heard::Head(length) => length,
                Heard::Nothing => return Ok(()),
                Heard::TooLong => {
                    return self.refuse("431 Request Header Fields Too Large", "The head of this request is too long.\n", deadline);
                }
                Heard::TooSlow => return self.refuse("408 Request Timeout", "This request took too long.\n", deadline),
            };
            let Some(head) = Head::read(&self.received[..length]) else {
                return self.refuse("400 Bad Request", "This request cannot be read.\n", deadline);
            };
            if head.has_body() {
                return self.refuse("413 Content Too Large", "This preview takes nothing in.\n", deadline);
            }
            let mut answering = TcpStream::connect(inner)?;
            answering.set_nodelay(true)?;
            answering.write_all(head.alone().as_bytes())?;
            let answered = io::copy(&mut answering, &mut self.client)?;
            if answered == 0 || head.is_last() {
                return Ok(());
            }
            self.received.drain(..length);
        }
    }

    /// Waits for the end of a head until the deadline.
    fn hear(&mut self, deadline: Instant) -> io::Result<Heard> {
        let mut part = [0; 8 * 1024];
        let mut searched = 0;
        loop {
            if let Some(at) = self.received[searched..].windows(4).position(|window| window == b"\r\n\r\n") {
                let length = searched + at + 4;
                return Ok(if length > LONGEST_HEAD { Heard::TooLong } else { Heard::Head(length) });
            }
            if self.received.len() > LONGEST_HEAD {
                return Ok(Heard::TooLong);
            }
            searched = self.received.len().saturating_sub(3);
            match read_until(&mut self.client, &mut part, deadline)? {
                Some(0) => return Ok(Heard::Nothing),
                None if self.received.is_empty() => return Ok(Heard::Nothing),
                None => return Ok(Heard::TooSlow),
                Some(length) => self.received.extend_from_slice(&part[..length]),
            }
        }
    }

    /// Says why nothing more is answered. Then what still comes is let go until the deadline: a line that is closed while the client
    /// still writes would be reset, and the client would not read what was said.
    fn refuse(mut self, status: &str, words: &str, deadline: Instant) -> io::Result<()> {
        let length = words.len();
        let head = format!(
            "HTTP/1.1 {status}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
        );
        self.client.write_all((head + words).as_bytes())?;
        self.client.shutdown(std::net::Shutdown::Write)?;
        let mut part = [0; 8 * 1024];
        while read_until(&mut self.client, &mut part, deadline)?.is_some_and(|length| length > 0) {}
        Ok(())
    }
}

/// Reads what comes before the deadline; none if nothing does.
fn read_until(client: &mut TcpStream, part: &mut [u8], deadline: Instant) -> io::Result<Option<usize>> {
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Ok(None);
        }
        client.set_read_timeout(Some(left))?;
        match client.read(part) {
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted) => {}
            read => return read.map(Some),
        }
    }
}

/// The head of a request, as far as it matters how the line goes on.
struct Head<'a> {
    request: &'a str,
    /// Each with its line end.
    headers: &'a str,
}

impl Head<'_> {
    /// None if it holds anything but ASCII: tiny_http closes such a line without a word.
    fn read(bytes: &[u8]) -> Option<Head<'_>> {
        let text = std::str::from_utf8(bytes).ok().filter(|text| text.is_ascii())?;
        let (request, headers) = text.split_once("\r\n")?;
        Some(Head { request, headers })
    }

    /// The head of the same request on a connection of its own. tiny_http looks at the first of several `Connection` headers.
    fn alone(&self) -> String {
        format!("{}\r\nConnection: close\r\n{}", self.request, self.headers)
    }

    /// Whether more than a head is announced. tiny_http would wait for it.
    fn has_body(&self) -> bool {
        self.headers.lines().filter_map(|line| line.split_once(':')).any(|(name, value)| {
            let name = name.trim();
            name.eq_ignore_ascii_case("transfer-encoding") || name.eq_ignore_ascii_case("content-length") && value.trim() != "0"
        })
    }

    /// Whether the line ends with the answer: the client wants that, or it is not sure that we and tiny_http read the same.
    fn is_last(&self) -> bool {
        let plain = self.request.ends_with(" HTTP/1.1") && (self.request.starts_with("GET ") || self.request.starts_with("HEAD "));
        let ends = |line: &str| match line.split_once(':') {
            Some((name, value)) => name.eq_ignore_ascii_case("connection") && value.to_ascii_lowercase().contains("close"),
            None => !line.is_empty(),
        };
        !plain || self.headers.lines().any(ends)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(head: &str) -> Head<'_> {
        Head::read(head.as_bytes()).unwrap()
    }

    #[test]
    fn a_line_stays_open_where_the_next_request_surely_begins() {
        assert!(!read("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n").is_last());
        assert!(!read("HEAD /a%20b HTTP/1.1\r\n\r\n").is_last());
    }

    #[test]
    fn a_line_ends_with_a_wish_or_a_doubt() {
        for head in [
            "GET / HTTP/1.1\r\nconnection: Close\r\n\r\n",
            "GET / HTTP/1.0\r\n\r\n",
            "POST / HTTP/1.1\r\n\r\n",
            "GET / HTTP/1.1\r\nNo colon\r\n\r\n",
            "GET\r\n\r\n",
            "\r\n\r\n",
        ] {
            assert!(read(head).is_last(), "{head}");
        }
    }

    #[test]
    fn a_body_is_seen_however_it_is_announced() {
        for header in ["Content-Length: 3", "content-length:00", "Content-Length : 3", "Transfer-Encoding: chunked"] {
            assert!(read(&format!("GET / HTTP/1.1\r\n{header}\r\n\r\n")).has_body(), "{header}");
        }
        assert!(!read("POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\n").has_body());
    }

    #[test]
    fn a_request_goes_alone_whatever_it_says_of_its_line() {
        let head = read("GET / HTTP/1.1\r\nConnection: upgrade\r\n\r\n");
        assert_eq!(head.alone(), "GET / HTTP/1.1\r\nConnection: close\r\nConnection: upgrade\r\n\r\n");
        assert!(Head::read("GET /ä HTTP/1.1\r\n\r\n".as_bytes()).is_none());
    }
}
