use serde::Serialize;

use crate::diag::Fingerprint;

use super::escape::PART_MARK;
use super::leaf::Leaf;
use super::view::{BlockView, PrintView, View};
use super::{CardPlace, Job, JobKind, Plan};

/// All that is needed to draw one page: what the templates see of it, and the blocks that stand in its texts. In the texts a
/// block is marked by its number between two `PART_MARK`s; a block may hold blocks with smaller numbers. A card is marked in the
/// same way, with a `c` before its number. The texts of the page, most of it all, need not go through the template to stand in it: they
/// are marked with a `b`.
#[derive(Debug, Serialize)]
pub struct Sheet {
    /// What the page's template sees.
    pub view: View,
    /// What stands for the marks that are `view.body_html` and those of `view.sheets`, which are empty if their texts are.
    #[serde(skip)]
    pub texts: Vec<String>,
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
        // Views are plain data with text keys, which always serialise. The texts are most of it, and need not be escaped for this.
        let views = serde_json::to_vec(&(self, &*self.view.header)).unwrap_or_default();
        Fingerprint::of_all(std::iter::once(&*views).chain(self.texts.iter().map(String::as_bytes)))
    }

    /// The view's `sheets` with their texts.
    pub fn printed(&self) -> Vec<PrintView> {
        let texts = self.texts.iter().skip(1);
        self.view.sheets.iter().zip(texts).map(|(sheet, text)| PrintView { body_html: text.clone(), ..sheet.clone() }).collect()
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
        let texts = texts(&mut view).enumerate().map(|(number, text)| {
            let mark = if text.is_empty() { String::new() } else { format!("{PART_MARK}b{number}{PART_MARK}") };
            std::mem::replace(text, mark)
        });
        let texts = texts.collect();
        Some(Sheet { view, texts, blocks: leaf.blocks, cards: leaf.cards })
    }
}

/// The texts of a view that are marked.
fn texts(view: &mut View) -> impl Iterator<Item = &mut String> {
    std::iter::once(&mut view.body_html).chain(view.sheets.iter_mut().map(|sheet| &mut sheet.body_html))
}
