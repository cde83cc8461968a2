use std::sync::Arc;

use crate::diag::Fingerprint;

use super::script::quoted;

/// A file of the theme as it is published: its name changes with its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// From the output's root: `assets/style.1a2b3c4d.css`.
    pub path: String,
    /// Its content.
    pub bytes: Arc<Vec<u8>>,
}

impl Asset {
    /// A file under `assets/` with this stem and ending.
    pub(super) fn new(stem: &str, ending: &str, bytes: impl Into<Arc<Vec<u8>>>) -> Asset {
        let bytes = bytes.into();
        Asset { path: format!("assets/{stem}.{}.{ending}", Fingerprint::of(&bytes).short()), bytes }
    }
}

/// The path of an [`Asset`] without what its content puts into it; any other path as it is.
pub fn unhashed(path: &str) -> String {
    match path.strip_prefix("assets/").map(|name| name.split('.').collect::<Vec<_>>()).as_deref() {
        Some([stem, _, ending]) => format!("assets/{stem}.{ending}"),
        _ => path.to_owned(),
    }
}

/// Several style sheets as one, without comments and the white space that says nothing. Both are dropped outside strings only.
pub(super) fn join_styles<'a>(sheets: impl IntoIterator<Item = &'a str>) -> String {
    let mut out = String::new();
    for sheet in sheets {
        for line in without_comments(sheet).lines().map(str::trim).filter(|line| !line.is_empty()) {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

fn without_comments(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(at) = rest.find(['"', '\'', '/']) {
        let (before, from) = rest.split_at(at);
        out.push_str(&tight(before));
        let length = if from.starts_with("/*") {
            from.find("*/").map_or(from.len(), |end| end + 2)
        } else if from.starts_with('/') {
            out.push('/');
            1
        } else {
            let length = quoted(from);
            out.push_str(&from[..length]);
            length
        };
        rest = &from[length..];
    }
    out.push_str(&tight(rest));
    out
}

/// A piece of a style sheet without the white space around braces and behind semicolons.
fn tight(css: &str) -> String {
    [("; }", "}"), (" }", "}"), (" {", "{"), ("{ ", "{"), ("; ", ";")]
        .iter()
        .fold(css.to_owned(), |css, (loose, tight)| css.replace(loose, tight))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_go_and_strings_stay() {
        let css = "/* a */ p::before { content: \"/* b */ \\\" 'x'\"; }\n\n  a { b: c / d } /* open";
        assert_eq!(join_styles([css]), "p::before{content: \"/* b */ \\\" 'x'\"}\na{b: c / d}\n");
    }

    #[test]
    fn a_name_changes_with_the_content() {
        let (one, other) = (Asset::new("style", "css", b"a".to_vec()).path, Asset::new("style", "css", b"b".to_vec()).path);
        assert_ne!(one, other);
        assert_eq!((unhashed(&one), unhashed("a/b.c.css")), (unhashed(&other), "a/b.c.css".to_owned()));
    }
}
