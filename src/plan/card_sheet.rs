use serde::Serialize;

use crate::diag::Fingerprint;
use crate::model::Prose;

use super::leaf::Leaf;
use super::view::{BlockView, QuestionView};
use super::{PART_MARK, Plan, route};

/// A question as a card. It is drawn once for all pages that list it, so nothing in it may be of one page: addresses begin with
/// a `ROOT_MARK`, ids with the question's own, and citations, which are numbered page by page, are left to the question's page.
#[derive(Debug, Serialize)]
pub struct CardSheet {
    /// What `parts/card-question.html` sees as `question`.
    pub question: QuestionView,
    /// The level of its heading; 0 where a heading would break the order of the text around it.
    pub level: u8,
    /// The way to the root.
    pub root: String,
    /// The blocks in its texts, as in [`Sheet::blocks`](super::Sheet::blocks).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub blocks: Vec<BlockView>,
}

/// A card on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardPlace {
    /// In a list that is what the page is for.
    List(u32),
    /// Within the text of a guide.
    Text(u32),
}

impl CardPlace {
    /// The number of the question, through all banks.
    pub fn question(self) -> u32 {
        match self {
            CardPlace::List(question) | CardPlace::Text(question) => question,
        }
    }

    fn level(self) -> u8 {
        match self {
            CardPlace::List(_) => 2,
            CardPlace::Text(_) => 0,
        }
    }
}

impl CardSheet {
    /// Of all that is in it: a card whose sheet and theme stay the same is the same card.
    pub fn fingerprint(&self) -> Fingerprint {
        // Views are plain data with text keys, which always serialise.
        Fingerprint::of(&serde_json::to_vec(self).unwrap_or_default())
    }
}

impl Plan {
    /// How many questions there are.
    pub fn questions(&self) -> usize {
        self.catalogue.len()
    }

    /// What is needed to draw a card.
    pub fn card_sheet(&self, place: CardPlace) -> CardSheet {
        let mut leaf = Leaf::new(self, route::ANYWHERE);
        leaf.card = Some(&self.catalogue.question(&self.book, place.question()).0.id.value);
        let question = self.question_view(&mut leaf, place.question(), place.level());
        CardSheet { question, level: place.level(), root: self.routes.root(leaf.from), blocks: leaf.blocks }
    }
}

impl Leaf<'_> {
    /// Lists a card on the page, with what its blocks need, and gives its mark.
    pub(super) fn list_card(&mut self, place: CardPlace) -> String {
        let question = self.plan.catalogue.question(&self.plan.book, place.question()).0;
        let blocks = question.prose().filter(|prose| !prose.blocks.is_empty()).flat_map(Prose::nested).flat_map(|prose| &prose.blocks);
        self.features.extend(blocks.map(|block| block.value.name().to_owned()));
        self.cards.push(place);
        format!("{PART_MARK}c{}{PART_MARK}", self.cards.len() - 1)
    }
}
