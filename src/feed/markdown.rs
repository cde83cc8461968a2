use std::collections::BTreeMap;

use crate::diag::{SourceMap, Span};
use crate::model::{Link, Page, Piece, Prose, Target};
use crate::plan::{Address, Plan, route};
use crate::site::Artifact;

/// The Markdown of a page as it was written, without front matter; its title stands above it. Links lead from copy to copy,
/// variables are filled in, and a citation links to what it cites.
pub(super) fn copy(plan: &Plan, sources: &SourceMap, page: &Page) -> Option<Artifact> {
    let source = sources.get(page.source)?;
    let range = page.markdown.start as usize..page.markdown.end as usize;
    let written = source.text.get(range.clone())?;
    let from = route::markdown_copy(plan.routes.page(&page.path)?);
    if plan.routes.has(&from) {
        return None;
    }
    let editor = Editor { plan, from: &from, text: &source.text };
    let mut edits = BTreeMap::new();
    for prose in page.prose().flat_map(Prose::nested) {
        editor.collect(prose, &mut edits);
    }
    let mut text = String::with_capacity(written.len() + 64);
    if !written.trim_start().starts_with("# ") {
        text.push_str(&format!("# {}\n\n", plan.fill(&page.title)));
    }
    let mut at = range.end - written.trim_start_matches(['\n', '\r']).len();
    for ((start, end), replacement) in edits {
        if start >= at && end <= range.end && source.text.is_char_boundary(start) && source.text.is_char_boundary(end) {
            text.push_str(&source.text[at..start]);
            text.push_str(&replacement);
            at = end;
        }
    }
    text.push_str(&source.text[at..range.end]);
    let mut text = text.trim_end().replace("\r\n", "\n");
    text.push('\n');
    Some(Artifact::new(from, text.into_bytes()))
}

/// What is put in the place of which bytes.
type Edits = BTreeMap<(usize, usize), String>;

struct Editor<'a> {
    plan: &'a Plan,
    from: &'a str,
    text: &'a str,
}

impl Editor<'_> {
    fn collect(&self, prose: &Prose, edits: &mut Edits) {
        for piece in prose.holes() {
            match piece {
                Piece::LinkStart(link) => self.link(link, edits),
                Piece::Image(image) => self.link(&image.link, edits),
                Piece::Variable(name) => {
                    edits.insert(key(name.span), self.plan.variable(name).to_owned());
                }
                Piece::Citation(id) if self.plan.is_citation(id) => {
                    let to = Address::new(route::SOURCES, Some(&id.value));
                    edits.insert(key(id.span), format!("([{}]({}))", id.value, self.plan.routes.href(self.from, &to)));
                }
                _ => {}
            }
        }
        for link in prose.blocks.iter().flat_map(|block| block.value.links()) {
            self.link(link, edits);
        }
    }

    /// A link's place is that of the whole link; the address in it is what is replaced. Where it is not written there (a
    /// reference, an address with escapes), the link stays as it is.
    fn link(&self, link: &Link, edits: &mut Edits) {
        let Target::File { path, fragment } = &link.target else {
            return self.site_link(link, edits);
        };
        let Some(mut address) = self.plan.routes.resolve(self.from, link) else { return };
        let is_page = self.plan.book.pages.binary_search_by(|page| page.path.as_str().cmp(path)).is_ok();
        if is_page {
            address.path = route::markdown_copy(&address.path).into();
        }
        let name = path.rsplit('/').next().unwrap_or(path);
        let end = match fragment {
            Some(fragment) => format!("{name}#{fragment}"),
            None => name.to_owned(),
        };
        self.replace(link.span, &end, self.plan.routes.href(self.from, &address), edits);
    }

    fn site_link(&self, link: &Link, edits: &mut Edits) {
        let Target::Site { path, fragment } = &link.target else { return };
        let Some(address) = self.plan.routes.resolve(self.from, link) else { return };
        let end = match fragment {
            Some(fragment) => format!("/{path}#{fragment}"),
            None => format!("/{path}"),
        };
        self.replace(link.span, &end, self.plan.routes.href(self.from, &address), edits);
    }

    /// Replaces the address that ends in `end` within the bytes of `span`.
    fn replace(&self, span: Span, end: &str, by: String, edits: &mut Edits) {
        let Some(within) = self.text.get(span.range()) else { return };
        let Some(at) = within.rfind(end) else { return };
        let start = within[..at].rfind(['(', '<', ' ', '"', '\'', '\n', '\t']).map_or(0, |before| before + 1);
        edits.insert((span.range().start + start, span.range().start + at + end.len()), by);
    }
}

fn key(span: Span) -> (usize, usize) {
    (span.range().start, span.range().end)
}
