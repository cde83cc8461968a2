use crate::diag::Fingerprint;

use super::{Kind, Page, Piece, Target};

impl Page {
    /// A fingerprint of everything in the file that may matter outside of the page itself: its front matter, and of its body the
    /// links, anchors, citations, holes and blocks. Plain words are left out, and so is the title, which other pages show but
    /// nothing rests on. While it stays the same, every address, every list and every rule that needs the whole book comes to the
    /// same. `text` is that of the file. None for pages whose words are shown elsewhere: templates and checklists.
    pub fn face(&self, text: &str) -> Option<Fingerprint> {
        if !matches!(self.kind, Kind::Guide | Kind::Tool) {
            return None;
        }
        let (before, after) = self.front_without_title(text)?;
        let mut seen: Vec<&str> = vec![&self.path, before, after];
        if self.has_card() {
            seen.push(&self.title);
        }
        self.body.all_pieces().for_each(|piece| see(piece, &mut seen));
        seen.extend(self.body.footnotes.iter().map(|(label, _)| label.as_str()));
        seen.extend(self.body.blocks.iter().filter_map(|block| text.get(block.span.range())));
        Some(Fingerprint::of_all(seen.into_iter().map(str::as_bytes)))
    }

    /// The front matter before and after the title; all of it as one where an alias may repeat the title elsewhere.
    fn front_without_title<'t>(&self, text: &'t str) -> Option<(&'t str, &'t str)> {
        let front = text.get(..self.markdown.start as usize)?;
        let title = self.title.span.range();
        let parts = front.get(..title.start).zip(front.get(title.end..));
        Some(parts.filter(|_| !front.contains('*')).unwrap_or((front, "")))
    }

    /// Whether its title may stand on a card image, whose name changes with what is on it: its own, or that of its section.
    fn has_card(&self) -> bool {
        self.card || self.path.ends_with("index.md")
    }
}

/// Notes what kind of piece it is and, of all but words, what it says.
fn see<'p>(piece: &'p Piece, seen: &mut Vec<&'p str>) {
    match piece {
        Piece::Text(_) | Piece::Code(_) | Piece::SoftBreak => {}
        Piece::Markup(markup) => seen.push(markup),
        Piece::LinkStart(link) => see_target("link", &link.target, seen),
        Piece::Image(image) => {
            see_target("image", &image.link.target, seen);
            seen.push(&image.alt);
        }
        Piece::LinkEnd => seen.push("link end"),
        Piece::HeadingStart { id, .. } => seen.extend(["heading", id]),
        Piece::HeadingEnd(level) => seen.push(["h0", "h1", "h2", "h3", "h4", "h5", "h6"].get(usize::from(*level)).unwrap_or(&"h")),
        Piece::CalloutStart(callout) => seen.extend(["callout", callout.name()]),
        Piece::CalloutEnd => seen.push("callout end"),
        Piece::Variable(name) => seen.extend(["variable", name]),
        Piece::Citation(id) => seen.extend(["citation", id]),
        Piece::Slot(name) => seen.extend(["slot", name]),
        Piece::Footnote(_) => seen.push("footnote"),
        Piece::Block(_) => seen.push("block"),
    }
}

fn see_target<'p>(what: &'static str, target: &'p Target, seen: &mut Vec<&'p str>) {
    let (kind, path, fragment) = match target {
        Target::External(url) => ("external", url.as_str(), None),
        Target::File { path, fragment } => ("file", path.as_str(), fragment.as_deref()),
        Target::Fragment(fragment) => ("here", "", Some(fragment.as_str())),
        Target::Site { path, fragment } => ("site", path.as_str(), fragment.as_deref()),
        Target::Refused => ("refused", "", None),
    };
    seen.extend([what, kind, path, if fragment.is_some() { "#" } else { "" }, fragment.unwrap_or_default()]);
}
