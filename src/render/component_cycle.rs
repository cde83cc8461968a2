use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A component that calls itself, directly or round a corner, by the names on the way. The template engine finds circles of
/// includes, but follows components until the stack is gone, which no program survives.
pub(super) fn find(templates: &BTreeMap<String, Arc<str>>) -> Option<Vec<String>> {
    let mut calls: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for text in templates.values() {
        for (name, body) in components(text) {
            calls.entry(name).or_default().extend(called(body));
        }
    }
    calls.keys().find_map(|name| way_back(name, &calls))
}

/// The components that a template defines: name and body.
fn components(text: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find("{%") {
        rest = &rest[at + 2..];
        let tag = rest.trim_start_matches(['-', ' ', '\n', '\t', '\r']);
        let Some(after) = tag.strip_prefix("component").filter(|after| after.starts_with(char::is_whitespace)) else { continue };
        let after = after.trim_start();
        let end = after.find("endcomponent").unwrap_or(after.len());
        found.push((&after[..name_length(after)], &after[..end]));
        rest = &after[end..];
    }
    found
}

/// Names that stand behind a `<` inside of a tag: calls of components.
fn called(body: &str) -> impl Iterator<Item = &str> {
    body.match_indices('<').filter_map(|(at, _)| {
        let name = &body[at + 1..];
        let before = body[..at].trim_end();
        let in_tag = before.ends_with("{{") || before.ends_with("{%") || before.ends_with("{{-") || before.ends_with("{%-");
        (in_tag && name_length(name) > 0).then(|| &name[..name_length(name)])
    })
}

fn name_length(text: &str) -> usize {
    text.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))).unwrap_or(text.len())
}

fn way_back(start: &str, calls: &BTreeMap<&str, BTreeSet<&str>>) -> Option<Vec<String>> {
    let mut seen = BTreeSet::new();
    let mut ways: Vec<Vec<&str>> = vec![vec![start]];
    while let Some(way) = ways.pop() {
        let last = way.last().copied().unwrap_or(start);
        for next in calls.get(last).into_iter().flatten() {
            if *next == start {
                return Some(way.iter().chain([next]).map(|name| (*name).to_owned()).collect());
            }
            if seen.insert(*next) {
                ways.push(way.iter().chain([next]).copied().collect());
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cycle(text: &str) -> Option<Vec<String>> {
        find(&BTreeMap::from([("a.html".to_owned(), Arc::from(text))]))
    }

    #[test]
    fn circles_are_found_and_lines_are_not() {
        let one = "{% component a(x) %}<p>{{ <b x={x} /> }}</p>{% endcomponent a %}";
        assert_eq!(cycle(&format!("{one}{{% component b(x) %}}<a>{{% endcomponent b %}}")), None);
        let back = "{%- component b(x) -%}{{- <a x={x} /> }}{% endcomponent b %}";
        assert_eq!(cycle(&format!("{one}{back}")), Some(vec!["a".into(), "b".into(), "a".into()]));
        assert_eq!(cycle("{% component a() %}{{ <a /> }}"), Some(vec!["a".into(), "a".into()]));
    }
}
