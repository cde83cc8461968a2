use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

use crate::diag::{Code, Diagnostic, Place, Report, Span};

use super::route::{RESERVED_FILES, RESERVED_FOLDERS};

/// The longest name of an output file or folder, in bytes.
const MAX_NAME: usize = 200;

/// Who wants which address. The first one gets it; others that a disk could not tell from it are reported.
pub(super) struct Claims<'a, 'b> {
    by_key: FxHashMap<String, Claim<'b>>,
    report: &'a mut Report,
}

/// An address that was given out.
struct Claim<'b> {
    address: String,
    owner: Owner<'b>,
}

/// Who wants an address.
#[derive(Clone, Copy)]
pub(super) enum Owner<'b> {
    /// prepbook itself.
    Site,
    /// A file, by path from `content/`.
    File(&'b str),
    /// A question or a facet value, by id.
    Item(&'b str, Span),
    /// A former address.
    Alias(&'b str, Span),
}

impl Owner<'_> {
    fn place(&self) -> Option<Place> {
        match self {
            Owner::Site => None,
            Owner::File(path) => Some(Place::File(format!("content/{path}"))),
            Owner::Item(_, span) | Owner::Alias(_, span) => Some(Place::Span(*span)),
        }
    }

    fn name(&self) -> String {
        match self {
            Owner::Site => "a page that prepbook makes".to_owned(),
            Owner::File(path) => format!("`{path}`"),
            Owner::Item(id, _) => format!("`{id}`"),
            Owner::Alias(alias, _) => format!("another alias, `{alias}`"),
        }
    }
}

impl<'a, 'b> Claims<'a, 'b> {
    pub(super) fn new(report: &'a mut Report) -> Claims<'a, 'b> {
        Claims { by_key: FxHashMap::default(), report }
    }

    pub(super) fn has(&self, address: &str) -> bool {
        self.by_key.contains_key(&key(address))
    }

    pub(super) fn into_addresses(self) -> impl Iterator<Item = String> {
        self.by_key.into_values().map(|claim| claim.address)
    }

    /// Gives an address to a file of the book, unless it is reserved.
    pub(super) fn claim_content(&mut self, address: &str, path: &'b str) {
        let (top, reserved) = address.split_once('/').map_or((address, RESERVED_FILES), |(top, _)| (top, RESERVED_FOLDERS));
        if reserved.contains(&key(top).as_str()) {
            let message = format!("`{path}` would be written to `{address}`, which prepbook keeps for itself");
            let problem = Diagnostic::new(Code::BadAddress, Place::File(format!("content/{path}")), message);
            self.report.add(problem.help("give the file or its folder another name"));
            return;
        }
        self.claim(address, Owner::File(path));
    }

    /// Gives an address to `owner`, if it can be one and nobody has it.
    pub(super) fn claim(&mut self, address: &str, owner: Owner<'b>) {
        if let Some(fault) = fault(address) {
            let problem = Diagnostic::new(Code::BadAddress, owner.place().unwrap_or(Place::Book), format!("{} {fault}", owner.name()));
            self.report.add(problem.help("choose a shorter or simpler name"));
            return;
        }
        let key = key(address);
        let Some(first) = self.by_key.get(&key) else {
            self.by_key.insert(key, Claim { address: address.to_owned(), owner });
            return;
        };
        let message = if first.address == address {
            format!("{} and {} would both be written to `{address}`", first.owner.name(), owner.name())
        } else {
            format!("`{}` and `{address}` are one file on many disks", first.address)
        };
        let place = owner.place().or_else(|| first.owner.place()).unwrap_or(Place::Book);
        let mut problem = Diagnostic::new(Code::AddressClash, place, message).help("rename one of the two");
        if let Some(Place::Span(span)) = first.owner.place() {
            problem = problem.note(span, "the first one is here");
        }
        self.report.add(problem);
    }

    /// Gives a former address to an alias; whether it got it.
    pub(super) fn claim_alias(&mut self, address: &str, alias: &'b str, span: Span) -> bool {
        let reserved = address.split_once('/').is_some_and(|(top, _)| ["api", "assets"].contains(&key(top).as_str()));
        if let Some(fault) = fault(address).or(reserved.then(|| "lies where prepbook keeps its own files".to_owned())) {
            self.report.add(Diagnostic::new(Code::BadAddress, span, format!("alias `{address}` {fault}")));
            return false;
        }
        let key = key(address);
        if let Some(first) = self.by_key.get(&key) {
            let message = format!("alias `{address}` is the address of {}", first.owner.name());
            let mut problem = Diagnostic::new(Code::AliasClash, span, message).help("remove the alias, or the other claim to it");
            if let Some(Place::Span(span)) = first.owner.place() {
                problem = problem.note(span, "the address was given out here");
            }
            self.report.add(problem);
            return false;
        }
        self.by_key.insert(key, Claim { address: address.to_owned(), owner: Owner::Alias(alias, span) });
        true
    }

    /// Reports files that stand where others need a folder: `a.html` beside `a.html/b.html`.
    pub(super) fn check_folders(&mut self) {
        let mut clashes: Vec<(&Claim<'_>, &Claim<'_>)> = Vec::new();
        for (key, claim) in &self.by_key {
            for (at, _) in key.match_indices('/') {
                if let Some(file) = self.by_key.get(&key[..at]) {
                    clashes.push((file, claim));
                }
            }
        }
        clashes.sort_by(|a, b| (&a.0.address, &a.1.address).cmp(&(&b.0.address, &b.1.address)));
        for (file, below) in clashes {
            let place = below.owner.place().or_else(|| file.owner.place()).unwrap_or(Place::Book);
            let message = format!("`{}` needs a folder where the file `{}` is written", below.address, file.address);
            self.report.add(Diagnostic::new(Code::AddressClash, place, message).help("rename the folder or the file"));
        }
    }
}

/// What keeps `address` from being one.
fn fault(address: &str) -> Option<String> {
    address.split('/').find_map(|name| match name {
        _ if name.len() > MAX_NAME => Some(format!("would have a name of {} bytes in the output, more than {MAX_NAME}", name.len())),
        _ if name.chars().any(char::is_control) => Some("would have a control character in its address".to_owned()),
        _ if name.contains('\\') => Some("would have a backslash in its address, which browsers read as a slash".to_owned()),
        _ => None,
    })
}

/// What two names have in common that some disk cannot tell apart: case folded, and composed as one.
fn key(address: &str) -> String {
    if address.is_ascii() {
        return address.to_ascii_lowercase();
    }
    // Upper and lower again, so that `ß` and `SS`, `ſ` and `s` meet as they do on such disks.
    address.nfc().flat_map(char::to_uppercase).flat_map(char::to_lowercase).nfc().collect()
}
