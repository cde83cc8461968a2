/// Says in a template what is known when it is compiled. Every page says some sixty such things, and looking each up takes time. `word`
/// gives the word of the theme at a path, as it is printed; `include` gives what stands for an included template, if that is known.
pub(super) fn fold(template: &str, word: &dyn Fn(&str) -> Option<String>, include: &dyn Fn(&str) -> Option<String>) -> String {
    let mut folded = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(at) = rest.find('{') {
        let (before, from) = rest.split_at(at);
        folded.push_str(before);
        let known =
            known(from, "{{ words.", " }}", &|said| in_words(said, word)).or_else(|| known(from, "{% include \"", "\" %}", include));
        let (said, length) = known.unwrap_or_else(|| ("{".to_owned(), 1));
        folded.push_str(&said);
        rest = &from[length..];
    }
    folded.push_str(rest);
    folded
}

/// What is printed for a word, or for one in which something is put in the place of a hole: `nav.all | replace(from="{n}", to=count)`.
fn in_words(said: &str, word: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    let Some((path, filled)) = said.split_once(" | ") else { return word(said) };
    let (hole, with) = filled.strip_prefix("replace(from=\"")?.strip_suffix(')')?.split_once("\", to=")?;
    Some(word(path)?.replace(hole, &format!("{{{{ {} }}}}", with.strip_suffix(" | str").unwrap_or(with))))
}

/// What is known of the name that stands at the start of `text` between `open` and `close`, and the length of the three.
fn known(text: &str, open: &str, close: &str, of: &dyn Fn(&str) -> Option<String>) -> Option<(String, usize)> {
    let (name, after) = text.strip_prefix(open)?.split_once(close)?;
    Some((of(name)?, text.len() - after.len()))
}

/// Whether the template engine prints a text as it is, whatever stands around it.
pub(super) fn is_plain(text: &str) -> bool {
    !["{{", "{%", "{#"].iter().any(|mark| text.contains(mark)) && !text.ends_with('{')
}

/// A template as it can stand in the place of what includes it; none if it is not made for that.
pub(super) fn in_place(template: &str) -> Option<String> {
    let is_whole = ["block", "extends", "component"].iter().any(|tag| template.contains(&format!("{{% {tag}")));
    // What trims white space at the ends of an included template does not reach beyond them.
    let edge = "{% raw %}{% endraw %}";
    (!is_whole).then(|| [edge, template, edge].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_is_said_and_the_rest_stays() {
        fn at(known: &[(&str, &str)], name: &str) -> Option<String> {
            known.iter().find(|one| one.0 == name).map(|one| one.1.to_owned())
        }
        let include = |name: &str| at(&[("icons/a.svg", "<svg/>")], name);
        let word = |path: &str| at(&[("nav.menu", "Menu {n}")], path);
        let of = |template: &str| fold(template, &word, &include);
        assert_eq!(of("{% include \"icons/a.svg\" %}<b>{{ words.nav.menu }}</b>{"), "<svg/><b>Menu {n}</b>{");
        assert_eq!(of("{{ words.nav.menu | replace(from=\"{n}\", to=page.count | str) }}!"), "Menu {{ page.count }}!");
        for stays in [
            "{% include \"icons/none.svg\" %}",
            "{% include \"parts/a.html\" %}",
            "{{ words.none }}",
            "{{- words.nav.menu }}",
            "{{ words.nav.menu | upper }}",
            "{{ words.none | replace(from=\"{n}\", to=page.count) }}",
            "{{ words.nav.menu",
        ] {
            assert_eq!(of(stays), stays);
        }
    }
}
