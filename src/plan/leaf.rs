use std::collections::BTreeSet;

use super::view::{BlockContent, BlockView, LinkView};
use super::{Address, CardPlace, Plan};

/// How deep blocks may stand in blocks: a block of questions shows texts that may hold blocks again, and so round in a circle.
const MAX_DEPTH: usize = 3;

/// A page while its view is being built: where it is, and what its texts have needed so far.
pub(super) struct Leaf<'p> {
    pub(super) plan: &'p Plan,
    /// The page's address: what every link on it is relative to.
    pub(super) from: &'p str,
    /// Claims and works in the order of their first mention.
    pub(super) citations: Vec<String>,
    pub(super) footnotes: usize,
    pub(super) blocks: Vec<BlockView>,
    /// Names of blocks that stand on it.
    pub(super) features: BTreeSet<String>,
    /// How much lower headings stand than their authors put them, where several texts share a page.
    pub(super) lowered: u8,
    /// The level of the heading that texts beside others stand under; none where a heading of theirs would break the order of the page.
    pub(super) below: Option<u8>,
    /// What stands before every anchor, where several texts share a page.
    pub(super) prefix: String,
    /// The id of the question, on the leaf of a card, which stands on any page.
    pub(super) card: Option<&'p str>,
    /// The cards that are listed on it.
    pub(super) cards: Vec<CardPlace>,
    depth: usize,
}

impl<'p> Leaf<'p> {
    pub(super) fn new(plan: &'p Plan, from: &'p str) -> Leaf<'p> {
        Leaf {
            plan,
            from,
            citations: Vec::new(),
            footnotes: 0,
            blocks: Vec::new(),
            features: BTreeSet::new(),
            lowered: 0,
            below: None,
            prefix: String::new(),
            card: None,
            cards: Vec::new(),
            depth: 0,
        }
    }

    /// The relative address of a file of the site.
    pub(super) fn url(&self, to: &str) -> String {
        self.plan.routes.relative(self.from, to)
    }

    /// The relative address of a place of the site.
    pub(super) fn href(&self, to: &Address<'_>) -> String {
        self.plan.routes.href(self.from, to)
    }

    pub(super) fn link(&self, title: impl Into<String>, to: &str) -> LinkView {
        LinkView { title: title.into(), url: self.url(to) }
    }

    /// The number of a claim or work on this page.
    pub(super) fn cite(&mut self, id: &str) -> usize {
        match self.citations.iter().position(|cited| cited == id) {
            Some(at) => at + 1,
            None => {
                self.citations.push(id.to_owned());
                self.citations.len()
            }
        }
    }

    /// Builds something one level deeper; none if that would be too deep.
    pub(super) fn deeper<T>(&mut self, build: impl FnOnce(&mut Leaf<'p>) -> T) -> Option<T> {
        if self.depth == MAX_DEPTH {
            return None;
        }
        self.depth += 1;
        let below = self.below.take();
        let built = build(self);
        self.below = below;
        self.depth -= 1;
        Some(built)
    }

    /// What stands before the ids of blocks and footnotes: cards, which are drawn apart, must not have each other's.
    pub(super) fn own_id(&self) -> String {
        self.card.map_or_else(String::new, |id| format!("{id}-"))
    }

    /// Adds a callout and gives its number among the blocks.
    pub(super) fn callout(&mut self, kind: &'static str, html: String) -> usize {
        let id = format!("{}callout-{}", self.own_id(), self.blocks.len() + 1);
        let root = self.plan.routes.root(self.from);
        self.blocks.push(BlockView { name: "callout".to_owned(), id, root, content: BlockContent::Callout { kind, html } });
        self.blocks.len() - 1
    }

    /// Adds a block and gives its number.
    pub(super) fn add_block(&mut self, block: BlockView) -> usize {
        self.features.insert(block.name.clone());
        self.blocks.push(block);
        self.blocks.len() - 1
    }
}
