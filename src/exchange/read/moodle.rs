use std::collections::BTreeSet;

use crate::diag::{Place, Source, Span};
use crate::exchange::naming::shortened;
use crate::exchange::{Draft, Record, html, labelled};
use crate::model::{slug, valid_id};

use super::gift::last_part;
use super::input::Context;
use super::xml::{self, Element};

/// Reads Moodle XML: what our own export wrote comes back whole; of other questions the text, the right answer and the tags.
pub(super) fn read(source: &Source, context: &mut Context<'_>) -> Draft {
    let Some(root) = xml::read(source, context) else { return Draft::default() };
    if root.name != "quiz" {
        let span = Span::new(source.id, root.range.clone());
        context.wrong(
            span.at_start(),
            format!("this is `<{}>`, not a Moodle question bank", root.name),
            "export the questions as “Moodle XML format”",
        );
        return Draft::default();
    }
    let mut draft = Draft::default();
    let mut category: Option<String> = None;
    let mut categories = Vec::new();
    let mut summaries = Vec::new();
    for element in root.children("question") {
        let place = Place::Span(Span::new(source.id, element.range.clone()));
        match element.attribute("type").unwrap_or_default() {
            "category" => {
                category = Some(last_part(&text(element.child("category")))).filter(|name| !name.is_empty());
                let info = Some(text(element.child("info"))).filter(|info| !info.is_empty());
                summaries.extend(info.map(|info| (category.clone(), info, place)));
            }
            "description" => context.lost(place, "a description: it is not a question"),
            kind => {
                draft.records.push(question(element, kind, place, context));
                categories.push(category.clone());
            }
        }
    }
    context.categorise(&mut draft, &categories);
    for (category, info, place) in summaries {
        match draft.summary {
            None if category.is_some() && category == draft.title => draft.summary = Some(info),
            _ => context.lost(place, "what is said about a category"),
        }
    }
    draft
}

/// The text in an element's `<text>`.
fn text(element: Option<&Element>) -> String {
    element.and_then(|element| element.child("text")).map(|text| text.text.trim().to_owned()).unwrap_or_default()
}

/// The same as Markdown; says what had no place in it.
fn markdown(element: Option<&Element>, place: &Place, context: &mut Context<'_>) -> String {
    let text = text(element);
    let format = element.and_then(|element| element.attribute("format")).unwrap_or("html");
    match format {
        "markdown" => text,
        "plain_text" => context.literal(&text),
        _ => {
            let (markdown, lost) = html::to_markdown(&text);
            for element in lost {
                context.lost(place.clone(), format_args!("`<{element}>`"));
            }
            context.literal(&markdown)
        }
    }
}

fn question(element: &Element, kind: &str, place: Place, context: &mut Context<'_>) -> Record {
    let mut record = Record::new(place.clone());
    let number = element.child("idnumber").map(|id| id.text.trim().to_owned()).filter(|id| !id.is_empty());
    let id = number.map(|id| if valid_id(&id) { id } else { slug(&id) }).filter(|id| valid_id(id));
    if let Some(id) = id {
        record.set("id", [id], place.clone());
    }
    let ask = markdown(element.child("questiontext"), &place, context);
    record.called = called(&text(element.child("name")), &ask);
    record.set("ask", [ask], place.clone());
    let feedback = markdown(element.child("generalfeedback"), &place, context);
    let said = labelled::read(&feedback, &context.fields, &mut record);
    let mut answer =
        if kind == "essay" { vec![markdown(element.child("graderinfo"), &place, context)] } else { right(element, kind, &place, context) };
    answer.push(said);
    answer.retain(|text| !text.is_empty());
    if !answer.is_empty() && record.one("answer").is_none() {
        record.set("answer", [answer.join("\n\n")], place.clone());
    }
    let tags = element.child("tags").into_iter().flat_map(|tags| &tags.children).map(|tag| text(Some(tag)));
    for tag in tags.filter(|tag| !tag.is_empty()) {
        match labelled::tag(&tag, &context.fields) {
            Some((key, value)) => record.add(key, [value.to_owned()], place.clone()),
            None => context.file_under(&mut record, &tag, &place),
        }
    }
    left_out(element, kind, &place, context);
    record
}

/// What a question is called, unless that is only how it begins.
fn called(name: &str, ask: &str) -> Option<String> {
    let (id, words) = (shortened(&slug(name)), slug(ask));
    (!words.starts_with(&id) && valid_id(&id)).then_some(id)
}

/// Elements of a question that are carried.
const CARRIED: &[&str] = &["name", "idnumber", "questiontext", "generalfeedback", "graderinfo", "tags", "answer", "subquestion"];
/// How the platform runs and grades a question: nothing of it is said to a reader.
const SETTINGS: &[&str] = &[
    "defaultgrade",
    "penalty",
    "hidden",
    "single",
    "shuffleanswers",
    "answernumbering",
    "showstandardinstruction",
    "usecase",
    "responseformat",
    "responserequired",
    "responsefieldlines",
    "attachments",
    "attachmentsrequired",
    "maxbytes",
    "filetypeslist",
    "minwordlimit",
    "maxwordlimit",
    "shownumcorrect",
    "unitgradingtype",
    "unitpenalty",
    "showunits",
    "unitsleft",
    "synchronize",
];

/// Says what else stands in a question.
fn left_out(element: &Element, kind: &str, place: &Place, context: &mut Context<'_>) {
    if has_file(element) {
        context.lost(place.clone(), "a file within the question");
    }
    if kind != "essay" && !text(element.child("graderinfo")).is_empty() {
        context.lost(place.clone(), "`<graderinfo>`");
    }
    let known = |name: &str| CARRIED.contains(&name) || SETTINGS.contains(&name) || name == "file";
    let mut seen = BTreeSet::new();
    for child in element.children.iter().filter(|child| !known(&child.name) && says_something(child) && seen.insert(&child.name)) {
        context.lost(place.clone(), format_args!("`<{}>`", child.name));
    }
}

fn says_something(element: &Element) -> bool {
    !element.text.trim().is_empty() || element.children.iter().any(says_something)
}

fn has_file(element: &Element) -> bool {
    element.children.iter().any(|child| child.name == "file" || has_file(child))
}

/// The right answers of a question with answers to choose from, as one text.
fn right(element: &Element, kind: &str, place: &Place, context: &mut Context<'_>) -> Vec<String> {
    let mut found = Vec::new();
    let (mut wrong, mut said, mut partial) = (0, 0, 0);
    for answer in element.children("answer") {
        let fraction: f64 = answer.attribute("fraction").and_then(|fraction| fraction.parse().ok()).unwrap_or(0.0);
        said += usize::from(!text(answer.child("feedback")).is_empty());
        match fraction > 0.0 {
            true => {
                partial += usize::from(fraction < 100.0);
                found.push(markdown(Some(answer), place, context));
            }
            false => wrong += 1,
        }
    }
    for pair in element.children("subquestion") {
        let (left, right) = (markdown(Some(pair), place, context), markdown(pair.child("answer"), place, context));
        if !left.is_empty() {
            found.push(format!("{left} → {right}"));
        }
    }
    if kind != "truefalse" {
        context.lost_choices(place.clone(), wrong);
    }
    if said > 0 {
        context.lost(place.clone(), "what is said after a wrong or a right answer");
    }
    if partial > 0 {
        context.lost(place.clone(), "how much a right answer counts");
    }
    if kind == "cloze" {
        context.lost(place.clone(), "the answers within a cloze text, which stand in the question as they were written");
    }
    if found.len() > 1 { vec![found.iter().map(|text| format!("- {text}")).collect::<Vec<_>>().join("\n")] } else { found }
}
