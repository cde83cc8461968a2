use std::sync::Arc;

use serde::Serialize;

use crate::diag::{Place, Severity};
use crate::pipeline::Build;
use crate::site::Artifact;

use super::client::{PREFIX, SCRIPT, STYLE, with_script};
use super::event::errors;
use super::hosts::Hosts;
use super::live::Live;
use super::range::{self, Asked};
use super::session::Shown;

/// A request, as far as the preview cares.
#[derive(Clone, Debug, Default)]
pub(super) struct Asking {
    pub(super) method: String,
    /// Path and query as they came.
    pub(super) target: String,
    pub(super) host: Option<String>,
    pub(super) origin: Option<String>,
    pub(super) range: Option<String>,
    pub(super) if_range: Option<String>,
    pub(super) if_none_match: Option<String>,
    /// The last generation that a stream heard of before it broke off.
    pub(super) last_event: Option<String>,
}

/// What to do with a request.
#[derive(Debug)]
pub(super) enum Answer {
    /// Send this and be done.
    Send(Reply),
    /// Keep the line open and tell what happens after this generation.
    Stream(u64),
    /// Say what happened since this generation.
    News(u64),
}

/// A finished answer.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: Body,
}

/// What is sent: a part of the site as it lies in memory, or bytes made for the occasion.
#[derive(Debug)]
pub(super) enum Body {
    Shared(Arc<Vec<u8>>, std::ops::Range<usize>),
    Own(Vec<u8>),
}

impl Body {
    pub(super) fn bytes(&self) -> &[u8] {
        match self {
            Body::Shared(bytes, range) => &bytes[range.clone()],
            Body::Own(bytes) => bytes,
        }
    }
}

/// Decides about a request. Reads nothing but its arguments: no path can lead out of the site, because the site is a map.
pub(super) fn answer(asking: &Asking, shown: &Shown, hosts: &Hosts) -> Answer {
    let host = asking.host.as_deref().filter(|host| hosts.knows(host));
    let own_page = asking.origin.as_deref().is_none_or(|origin| host.is_some_and(|host| is_origin_of(origin, host)));
    if host.is_none() || !own_page {
        return text(403, "This preview answers only to requests for its own address.\n");
    }
    if !matches!(asking.method.as_str(), "GET" | "HEAD") {
        return Answer::Send(Reply {
            headers: vec![("Allow", "GET, HEAD".into())],
            ..reply(405, "text/plain", b"Only GET and HEAD.\n".to_vec())
        });
    }
    let target = without_host(&asking.target);
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    if let Some(own) = path.strip_prefix(PREFIX) {
        return own_file(own, query, asking, shown);
    }
    let Some(path) = decode(path) else { return text(400, "This address cannot be read.\n") };
    match &shown.site {
        Some(site) => page(&path, query, site, asking, shown),
        None => Answer::Send(reply(503, "text/html; charset=utf-8", waiting_page(shown))),
    }
}

/// The path and query of a target that may be written out with the host, as to a proxy (RFC 9112, section 3.2.2). The host that counts
/// is that of the header.
fn without_host(target: &str) -> &str {
    let rest = ["http://", "https://"].iter().find_map(|scheme| target.strip_prefix(scheme));
    rest.map_or(target, |rest| rest.find('/').map_or("/", |at| &rest[at..]))
}

/// Whether an `Origin` header names a page of the server that a `Host` header names.
fn is_origin_of(origin: &str, host: &str) -> bool {
    origin.split_once("://").is_some_and(|(scheme, name)| matches!(scheme, "http" | "https") && name.eq_ignore_ascii_case(host))
}

fn own_file(name: &str, query: &str, asking: &Asking, shown: &Shown) -> Answer {
    match name {
        "reload.js" => Answer::Send(reply(200, "text/javascript; charset=utf-8", SCRIPT.into())),
        "preview.css" => Answer::Send(reply(200, "text/css; charset=utf-8", STYLE.into())),
        "events" => Answer::Stream(asking.last_event.as_deref().and_then(|last| last.parse().ok()).or(query.parse().ok()).unwrap_or(0)),
        "news" => Answer::News(query.parse().unwrap_or(0)),
        "status" => {
            let path = decode(query).unwrap_or_default();
            let status = shown.build.as_ref().map(|build| Status::of(&path, build, shown.site.as_deref()));
            Answer::Send(reply(200, "application/json", serde_json::to_vec(&status).unwrap_or_default()))
        }
        _ => text(404, "Not here.\n"),
    }
}

fn page(path: &str, query: &str, site: &Live, asking: &Asking, shown: &Shown) -> Answer {
    let path = path.trim_start_matches('/');
    // Links of 404.html begin with the path of `base-url`, so the site answers there too; a page of that very name goes first.
    let base = shown.build.as_ref().and_then(|build| build.book.config.site.base_url.as_ref()).map(|url| url.value.as_str());
    let base = base.and_then(|url| url.split_once("://")?.1.split_once('/')).map_or("", |(_, path)| path.trim_end_matches('/'));
    let below = (!base.is_empty()).then(|| path.strip_prefix(base)).flatten();
    let below = below.and_then(|rest| if rest.is_empty() { Some("") } else { rest.strip_prefix('/') });
    for (path, moved) in [(Some(path), false), (below, true)] {
        let Some(path) = path else { continue };
        let file_name = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
        if let Some(artifact) = site.get(&file_name) {
            // A page has one address in the preview: under another one it would not hear of its changes.
            return Answer::Send(match moved && file_name.ends_with(".html") {
                true => redirect(format!("/{}", crate::plan::url::encode(&file_name))),
                false => file(&artifact, 200, asking, shown.generation),
            });
        }
        if site.get(&format!("{path}/index.html")).is_some() {
            let name = path.rsplit('/').next().unwrap_or_default();
            let query = if query.is_empty() { String::new() } else { format!("?{query}") };
            return Answer::Send(redirect(format!("{}/{query}", crate::plan::url::encode(name))));
        }
    }
    match site.get("404.html") {
        Some(artifact) => Answer::Send(file(&artifact, 404, asking, shown.generation)),
        None => text(404, "Not in this book.\n"),
    }
}

fn redirect(to: String) -> Reply {
    Reply { headers: vec![("Location", to)], ..reply(302, "text/plain", Vec::new()) }
}

fn file(artifact: &Artifact, status: u16, asking: &Asking, generation: u64) -> Reply {
    let kind = media_type(&artifact.path);
    if artifact.path.ends_with(".html") {
        return reply(status, kind, with_script(artifact, generation));
    }
    let tag = format!("\"{}\"", artifact.fingerprint);
    if status == 200 && asking.if_none_match.as_deref().is_some_and(|known| known.split(',').any(|known| known.trim() == tag)) {
        return Reply { headers: vec![("ETag", tag)], ..reply(304, kind, Vec::new()) };
    }
    let length = artifact.bytes.len();
    let mut answer = reply(status, kind, Vec::new());
    // The browser may keep it, and has to ask each time whether it is still the same.
    answer.headers.retain(|(name, _)| *name != "Cache-Control");
    answer.headers.extend([("ETag", tag), ("Cache-Control", "no-cache".into()), ("Accept-Ranges", "bytes".into())]);
    // A part is of use only to somebody who has the rest of the same file.
    let wanted = asking.range.as_deref().filter(|_| asking.if_range.as_ref().is_none_or(|known| Some(known) == tag_of(&answer)));
    match range::read(wanted, length) {
        Asked::Whole => answer.body = Body::Shared(Arc::clone(&artifact.bytes), 0..length),
        Asked::Part(part) => {
            answer.status = 206;
            answer.headers.push(("Content-Range", format!("bytes {}-{}/{length}", part.start, part.end - 1)));
            answer.body = Body::Shared(Arc::clone(&artifact.bytes), part);
        }
        Asked::Outside => {
            answer.status = 416;
            answer.headers.push(("Content-Range", format!("bytes */{length}")));
        }
    }
    answer
}

fn tag_of(reply: &Reply) -> Option<&String> {
    reply.headers.iter().find(|(name, _)| *name == "ETag").map(|(_, tag)| tag)
}

fn text(status: u16, words: &str) -> Answer {
    Answer::Send(reply(status, "text/plain; charset=utf-8", words.as_bytes().to_vec()))
}

pub(super) fn reply(status: u16, kind: &str, body: Vec<u8>) -> Reply {
    let headers = vec![
        ("Content-Type", kind.to_owned()),
        ("Cache-Control", "no-store".into()),
        ("X-Content-Type-Options", "nosniff".into()),
        ("Cross-Origin-Resource-Policy", "same-origin".into()),
    ];
    Reply { status, headers, body: Body::Own(body) }
}

/// What is shown until there is a site: the report, or the word that it is coming.
fn waiting_page(shown: &Shown) -> Vec<u8> {
    let script = format!("<script src=\"{PREFIX}reload.js?{}\"></script>", shown.generation);
    let words = if shown.build.is_some() { "The book has errors; nothing can be shown yet." } else { "Building…" };
    format!("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>prepbook</title></head><body><main><p>{words}</p></main>{script}</body></html>\n").into_bytes()
}

/// A path as the site knows it; `None` if it is not UTF-8, climbs, or holds what no address of ours holds.
fn decode(path: &str) -> Option<String> {
    let bytes = path.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b'%' {
            let digit = |offset: usize| bytes.get(at + offset).and_then(|byte| (*byte as char).to_digit(16));
            decoded.push((digit(1)? * 16 + digit(2)?) as u8);
            at += 3;
        } else {
            decoded.push(bytes[at]);
            at += 1;
        }
    }
    let path = String::from_utf8(decoded).ok()?;
    let climbs = path.split(['/', '\\']).any(|part| part == "..");
    (!climbs && !path.contains('\0')).then_some(path)
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase().as_str() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "pdf" => "application/pdf",
        "xml" => "application/xml",
        "atom" => "application/atom+xml",
        "csv" => "text/csv; charset=utf-8",
        "zip" => "application/zip",
        "mp4" => "video/mp4",
        "mp3" => "audio/mpeg",
        "txt" | "md" | "ics" | "vtt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// What the status bar of a page says.
#[derive(Debug, Serialize)]
struct Status {
    /// The file behind the page, from the book's root.
    source: Option<String>,
    draft: bool,
    /// Whether its review is overdue.
    overdue: bool,
    /// Warnings of the file, and of the book.
    warnings: usize,
    all_warnings: usize,
    /// Bytes of the page with its styles and scripts, uncompressed.
    bytes: usize,
    /// Whether there is a site to show, which may be from before the errors.
    shown: bool,
    /// `editor-url` of `book.toml`.
    editor: Option<String>,
    /// While the book is broken, the report as HTML: a page that is opened then has to say so too.
    errors: Option<String>,
}

impl Status {
    fn of(path: &str, build: &Build, site: Option<&Live>) -> Status {
        let path = path.trim_start_matches('/');
        let path = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
        let source = site.and_then(|site| site.planned().origin(&path)).map(str::to_owned);
        let of_file = |place: &Place| match place {
            Place::Span(span) => build.sources.get(span.source).map(|found| found.path.clone()) == source,
            Place::File(found) => Some(found) == source.as_ref(),
            Place::Book => false,
        };
        let warnings = || build.report.iter().filter(|problem| problem.severity == Severity::Warning);
        let page = build.book.pages.iter().find(|page| source.as_deref() == Some(&format!("content/{}", page.path)));
        Status {
            draft: page.is_some_and(|page| page.draft),
            overdue: warnings().any(|problem| problem.code == crate::diag::Code::ReviewDue && of_file(&problem.place)),
            warnings: if source.is_some() { warnings().filter(|problem| of_file(&problem.place)).count() } else { 0 },
            all_warnings: warnings().count(),
            bytes: site.map_or(0, |site| weight(&path, site)),
            errors: errors(build),
            shown: site.is_some(),
            editor: build.book.config.html.editor_url.clone(),
            source,
        }
    }
}

/// The bytes of a page, or of the one that says that there is none, and of the styles and scripts that it names.
fn weight(path: &str, site: &Live) -> usize {
    let Some(page) = site.get(path).or_else(|| site.get("404.html")) else { return 0 };
    let html = String::from_utf8_lossy(&page.bytes);
    let named = html.split('"').filter(|word| word.ends_with(".css") || word.ends_with(".js")).filter_map(|word| word.rsplit("../").next());
    let mut files: Vec<&str> = named.collect();
    files.sort_unstable();
    files.dedup();
    page.bytes.len() + files.iter().filter_map(|file| site.get(file)).map(|file| file.bytes.len()).sum::<usize>()
}
