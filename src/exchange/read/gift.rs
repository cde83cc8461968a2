use std::ops::Range;

use crate::diag::{Place, Source, Span};
use crate::exchange::naming::shortened;
use crate::exchange::{Draft, Record, html, labelled};
use crate::model::{slug, valid_id};

use super::input::Context;

/// Reads GIFT: questions parted by empty lines, answers in braces.
pub(super) fn read(source: &Source, context: &mut Context<'_>) -> Draft {
    let mut draft = Draft::default();
    let mut category: Option<String> = None;
    let mut categories = Vec::new();
    for range in entries(&source.text) {
        let raw = &source.text[range.clone()];
        let span = Span::new(source.id, range.start..range.start + raw.trim_end().len());
        let (comments, body) = comments(raw);
        let mut body = body.as_str();
        if let Some(name) = body.strip_prefix("$CATEGORY:") {
            let (line, rest) = name.split_once('\n').unwrap_or((name, ""));
            category = Some(last_part(&plain(line))).filter(|name| !name.is_empty());
            body = rest.trim_start();
        }
        if !body.is_empty() {
            question(body, &comments, span.into(), context, &mut draft);
        }
        categories.resize(draft.records.len(), category.clone());
    }
    context.categorise(&mut draft, &categories);
    draft
}

/// `$course$/top/Talks/First` as `First`.
pub(super) fn last_part(category: &str) -> String {
    // Moodle doubles a slash that parts nothing.
    let whole = category.replace("//", "\u{0}");
    let last = whole.rsplit('/').map(str::trim).find(|part| !part.is_empty() && !part.starts_with('$') && *part != "top");
    last.unwrap_or_default().replace('\u{0}', "/")
}

/// What stands between empty lines; an empty line within braces belongs to the answer.
fn entries(text: &str) -> Vec<Range<usize>> {
    let (mut found, mut start, mut depth, mut at) = (Vec::new(), 0, 0i32, 0);
    for line in text.split_inclusive('\n') {
        let comment = line.trim_start().starts_with("//");
        let empty = line.trim().is_empty();
        if empty && depth <= 0 {
            if !text[start..at].trim().is_empty() {
                found.push(start..at);
            }
            (start, depth) = (at + line.len(), 0);
        } else if !comment {
            let mut escaped = false;
            for c in line.chars() {
                match c {
                    _ if escaped => {
                        escaped = false;
                        continue;
                    }
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    _ => {}
                }
                escaped = c == '\\';
            }
        }
        at += line.len();
    }
    if !text[start..].trim().is_empty() {
        found.push(start..text.len());
    }
    found
}

/// An entry's comment lines, and the rest of it.
fn comments(raw: &str) -> (String, String) {
    let (comments, rest): (Vec<&str>, Vec<&str>) = raw.lines().partition(|line| line.trim_start().starts_with("//"));
    (comments.join("\n"), rest.join("\n").trim().to_owned())
}

/// The values of `[id:…]` or `[tag:…]` in comments.
fn marks(comments: &str, mark: &str) -> Vec<String> {
    let open = format!("[{mark}:");
    let mut found = Vec::new();
    let mut rest = comments;
    while let Some(at) = rest.find(&open) {
        rest = &rest[at + open.len()..];
        let mut value = String::new();
        let mut letters = rest.chars();
        while let Some(c) = letters.next() {
            match c {
                '\\' => value.extend(letters.next()),
                ']' => break,
                c => value.push(c),
            }
        }
        found.push(value);
    }
    found
}

fn question(body: &str, comments: &str, place: Place, context: &mut Context<'_>, draft: &mut Draft) {
    let (title, text) = match body.strip_prefix("::").and_then(|rest| find(rest, "::").map(|end| (&rest[..end], &rest[end + 2..]))) {
        Some((title, text)) => (Some(plain(title)), text.trim()),
        None => (None, body),
    };
    let Some(open) = find(text, "{") else {
        return context.lost(place, "a description: it is not a question");
    };
    let Some(close) = find(&text[open + 1..], "}").map(|end| open + 1 + end) else {
        return context.wrong(
            place,
            "the braces of this answer are never closed",
            "close them with `}`, or write `\\{` for a brace in a text",
        );
    };
    if let Some(brace) = find(&text[open + 1..close], "{") {
        let found = text[open + 1 + brace..].chars().take(20).collect::<String>();
        return context.wrong(
            place,
            format!("a brace opens within the braces of an answer: `{found}`"),
            "close the answer with `}`, or write `\\{` for a brace in a text",
        );
    }
    let (before, inside, after) = (&text[..open], &text[open + 1..close], text[close + 1..].trim_end());
    let (before, markdown) = formatted(before.trim(), context, &place);
    let ask = if after.is_empty() { before } else { format!("{before} \\_\\_\\_\\_\\_{}", unescaped(after)) };
    let mut record = Record::new(place.clone());
    if let Some(id) = marks(comments, "id").first().filter(|id| valid_id(id)) {
        record.set("id", [id.clone()], place.clone());
    }
    record.called = title.clone().filter(|title| *title != ask).map(|title| shortened(&slug(&title))).filter(|id| valid_id(id));
    let ask = if markdown { ask } else { context.literal(&ask) };
    record.set("ask", [ask], place.clone());
    answer(inside, &mut record, context);
    for tag in marks(comments, "tag") {
        match labelled::tag(&tag, &context.fields) {
            Some((key, value)) => record.add(key, [value.to_owned()], place.clone()),
            None => context.file_under(&mut record, &tag, &place),
        }
    }
    draft.records.push(record);
}

/// Reads what stands in the braces: the answers, and after `####` what is said to everybody.
fn answer(inside: &str, record: &mut Record, context: &mut Context<'_>) {
    let place = record.place.clone();
    let (answers, feedback) = match find(inside, "####") {
        Some(at) => (&inside[..at], Some(&inside[at + 4..])),
        None => (inside, None),
    };
    let mut texts = right(answers.trim(), &place, context);
    if let Some(feedback) = feedback {
        let (text, _) = formatted(feedback.trim(), context, &place);
        let rest = labelled::read(&text, &context.fields, record);
        if !rest.is_empty() {
            texts.push(context.literal(&rest));
        }
    }
    if !texts.is_empty() && record.one("answer").is_none() {
        record.set("answer", [texts.join("\n\n")], place);
    }
}

/// The right answers as a text; what is wrong, and what is said about it, is not carried.
fn right(answers: &str, place: &Place, context: &mut Context<'_>) -> Vec<String> {
    let upper = answers.split('#').next().unwrap_or_default().trim().to_uppercase();
    if matches!(upper.as_str(), "T" | "TRUE" | "F" | "FALSE") {
        if answers.contains('#') {
            context.lost(place.clone(), "what is said after a wrong or a right answer");
        }
        return vec![if upper.starts_with('T') { "True" } else { "False" }.to_owned()];
    }
    if let Some(number) = answers.strip_prefix('#').filter(|rest| !rest.trim_start().starts_with('=')) {
        return vec![tolerance(number.split('#').next().unwrap_or_default())];
    }
    let mut found = Vec::new();
    let (mut wrong, mut said, mut partial) = (0, 0, false);
    let numbers = answers.starts_with('#');
    for option in options(answers.strip_prefix('#').unwrap_or(answers)) {
        let (sign, rest) = option.split_at(1);
        let (text, comment) = find(rest, "#").map_or((rest, None), |at| (&rest[..at], Some(&rest[at + 1..])));
        said += usize::from(comment.is_some_and(|comment| !comment.trim().is_empty()));
        let (weight, text) = weight(text.trim());
        // A right answer counts whole unless it says otherwise, even that it counts nothing.
        let weight = weight.unwrap_or(if sign == "=" { 100.0 } else { 0.0 });
        if weight > 0.0 {
            partial |= weight < 100.0;
            let pair = text.split_once("->").map(|(left, right)| format!("{} → {}", left.trim_end(), right.trim_start()));
            let (text, _) = formatted(pair.as_deref().unwrap_or(text), context, place);
            found.push(if numbers { tolerance(&text) } else { text });
        } else {
            wrong += 1;
        }
    }
    context.lost_choices(place.clone(), wrong);
    if said > 0 {
        context.lost(place.clone(), "what is said after a wrong or a right answer");
    }
    if partial {
        context.lost(place.clone(), "how much a right answer counts");
    }
    if found.len() > 1 { vec![found.iter().map(|text| format!("- {text}")).collect::<Vec<_>>().join("\n")] } else { found }
}

/// `1822:5` as `1822 ± 5`.
fn tolerance(number: &str) -> String {
    match number.trim().split_once(':') {
        Some((number, "0")) => number.to_owned(),
        Some((number, around)) => format!("{number} ± {around}"),
        None => number.trim().to_owned(),
    }
}

/// `%50%text` as 50 and `text`.
fn weight(text: &str) -> (Option<f64>, &str) {
    let split = text.strip_prefix('%').and_then(|rest| rest.split_once('%'));
    split.and_then(|(number, rest)| Some((Some(number.parse().ok()?), rest.trim()))).unwrap_or((None, text))
}

/// The options, each with its sign.
fn options(answers: &str) -> Vec<&str> {
    let mut starts = Vec::new();
    let mut escaped = false;
    for (at, c) in answers.char_indices() {
        if !escaped && matches!(c, '=' | '~') {
            starts.push(at);
        }
        escaped = c == '\\' && !escaped;
    }
    let ends = starts.iter().skip(1).copied().chain([answers.len()]);
    starts.iter().zip(ends).map(|(start, end)| answers[*start..end].trim_end()).collect()
}

/// The first `needle` that is not escaped.
fn find(text: &str, needle: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        if !escaped && text[at..].starts_with(needle) {
            return Some(at);
        }
        escaped = c == '\\' && !escaped;
    }
    None
}

/// A text with its mark (`[html]`, `[markdown]`) taken into account, and whether it is Markdown.
fn formatted(text: &str, context: &mut Context<'_>, place: &Place) -> (String, bool) {
    let marked = ["[markdown]", "[moodle]", "[plain]", "[html]"].into_iter().find_map(|mark| Some((mark, text.strip_prefix(mark)?)));
    let (mark, text) = marked.unwrap_or(("", text));
    let text = plain(text);
    if mark == "[html]" || mark.is_empty() && text.contains("</") {
        let (text, lost) = html::to_markdown(&text);
        for element in lost {
            context.lost(place.clone(), format_args!("`<{element}>`"));
        }
        return (text, false);
    }
    (text, mark == "[markdown]")
}

/// A text without its escapes and the white space around it.
fn plain(text: &str) -> String {
    unescaped(text).trim().to_owned()
}

fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(c) = letters.next() {
        match c {
            '\\' => match letters.next() {
                Some('n') => plain.push('\n'),
                Some(c @ ('~' | '=' | '#' | '{' | '}' | ':' | '\\')) => plain.push(c),
                Some(c) => plain.extend(['\\', c]),
                None => plain.push('\\'),
            },
            c => plain.push(c),
        }
    }
    plain
}
