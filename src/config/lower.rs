use std::collections::BTreeMap;

use crate::diag::{Code, Diagnostic, Report, Severity, Source, Span, Spanned, nearest};
use crate::parse::{Entry, Fields, Node, Text, parse_toml, report_controls, wrong_type};

use super::{BookSection, Build, Channel, Config, Facet, FacetValue, Html, NavLink, Rule, Search, Site, Unit};

/// Reads `book.toml`. What is wrong is reported and its default stands in; a config is given in any case.
pub fn read(source: &Source, report: &mut Report) -> Config {
    let text = Text::verbatim(source.text.clone(), Span::new(source.id, 0..source.text.len()));
    report_controls(source, report);
    let root = parse_toml(&text, report);
    let mut config = default_config(&text);
    let Some(mut fields) = Fields::table(&root, "book.toml", report) else { return config };
    match fields.node("book") {
        Some(node) => read_book(node, &mut config.book, report),
        None => report.add(
            Diagnostic::new(Code::MissingKey, text.span_of(0..0), "`book.toml` has no `[book]`")
                .label("expected a table `[book]`")
                .help("begin with `[book]` and `title = \"…\"`"),
        ),
    }
    if let Some(node) = fields.node("build") {
        read_build(node, &mut config.build, report);
    }
    if let Some(node) = fields.node("site") {
        config.site = read_site(node, report);
    }
    if let Some(html) = fields.node("output").and_then(|node| section(node, "html", "[output]", report)) {
        read_html(html, &mut config.html, report);
    }
    if let Some(node) = fields.node("facets") {
        config.facets = Fields::table(node, "[facets]", report)
            .map_or(Vec::new(), |mut fields| fields.rest().map(|entry| facet(entry, report)).collect());
    }
    if let Some(node) = fields.node("channels") {
        config.channels = Fields::table(node, "[channels]", report)
            .map_or(Vec::new(), |mut fields| fields.rest().map(|entry| channel(entry, report)).collect());
    }
    if let Some(mut nav) = fields.node("nav").and_then(|node| Fields::table(node, "[nav]", report)) {
        config.nav_header = nav.node("header").is_some().then(|| nav.strings("header", report));
        nav.finish([], report);
    }
    if let Some(node) = fields.node("check") {
        config.rules = Fields::table(node, "[check]", report)
            .map_or(Vec::new(), |mut fields| fields.rest().filter_map(|entry| rule(entry, report)).collect());
    }
    if let Some(node) = fields.node("search") {
        read_search(node, &mut config.search, report);
    }
    config.vars = vars(fields.node("vars"), &config, report);
    fields.finish([], report);
    config
}

fn default_config(text: &Text) -> Config {
    let nowhere = text.span_of(0..0);
    Config {
        book: BookSection {
            title: Spanned::new("Untitled".into(), nowhere),
            description: None,
            authors: Vec::new(),
            language: "en".into(),
        },
        build: Build { build_dir: "public".into(), unsafe_html: false },
        site: Site::default(),
        html: Html {
            theme: Spanned::new("default".into(), nowhere),
            additional_css: Vec::new(),
            additional_js: Vec::new(),
            edit_url_template: None,
            editor_url: None,
            markdown_copies: true,
        },
        vars: BTreeMap::new(),
        facets: Vec::new(),
        channels: Vec::new(),
        nav_header: None,
        rules: Vec::new(),
        search: Search {
            synonyms: Vec::new(),
            subject: Vec::new(),
            budget_kb: None,
            weights: BTreeMap::new(),
            shortcuts: true,
            offline: false,
        },
    }
}

fn section<'a>(node: &'a Node, key: &str, noun: &'a str, report: &mut Report) -> Option<&'a Node> {
    let mut fields = Fields::table(node, noun, report)?;
    let found = fields.node(key);
    fields.finish([], report);
    found
}

fn read_book(node: &Node, book: &mut BookSection, report: &mut Report) {
    let Some(mut fields) = Fields::table(node, "[book]", report) else { return };
    fields.require("title", report);
    if let Some(title) = fields.string("title", report) {
        book.title = title;
    }
    book.description = plain(&mut fields, "description", report);
    book.authors = fields.strings("authors", report).into_iter().map(|author| author.value).collect();
    if let Some(language) = language(&mut fields, report) {
        book.language = language.value;
    }
    fields.finish([], report);
}

/// The language tag under `language`, of a book, a page or a bank; what is none is reported.
pub fn language(fields: &mut Fields<'_>, report: &mut Report) -> Option<Spanned<String>> {
    let language = fields.string("language", report)?;
    if language_tag(&language) {
        return Some(language);
    }
    report.add(
        Diagnostic::new(Code::BadValue, language.span, format!("`{}` is not a language tag", language.value))
            .label("expected a tag such as `en` or `pt-BR`"),
    );
    None
}

/// Whether `tag` has the shape of a BCP 47 tag: letters and digits in parts of at most eight, the first two or three letters.
fn language_tag(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or_default();
    (2..=3).contains(&first.len())
        && first.bytes().all(|byte| byte.is_ascii_alphabetic())
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

fn read_build(node: &Node, build: &mut Build, report: &mut Report) {
    let Some(mut fields) = Fields::table(node, "[build]", report) else { return };
    if let Some(dir) = fields.string("build-dir", report) {
        if let Some(why) = unfit(&dir) {
            report.add(
                Diagnostic::new(Code::BadValue, dir.span, format!("`{}` cannot be the output folder: {why}", dir.value))
                    .help("choose a folder beside the content, such as `public`"),
            );
        }
        build.build_dir = dir.value;
    }
    build.unsafe_html = fields.flag("unsafe-html", report).unwrap_or(false);
    fields.finish([], report);
}

/// Why a folder, as it is written from the book's, cannot be the output folder. Where an absolute path leads, only the disk knows.
fn unfit(dir: &str) -> Option<&'static str> {
    let mut parts = dir.split('/').filter(|part| !matches!(*part, "" | "."));
    match parts.next() {
        _ if dir.starts_with('/') => None,
        Some("content" | "themes") => Some("it lies in the book's content"),
        first if first.into_iter().chain(parts).all(|part| part == "..") => Some("the book lies in it"),
        _ => None,
    }
}

fn read_site(node: &Node, report: &mut Report) -> Site {
    let mut site = Site::default();
    let Some(mut fields) = Fields::table(node, "[site]", report) else { return site };
    site.base_url = fields.string("base-url", report).and_then(|url| base_url(url, report));
    site.organisation = plain(&mut fields, "organisation", report);
    site.contact = fields.string("contact", report).and_then(|url| address(url, report));
    site.help = nav_links(fields.list("help", report), report);
    site.logo = fields.string("logo", report);
    site.accent = fields.string("accent", report).and_then(|colour| hex_colour(colour, report));
    site.second = fields.string("second", report).and_then(|colour| hex_colour(colour, report));
    if let Some(mut links) = fields.node("links").and_then(|node| Fields::table(node, "links table", report)) {
        site.header_links = nav_links(links.list("header", report), report);
        site.footer_links = nav_links(links.list("footer", report), report);
        links.finish([], report);
    }
    fields.finish([], report);
    site
}

/// An absolute http address, with a slash at its end.
pub fn base_url(url: Spanned<String>, report: &mut Report) -> Option<Spanned<String>> {
    if !is_base_url(&url) {
        report.add(
            Diagnostic::new(Code::BadValue, url.span, format!("`base-url` is `{}`", url.value))
                .label("expected an address such as `https://careers.example.edu/talks/`"),
        );
        return None;
    }
    Some(url.map(|url| if url.ends_with('/') { url } else { url + "/" }))
}

/// Whether a site can stand there.
pub fn is_base_url(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        !rest.is_empty() && !rest.starts_with('/') && !rest.contains(|c: char| c.is_whitespace() || "?#\"<>".contains(c))
    })
}

fn address(url: Spanned<String>, report: &mut Report) -> Option<Spanned<String>> {
    let lower = url.to_ascii_lowercase();
    if ["https://", "http://", "mailto:", "tel:"].iter().any(|scheme| lower.starts_with(scheme)) {
        return Some(url);
    }
    report.add(
        Diagnostic::new(Code::UnsafeLink, url.span, format!("`{}` is not an address that readers can follow", url.value))
            .label("expected `https:`, `mailto:` or `tel:`")
            .help(if url.contains('@') { format!("write `mailto:{}`", url.value) } else { format!("write `https://{}`", url.value) }),
    );
    None
}

fn hex_colour(colour: Spanned<String>, report: &mut Report) -> Option<Spanned<String>> {
    let digits = colour.strip_prefix('#').unwrap_or_default();
    if digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Some(colour);
    }
    report.add(
        Diagnostic::new(Code::BadValue, colour.span, format!("`{}` is not a colour", colour.value))
            .label("expected six digits such as `#0b5cad`"),
    );
    None
}

fn nav_links(nodes: &[Node], report: &mut Report) -> Vec<NavLink> {
    let mut links = Vec::new();
    for node in nodes {
        let Some(mut fields) = Fields::table(node, "link", report) else { continue };
        fields.require("label", report);
        fields.require("url", report);
        let label = plain(&mut fields, "label", report);
        let url = fields.string("url", report).and_then(|url| address(url, report));
        fields.finish([], report);
        links.extend(label.zip(url).map(|(label, url)| NavLink { label, url }));
    }
    links
}

fn read_html(node: &Node, html: &mut Html, report: &mut Report) {
    let Some(mut fields) = Fields::table(node, "[output.html]", report) else { return };
    if let Some(theme) = fields.string("theme", report) {
        html.theme = theme;
    }
    html.additional_css = fields.strings("additional-css", report);
    html.additional_js = fields.strings("additional-js", report);
    html.edit_url_template = placeholder(&mut fields, "edit-url-template", report);
    html.editor_url = placeholder(&mut fields, "editor-url", report);
    html.markdown_copies = fields.flag("markdown-copies", report).unwrap_or(true);
    fields.finish([], report);
}

fn placeholder(fields: &mut Fields<'_>, key: &str, report: &mut Report) -> Option<String> {
    let template = fields.string(key, report)?;
    if !template.contains("{path}") {
        report.add(
            Diagnostic::new(Code::BadValue, template.span, format!("`{key}` has no `{{path}}`"))
                .label("expected `{path}` where the file's path goes"),
        );
        return None;
    }
    Some(template.value)
}

fn plain(fields: &mut Fields<'_>, key: &str, report: &mut Report) -> Option<String> {
    fields.string(key, report).map(|text| text.value)
}

fn facet(entry: &Entry, report: &mut Report) -> Facet {
    let id = Spanned::new(entry.key.clone(), entry.key_span);
    check_name(&id, "facet", report);
    let mut facet = Facet { label: entry.key.clone(), id, many: false, any: None, values: Vec::new() };
    let Some(mut fields) = Fields::table(&entry.node, "facet", report) else { return facet };
    if let Some(label) = plain(&mut fields, "label", report) {
        facet.label = label;
    }
    facet.many = fields.flag("many", report).unwrap_or(false);
    fields.require("values", report);
    for node in fields.list("values", report) {
        facet.values.extend(facet_value(node, &facet, report));
    }
    facet.any = fields.string("any", report).filter(|any| {
        let known = facet.value_index(any).is_some();
        if !known {
            report.add(
                Diagnostic::new(Code::UnknownValue, any.span, format!("`any` names `{}`, which is not a value of this facet", any.value))
                    .did_you_mean(nearest(any, facet.values.iter().map(|value| value.id.as_str())), "add it to `values`"),
            );
        }
        known
    });
    fields.finish([], report);
    facet
}

fn facet_value(node: &Node, facet: &Facet, report: &mut Report) -> Option<FacetValue> {
    let value = match node.text() {
        Some(text) => FacetValue { id: Spanned::new(text.value.to_string(), text.span), label: text.value.to_string(), about: None },
        None => {
            let mut fields = Fields::table(node, "facet value", report)?;
            fields.require("id", report);
            let id = fields.string("id", report);
            let label = plain(&mut fields, "label", report);
            let about = plain(&mut fields, "about", report);
            fields.finish([], report);
            let id = id?;
            FacetValue { label: label.unwrap_or_else(|| id.value.clone()), id, about }
        }
    };
    check_name(&value.id, "facet value", report);
    if let Some(first) = facet.values.iter().find(|other| *other.id == *value.id) {
        report.add(
            Diagnostic::new(Code::DuplicateId, value.id.span, format!("`{}` is given twice", value.id.value))
                .help("keep one of the two")
                .note(first.id.span, "the first one"),
        );
        return None;
    }
    Some(value)
}

/// Facets and their values become parts of addresses.
fn check_name(id: &Spanned<String>, noun: &str, report: &mut Report) {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if id.is_empty() || id.len() > 64 || !id.chars().all(fits) {
        report.add(
            Diagnostic::new(Code::BadId, id.span, format!("`{}` cannot be the id of a {noun}", id.value))
                .label("expected small letters, digits and hyphens, at most 64"),
        );
    }
}

fn channel(entry: &Entry, report: &mut Report) -> Channel {
    let mut channel = Channel { id: Spanned::new(entry.key.clone(), entry.key_span), label: entry.key.clone(), unit: Unit::Words };
    let Some(mut fields) = Fields::table(&entry.node, "channel", report) else { return channel };
    if let Some(label) = plain(&mut fields, "label", report) {
        channel.label = label;
    }
    if let Some(unit) = fields.choice("unit", &[("words", Unit::Words), ("characters", Unit::Characters)], report) {
        channel.unit = unit.value;
    }
    fields.finish([], report);
    channel
}

const LEVELS: &[(&str, Option<Severity>)] = &[("error", Some(Severity::Error)), ("warning", Some(Severity::Warning)), ("ignore", None)];

fn rule(entry: &Entry, report: &mut Report) -> Option<Rule> {
    let Some(code) = Code::from_slug(&entry.key) else {
        report.add(
            Diagnostic::new(Code::UnknownKey, entry.key_span, format!("`{}` is not the code of a check", entry.key)).did_you_mean(
                nearest(&entry.key, Code::ALL.iter().map(|code| code.slug())),
                "run `prepbook explain` for the list of codes",
            ),
        );
        return None;
    };
    let mut rule = Rule { code, level: None, reason: None, paths: Vec::new() };
    let level = match entry.node.text() {
        Some(text) => LEVELS.iter().find(|(word, _)| *word == &*text.value).map(|(_, level)| *level).or_else(|| {
            report.add(
                Diagnostic::new(Code::BadValue, text.span, format!("`{}` is `{}`", entry.key, text.value))
                    .label("expected `error`, `warning` or `ignore`"),
            );
            None
        })?,
        None => {
            let mut fields = Fields::table(&entry.node, "check", report)?;
            fields.require("level", report);
            let level = fields.choice("level", LEVELS, report);
            rule.reason = plain(&mut fields, "reason", report);
            rule.paths = fields.strings("paths", report).into_iter().map(|path| path.value).collect();
            fields.finish([], report);
            level?.value
        }
    };
    rule.level = level;
    Some(rule)
}

fn read_search(node: &Node, search: &mut Search, report: &mut Report) {
    let Some(mut fields) = Fields::table(node, "[search]", report) else { return };
    for group in fields.list("synonyms", report) {
        match &group.value {
            crate::parse::Value::Sequence(items) => {
                search.synonyms.push(items.iter().filter_map(|item| item.text()).map(|text| text.value.to_string()).collect());
            }
            _ => report.add(wrong_type(group, "a list of phrases that mean the same")),
        }
    }
    search.subject = fields.strings("subject", report).into_iter().map(|phrase| phrase.value).collect();
    search.budget_kb = fields.number("budget-kb", 1..=1_000_000, report).map(|number| number.value as u64);
    search.shortcuts = fields.flag("shortcuts", report).unwrap_or(true);
    search.offline = fields.flag("offline", report).unwrap_or(false);
    if let Some(mut weights) = fields.node("weights").and_then(|node| Fields::table(node, "[search.weights]", report)) {
        for entry in weights.rest() {
            match entry.node.text().and_then(|text| text.parse::<f64>().ok()).filter(|weight| (0.0..=100.0).contains(weight)) {
                Some(weight) => {
                    search.weights.insert(entry.key.clone(), weight);
                }
                None => report.add(
                    Diagnostic::new(Code::BadValue, entry.node.span, format!("the weight of `{}` is not a number", entry.key))
                        .label("expected a number from 0 to 100"),
                ),
            }
        }
    }
    fields.finish([], report);
}

/// `[vars]`, over what the book knows of itself.
fn vars(node: Option<&Node>, config: &Config, report: &mut Report) -> BTreeMap<String, String> {
    let contact = config.site.contact.as_ref().map(|url| url.trim_start_matches("mailto:").trim_start_matches("tel:").to_owned());
    let own = [("title", Some(config.book.title.value.clone())), ("organisation", config.site.organisation.clone()), ("contact", contact)];
    let mut vars: BTreeMap<String, String> = own.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect();
    let Some(mut fields) = node.and_then(|node| Fields::table(node, "[vars]", report)) else { return vars };
    for entry in fields.rest() {
        match entry.node.text() {
            Some(text) => {
                vars.insert(entry.key.clone(), text.value.to_string());
            }
            None => report.add(wrong_type(&entry.node, "text or a number")),
        }
    }
    vars
}
