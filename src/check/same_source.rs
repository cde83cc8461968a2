use std::collections::HashMap;

use crate::diag::{Code, Diagnostic, Report};
use crate::model::Source;

use super::run::Input;

/// Two sources with one address.
pub(super) fn check(input: &Input<'_>, report: &mut Report) {
    let mut first: HashMap<String, &Source> = HashMap::new();
    for source in &input.book.sources {
        let Some(url) = &source.url else { continue };
        match first.get(&same(url)) {
            Some(other) => report.add(
                Diagnostic::new(Code::SameSource, url.span, format!("`{}` has the address of `{}`", source.id.value, other.id.value))
                    .help(format!("keep one of the two and cite it as `[@{}]` everywhere", other.id.value))
                    .note(other.id.span, "the same work stands here"),
            ),
            None => {
                first.insert(same(url), source);
            }
        }
    }
}

/// What two addresses of one work have in common.
fn same(url: &str) -> String {
    let url = url.trim().to_lowercase();
    let rest = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
    rest.trim_start_matches("www.").trim_end_matches('/').to_owned()
}

#[cfg(test)]
mod tests {
    use super::same;

    #[test]
    fn what_does_not_make_another_work() {
        assert_eq!(same("https://example.org/Asking"), same("http://www.example.org/asking/"));
        assert_ne!(same("https://example.org/a?id=1"), same("https://example.org/a?id=2"));
    }
}
