//! Between Markdown and the little HTML that flash cards and learning platforms hold.

use crate::parse::markdown::{CodeBlockKind, Event, Tag, TagEnd, events};
use crate::parse::scan;

use super::escape::escape;

/// Markdown as plain HTML without attributes of ours, in one line; a fault of the parser leaves the text escaped.
pub(super) fn from_markdown(markdown: &str) -> String {
    if is_words(markdown) {
        return escaped(markdown);
    }
    let Some(events) = events(markdown) else { return escaped(markdown) };
    let mut html = String::new();
    for (event, _) in events {
        match event {
            Event::Start(Tag::Link { dest_url, .. }) => html.extend(["<a href=\"", &escaped(&dest_url), "\">"]),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented)) => html.push_str("<pre><code>"),
            Event::Start(tag) => html.extend(["<", name(&tag.to_end()), ">"]),
            Event::End(TagEnd::CodeBlock) => html.push_str("</code></pre>"),
            Event::End(tag) => html.extend(["</", name(&tag), ">"]),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => html.push_str(&escaped(&text).replace('\n', "<br>")),
            Event::Code(text) => html.extend(["<code>", &escaped(&text), "</code>"]),
            Event::SoftBreak => html.push(' '),
            Event::HardBreak => html.push_str("<br>"),
            Event::Rule => html.push_str("<hr>"),
            _ => {}
        }
    }
    // A text of one paragraph needs no paragraph.
    let inner = html.strip_prefix("<p>").and_then(|rest| rest.strip_suffix("</p>")).filter(|inner| !inner.contains("<p>"));
    inner.map_or_else(|| html.clone(), str::to_owned)
}

/// Whether a text is a line of words in which nothing can be markup: most texts of a bank are, and need no parser.
pub(super) fn is_words(markdown: &str) -> bool {
    let is_plain = |c: char| c.is_alphanumeric() || " ,.;:?!'’“”‘–—…()/-%".contains(c);
    let is_letter = |byte: u8| (byte | 0x20).wrapping_sub(b'a') < 26;
    let is_simple = |byte: u8| is_letter(byte) | (byte == b' ') | (byte == b',') | (byte == b'.') | (byte == b'?') | (byte == b'-');
    // Few texts have more than these, and only from there on each character is looked at.
    let all_plain = || scan::first(markdown.as_bytes(), |byte| !is_simple(byte)).is_none_or(|at| markdown[at..].chars().all(is_plain));
    markdown.starts_with(char::is_alphabetic) && !markdown.ends_with(' ') && all_plain()
}

fn name(tag: &TagEnd) -> &'static str {
    match tag {
        TagEnd::Paragraph => "p",
        TagEnd::Heading(_) => "h4",
        TagEnd::BlockQuote(_) => "blockquote",
        TagEnd::List(true) => "ol",
        TagEnd::List(false) => "ul",
        TagEnd::Item => "li",
        TagEnd::Emphasis => "em",
        TagEnd::Strong => "strong",
        TagEnd::Strikethrough => "del",
        TagEnd::Link => "a",
        TagEnd::Table => "table",
        TagEnd::TableHead | TagEnd::TableRow => "tr",
        TagEnd::TableCell => "td",
        _ => "span",
    }
}

/// A text as HTML or XML shows it.
pub(super) fn escaped(text: &str) -> String {
    escape(text, [(b'&', "&amp;"), (b'<', "&lt;"), (b'>', "&gt;"), (b'"', "&quot;")])
}

/// Markdown without its markup; blocks stand on lines of their own.
pub(super) fn plain(markdown: &str) -> String {
    if is_words(markdown) {
        return markdown.to_owned();
    }
    let Some(events) = events(markdown) else { return markdown.to_owned() };
    let mut plain = String::new();
    for (event, _) in events {
        match event {
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => plain.push_str(&text),
            Event::SoftBreak => plain.push(' '),
            Event::HardBreak => plain.push('\n'),
            Event::Start(Tag::Item) => {
                if !plain.is_empty() && !plain.ends_with('\n') {
                    plain.push('\n');
                }
                plain.push_str("- ");
            }
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableRow | TagEnd::TableHead)
                if !plain.ends_with('\n') =>
            {
                plain.push('\n');
            }
            Event::End(TagEnd::TableCell) => plain.push(' '),
            _ => {}
        }
    }
    plain.trim().to_owned()
}

/// HTML as Markdown, and the elements that have no place in it.
pub(super) fn to_markdown(html: &str) -> (String, Vec<String>) {
    let mut writer = Writer::default();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        writer.text(&rest[..at]);
        let after = &rest[at + 1..];
        let is_tag = after.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
        match after.find('>').filter(|_| is_tag) {
            Some(end) => {
                writer.tag(&after[..end]);
                rest = &after[end + 1..];
            }
            None => {
                writer.text("<");
                rest = after;
            }
        }
    }
    writer.text(rest);
    let mut text = writer.text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
    while text.contains("\n\n\n") {
        text = text.replace("\n\n\n", "\n\n");
    }
    (text.trim().to_owned(), writer.lost)
}

#[derive(Default)]
struct Writer {
    text: String,
    lost: Vec<String>,
    links: Vec<Option<String>>,
    lists: Vec<Option<usize>>,
    code_block: bool,
}

impl Writer {
    fn text(&mut self, text: &str) {
        let text = unescaped(text);
        if self.code_block {
            return self.text.push_str(&text);
        }
        for c in text.chars() {
            let space = c.is_whitespace() && c != '\u{a0}';
            match space {
                true if self.text.is_empty() || self.text.ends_with([' ', '\n']) => {}
                true => self.text.push(' '),
                false => self.text.push(c),
            }
        }
    }

    fn block(&mut self) {
        self.text.truncate(self.text.trim_end_matches(' ').len());
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
    }

    fn tag(&mut self, tag: &str) {
        let name: String = tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
        match (tag.starts_with('/'), name.as_str()) {
            (_, "b" | "strong") => self.text.push_str("**"),
            (_, "i" | "em") => self.text.push('*'),
            (_, "code" | "tt") if !self.code_block => self.text.push('`'),
            (_, "br") => self.text.push('\n'),
            (_, "p" | "div" | "blockquote" | "table" | "tr") => self.block(),
            (false, "pre") => {
                self.block();
                self.text.push_str("```\n");
                self.code_block = true;
            }
            (true, "pre") => {
                self.code_block = false;
                self.text.push_str("\n```\n\n");
            }
            (false, "h1" | "h2" | "h3" | "h4" | "h5" | "h6") => {
                self.block();
                let level = name[1..].parse().unwrap_or(4);
                self.text.push_str(&format!("{} ", "#".repeat(level)));
            }
            (true, "h1" | "h2" | "h3" | "h4" | "h5" | "h6") => self.block(),
            (false, "ul") => self.open_list(None),
            (false, "ol") => self.open_list(Some(0)),
            (true, "ul" | "ol") => {
                self.lists.pop();
                self.block();
            }
            (false, "li") => self.item(),
            (false, "a") => {
                self.links.push(attribute(tag, "href"));
                self.text.push('[');
            }
            (true, "a") => {
                let target = self.links.pop().flatten().unwrap_or_default();
                self.text.push_str(&format!("]({target})"));
            }
            (false, "img" | "audio" | "video" | "object" | "iframe" | "script" | "style" | "svg" | "math") => self.lost.push(name),
            (_, "td" | "th") => self.text.push(' '),
            _ => {}
        }
    }

    fn open_list(&mut self, number: Option<usize>) {
        if self.lists.is_empty() {
            self.block();
        }
        self.lists.push(number);
    }

    fn item(&mut self) {
        self.text.truncate(self.text.trim_end_matches(' ').len());
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
        self.text.push_str(&"  ".repeat(self.lists.len().saturating_sub(1)));
        match self.lists.last_mut() {
            Some(Some(number)) => {
                *number += 1;
                self.text.push_str(&format!("{number}. "));
            }
            _ => self.text.push_str("- "),
        }
    }
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!("{name}="))?;
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    rest[1..].split_once(quote).map(|(value, _)| unescaped(value))
}

/// The characters behind the entities that people meet; an unknown one stays as it is.
pub(super) fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let found = rest.find(';').filter(|end| *end <= 10).and_then(|end| Some((entity(&rest[1..end])?, end)));
        match found {
            Some((c, end)) => {
                plain.push(c);
                rest = &rest[end + 1..];
            }
            None => {
                plain.push('&');
                rest = &rest[1..];
            }
        }
    }
    plain.push_str(rest);
    plain
}

/// The character that an entity names, without its `&` and `;`.
pub(super) fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let number = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(number);
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        _ => return None,
    })
}

/// A Markdown text without its `<details>`, and what stood in them, without their `<summary>`. What we wrote ourselves is taken as it is.
pub(super) fn take_details(text: &str, is_ours: bool) -> (String, Vec<String>) {
    let (mut kept, mut answers, mut rest) = (String::new(), Vec::new(), text);
    while let Some(at) = rest.find("<details") {
        let Some(end) = end_of_details(&rest[at..]) else { break };
        kept.push_str(&rest[..at]);
        let whole = &rest[at..at + end];
        let inner = whole.find('>').map_or("", |open| &whole[open + 1..]);
        let answer = match (inner.find("<summary"), inner.find("</summary>")) {
            (Some(from), Some(to)) if from < to => format!("{}{}", &inner[..from], &inner[to + "</summary>".len()..]),
            _ => inner.to_owned(),
        };
        let answer = answer.trim();
        // Within a block of HTML there is HTML, unless an empty line lets Markdown in again.
        let answer = if answer.starts_with('<') && !is_ours { to_markdown(answer).0 } else { answer.to_owned() };
        if !answer.is_empty() {
            answers.push(answer);
        }
        rest = &rest[at + end + DETAILS_END.len()..];
    }
    kept.push_str(rest);
    (kept, answers)
}

const DETAILS_END: &str = "</details>";

/// Where the `<details>` at the beginning of a text end, those within them left aside.
fn end_of_details(text: &str) -> Option<usize> {
    let ends = text.match_indices(DETAILS_END).map(|(end, _)| end);
    ends.enumerate().find(|(closed, end)| text[..*end].matches("<details").count() == closed + 1).map(|(_, end)| end)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn html_becomes_markdown() {
        let (text, lost) = to_markdown(
            "<p>A <b>bold</b> word &amp; <a href=\"https://x.org\">link</a></p><ul><li>one</li><li>two<br></li></ul><img src=x>",
        );
        assert_eq!(text, "A **bold** word & [link](https://x.org)\n\n- one\n- two");
        assert_eq!(lost, ["img"]);
        assert_eq!(to_markdown("a < b & c").0, "a < b & c");
    }

    #[test]
    fn markdown_becomes_html_and_comes_back() {
        for text in ["One *word* and **two**", "a\n\nb", "#### Head\n\n- x\n- y", "`a < b`"] {
            assert_eq!(to_markdown(&from_markdown(text)).0, text);
        }
    }

    proptest! {
        #[test]
        fn words_are_what_the_parser_makes_of_them(text in "[a-zé][a-z0-9é ,.;:?!'’()/%-]{0,30}[a-z.?]") {
            prop_assert!(is_words(&text));
            // A line end means nothing here, but it takes the long way.
            prop_assert_eq!(plain(&format!("{text}\n")), text.clone());
            prop_assert_eq!(from_markdown(&format!("{text}\n")), escaped(&text));
        }
    }

    #[test]
    fn details_are_answers() {
        let (text, answers) = take_details("Why?\n<details><summary>Answer</summary>\n\nBecause.\n\n</details>", false);
        assert_eq!((text.trim(), answers), ("Why?", vec!["Because.".to_owned()]));
        let nested = "Why?\n<details>\n\n<p>\n<details>x</details>\n\n</details> So.";
        assert_eq!(take_details(nested, true), ("Why?\n So.".to_owned(), vec!["<p>\n<details>x</details>".to_owned()]));
    }
}
