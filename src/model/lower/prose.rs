use std::borrow::Cow;
use std::ops::Range;

use rustc_hash::FxHashSet;

use crate::diag::{Code, Diagnostic, Span, Spanned};
use crate::model::{Callout, Heading, Image, Piece, Prose, anchor};
use crate::parse::Text;
use crate::parse::markdown::{self, Alignment, BlockQuoteKind, CodeBlockKind, Event, Ranged, Tag, TagEnd};

use super::embedded::{Embedded, find};
use super::footnotes::{self, Footnotes};
use super::html::{Html, is_comment};
use super::near_callout::near_callout;
use super::near_link::near_links;
use super::open_code::OpenCode;
use super::pending::Pending;
use super::run::Run;
use super::{Context, block};

/// What a text may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holes {
    /// Variables and citations.
    Plain,
    /// Slots too.
    Slots,
}

impl Context<'_> {
    /// Reads a Markdown text, one paragraph or many, that has no blocks of its own: a field of a record.
    pub(super) fn prose(&mut self, text: &Text, holes: Holes) -> Prose {
        let Some(events) = self.events(text) else { return Prose::default() };
        let mut builder = Builder::new(self, text, holes);
        // A field of one paragraph is shown within a line.
        let inline = events.len() >= 2
            && matches!(events[0].0, Event::Start(Tag::Paragraph))
            && events.iter().filter(|(event, _)| matches!(event, Event::Start(Tag::Paragraph))).count() == 1
            && matches!(events[events.len() - 1].0, Event::End(TagEnd::Paragraph));
        builder.all(if inline { &events[1..events.len() - 1] } else { &events });
        builder.finish().0
    }

    /// The events of a Markdown text; a fault of the parser is reported and gives none.
    pub(super) fn events<'t>(&mut self, text: &'t Text) -> Option<Vec<Ranged<'t>>> {
        let events = markdown::events(&text.value);
        if events.is_none() {
            self.report.add(
                Diagnostic::new(Code::Internal, text.span.at_start(), "this Markdown cannot be read: a fault in the parser")
                    .help("change the text a little, and report it"),
            );
        }
        events
    }
}

/// Turns Markdown events into a [`Prose`].
pub(super) struct Builder<'c, 'x, 't> {
    context: &'c mut Context<'x>,
    text: &'t Text,
    holes: Holes,
    pieces: Vec<Piece>,
    headings: Vec<Heading>,
    anchors: FxHashSet<String>,
    blocks: Vec<Spanned<crate::model::Block>>,
    footnotes: Footnotes,
    pending: Pending,
    /// The alignments of the open table and the cell that comes next.
    table: (Vec<Alignment>, usize),
    in_head: bool,
    heading: Option<OpenHeading>,
    image: Option<(Image, String)>,
    code: Option<OpenCode>,
    /// What becomes of the open block of HTML.
    html_block: Html,
}

struct OpenHeading {
    level: u8,
    id: Option<String>,
    range: Range<usize>,
    at: usize,
    title: String,
}

impl<'c, 'x, 't> Builder<'c, 'x, 't> {
    pub(super) fn new(context: &'c mut Context<'x>, text: &'t Text, holes: Holes) -> Self {
        Builder {
            context,
            text,
            holes,
            pieces: Vec::new(),
            headings: Vec::new(),
            anchors: FxHashSet::default(),
            blocks: Vec::new(),
            footnotes: Footnotes::default(),
            pending: Pending::default(),
            table: (Vec::new(), 0),
            in_head: false,
            heading: None,
            image: None,
            code: None,
            html_block: Html::Hidden,
        }
    }

    /// Reads all of these events.
    pub(super) fn all(&mut self, events: &[Ranged<'_>]) {
        self.pieces.reserve(events.len());
        for (event, range) in events {
            self.event(event, range.clone());
        }
        self.flush();
    }

    /// The text and its headings.
    pub(super) fn finish(mut self) -> (Prose, Vec<Heading>) {
        self.flush();
        let footnotes = self.footnotes.finish(self.context.report);
        // In no more memory than they need: they are kept for as long as the site is made.
        let mut pieces = Vec::with_capacity(self.pieces.len());
        pieces.append(&mut self.pieces);
        (Prose::new(pieces, footnotes, self.blocks), self.headings)
    }

    fn event(&mut self, event: &Event<'_>, range: Range<usize>) {
        if let Some(code) = &mut self.code {
            match event {
                Event::Text(text) => code.lines.push((text.to_string(), range)),
                Event::End(TagEnd::CodeBlock) => self.close_code(),
                _ => {}
            }
            return;
        }
        if let Event::Text(words) = event {
            return self.pending.push(words, range, &self.text.value);
        }
        self.flush();
        if self.image.is_some() {
            return self.within_image(event, range);
        }
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(*tag),
            Event::Code(code) => {
                self.markup("<code>");
                self.add_to_heading(code);
                self.pieces.push(Piece::Code(code.as_ref().into()));
                self.markup("</code>");
            }
            Event::Html(line) => self.html(line, self.html_block),
            Event::InlineHtml(html) => {
                let fate = self.context.html(html, self.text.span_of(range));
                self.html(html, fate);
            }
            Event::SoftBreak => self.pieces.push(Piece::SoftBreak),
            Event::HardBreak => self.markup("<br>\n"),
            Event::Rule => self.markup("<hr>\n"),
            Event::FootnoteReference(label) => self.pieces.push(Piece::Footnote(self.footnotes.mention(label))),
            Event::TaskListMarker(done) => self.markup(if *done {
                "<span class=\"task\" aria-hidden=\"true\">☑</span> "
            } else {
                "<span class=\"task\" aria-hidden=\"true\">☐</span> "
            }),
            Event::Text(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn markup(&mut self, markup: &'static str) {
        if let Some(Piece::Markup(Cow::Borrowed(""))) = self.pieces.last() {
            self.pieces.pop();
        }
        self.pieces.push(Piece::Markup(Cow::Borrowed(markup)));
    }

    fn add_to_heading(&mut self, words: &str) {
        if let Some(heading) = &mut self.heading {
            heading.title.push_str(words);
        }
    }

    /// Reads a tag, or a line of a block of HTML.
    fn html(&mut self, html: &str, fate: Html) {
        match fate {
            Html::Obeyed => self.pieces.push(Piece::Markup(Cow::Owned(html.to_owned()))),
            Html::Shown if !is_comment(html) => {
                self.add_to_heading(html);
                self.pieces.push(Piece::Text(html.into()));
            }
            Html::Shown | Html::Hidden => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => self.markup("<p>"),
            Tag::Heading { level, id, .. } => self.open_heading(*level as u8, id.as_deref(), range),
            Tag::BlockQuote(None) => self.markup("<blockquote>\n"),
            Tag::BlockQuote(Some(kind)) => self.pieces.push(Piece::CalloutStart(callout(*kind))),
            Tag::CodeBlock(kind) => {
                let info = match kind {
                    CodeBlockKind::Fenced(info) => Some(info.to_string()),
                    CodeBlockKind::Indented => None,
                };
                self.code = Some(OpenCode { info, lines: Vec::new(), range });
            }
            Tag::List(None) => self.markup("<ul>\n"),
            Tag::List(Some(1)) => self.markup("<ol>\n"),
            Tag::List(Some(start)) => self.pieces.push(Piece::Markup(Cow::Owned(format!("<ol start=\"{start}\">\n")))),
            Tag::Item => self.markup("<li>"),
            Tag::FootnoteDefinition(label) => {
                self.footnotes.open(label, &mut self.pieces, self.text.span_of(range));
            }
            Tag::DefinitionList => self.markup("<dl>\n"),
            Tag::DefinitionListTitle => self.markup("<dt>"),
            Tag::DefinitionListDefinition => self.markup("<dd>"),
            Tag::Table(alignments) => {
                self.table = (alignments.clone(), 0);
                self.markup("<div class=\"table\" tabindex=\"0\"><table>\n");
            }
            Tag::TableHead => {
                self.in_head = true;
                self.table.1 = 0;
                self.markup("<thead><tr>");
            }
            Tag::TableRow => {
                self.table.1 = 0;
                self.markup("<tr>");
            }
            Tag::TableCell => self.open_cell(),
            Tag::Emphasis => self.markup("<em>"),
            Tag::Strong => self.markup("<strong>"),
            Tag::Strikethrough => self.markup("<del>"),
            Tag::Superscript => self.markup("<sup>"),
            Tag::Subscript => self.markup("<sub>"),
            Tag::Link { dest_url, title, .. } => {
                let link = self.context.link(dest_url, title, self.text.span_of(range));
                self.pieces.push(Piece::LinkStart(Box::new(link)));
            }
            Tag::Image { dest_url, title, .. } => {
                let span = self.text.span_of(range);
                let link = self.context.link(dest_url, title, span);
                self.image = Some((Image { link, alt: String::new(), span }, String::new()));
            }
            Tag::HtmlBlock => {
                let block = &self.text.value[range.clone()];
                let first = block.lines().next().unwrap_or_default();
                self.html_block = self.context.html(block, self.text.span_of(range.start..range.start + first.trim_end().len()));
            }
            Tag::MetadataBlock(_) => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.markup("</p>\n"),
            TagEnd::Heading(_) => self.close_heading(),
            TagEnd::BlockQuote(None) => self.markup("</blockquote>\n"),
            TagEnd::BlockQuote(Some(_)) => self.pieces.push(Piece::CalloutEnd),
            TagEnd::List(false) => self.markup("</ul>\n"),
            TagEnd::List(true) => self.markup("</ol>\n"),
            TagEnd::Item => self.markup("</li>\n"),
            TagEnd::FootnoteDefinition => self.footnotes.close(&mut self.pieces),
            TagEnd::DefinitionList => self.markup("</dl>\n"),
            TagEnd::DefinitionListTitle => self.markup("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.markup("</dd>\n"),
            TagEnd::Table => self.markup("</tbody></table></div>\n"),
            TagEnd::TableHead => {
                self.in_head = false;
                self.markup("</tr></thead>\n<tbody>\n");
            }
            TagEnd::TableRow => self.markup("</tr>\n"),
            TagEnd::TableCell => self.markup(if self.in_head { "</th>" } else { "</td>" }),
            TagEnd::Emphasis => self.markup("</em>"),
            TagEnd::Strong => self.markup("</strong>"),
            TagEnd::Strikethrough => self.markup("</del>"),
            TagEnd::Superscript => self.markup("</sup>"),
            TagEnd::Subscript => self.markup("</sub>"),
            TagEnd::Link => self.close_link(),
            TagEnd::Image | TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::MetadataBlock(_) => {}
        }
    }

    fn close_link(&mut self) {
        let start = self.pieces.iter().rposition(|piece| matches!(piece, Piece::LinkStart(_)));
        if let Some((Piece::LinkStart(link), words)) = start.and_then(|start| self.pieces[start..].split_first())
            && is_wordless(words)
        {
            self.context.report.add(
                Diagnostic::new(Code::MissingAlt, link.span, "this link has no words")
                    .label("expected words between the brackets")
                    .help("say where it leads: `[The first talk](…)`"),
            );
        }
        self.pieces.push(Piece::LinkEnd);
    }

    /// A cell's alignment is a class: a style attribute would break the site's security policy.
    fn open_cell(&mut self) {
        let (alignments, column) = &mut self.table;
        let alignment = alignments.get(*column).copied().unwrap_or(Alignment::None);
        *column += 1;
        let cell = match (self.in_head, alignment) {
            (true, Alignment::None) => "<th scope=\"col\">",
            (true, Alignment::Left) => "<th scope=\"col\" class=\"left\">",
            (true, Alignment::Center) => "<th scope=\"col\" class=\"center\">",
            (true, Alignment::Right) => "<th scope=\"col\" class=\"right\">",
            (false, Alignment::None) => "<td>",
            (false, Alignment::Left) => "<td class=\"left\">",
            (false, Alignment::Center) => "<td class=\"center\">",
            (false, Alignment::Right) => "<td class=\"right\">",
        };
        self.markup(cell);
    }

    fn open_heading(&mut self, level: u8, id: Option<&str>, range: Range<usize>) {
        self.heading =
            Some(OpenHeading { level: level.max(2), id: id.map(str::to_owned), range, at: self.pieces.len(), title: String::new() });
    }

    fn close_heading(&mut self) {
        let Some(open) = self.heading.take() else { return };
        let span = self.text.span_of(open.range.start..open.range.start + self.text.value[open.range.clone()].trim_end().len());
        if is_wordless(&self.pieces[open.at..]) {
            self.context.report.add(wordless_heading(span));
        }
        let id = match open.id.filter(|id| !id.is_empty() && !id.contains(char::is_whitespace)) {
            Some(id) => {
                if self.anchors.contains(&id) {
                    self.context.report.add(
                        Diagnostic::new(Code::DuplicateId, span, format!("the anchor `{id}` is used twice on this page"))
                            .help("give one of them another name"),
                    );
                }
                id
            }
            None => anchor(&open.title),
        };
        let id = self.unique(if id.is_empty() { "section".into() } else { id });
        self.pieces.insert(open.at, Piece::HeadingStart { level: open.level, id: Box::new(id.clone()) });
        self.pieces.push(Piece::HeadingEnd(open.level));
        self.headings.push(Heading { level: open.level, id, title: Spanned::new(open.title, span) });
    }

    fn unique(&mut self, id: String) -> String {
        if self.anchors.is_empty() {
            // A page that has headings has several.
            self.anchors.reserve(14);
        }
        if self.anchors.insert(id.clone()) {
            return id;
        }
        // The first to come again is `-1`, as forges count, so that a link works there too.
        let mut others = (1..).map(|number| format!("{id}-{number}"));
        others.find(|other| self.anchors.insert(other.clone())).unwrap_or(id)
    }

    fn within_image(&mut self, event: &Event<'_>, range: Range<usize>) {
        let words: &str = match event {
            Event::End(TagEnd::Image) => {
                if let Some((mut image, alt)) = self.image.take() {
                    image.alt = alt.trim().to_owned();
                    self.pieces.push(Piece::Image(Box::new(image)));
                }
                return;
            }
            Event::InlineHtml(html) if self.context.html(html, self.text.span_of(range)) != Html::Shown => return,
            Event::Code(words) | Event::InlineHtml(words) => words,
            Event::SoftBreak | Event::HardBreak => " ",
            _ => return,
        };
        if let Some((_, alt)) = &mut self.image {
            alt.push_str(words);
        }
    }

    fn close_code(&mut self) {
        let Some(code) = self.code.take() else { return };
        let (word, body, span) = (code.word(), code.body(self.text), self.text.span_of(code.range.clone()));
        if let Some(block) = block::lower(word, &body, span, self.context) {
            self.pieces.push(Piece::Block(self.blocks.len()));
            self.blocks.push(Spanned::new(block, span));
            return;
        }
        let class: String = word.chars().filter(|c| c.is_ascii_alphanumeric() || "-_+#".contains(*c)).collect();
        self.pieces.push(Piece::Markup(if class.is_empty() {
            Cow::Borrowed("<pre tabindex=\"0\"><code>")
        } else {
            Cow::Owned(format!("<pre tabindex=\"0\"><code class=\"language-{class}\">"))
        }));
        self.pieces.push(Piece::Code((*body.value).into()));
        self.markup("</code></pre>\n");
    }

    /// Ends a run of text: finds what has a meaning in it.
    fn flush(&mut self) {
        if !self.pending.is_empty() {
            let mut pending = std::mem::take(&mut self.pending);
            self.words(&pending);
            pending.clear();
            self.pending = pending;
        }
    }

    /// Reads words that no other text follows.
    fn words(&mut self, pending: &Pending) {
        let (file, standing) = (&self.text.value, pending.standing());
        let words = pending.words(file);
        if let Some((_, alt)) = &mut self.image {
            alt.push_str(words);
            return;
        }
        self.add_to_heading(words);
        let slice = |range: Range<usize>| match &standing {
            Some(place) => file.part(place.start + range.start..place.start + range.end),
            None => words[range].into(),
        };
        if !words.bytes().fold(false, |found, byte| found | (byte == b'{') | (byte == b'[')) {
            self.pieces.push(Piece::Text(slice(0..words.len())));
            return;
        }
        let run = Run::new(&pending.ranges, words, file);
        let span_of = |range: Range<usize>| self.text.span_of(run.origin(range.start)..run.origin(range.end - 1) + 1);
        for mention in footnotes::unwritten(words).into_iter().filter(|range| !run.escaped(range.start)) {
            let label = &words[mention.start + 2..mention.end - 1];
            self.context.report.add(
                Diagnostic::new(Code::Footnote, span_of(mention.clone()), format!("the footnote `{label}` is not written"))
                    .help(format!("add a line `[^{label}]: …`, or write `\\[` if no footnote is meant")),
            );
        }
        if let Some(problem) = near_callout(words, span_of).filter(|_| !run.escaped(0)) {
            self.context.report.add(problem);
        }
        for near in near_links(words).filter(|near| !run.escaped(near.range.start)) {
            self.context.report.add(
                Diagnostic::new(Code::DeadLink, span_of(near.range), near.message)
                    .label("shown as it stands")
                    .help(format!("{}; if no link is meant, write `\\[`", near.help)),
            );
        }
        let found = find(words, self.holes == Holes::Slots, span_of, |at| run.escaped(at));
        let mut at = 0;
        for (range, embedded) in found {
            if at < range.start {
                self.pieces.push(Piece::Text(slice(at..range.start)));
            }
            at = range.end;
            self.pieces.push(match embedded {
                Embedded::Variable(name) => Piece::Variable(Box::new(name)),
                Embedded::Citation(id) => Piece::Citation(Box::new(id)),
                Embedded::Slot(name) => Piece::Slot(Box::new(name)),
            });
        }
        if at < words.len() {
            self.pieces.push(Piece::Text(slice(at..words.len())));
        }
    }
}

/// Whether these pieces show nothing that could be read.
fn is_wordless(pieces: &[Piece]) -> bool {
    pieces.iter().all(|piece| match piece {
        Piece::Text(words) => words.trim().is_empty(),
        Piece::Markup(Cow::Borrowed(_)) | Piece::SoftBreak => true,
        _ => false,
    })
}

/// The complaint about a heading that shows nothing.
pub(super) fn wordless_heading(span: Span) -> Diagnostic {
    Diagnostic::new(Code::MissingAlt, span, "this heading has no words")
        .label("expected words after the `#`")
        .help("write what the section is about, or take the line away")
}

fn callout(kind: BlockQuoteKind) -> Callout {
    match kind {
        BlockQuoteKind::Note => Callout::Note,
        BlockQuoteKind::Tip => Callout::Tip,
        BlockQuoteKind::Important => Callout::Important,
        BlockQuoteKind::Warning => Callout::Warning,
        BlockQuoteKind::Caution => Callout::Caution,
    }
}
