use std::ops::Range;

use crate::diag::{Code, Diagnostic, Report, Source, Span};
use crate::model::{Kind, Piece, Prose};

use super::paragraph::{Paragraph, ParagraphKind, paragraphs};
use super::run::Input;

/// What makes a number a percentage.
const SIGNS: &[&str] = &["%", "％", "٪", "per cent", "percent"];

/// Percentages in a page without a citation in the same paragraph. A heading may repeat what its text cites.
pub(super) fn check(input: &Input<'_>, report: &mut Report) {
    for page in &input.book.pages {
        let Some(source) = input.sources().get(page.source).filter(|source| may_have_percentages(&source.text)) else { continue };
        check_prose(&page.body, page.markdown.start as usize, source, report);
        if let Kind::Checklist(list) = &page.kind {
            list.prose().for_each(|prose| check_prose(prose, page.markdown.start as usize, source, report));
        }
    }
}

/// `from`: the byte of the file from which on the text stands in it.
fn check_prose(prose: &Prose, from: usize, source: &Source, report: &mut Report) {
    if has_numbers_and_signs(prose) {
        check_paragraphs(prose, from, source, report);
    }
    for block in &prose.blocks {
        block.value.prose().into_iter().for_each(|prose| check_prose(prose, block.span.start as usize, source, report));
    }
}

/// Whether a percentage may be in a file, whose texts are not looked at one by one then. A reference such as `&#37;` may be a sign, and
/// markup may stand between the two words of one.
fn may_have_percentages(file: &str) -> bool {
    let is_within_sign = |(at, _): (usize, &str)| {
        let before = file[..at].trim_end();
        before.ends_with("per") || !before.ends_with(|c: char| c.is_ascii_alphanumeric())
    };
    any_byte(file, |byte| (byte == b'%') | (byte == b'&') | !byte.is_ascii())
        || file.contains("cent") && file.match_indices("cent").any(is_within_sign)
}

/// Most texts have no percentage, and to cut one into paragraphs is dear. A sign of two words may be on two lines.
fn has_numbers_and_signs(prose: &Prose) -> bool {
    let has_number = |text: &str| any_byte(text, |byte| byte.is_ascii_digit() | !byte.is_ascii());
    let numbers = |piece: &Piece| matches!(piece, Piece::Variable(_)) || matches!(piece, Piece::Text(text) if has_number(text));
    let wide = |text: &str| !text.is_ascii() && SIGNS.iter().any(|sign| text.contains(sign));
    let cent = |text: &str| text.as_bytes().windows(4).any(|four| four == b"cent");
    let has_sign = |text: &str| any_byte(text, |byte| byte == b'%') || cent(text) || text.trim_end().ends_with("per") || wide(text);
    let signs = |piece: &Piece| matches!(piece, Piece::Variable(_)) || matches!(piece, Piece::Text(text) if has_sign(text));
    prose.all_pieces().any(numbers) && prose.all_pieces().any(signs)
}

/// Without a way out of the loop, so that the compiler looks at many bytes at once.
fn any_byte(text: &str, is_it: impl Fn(u8) -> bool) -> bool {
    text.bytes().fold(false, |found, byte| found | is_it(byte))
}

fn check_paragraphs(prose: &Prose, from: usize, source: &Source, report: &mut Report) {
    let paragraphs = paragraphs(prose);
    let mut place = Locator { text: &source.text, at: from };
    let mut passed = 0;
    for (number, paragraph) in paragraphs.iter().enumerate() {
        let Some(range) = uncited_percentage(paragraph) else { continue };
        paragraphs[passed..number].iter().for_each(|paragraph| place.pass(paragraph));
        passed = number;
        let shown = &paragraph.words[range.clone()];
        let message = format!("`{shown}` is not cited");
        let span = Span::new(source.id, place.find(paragraph, range));
        report.add(
            Diagnostic::new(Code::UncitedNumber, span, message)
                .label("expected a citation in this paragraph")
                .help("add the claim or source that it rests on, `[@id]`, or say it without the number"),
        );
    }
}

/// Where a percentage stands in the words of a paragraph that cites nothing.
fn uncited_percentage(paragraph: &Paragraph<'_>) -> Option<Range<usize>> {
    if paragraph.cited || paragraph.kind == ParagraphKind::Heading { None } else { percentage(&paragraph.words) }
}

/// Where the first percentage stands in `words`.
fn percentage(words: &str) -> Option<Range<usize>> {
    let mut found: Vec<Range<usize>> = SIGNS
        .iter()
        .flat_map(|sign| words.match_indices(sign).map(|(at, sign)| at..at + sign.len()))
        // `percentage` is a word of its own.
        .filter(|sign| !words[sign.end..].starts_with(char::is_alphabetic))
        .filter_map(|sign| {
            let number = words[..sign.start].trim_end().len();
            let digits = words[..number].trim_end_matches(|c: char| c.is_numeric() || matches!(c, '.' | ',' | '-' | '–')).len();
            let begins = digits + words[digits..number].find(char::is_numeric)?;
            words[..number].ends_with(char::is_numeric).then_some(begins..sign.end)
        })
        .collect();
    found.sort_by_key(|range| range.start);
    found.into_iter().next()
}

/// Finds texts of a page again in its file. They come in the order of the file, so that each is looked for from the one
/// before on; a text with escapes in it is not found, and the next one is.
struct Locator<'t> {
    text: &'t str,
    at: usize,
}

impl Locator<'_> {
    fn find(&mut self, paragraph: &Paragraph<'_>, range: Range<usize>) -> Range<usize> {
        let mut at = self.at;
        for (begins, text) in &paragraph.texts {
            let found = self.after(at, text);
            if *begins <= range.start && range.start < begins + text.len() {
                let place = match found {
                    Some(found) => found + (range.start - begins),
                    None => self.after(at, &paragraph.words[range.clone()]).unwrap_or(at),
                };
                let end = self.text.len().min(place + range.len());
                return place..if self.text.is_char_boundary(end) { end } else { place };
            }
            at = found.map_or(at, |found| found + text.len());
        }
        at..at
    }

    fn pass(&mut self, paragraph: &Paragraph<'_>) {
        for (_, text) in &paragraph.texts {
            self.at = self.after(self.at, text).map_or(self.at, |found| found + text.len());
        }
    }

    fn after(&self, at: usize, text: &str) -> Option<usize> {
        self.text.get(at..)?.find(text).map(|found| at + found)
    }
}

#[cfg(test)]
mod tests {
    use super::percentage;

    fn found(words: &str) -> Option<&str> {
        percentage(words).map(|range| &words[range])
    }

    #[test]
    fn numbers_with_a_sign_or_the_word() {
        assert_eq!(found("about 80 % of all"), Some("80 %"));
        assert_eq!(found("from 70–80% of"), Some("70–80%"));
        assert_eq!(found("12.5 per cent"), Some("12.5 per cent"));
        assert_eq!(found("n % of the {slots}, a percentage, 5 percentages, %"), None);
        assert_eq!(found("100 % or 50 %"), Some("100 %"));
    }
}
