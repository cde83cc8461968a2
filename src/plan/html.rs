//! From pieces of prose to HTML, for the page it is shown on.

use crate::model::{Callout, Image, Link, Page, Piece, Prose, Target};

use super::escape::{self, PART_MARK};
use super::leaf::Leaf;

impl Leaf<'_> {
    /// The text of a page: its headings carry anchors.
    pub(super) fn body(&mut self, page: &Page) -> String {
        // Markup is about a quarter longer than Markdown.
        let room = page.markdown.len() * 5 / 4;
        self.written(&page.body, Headings::Own, room)
    }

    /// A text that stands beside others on a page: its headings carry no anchors, which could be another's.
    pub(super) fn html(&mut self, prose: &Prose) -> String {
        let headings = self.below.map_or(Headings::Lines, |above| Headings::Below { above, last: above });
        self.written(prose, headings, size(&prose.pieces))
    }

    /// The same for a place within a line, a heading or a list item: a lone paragraph loses its tags.
    pub(super) fn inline(&mut self, prose: &Prose) -> String {
        let html = self.written(prose, Headings::Lines, size(&prose.pieces));
        let inner = html.trim_end().strip_prefix("<p>").and_then(|html| html.strip_suffix("</p>"));
        match inner.filter(|inner| !inner.contains("<p>")) {
            Some(inner) => inner.to_owned(),
            None => html,
        }
    }

    /// With so much room to begin with, in bytes: what grows is moved again and again.
    fn written(&mut self, prose: &Prose, headings: Headings, room: usize) -> String {
        let html = String::with_capacity(room);
        Writer { leaf: self, prose, html, closers: Vec::new(), outside: Vec::new(), headings, ends: "" }.whole()
    }

    pub(super) fn html_of(&mut self, prose: Option<&Prose>) -> Option<String> {
        prose.filter(|prose| !prose.is_empty()).map(|prose| self.html(prose))
    }

    pub(super) fn inline_of(&mut self, prose: Option<&Prose>) -> Option<String> {
        prose.filter(|prose| !prose.is_empty()).map(|prose| self.inline(prose))
    }

    pub(super) fn inlines(&mut self, list: &[Prose]) -> Vec<String> {
        list.iter().map(|prose| self.inline(prose)).collect()
    }

    /// A blank to fill in.
    pub(super) fn blank(&self, name: &str) -> String {
        let label = self.plan.slot_label(name);
        format!("<span class=\"blank\" data-slot=\"{}\">{}</span>", escape::html(name), escape::html(&label))
    }
}

/// What ends a link that was begun.
enum Closer {
    /// `</a>`.
    Anchor,
    /// Nothing: the link leads nowhere and only its words stand there.
    Nothing,
}

/// What becomes of the headings of a text.
#[derive(Clone, Copy)]
enum Headings {
    /// The headings of a page, with anchors.
    Own,
    /// Headings of a text that stands under one of the page's: none is deeper than one level below the `last` one.
    Below { above: u8, last: u8 },
    /// Lines of their own, where a heading would break the order of the text around it.
    Lines,
}

struct Writer<'w, 'p> {
    leaf: &'w mut Leaf<'p>,
    prose: &'w Prose,
    html: String,
    closers: Vec<Closer>,
    /// Callouts that were begun, and what stands before each.
    outside: Vec<(Callout, String)>,
    headings: Headings,
    /// What ends the heading that was begun.
    ends: &'static str,
}

/// What begins and what ends a heading, by its level.
const TAGS: [(&str, &str); 6] =
    [("<h1", "</h1>\n"), ("<h2", "</h2>\n"), ("<h3", "</h3>\n"), ("<h4", "</h4>\n"), ("<h5", "</h5>\n"), ("<h6", "</h6>\n")];

/// How much room their markup takes, about.
fn size(pieces: &[Piece]) -> usize {
    let room = |piece: &Piece| match piece {
        Piece::Text(text) | Piece::Code(text) => text.len() + text.len() / 32,
        Piece::Markup(markup) => markup.len(),
        _ => 64,
    };
    pieces.iter().map(room).sum()
}

/// How many levels of headings a text has down to this one, whatever their numbers.
fn rank(level: u8, pieces: &[Piece]) -> u8 {
    let has = |level: &u8| pieces.iter().any(|piece| matches!(piece, Piece::HeadingStart { level: found, .. } if found == level));
    (1..=level).filter(has).count() as u8
}

impl Writer<'_, '_> {
    fn whole(mut self) -> String {
        let first = self.leaf.footnotes;
        self.leaf.footnotes += self.prose.footnotes.len();
        let mut mentions = vec![0; self.prose.footnotes.len()];
        self.pieces(&self.prose.pieces, first, &mut mentions);
        self.footnotes(first, &mut mentions);
        self.html
    }

    fn pieces(&mut self, pieces: &[Piece], first: usize, mentions: &mut [usize]) {
        for piece in pieces {
            match piece {
                Piece::Markup(markup) => self.html.push_str(markup),
                Piece::Text(text) | Piece::Code(text) => escape::push(&mut self.html, text),
                Piece::SoftBreak => self.html.push('\n'),
                Piece::LinkStart(link) => self.link_start(link),
                Piece::LinkEnd => {
                    if let Some(Closer::Anchor) = self.closers.pop() {
                        self.html.push_str("</a>");
                    }
                }
                Piece::Image(image) => self.image(image),
                Piece::HeadingStart { level, id } => self.heading_start(*level, id),
                Piece::HeadingEnd(_) => self.html.push_str(self.ends),
                Piece::CalloutStart(callout) => self.callout_start(*callout),
                Piece::CalloutEnd => self.callout_end(),
                Piece::Variable(name) => {
                    let value = self.leaf.plan.variable(name);
                    escape::push(&mut self.html, value);
                }
                Piece::Citation(id) => self.citation(id),
                Piece::Slot(name) => {
                    let blank = self.leaf.blank(name);
                    self.html.push_str(&blank);
                }
                Piece::Footnote(index) => self.footnote(*index, first, mentions),
                Piece::Block(index) => self.block(*index),
            }
        }
    }

    fn heading_start(&mut self, level: u8, id: &str) {
        let level = match &mut self.headings {
            Headings::Own => level + self.leaf.lowered,
            Headings::Below { above, last } => {
                *last = (*above + rank(level, &self.prose.pieces).max(1)).min(*last + 1);
                *last
            }
            Headings::Lines => {
                self.ends = "</strong></p>\n";
                return self.html.push_str("<p><strong>");
            }
        };
        let (begins, ends) = TAGS[usize::from(level.clamp(1, 6) - 1)];
        self.ends = ends;
        self.html.push_str(begins);
        if matches!(self.headings, Headings::Own) {
            self.html.extend([" id=\"", &self.leaf.prefix]);
            escape::push(&mut self.html, id);
            self.html.push('"');
        }
        self.html.push('>');
    }

    fn link_start(&mut self, link: &Link) {
        let href = match &link.target {
            Target::External(url) => Some(url.clone()),
            Target::Fragment(fragment) if !self.leaf.prefix.is_empty() => {
                Some(format!("#{}{}", self.leaf.prefix, super::url::encode_fragment(fragment)))
            }
            _ => self.leaf.plan.routes.resolve(self.leaf.from, link).map(|address| self.leaf.href(&address)),
        };
        let Some(href) = href else {
            self.closers.push(Closer::Nothing);
            return;
        };
        self.html.push_str("<a href=\"");
        escape::push_address(&mut self.html, &href);
        self.html.push('"');
        if let Target::External(url) = &link.target
            && url.starts_with("http")
        {
            self.html.push_str(" rel=\"noopener\"");
        }
        if let Some(title) = &link.title {
            self.html.push_str(" title=\"");
            escape::push(&mut self.html, title);
            self.html.push('"');
        }
        self.html.push('>');
        self.closers.push(Closer::Anchor);
    }

    /// A picture of the book. One from elsewhere would be a request to a third party, so it becomes a link.
    fn image(&mut self, image: &Image) {
        if let Target::External(url) = &image.link.target {
            let words = if image.alt.is_empty() { url } else { &image.alt };
            self.html.push_str("<a href=\"");
            escape::push(&mut self.html, url);
            self.html.push_str("\" rel=\"noopener\">");
            escape::push(&mut self.html, words);
            self.html.push_str("</a>");
            return;
        }
        let Some(address) = self.leaf.plan.routes.resolve(self.leaf.from, &image.link) else {
            escape::push(&mut self.html, &image.alt);
            return;
        };
        self.html.push_str("<img src=\"");
        escape::push_address(&mut self.html, &self.leaf.href(&address));
        self.html.push_str("\" alt=\"");
        escape::push(&mut self.html, &image.alt);
        self.html.push('"');
        if let Some(title) = &image.link.title {
            self.html.push_str(" title=\"");
            escape::push(&mut self.html, title);
            self.html.push('"');
        }
        if let Some((width, height)) = self.leaf.plan.picture_size(&image.link) {
            self.html.push_str(&format!(" width=\"{width}\" height=\"{height}\""));
        }
        self.html.push_str(" loading=\"lazy\" decoding=\"async\">");
    }

    /// What the callout holds is written apart and then drawn by the theme, which says the kind in a word.
    fn callout_start(&mut self, callout: Callout) {
        self.outside.push((callout, std::mem::take(&mut self.html)));
    }

    fn callout_end(&mut self) {
        let Some((callout, outside)) = self.outside.pop() else { return };
        let html = std::mem::replace(&mut self.html, outside);
        let number = self.leaf.callout(callout.name(), html);
        self.html.push_str(&format!("{PART_MARK}{number}{PART_MARK}\n"));
    }

    fn citation(&mut self, id: &str) {
        if !self.leaf.plan.is_citation(id) {
            return;
        }
        if self.leaf.card.is_some() {
            self.html.truncate(self.html.trim_end_matches(' ').len());
            return;
        }
        let number = self.leaf.cite(id);
        self.html.push_str(&format!("<sup class=\"citation\"><a href=\"#cite-{number}\" role=\"doc-biblioref\">[{number}]</a></sup>"));
    }

    fn footnote(&mut self, index: usize, first: usize, mentions: &mut [usize]) {
        let Some(mentioned) = mentions.get_mut(index) else { return };
        *mentioned += 1;
        let number = first + index + 1;
        let own = self.leaf.own_id();
        let id = if *mentioned == 1 { format!("{own}fnref-{number}") } else { format!("{own}fnref-{number}-{mentioned}") };
        self.html.push_str(&format!(
            "<sup class=\"footnote\"><a id=\"{id}\" href=\"#{own}fn-{number}\" role=\"doc-noteref\">{number}</a></sup>"
        ));
    }

    fn footnotes(&mut self, first: usize, mentions: &mut [usize]) {
        if self.prose.footnotes.is_empty() {
            return;
        }
        let (words, own) = (self.leaf.plan.words(), self.leaf.own_id());
        let (title, back) = (escape::html(words.get("footnotes.title")), escape::html(words.get("footnotes.back")));
        self.html.push_str(&format!(
            "<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"{title}\">\n<ol start=\"{}\">\n",
            first + 1
        ));
        for (index, (_, pieces)) in self.prose.footnotes.iter().enumerate() {
            let number = first + index + 1;
            self.html.push_str(&format!("<li id=\"{own}fn-{number}\">"));
            self.pieces(pieces, first, mentions);
            // The way back belongs at the end of the last paragraph, not below it.
            let end = self.html.trim_end().len();
            let within = self.html[..end].ends_with("</p>");
            self.html.truncate(if within { end - "</p>".len() } else { end });
            self.html.push_str(&format!(" <a href=\"#{own}fnref-{number}\" role=\"doc-backlink\" aria-label=\"{back}\">↩</a>"));
            self.html.push_str(if within { "</p></li>\n" } else { "</li>\n" });
        }
        self.html.push_str("</ol>\n</section>\n");
    }

    fn block(&mut self, index: usize) {
        let Some(block) = self.prose.blocks.get(index) else { return };
        if let Some(Some(number)) = self.leaf.deeper(|leaf| leaf.block(&block.value)) {
            self.html.push_str(&format!("{PART_MARK}{number}{PART_MARK}"));
        }
    }
}
