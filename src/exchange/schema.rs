use serde_json::{Map, Value, json};

use crate::config::Config;
use crate::diag::Code;
use crate::model::{Confidence, SlotType};

use super::{Field, Shape, fields};

/// Every kind of file that has a schema.
pub const KINDS: &[&str] = &["book", "bank", "records", "guide", "template", "checklist", "tool"];

/// The JSON Schema of a kind of file, with the facets of this book; none for a kind that there is not. Front matter is
/// described for Markdown files.
pub fn schema(kind: &str, config: &Config) -> Option<Value> {
    let (about, body) = match kind {
        "book" => ("book.toml: the settings of a book", book()),
        "bank" => ("A bank of questions", bank(config)),
        "records" => ("Slots, sources, claims and glossary", records()),
        "guide" => ("The front matter of a guide", page(config, "guide", &[])),
        "template" => ("The front matter of a template", page(config, "template", &template_keys(config))),
        "checklist" => ("The front matter of a checklist", page(config, "checklist", &[])),
        "tool" => ("The front matter of a page with a tool", page(config, "tool", &[])),
        _ => return None,
    };
    let mut schema = Map::new();
    schema.insert("$schema".into(), "https://json-schema.org/draft/2020-12/schema".into());
    schema.insert("title".into(), about.into());
    schema.extend(body.as_object().cloned().unwrap_or_default());
    Some(Value::Object(schema))
}

type Key = (&'static str, Value, &'static str);

/// An object with these keys and no others.
fn object(keys: impl IntoIterator<Item = Key>, required: &[&str]) -> Value {
    let properties: Map<String, Value> = keys.into_iter().map(|(key, schema, about)| (key.to_owned(), described(schema, about))).collect();
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}

fn described(mut schema: Value, about: &str) -> Value {
    if let (Some(schema), false) = (schema.as_object_mut(), about.is_empty()) {
        schema.insert("description".into(), about.into());
    }
    schema
}

fn text() -> Value {
    // A number or a truth value that an author writes without quotes is read as the text it looks like.
    json!({ "type": ["string", "number", "boolean"] })
}

fn flag() -> Value {
    json!({ "type": "boolean" })
}

fn whole(from: i64, to: i64) -> Value {
    json!({ "type": "integer", "minimum": from, "maximum": to })
}

fn date() -> Value {
    json!({ "type": "string", "format": "date", "pattern": "^\\d{4}-\\d{2}-\\d{2}$" })
}

fn id() -> Value {
    json!({ "type": "string", "pattern": "^[^._\\s][^\\s/]*$", "maxLength": 64 })
}

/// One of these, or a list of them.
fn one_or_many(item: Value) -> Value {
    json!({ "anyOf": [item, { "type": "array", "items": item }] })
}

fn list(item: Value) -> Value {
    json!({ "type": "array", "items": item })
}

fn words(words: impl IntoIterator<Item = &'static str>) -> Value {
    json!({ "enum": words.into_iter().collect::<Vec<_>>() })
}

fn shape(shape: Shape<'_>) -> Value {
    match shape {
        Shape::Id => id(),
        Shape::Text => text(),
        Shape::Texts | Shape::Words => one_or_many(text()),
        Shape::Choice(choices) => words(choices.iter().copied()),
        Shape::Number => whole(1, 120),
        Shape::Date => date(),
        Shape::Facet(facet) => {
            let value = |value: &crate::config::FacetValue| {
                let about = value.about.as_deref().map_or_else(|| value.label.clone(), |about| format!("{}: {about}", value.label));
                json!({ "const": *value.id, "description": about })
            };
            let ids: Vec<&str> = facet.values.iter().map(|value| value.id.as_str()).collect();
            let one = json!({ "enum": ids, "oneOf": facet.values.iter().map(value).collect::<Vec<_>>() });
            if facet.many { one_or_many(one) } else { one }
        }
    }
}

/// Keys of fields, which may also say nothing.
fn properties<'c>(fields: impl IntoIterator<Item = Field<'c>>) -> Map<String, Value> {
    fields.into_iter().map(|field| (field.key.to_owned(), described(shape(field.shape), field.about))).collect()
}

fn bank(config: &Config) -> Value {
    let all = fields(config);
    let defaults = all.iter().copied().filter(|field| !matches!(field.key, "id" | "ask" | "aliases"));
    let defaults = json!({ "type": "object", "properties": properties(defaults), "additionalProperties": false });
    let question = json!({ "type": "object", "properties": properties(all.iter().copied()), "required": ["id", "ask"], "additionalProperties": false });
    let own = [
        ("id", id(), "Unique among banks; without it the file name."),
        ("title", text(), "What it is called."),
        ("summary", text(), "What it is about, in a sentence."),
        ("order", whole(-1_000_000, 1_000_000), "Its place among its neighbours."),
        ("language", text(), "Where it differs from the book's."),
        ("aliases", one_or_many(text()), "Former addresses, as paths from the site's root."),
        ("card", flag(), "Whether it has a card image of its own."),
        ("defaults", defaults, "What stands in for what a question does not say."),
        ("questions", list(question), "The questions."),
    ];
    object(own.into_iter().chain(review()), &["questions"])
}

fn review() -> [Key; 3] {
    [
        ("updated_on", date(), "When it was last changed."),
        ("reviewed_on", date(), "When it was last reviewed."),
        ("review_in", text(), "After what time it should be reviewed again: `12 months`."),
    ]
}

fn slots() -> Value {
    let kinds = SlotType::ALL.iter().map(|(name, _)| *name);
    let slot = object(
        [
            ("id", id(), "The word in braces."),
            ("label", text(), "What readers see."),
            ("type", words(kinds), "What is typed into it."),
            ("required", flag(), "Whether a message needs it."),
            ("default", text(), "What stands in it at first."),
            ("max", whole(1, 100_000), "The most characters."),
            ("example", text(), "An example."),
            ("help", text(), "What to write."),
            ("options", one_or_many(text()), "What to choose from."),
        ],
        &["id"],
    );
    list(slot)
}

fn records() -> Value {
    let source = object(
        [
            ("id", id(), "Cited as `[@id]`."),
            ("title", text(), "What it is called."),
            ("author", text(), "Who wrote it."),
            ("year", text(), "When."),
            ("url", text(), "Where it is."),
            ("checked_on", date(), "When somebody last looked."),
            ("note", text(), "What to know about it."),
        ],
        &["id", "title"],
    );
    let claim = object(
        [
            ("id", id(), "Cited as `[@id]`."),
            ("text", text(), "What is claimed."),
            ("wording", text(), "The honest words to use in public."),
            ("confidence", words(Confidence::ALL.iter().map(|(name, _)| *name)), "How sure it is."),
            ("sources", one_or_many(text()), "Ids of sources."),
            ("checked_on", date(), "When somebody last looked."),
        ],
        &["id", "text"],
    );
    let term = object(
        [
            ("id", id(), "Without it, made from the term."),
            ("term", text(), "The word."),
            ("meaning", text(), "What it means."),
            ("also", one_or_many(text()), "Other words for it."),
        ],
        &["term", "meaning"],
    );
    object(
        [
            ("title", text(), "For colleagues."),
            ("slots", slots(), "Blanks in messages and questions."),
            ("sources", list(source), "Works."),
            ("claims", list(claim), "What is said, and how sure it is."),
            ("glossary", list(term), "Words."),
        ],
        &[],
    )
}

fn page(config: &Config, kind: &'static str, own: &[Key]) -> Value {
    let shared = [
        ("kind", words([kind]), "What it is."),
        ("id", id(), "Without it, the file name."),
        ("title", text(), "Without it, the leading heading."),
        ("summary", text(), "In a sentence of 50 to 160 characters."),
        ("order", whole(-1_000_000, 1_000_000), "Its place among its neighbours."),
        ("tags", one_or_many(text()), "Free words."),
        ("searches", one_or_many(text()), "What people type who need it: found by search."),
        ("related", one_or_many(text()), "Pages to go to next, as relative file paths."),
        ("aliases", one_or_many(text()), "Former addresses, as paths from the site's root."),
        ("draft", flag(), "Published only with `--drafts`."),
        ("author", text(), "Who wrote it."),
        ("language", text(), "Where it differs from the book's."),
        ("card", flag(), "Whether it has a card image of its own."),
        ("level", whole(1, 18), "The school grade it should read at."),
    ];
    let required: &[&str] = if kind == "guide" { &[] } else { &["kind"] };
    let mut schema = object(shared.into_iter().chain(review()).chain(own.iter().cloned()), required);
    let facets = fields(config).into_iter().filter(|field| matches!(field.shape, Shape::Facet(_)));
    if let Some(keys) = schema.get_mut("properties").and_then(Value::as_object_mut) {
        keys.extend(properties(facets));
    }
    schema
}

fn template_keys(config: &Config) -> Vec<Key> {
    let channels: Vec<&str> = config.channels.iter().map(|channel| channel.id.value.as_str()).collect();
    let channel = if channels.is_empty() { text() } else { json!({ "enum": channels }) };
    let limit = object([("soft", whole(1, 100_000), "Better not more."), ("hard", whole(1, 100_000), "Never more.")], &[]);
    vec![
        ("channel", channel, "How it is sent."),
        ("limit", limit, "How long it may be, in the channel's unit."),
        ("when", text(), "When to send it."),
        ("subject", text(), "The subject line."),
        ("do", one_or_many(text()), "What to do."),
        ("dont", one_or_many(text()), "What not to do."),
        ("slots", slots(), "Blanks of this message alone."),
    ]
}

fn link() -> Value {
    object([("label", text(), "What readers see."), ("url", text(), "Where it leads.")], &["label", "url"])
}

fn book() -> Value {
    let value =
        object([("id", id(), "The word in files."), ("label", text(), "What readers see."), ("about", text(), "A sentence.")], &["id"]);
    let facet = object(
        [
            ("label", text(), "What readers call it."),
            ("many", flag(), "Whether an item may have several values."),
            ("any", text(), "The value that matches every value."),
            ("values", list(json!({ "anyOf": [text(), value] })), "Its values, in order."),
        ],
        &["values"],
    );
    let channel = object([("label", text(), "What readers call it."), ("unit", words(["words", "characters"]), "What limits count.")], &[]);
    let level = || words(["error", "warning", "ignore"]);
    let rule = object(
        [("level", level(), "From now on."), ("reason", text(), "Why."), ("paths", one_or_many(text()), "Only for these files.")],
        &["level"],
    );
    let rule = json!({ "anyOf": [level(), rule] });
    let rules: Map<String, Value> = Code::ALL.iter().map(|code| (code.slug().to_owned(), described(rule.clone(), code.title()))).collect();
    let open = |item: Value| json!({ "type": "object", "additionalProperties": item });
    object(
        [
            ("book", book_section(), "What it is."),
            ("build", build_section(), "How it is built."),
            ("site", site_section(), "Where it stands."),
            ("output", object([("html", html_section(), "The pages.")], &[]), "What comes out."),
            ("vars", open(text()), "Values for `{{ name }}` in texts."),
            ("facets", open(facet), "How questions and pages are sorted."),
            ("channels", open(channel), "Ways to send a message."),
            ("nav", object([("header", one_or_many(text()), "Paths from `content/`.")], &[]), "The menu."),
            ("check", json!({ "type": "object", "properties": rules, "additionalProperties": false }), "What counts as an error."),
            ("search", search_section(), "The search."),
        ],
        &["book"],
    )
}

fn book_section() -> Value {
    object(
        [
            ("title", text(), "The name of the site."),
            ("description", text(), "In a sentence."),
            ("authors", one_or_many(text()), "Who wrote it."),
            ("language", text(), "A language tag such as `en`."),
        ],
        &["title"],
    )
}

fn build_section() -> Value {
    object(
        [("build-dir", text(), "Where the site goes."), ("unsafe-html", flag(), "Whether raw HTML in Markdown is markup, not text.")],
        &[],
    )
}

fn site_section() -> Value {
    let links = object([("header", list(link()), "Links of the header."), ("footer", list(link()), "Links of the footer.")], &[]);
    object(
        [
            ("base-url", text(), "Where the site will stand."),
            ("organisation", text(), "Who publishes it."),
            ("contact", text(), "A `mailto:`, `tel:` or `https:` address."),
            ("help", list(link()), "Links of last resort, shown on every page."),
            ("logo", text(), "An image, by path from `content/`."),
            ("accent", text(), "The brand's colour, as `#rrggbb`."),
            ("second", text(), "A second colour, as `#rrggbb`."),
            ("links", links, "Links of header and footer."),
        ],
        &[],
    )
}

fn html_section() -> Value {
    object(
        [
            ("theme", text(), "The folder under `themes/`, or `default`."),
            ("additional-css", one_or_many(text()), "Style sheets after the theme's."),
            ("additional-js", one_or_many(text()), "Scripts after the theme's."),
            ("edit-url-template", text(), "`https://forge.example/edit/main/{path}`."),
            ("editor-url", text(), "Opens a file in the editor from the preview."),
            ("markdown-copies", flag(), "Whether each page is published as Markdown too."),
        ],
        &[],
    )
}

fn search_section() -> Value {
    object(
        [
            ("synonyms", list(one_or_many(text())), "Groups of phrases that mean the same."),
            ("subject", one_or_many(text()), "Phrases for what the whole book is about: they say little in a search."),
            ("budget-kb", whole(1, 1_000_000), "Largest size of the index."),
            ("shortcuts", flag(), "Whether `/` and Ctrl-K open the search."),
            ("offline", flag(), "Whether readers are offered to keep the site."),
            (
                "weights",
                json!({ "type": "object", "additionalProperties": { "type": "number" } }),
                "Weight of a field's words, by field name.",
            ),
        ],
        &[],
    )
}
