//! Page furniture: what stands around the text of a page and is the same on many. A piece is drawn once for all pages that look alike
//! to it, and its place in the template of a page is marked.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diag::Fingerprint;
use crate::plan::PART_MARK;
use crate::plan::view::View;

use super::kept::Kept;
use super::rows::List;

/// The templates whose pieces see no more of a page than [`sight`] tells.
const PIECES: [&str; 3] = ["parts/head-files.html", "parts/header.html", "parts/footer.html"];
/// The pieces for one kind of page in one folder, in the order of `PIECES`.
pub(super) type Pieces = Arc<[Vec<u8>]>;

/// The pieces for a page. Those that nobody has drawn yet are drawn by `draw` with these templates, and it fails as that does.
pub(super) fn of<E>(kept: &Kept<Fingerprint, Pieces>, view: &View, draw: impl FnOnce(&[&str]) -> Result<Pieces, E>) -> Result<Pieces, E> {
    kept.get(sight(view), || draw(&PIECES))
}

/// All that a piece sees of a page.
fn sight(view: &View) -> Fingerprint {
    let View { kind, language, root, header, features, .. } = view;
    Fingerprint::of_value(&(kind, language, root, header, features))
}

/// Whether a template that is built in is drawn apart from the page.
#[cfg(test)]
pub(super) fn is_apart(name: &str) -> bool {
    List::ALL.iter().any(|list| list.template() == name) || PIECES.contains(&name)
}

/// What marks the place of the piece that `name` draws; none if it is drawn where it stands, or if a template of the book's own, which
/// may look at anything, has a part in it.
pub(super) fn mark(name: &str, templates: &BTreeMap<String, Arc<str>>, own: &dyn Fn(&str) -> bool) -> Option<String> {
    let list = List::ALL.into_iter().find(|list| list.template() == name).map(|list| format!("l{}", list as usize));
    let piece = list.or_else(|| PIECES.iter().position(|piece| *piece == name).map(|number| format!("f{number}")))?;
    let is_steady = parts(name, templates).iter().all(|part| !own(part));
    is_steady.then(|| format!("{PART_MARK}{piece}{PART_MARK}"))
}

/// A template and those that it includes.
fn parts<'a>(name: &'a str, templates: &'a BTreeMap<String, Arc<str>>) -> Vec<&'a str> {
    let mut parts = vec![name];
    let mut at = 0;
    while let Some(text) = parts.get(at).map(|part| templates.get(*part)) {
        let includes = text.into_iter().flat_map(|text| text.split("include \"").skip(1));
        for part in includes.filter_map(|rest| rest.split('"').next()) {
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
        at += 1;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::path::Path;

    fn template(name: &str) -> Arc<str> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default");
        let path = if name.starts_with("icons/") { folder.join(name) } else { folder.join("templates").join(name) };
        fs::read_to_string(path).expect("a file of the theme").into()
    }

    #[test]
    fn pieces_see_no_more_of_a_page_than_tells_them_apart() {
        let mut templates: BTreeMap<String, Arc<str>> = BTreeMap::new();
        let mut names: Vec<String> = PIECES.map(str::to_owned).to_vec();
        while let Some(name) = names.pop() {
            templates.insert(name.clone(), template(&name));
            names.extend(
                parts(&name, &templates).into_iter().filter(|part| !templates.contains_key(*part)).map(str::to_owned).collect::<Vec<_>>(),
            );
        }
        for (name, text) in &templates {
            for seen in text.split("page.").skip(1) {
                let field = seen.split(|c: char| !c.is_ascii_lowercase() && c != '_').next();
                assert!(["kind", "language", "root", "header", "features"].map(Some).contains(&field), "{name} sees {field:?}");
            }
            for other in ["page[", "page |", "page }", "question.", "range(", "{{ <", "{{<", "{% block", "{% extends"] {
                assert!(!text.contains(other), "{name} has {other}");
            }
        }
    }

    #[test]
    fn a_piece_in_which_a_template_of_the_book_has_a_part_is_not_marked() {
        let templates: BTreeMap<String, Arc<str>> = [
            ("parts/header.html", "{% include \"parts/links.html\" %}"),
            ("parts/links.html", "{%- include \"icons/a.svg\" -%}"),
            ("icons/a.svg", "<svg/>"),
            ("parts/other.html", ""),
        ]
        .into_iter()
        .map(|(name, text)| (name.to_owned(), Arc::from(text)))
        .collect();
        let marked = |name: &str, own: &str| mark(name, &templates, &|part| part == own).is_some();
        assert!(marked("parts/header.html", ""));
        assert!(!marked("parts/header.html", "parts/header.html"));
        assert!(!marked("parts/header.html", "parts/links.html"));
        assert!(!marked("parts/header.html", "icons/a.svg"));
        assert!(!marked("parts/other.html", ""));
    }
}
