use serde::Serialize;

use crate::diag::Fingerprint;

use super::escape::PART_MARK;
use super::leaf::Leaf;
use super::view::{BlockView, View};
use super::{CardPlace, Job, JobKind, Plan};

/// All that is needed to draw one page: what the templates see of it, and the blocks that stand in its texts. In the texts a
/// block is marked by its number between two `PART_MARK`s; a block may hold blocks with smaller numbers. A card is marked in the
/// same way, with a `c` before its number. The text of the page, most of it all, need not go through the template to stand in it: it
/// is marked by a `b`.
#[derive(Debug, Serialize)]
pub struct Sheet {
    /// What the page's template sees.
    pub view: View,
    /// What the mark that `view.body_html` is stands for; empty if that is.
    pub body_html: String,
    /// In the order of their numbers.
    pub blocks: Vec<BlockView>,
    /// The cards that are listed on it, in the order of their numbers.
    #[serde(skip)]
    pub cards: Vec<CardPlace>,
}

impl Sheet {
    /// Of all that is in it but its cards, which have fingerprints of their own: a page whose sheet, cards and theme stay the same
    /// is the same page.
    pub fn fingerprint(&self) -> Fingerprint {
        // Views are plain data with text keys, which always serialise.
        Fingerprint::of(&serde_json::to_vec(&(self, &*self.view.header)).unwrap_or_default())
    }
}

impl Plan {
    /// The view of a page; none for a job that is not a page.
    pub fn sheet(&self, job: &Job) -> Option<Sheet> {
        let mut leaf = Leaf::new(self, &job.address);
        let mut view = match &job.kind {
            JobKind::Home => self.home_view(&mut leaf),
            JobKind::Page(number) => self.page_view(&mut leaf, *number),
            JobKind::Bank { bank, number } => self.bank_view(&mut leaf, *bank, *number),
            JobKind::Question(number) => self.question_page(&mut leaf, *number),
            JobKind::Facet { facet, value, number } => self.facet_view(&mut leaf, *facet, *value, *number),
            JobKind::Index(number) => self.index_view(&mut leaf, *number),
            JobKind::Search => self.search_view(&mut leaf),
            JobKind::Glossary => self.glossary_view(&mut leaf),
            JobKind::Sources => self.sources_view(&mut leaf),
            JobKind::NotFound => self.not_found_view(&mut leaf),
            JobKind::PrintSection(number) => self.print_section(&mut leaf, *number),
            JobKind::PrintBank(bank) => self.print_bank(&mut leaf, *bank),
            JobKind::Redirect(_) | JobKind::Asset(_) | JobKind::ThemeAsset(_) => return None,
        };
        view.citations = leaf.citation_views();
        if let Some(question) = &mut view.question {
            question.citations.clone_from(&view.citations);
        }
        view.features = std::mem::take(&mut leaf.features).into_iter().collect();
        let mark = if view.body_html.is_empty() { String::new() } else { format!("{PART_MARK}b{PART_MARK}") };
        let body_html = std::mem::replace(&mut view.body_html, mark);
        Some(Sheet { view, body_html, blocks: leaf.blocks, cards: leaf.cards })
    }
}
