use std::collections::BTreeMap;

/// `text` with every `{{ name }}` replaced: titles and labels are plain text, not Markdown, and may hold variables too.
/// `\{{` is literal; an unknown name was reported before and leaves nothing.
pub(super) fn fill(text: &str, vars: &BTreeMap<String, String>) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("{{") {
        let (before, hole) = rest.split_at(at);
        let Some(end) = hole.find("}}") else { break };
        match before.strip_suffix('\\') {
            Some(before) => filled.extend([before, &hole[..end + 2]]),
            None => {
                filled.push_str(before);
                filled.push_str(vars.get(hole[2..end].trim()).map_or("", String::as_str));
            }
        }
        rest = &hole[end + 2..];
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_replaced_and_escaped_ones_stay() {
        let vars = BTreeMap::from([("minutes".to_owned(), "20".to_owned())]);
        assert_eq!(fill("{{ minutes }} or {{minutes}}", &vars), "20 or 20");
        assert_eq!(fill(r"\{{ minutes }} {{ open", &vars), "{{ minutes }} {{ open");
        assert_eq!(fill("{{ gone }}!", &vars), "!");
    }
}
