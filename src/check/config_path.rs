use crate::diag::{Code, Diagnostic, Report, Spanned};

use super::file_name::nearest_file;
use super::run::Input;

/// Files that `book.toml` names and the book does not have.
pub(super) fn check(input: &Input<'_>, report: &mut Report) {
    let config = &input.book.config;
    let header = config.nav_header.iter().flatten();
    header.for_each(|path| named(path, "[nav] header", input, report));
    let assets = config.html.additional_css.iter().chain(&config.html.additional_js).chain(&config.site.logo);
    assets.for_each(|path| named(path, "`book.toml`", input, report));
}

fn named(path: &Spanned<String>, by: &str, input: &Input<'_>, report: &mut Report) {
    if input.anchors.of(path).is_some() {
        return;
    }
    let problem = Diagnostic::new(Code::DeadLink, path.span, format!("{by} names `{}`, which is not in the book", path.value));
    let help = if input.book.hidden.pages.contains(&path.value) {
        "remove `draft: true` there"
    } else {
        "name a file by its path from `content/`"
    };
    report.add(problem.label("no such file under `content/`").did_you_mean(nearest_file(path, input.anchors.paths()), help));
}
