use std::collections::BTreeMap;
use std::sync::Arc;

/// Says in a template what is known when it is compiled: a word of the theme where the word is printed, a drawing where it is
/// included. Every page says some sixty of them, and looking each up takes time. `word` gives the word at a path, as it is printed.
pub(super) fn fold(template: &str, templates: &BTreeMap<String, Arc<str>>, word: &dyn Fn(&str) -> Option<String>) -> String {
    let mut folded = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(at) = rest.find('{') {
        let (before, from) = rest.split_at(at);
        folded.push_str(before);
        let known = printed(from, word).or_else(|| drawing(from, templates));
        let (said, length) = known.unwrap_or_else(|| ("{".to_owned(), 1));
        folded.push_str(&said);
        rest = &from[length..];
    }
    folded.push_str(rest);
    folded
}

/// The word at the start of `text`, and the length of what prints it: `{{ words.nav.menu }}`.
fn printed(text: &str, word: &dyn Fn(&str) -> Option<String>) -> Option<(String, usize)> {
    let (path, after) = text.strip_prefix("{{ words.")?.split_once(" }}")?;
    literal(word(path)?, text.len() - after.len())
}

/// The drawing at the start of `text`, and the length of what includes it: `{% include "icons/menu.svg" %}`.
fn drawing(text: &str, templates: &BTreeMap<String, Arc<str>>) -> Option<(String, usize)> {
    let (name, after) = text.strip_prefix("{% include \"icons/")?.split_once("\" %}")?;
    literal(templates.get(&format!("icons/{name}"))?.to_string(), text.len() - after.len())
}

/// None for what the template engine would not print as it is.
fn literal(text: String, length: usize) -> Option<(String, usize)> {
    let is_plain = !["{{", "{%", "{#"].iter().any(|mark| text.contains(mark)) && !text.ends_with('{');
    is_plain.then_some((text, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_is_said_and_the_rest_stays() {
        let icons = [("icons/a.svg", "<svg/>"), ("icons/b.svg", "{{ page.title }}")];
        let templates = icons.into_iter().map(|(name, text)| (name.to_owned(), Arc::from(text))).collect();
        let word = |path: &str| [("nav.menu", "Menu {n}"), ("odd", "{{")].into_iter().find(|one| one.0 == path).map(|one| one.1.to_owned());
        let of = |template: &str| fold(template, &templates, &word);
        assert_eq!(of("{% include \"icons/a.svg\" %}<b>{{ words.nav.menu }}</b>{"), "<svg/><b>Menu {n}</b>{");
        for stays in [
            "{% include \"icons/b.svg\" %}",
            "{% include \"icons/none.svg\" %}",
            "{% include \"parts/a.html\" %}",
            "{{ words.odd }}",
            "{{ words.none }}",
            "{{- words.nav.menu }}",
            "{{ words.nav.menu | upper }}",
            "{{ words.nav.menu",
        ] {
            assert_eq!(of(stays), stays);
        }
    }
}
