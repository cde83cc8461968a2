use crate::diag::nearest;

/// How the file at `to` is written in a link of the file at `from` (both from `content/`): `../questions/path.yaml`.
pub(super) fn relative(from: &str, to: &str) -> String {
    let folders = |path: &str| path.rsplit_once('/').map_or(Vec::new(), |(folder, _)| folder.split('/').map(str::to_owned).collect());
    let (from, folder): (Vec<String>, Vec<String>) = (folders(from), folders(to));
    let shared = from.iter().zip(&folder).take_while(|(a, b)| a == b).count();
    let mut parts = vec!["..".to_owned(); from.len() - shared];
    parts.extend_from_slice(&folder[shared..]);
    parts.push(to.rsplit('/').next().unwrap_or_default().to_owned());
    parts.join("/")
}

/// The file that a link to `wanted` probably means: one of the same name in another folder, else the nearest path.
pub(super) fn nearest_file<'a>(wanted: &str, paths: impl Iterator<Item = &'a str> + Clone) -> Option<&'a str> {
    let name = wanted.rsplit('/').next().unwrap_or_default();
    // Who writes `pitch.html` has the page in mind that `pitch.md` becomes.
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let moved = paths.clone().filter(|path| {
        let found = path.rsplit('/').next().unwrap_or_default();
        found.eq_ignore_ascii_case(name) || found.rsplit_once('.').is_some_and(|(found, _)| found == stem && stem != "index")
    });
    let same_folder = |path: &&str| path.rsplit_once('/').map(|split| split.0) == wanted.rsplit_once('/').map(|split| split.0);
    moved
        .min_by_key(|path| (!same_folder(path), path.len(), *path))
        .filter(|path| name != "index.md" || path.len() == wanted.len())
        .or_else(|| nearest(wanted, paths))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_relative_to_their_file() {
        assert_eq!(relative("guides/a.md", "questions/b.yaml"), "../questions/b.yaml");
        assert_eq!(relative("guides/a.md", "guides/b.md"), "b.md");
        assert_eq!(relative("index.md", "guides/b.md"), "guides/b.md");
        assert_eq!(relative("a/b/c.md", "d.md"), "../../d.md");
    }

    #[test]
    fn a_moved_file_is_found_by_its_name() {
        let paths = ["guides/pitch.md", "guides/thanks.md", "questions/path.yaml"];
        assert_eq!(nearest_file("tools/pitch.md", paths.into_iter()), Some("guides/pitch.md"));
        assert_eq!(nearest_file("guides/pitch.html", paths.into_iter()), Some("guides/pitch.md"));
        assert_eq!(nearest_file("guides/pich.md", paths.into_iter()), Some("guides/pitch.md"));
        assert_eq!(nearest_file("guides/nothing-like-it.md", paths.into_iter()), None);
    }
}
