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

/// The file that a link to `wanted` probably means: one of the same name in another folder, or of nearly the same name in
/// the same one.
pub(super) fn nearest_file<'a>(wanted: &str, paths: impl Iterator<Item = &'a str> + Clone) -> Option<&'a str> {
    let (folder, name) = split(wanted);
    // Who writes `pitch.html` has the page in mind that `pitch.md` becomes.
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let moved = paths.clone().filter(|path| {
        let (other, found) = split(path);
        let same_stem = found.rsplit_once('.').is_some_and(|(found, _)| found == stem);
        // Every folder has an `index.md`: one elsewhere is not this one.
        if stem == "index" { other.eq_ignore_ascii_case(folder) } else { found.eq_ignore_ascii_case(name) || same_stem }
    });
    moved.min_by_key(|path| (split(path).0 != folder, path.len(), *path)).or_else(|| {
        let beside = paths.filter(|path| split(path).0 == folder);
        let name = nearest(name, beside.clone().map(|path| split(path).1))?;
        beside.clone().find(|path| split(path).1 == name)
    })
}

fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
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
        assert_eq!(nearest_file("guides/first.md", paths.into_iter()), None, "its folder does not make it near");
        assert_eq!(nearest_file("tools/index.md", ["guides/index.md"].into_iter()), None);
    }
}
