use std::collections::HashMap;

use crate::config::{Config, Rule};
use crate::diag::{Code, Diagnostic, Report, SourceMap};

use super::consequence;

/// Gives each problem the severity that `[check]` in `book.toml` says, and drops those that it ignores; what may follow from a file that
/// could not be read waits until it can be.
pub fn apply_rules(config: &Config, sources: &SourceMap, report: &mut Report) {
    let rules: HashMap<Code, &Rule> = config.rules.iter().map(|rule| (rule.code, rule)).collect();
    if !rules.is_empty() {
        report.configure(|problem| match rules.get(&problem.code) {
            Some(rule) if rule.paths.is_empty() || path(problem, sources).is_some_and(|path| covers(rule, path)) => rule.level,
            _ => Some(problem.severity),
        });
    }
    consequence::hold_back(config, sources, report);
}

/// The problem's file as rules name it: from `content/`, or from the book's root if it lies elsewhere.
fn path<'a>(problem: &'a Diagnostic, sources: &'a SourceMap) -> Option<&'a str> {
    let path = problem.place.path(sources)?;
    Some(path.strip_prefix("content/").unwrap_or(path))
}

/// Whether a rule's list of paths names this file or a folder that it lies in.
fn covers(rule: &Rule, path: &str) -> bool {
    rule.paths.iter().any(|named| {
        let named = named.strip_prefix("content/").unwrap_or(named).trim_end_matches('/');
        path.strip_prefix(named).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}
