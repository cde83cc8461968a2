use rustc_hash::FxHashSet;

use crate::diag::{Code, Diagnostic, Place, Report};
use crate::model::{Link, Target};

use super::run::Input;

/// Names that browsers, servers and search engines ask for by themselves.
const ASKED_FOR: &[&str] =
    &["favicon.ico", "favicon.svg", "favicon.png", "apple-touch-icon.png", "robots.txt", "humans.txt", "CNAME", "_headers"];

/// Assets that nothing in the book refers to.
pub(super) fn check(input: &Input<'_>, report: &mut Report) {
    let book = input.book;
    if book.assets.is_empty() {
        return;
    }
    let mut used: FxHashSet<&str> = FxHashSet::default();
    let config = &book.config;
    used.extend(config.html.additional_css.iter().chain(&config.html.additional_js).chain(&config.site.logo).map(|path| path.as_str()));
    let prose: Vec<_> = book.prose().collect();
    used.extend(prose.iter().flat_map(|prose| prose.links()).filter_map(target));
    used.extend(prose.iter().flat_map(|prose| &prose.blocks).flat_map(|block| block.value.links()).filter_map(target));
    used.extend(book.pages.iter().flat_map(|page| &page.related).filter_map(target));
    let named = names_in_files(input);
    for asset in &book.assets {
        let name = asset.path.rsplit('/').next().unwrap_or_default();
        let known = used.contains(asset.path.as_str()) || ASKED_FOR.contains(&name) || named.contains(name.as_bytes());
        if !known {
            report.add(
                Diagnostic::new(
                    Code::OrphanAsset,
                    Place::File(format!("content/{}", asset.path)),
                    format!("nothing refers to `{}`", asset.path),
                )
                .help(match as_source(name) {
                    Some(source) => format!("name it `{source}` if it is to be read, or give it a name that begins with `_`"),
                    None => "link to it, remove it, or give it a name that begins with `_`".to_owned(),
                }),
            );
        }
    }
}

/// The name under which a file is read that looks as if it were meant to be: `Talk.MD`, `talk.markdown`.
fn as_source(name: &str) -> Option<String> {
    let (stem, ending) = name.rsplit_once('.')?;
    let ending = match ending.to_ascii_lowercase().as_str() {
        "md" | "markdown" => "md",
        "yaml" | "yml" => "yaml",
        _ => return None,
    };
    Some(format!("{stem}.{ending}"))
}

fn target(link: &Link) -> Option<&str> {
    match &link.target {
        Target::File { path, .. } | Target::Site { path, .. } => Some(path),
        _ => None,
    }
}

/// The file names that style sheets, scripts, drawings and pages of HTML in the book mention: how each of these languages
/// writes an address is of no matter, as long as the name stands there. Where Markdown may hold HTML, it counts too.
fn names_in_files<'a>(input: &Input<'a>) -> FxHashSet<&'a [u8]> {
    let mut names = FxHashSet::default();
    for (path, asset) in &input.files.assets {
        if [".css", ".js", ".mjs", ".svg", ".html", ".htm", ".json", ".webmanifest"].iter().any(|ending| path.ends_with(ending)) {
            names.extend(names_in(&asset.bytes));
        }
    }
    if input.book.config.build.unsafe_html {
        let pages = input.files.sources.iter().filter(|source| source.path.ends_with(".md"));
        pages.for_each(|page| names.extend(names_in(page.text.as_bytes())));
    }
    names
}

fn names_in(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.split(|byte| b"\"'()/ \t\r\n<>=,?#`".contains(byte)).filter(|name| name.contains(&b'.') && name.len() < 256)
}
